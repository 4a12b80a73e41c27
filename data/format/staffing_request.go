package format

import (
	"bytes"
	"encoding/json"
	"io"
	"time"

	"nightbeat/planner"
)

// StaffingRequest asks what units buy in each of some shifts.
type StaffingRequest struct {
	Request planner.Request // of a night whose units are the patterns
	Shifts  []planner.Shift // the request's own where none is given
	Most    int             // units
	Within  time.Duration   // for the reach
	Roster  int             // to be split over the shifts; 0 for none
}

// staffingRequestJSON asks for it on the wire.
type staffingRequestJSON struct {
	Request json.RawMessage `json:"request"`
	Shifts  []shiftJSON     `json:"shifts,omitempty"`
	Most    int             `json:"most,omitempty"`    // 8
	ReachS  *float64        `json:"reach_s,omitempty"` // 300
	Roster  int             `json:"roster,omitempty"`
}

// The limits of one question: each number of units in each shift is a night to plan.
const (
	maxStaffedShifts = 6
	maxStaffedUnits  = 30
)

// ReadStaffingRequest reads what is asked as JSON. An error is a *planner.Error that names the field.
func ReadStaffingRequest(r io.Reader) (StaffingRequest, error) {
	ask := StaffingRequest{Within: 5 * time.Minute}
	raw, err := io.ReadAll(io.LimitReader(r, MaxRequestBytes+1))
	if err != nil {
		return ask, err
	}
	if len(raw) > MaxRequestBytes {
		return ask, refuse("request", "it is longer than %d bytes", MaxRequestBytes)
	}
	wire := staffingRequestJSON{Most: 8}
	if err := strict(raw, &wire); err != nil {
		return ask, err
	}
	if len(wire.Request) == 0 {
		return ask, refuse("request", "is missing; give the request of a night, whose units are the patterns")
	}
	if ask.Request, err = ReadRequest(bytes.NewReader(wire.Request)); err != nil {
		return ask, err
	}
	if err := secondsAs("reach_s", wire.ReachS, 1, &ask.Within); err != nil {
		return ask, err
	}
	ask.Most, ask.Roster = wire.Most, wire.Roster
	return ask, ask.shifts(wire.Shifts)
}

func (ask *StaffingRequest) shifts(given []shiftJSON) error {
	for _, s := range given {
		ask.Shifts = append(ask.Shifts, planner.Shift{Start: s.Start, End: s.End})
	}
	if len(ask.Shifts) == 0 {
		ask.Shifts = []planner.Shift{ask.Request.Shift}
	}
	switch {
	case len(ask.Shifts) > maxStaffedShifts:
		return refuse("shifts", "%d are more than %d", len(ask.Shifts), maxStaffedShifts)
	case ask.Most < 1 || ask.Most > maxStaffedUnits:
		return refuse("most", "%d is outside 1 to %d", ask.Most, maxStaffedUnits)
	case ask.Roster < 0 || ask.Roster > 0 && ask.Roster < len(ask.Shifts) || ask.Roster > ask.Most*len(ask.Shifts):
		return refuse("roster", "%d is outside 1 a shift, %d, to what was planned for, %d", ask.Roster, len(ask.Shifts), ask.Most*len(ask.Shifts))
	}
	for _, shift := range ask.Shifts {
		during := ask.Request.During(shift)
		if _, err := during.Resolve(); err != nil {
			return err
		}
	}
	return nil
}

// WriteStaffingRequest writes the question on the wire, whole.
func WriteStaffingRequest(w io.Writer, ask StaffingRequest) error {
	seconds := ask.Within.Seconds()
	wire := staffingRequestJSON{Request: mustJSONBytes(wireRequest(ask.Request)), Most: ask.Most, ReachS: &seconds, Roster: ask.Roster}
	for _, s := range ask.Shifts {
		wire.Shifts = append(wire.Shifts, shiftJSON{s.Start, s.End})
	}
	return json.NewEncoder(w).Encode(wire)
}

// StaffingFields are the fields of what asks what units buy.
func StaffingFields() []Field { return wireFields[staffingRequestJSON]() }
