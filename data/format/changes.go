package format

import (
	"encoding/json"
	"fmt"
	"io"
	"time"

	"github.com/paulmach/orb"

	"nightbeat/planner"
	"nightbeat/planner/words"
)

// changesJSON is what changes a plan under way on the wire.
type changesJSON struct {
	At         *time.Time   `json:"at,omitempty"` // now where it is missing
	Changes    []changeJSON `json:"changes"`
	Most       int          `json:"most,omitempty"` // changes in each unit's route: see planner.Amendment
	Iterations int          `json:"iterations,omitempty"`
}

// changeJSON is a change: its kind, and what that needs.
type changeJSON struct {
	Kind     string          `json:"kind"`
	Unit     string          `json:"unit,omitempty"`
	Stop     string          `json:"stop,omitempty"`
	ForS     *float64        `json:"for_s,omitempty"`
	Position int             `json:"position,omitempty"`
	Closure  json.RawMessage `json:"closure,omitempty"`
	Version  string          `json:"version,omitempty"`
	mustJSON
}

// MaxChanges is how many changes may come at once.
const MaxChanges = 100

// ReadChanges reads what changes a plan as JSON: the instant (zero where none is given), the changes, and how much may
// change for them. An error is a *planner.Error that names the field.
func ReadChanges(r io.Reader) (planner.Amendment, error) {
	raw, err := io.ReadAll(io.LimitReader(r, MaxRequestBytes+1))
	if err != nil {
		return planner.Amendment{}, err
	}
	if len(raw) > MaxRequestBytes {
		return planner.Amendment{}, refuse("request", "it is longer than %d bytes", MaxRequestBytes)
	}
	var wire changesJSON
	if err := strict(raw, &wire); err != nil {
		return planner.Amendment{}, err
	}
	if len(wire.Changes) > MaxChanges {
		return planner.Amendment{}, refuse("changes", "%d are more than %d", len(wire.Changes), MaxChanges)
	}
	if wire.Iterations < 0 || wire.Iterations > planner.MaxSearched {
		return planner.Amendment{}, refuse("iterations", "%d is outside %d to %d", wire.Iterations, 0, planner.MaxSearched)
	}
	in := planner.Amendment{Most: wire.Most, Iterations: wire.Iterations}
	if wire.At != nil {
		in.Now = *wire.At
	}
	for i, w := range wire.Changes {
		change, err := w.change(fmt.Sprintf("changes[%d]", i))
		if err != nil {
			return planner.Amendment{}, err
		}
		in.Changes = append(in.Changes, change)
	}
	return in, nil
}

// change gives a change its type.
func (w changeJSON) change(field string) (planner.Change, error) {
	place := orb.Point{}
	if w.Place != nil {
		place = *w.Place
	}
	switch w.Kind {
	case "gone":
		return planner.Gone{Unit: w.Unit}, nil
	case "away":
		away := planner.Away{Unit: w.Unit, Place: place}
		err := secondsAs(field+".for_s", w.ForS, 1, &away.For)
		return away, err
	case "hospital":
		taken := planner.ToHospital{Unit: w.Unit}
		err := secondsAs(field+".for_s", w.ForS, 1, &taken.Handover)
		return taken, err
	case "back":
		return planner.Back{Unit: w.Unit}, nil
	case "close":
		if len(w.Closure) == 0 {
			return nil, refuse(field+".closure", "is missing; give a line or a polygon")
		}
		closure, err := ReadClosure(field+".closure", w.Closure)
		return planner.Close{Closure: closure}, err
	case "must", "add":
		must, err := w.must(field)
		return planner.Add{Must: must, Round: w.Kind == "add"}, err
	case "remove":
		return planner.Remove{Stop: w.Stop}, nil
	case "move":
		return planner.Move{Stop: w.Stop, Unit: w.Unit, Position: w.Position, Place: place}, nil
	case "lock":
		return planner.Lock{Stop: w.Stop}, nil
	case "unlock":
		return planner.Unlock{Stop: w.Stop}, nil
	case "replan":
		return planner.Replan{}, nil
	case "restore":
		return planner.Restore{Version: w.Version}, nil // whoever has the versions finds it
	}
	return nil, refuse(field+".kind", "%q is not known; use gone, away, hospital, back, close, must, add, remove, move, lock, unlock, replan or restore", w.Kind)
}

// differenceJSON is a difference between a plan and its parent.
type differenceJSON struct {
	What     planner.What `json:"what"` // takes, drops, shifts or leaves
	Unit     string       `json:"unit"`
	From     string       `json:"from,omitempty"` // the unit that had the visit
	Stop     string       `json:"stop"`
	Name     string       `json:"name"`
	Was      *time.Time   `json:"was,omitempty"` // arrival in the parent
	At       *time.Time   `json:"at,omitempty"`  // arrival now
	Until    *time.Time   `json:"until,omitempty"`
	Sentence string       `json:"sentence"`
}

// WriteAmended writes a changed plan, as WriteGeoJSON does, with how it differs from its parent, said in a language.
func WriteAmended(w io.Writer, plan *planner.Plan, differences []planner.Difference, l words.Language) error {
	wire := make([]differenceJSON, len(differences))
	for i, d := range differences {
		wire[i] = differenceJSON{d.What, d.Unit, d.From, d.Stop, d.Name, given(d.Was), given(d.At), given(d.Until), l.Say(d.Note(plan))}
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return e.Encode(map[string]any{"plan": collectionOf(plan), "differences": wire, "changed": extentOf(differences)})
}

// extentJSON is how much a changed plan differs from its parent.
type extentJSON struct {
	Stays int `json:"stays"` // made by another unit, by none, or anew
	Units int `json:"units"` // whose stays these are
}

func extentOf(differences []planner.Difference) (e extentJSON) {
	units := map[string]bool{}
	for _, d := range differences {
		if d.What == planner.Takes || d.What == planner.Drops {
			e.Stays++
			units[d.Unit] = true
			if d.From != "" {
				units[d.From] = true
			}
		}
	}
	e.Units = len(units)
	return e
}

// given is an instant, nil for the zero one.
func given(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}
