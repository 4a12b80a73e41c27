package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkb"

	"nightbeat/data"
	"nightbeat/planner"
)

// PutAreas implements data.Areas. Others that write areas wait.
func (s *Store) PutAreas(ctx context.Context, areas ...planner.Area) (done data.Imported, err error) {
	err = s.brief(ctx, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `LOCK TABLE areas IN SHARE ROW EXCLUSIVE MODE`); err != nil {
			return err
		}
		kept, err := areasIn(ctx, tx)
		if err != nil {
			return err
		}
		var write []planner.Area
		if write, done, err = data.MergeAreas(kept, areas); err != nil {
			return err
		}
		return putAreas(ctx, tx, write)
	})
	return done, err
}

func putAreas(ctx context.Context, tx pgx.Tx, areas []planner.Area) error {
	var batch pgx.Batch
	for _, a := range areas {
		shape, err := encode(a.Shape)
		if err != nil {
			return err
		}
		batch.Queue(`INSERT INTO areas (id, name, kind, geom) VALUES ($1, $2, $3, ST_GeomFromWKB($4, 4326))
			ON CONFLICT (id) DO UPDATE SET name = excluded.name, kind = excluded.kind, geom = excluded.geom`, a.ID, a.Name, a.Kind, shape)
	}
	return tx.SendBatch(ctx, &batch).Close()
}

// Areas implements data.Areas.
func (s *Store) Areas(ctx context.Context) (areas []planner.Area, err error) {
	err = s.ask(ctx, func(ctx context.Context) error {
		areas, err = areasIn(ctx, s.pool)
		return err
	})
	return areas, err
}

func areasIn(ctx context.Context, q queryer) ([]planner.Area, error) {
	rows, err := q.Query(ctx, `SELECT id, name, kind, ST_AsBinary(geom) FROM areas WHERE NOT ST_IsEmpty(geom)`)
	if err != nil {
		return nil, err
	}
	areas, err := pgx.CollectRows(rows, scanArea)
	data.SortAreas(areas)
	return areas, err
}

func scanArea(row pgx.CollectableRow) (a planner.Area, err error) {
	var raw []byte
	if err := row.Scan(&a.ID, &a.Name, &a.Kind, &raw); err != nil {
		return a, err
	}
	shape, err := wkb.Unmarshal(raw)
	a.Shape, _ = shape.(orb.MultiPolygon) // the column holds nothing else
	return a, err
}

// DropArea implements data.Areas.
func (s *Store) DropArea(ctx context.Context, id string) error {
	return s.change(ctx, data.ErrNotFound, `DELETE FROM areas WHERE id = $1`, clean(id))
}
