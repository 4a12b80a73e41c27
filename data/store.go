package data

import (
	"context"
	"errors"
	"time"

	"nightbeat/planner"
)

// What a store's errors are about.
var (
	ErrNotFound = errors.New("not found")                             // the store holds nothing under the id
	ErrBusy     = errors.New("is busy with another write; try again") // nothing was written
	ErrFull     = errors.New("the disk is full; make room")           // nothing was written
)

// Store keeps incidents and plans. It is safe for use by many at once.
type Store interface {
	// Import keeps the incidents of one file, all or none. An incident that is there already under its id is changed
	// where it differs. Incidents without an id get one from what they say (see Identify).
	Import(ctx context.Context, incidents []planner.Incident) (Imported, error)
	// Incidents gives a page of those that a query asks for, in the order in which they came.
	Incidents(ctx context.Context, q Query) (Page, error)
	// Incident gives back the incident with an id, or ErrNotFound.
	Incident(ctx context.Context, id string) (Kept, error)
	// Past are all incidents, in the order in which they came, to plan from. They are shared: nobody changes them.
	Past(ctx context.Context) ([]planner.Incident, error)
	// Span tells where and when all incidents lie.
	Span(ctx context.Context) (Span, error)

	// SavePlan keeps a plan under its id as the latest. A plan that is already there stays as it was first created.
	SavePlan(ctx context.Context, plan *planner.Plan, created time.Time) (*planner.Plan, error)
	// Plan gives back the plan with an id, or ErrNotFound. It is shared: nobody changes it.
	Plan(ctx context.Context, id string) (*planner.Plan, error)
	// LatestPlan is the latest approved plan, else the latest, or ErrNotFound.
	LatestPlan(ctx context.Context) (*planner.Plan, error)
	// Plans are summaries of all plans, the latest first.
	Plans(ctx context.Context) ([]Summary, error)

	// Close ends the use of the store.
	Close() error
}

// Summary is a plan in a list.
type Summary struct {
	ID, Name     string
	Status       planner.Status
	Created      time.Time
	Shift        planner.Shift
	Units, Stops int
	Share        float64
}

// Summarize gives a plan's summary.
func Summarize(p *planner.Plan) Summary {
	return Summary{
		ID: p.ID, Name: p.Name, Status: p.Status, Created: p.Created, Shift: p.Request.Shift,
		Units: len(p.Routes), Stops: len(p.Stops), Share: p.Share,
	}
}
