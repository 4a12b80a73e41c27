package postgres

import (
	"cmp"
	"context"
	"fmt"
	"iter"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"nightbeat/data"
	"nightbeat/planner"
)

// Import implements data.Store. The stream goes into a table of the transaction's own, so that nobody waits for it; what
// is there already is compared then, one import at a time.
func (s *Store) Import(ctx context.Context, incidents data.Stream) (done data.Imported, err error) {
	err = s.bulk(ctx, pgx.TxOptions{}, func(tx pgx.Tx) error {
		staged, err := s.stage(ctx, tx, incidents)
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `LOCK TABLE incidents IN SHARE ROW EXCLUSIVE MODE`); err != nil {
			return err
		}
		done, err = s.merge(ctx, tx, staged)
		if err != nil || done.New+done.Changed == 0 {
			return err
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

const stageTable = `CREATE TEMPORARY TABLE staged (number bigint, id text COLLATE "C", category text, time timestamptz, zone text,
	time_precision text, interval_start timestamptz, interval_end timestamptz, source text, lon double precision, lat double precision) ON COMMIT DROP`

// stage copies incidents as they come into a table that lasts as long as the transaction, numbered from 1.
func (s *Store) stage(ctx context.Context, tx pgx.Tx, incidents data.Stream) (n int64, err error) {
	if _, err := tx.Exec(ctx, stageTable); err != nil {
		return 0, err
	}
	next, stop := iter.Pull2(data.Identify(incidents))
	defer stop()
	var broken error // what the stream says; the database would say it in other words
	n, err = tx.CopyFrom(ctx, pgx.Identifier{"staged"}, incidentColumns, pgx.CopyFromFunc(func() ([]any, error) {
		in, err, more := next()
		if !more || err != nil {
			broken = err
			return nil, err
		}
		n++
		return s.row(n, &in), nil
	}))
	if broken != nil || err != nil {
		return 0, cmp.Or(broken, err)
	}
	_, err = tx.Exec(ctx, `ANALYZE staged`)
	return n, err
}

// merge brings the staged incidents to those already there. Of those with one id, each counts against the one before it,
// and the last stays.
func (s *Store) merge(ctx context.Context, tx pgx.Tx, staged int64) (done data.Imported, err error) {
	again, source := differences{}, `staged`
	if err := s.repeated(ctx, tx, &again); err != nil {
		return done, err
	}
	if again.same+again.changed > 0 {
		source = lastStaged
	}
	there := differences{ids: again.ids}
	if err := s.compare(ctx, tx, &there); err != nil {
		return done, err
	}
	done = data.Imported{New: int(staged) - again.same - again.changed - there.same - there.changed, Changed: again.changed + there.changed, Same: again.same + there.same}
	if done.New+done.Changed > 0 {
		_, err = tx.Exec(ctx, fmt.Sprintf(mergeStaged, source), there.ids)
	}
	return done, err
}

// differences are what comparing incidents of the same ids gives.
type differences struct {
	same, changed int
	ids           []string // whose incidents have to be written
}

func (d *differences) add(was, is planner.Incident) {
	if data.Same(was, is) {
		d.same++
		return
	}
	d.changed++
	d.ids = append(d.ids, is.ID)
}

const (
	stagedColumns = `number, id, category, time, zone, time_precision, interval_start, interval_end, source, lon, lat`

	selectRepeated = `SELECT ` + stagedColumns + ` FROM staged WHERE id IN (SELECT id FROM staged GROUP BY id HAVING count(*) > 1) ORDER BY id, number`

	// Each incident that is there, and behind it the first one staged under its id.
	selectThere = `SELECT i.number, i.id, i.category, i.time, i.zone, i.time_precision, i.interval_start, i.interval_end, i.source, i.lon, i.lat,
		s.number, s.id, s.category, s.time, s.zone, s.time_precision, s.interval_start, s.interval_end, s.source, s.lon, s.lat
		FROM staged s JOIN incidents i USING (id) WHERE NOT EXISTS (SELECT FROM staged f WHERE f.id = s.id AND f.number < s.number)`

	// The last one staged under each id, with the number of the first.
	lastStaged = `(SELECT DISTINCT ON (id) min(number) OVER (PARTITION BY id) AS number, id, category, time, zone, time_precision,
		interval_start, interval_end, source, lon, lat FROM staged ORDER BY id, staged.number DESC) last`

	mergeStaged = `INSERT INTO incidents (` + stagedColumns + `)
		SELECT (SELECT coalesce(max(number), 0) FROM incidents) + number, id, category, time, zone, time_precision, interval_start, interval_end, source, lon, lat
		FROM %s ORDER BY number
		ON CONFLICT (id) DO UPDATE SET category = excluded.category, time = excluded.time, zone = excluded.zone, time_precision = excluded.time_precision,
		interval_start = excluded.interval_start, interval_end = excluded.interval_end, source = excluded.source, lon = excluded.lon, lat = excluded.lat
		WHERE incidents.id = ANY($1)`
)

// repeated compares each staged incident with the one before it under the same id.
func (s *Store) repeated(ctx context.Context, tx pgx.Tx, d *differences) error {
	rows, err := tx.Query(ctx, selectRepeated)
	if err != nil {
		return err
	}
	defer rows.Close()
	var last planner.Incident
	for begun := false; rows.Next(); begun = true {
		k, err := s.scan(rows)
		if err != nil {
			return err
		}
		if begun && k.ID == last.ID {
			d.add(last, k.Incident)
		}
		last = k.Incident
	}
	return rows.Err()
}

// compare compares those staged with those that are there.
func (s *Store) compare(ctx context.Context, tx pgx.Tx, d *differences) error {
	rows, err := tx.Query(ctx, selectThere)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		was, is, err := s.scanBoth(rows)
		if err != nil {
			return err
		}
		d.add(was.Incident, is.Incident)
	}
	return rows.Err()
}
