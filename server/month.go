package server

import (
	"bytes"
	"context"
	"io"
	"mime"
	"net/http"
	"net/url"
	"path"
	"slices"
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

// period reads the days from and to, the last one included, by the clock of the newest incident; without them the last
// month that the incidents cover whole.
func (s *Server) period(c echo.Context) (p planner.Shift, covered bool, err error) {
	span, err := s.Store.Span(c.Request().Context())
	if err != nil {
		return p, false, err
	}
	newest := span.Last
	if span.Count == 0 {
		newest = s.Now()
	}
	p = lastMonth(newest)
	for _, end := range []struct {
		name string
		at   *time.Time
		more int
	}{{"from", &p.Start, 0}, {"to", &p.End, 1}} {
		given := c.QueryParam(end.name)
		if given == "" {
			continue
		}
		day, err := time.ParseInLocation(time.DateOnly, given, newest.Location())
		if err != nil {
			return p, false, problem(http.StatusBadRequest, end.name, "write a day like 2026-06-30")
		}
		*end.at = day.AddDate(0, 0, end.more)
	}
	if !p.End.After(p.Start) {
		return p, false, problem(http.StatusBadRequest, "to", "lies before from")
	}
	return p, span.Count > 0, viewable(c.Request().Context(), p)
}

// viewable refuses a viewer other times than one whole month: of two that differ by a day, the difference would tell of
// that day's single incidents.
func viewable(ctx context.Context, p planner.Shift) error {
	if callerOf(ctx).user.Role == data.Viewer && (p.Start.Day() != 1 || !p.Start.AddDate(0, 1, 0).Equal(p.End)) {
		return problem(http.StatusBadRequest, "from", "viewers see one whole month at a time, such as 2026-06-01 to 2026-06-30")
	}
	return nil
}

// lastMonth is the month of the newest incident where that is from its last day, else the month before.
func lastMonth(newest time.Time) planner.Shift {
	first := time.Date(newest.Year(), newest.Month(), 1, 0, 0, 0, 0, newest.Location())
	if next := first.AddDate(0, 1, 0); newest.AddDate(0, 0, 1).Before(next) {
		return planner.Shift{Start: first.AddDate(0, -1, 0), End: first}
	}
	return planner.Shift{Start: first, End: first.AddDate(0, 1, 0)}
}

// patrols are the approved nights of a period.
func (s *Server) patrols(ctx context.Context, period planner.Shift) ([]*planner.Plan, error) {
	all, err := s.Store.Plans(ctx)
	if err != nil {
		return nil, err
	}
	var plans []*planner.Plan
	for _, p := range all {
		if p.Status != planner.Approved || p.Shift.Start.Before(period.Start) || !p.Shift.Start.Before(period.End) {
			continue
		}
		plan, err := s.Store.Plan(ctx, p.ID)
		if err != nil {
			return nil, err
		}
		if !plan.Request.Rounds {
			plans = append(plans, plan)
		}
	}
	return plans, nil
}

// compared is the comparison that a request asks for, and of how many approved plans its hot spots are. A viewer gets
// rounded counts, and no row of which one is of few; hidden is how many those are.
func (s *Server) compared(c echo.Context, period planner.Shift) (comparison *planner.Comparison, nights, hidden int, err error) {
	ctx := c.Request().Context()
	incidents, err := s.Store.Past(ctx)
	if err != nil {
		return nil, 0, 0, err
	}
	plans, err := s.patrols(ctx, period)
	if err != nil {
		return nil, 0, 0, err
	}
	ask := planner.Question{Period: period, Occasions: s.Calendar, Fewest: fewestShown(ctx)}
	if ask.Areas, err = s.Store.Areas(ctx); err != nil {
		return nil, 0, 0, err
	}
	if id := c.QueryParam("control"); id != "" {
		if ask.Control, err = data.AreaNamed(ask.Areas, id); err != nil {
			return nil, 0, 0, problem(http.StatusBadRequest, "control", "no area has this id; see /collections/areas/items")
		}
	}
	ask.Points = spotsOf(plans, func(p *planner.Plan) []planner.Stop { return p.Stops }, nil)
	ask.Unwatched = spotsOf(plans, func(p *planner.Plan) []planner.Stop { return p.Spare }, ask.Points)
	if comparison, err = planner.Compare(planner.Request{}, ask, incidents); err != nil {
		return nil, 0, 0, err
	}
	if ask.Fewest > 0 {
		all := len(comparison.Rows)
		comparison.Rows = slices.DeleteFunc(comparison.Rows, func(r planner.Compared) bool { return r.Few })
		hidden = all - len(comparison.Rows)
	}
	return comparison, len(plans), hidden, nil
}

// spotsOf are the places that plans have as hot spots, each once though it lies a little aside on another night: what
// is nearer than WatchM is the same. Those so near to others that their rings meet theirs are left out.
func spotsOf(plans []*planner.Plan, of func(*planner.Plan) []planner.Stop, others []planner.Spot) []planner.Spot {
	var spots []planner.Spot
	near := func(all []planner.Spot, stop planner.Stop, metres float64) bool {
		return slices.ContainsFunc(all, func(s planner.Spot) bool { return geo.Distance(s.Place, stop.Place) < metres })
	}
	for _, plan := range slices.Backward(plans) { // the earliest first
		for _, stop := range of(plan) {
			if stop.Reason.Off == "" && !near(spots, stop, planner.WatchM) && !near(others, stop, planner.RingM+planner.WatchM) {
				spots = append(spots, planner.Spot{Name: stop.Name, Place: stop.Place})
			}
		}
	}
	return spots
}

// month answers GET /month: what became of the incidents, for people.
func (s *Server) month(c echo.Context) error {
	period, covered, err := s.period(c)
	if err != nil {
		return err
	}
	page := web.Month{
		From: period.Start, To: period.End.AddDate(0, 0, -1), Covered: covered, Fewest: viewedFewest, Control: c.QueryParam("control"),
		Earlier: "/month?" + monthQuery(c, period.Before()), Later: "/month?" + monthQuery(c, period.After()),
	}
	if page.Areas, err = s.shownAreas(c.Request().Context()); err != nil {
		return err
	}
	if !covered {
		return s.page(c, page)
	}
	for _, name := range []string{"pdf", "csv", "svg", "json"} {
		page.Files = append(page.Files, web.Entry{Text: strings.ToUpper(name), Href: "/month." + name + "?" + monthQuery(c, period)})
	}
	comparison, nights, hidden, err := s.compared(c, period)
	if err != nil {
		return err
	}
	page.HowTo = format.HowToRead(comparison)
	page.Flags, page.Hidden, page.Patrols = comparison.Flags, hidden, patrolsNote(nights)
	for _, a := range format.AgainstBoth(comparison) {
		page.Against = append(page.Against, againstOf(a))
	}
	return s.page(c, page)
}

func patrolsNote(nights int) words.Note {
	if nights == 0 {
		return words.New("No approved plan lies in this time: there are no patrolled hot spots to look at.")
	}
	return words.New("The hot spots are the stops of the approved plans in this time, %d; hot spots without patrols are the points that no plan had room for.", nights)
}

// periodQuery asks for a period.
func periodQuery(p planner.Shift) string {
	return url.Values{"from": {p.Start.Format(time.DateOnly)}, "to": {p.End.AddDate(0, 0, -1).Format(time.DateOnly)}}.Encode()
}

// monthQuery asks for a period beside the control area of a request, where it names one.
func monthQuery(c echo.Context, p planner.Shift) string {
	if id := c.QueryParam("control"); id != "" {
		return periodQuery(p) + "&" + url.Values{"control": {id}}.Encode()
	}
	return periodQuery(p)
}

func againstOf(a format.Against) web.Against {
	page := web.Against{Title: a.Title, Span: format.DatesNote(a.Then), Not: a.Not, Lead: a.Lead, Beside: a.Beside}
	for _, g := range a.Groups {
		group := web.Contrasts{Title: g.Title}
		for _, r := range g.Rows {
			group.Rows = append(group.Rows, contrastOf(r))
		}
		page.Groups = append(page.Groups, group)
	}
	return page
}

func contrastOf(r format.Contrast) web.Contrast {
	at := func(ratio float64) float64 { return 100 * format.ForestPart(ratio) }
	row := web.Contrast{Name: r.Name, Then: r.Then, Now: r.Now, Said: r.Note(), Percent: r.Percent(), Beside: r.PercentBeside()}
	if row.Percent != "" {
		c := r.Change
		row.Plot = web.Forest{At: at(c.Ratio), SureFrom: at(c.Sure.Low), SureTo: at(c.Sure.High), WideFrom: at(c.Wide.Low), WideTo: at(c.Wide.High)}
	}
	if r.Detectable > 0 {
		row.Seen = 100 * (1 - r.Detectable)
	}
	return row
}

// comparisonFile is a form in which a comparison can be had.
type comparisonFile struct {
	mediaType string
	write     func(io.Writer, *planner.Comparison, format.Scene) error
}

// comparisonFiles are all of them, by their ending.
var comparisonFiles = map[string]comparisonFile{
	".csv": {"text/csv; charset=utf-8", func(w io.Writer, c *planner.Comparison, _ format.Scene) error {
		return format.WriteComparisonCSV(w, c)
	}},
	".json": {typeJSON, func(w io.Writer, c *planner.Comparison, _ format.Scene) error {
		return format.WriteComparisonJSON(w, c)
	}},
	".pdf": {"application/pdf", format.WriteComparisonPDF},
	".svg": {"image/svg+xml", func(w io.Writer, c *planner.Comparison, scene format.Scene) error {
		return format.WriteComparisonSVG(w, c, scene.Speaks)
	}},
}

// monthFile answers GET /month.csv and its like.
func (s *Server) monthFile(c echo.Context) error {
	period, _, err := s.period(c)
	if err != nil {
		return err
	}
	comparison, _, _, err := s.compared(c, period)
	if err != nil {
		return err
	}
	ending := path.Ext(c.Path())
	file := comparisonFiles[ending]
	var body bytes.Buffer
	if err := file.write(&body, comparison, s.sceneFor(c)); err != nil {
		return err
	}
	return sendFile(c, "nightbeat-"+strings.NewReplacer("from=", "", "&to=", "-to-").Replace(periodQuery(period))+ending, file.mediaType, body.Bytes())
}

// sceneFor is what surrounds a drawing, in the reader's language.
func (s *Server) sceneFor(c echo.Context) format.Scene {
	scene := s.Scene
	scene.Speaks = languageOf(c.Request())
	c.Response().Header().Add(echo.HeaderVary, "Accept-Language")
	return scene
}

// sendFile answers a file to be taken along.
func sendFile(c echo.Context, name, mediaType string, body []byte) error {
	c.Response().Header().Set(echo.HeaderContentDisposition, mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	return c.Blob(http.StatusOK, mediaType, body)
}
