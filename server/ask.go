package server

import (
	"bytes"
	"cmp"
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"nightbeat/data/format"
	"nightbeat/planner"
	"nightbeat/server/web"
)

// mayPlan tells whether the caller gets through to ask for plans and change them.
func mayPlan(ctx context.Context) bool {
	role := callerOf(ctx).user.Role
	return role == "" || slices.Contains(planners, role) // without accounts everybody may
}

// freshFor is how long after the newest incident the page still plans for tonight; later, for the night after it.
const freshFor = 3 * 24 * time.Hour

// askPage answers GET /duty/ask: the form of a night, filled in as last time.
func (s *Server) askPage(c echo.Context) error {
	ctx := c.Request().Context()
	span, err := s.Store.Span(ctx)
	if err != nil {
		return err
	}
	page := web.Ask{Incidents: span.Count, Newest: span.Last, Tonight: s.Now(), Landmarks: len(s.Landmarks) > 0}
	if span.Count > 0 {
		page.BBox = [4]float64{span.Bound.Min[0], span.Bound.Min[1], span.Bound.Max[0], span.Bound.Max[1]}
		page.Tonight = s.tonight(span.Last)
	}
	if page.Categories, err = s.categories(ctx); err != nil {
		return err
	}
	if page.Areas, err = s.shownAreas(ctx); err != nil {
		return err
	}
	if err := s.fillAsk(ctx, &page, c.QueryParam("plan")); err != nil {
		return err
	}
	page.Calendar = s.shownCalendar(page.Tonight)
	return s.page(c, page)
}

// tonight is the day to plan for by default, in the zone of the newest incident.
func (s *Server) tonight(newest time.Time) time.Time {
	now := s.Now().In(newest.Location())
	if now.Sub(newest) < freshFor {
		return now
	}
	return newest.AddDate(0, 0, 1)
}

// shownOccasions is how many entries of the calendar the form knows.
const shownOccasions = 200

// shownCalendar is what the calendar says from the day before on.
func (s *Server) shownCalendar(tonight time.Time) (shown []web.Occasion) {
	for _, o := range s.Calendar {
		if o.Until.After(tonight.AddDate(0, 0, -1)) && len(shown) < shownOccasions {
			shown = append(shown, web.Occasion(o))
		}
	}
	return shown
}

// categories are those of the incidents, the most frequent first, with the weight that each has unless told otherwise.
func (s *Server) categories(ctx context.Context) ([]web.Category, error) {
	past, err := s.Store.Past(ctx)
	if err != nil {
		return nil, err
	}
	counts := map[string]int{}
	for _, in := range past {
		counts[in.Category]++
	}
	var all []web.Category
	for name, n := range counts {
		all = append(all, web.Category{Name: name, Count: n, Weight: planner.DefaultWeight(name), Task: planner.UsualTask(name)})
	}
	slices.SortFunc(all, func(a, b web.Category) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), strings.Compare(a.Name, b.Name))
	})
	return all, nil
}

// possibleJSON is what a request's units can keep.
type possibleJSON struct {
	Points         int      `json:"points_kept"`
	Wanted         int      `json:"points_asked"`
	VisitsPossible int      `json:"visits_possible"`
	VisitsAsked    int      `json:"visits_asked"`
	Over           []string `json:"over"` // the names of the points beyond what can be kept
	Sentence       string   `json:"sentence"`
}

// possible answers POST /plans/possible: what a request's units can keep, before anything is planned.
func (s *Server) possible(c echo.Context) error {
	raw, err := s.body(c)
	if err != nil {
		return err
	}
	req, err := format.ReadRequest(bytes.NewReader(raw))
	if err != nil {
		return err
	}
	if err := takePlace(c, s.planning, "other plans are being made; come back in ten seconds"); err != nil {
		return err
	}
	defer func() { <-s.planning }()
	incidents, err := s.Store.Past(c.Request().Context())
	if err != nil {
		return err
	}
	if req, err = s.obeyed(c.Request().Context(), req.TheNightAfter(incidents)); err != nil {
		return err
	}
	p, err := planner.Possible(c.Request().Context(), planner.Inputs{Request: req, Incidents: incidents, Landmarks: s.Landmarks, Roads: s.Roads})
	if err != nil {
		return err
	}
	told := possibleJSON{
		Points: p.Capacity.Points, Wanted: p.Wanted, VisitsPossible: p.Capacity.Possible, VisitsAsked: p.Capacity.Asked,
		Over: []string{}, Sentence: languageOf(c.Request()).Say(p.Capacity.Arithmetic),
	}
	for _, stop := range p.Over {
		told.Over = append(told.Over, stop.Name)
	}
	return c.JSON(http.StatusOK, told)
}
