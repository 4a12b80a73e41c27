package format

import (
	"encoding/json"
	"fmt"
	"io"
	"math"

	"github.com/paulmach/orb/geojson"

	"nightbeat/planner"
	"nightbeat/planner/effect"
)

type experimentJSON struct {
	Type       string       `json:"type"`
	Experiment drawJSON     `json:"experiment"`
	Features   []armFeature `json:"features"`
}

// drawJSON is what the lot went by.
type drawJSON struct {
	Seed  int64 `json:"seed"`
	Pairs int   `json:"pairs"`
}

type armFeature struct {
	Type       string            `json:"type"`
	Geometry   *geojson.Geometry `json:"geometry"`
	Properties armJSON           `json:"properties"`
}

type armJSON struct {
	Name   string `json:"name"`
	Pair   int    `json:"pair"`
	Group  string `json:"group"` // patrolled or control
	Before int    `json:"before"`
}

const (
	groupPatrolled = "patrolled"
	groupControl   = "control"
)

// WriteExperiment writes an experiment as GeoJSON: a point for each hot spot with its pair and group, and the seed.
func WriteExperiment(w io.Writer, e *planner.Experiment) error {
	wire := experimentJSON{Type: "FeatureCollection", Experiment: drawJSON{e.Seed, len(e.Arms) / 2}}
	for _, arm := range e.Arms {
		group := groupControl
		if arm.Patrolled {
			group = groupPatrolled
		}
		wire.Features = append(wire.Features, armFeature{"Feature", geojson.NewGeometry(arm.Place), armJSON{arm.Name, arm.Pair, group, arm.Before}})
	}
	out := json.NewEncoder(w)
	out.SetIndent("", "  ")
	return out.Encode(wire)
}

// ReadExperiment reads what WriteExperiment wrote: in each pair the patrolled point comes first.
func ReadExperiment(r io.Reader) (*planner.Experiment, error) {
	raw, err := io.ReadAll(io.LimitReader(r, MaxRequestBytes+1))
	if err != nil {
		return nil, err
	}
	var wire experimentJSON
	if err := json.Unmarshal(raw, &wire); err != nil || len(wire.Features) == 0 || len(wire.Features)%2 != 0 {
		return nil, fmt.Errorf("is no experiment; draw one with nightbeat experiment draw")
	}
	e := &planner.Experiment{Seed: wire.Experiment.Seed}
	for i, f := range wire.Features {
		place, ok := pointOf(f.Geometry)
		p, group := f.Properties, []string{groupPatrolled, groupControl}[i%2]
		if !ok || p.Pair != i/2+1 || p.Group != group {
			return nil, fmt.Errorf("features[%d]: is not the %s point of pair %d; keep the file as it was drawn", i, group, i/2+1)
		}
		e.Arms = append(e.Arms, planner.Arm{Spot: planner.Spot{Name: p.Name, Place: place}, Pair: p.Pair, Patrolled: i%2 == 0, Before: p.Before})
	}
	return e, nil
}

// WriteOutcome writes in words what an experiment says.
func WriteOutcome(w io.Writer, o effect.Outcome) error {
	fmt.Fprintf(w, "%d pairs: %d incidents at the patrolled points, %d at the others\n", o.Pairs, o.Treated, o.Control)
	if o.Treated < effect.Fewest || o.Control < effect.Fewest {
		_, err := fmt.Fprintf(w, "too few for a percentage: under %d on a side\n", effect.Fewest)
		return err
	}
	sure := "no interval of 90 % from so few pairs"
	if !math.IsInf(o.Sure.High, 1) {
		sure = fmt.Sprintf("90 %% interval %+.0f to %+.0f %%", 100*(o.Sure.Low-1), 100*(o.Sure.High-1))
	}
	verdict := "the lot alone could do this: no effect is shown"
	if o.P <= 0.10 {
		verdict = "the lot alone would hardly do this"
	}
	_, err := fmt.Fprintf(w, "patrolled against others: %+.1f %% (%s), p = %.3f by the lot: %s\n", 100*(o.Ratio-1), sure, o.P, verdict)
	return err
}

type outcomeJSON struct {
	Pairs     int         `json:"pairs"`
	Patrolled int         `json:"patrolled"`
	Control   int         `json:"control"`
	Ratio     *float64    `json:"ratio"`
	Interval  [2]*float64 `json:"interval_90"` // null where it has no end
	P         float64     `json:"p"`
}

// WriteOutcomeJSON writes what an experiment says for programs.
func WriteOutcomeJSON(w io.Writer, o effect.Outcome) error {
	return json.NewEncoder(w).Encode(outcomeJSON{o.Pairs, o.Treated, o.Control, finite(o.Ratio), [2]*float64{finite(o.Sure.Low), finite(o.Sure.High)}, o.P})
}
