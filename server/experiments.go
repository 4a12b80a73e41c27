package server

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"nightbeat/data"
	"nightbeat/data/format"
	"nightbeat/planner"
	"nightbeat/planner/words"
	"nightbeat/server/web"
)

// obeyed is a request as the experiment that runs on its night has it.
func (s *Server) obeyed(ctx context.Context, req planner.Request) (planner.Request, error) {
	all, err := s.Store.Experiments(ctx)
	for _, e := range all {
		if obeyed, obeys := e.Obey(req); obeys {
			return obeyed, err
		}
	}
	return req, err
}

// experiment is the one with an id, or data.ErrNotFound.
func (s *Server) experiment(ctx context.Context, id string) (*planner.Experiment, error) {
	all, err := s.Store.Experiments(ctx)
	if err != nil {
		return nil, err
	}
	return data.ExperimentNamed(all, id)
}

// listExperiments answers GET /experiments: what was drawn, what holds tonight, and the form.
func (s *Server) listExperiments(c echo.Context) error {
	ctx := c.Request().Context()
	all, err := s.Store.Experiments(ctx)
	if err != nil {
		return err
	}
	span, err := s.Store.Span(ctx)
	if err != nil {
		return err
	}
	newest := span.Last
	if span.Count == 0 {
		newest = s.Now()
	}
	page := web.Experiments{MayDraw: mayPlan(ctx), Tonight: tonightNote(all, s.tonight(newest))}
	for _, e := range all {
		page.All = append(page.All, s.shownExperiment(e))
	}
	if page.MayDraw {
		if page.Form, err = s.drawForm(c, newest); err != nil {
			return err
		}
	}
	return s.page(c, page)
}

// tonightNote says what the lot has tonight, where it says anything.
func tonightNote(all []*planner.Experiment, day time.Time) words.Note {
	shift := planner.Shift{Start: time.Date(day.Year(), day.Month(), day.Day(), 20, 0, 0, 0, day.Location())}
	shift.End = shift.Start.Add(planner.DefaultShiftLength)
	for _, e := range all {
		if r, obeys := e.Obey(planner.Request{Shift: shift}); obeys {
			return words.New("Tonight, %s, by the lot of %s: %d points are patrolled, %d are left.", day.Format(time.DateOnly), e.Name, r.Lot.Patrolled, r.Lot.Spared)
		}
	}
	return words.Note{}
}

func (s *Server) shownExperiment(e *planner.Experiment) web.Experiment {
	shown := web.Experiment{
		ID: e.ID, Name: e.Name, Unit: words.New("hot spots"), From: e.Period.Start, To: e.Period.End.Add(-time.Second), Hours: e.Hours.String(), RadiusM: e.RadiusM,
		Seed: e.Seed, Drawn: e.Drawn.In(e.Period.Start.Location()), DrawnBy: e.DrawnBy, State: words.New("runs, or will"),
	}
	if e.Unit == planner.OfNights {
		shown.Unit, shown.OfNights = words.New("nights"), true
	}
	switch {
	case !e.Ended.IsZero() && e.EndedBy == "":
		shown.State = words.New("ended early")
	case !e.Ended.IsZero():
		shown.State = words.New("ended early by %s", e.EndedBy)
	case !s.Now().Before(e.Over()):
		shown.State = words.New("over")
	}
	return shown
}

// endExperiment answers POST /experiments/{id}/end.
func (s *Server) endExperiment(c echo.Context) error {
	ctx, id := c.Request().Context(), c.Param("id")
	if err := s.Store.EndExperiment(ctx, id, callerOf(ctx).user.Name, s.Now()); err != nil {
		return err
	}
	callerOf(ctx).entry.Object = id
	return c.Redirect(http.StatusSeeOther, "/experiments/"+id)
}

// judged is what an experiment says; hidden where it counts so few incidents that a viewer is not told.
func (s *Server) judged(ctx context.Context, e *planner.Experiment) (j *planner.Judgement, hidden bool, err error) {
	incidents, err := s.Store.Past(ctx)
	if err != nil {
		return nil, false, err
	}
	if j, err = e.Judge(planner.Request{}, incidents, s.Now()); err != nil {
		return nil, false, err
	}
	few := func(n int) bool { return n > 0 && n < fewestShown(ctx) }
	hidden = few(j.Treated) || few(j.Control) || slices.ContainsFunc(j.Counts, func(n [2]int) bool { return few(n[0]) || few(n[1]) })
	return j, hidden, nil
}

// oneExperiment answers GET /experiments/{id}, with an ending .csv, .svg, .pdf or .json its judgement as such a file.
func (s *Server) oneExperiment(c echo.Context) error {
	ctx := c.Request().Context()
	id, ending := cutEnding(c.Param("id"), ".csv", ".svg", ".pdf", ".json")
	e, err := s.experiment(ctx, id)
	if err != nil {
		return err
	}
	if ending != "" {
		return s.judgementFile(c, e, ending)
	}
	page := s.shownExperiment(e)
	plans, err := s.patrols(ctx, planner.Shift{Start: e.Period.Start, End: e.Over()})
	if err != nil {
		return err
	}
	kept := e.Kept(plans)
	page.Kept = words.New("Approved plans of %d nights: %d of %d points that the lot has patrolled got a stay, %d that it leaves got one all the same.", kept.Nights, kept.Stood, kept.Due, kept.Breaches)
	var j *planner.Judgement
	if over := !s.Now().Before(e.Over()); over {
		if j, page.Hidden, err = s.judged(ctx, e); err != nil {
			return err
		}
	}
	page.MayEnd = mayPlan(ctx) && j == nil
	fillExperiment(&page, e, j)
	return s.page(c, page)
}

// fillExperiment fills in the lot, and the judgement where there is one to be shown.
func fillExperiment(page *web.Experiment, e *planner.Experiment, j *planner.Judgement) {
	page.WithCounts = j != nil && !page.Hidden
	for _, spot := range e.Spots {
		page.Spots = append(page.Spots, spot.Name)
	}
	for i := 0; i+1 < len(e.Arms); i += 2 {
		pair := web.LotPair{Number: e.Arms[i].Pair, Patrolled: format.ArmName(e, e.Arms[i]), Control: format.ArmName(e, e.Arms[i+1])}
		if page.WithCounts && i/2 < len(j.Counts) {
			pair.Counted, pair.At, pair.Beside = true, j.Counts[i/2][0], j.Counts[i/2][1]
		}
		page.Pairs = append(page.Pairs, pair)
	}
	if !page.WithCounts {
		return
	}
	page.Says, page.Picture = format.JudgementNotes(j), len(j.Differences) > 0
	for _, name := range []string{"pdf", "csv", "svg", "json"} {
		page.Files = append(page.Files, web.Entry{Text: strings.ToUpper(name), Href: "/experiments/" + e.ID + "." + name})
	}
}

// lotMap answers GET /experiments/{id}/map.svg.
func (s *Server) lotMap(c echo.Context) error {
	e, err := s.experiment(c.Request().Context(), c.Param("id"))
	if err != nil {
		return err
	}
	var body bytes.Buffer
	if err := format.WriteLotSVG(&body, e, s.sceneFor(c)); err != nil {
		return err
	}
	return c.Blob(http.StatusOK, "image/svg+xml", body.Bytes())
}

// judgementFiles are the forms in which a judgement can be had, by their ending.
var judgementFiles = map[string]struct {
	mediaType string
	write     func(io.Writer, *planner.Judgement, format.Scene) error
}{
	".csv": {"text/csv; charset=utf-8", func(w io.Writer, j *planner.Judgement, _ format.Scene) error {
		return format.WriteJudgementCSV(w, j)
	}},
	".json": {typeJSON, func(w io.Writer, j *planner.Judgement, _ format.Scene) error {
		return format.WriteJudgementJSON(w, j)
	}},
	".pdf": {"application/pdf", format.WriteJudgementPDF},
	".svg": {"image/svg+xml", func(w io.Writer, j *planner.Judgement, scene format.Scene) error {
		return format.WriteJudgementSVG(w, j, scene.Speaks)
	}},
}

func (s *Server) judgementFile(c echo.Context, e *planner.Experiment, ending string) error {
	j, hidden, err := s.judged(c.Request().Context(), e)
	if err != nil {
		return err
	}
	if hidden {
		return problem(http.StatusForbidden, "", "it counts too few incidents for your role, %s", data.Viewer)
	}
	file := judgementFiles[ending]
	var body bytes.Buffer
	if err := file.write(&body, j, s.sceneFor(c)); err != nil {
		return err
	}
	return sendFile(c, "nightbeat-experiment-"+e.ID+ending, file.mediaType, body.Bytes())
}

// experimentSource serves the hot spots of all experiments as a collection.
type experimentSource struct{ server *Server }

func (x experimentSource) all(ctx context.Context) (features []format.Feature, err error) {
	all, err := x.server.Store.Experiments(ctx)
	for _, e := range all {
		features = append(features, format.ExperimentFeatures(e)...)
	}
	return features, err
}

func (x experimentSource) page(ctx context.Context, q question) (found, error) {
	all, err := x.all(ctx)
	return q.among(format.ExperimentLayer(), all), err
}

func (x experimentSource) feature(ctx context.Context, _, id string) (format.Feature, error) {
	all, err := x.all(ctx)
	if err != nil {
		return format.Feature{}, err
	}
	return featureNamed(all, id)
}

func (x experimentSource) extent(ctx context.Context) (data.Span, error) {
	all, err := x.all(ctx)
	return spanOf(all, format.ExperimentLayer()), err
}
