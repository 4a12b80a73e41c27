package postgres

import (
	"strings"
	"time"

	"github.com/paulmach/orb"
)

// dialect spells a Filter as PostgreSQL understands it, for the table of incidents (cql.Dialect).
type dialect struct{}

// Column implements cql.Dialect.
func (dialect) Column(name string) string { return `"` + name + `"` }

// Argument implements cql.Dialect.
func (dialect) Argument(value any) any {
	switch v := value.(type) {
	case string:
		return clean(v)
	case time.Time:
		return milli(v)
	}
	return value
}

// Like implements cql.Dialect: the pattern is PostgreSQL's own, but for an escape with nothing behind it.
func (dialect) Like(column, pattern string) (clause string, args []any) {
	pattern = clean(pattern)
	if body := strings.TrimRight(pattern, `\`); (len(pattern)-len(body))%2 == 1 {
		pattern = pattern[:len(pattern)-1]
	}
	return column + ` LIKE ?`, []any{pattern}
}

// Intersects implements cql.Dialect: the spatial index finds what may meet the geometry, and PostGIS looks closer.
func (dialect) Intersects(with orb.Geometry) (clause string, args []any) {
	shape, err := encode(with)
	if err != nil {
		return `1 = 0`, nil // a geometry of a kind that no text gives
	}
	return `ST_Intersects(geom, ST_GeomFromWKB(?, 4326))`, []any{shape}
}
