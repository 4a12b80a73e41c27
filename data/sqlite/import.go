package sqlite

import (
	"context"
	"database/sql"
	"strings"

	"github.com/paulmach/orb"

	"nightbeat/data"
	"nightbeat/data/gpkg"
	"nightbeat/planner"
)

// Import implements data.Store. Where nothing is new or changed, the file stays as it is to the byte.
func (s *Store) Import(ctx context.Context, incidents data.Stream) (done data.Imported, err error) {
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
	ctx     context.Context
	stopped func() error
	tx      *sql.Tx
	zones   *data.Zones
	insert  *sql.Stmt // atOnce incidents
	change  *sql.Stmt
	find    *sql.Stmt
	there   int // before the import
	values  []any
	extent  orb.Bound
	bulk    bool // the indexes do not follow
	done    data.Imported
}

// atOnce is how many incidents a statement inserts.
const atOnce = 64

const (
	insertIncidents = `INSERT OR IGNORE INTO incidents (geom, id, category, time, zone, time_precision, interval_start, interval_end, source, lon, lat) VALUES `
	oneIncident     = `(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`
	changeIncident  = `UPDATE incidents SET geom = ?1, category = ?3, time = ?4, zone = ?5, time_precision = ?6,
		interval_start = ?7, interval_end = ?8, source = ?9, lon = ?10, lat = ?11 WHERE id = ?2`
)

func inserting(n int) string {
	return insertIncidents + strings.Repeat(oneIncident+", ", n-1) + oneIncident
}

// all takes the incidents some at a time. As soon as more have come than were there before, the indexes stop following and
// are made anew in the end.
func (im *importing) all(incidents data.Stream) error {
	im.extent = orb.MultiPoint{}.Bound()
	for into, query := range map[**sql.Stmt]string{
		&im.insert: inserting(atOnce), &im.change: changeIncident, &im.find: selectIncidents + ` WHERE id = ?`,
	} {
		var err error
		if *into, err = im.tx.PrepareContext(im.ctx, query); err != nil {
			return err
		}
		defer (*into).Close()
	}
	if err := im.tx.QueryRowContext(im.ctx, `SELECT count(*) FROM incidents`).Scan(&im.there); err != nil {
		return err
	}
	if err := im.each(incidents); err != nil || !im.bulk || im.done.New+im.done.Changed == 0 {
		return err // where nothing is new, the transaction is given up
	}
	return im.reindex()
}

func (im *importing) each(incidents data.Stream) error {
	some := make([]planner.Incident, 0, atOnce)
	for in, err := range data.Identify(incidents) {
		if err != nil {
			return err
		}
		if some = append(some, in); len(some) < atOnce {
			continue
		}
		if err := im.take(some); err != nil {
			return err
		}
		some = some[:0]
	}
	return im.take(some)
}

// take keeps incidents; those whose ids are there already are compared, and changed where they differ.
func (im *importing) take(some []planner.Incident) error {
	if err := im.stopped(); err != nil || len(some) == 0 {
		return err
	}
	if !im.bulk && im.done.New+im.done.Changed+im.done.Same+len(some) > im.there {
		if err := im.stopIndexing(); err != nil {
			return err
		}
	}
	added, err := im.add(some)
	if err != nil {
		return err
	}
	im.done.New += added
	if added > 0 {
		for _, in := range some {
			im.extent = im.extent.Extend(in.Place)
		}
	}
	if added == len(some) {
		return nil
	}
	im.done.Same += len(some) - added // but for those that turn out to be changed; those just added are as they should be
	for i := range some {
		if err := im.compare(&some[i]); err != nil {
			return err
		}
	}
	return nil
}

// add inserts the incidents whose ids are not there yet, and tells how many.
func (im *importing) add(some []planner.Incident) (added int, err error) {
	im.values = im.values[:0]
	for i := range some {
		if im.values, err = appendRow(im.values, &some[i], im.zones); err != nil {
			return 0, err
		}
	}
	var result sql.Result
	if len(some) == atOnce {
		result, err = im.insert.ExecContext(im.ctx, im.values...)
	} else {
		result, err = im.tx.ExecContext(im.ctx, inserting(len(some)), im.values...)
	}
	if err != nil {
		return 0, err
	}
	n, err := result.RowsAffected()
	return int(n), err
}

// compare changes the incident of an id where it differs.
func (im *importing) compare(in *planner.Incident) error {
	there, err := scan(im.find.QueryRowContext(im.ctx, in.ID), im.zones)
	if err != nil || data.Same(there.Incident, *in) {
		return err
	}
	im.done.Same--
	im.done.Changed++
	im.extent = im.extent.Extend(in.Place)
	values, err := appendRow(nil, in, im.zones)
	if err == nil {
		_, err = im.change.ExecContext(im.ctx, values...)
	}
	return err
}

func (im *importing) stopIndexing() error {
	im.bulk = true
	if _, err := im.tx.ExecContext(im.ctx, `DROP INDEX incidents_when`); err != nil {
		return err
	}
	return gpkg.StopIndexing(im.ctx, im.tx, incidentsLayer.Name)
}

func (im *importing) reindex() error {
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
	rows, err := im.tx.QueryContext(im.ctx, `SELECT fid, lon, lat FROM incidents`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	boxes := make([]gpkg.Box, 0, im.there+im.done.New)
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
