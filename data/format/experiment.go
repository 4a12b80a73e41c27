package format

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/paulmach/orb/geojson"

	"nightbeat/planner"
	"nightbeat/planner/risk"
)

type experimentJSON struct {
	Type       string       `json:"type"`
	Experiment drawJSON     `json:"experiment"`
	Features   []armFeature `json:"features"`
}

// drawJSON is what the lot went by. Nights are days on which their hours begin.
type drawJSON struct {
	ID      string      `json:"id,omitempty"`
	Name    string      `json:"name"`
	Unit    string      `json:"unit"` // spots or nights
	Seed    int64       `json:"seed"`
	Pairs   int         `json:"pairs"`
	From    time.Time   `json:"from"` // midnight
	Until   time.Time   `json:"until"`
	Zone    string      `json:"zone,omitempty"` // such as America/Chicago, where clocks change
	Hours   string      `json:"hours,omitempty"`
	RadiusM float64     `json:"radius_m"`
	Nights  []nightJSON `json:"nights,omitempty"`
	Drawn   time.Time   `json:"drawn"`
	DrawnBy string      `json:"drawn_by,omitempty"`
	Ended   *time.Time  `json:"ended,omitempty"`
	EndedBy string      `json:"ended_by,omitempty"`
}

type nightJSON struct {
	Night string `json:"night"` // 2026-07-01
	Pair  int    `json:"pair"`
	Group string `json:"group"`
}

type armFeature struct {
	Type       string            `json:"type"`
	Geometry   *geojson.Geometry `json:"geometry"`
	Properties armJSON           `json:"properties"`
}

type armJSON struct {
	Name   string `json:"name"`
	Pair   int    `json:"pair"`
	Group  string `json:"group"` // patrolled, control, or by night
	Before int    `json:"before"`
}

// ParseHours reads hours like 20-04; nothing is the whole day.
func ParseHours(text string) (risk.Hours, error) { return risk.ParseHours(text) }

// The groups that a lot makes.
const (
	groupPatrolled = "patrolled"
	groupControl   = "control"
	groupByNight   = "by night"
)

func groupOf(arm planner.Arm) string {
	if arm.Patrolled {
		return groupPatrolled
	}
	return groupControl
}

// WriteExperiment writes an experiment as GeoJSON: a point for each hot spot with its pair and group, and what the lot went
// by; of nights the spots, and each night with its pair and group.
func WriteExperiment(w io.Writer, e *planner.Experiment) error {
	wire := experimentJSON{Type: "FeatureCollection", Experiment: drawJSON{
		ID: e.ID, Name: e.Name, Unit: e.Unit, Seed: e.Seed, Pairs: len(e.Arms) / 2, From: e.Period.Start, Until: e.Period.End, Hours: e.Hours.String(),
		RadiusM: e.RadiusM, Drawn: e.Drawn, DrawnBy: e.DrawnBy, EndedBy: e.EndedBy,
	}}
	if zone := e.Period.Start.Location().String(); strings.Contains(zone, "/") {
		wire.Experiment.Zone = zone
	}
	if !e.Ended.IsZero() {
		wire.Experiment.Ended = &e.Ended
	}
	for _, s := range e.Spots {
		wire.Features = append(wire.Features, armFeature{"Feature", geojson.NewGeometry(s.Place), armJSON{Name: s.Name, Group: groupByNight}})
	}
	for _, arm := range e.Arms {
		if e.Unit == planner.OfNights {
			wire.Experiment.Nights = append(wire.Experiment.Nights, nightJSON{arm.Night.Format(time.DateOnly), arm.Pair, groupOf(arm)})
			continue
		}
		wire.Features = append(wire.Features, armFeature{"Feature", geojson.NewGeometry(arm.Place), armJSON{arm.Name, arm.Pair, groupOf(arm), arm.Before}})
	}
	out := json.NewEncoder(w)
	out.SetEscapeHTML(false)
	out.SetIndent("", "  ")
	return out.Encode(wire)
}

// ReadExperiment reads what WriteExperiment wrote: in each pair the patrolled one comes first.
func ReadExperiment(r io.Reader) (*planner.Experiment, error) {
	raw, err := io.ReadAll(io.LimitReader(r, MaxRequestBytes+1))
	if err != nil {
		return nil, err
	}
	var wire experimentJSON
	if err := json.Unmarshal(raw, &wire); err != nil || len(wire.Features) == 0 || !wire.Experiment.Until.After(wire.Experiment.From) {
		return nil, fmt.Errorf("is no experiment; draw one with nightbeat experiment draw, and keep the file as it was drawn")
	}
	e, err := wire.Experiment.drawn()
	if err != nil {
		return nil, err
	}
	if e.Unit == planner.OfNights {
		return e, wire.byNight(e)
	}
	return e, wire.bySpot(e)
}

// drawn is what the lot went by, without its arms.
func (d drawJSON) drawn() (*planner.Experiment, error) {
	e := &planner.Experiment{
		ID: d.ID, Name: d.Name, Unit: d.Unit, Seed: d.Seed, Period: planner.Shift{Start: d.From, End: d.Until}, RadiusM: d.RadiusM, Drawn: d.Drawn, DrawnBy: d.DrawnBy, EndedBy: d.EndedBy,
	}
	if d.Ended != nil {
		e.Ended = *d.Ended
	}
	if d.Unit != planner.OfSpots && d.Unit != planner.OfNights || e.Period.Length() > planner.MaxExperiment || !(d.RadiusM >= planner.MinRadiusM && d.RadiusM <= planner.MaxRadiusM) {
		return nil, fmt.Errorf("experiment: its unit, period or radius_m cannot be; keep the file as it was drawn")
	}
	if d.Zone != "" {
		zone, err := time.LoadLocation(d.Zone)
		if err != nil {
			return nil, fmt.Errorf("experiment.zone: %q is not known here", d.Zone)
		}
		e.Period.Start, e.Period.End = d.From.In(zone), d.Until.In(zone)
	}
	hours, err := risk.ParseHours(d.Hours)
	if err != nil {
		return nil, fmt.Errorf("experiment: %w", err)
	}
	e.Hours = hours
	return e, nil
}

func (wire experimentJSON) bySpot(e *planner.Experiment) error {
	for i, f := range wire.Features {
		place, ok := pointOf(f.Geometry)
		arm := planner.Arm{Spot: planner.Spot{Name: f.Properties.Name, Place: place}, Pair: i/2 + 1, Patrolled: i%2 == 0, Before: f.Properties.Before}
		if !ok || f.Properties.Pair != arm.Pair || f.Properties.Group != groupOf(arm) || len(wire.Features)%2 != 0 {
			return fmt.Errorf("features[%d]: is not the %s point of pair %d; keep the file as it was drawn", i, groupOf(arm), arm.Pair)
		}
		e.Arms = append(e.Arms, arm)
	}
	return nil
}

func (wire experimentJSON) byNight(e *planner.Experiment) error {
	for i, f := range wire.Features {
		place, ok := pointOf(f.Geometry)
		if !ok {
			return fmt.Errorf("features[%d]: is no point in degrees", i)
		}
		e.Spots = append(e.Spots, planner.Spot{Name: f.Properties.Name, Place: place})
	}
	for i, n := range wire.Experiment.Nights {
		night, err := time.ParseInLocation(time.DateOnly, n.Night, e.Period.Start.Location())
		arm := planner.Arm{Night: night, Pair: i/2 + 1, Patrolled: i%2 == 0}
		if err != nil || n.Pair != arm.Pair || n.Group != groupOf(arm) || len(wire.Experiment.Nights)%2 != 0 {
			return fmt.Errorf("experiment.nights[%d]: is not the %s night of pair %d; keep the file as it was drawn", i, groupOf(arm), arm.Pair)
		}
		e.Arms = append(e.Arms, arm)
	}
	if len(e.Arms) == 0 {
		return fmt.Errorf("experiment.nights: there are none; keep the file as it was drawn")
	}
	return nil
}
