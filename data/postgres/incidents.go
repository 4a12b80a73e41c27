package postgres

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"nightbeat/data"
	"nightbeat/planner"
)

// Incidents implements data.Store.
func (s *Store) Incidents(ctx context.Context, q data.Query) (p data.Page, err error) {
	err = s.ask(ctx, func(ctx context.Context) error {
		where := conditions(q)
		if p.Matched, err = s.matched(ctx, where); err != nil || p.Matched == 0 || q.Limit <= 0 {
			return err
		}
		where.add(`number > ?`, q.After)
		rows, err := s.pool.Query(ctx, selectIncidents+where.text()+fmt.Sprintf(` ORDER BY number LIMIT %d`, q.Limit+1), where.args...)
		if err != nil {
			return err
		}
		if p.Incidents, err = pgx.CollectRows(rows, s.scan); err != nil {
			return err
		}
		if p.More = len(p.Incidents) > q.Limit; p.More {
			p.Incidents = p.Incidents[:q.Limit]
		}
		return nil
	})
	return p, err
}

// filter is a WHERE clause and its arguments; nothing of a user's stands in the text.
type filter struct {
	terms []string
	args  []any
}

// add adds a term, in which each question mark stands for the next argument.
func (f *filter) add(term string, args ...any) {
	var numbered strings.Builder
	for _, c := range term {
		if c != '?' {
			numbered.WriteRune(c)
			continue
		}
		f.args, args = append(f.args, args[0]), args[1:]
		fmt.Fprintf(&numbered, "$%d::%s", len(f.args), typeOf(f.args[len(f.args)-1]))
	}
	f.terms = append(f.terms, numbered.String())
}

// typeOf is an argument's type in the database, which cannot tell it from a comparison of two arguments.
func typeOf(argument any) string {
	switch argument.(type) {
	case time.Time:
		return "timestamptz"
	case float64:
		return "double precision"
	case int64:
		return "bigint"
	case bool:
		return "boolean"
	case []byte:
		return "bytea"
	}
	return "text"
}

func (f filter) text() string {
	if len(f.terms) == 0 {
		return ""
	}
	return ` WHERE ` + strings.Join(f.terms, ` AND `)
}

// conditions puts a query into SQL.
func conditions(q data.Query) (f filter) {
	if len(q.Within) > 0 {
		f.within(q)
	}
	if !q.From.IsZero() {
		f.add(`time >= ?`, q.From.Add(time.Millisecond-1).Truncate(time.Millisecond))
	}
	if !q.Until.IsZero() {
		f.add(`time <= ?`, q.Until.Truncate(time.Millisecond))
	}
	if q.Category != nil {
		f.add(`category = ?`, clean(*q.Category))
	}
	if q.ID != nil {
		f.add(`id = ?`, clean(*q.ID))
	}
	if q.Discovered != nil {
		f.add(`source = ?`, data.Source(*q.Discovered))
	}
	if q.Precision != nil {
		f.add(`time_precision = ?`, q.Precision.String())
	}
	if !q.Filter.IsZero() {
		clause, args := q.Filter.SQL(dialect{})
		f.add(clause, args...)
	}
	return f
}

// within asks for the boxes by the spatial index, which has single precision, and exactly.
func (f *filter) within(q data.Query) {
	var boxes []string
	var corners []any
	for _, b := range q.Within {
		boxes = append(boxes, `(geom && ST_MakeEnvelope(?, ?, ?, ?, 4326) AND lon BETWEEN ? AND ? AND lat BETWEEN ? AND ?)`)
		corners = append(corners, b.Min[0], b.Min[1], b.Max[0], b.Max[1], b.Min[0], b.Max[0], b.Min[1], b.Max[1])
	}
	f.add(`(`+strings.Join(boxes, ` OR `)+`)`, corners...)
}

// matched counts, and remembers the count until the incidents change.
func (s *Store) matched(ctx context.Context, f filter) (n int, err error) {
	if err := s.refresh(ctx); err != nil {
		return 0, err
	}
	return s.recall.Count(fmt.Sprintf("%q %q", f.text(), f.args), func() (n int, err error) {
		err = s.pool.QueryRow(ctx, `SELECT count(*) FROM incidents`+f.text(), f.args...).Scan(&n)
		return n, err
	})
}

// refresh forgets what is remembered of incidents that have changed, by this process or another.
func (s *Store) refresh(ctx context.Context) error {
	var revision int64
	if err := s.pool.QueryRow(ctx, `SELECT coalesce(max(id), 0) FROM imports`).Scan(&revision); err != nil {
		return err
	}
	s.recall.Renew(revision)
	return nil
}

// Incident implements data.Store.
func (s *Store) Incident(ctx context.Context, id string) (k data.Kept, err error) {
	err = s.ask(ctx, func(ctx context.Context) error {
		rows, err := s.pool.Query(ctx, selectIncidents+` WHERE id = $1`, clean(id))
		if err != nil {
			return err
		}
		k, err = pgx.CollectExactlyOneRow(rows, s.scan)
		if errors.Is(err, pgx.ErrNoRows) {
			return data.ErrNotFound
		}
		return err
	})
	return k, err
}

// Past implements data.Store; what was read stays in memory until the incidents change.
func (s *Store) Past(ctx context.Context) ([]planner.Incident, error) {
	if err := s.ask(ctx, s.refresh); err != nil {
		return nil, err
	}
	return s.recall.Past(func() (past []planner.Incident, err error) {
		err = s.bulk(ctx, pgx.TxOptions{AccessMode: pgx.ReadOnly}, func(tx pgx.Tx) error {
			past, err = s.read(ctx, tx)
			return err
		})
		return past, err
	})
}

func (s *Store) read(ctx context.Context, tx pgx.Tx) ([]planner.Incident, error) {
	rows, err := tx.Query(ctx, selectIncidents+` ORDER BY number`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	past, categories := []planner.Incident{}, data.Categories{}
	for rows.Next() {
		k, err := s.scan(rows)
		if err != nil {
			return nil, err
		}
		k.Category = categories.Of(k.Category)
		past = append(past, k.Incident)
	}
	return past, rows.Err()
}

// Span implements data.Store; it is remembered until the incidents change.
func (s *Store) Span(ctx context.Context) (sp data.Span, err error) {
	err = s.ask(ctx, func(ctx context.Context) error {
		if err := s.refresh(ctx); err != nil {
			return err
		}
		sp, err = s.recall.Span(func() (data.Span, error) { return s.look(ctx) })
		return err
	})
	return sp, err
}

// look counts and measures all incidents; the bound of none is none.
func (s *Store) look(ctx context.Context) (sp data.Span, err error) {
	var zone string
	err = s.pool.QueryRow(ctx, `SELECT count(*), coalesce(min(lon), 0), coalesce(min(lat), 0), coalesce(max(lon), 0), coalesce(max(lat), 0),
		coalesce(min(time), 'epoch'), coalesce(max(time), 'epoch'),
		coalesce((SELECT zone FROM incidents ORDER BY time DESC, number LIMIT 1), '') FROM incidents`).
		Scan(&sp.Count, &sp.Bound.Min[0], &sp.Bound.Min[1], &sp.Bound.Max[0], &sp.Bound.Max[1], &sp.First, &sp.Last, &zone)
	if err != nil || sp.Count == 0 {
		return data.Span{}, err
	}
	at, err := s.zones.Named(zone)
	if err != nil {
		return data.Span{}, err
	}
	sp.First, sp.Last = sp.First.In(at), sp.Last.In(at)
	return sp, nil
}
