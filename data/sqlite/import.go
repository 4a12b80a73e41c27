package sqlite

import (
	"context"
	"database/sql"

	"github.com/paulmach/orb"

	"nightbeat/data"
	"nightbeat/data/gpkg"
	"nightbeat/planner"
)

// Import implements data.Store. Where nothing is new or changed, the file stays as it is to the byte.
func (s *Store) Import(ctx context.Context, incidents []planner.Incident) (done data.Imported, err error) {
	err = s.write(ctx, func(tx *sql.Tx) (bool, error) {
		im := &importing{ctx: context.WithoutCancel(ctx), stopped: ctx.Err, tx: tx, zones: s.zones}
		if err := im.all(incidents); err != nil {
			return false, err
		}
		done = im.done
		if done.New+done.Changed == 0 {
			return false, nil
		}
		if err := gpkg.Touch(ctx, tx, incidentsLayer.Name, im.extent); err != nil {
			return false, err
		}
		_, err := tx.ExecContext(ctx, `INSERT INTO imports (new, changed) VALUES (?, ?)`, done.New, done.Changed)
		return true, err
	})
	if err != nil {
		return data.Imported{}, err
	}
	return done, nil
}

// importing is one import under way. Its statements run without the caller's context, which would cost more than they
// do; stopped is asked between them.
type importing struct {
	ctx            context.Context
	stopped        func() error
	tx             *sql.Tx
	zones          *data.Zones
	insert, change *sql.Stmt
	find           *sql.Stmt
	extent         orb.Bound
	done           data.Imported
}

const (
	insertIncident = `INSERT OR IGNORE INTO incidents (geom, id, category, time, zone, time_precision, interval_start, interval_end, source, lon, lat)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`
	changeIncident = `UPDATE incidents SET geom = ?1, category = ?3, time = ?4, zone = ?5, time_precision = ?6,
		interval_start = ?7, interval_end = ?8, source = ?9, lon = ?10, lat = ?11 WHERE id = ?2`
)

// all takes the incidents one by one; where they are many beside those already there, the indexes are made anew after them.
func (im *importing) all(incidents []planner.Incident) error {
	im.extent = orb.MultiPoint{}.Bound()
	for into, query := range map[**sql.Stmt]string{
		&im.insert: insertIncident, &im.change: changeIncident, &im.find: selectIncidents + ` WHERE id = ?`,
	} {
		var err error
		if *into, err = im.tx.PrepareContext(im.ctx, query); err != nil {
			return err
		}
		defer (*into).Close()
	}
	there, err := im.count()
	if err != nil {
		return err
	}
	if len(incidents) < there {
		return im.each(incidents)
	}
	return im.bulk(incidents)
}

func (im *importing) count() (n int, err error) {
	err = im.tx.QueryRowContext(im.ctx, `SELECT count(*) FROM incidents`).Scan(&n)
	return n, err
}

func (im *importing) each(incidents []planner.Incident) error {
	for in := range data.Identify(incidents) {
		if err := im.stopped(); err != nil {
			return err
		}
		if err := im.one(&in); err != nil {
			return err
		}
	}
	return nil
}

// one keeps an incident, or changes the one of the same id where it differs.
func (im *importing) one(in *planner.Incident) error {
	values, err := row(in, im.zones)
	if err != nil {
		return err
	}
	inserted, err := im.insert.ExecContext(im.ctx, values...)
	if err != nil {
		return err
	}
	if n, err := inserted.RowsAffected(); err != nil {
		return err
	} else if n == 1 {
		im.done.New++
		im.extent = im.extent.Extend(in.Place)
		return nil
	}
	there, err := scan(im.find.QueryRowContext(im.ctx, in.ID), im.zones)
	if err != nil {
		return err
	}
	if data.Same(there.Incident, *in) {
		im.done.Same++
		return nil
	}
	im.done.Changed++
	im.extent = im.extent.Extend(in.Place)
	_, err = im.change.ExecContext(im.ctx, values...)
	return err
}

func (im *importing) bulk(incidents []planner.Incident) error {
	if _, err := im.tx.ExecContext(im.ctx, `DROP INDEX incidents_when`); err != nil {
		return err
	}
	if err := gpkg.WithoutIndexing(im.ctx, im.tx, incidentsLayer.Name, func() error { return im.each(incidents) }); err != nil {
		return err
	}
	if im.done.New+im.done.Changed == 0 {
		return nil // the transaction is given up
	}
	boxes, err := im.boxes()
	if err != nil {
		return err
	}
	if err := gpkg.Pack(im.ctx, im.tx, incidentsLayer.Name, boxes); err != nil {
		return err
	}
	_, err = im.tx.ExecContext(im.ctx, incidentsIndex)
	return err
}

func (im *importing) boxes() ([]gpkg.Box, error) {
	n, err := im.count()
	if err != nil {
		return nil, err
	}
	rows, err := im.tx.QueryContext(im.ctx, `SELECT fid, lon, lat FROM incidents`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	boxes := make([]gpkg.Box, 0, n)
	for rows.Next() {
		var fid int64
		var lon, lat float64
		if err := rows.Scan(&fid, &lon, &lat); err != nil {
			return nil, err
		}
		boxes = append(boxes, gpkg.PointBox(fid, lon, lat))
	}
	return boxes, rows.Err()
}
