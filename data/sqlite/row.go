package sqlite

import (
	"database/sql"
	"fmt"
	"strings"
	"sync"
	"time"

	"nightbeat/data"
	"nightbeat/data/gpkg"
	"nightbeat/planner"
)

// selectIncidents reads what zones.scan takes; times as the text they are, which the driver would parse else.
const selectIncidents = `SELECT fid, id, category, time||'', zone, time_precision, interval_start||'', interval_end||'', source, lon, lat FROM incidents`

var precisionName = map[planner.Precision]string{planner.Minute: "minute", planner.Hour: "hour", planner.Day: "day"}

var precisionNamed = map[string]planner.Precision{"minute": planner.Minute, "hour": planner.Hour, "day": planner.Day}

const discovered, reported = "discovered", "reported"

// zones turns the zones of times into text and back, remembering what it has seen.
type zones struct {
	mu    sync.Mutex
	names map[*time.Location]bool // whether the location is known by its name everywhere
	known map[string]*time.Location
}

func newZones() *zones {
	return &zones{names: map[*time.Location]bool{}, known: map[string]*time.Location{"+00:00": time.UTC}}
}

// name is a zone as it is kept: Asia/Shanghai where the time has a zone of that kind, else +08:00.
func (z *zones) name(t time.Time) string {
	z.mu.Lock()
	defer z.mu.Unlock()
	at := t.Location()
	everywhere, seen := z.names[at]
	if !seen {
		_, err := time.LoadLocation(at.String())
		everywhere = err == nil && strings.Contains(at.String(), "/")
		if len(z.names) < 10_000 {
			z.names[at] = everywhere
		}
	}
	if everywhere {
		return at.String()
	}
	return t.Format("-07:00")
}

// named is the way back.
func (z *zones) named(name string) (*time.Location, error) {
	z.mu.Lock()
	defer z.mu.Unlock()
	if at, ok := z.known[name]; ok {
		return at, nil
	}
	at, err := time.LoadLocation(name)
	if offset, wrong := time.Parse("-07:00", name); wrong == nil {
		_, seconds := offset.Zone()
		at, err = time.FixedZone("", seconds), nil
	}
	if err == nil {
		z.known[name] = at
	}
	return at, err
}

// row is an incident as the arguments of insertIncident.
func (z *zones) row(in *planner.Incident) ([]any, error) {
	point, err := gpkg.Encode(in.Place)
	if err != nil {
		return nil, err
	}
	var from, to any
	if in.Between != nil {
		from, to = gpkg.Time(in.Between.From), gpkg.Time(in.Between.To)
	}
	source := reported
	if in.Discovered {
		source = discovered
	}
	return []any{point, in.ID, in.Category, gpkg.Time(in.At), z.name(in.At), precisionName[in.Precision], from, to, source, in.Place[0], in.Place[1]}, nil
}

// scanner is a row that was found.
type scanner interface{ Scan(into ...any) error }

// scan reads a row of selectIncidents.
func (z *zones) scan(row scanner) (k data.Kept, err error) {
	var at, zone, precision, source string
	var from, to sql.NullString
	err = row.Scan(&k.Number, &k.ID, &k.Category, &at, &zone, &precision, &from, &to, &source, &k.Place[0], &k.Place[1])
	if err != nil {
		return k, err
	}
	location, err := z.named(zone)
	if err != nil {
		return k, fmt.Errorf("incident %q: its zone %q is not known here", k.ID, zone)
	}
	k.Precision, k.Discovered = precisionNamed[precision], source == discovered
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
