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
	ErrExists   = errors.New("is there already")                      // nothing was written
	ErrTaken    = errors.New("another plan is approved for this night; only a change of that plan can take its place; to have an earlier version again, go back to it from there")
	ErrAway     = errors.New("does not answer; see whether it runs") // a database that cannot be reached
)

// Store keeps incidents, plans, what units report of them, areas, usual shifts, experiments, jobs, accounts and the audit trail. It is safe for use by many at once, and by several
// processes where it is a file or a database.
type Store interface {
	Accounts
	Trail
	Queue
	Reports
	Areas
	Experiments
	Presets

	// Import keeps the incidents of one file as they come, all or none: where one comes with an error, none. An incident
	// that is there already under its id is changed where it differs. Incidents without an id get one from what they say
	// (see Identify).
	Import(ctx context.Context, incidents Stream) (Imported, error)
	// Incidents gives a page of those that a query asks for, in the order in which they came.
	Incidents(ctx context.Context, q Query) (Page, error)
	// Incident gives back the incident with an id, or ErrNotFound.
	Incident(ctx context.Context, id string) (Kept, error)
	// Past are all incidents, in the order in which they came, to plan from. They are shared: nobody changes them.
	Past(ctx context.Context) ([]planner.Incident, error)
	// Forget deletes the incidents from before an instant for good, and tells how many. Those that follow keep their order;
	// one that is imported again is new.
	Forget(ctx context.Context, before time.Time) (int, error)
	// Span tells where and when all incidents lie.
	Span(ctx context.Context) (Span, error)

	// SavePlan keeps a plan under its id as the latest, a draft. A plan that is already there stays as it is.
	SavePlan(ctx context.Context, plan *planner.Plan, created time.Time) (*planner.Plan, error)
	// Plan gives back the plan with an id, or ErrNotFound. It is shared: nobody changes it.
	Plan(ctx context.Context, id string) (*planner.Plan, error)
	// LatestPlan is the approved plan that was approved last, else the latest draft, or ErrNotFound.
	LatestPlan(ctx context.Context) (*planner.Plan, error)
	// Approve makes a draft the approved plan of its night, once and for all; approved already, it stays as it is. Where
	// another plan is approved whose shift overlaps, gives ErrTaken, unless the draft is a change of it, directly or
	// through other changes: then the other becomes Superseded in the same transaction. Or gives ErrNotFound.
	Approve(ctx context.Context, id, by string, at time.Time) (*planner.Plan, error)
	// Plans are summaries of all plans, the latest first.
	Plans(ctx context.Context) ([]Summary, error)

	// Close ends the use of the store.
	Close() error
}

// Summary is a plan in a list.
type Summary struct {
	ID, Name     string
	Parent       string // the plan that this one is a change of
	Status       planner.Status
	Created      time.Time
	Approval     planner.Approval
	Shift        planner.Shift
	Units, Stops int
	Share        float64
}

// Summarize gives a plan's summary.
func Summarize(p *planner.Plan) Summary {
	return Summary{
		ID: p.ID, Name: p.Name, Parent: p.Parent, Status: p.Status, Created: p.Created, Approval: p.Approval, Shift: p.Request.Shift,
		Units: len(p.Routes), Stops: len(p.Stops), Share: p.Share,
	}
}
