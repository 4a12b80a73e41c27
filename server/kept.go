package server

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"slices"

	"nightbeat/data"
	"nightbeat/data/format"
	"nightbeat/planner"
	"nightbeat/planner/words"
	"nightbeat/server/web"
)

// asked is what the commander asked for in a plan's request: without the points of an experiment's lot, which another night
// has its own of, and without the server's calendar, which is read anew.
func (s *Server) asked(ctx context.Context, req planner.Request) (planner.Request, error) {
	all, err := s.Store.Experiments(ctx)
	for _, e := range all {
		req = e.Release(req)
	}
	if slices.ContainsFunc(req.Occasions, s.marks) {
		req.Occasions = nil
	}
	return req, err
}

// marks tells whether the server's calendar has an occasion.
func (s *Server) marks(o planner.Occasion) bool {
	return slices.ContainsFunc(s.Calendar, func(c planner.Occasion) bool {
		return c.Name == o.Name && c.From.Equal(o.From) && c.Until.Equal(o.Until)
	})
}

// fillAsk has the form begin with what a plan's request asked for; like is the plan, "" for the latest where there is one.
func (s *Server) fillAsk(ctx context.Context, page *web.Ask, like string) error {
	plan, err := s.planNamed(ctx, like)
	if errors.Is(err, data.ErrNotFound) && like == "" {
		return nil
	}
	if err != nil {
		return err
	}
	req, err := s.asked(ctx, plan.Request)
	if err != nil {
		return err
	}
	var wire bytes.Buffer
	if err := format.WriteRequest(&wire, req); err != nil {
		return err
	}
	page.Like, page.Last, page.Iterations = plan.ID, wire.String(), plan.Iterations
	if like != "" {
		page.Name = plan.Name
	}
	page.Kept, err = keptOf(req, wire.Bytes())
	page.Categories = withCategories(page.Categories, req)
	return err
}

// withCategories adds those that only a request names: nothing of the kind has happened yet, or not here.
func withCategories(all []web.Category, req planner.Request) []web.Category {
	var named []string
	for name := range req.Categories {
		named = append(named, name)
	}
	for name := range req.Tasks {
		named = append(named, name)
	}
	slices.Sort(named)
	for _, name := range slices.Compact(named) {
		if !slices.ContainsFunc(all, func(c web.Category) bool { return c.Name == name }) {
			all = append(all, web.Category{Name: name, Weight: planner.DefaultWeight(name), Task: planner.UsualTask(name)})
		}
	}
	return all
}

// keptField is a field of a request that the form has no control for.
type keptField struct {
	name  string // on the wire
	other bool   // than usual
	says  words.Note
}

// keptFields are all of them, as a resolved request has them.
func keptFields(r planner.Request) []keptField {
	from := map[string]words.Note{
		planner.FromStreets: words.New("stops along hot streets"),
		planner.FromMust:    words.New("no stops but the must points"),
	}
	return []keptField{
		{"model", r.Model != planner.DefaultModel, words.New("risk model %s", r.Model)},
		{"cell_m", r.CellM != planner.DefaultCellM, words.New("risk cells of %g m", r.CellM)},
		{"discovered", r.Discovered, words.New("what the police found by looking counts too")},
		{"stops_from", r.StopsFrom != planner.FromCells, from[r.StopsFrom]},
		{"dwell_min_s", r.DwellMin != min(planner.DefaultDwellMin, r.Dwell), words.New("no stay under %.3g min", r.DwellMin.Minutes())},
		{"avoid", len(r.Avoid) > 0, words.New("places that stops keep away from: %d", len(r.Avoid))},
		{"occasions", len(r.Occasions) > 0, words.New("days unlike others, instead of the calendar: %d", len(r.Occasions))},
		{"rounds", r.Rounds, words.New("a day's calls at repeat places, not a night")},
	}
}

// keptOf are those that are other than usual, with their JSON.
func keptOf(req planner.Request, wire []byte) (kept []web.Kept, err error) {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(wire, &fields); err != nil {
		return nil, err
	}
	for _, f := range keptFields(req) {
		if f.other {
			kept = append(kept, web.Kept{Field: f.name, Value: string(fields[f.name]), Says: f.says})
		}
	}
	return kept, nil
}
