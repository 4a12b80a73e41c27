package server

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"nightbeat/data"
	"nightbeat/data/format"
	"nightbeat/geo"
	"nightbeat/planner"
)

// placeWait is how long a request waits for others to be finished before it is told to come back.
const placeWait = 10 * time.Second

// plan makes a plan from all incidents and keeps it. Whoever calls it holds a place among the plans being made.
func (s *Server) plan(ctx context.Context, req planner.Request, progress func(planner.Progress)) (*planner.Plan, error) {
	incidents, err := s.Store.Past(ctx)
	if err != nil {
		return nil, err
	}
	if req, err = s.obeyed(ctx, s.marked(req, incidents).TheNightAfter(incidents)); err != nil {
		return nil, err
	}
	patrolled, err := data.Patrolled(ctx, s.Store, req)
	if err != nil {
		return nil, err
	}
	worked, err := s.workedBefore(ctx, req, incidents)
	if err != nil {
		return nil, err
	}
	plan, err := planner.Make(ctx, planner.Inputs{
		Request: req, Worked: worked, Incidents: incidents, Patrolled: patrolled, Landmarks: s.Landmarks, Roads: s.Roads, Progress: progress, Threads: s.Threads,
	})
	if err == nil {
		err = ctx.Err() // the best that was found until somebody stopped it is not what was asked for
	}
	if err != nil {
		return nil, err
	}
	return s.keep(ctx, plan)
}

// keep saves a new plan and notes it.
func (s *Server) keep(ctx context.Context, plan *planner.Plan) (*planner.Plan, error) {
	plan.MadeBy = callerOf(ctx).user.Name
	kept, err := s.Store.SavePlan(ctx, plan, s.Now())
	if err != nil {
		return nil, err
	}
	entry := &callerOf(ctx).entry
	entry.Object = kept.ID
	entry.After, err = fingerprint(kept)
	return kept, err
}

// marked is a request with the server's calendar, as far as its incidents reach back and its shift ahead. A request that
// names occasions of its own keeps to those.
func (s *Server) marked(req planner.Request, incidents []planner.Incident) planner.Request {
	if len(s.Calendar) == 0 || len(req.Occasions) > 0 || len(incidents) == 0 {
		return req
	}
	first := slices.MinFunc(incidents, func(a, b planner.Incident) int { return a.At.Compare(b.At) }).At
	end := req.TheNightAfter(incidents).Shift.End
	req.Occasions = slices.DeleteFunc(slices.Clone(s.Calendar), func(o planner.Occasion) bool { return o.Until.Before(first) || o.From.After(end) })
	return req
}

// body is the JSON that a client sends, as long as a request may be.
func (s *Server) body(c echo.Context) ([]byte, error) {
	if err := s.acceptsJSON(c.Request()); err != nil {
		return nil, err
	}
	raw, err := io.ReadAll(http.MaxBytesReader(c.Response(), c.Request().Body, format.MaxRequestBytes+1))
	if tooLong := new(http.MaxBytesError); errors.As(err, &tooLong) {
		return nil, problem(http.StatusRequestEntityTooLarge, "", "the request is too long")
	}
	return raw, err
}

// acceptsJSON refuses bodies that a foreign page could send without being asked, and packed ones.
func (s *Server) acceptsJSON(r *http.Request) error {
	kind, _, err := mime.ParseMediaType(r.Header.Get(echo.HeaderContentType))
	if err != nil || kind != echo.MIMEApplicationJSON {
		return problem(http.StatusUnsupportedMediaType, "Content-Type", "send the request as application/json")
	}
	if r.Header.Get(echo.HeaderContentEncoding) != "" {
		return problem(http.StatusUnsupportedMediaType, "Content-Encoding", "send the request unpacked")
	}
	return nil
}

// takePlace waits for a place among what is being done.
func takePlace(c echo.Context, places chan struct{}, busy string) error {
	timer := time.NewTimer(placeWait)
	defer timer.Stop()
	select {
	case places <- struct{}{}:
		return nil
	case <-timer.C:
		c.Response().Header().Set(echo.HeaderRetryAfter, "10")
		return problem(http.StatusServiceUnavailable, "", busy)
	case <-c.Request().Context().Done():
		return c.Request().Context().Err()
	}
}

func (s *Server) latestPlan(c echo.Context) error {
	plan, err := s.planNamed(c.Request().Context(), "")
	if err != nil {
		return err
	}
	return s.writePlan(c, plan, "")
}

// onePlan answers GET /plans/{id} and /plans/{id}.{format}, "latest" standing for an id.
func (s *Server) onePlan(c echo.Context) error {
	id, ending, _ := strings.Cut(c.Param("id"), ".")
	plan, err := s.planNamed(c.Request().Context(), id)
	if err != nil {
		return err
	}
	if unit := c.QueryParam("unit"); unit != "" {
		if plan = plan.Of(unit); plan == nil {
			return problem(http.StatusNotFound, "unit", "the plan has no such unit")
		}
	}
	return s.writePlan(c, plan, ending)
}

// writePlan answers a plan in the format of the address's ending, else the first that the client accepts.
func (s *Server) writePlan(c echo.Context, plan *planner.Plan, ending string) error {
	f, err := chosenFormat(ending, c.Request().Header.Get(echo.HeaderAccept))
	if err != nil {
		return err
	}
	scene, name := s.Scene, "nightbeat-"+plan.ID
	c.Response().Header().Add(echo.HeaderVary, "Accept-Language")
	if c.QueryParams().Has("crs") {
		if scene.Datum, err = datumOf(c, ending, f); err != nil {
			return err
		}
		name += "-" + scene.Datum.Name
	}
	scene.Speaks = languageOf(c.Request())
	if scene.Link, err = s.links(c.Request().Context()); err != nil {
		return err
	}
	var body bytes.Buffer
	if err := f.Write(&body, plan, scene); err != nil {
		return err
	}
	if ending != "" {
		c.Response().Header().Set(echo.HeaderContentDisposition, mime.FormatMediaType("attachment", map[string]string{"filename": name + "." + f.Name}))
	}
	return c.Blob(http.StatusOK, f.MediaType, body.Bytes())
}

// datumOf reads crs: a datum of China's map services, for a file that somebody takes along and that names it, never for
// an answer that a program reads as it comes.
func datumOf(c echo.Context, ending string, f format.PlanFormat) (geo.Datum, error) {
	datum, known := geo.DatumNamed(c.QueryParam("crs"))
	switch {
	case !known:
		return datum, problem(http.StatusBadRequest, "crs", "use gcj02 or bd09, or leave it out for WGS 84")
	case ending == "" || !f.Datums:
		return datum, problem(http.StatusBadRequest, "crs", "ask for a file of one of these kinds by its ending: .geojson, .geojsons, .csv, .gpx, .kml")
	}
	return datum, nil
}

func chosenFormat(ending, accept string) (format.PlanFormat, error) {
	if ending != "" {
		f, err := format.PlanFormatNamed(ending)
		if err != nil {
			return f, problem(http.StatusNotFound, "", "%s", err)
		}
		return f, nil
	}
	formats := format.PlanFormats()
	for part := range strings.SplitSeq(accept, ",") {
		wanted, _, _ := mime.ParseMediaType(strings.TrimSpace(part))
		i := slices.IndexFunc(formats, func(f format.PlanFormat) bool {
			offered, _, _ := mime.ParseMediaType(f.MediaType)
			return offered == wanted
		})
		if i >= 0 {
			return formats[i], nil
		}
	}
	return formats[0], nil
}

// planLine is a plan in the list of plans.
type planLine struct {
	ID         string         `json:"id"`
	Name       string         `json:"name"`
	Parent     string         `json:"parent,omitempty"`
	Status     planner.Status `json:"status"`
	Created    time.Time      `json:"created"`
	Approved   *time.Time     `json:"approved,omitempty"`
	ApprovedBy string         `json:"approved_by,omitempty"`
	Start      time.Time      `json:"start"`
	End        time.Time      `json:"end"`
	Units      int            `json:"units"`
	Stops      int            `json:"stops"`
	Share      float64        `json:"share"`
	Href       string         `json:"href"`
}

func lineOf(p data.Summary) planLine {
	line := planLine{
		ID: p.ID, Name: p.Name, Parent: p.Parent, Status: p.Status, Created: p.Created, ApprovedBy: p.Approval.By, Start: p.Shift.Start, End: p.Shift.End,
		Units: p.Units, Stops: p.Stops, Share: p.Share, Href: "/plans/" + p.ID,
	}
	if !p.Approval.At.IsZero() {
		line.Approved = &p.Approval.At
	}
	return line
}

// listPlans answers GET /plans: all plans, the latest first.
func (s *Server) listPlans(c echo.Context) error {
	plans, err := s.Store.Plans(c.Request().Context())
	if err != nil {
		return err
	}
	lines := make([]planLine, len(plans))
	for i, p := range plans {
		lines[i] = lineOf(p)
	}
	body, err := json.Marshal(map[string]any{"plans": lines})
	if err != nil {
		return err
	}
	return c.JSONBlob(http.StatusOK, body)
}
