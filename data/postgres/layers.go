package postgres

import (
	"context"
	"fmt"
	"maps"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"nightbeat/data/format"
	"nightbeat/planner"
)

// columnType is what a column of a layer is in the database.
var columnType = map[format.Kind]string{
	format.Text: "text", format.Integer: "bigint", format.Number: "double precision", format.Truth: "boolean",
	format.Instant: "timestamp with time zone", format.List: "text",
}

// projecting is the lock under which layers are made anew.
const projecting = 0x6e69676874 // "night"

// project makes a plan's layers anew, from the plans' documents, where they are missing or other columns are due.
func (s *Store) project(ctx context.Context) error {
	return s.bulk(ctx, pgx.TxOptions{}, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `SELECT pg_advisory_xact_lock($1)`, projecting); err != nil {
			return err
		}
		var stale []format.Layer
		for _, l := range format.PlanLayers() {
			has, err := columns(ctx, tx, l)
			if err != nil {
				return err
			}
			if !maps.Equal(has, due(l)) {
				stale = append(stale, l)
			}
		}
		return renew(ctx, tx, stale)
	})
}

// columns are a layer's columns as they are, with their types.
func columns(ctx context.Context, tx pgx.Tx, l format.Layer) (map[string]string, error) {
	has := map[string]string{}
	rows, err := tx.Query(ctx, `SELECT attname, format_type(atttypid, NULL) FROM pg_attribute
		WHERE attrelid = to_regclass($1) AND attnum > 0 AND NOT attisdropped`, l.Name)
	if err != nil {
		return nil, err
	}
	var name, kind string
	_, err = pgx.ForEachRow(rows, []any{&name, &kind}, func() error {
		has[name] = kind
		return nil
	})
	return has, err
}

// due are a layer's columns as they have to be.
func due(l format.Layer) map[string]string {
	all := map[string]string{"fid": "bigint", "id": "text", "geom": "geometry"}
	for _, c := range l.Columns {
		all[c.Name] = columnType[c.Kind]
	}
	return all
}

// renew drops and fills layers.
func renew(ctx context.Context, tx pgx.Tx, layers []format.Layer) error {
	if len(layers) == 0 {
		return nil
	}
	for _, l := range layers {
		if _, err := tx.Exec(ctx, table(l)); err != nil {
			return err
		}
	}
	rows, err := tx.Query(ctx, `SELECT id FROM plans ORDER BY place`)
	if err != nil {
		return err
	}
	ids, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		return err
	}
	for _, id := range ids {
		plan, err := planIn(ctx, tx, `id = $1`, id)
		if err != nil {
			return err
		}
		if err := insertInto(ctx, tx, layers, plan); err != nil {
			return err
		}
	}
	return nil
}

// table is the statement that makes a layer's table anew, with its spatial index. Names are ours, never a user's.
func table(l format.Layer) string {
	all := []string{`fid bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY`, `id text COLLATE "C" NOT NULL UNIQUE`, `geom geometry(` + l.Geometry + `, 4326)`}
	for _, c := range l.Columns {
		all = append(all, fmt.Sprintf("%q %s", c.Name, columnType[c.Kind]))
	}
	return fmt.Sprintf(`DROP TABLE IF EXISTS %[1]q; CREATE TABLE %[1]q (%[2]s); CREATE INDEX ON %[1]q USING gist (geom); CREATE INDEX ON %[1]q (plan);`,
		l.Name, strings.Join(all, ", "))
}

// insertLayers adds a plan's features to all its layers.
func insertLayers(ctx context.Context, tx pgx.Tx, plan *planner.Plan) error {
	return insertInto(ctx, tx, format.PlanLayers(), plan)
}

func insertInto(ctx context.Context, tx pgx.Tx, layers []format.Layer, plan *planner.Plan) error {
	features := format.PlanFeatures(plan)
	var batch pgx.Batch
	for _, l := range layers {
		for _, f := range features[l.Name] {
			shape, err := encode(f.Shape())
			if err != nil {
				return err
			}
			values := []any{shape, f.ID}
			for _, v := range f.Values() {
				values = append(values, value(v))
			}
			batch.Queue(insertion(l), values...)
		}
	}
	return tx.SendBatch(ctx, &batch).Close()
}

func insertion(l format.Layer) string {
	names, places := []string{`geom`, `id`}, []string{`ST_GeomFromWKB($1, 4326)`, `$2`}
	for _, c := range l.Columns {
		names, places = append(names, fmt.Sprintf("%q", c.Name)), append(places, fmt.Sprint("$", len(places)+1))
	}
	return fmt.Sprintf(`INSERT INTO %q (%s) VALUES (%s)`, l.Name, strings.Join(names, ", "), strings.Join(places, ", "))
}

// value is a property as the database keeps it: a missing time as NULL, lists as one text.
func value(v any) any {
	switch v := v.(type) {
	case time.Time:
		if v.IsZero() {
			return nil
		}
	case string:
		return clean(v)
	case []string:
		return clean(strings.Join(v, "; "))
	}
	return v
}
