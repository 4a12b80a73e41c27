package format

import (
	"context"
	"database/sql"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/paulmach/orb"

	"nightbeat/data/gpkg"
	"nightbeat/planner"
)

// WriteGeoPackage writes a plan as a GeoPackage: routes, stops and legs as layers with spatial indexes, and styles in
// which QGIS shows the units' colours at once. The same plan gives the same bytes.
func WriteGeoPackage(w io.Writer, plan *planner.Plan) error {
	db := gpkg.InMemory()
	defer db.Close()
	ctx := context.Background()
	if err := gpkg.Create(ctx, db); err != nil {
		return err
	}
	for _, l := range PlanLayers() {
		if err := gpkg.AddLayer(ctx, db, l.Table()); err != nil {
			return err
		}
	}
	if err := inTx(ctx, db, func(tx *sql.Tx) error { return InsertPlan(ctx, tx, plan) }); err != nil {
		return err
	}
	if err := gpkg.Date(ctx, db, dated(plan)); err != nil {
		return err
	}
	raw, err := gpkg.Bytes(ctx, db)
	if err != nil {
		return err
	}
	_, err = w.Write(raw)
	return err
}

func inTx(ctx context.Context, db *sql.DB, do func(*sql.Tx) error) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback() // nothing after Commit
	if err := do(tx); err != nil {
		return err
	}
	return tx.Commit()
}

// dated is when a plan was made, as far as it knows; else when its shift starts.
func dated(plan *planner.Plan) time.Time {
	if plan.Created.IsZero() {
		return plan.Request.Shift.Start
	}
	return plan.Created
}

// Table is the layer as a table of a GeoPackage; a feature's id is in the column `id`.
func (l Layer) Table() gpkg.Layer {
	table := gpkg.Layer{Name: l.Name, Title: l.Title, Geometry: l.Geometry, Style: styleOf(l)}
	table.Columns = append(table.Columns, gpkg.Column{Name: "id", Type: "TEXT NOT NULL UNIQUE"})
	for _, c := range l.Columns {
		table.Columns = append(table.Columns, gpkg.Column{Name: c.Name, Type: sqlType[c.Kind]})
	}
	return table
}

var sqlType = map[Kind]string{Text: "TEXT", Integer: "INTEGER", Number: "DOUBLE", Truth: "BOOLEAN", Instant: "DATETIME", List: "TEXT"}

// InsertPlan adds a plan's features to its layers.
func InsertPlan(ctx context.Context, tx *sql.Tx, plan *planner.Plan) error {
	features := PlanFeatures(plan)
	for _, l := range PlanLayers() {
		if err := l.Insert(ctx, tx, features[l.Name]); err != nil {
			return fmt.Errorf("layer %s: %w", l.Name, err)
		}
	}
	return nil
}

// Insert adds features to the layer's table.
func (l Layer) Insert(ctx context.Context, tx *sql.Tx, features []Feature) error {
	insert, err := tx.PrepareContext(ctx, l.insertion())
	if err != nil {
		return err
	}
	defer insert.Close()
	extent := orb.MultiPoint{}.Bound()
	for _, f := range features {
		shape, err := gpkg.Encode(f.Shape())
		if err != nil {
			return err
		}
		values := []any{shape, f.ID}
		for _, v := range f.Values() {
			values = append(values, sqlValue(v))
		}
		if _, err := insert.ExecContext(ctx, values...); err != nil {
			return err
		}
		if f.Geometry != nil {
			extent = extent.Union(f.Shape().Bound())
		}
	}
	return gpkg.Touch(ctx, tx, l.Name, extent)
}

func (l Layer) insertion() string {
	names := []string{`geom`, `id`}
	for _, c := range l.Columns {
		names = append(names, fmt.Sprintf("%q", c.Name))
	}
	return fmt.Sprintf(`INSERT INTO %q (%s) VALUES (?%s)`, l.Name, strings.Join(names, ", "), strings.Repeat(", ?", len(names)-1))
}

// sqlValue is a property as SQLite keeps it: times as GeoPackage's DATETIME, lists as one text.
func sqlValue(v any) any {
	switch v := v.(type) {
	case time.Time:
		return gpkg.Time(v)
	case []string:
		return strings.Join(v, "; ")
	}
	return v
}
