package sqlite

import (
	"database/sql"
	"fmt"
	"time"

	"nightbeat/data"
	"nightbeat/data/gpkg"
	"nightbeat/planner"
)

// selectIncidents reads what scan takes; times as the text they are, which the driver would parse else.
const selectIncidents = `SELECT fid, id, category, time||'', zone, time_precision, interval_start||'', interval_end||'', source, lon, lat FROM incidents`

var precisionNamed = map[string]planner.Precision{"minute": planner.Minute, "hour": planner.Hour, "day": planner.Day}

// appendRow appends an incident as the arguments of insertIncidents.
func appendRow(values []any, in *planner.Incident, zones *data.Zones) ([]any, error) {
	point, err := gpkg.Encode(in.Place)
	if err != nil {
		return nil, err
	}
	var from, to any
	if in.Between != nil {
		from, to = gpkg.Time(in.Between.From), gpkg.Time(in.Between.To)
	}
	return append(values, point, in.ID, in.Category, gpkg.Time(in.At), zones.Name(in.At), in.Precision.String(), from, to, data.Source(in.Discovered),
		in.Place[0], in.Place[1]), nil
}

// scanner is a row that was found.
type scanner interface{ Scan(into ...any) error }

// scan reads a row of selectIncidents.
func scan(row scanner, zones *data.Zones) (k data.Kept, err error) {
	var at, zone, precision, source string
	var from, to sql.NullString
	err = row.Scan(&k.Number, &k.ID, &k.Category, &at, &zone, &precision, &from, &to, &source, &k.Place[0], &k.Place[1])
	if err != nil {
		return k, err
	}
	location, err := zones.Named(zone)
	if err != nil {
		return k, fmt.Errorf("incident %q: %w", k.ID, err)
	}
	k.Precision, k.Discovered = precisionNamed[precision], source == data.Source(true)
	if k.At, err = time.ParseInLocation(time.RFC3339, at, time.UTC); err != nil {
		return k, err
	}
	k.At = k.At.In(location)
	if from.Valid && to.Valid {
		k.Between, err = interval(from.String, to.String, location)
	}
	return k, err
}

func interval(from, to string, in *time.Location) (*planner.Interval, error) {
	start, err := time.Parse(time.RFC3339, from)
	if err != nil {
		return nil, err
	}
	end, err := time.Parse(time.RFC3339, to)
	if err != nil {
		return nil, err
	}
	return &planner.Interval{From: start.In(in), To: end.In(in)}, nil
}
