package sqlite

import (
	"context"
	"database/sql"
	"errors"

	"github.com/paulmach/orb"

	"nightbeat/data"
	"nightbeat/data/format"
	"nightbeat/data/gpkg"
	"nightbeat/planner"
)

var areasLayer = gpkg.Layer{Name: "areas", Title: "Areas", Geometry: "MULTIPOLYGON", Style: format.AreaLayer().Table().Style, Columns: []gpkg.Column{
	{Name: "id", Type: "TEXT NOT NULL UNIQUE"}, {Name: "name", Type: "TEXT NOT NULL DEFAULT ''"}, {Name: "kind", Type: "TEXT NOT NULL DEFAULT ''"},
}}

// areas adds the named parts of the district, as a layer that GIS programs may change.
func areas(ctx context.Context, tx *sql.Tx) error { return gpkg.AddLayer(ctx, tx, areasLayer) }

// PutAreas implements data.Areas.
func (s *Store) PutAreas(ctx context.Context, areas ...planner.Area) (done data.Imported, err error) {
	err = s.write(ctx, func(tx *sql.Tx) (bool, error) {
		kept, err := areasIn(ctx, tx)
		if err != nil {
			return false, err
		}
		var write []planner.Area
		if write, done, err = data.MergeAreas(kept, areas); err != nil {
			return false, err
		}
		for _, a := range write {
			if err := putArea(ctx, tx, a); err != nil {
				return false, err
			}
		}
		return len(write) > 0, nil
	})
	return done, err
}

func putArea(ctx context.Context, tx *sql.Tx, a planner.Area) error {
	shape, err := gpkg.Encode(a.Shape)
	if err != nil {
		return err
	}
	updated, err := tx.ExecContext(ctx, `UPDATE areas SET geom = ?, name = ?, kind = ? WHERE id = ?`, shape, a.Name, a.Kind, a.ID)
	if err != nil {
		return err
	}
	n, err := updated.RowsAffected()
	if err == nil && n == 0 {
		_, err = tx.ExecContext(ctx, `INSERT INTO areas (geom, name, kind, id) VALUES (?, ?, ?, ?)`, shape, a.Name, a.Kind, a.ID)
	}
	return errors.Join(err, gpkg.Touch(ctx, tx, areasLayer.Name, a.Shape.Bound()))
}

// Areas implements data.Areas.
func (s *Store) Areas(ctx context.Context) ([]planner.Area, error) {
	areas, err := areasIn(ctx, s.db)
	return areas, s.explain(err)
}

// areasIn reads the areas in a transaction or beside all. One that has lost its shape or its name in a GIS program is
// passed over.
func areasIn(ctx context.Context, from interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}) ([]planner.Area, error) {
	rows, err := from.QueryContext(ctx, `SELECT id, name, kind, geom FROM areas WHERE geom IS NOT NULL AND name <> ''`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var areas []planner.Area
	for rows.Next() {
		a, err := scanArea(rows)
		if err != nil {
			return nil, err
		}
		areas = append(areas, a)
	}
	data.SortAreas(areas)
	return areas, rows.Err()
}

func scanArea(row scanner) (a planner.Area, err error) {
	var blob []byte
	if err := row.Scan(&a.ID, &a.Name, &a.Kind, &blob); err != nil {
		return a, err
	}
	shape, err := gpkg.Decode(blob)
	switch shape := shape.(type) {
	case orb.MultiPolygon:
		a.Shape = shape
	case orb.Polygon:
		a.Shape = orb.MultiPolygon{shape}
	}
	return a, err
}

// DropArea implements data.Areas.
func (s *Store) DropArea(ctx context.Context, id string) error {
	return s.change(ctx, data.ErrNotFound, `DELETE FROM areas WHERE id = ?`, id)
}
