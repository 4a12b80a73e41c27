package postgres

import (
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"nightbeat/data"
	"nightbeat/planner"
)

// selectIncidents reads what scan takes.
const selectIncidents = `SELECT number, id, category, time, zone, time_precision, interval_start, interval_end, source, lon, lat FROM incidents`

// incidentColumns are what row gives.
var incidentColumns = []string{"number", "id", "category", "time", "zone", "time_precision", "interval_start", "interval_end", "source", "lon", "lat"}

var precisionNamed = map[string]planner.Precision{"minute": planner.Minute, "hour": planner.Hour, "day": planner.Day}

// row is an incident as the values of incidentColumns.
func (s *Store) row(number int64, in *planner.Incident) []any {
	var from, to *time.Time
	if in.Between != nil {
		from, to = &in.Between.From, &in.Between.To
	}
	return []any{number, in.ID, in.Category, in.At, s.zones.Name(in.At), in.Precision.String(), from, to, data.Source(in.Discovered), in.Place[0], in.Place[1]}
}

// scan reads a row of selectIncidents.
func (s *Store) scan(row pgx.CollectableRow) (data.Kept, error) {
	var r record
	if err := row.Scan(r.fields()...); err != nil {
		return data.Kept{}, err
	}
	return s.kept(&r)
}

// scanBoth reads a row of two incidents.
func (s *Store) scanBoth(row pgx.CollectableRow) (first, second data.Kept, err error) {
	var a, b record
	if err := row.Scan(append(a.fields(), b.fields()...)...); err != nil {
		return first, second, err
	}
	if first, err = s.kept(&a); err != nil {
		return first, second, err
	}
	second, err = s.kept(&b)
	return first, second, err
}

// record is an incident as its columns hold it.
type record struct {
	data.Kept
	zone, precision, source string
	from, to                *time.Time
}

func (r *record) fields() []any {
	return []any{&r.Number, &r.ID, &r.Category, &r.At, &r.zone, &r.precision, &r.from, &r.to, &r.source, &r.Place[0], &r.Place[1]}
}

func (s *Store) kept(r *record) (data.Kept, error) {
	location, err := s.zones.Named(r.zone)
	if err != nil {
		return r.Kept, fmt.Errorf("incident %q: %w", r.ID, err)
	}
	r.At, r.Precision, r.Discovered = r.At.In(location), precisionNamed[r.precision], r.source == data.Source(true)
	if r.from != nil && r.to != nil {
		r.Between = &planner.Interval{From: r.from.In(location), To: r.to.In(location)}
	}
	return r.Kept, nil
}
