package sqlite

import (
	"strings"
	"time"

	"github.com/paulmach/orb"

	"nightbeat/data/gpkg"
)

// dialect spells a Filter as SQLite understands it, for the table of incidents (cql.Dialect).
type dialect struct{}

// Column implements cql.Dialect.
func (dialect) Column(name string) string { return `"` + name + `"` }

// Argument implements cql.Dialect: instants are kept as texts that sort by time.
func (dialect) Argument(value any) any {
	if at, ok := value.(time.Time); ok {
		return gpkg.Time(at)
	}
	return value
}

// Like implements cql.Dialect with GLOB, whose case matters: * for %, ? for _, and [c] for a character that stands for
// itself.
func (dialect) Like(column, pattern string) (clause string, args []any) {
	var glob strings.Builder
	escaped := false
	for _, c := range pattern {
		switch {
		case c == '\\' && !escaped:
			escaped = true
			continue
		case c == '%' && !escaped:
			glob.WriteByte('*')
		case c == '_' && !escaped:
			glob.WriteByte('?')
		case strings.ContainsRune("*?[", c):
			glob.WriteString("[" + string(c) + "]")
		default:
			glob.WriteRune(c)
		}
		escaped = false
	}
	return column + ` GLOB ?`, []any{glob.String()}
}

// Intersects implements cql.Dialect: the spatial index finds what lies in the geometry's rectangle, ST_Intersects looks
// closer.
func (dialect) Intersects(with orb.Geometry) (clause string, args []any) {
	b := with.Bound()
	shape, err := gpkg.Encode(with)
	if err != nil {
		return `1 = 0`, nil // a geometry of a kind that no text gives
	}
	return `(fid IN (SELECT id FROM rtree_incidents_geom WHERE maxx >= ? AND minx <= ? AND maxy >= ? AND miny <= ?) AND ST_Intersects(geom, ?))`,
		[]any{b.Min[0], b.Max[0], b.Min[1], b.Max[1], shape}
}
