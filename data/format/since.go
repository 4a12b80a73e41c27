package format

import (
	"encoding/json"
	"io"

	"nightbeat/planner"
	"nightbeat/planner/words"
)

// newsJSON is what is other since a night was planned.
type newsJSON struct {
	Plan      string            `json:"plan"`
	Night     shiftJSON         `json:"night"`
	Shift     shiftJSON         `json:"shift"` // of the night to come
	Incidents []happeningJSON   `json:"incidents"`
	Points    []movedJSON       `json:"points"`
	Unserved  []lackJSON        `json:"unserved"`
	Skipped   []lackJSON        `json:"skipped"`
	Closures  []json.RawMessage `json:"closures"`
	Units     []missingJSON     `json:"units"`
	Sentences []toldJSON        `json:"sentences"`
}

type happeningJSON struct {
	Category string `json:"category"`
	Stop     string `json:"stop,omitempty"`
	Near     string `json:"near,omitempty"`
	Count    int    `json:"count"`
}

type movedJSON struct {
	Stop string `json:"stop"`
	Name string `json:"name"`
	Was  int    `json:"was"`
	Is   int    `json:"is"`
}

// lackJSON is a point that was not served, or a stay that was skipped.
type lackJSON struct {
	Stop string `json:"stop"`
	Name string `json:"name"`
	Why  string `json:"why"`
}

type missingJSON struct {
	Unit string `json:"unit"`
	Name string `json:"name"`
}

type toldJSON struct {
	Stop string `json:"stop,omitempty"`
	Text string `json:"text"`
}

// WriteNews writes what is other since a night was planned, with sentences in a language.
func WriteNews(w io.Writer, n *planner.News, l words.Language) error {
	night := n.Plan.Request.Shift
	wire := newsJSON{
		Plan: n.Plan.ID, Night: shiftJSON{night.Start, night.End}, Shift: shiftJSON{n.Shift.Start, n.Shift.End}, Incidents: []happeningJSON{},
		Points: []movedJSON{}, Unserved: []lackJSON{}, Skipped: []lackJSON{}, Closures: []json.RawMessage{}, Units: []missingJSON{}, Sentences: []toldJSON{},
	}
	for _, h := range n.Incidents {
		wire.Incidents = append(wire.Incidents, happeningJSON(h))
	}
	for _, m := range n.Moved {
		wire.Points = append(wire.Points, movedJSON(m))
	}
	for _, u := range n.Plan.Unserved {
		wire.Unserved = append(wire.Unserved, lackJSON(u))
	}
	for _, s := range n.Skipped {
		wire.Skipped = append(wire.Skipped, lackJSON(s))
	}
	for _, c := range n.Closures {
		wire.Closures = append(wire.Closures, wireClosure(c))
	}
	for _, u := range n.Missing {
		wire.Units = append(wire.Units, missingJSON{u.ID, u.Name})
	}
	for _, t := range n.Told() {
		wire.Sentences = append(wire.Sentences, toldJSON{t.Stop, l.Say(t.Note)})
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return e.Encode(wire)
}
