package server

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"mime"
	"net/http"
	"slices"
	"time"
	"unicode/utf8"

	"github.com/labstack/echo/v4"

	"nightbeat/data"
	"nightbeat/data/format"
	"nightbeat/planner"
	"nightbeat/server/web"
)

// maxCountForm is how many bytes the desk's form may have.
const maxCountForm = 8 << 10

// monthNamed is the month asked for, by default that of the latest plan, else this one.
func (s *Server) monthNamed(ctx context.Context, asked string) (month string, err error) {
	month = asked
	if month == "" {
		latest, err := data.LatestNight(ctx, s.Store)
		switch {
		case errors.Is(err, data.ErrNotFound):
			month = s.Now().Format("2006-01")
		case err != nil:
			return "", err
		default:
			month = latest.Request.Shift.Start.Format("2006-01")
		}
	}
	if _, err := time.Parse("2006-01", month); err != nil {
		return "", problem(http.StatusBadRequest, "month", "write it like 2026-07")
	}
	return month, nil
}

// monthLog is a month's service.
type monthLog struct {
	month string // 2006-01
	planner.Log
	areas bool // the station keeps areas
}

// monthOf is the service of the month asked for.
func (s *Server) monthOf(ctx context.Context, asked string) (l monthLog, err error) {
	if l.month, err = s.monthNamed(ctx, asked); err != nil {
		return l, err
	}
	areas, err := s.Store.Areas(ctx)
	if err != nil {
		return l, err
	}
	l.areas = len(areas) > 0
	l.Log, err = data.Log(ctx, s.Store, l.month, areas)
	return l, err
}

// serviceLog answers GET /duty/log: what was counted in a month.
func (s *Server) serviceLog(c echo.Context) error {
	l, err := s.monthOf(c.Request().Context(), c.QueryParam("month"))
	if err != nil {
		return err
	}
	first, _ := time.Parse("2006-01", l.month) // it was read before
	page := web.Log{Month: l.month, Before: first.AddDate(0, -1, 0).Format("2006-01"), After: first.AddDate(0, 1, 0).Format("2006-01"), Total: row(l.Total())}
	for _, t := range format.LogTables(l.Log, l.areas) {
		table := web.LogTable{Heading: t.Heading}
		for _, r := range t.Rows {
			table.Rows = append(table.Rows, row(r))
		}
		page.Tables = append(page.Tables, table)
	}
	return s.page(c, page)
}

func row(t planner.Tally) web.LogRow {
	return web.LogRow{Name: format.NamedInLog(t.Of), Kinds: t.Kinds, All: t.All}
}

// logFiles are the forms in which a month's service leaves: by their endings.
var logFiles = map[string]struct {
	mediaType string
	write     func(w *bytes.Buffer, l monthLog, now time.Time, scene format.Scene) error
}{
	"csv": {"text/csv; charset=utf-8", func(w *bytes.Buffer, l monthLog, _ time.Time, _ format.Scene) error {
		return format.WriteLogCSV(w, l.Log)
	}},
	"json": {typeJSON, func(w *bytes.Buffer, l monthLog, _ time.Time, _ format.Scene) error {
		return format.WriteLogJSON(w, l.month, l.Log, l.areas)
	}},
	"pdf": {"application/pdf", func(w *bytes.Buffer, l monthLog, now time.Time, scene format.Scene) error {
		return format.WriteLogPDF(w, l.month, l.Log, l.areas, now, scene)
	}},
}

// logFile answers GET /duty/log.csv, .json and .pdf.
func (s *Server) logFile(ending string) echo.HandlerFunc {
	return func(c echo.Context) error {
		l, err := s.monthOf(c.Request().Context(), c.QueryParam("month"))
		if err != nil {
			return err
		}
		scene := s.Scene
		scene.Speaks = languageOf(c.Request())
		var body bytes.Buffer
		file := logFiles[ending]
		if err := file.write(&body, l, s.Now(), scene); err != nil {
			return err
		}
		c.Response().Header().Set(echo.HeaderContentDisposition, mime.FormatMediaType("attachment", map[string]string{"filename": "nightbeat-log-" + l.month + "." + ending}))
		return c.Blob(http.StatusOK, file.mediaType, body.Bytes())
	}
}

// countService answers POST /duty/done/service: the desk counts one, or takes one back.
func (s *Server) countService(c echo.Context) error {
	ctx := c.Request().Context()
	c.Request().Body = http.MaxBytesReader(c.Response(), c.Request().Body, maxCountForm)
	if err := c.Request().ParseForm(); err != nil {
		return problem(http.StatusBadRequest, "", "the form cannot be read; send it again")
	}
	form := c.Request().PostForm
	named, err := s.planNamed(ctx, form.Get("plan"))
	if err != nil {
		return err
	}
	plan, err := data.Current(ctx, s.Store, named.ID)
	if err != nil {
		return err
	}
	told := planner.Report{Unit: form.Get("unit"), Stop: form.Get("stop"), Kind: planner.ReportKind(form.Get("kind")), Words: form.Get("words"), At: s.Now()}
	if told.Kind != planner.Withdrawn {
		if told.At, err = clockIn(plan.Request.Shift, form.Get("at")); err != nil {
			return err
		}
	}
	if err := checkCount(plan, told); err != nil {
		return err
	}
	id := form.Get("id")
	if !reportID.MatchString(id) {
		return problem(http.StatusBadRequest, "id", "use 8 to 64 letters and digits")
	}
	if err := s.Store.Report(ctx, data.Report{ID: "desk " + id, Plan: plan.ID, Report: told, Got: s.Now()}); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/duty/done?plan="+plan.ID)
}

// checkCount refuses what the desk cannot have counted.
func checkCount(plan *planner.Plan, r planner.Report) error {
	unit := slices.ContainsFunc(plan.Routes, func(route planner.Route) bool { return route.Unit.ID == r.Unit })
	stop := slices.ContainsFunc(plan.Stops, func(s planner.Stop) bool { return s.ID == r.Stop })
	switch {
	case r.Kind == planner.Withdrawn && r.Words != "" && len(r.Words) <= maxReportWords:
		return nil
	case !slices.Contains(planner.Services(), r.Kind):
		return problem(http.StatusBadRequest, "kind", "use helped, settled, checked or arrested")
	case r.Unit != "" && !unit:
		return problem(http.StatusBadRequest, "unit", "is no unit of the plan")
	case r.Stop != "" && !stop:
		return problem(http.StatusBadRequest, "stop", "is no stop of a plan")
	case utf8.RuneCountInString(r.Words) > maxReportWords:
		return problem(http.StatusBadRequest, "words", "is longer than %d letters", maxReportWords)
	}
	return nil
}

// clockIn is the instant of a shift, or of the hours about it, that a clock shows: the first from two hours before it on.
func clockIn(shift planner.Shift, clock string) (time.Time, error) {
	at, err := time.Parse("15:04", clock)
	if err != nil {
		return at, problem(http.StatusBadRequest, "at", "write the time like 23:40")
	}
	y, m, d := shift.Start.Date()
	when := time.Date(y, m, d, at.Hour(), at.Minute(), 0, 0, shift.Start.Location())
	if when.Before(shift.Start.Add(-2 * time.Hour)) {
		when = when.AddDate(0, 0, 1)
	}
	return when, nil
}

// countForm is what the desk's form offers for a plan's night.
func (s *Server) countForm(plan *planner.Plan) web.CountForm {
	now := s.Now().In(plan.Request.Shift.Start.Location())
	if now.Before(plan.Request.Shift.Start) || now.After(plan.Request.Shift.End) {
		now = plan.Request.Shift.Start
	}
	f := web.CountForm{ID: newID(), At: now}
	for _, r := range plan.Routes {
		f.Units = append(f.Units, web.Choice{ID: r.Unit.ID, Name: cmp.Or(r.Unit.Name, r.Unit.ID)})
	}
	for _, stop := range plan.Stops {
		if stop.Reason.Off == "" {
			f.Stops = append(f.Stops, web.Choice{ID: stop.ID, Name: stop.Name})
		}
	}
	for _, kind := range planner.Services() {
		f.Kinds = append(f.Kinds, web.Kind{ID: string(kind), Name: serviceNames[kind]})
	}
	return f
}
