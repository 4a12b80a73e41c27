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
func (s *Store) scan(row pgx.CollectableRow) (k data.Kept, err error) {
	var zone, precision, source string
	var from, to *time.Time
	err = row.Scan(&k.Number, &k.ID, &k.Category, &k.At, &zone, &precision, &from, &to, &source, &k.Place[0], &k.Place[1])
	if err != nil {
		return k, err
	}
	location, err := s.zones.Named(zone)
	if err != nil {
		return k, fmt.Errorf("incident %q: %w", k.ID, err)
	}
	k.At, k.Precision, k.Discovered = k.At.In(location), precisionNamed[precision], source == data.Source(true)
	if from != nil && to != nil {
		k.Between = &planner.Interval{From: from.In(location), To: to.In(location)}
	}
	return k, nil
}
