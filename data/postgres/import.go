package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"nightbeat/data"
	"nightbeat/planner"
)

// Import implements data.Store.
func (s *Store) Import(ctx context.Context, incidents data.Stream) (done data.Imported, err error) {
	first, last, done, err := rounds(incidents) // before the lock: a stream may be slow
	if err != nil {
		return data.Imported{}, err
	}
	err = s.bulk(ctx, pgx.TxOptions{}, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `LOCK TABLE incidents IN SHARE ROW EXCLUSIVE MODE`); err != nil { // one import at a time
			return err
		}
		added, err := s.take(ctx, tx, first)
		if err != nil {
			return err
		}
		done = data.Imported{New: added.New, Changed: done.Changed + added.Changed, Same: done.Same + added.Same}
		if _, err := s.take(ctx, tx, last); err != nil {
			return err
		}
		if done.New+done.Changed == 0 {
			return nil
		}
		_, err = tx.Exec(ctx, `INSERT INTO imports (new, changed) VALUES ($1, $2)`, done.New, done.Changed)
		return err
	})
	if err != nil {
		return data.Imported{}, err
	}
	if done.New+done.Changed >= many {
		s.tidy(ctx)
	}
	return done, nil
}

// many is how many new incidents make it worth while to tell the database's planner at once, which would learn of them
// within minutes by itself.
const many = 10_000

// tidy has the database look at its incidents. Nothing depends on it but speed.
func (s *Store) tidy(ctx context.Context) {
	within, cancel := context.WithTimeout(ctx, idlePatience)
	defer cancel()
	_ = s.pool.AcquireFunc(within, func(c *pgxpool.Conn) error {
		for _, statement := range []string{`SET statement_timeout = 0`, `VACUUM (ANALYZE, SKIP_LOCKED) incidents`, `RESET statement_timeout`} {
			if _, err := c.Exec(within, statement); err != nil {
				return c.Conn().Close(within) // with its settings
			}
		}
		return nil
	})
}

// rounds parts a file into the first incident under each id, and the last one of each id that stands there more than
// once. What is done between those is counted: each is compared with the one before it.
func rounds(incidents data.Stream) (first, last []planner.Incident, done data.Imported, err error) {
	at := map[string]int{}                       // of each id in first
	again := map[string]int{}                    // of each id in last
	before := func(id string) planner.Incident { // the one of an id that was met last
		if i, ok := again[id]; ok {
			return last[i]
		}
		return first[at[id]]
	}
	for in, err := range data.Identify(incidents) {
		if err != nil {
			return nil, nil, done, err
		}
		_, met := at[in.ID]
		switch {
		case !met:
			at[in.ID] = len(first)
			first = append(first, in)
			continue
		case data.Same(before(in.ID), in):
			done.Same++
		default:
			done.Changed++
		}
		if i, ok := again[in.ID]; ok {
			last[i] = in
		} else {
			again[in.ID] = len(last)
			last = append(last, in)
		}
	}
	return first, last, done, nil
}

// take keeps incidents of which no two have the same id: they are staged, and compared with those already there.
func (s *Store) take(ctx context.Context, tx pgx.Tx, incidents []planner.Incident) (done data.Imported, err error) {
	if len(incidents) == 0 {
		return done, nil
	}
	if err := s.stage(ctx, tx, incidents); err != nil {
		return done, err
	}
	there, changed, err := s.compare(ctx, tx, incidents)
	if err != nil {
		return done, err
	}
	if there < len(incidents) {
		if _, err := tx.Exec(ctx, insertStaged); err != nil {
			return done, err
		}
	}
	if len(changed) > 0 {
		if _, err := tx.Exec(ctx, changeStaged, changed); err != nil {
			return done, err
		}
	}
	return data.Imported{New: len(incidents) - there, Changed: len(changed), Same: there - len(changed)}, nil
}

const (
	stageTable = `DROP TABLE IF EXISTS pg_temp.staged;
		CREATE TEMPORARY TABLE staged (number bigint, id text COLLATE "C", category text, time timestamptz, zone text, time_precision text,
			interval_start timestamptz, interval_end timestamptz, source text, lon double precision, lat double precision) ON COMMIT DROP`
	insertStaged = `INSERT INTO incidents (number, id, category, time, zone, time_precision, interval_start, interval_end, source, lon, lat)
		SELECT (SELECT coalesce(max(number), 0) FROM incidents) + number, id, category, time, zone, time_precision, interval_start, interval_end, source, lon, lat
		FROM staged ORDER BY number ON CONFLICT (id) DO NOTHING`
	changeStaged = `UPDATE incidents i SET category = s.category, time = s.time, zone = s.zone, time_precision = s.time_precision,
		interval_start = s.interval_start, interval_end = s.interval_end, source = s.source, lon = s.lon, lat = s.lat
		FROM staged s WHERE s.id = i.id AND i.id = ANY($1)`
	selectThere = `SELECT s.number, i.id, i.category, i.time, i.zone, i.time_precision, i.interval_start, i.interval_end, i.source, i.lon, i.lat
		FROM staged s JOIN incidents i USING (id)`
)

// stage copies incidents into a table that lasts as long as the transaction, numbered from 1.
func (s *Store) stage(ctx context.Context, tx pgx.Tx, incidents []planner.Incident) error {
	if _, err := tx.Exec(ctx, stageTable); err != nil {
		return err
	}
	_, err := tx.CopyFrom(ctx, pgx.Identifier{"staged"}, incidentColumns, pgx.CopyFromSlice(len(incidents), func(i int) ([]any, error) {
		return s.row(int64(i+1), &incidents[i]), nil
	}))
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `ANALYZE staged`)
	return err
}

// compare counts those that are there already, and gives the ids of those that differ.
func (s *Store) compare(ctx context.Context, tx pgx.Tx, incidents []planner.Incident) (there int, changed []string, err error) {
	rows, err := tx.Query(ctx, selectThere)
	if err != nil {
		return 0, nil, err
	}
	defer rows.Close()
	for rows.Next() {
		k, err := s.scan(rows)
		if err != nil {
			return 0, nil, err
		}
		there++
		if !data.Same(k.Incident, incidents[k.Number-1]) {
			changed = append(changed, k.ID)
		}
	}
	return there, changed, rows.Err()
}
