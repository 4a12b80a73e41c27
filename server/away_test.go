package server

import (
	"context"
	"fmt"
	"net/http"
	"testing"

	"nightbeat/data"
	"nightbeat/planner"
)

// away is a store whose database does not answer.
type away struct{ data.Store }

var errAway = fmt.Errorf("database x at y: %w (connection refused)", data.ErrAway)

func (away) Users(context.Context) ([]data.User, error)               { return nil, errAway }
func (away) Plans(context.Context) ([]data.Summary, error)            { return nil, errAway }
func (away) LatestPlan(context.Context) (*planner.Plan, error)        { return nil, errAway }
func (away) Span(context.Context) (data.Span, error)                  { return data.Span{}, errAway }
func (away) Submit(context.Context, data.Job) error                   { return errAway }
func (away) Past(context.Context) ([]planner.Incident, error)         { return nil, errAway }
func (away) Incidents(context.Context, data.Query) (data.Page, error) { return data.Page{}, errAway }

// TestDatabaseAway asks a server whose database does not answer: it is told to come back, in words that name no machine;
// the server itself is well.
func TestDatabaseAway(t *testing.T) {
	_, base := machine(t, away{&data.Memory{}}, plain)
	for _, path := range []string{"/plans", "/plans/latest", "/jobs", "/collections/incidents/items"} {
		a := ask(t, "GET", base+path, "", "")
		if a.StatusCode != http.StatusServiceUnavailable || a.Header.Get("Retry-After") == "" || a.Header.Get("Content-Type") != "application/problem+json" {
			t.Errorf("%s: %s %v %s", path, a.Status, a.Header, a.body)
		}
	}
	if a := ask(t, "GET", base+"/healthz", "", ""); a.StatusCode != http.StatusOK {
		t.Errorf("healthz: %s", a.Status)
	}
}
