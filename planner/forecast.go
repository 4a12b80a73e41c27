package planner

import (
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	"nightbeat/geo"
	"nightbeat/planner/risk"
)

// Forecast is a risk surface with the frame that it lies in and what it left out.
type Forecast struct {
	Surface  risk.Surface
	Frame    geo.Frame
	Excluded map[string]int // category -> incidents left out for its weight of 0
	Left     map[string]int // why else incidents were left out -> how many
	Notes    []string       // what a reader should know of the incidents
	Detail   *Detail        // where asked for

	ground *ground
}

// Detail describes the cells of a forecast; the slices are by place in Surface.Cells.
type Detail struct {
	Spots      []risk.HotSpot
	Steady     []risk.Steady
	Profiles   []risk.Profile // of the events in the cell
	Top        int            // the cells that Steady counts as hottest: a hundredth of all
	Categories []string
	Parts      []geo.Raster // by category: they add up to the surface
}

// Foresee forecasts a window from the incidents before it. Of the request it takes the area, the cell size, the model,
// the categories' weights and whether discovered incidents count; these are corrected for past patrols, where known.
func Foresee(ctx context.Context, req Request, window risk.Window, incidents []Incident, patrolled []Presence) (*Forecast, error) {
	g, err := surveyUntil(req, window.From, incidents, patrolled)
	if err != nil {
		return nil, err
	}
	model, err := risk.ModelNamed(req.withDefaults().Model)
	if err != nil {
		return nil, invalid("model", "%s", err)
	}
	window = g.marks.window(window)
	surface, err := model.Surface(ctx, g.events, g.study, window)
	if err != nil {
		return nil, err
	}
	f := &Forecast{Surface: surface, Frame: g.frame, Excluded: map[string]int{}, Left: map[string]int{}, Notes: g.toldOf(req, window), ground: g}
	for why, n := range g.left {
		if category, ok := strings.CutPrefix(why, leftCategory); ok {
			f.Excluded[category] = n
		} else {
			f.Left[why] = n
		}
	}
	return f, nil
}

// toldOf is what a reader of a forecast should know of its incidents.
func (g *ground) toldOf(req Request, window risk.Window) []string {
	var told []string
	for _, note := range g.notes(req, window.From) {
		told = append(told, note.String())
	}
	if window.Length() < window.Until.Sub(window.From) && !risk.Recorded(g.events) {
		told = append(told, "no incident's time of day is known: the hours asked for cannot change the surface's shape")
	}
	return told
}

// Describe adds the detail: what is significant, how steady each rank is, when each cell's events happen, and which
// category expects how much. The seed decides the redrawn histories.
func (f *Forecast) Describe(ctx context.Context, seed int64) error {
	s, g := f.Surface, f.ground
	d := &Detail{Top: max(1, len(s.Cells)/100)}
	var err error
	if d.Spots, err = s.HotSpots(g.events); err != nil {
		return err
	}
	if d.Steady, err = risk.SteadyTop(ctx, g.events, s.Study, s.Window, d.Top, uint64(seed)); err != nil {
		return err
	}
	byCell, byCategory := map[geo.Cell][]risk.Event{}, map[string][]risk.Event{}
	for i, e := range g.events {
		category := categoryName(g.incidents[i].Category)
		byCategory[category] = append(byCategory[category], e)
		if c, ok := s.Grid.CellAt(e.At); ok {
			byCell[c] = append(byCell[c], e)
		}
	}
	for _, c := range s.Cells {
		d.Profiles = append(d.Profiles, risk.ProfileOf(byCell[c], s.Window.From))
	}
	d.Categories = slices.Sorted(maps.Keys(byCategory))
	var groups [][]risk.Event
	for _, category := range d.Categories {
		groups = append(groups, byCategory[category])
	}
	if d.Parts, err = s.Split(groups); err != nil {
		return err
	}
	f.Detail = d
	return nil
}

// surveyUntil is the ground as the incidents before an instant show it; later ones do not even move the grid.
func surveyUntil(req Request, until time.Time, incidents []Incident, patrolled []Presence) (*ground, error) {
	req = req.withDefaults()
	req.Shift.Start = until
	for _, check := range []func() error{req.checkNumbers, req.checkWeights} {
		if err := check(); err != nil {
			return nil, err
		}
	}
	g, err := survey(req, incidents, patrolled)
	if err != nil {
		return nil, err
	}
	delete(g.left, leftLater)
	return g, nil
}

// Backtest runs models over past windows on the incidents before each. The backtest's study area is laid by the
// request: its area and cell size, as Foresee does. Patrols are not corrected for: what was found is what was found. With
// occasions only the windows on which one falls are tested, each model beside itself without them, which is the first.
func Backtest(ctx context.Context, req Request, test risk.Backtest, incidents []Incident) (*risk.Record, error) {
	g, test, err := groundOf(req, test, incidents)
	if err != nil {
		return nil, err
	}
	if len(req.Occasions) > 0 {
		test.Marks = func(w risk.Window) risk.Marks { return g.marks.window(w).Marks }
		test.Models = besideUnmarked(test.Models)
	}
	record, err := test.Run(ctx, g.events)
	return record, backtestRefused(ctx, err)
}

// besideUnmarked is each model after itself without a calendar.
func besideUnmarked(models []risk.Model) []risk.Model {
	var both []risk.Model
	for _, m := range models {
		both = append(both, risk.Unmarked{Model: m}, m)
	}
	return both
}

// backtestRefused is what a backtest does not like about its windows, models or shares.
func backtestRefused(ctx context.Context, err error) error {
	if err == nil || ctx.Err() != nil {
		return err
	}
	return impossible("backtest", "%s", err)
}

// Foresee forecasts the shift of a plan from the incidents and patrols before it, as the plan was made.
func (plan *Plan) Foresee(ctx context.Context, incidents []Incident, patrolled []Presence) (*Forecast, error) {
	shift := plan.Request.Shift
	return Foresee(ctx, plan.Request, risk.Window{From: shift.Start, Until: shift.End}, incidents, patrolled)
}

func groundOf(req Request, test risk.Backtest, incidents []Incident) (*ground, risk.Backtest, error) {
	g, err := surveyUntil(req, test.Until, incidents, nil)
	if err != nil {
		return nil, test, err
	}
	cellM := req.withDefaults().CellM
	test.Study = func(events []risk.Event) (risk.Study, error) { return risk.StudyArea(events, cellM) }
	if len(req.Area) > 0 {
		test.Study = func([]risk.Event) (risk.Study, error) { return g.study, nil }
	}
	return g, test, nil
}
