package gpkg

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
	"net/url"
	"path/filepath"
	"strings"
	"sync"

	"github.com/paulmach/orb"
	"modernc.org/sqlite"

	"nightbeat/geo"
)

// Open opens a file with the functions that a spatial index's triggers call (clause F.3): ST_IsEmpty, ST_MinX, ST_MaxX,
// ST_MinY, ST_MaxY; and with ST_Intersects. Each pragma, such as "journal_mode(wal)", holds for every connection.
func Open(path string, pragmas ...string) (*sql.DB, error) {
	where, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	query := url.Values{"_txlock": {"immediate"}, "_pragma": pragmas}
	slashed := filepath.ToSlash(where)
	if !strings.HasPrefix(slashed, "/") { // C:\stores\a.gpkg
		slashed = "/" + slashed
	}
	return sql.OpenDB(connector{(&url.URL{Scheme: "file", Path: slashed, RawQuery: query.Encode()}).String()}), nil
}

// connector opens connections of the one driver that has the spatial functions.
type connector struct{ dsn string }

func (c connector) Connect(context.Context) (driver.Conn, error) { return spatial().Open(c.dsn) }
func (c connector) Driver() driver.Driver                        { return spatial() }

// spatial is made when it is first needed; SQLite keeps its functions for as long as the program runs.
var spatial = sync.OnceValue(func() *sqlite.Driver {
	d := &sqlite.Driver{}
	d.MustRegisterDeterministicScalarFunction("ST_IsEmpty", 1, isEmpty)
	d.MustRegisterDeterministicScalarFunction("ST_Intersects", 2, intersects)
	for name, side := range map[string]func(orb.Bound) float64{
		"ST_MinX": func(b orb.Bound) float64 { return b.Min[0] }, "ST_MaxX": func(b orb.Bound) float64 { return b.Max[0] },
		"ST_MinY": func(b orb.Bound) float64 { return b.Min[1] }, "ST_MaxY": func(b orb.Bound) float64 { return b.Max[1] },
	} {
		d.MustRegisterDeterministicScalarFunction(name, 1, func(_ *sqlite.FunctionContext, args []driver.Value) (driver.Value, error) {
			g, err := argument(args)
			if g == nil || err != nil {
				return nil, err
			}
			return side(g.Bound()), nil
		})
	}
	return d
})

func isEmpty(_ *sqlite.FunctionContext, args []driver.Value) (driver.Value, error) {
	g, err := argument(args)
	if g == nil || err != nil {
		return nil, err
	}
	if g.Bound().IsEmpty() {
		return int64(1), nil
	}
	return int64(0), nil
}

// intersects decodes both geometries at each call; whoever asks looks into the spatial index first.
func intersects(_ *sqlite.FunctionContext, args []driver.Value) (driver.Value, error) {
	a, err := argument(args[:1])
	if a == nil || err != nil {
		return nil, err
	}
	b, err := argument(args[1:])
	if b == nil || err != nil {
		return nil, err
	}
	return geo.Meet(a, b), nil
}

func argument(args []driver.Value) (orb.Geometry, error) {
	switch blob := args[0].(type) {
	case nil:
		return nil, nil
	case []byte:
		return Decode(blob)
	}
	return nil, fmt.Errorf("%T: %w", args[0], errNoGeometry)
}
