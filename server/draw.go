package server

import (
	"crypto/rand"
	"encoding/binary"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"nightbeat/data"
	"nightbeat/data/format"
	"nightbeat/geo"
	"nightbeat/planner"
	"nightbeat/planner/words"
	"nightbeat/server/web"
)

// drawFields are the fields of the form that draws lots, beside the points: what is asked of the page in its address is asked
// of the draw in its body.
var drawFields = []string{"plan", "name", "unit", "from", "to", "hours", "radius", "seed", "spot"}

// drawForm is the form that draws lots, as it was sent to be looked at or as it begins, with what such an experiment could
// show; nil where there is no plan to draw from.
func (s *Server) drawForm(c echo.Context, newest time.Time) (*web.DrawForm, error) {
	ctx := c.Request().Context()
	plan, err := s.planNamed(ctx, c.QueryParam("plan"))
	if errors.Is(err, data.ErrNotFound) && c.QueryParam("plan") == "" {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	form := &web.DrawForm{
		Unit: planner.OfSpots, From: newest.AddDate(0, 0, 1).Format(time.DateOnly), To: newest.AddDate(0, 0, 56).Format(time.DateOnly), Hours: "20-04",
		Radius: strconv.Itoa(planner.WatchM),
	}
	asked := c.QueryParams().Has("unit")
	if asked {
		form = drawFormOf(c)
	}
	form.Plan = plan.ID
	for _, stop := range drawable(plan) {
		form.Offered = append(form.Offered, web.Choice{ID: stop.ID, Name: stop.Name})
		if !asked {
			form.Chosen = append(form.Chosen, stop.ID)
		}
	}
	form.Says, err = s.rehearsed(c, form, plan, newest)
	return form, err
}

// drawFormOf is the form as it was sent.
func drawFormOf(c echo.Context) *web.DrawForm {
	value := func(name string) string { return strings.TrimSpace(c.FormValue(name)) }
	form := &web.DrawForm{Name: value("name"), Unit: value("unit"), From: value("from"), To: value("to"), Hours: value("hours"), Radius: value("radius"), Seed: value("seed")}
	form.Chosen = c.Request().Form["spot"]
	return form
}

// rehearsed says what the experiment that a form asks for could show, or why there can be none.
func (s *Server) rehearsed(c echo.Context, form *web.DrawForm, plan *planner.Plan, newest time.Time) (words.Note, error) {
	ask, err := drawAsked(form, newest.Location())
	if err != nil {
		return words.Note{}, err
	}
	incidents, err := s.Store.Past(c.Request().Context())
	if err != nil {
		return words.Note{}, err
	}
	told, err := planner.Rehearse(planner.Request{}, ask, chosenSpots(form, plan), incidents)
	if refused := new(planner.Error); errors.As(err, &refused) {
		return words.New("Such lots cannot be drawn: %s", refused.Sentence), nil
	}
	return told.Note(), err
}

// drawLots answers POST /experiments, the page's form.
func (s *Server) drawLots(c echo.Context) error {
	ctx := c.Request().Context()
	c.Request().Body = http.MaxBytesReader(c.Response(), c.Request().Body, 1<<20)
	if _, err := c.FormParams(); err != nil {
		return problem(http.StatusBadRequest, "", "the form cannot be read")
	}
	incidents, err := s.Store.Past(ctx)
	if err != nil {
		return err
	}
	if len(incidents) == 0 {
		return problem(http.StatusConflict, "", "there are no incidents to plan from; import a file first")
	}
	newest := slices.MaxFunc(incidents, func(a, b planner.Incident) int { return a.At.Compare(b.At) }).At
	form := drawFormOf(c)
	ask, err := drawAsked(form, newest.Location())
	if err != nil {
		return err
	}
	switch {
	case form.Name == "":
		return problem(http.StatusBadRequest, "name", "is missing; give the experiment one")
	case !newest.Before(ask.Period.Start):
		return problem(http.StatusConflict, "from", "incidents of this time are here already; draw for a time that has not begun")
	case form.Seed == "":
		ask.Seed = seedByChance()
	}
	plan, err := s.planNamed(ctx, c.FormValue("plan"))
	if err != nil {
		return err
	}
	ask.ID, ask.Drawn, ask.DrawnBy = newID()[:12], s.Now().UTC().Truncate(time.Millisecond), callerOf(ctx).user.Name
	e, err := planner.NewExperiment(planner.Request{}, ask, chosenSpots(form, plan), planner.Shift{Start: ask.Period.Start.AddDate(-1, 0, 0), End: ask.Period.Start}, incidents)
	if err != nil {
		return err
	}
	err = s.Store.KeepExperiment(ctx, e)
	if errors.Is(err, data.ErrExperiment) {
		return problem(http.StatusConflict, "", "%s", err)
	}
	if err != nil {
		return err
	}
	callerOf(ctx).entry.Object = e.ID
	return c.Redirect(http.StatusSeeOther, "/experiments/"+e.ID)
}

// drawable are a plan's points, patrolled or spare, that lie far enough apart to be drawn from.
func drawable(plan *planner.Plan) (spots []planner.Stop) {
	for _, stop := range slices.Concat(plan.Stops, plan.Spare) {
		if stop.Reason.Off == "" && !slices.ContainsFunc(spots, func(had planner.Stop) bool { return geo.Distance(had.Place, stop.Place) < planner.ApartM }) {
			spots = append(spots, stop)
		}
	}
	return spots
}

// chosenSpots are the points of a plan that a form has chosen.
func chosenSpots(form *web.DrawForm, plan *planner.Plan) (spots []planner.Spot) {
	for _, stop := range drawable(plan) {
		if slices.Contains(form.Chosen, stop.ID) {
			spots = append(spots, planner.Spot{Name: stop.Name, Place: stop.Place})
		}
	}
	return spots
}

// drawAsked is the experiment that a form asks for.
func drawAsked(form *web.DrawForm, zone *time.Location) (ask planner.Experiment, err error) {
	ask.Name, ask.Unit = form.Name, form.Unit
	first, errFirst := time.ParseInLocation(time.DateOnly, form.From, zone)
	last, errLast := time.ParseInLocation(time.DateOnly, form.To, zone)
	if err := errors.Join(errFirst, errLast); err != nil {
		return ask, problem(http.StatusBadRequest, "from", "write a day like 2026-06-30")
	}
	ask.Period = planner.Shift{Start: first, End: last.AddDate(0, 0, 1)}
	if ask.Hours, err = format.ParseHours(form.Hours); err != nil {
		return ask, problem(http.StatusBadRequest, "hours", "write hours like 20-04")
	}
	if ask.RadiusM, err = strconv.ParseFloat(form.Radius, 64); err != nil {
		return ask, problem(http.StatusBadRequest, "radius", "write metres")
	}
	if form.Seed != "" {
		if ask.Seed, err = strconv.ParseInt(form.Seed, 10, 64); err != nil {
			return ask, problem(http.StatusBadRequest, "seed", "write a whole number")
		}
	}
	return ask, nil
}

// seedByChance is a number for a lot that was given none of its own.
func seedByChance() int64 {
	var raw [8]byte
	_, _ = rand.Read(raw[:]) // never fails
	return int64(binary.BigEndian.Uint64(raw[:]) >> 11)
}
