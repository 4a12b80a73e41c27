package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"nightbeat/data"
	"nightbeat/data/gpkg"
	"nightbeat/planner"
)

// Incidents implements data.Store.
func (s *Store) Incidents(ctx context.Context, q data.Query) (p data.Page, err error) {
	where := conditions(q)
	if p.Matched, err = s.matched(ctx, where); err != nil {
		return p, s.explain(err)
	}
	if p.Matched == 0 || q.Limit <= 0 {
		return p, nil
	}
	if where.boxed && p.Matched > manyMatched {
		where = scanned(q) // the page is found sooner row by row than by the spatial index
	}
	where.add(`fid > ?`, q.After)
	rows, err := s.db.QueryContext(ctx, selectIncidents+` WHERE fid IN (SELECT fid FROM incidents`+where.text()+` ORDER BY fid LIMIT ?) ORDER BY fid`,
		append(where.args, q.Limit+1)...)
	if err != nil {
		return p, s.explain(err)
	}
	defer rows.Close()
	for rows.Next() {
		k, err := scan(rows, s.zones)
		if err != nil {
			return p, s.explain(err)
		}
		if len(p.Incidents) == q.Limit {
			p.More = true
			break
		}
		p.Incidents = append(p.Incidents, k)
	}
	return p, s.explain(rows.Err())
}

// manyMatched is how many incidents in a box make a plain scan for the next page the faster way.
const manyMatched = 20_000

// filter is a WHERE clause and its arguments; nothing of a user's stands in the text.
type filter struct {
	terms []string
	args  []any
	timed bool // found by the index of times
	boxed bool // found by the spatial index
}

func (f *filter) add(term string, args ...any) {
	f.terms, f.args = append(f.terms, term), append(f.args, args...)
}

// conditions puts a query into SQL. What is bounded in time is found by the index of times, which holds the places too;
// else what is bounded in place by the spatial index.
func conditions(q data.Query) filter { return terms(q, true) }

// scanned is the same without any index.
func scanned(q data.Query) filter { return terms(q, false) }

func terms(q data.Query, indexed bool) (f filter) {
	if !q.From.IsZero() {
		f.add(`time >= ?`, gpkg.Time(q.From.Add(time.Millisecond-1)))
	}
	if !q.Until.IsZero() {
		f.add(`time <= ?`, gpkg.Time(q.Until))
	}
	f.timed = len(f.terms) > 0
	f.boxed = len(q.Within) > 0 && !f.timed && indexed
	if len(q.Within) > 0 {
		f.within(q)
	}
	if q.Category != nil {
		f.add(`category = ?`, *q.Category)
	}
	if q.ID != nil {
		f.add(`id = ?`, *q.ID)
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

func (f *filter) within(q data.Query) {
	var exact, near []string
	var corners, outer []any
	for _, b := range q.Within {
		exact = append(exact, `(lon BETWEEN ? AND ? AND lat BETWEEN ? AND ?)`)
		corners = append(corners, b.Min[0], b.Max[0], b.Min[1], b.Max[1])
		near = append(near, `SELECT id FROM rtree_incidents_geom WHERE maxx >= ? AND minx <= ? AND maxy >= ? AND miny <= ?`)
		outer = append(outer, b.Min[0], b.Max[0], b.Min[1], b.Max[1])
	}
	if f.boxed {
		f.add(`fid IN (`+strings.Join(near, ` UNION `)+`)`, outer...)
	}
	f.add(`(`+strings.Join(exact, ` OR `)+`)`, corners...)
}

// text is the clause, with the index that it calls for.
func (f filter) text() string {
	by := ""
	if f.timed {
		by = ` INDEXED BY incidents_when`
	}
	if len(f.terms) == 0 {
		return by
	}
	return by + ` WHERE ` + strings.Join(f.terms, ` AND `)
}

// matched counts, and remembers the count until the incidents change.
func (s *Store) matched(ctx context.Context, f filter) (n int, err error) {
	if err := s.refresh(ctx); err != nil {
		return 0, err
	}
	return s.recall.Count(fmt.Sprintf("%q %q", f.text(), f.args), func() (n int, err error) {
		err = s.db.QueryRowContext(ctx, `SELECT count(*) FROM incidents`+f.text(), f.args...).Scan(&n)
		return n, err
	})
}

// refresh forgets what is remembered of incidents that have changed, by this process or another.
func (s *Store) refresh(ctx context.Context) error {
	var revision int64
	if err := s.db.QueryRowContext(ctx, `SELECT ifnull(max(id), 0) FROM imports`).Scan(&revision); err != nil {
		return err
	}
	s.recall.Renew(revision)
	return nil
}

// Incident implements data.Store.
func (s *Store) Incident(ctx context.Context, id string) (data.Kept, error) {
	k, err := scan(s.db.QueryRowContext(ctx, selectIncidents+` WHERE id = ?`, id), s.zones)
	if errors.Is(err, sql.ErrNoRows) {
		return k, data.ErrNotFound
	}
	return k, s.explain(err)
}

// Past implements data.Store; what was read stays in memory until the incidents change.
func (s *Store) Past(ctx context.Context) ([]planner.Incident, error) {
	if err := s.refresh(ctx); err != nil {
		return nil, s.explain(err)
	}
	past, err := s.recall.Past(func() ([]planner.Incident, error) { return s.read(ctx) })
	return past, s.explain(err)
}

func (s *Store) read(ctx context.Context) ([]planner.Incident, error) {
	rows, err := s.db.QueryContext(ctx, selectIncidents+` ORDER BY fid`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	past, categories := []planner.Incident{}, data.Categories{}
	for rows.Next() {
		k, err := scan(rows, s.zones)
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
	n, err := s.matched(ctx, filter{}) // forgets a span that is stale
	if err != nil || n == 0 {
		return sp, s.explain(err)
	}
	sp, err = s.recall.Span(func() (data.Span, error) { return s.look(ctx) })
	sp.Count = n
	return sp, s.explain(err)
}

func (s *Store) look(ctx context.Context) (sp data.Span, err error) {
	var first, last, zone string
	err = s.db.QueryRowContext(ctx, `SELECT min_x, min_y, max_x, max_y, (SELECT min(time) FROM incidents), (SELECT max(time) FROM incidents),
		(SELECT zone FROM incidents ORDER BY time DESC, fid LIMIT 1)
		FROM gpkg_contents WHERE table_name = 'incidents'`).Scan(&sp.Bound.Min[0], &sp.Bound.Min[1], &sp.Bound.Max[0], &sp.Bound.Max[1], &first, &last, &zone)
	if err != nil {
		return sp, err
	}
	at, err := s.zones.Named(zone)
	if err != nil {
		return sp, err
	}
	between, err := interval(first, last, at)
	if err == nil {
		sp.First, sp.Last = between.From, between.To
	}
	return sp, err
}
