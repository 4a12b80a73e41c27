package server

import (
	"encoding/json"
	"math"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/labstack/echo/v4"

	"nightbeat/data"
	"nightbeat/planner"
	"nightbeat/planner/words"
	"nightbeat/server/web"
)

// The limits on what a phone sends at once.
const (
	maxReports     = 500
	maxReportWords = 500
	reportsBefore  = 12 * time.Hour // the shift's start
	reportsAfter   = 24 * time.Hour // its end
)

// officer answers GET /u/{token}: a unit's night on its phone.
func (s *Server) officer(c echo.Context) error {
	plan, route, err := s.linkedRoute(c)
	if err != nil {
		return err
	}
	reports, err := data.NightReports(c.Request().Context(), s.Store, plan.ID)
	if err != nil {
		return err
	}
	page := web.Officer{
		Token: c.Param("token"), Plan: plan.ID, Start: plan.Request.Shift.Start, End: plan.Request.Shift.End,
		Approved: plan.Status == planner.Approved, Unit: pageUnit(plan, *route, 0), Base: route.Unit.Base, Away: []int{15, 30, 60},
	}
	for _, call := range route.Calls {
		page.Places = append(page.Places, plan.Stops[call.Stop].Place)
	}
	near, err := planner.NearestTo(c.Request().Context(), s.Roads, route.Unit.Profile, page.Places, planner.Hospital, s.Landmarks)
	if err != nil {
		return err
	}
	for _, n := range near {
		page.Hospitals = append(page.Hospitals, hospitalNote(n))
	}
	for _, r := range reports {
		if r.Unit == route.Unit.ID && r.Kind != planner.Tracked {
			page.Reports = append(page.Reports, web.Report{ID: r.ID, Stop: r.Stop, Kind: string(r.Kind), Words: r.Words, Visit: r.Visit, At: r.At, For: r.For})
		}
	}
	return s.page(c, page)
}

// hospitalNote says which hospital is nearest; nothing where none can be reached.
func hospitalNote(n planner.Near) words.Note {
	if !n.Reached {
		return words.Note{}
	}
	name := words.New("hospital")
	if n.Name != "" {
		name = words.New("%s", n.Name)
	}
	return words.New("nearest hospital: %s, %.0f min by car, %.1f km", name, math.Ceil(n.Time.Minutes()), n.Metres/1000)
}

// linkedRoute is the route that a link opens, in the version of its night that holds.
func (s *Server) linkedRoute(c echo.Context) (*planner.Plan, *planner.Route, error) {
	ctx := c.Request().Context()
	id, unit, err := s.linked(ctx, c.Param("token"))
	if err != nil {
		return nil, nil, err
	}
	plan, err := data.Current(ctx, s.Store, id)
	if err != nil {
		return nil, nil, err
	}
	i := slices.IndexFunc(plan.Routes, func(r planner.Route) bool { return r.Unit.ID == unit })
	if i < 0 {
		return nil, nil, data.ErrNotFound
	}
	return plan, &plan.Routes[i], nil
}

// officerGPX answers GET /u/{token}/route.gpx: the unit's way for a navigation program.
func (s *Server) officerGPX(c echo.Context) error {
	plan, route, err := s.linkedRoute(c)
	if err != nil {
		return err
	}
	return s.writePlan(c, plan.Of(route.Unit.ID), "gpx")
}

// reportJSON is what a unit tells, on the wire.
type reportJSON struct {
	ID    string    `json:"id"`
	Unit  string    `json:"unit,omitempty"` // told to readers; a link's own is known
	Stop  string    `json:"stop"`
	Visit int       `json:"visit"`
	Kind  string    `json:"kind"`
	Words string    `json:"words,omitempty"`
	At    time.Time `json:"at"`
	ForS  float64   `json:"for_s,omitempty"` // how long a unit is taken away, or its track shows it
}

func reportOf(r data.Report) reportJSON {
	return reportJSON{r.ID, r.Unit, r.Stop, r.Visit, string(r.Kind), r.Words, r.At, r.For.Seconds()}
}

// report answers POST /u/{token}/reports: what a unit tells of its night. A phone that was offline sends all it has.
func (s *Server) report(c echo.Context) error {
	plan, route, err := s.linkedRoute(c)
	if err != nil {
		return err
	}
	raw, err := s.body(c)
	if err != nil {
		return err
	}
	var given []reportJSON
	if err := json.Unmarshal(raw, &given); err != nil {
		return problem(http.StatusBadRequest, "reports", "the body is no JSON list of reports: %s", err)
	}
	if len(given) > maxReports {
		return problem(http.StatusBadRequest, "reports", "%d are more than %d", len(given), maxReports)
	}
	for _, r := range given {
		if err := r.check(plan); err != nil {
			return err
		}
	}
	for _, r := range given {
		if err := s.Store.Report(c.Request().Context(), r.of(plan, route.Unit.ID, s.Now())); err != nil {
			return err
		}
	}
	return c.JSON(http.StatusOK, map[string]int{"kept": len(given)})
}

// of is what a unit tells as it is kept. Its ids are its own: no unit withdraws what another told.
func (r reportJSON) of(plan *planner.Plan, unit string, now time.Time) data.Report {
	told := planner.Report{Unit: unit, Stop: r.Stop, Visit: r.Visit, Kind: planner.ReportKind(r.Kind), Words: r.Words, At: r.At, For: time.Duration(r.ForS) * time.Second}
	if told.Kind == planner.Withdrawn {
		told.Words = unit + " " + r.Words
	}
	return data.Report{ID: unit + " " + r.ID, Plan: plan.ID, Got: now, Report: told}
}

var reportID = regexp.MustCompile(`^[A-Za-z0-9-]{8,64}$`)

// check refuses what cannot be a report of a plan's night.
func (r reportJSON) check(plan *planner.Plan) error {
	shift := plan.Request.Shift
	switch {
	case !reportID.MatchString(r.ID):
		return problem(http.StatusBadRequest, "id", "use 8 to 64 letters and digits")
	case !slices.Contains(planner.ReportKinds(), planner.ReportKind(r.Kind)):
		return problem(http.StatusBadRequest, "kind", "use one of %s", kindList())
	case r.Kind == string(planner.Withdrawn) && !reportID.MatchString(r.Words):
		return problem(http.StatusBadRequest, "words", "give the id of the report that is withdrawn")
	case !(r.ForS >= 0 && r.ForS <= planner.MaxShift.Seconds()) || (r.Kind == string(planner.Taken)) != (r.ForS >= 1):
		return problem(http.StatusBadRequest, "for_s", "give the seconds for which the unit is taken away, with kind taken alone")
	case len(r.Stop) > 100 || r.Visit < 0 || r.Visit > 1000:
		return problem(http.StatusBadRequest, "stop", "is no stop of a plan")
	case utf8.RuneCountInString(r.Words) > maxReportWords:
		return problem(http.StatusBadRequest, "words", "is longer than %d letters", maxReportWords)
	case r.At.Before(shift.Start.Add(-reportsBefore)) || r.At.After(shift.End.Add(reportsAfter)):
		return problem(http.StatusBadRequest, "at", "lies outside the night; look at the phone's clock")
	}
	return nil
}

// kindList names the kinds that a unit may tell.
func kindList() string {
	var names []string
	for _, k := range planner.ReportKinds() {
		names = append(names, string(k))
	}
	return strings.Join(names, ", ")
}

// planReports answers GET /plans/{id}/reports: what all units have told of the night so far, and which version holds.
func (s *Server) planReports(c echo.Context) error {
	ctx := c.Request().Context()
	plan, err := s.planNamed(ctx, c.Param("id"))
	if err != nil {
		return err
	}
	now, err := data.Current(ctx, s.Store, plan.ID)
	if err != nil {
		return err
	}
	reports, err := data.NightReports(ctx, s.Store, plan.ID)
	if err != nil {
		return err
	}
	told := []reportJSON{}
	for _, r := range reports {
		told = append(told, reportOf(r))
	}
	return s.json(c, typeJSON, map[string]any{"plan": now.ID, "reports": told})
}

// wall answers GET /wall: the night as it goes on, for a screen on the wall.
func (s *Server) wall(c echo.Context) error {
	plan, err := s.planNamed(c.Request().Context(), c.QueryParam("plan"))
	if err != nil {
		return err
	}
	page := web.Wall{Plan: plan.ID, Start: plan.Request.Shift.Start, End: plan.Request.Shift.End}
	for i, r := range plan.Routes {
		page.Units = append(page.Units, web.Unit{ID: r.Unit.ID, Name: r.Unit.Name, Number: i % 10})
	}
	return s.page(c, page)
}

// brief answers GET /duty/brief: the roll-call briefing to print, a page for each unit.
func (s *Server) brief(c echo.Context) error {
	ctx := c.Request().Context()
	plan, err := s.planNamed(ctx, c.QueryParam("plan"))
	if err != nil {
		return err
	}
	page := web.Brief{Plan: plan.ID, Start: plan.Request.Shift.Start, End: plan.Request.Shift.End, Approved: plan.Status == planner.Approved}
	link, err := s.links(ctx)
	if err != nil {
		return err
	}
	for i, r := range plan.Routes {
		sheet := web.Sheet{Unit: pageUnit(plan, r, i), Link: link(plan.ID, r.Unit.ID)}
		if sheet.Code, err = web.CodeOf(sheet.Link); err != nil {
			return err
		}
		page.Sheets = append(page.Sheets, sheet)
	}
	return s.page(c, page)
}
