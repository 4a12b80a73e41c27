package server

import (
	"bytes"
	"context"
	"errors"
	"io"
	"mime"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/paulmach/orb"

	"nightbeat/data"
	"nightbeat/data/format"
	"nightbeat/planner"
	"nightbeat/server/web"
)

// repeatPlaces are the places that call again and again up to the newest incident, of those that the caller may see; of
// disputes, or of one category.
func (s *Server) repeatPlaces(ctx context.Context, category string) ([]planner.RepeatPlace, error) {
	incidents, err := s.Store.Past(ctx)
	if err != nil || len(incidents) == 0 {
		return nil, err
	}
	places, err := planner.FindRepeatPlaces(repeatRule(category), planner.DayAfter(incidents), incidents)
	if err != nil {
		return nil, err
	}
	if s.Roads != nil {
		places = planner.NamePlaces(places, s.Roads)
	}
	return planner.RepeatsAtLeast(places, fewestShown(ctx)), nil
}

func repeatRule(category string) (rule planner.RepeatRule) {
	if category != "" {
		rule.Categories = []string{category}
	}
	return rule
}

// repeat answers GET /repeat: the list, its picture, and what plans a day's rounds.
func (s *Server) repeat(c echo.Context) error {
	ctx, category := c.Request().Context(), c.QueryParam("category")
	places, err := s.repeatPlaces(ctx, category)
	if err != nil {
		return err
	}
	page := web.Repeat{Category: category, Days: planner.DefaultRepeatDays, Times: planner.DefaultRepeatTimes, WithinM: planner.DefaultRepeatWithinM, MayPlan: mayPlan(ctx)}
	if page.Categories, err = s.categories(ctx); err != nil {
		return err
	}
	span, err := s.Store.Span(ctx)
	if err != nil {
		return err
	}
	page.Newest, page.Day = span.Last, s.tonight(span.Last)
	if page.Base, err = s.usualBase(ctx, span); err != nil {
		return err
	}
	for _, p := range places {
		page.Places = append(page.Places, repeatShown(p))
	}
	return s.page(c, page)
}

func repeatShown(p planner.RepeatPlace) web.RepeatPlace {
	shown := web.RepeatPlace{ID: p.ID, Name: p.Name, Calls: p.Count, Days: p.Days, First: p.Calls[0].At, Last: p.Calls[len(p.Calls)-1].At, Visit: p.Visit.String()}
	for _, k := range p.Kinds {
		shown.About = append(shown.About, web.About{Kind: planner.KindNote(k.Category), Count: k.Count})
	}
	return shown
}

// usualBase is where the latest plan's first unit starts, else the middle of the incidents.
func (s *Server) usualBase(ctx context.Context, span data.Span) (orb.Point, error) {
	plan, err := s.planNamed(ctx, "")
	switch {
	case errors.Is(err, data.ErrNotFound):
		return span.Bound.Center(), nil
	case err != nil:
		return orb.Point{}, err
	}
	return plan.Request.Units[0].Base, nil
}

// repeatSVG answers GET /repeat.svg, repeatCSV GET /repeat.csv.
func (s *Server) repeatSVG(c echo.Context) error {
	scene := s.Scene
	scene.Speaks = languageOf(c.Request())
	return s.repeatFile(c, "image/svg+xml", func(w io.Writer, places []planner.RepeatPlace) error {
		return format.WriteRepeatsSVG(w, places, scene)
	})
}

func (s *Server) repeatCSV(c echo.Context) error {
	c.Response().Header().Set(echo.HeaderContentDisposition, mime.FormatMediaType("attachment", map[string]string{"filename": "nightbeat-repeat.csv"}))
	return s.repeatFile(c, "text/csv; charset=utf-8", format.WriteRepeatsCSV)
}

func (s *Server) repeatFile(c echo.Context, mediaType string, write func(io.Writer, []planner.RepeatPlace) error) error {
	places, err := s.repeatPlaces(c.Request().Context(), c.QueryParam("category"))
	if err != nil {
		return err
	}
	var body bytes.Buffer
	if err := write(&body, places); err != nil {
		return err
	}
	return c.Blob(http.StatusOK, mediaType, body.Bytes())
}

// maxRounds is how long a form that asks for rounds may be.
const maxRounds = 4 << 10

// rounds answers POST /repeat/rounds, the page's form: a draft of a day's rounds, shown as any plan is.
func (s *Server) rounds(c echo.Context) error {
	ctx := c.Request().Context()
	c.Request().Body = http.MaxBytesReader(c.Response(), c.Request().Body, maxRounds)
	if err := c.Request().ParseForm(); err != nil {
		return problem(http.StatusBadRequest, "", "the form cannot be read")
	}
	form := c.Request().PostForm
	places, err := s.repeatPlaces(ctx, form.Get("category"))
	if err != nil {
		return err
	}
	incidents, err := s.Store.Past(ctx)
	if err != nil {
		return err
	}
	if len(incidents) == 0 {
		return problem(http.StatusConflict, "", "there are no incidents to plan from; import a file first")
	}
	day, err := time.ParseInLocation(time.DateOnly, form.Get("day"), planner.DayAfter(incidents).Location())
	if err != nil {
		return problem(http.StatusBadRequest, "day", "write it like 2026-07-01")
	}
	units, err := walkers(form.Get("officers"), form.Get("base"))
	if err != nil {
		return err
	}
	if err := takePlace(c, s.planning, "other plans are being made; come back in ten seconds"); err != nil {
		return err
	}
	defer func() { <-s.planning }()
	in := planner.Inputs{Request: planner.Request{Units: units}, Incidents: incidents, Roads: s.Roads, Threads: s.Threads}
	plan, _, err := planner.Rounds(ctx, in, repeatRule(form.Get("category")), day, places, languageOf(c.Request()))
	if err != nil {
		return err
	}
	kept, err := s.keep(ctx, plan)
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/duty?plan="+kept.ID)
}

// walkers are so many officers on foot from a base.
func walkers(officers, base string) ([]planner.Unit, error) {
	n, err := strconv.Atoi(officers)
	if err != nil || n < 1 || n > planner.MaxUnits {
		return nil, problem(http.StatusBadRequest, "officers", "write a whole number from 1 to %d", planner.MaxUnits)
	}
	lon, lat, _ := strings.Cut(base, ",")
	x, errX := strconv.ParseFloat(strings.TrimSpace(lon), 64)
	y, errY := strconv.ParseFloat(strings.TrimSpace(lat), 64)
	if errX != nil || errY != nil {
		return nil, problem(http.StatusBadRequest, "base", "write longitude,latitude in degrees")
	}
	units := make([]planner.Unit, n)
	for i := range units {
		units[i] = planner.Unit{Base: orb.Point{x, y}, Profile: "foot"}
	}
	return units, nil
}

// repeatSource serves the repeat places as a collection.
type repeatSource struct{ server *Server }

func (r repeatSource) all(ctx context.Context) ([]format.Feature, error) {
	places, err := r.server.repeatPlaces(ctx, "")
	return format.RepeatFeatures(places), err
}

func (r repeatSource) page(ctx context.Context, q question) (found, error) {
	all, err := r.all(ctx)
	return q.among(format.RepeatLayer(), all), err
}

func (r repeatSource) feature(ctx context.Context, _, id string) (format.Feature, error) {
	all, err := r.all(ctx)
	if err != nil {
		return format.Feature{}, err
	}
	return featureNamed(all, id)
}

func (r repeatSource) extent(ctx context.Context) (data.Span, error) {
	all, err := r.all(ctx)
	return spanOf(all, format.RepeatLayer()), err
}
