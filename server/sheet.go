package server

import (
	"bytes"
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"nightbeat/data"
	"nightbeat/data/format"
	"nightbeat/planner"
	"nightbeat/server/web"
)

// listAreas answers GET /areas: the areas, each with its sheet.
func (s *Server) listAreas(c echo.Context) error {
	ctx := c.Request().Context()
	areas, err := s.shownAreas(ctx)
	if err != nil {
		return err
	}
	return s.page(c, web.Areas{Areas: areas, MayKeep: mayPlan(ctx)})
}

// sheetDays is how many days a sheet covers unless told otherwise.
const sheetDays = 28

// The longest period of a sheet, lest one request keeps the server busy.
const maxSheetDays = 3 * 366

// areaSheet answers GET /areas/{id}, with an ending .pdf, .svg (the hours) or .json as such a file.
func (s *Server) areaSheet(c echo.Context) error {
	ctx := c.Request().Context()
	id, err := url.PathUnescape(c.Param("id"))
	if err != nil {
		return data.ErrNotFound
	}
	id, ending := cutEnding(id, ".pdf", ".svg", ".json")
	period, err := s.sheetPeriod(ctx, c.QueryParam("from"), c.QueryParam("to"))
	if err != nil {
		return err
	}
	sheet, err := data.AreaSheet(ctx, s.Store, id, period)
	if err != nil {
		return err
	}
	if s.Roads != nil {
		sheet.Repeat = planner.NamePlaces(sheet.Repeat, s.Roads)
	}
	sheet = sheet.AtLeast(fewestShown(ctx))
	var body bytes.Buffer
	switch ending {
	case ".pdf":
		if err := format.WriteSheetPDF(&body, sheet, s.sceneFor(c)); err != nil {
			return err
		}
		return sendFile(c, "nightbeat-area.pdf", "application/pdf", body.Bytes())
	case ".svg":
		if err := format.WriteHoursSVG(&body, sheet, languageOf(c.Request())); err != nil {
			return err
		}
		return send(c, "image/svg+xml", body.Bytes())
	case ".json":
		if err := format.WriteSheetJSON(&body, sheet); err != nil {
			return err
		}
		return send(c, typeJSON, body.Bytes())
	}
	return s.page(c, sheetPage(sheet))
}

// cutEnding takes the first of some endings off a name that has it.
func cutEnding(name string, endings ...string) (rest, ending string) {
	i := slices.IndexFunc(endings, func(e string) bool { return strings.HasSuffix(name, e) })
	if i < 0 {
		return name, ""
	}
	return strings.TrimSuffix(name, endings[i]), endings[i]
}

// sheetPeriod is the days asked for, both included, by the clock of the newest incident; without them the last four weeks
// that have any, for viewers the last whole month.
func (s *Server) sheetPeriod(ctx context.Context, from, to string) (p planner.Shift, err error) {
	span, err := s.Store.Span(ctx)
	if err != nil {
		return p, err
	}
	newest := span.Last
	if span.Count == 0 {
		newest = s.Now()
	}
	last := time.Date(newest.Year(), newest.Month(), newest.Day(), 0, 0, 0, 0, newest.Location())
	if to != "" {
		if last, err = time.ParseInLocation(time.DateOnly, to, newest.Location()); err != nil {
			return p, problem(http.StatusBadRequest, "to", "write a day such as 2026-07-01")
		}
	}
	first := last.AddDate(0, 0, 1-sheetDays)
	if from != "" {
		if first, err = time.ParseInLocation(time.DateOnly, from, newest.Location()); err != nil {
			return p, problem(http.StatusBadRequest, "from", "write a day such as 2026-07-01")
		}
	}
	if first.After(last) || last.Sub(first) > maxSheetDays*24*time.Hour {
		return p, problem(http.StatusBadRequest, "from", "is after the last day, or more than three years before it")
	}
	p = planner.Shift{Start: first, End: last.AddDate(0, 0, 1)}
	if callerOf(ctx).user.Role == data.Viewer && from == "" && to == "" {
		p = lastMonth(newest)
	}
	return p, viewable(ctx, p)
}

// sheetPage is what the page shows of a sheet.
func sheetPage(s *planner.Sheet) web.AreaSheet {
	page := web.AreaSheet{
		Area: shownArea(s.Area), From: s.Period.Start, To: s.Period.End.AddDate(0, 0, -1), Notes: format.SheetNotes(s), Service: format.ServiceNote(s),
		Rule: format.RepeatNote(s),
	}
	for _, c := range s.Categories {
		page.Categories = append(page.Categories, web.Bar{Label: c.Category, Count: c.Count})
	}
	for _, p := range s.Points {
		page.Points = append(page.Points, web.AreaPoint{Name: p.Name, Nights: p.Nights, Visits: p.Visits, Asked: p.Asked, Stayed: p.Stayed})
	}
	for _, r := range s.Series {
		page.Series = append(page.Series, format.SeriesNote(r, s.Fewest))
	}
	for _, p := range s.Repeat {
		page.Repeat = append(page.Repeat, repeatShown(p))
	}
	return page
}
