package server

import (
	"cmp"
	"context"
	"errors"
	"mime"
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"nightbeat/data"
	"nightbeat/data/format"
	"nightbeat/planner"
	"nightbeat/server/web"
)

// areaSource serves the station's areas.
type areaSource struct{ server *Server }

func (a areaSource) all(ctx context.Context) ([]format.Feature, error) {
	areas, err := a.server.Store.Areas(ctx)
	features := make([]format.Feature, len(areas))
	for i, area := range areas {
		features[i] = format.AreaFeature(area)
	}
	return features, err
}

func (a areaSource) page(ctx context.Context, q question) (found, error) {
	all, err := a.all(ctx)
	return q.among(format.AreaLayer(), all), err
}

func (a areaSource) feature(ctx context.Context, _, id string) (format.Feature, error) {
	area, err := a.server.area(ctx, id)
	if err != nil {
		return format.Feature{}, err
	}
	return format.AreaFeature(area), nil
}

func (a areaSource) extent(ctx context.Context) (data.Span, error) {
	all, err := a.all(ctx)
	return spanOf(all, format.AreaLayer()), err
}

// area is the one with an id, or data.ErrNotFound.
func (s *Server) area(ctx context.Context, id string) (planner.Area, error) {
	areas, err := s.Store.Areas(ctx)
	if err != nil {
		return planner.Area{}, err
	}
	return data.AreaNamed(areas, id)
}

// keptAreasJSON is what became of areas that were sent.
type keptAreasJSON struct {
	New     int      `json:"new"`
	Changed int      `json:"changed"`
	Same    int      `json:"same"`
	IDs     []string `json:"ids"`
}

// keepAreas answers POST /areas: the named polygons in the body are kept, all or none.
func (s *Server) keepAreas(c echo.Context) error {
	kind, _, err := mime.ParseMediaType(c.Request().Header.Get(echo.HeaderContentType))
	if err != nil || kind != typeGeoJSON && kind != typeJSON {
		return problem(http.StatusUnsupportedMediaType, "Content-Type", "send the areas as application/geo+json")
	}
	body := http.MaxBytesReader(c.Response(), c.Request().Body, format.MaxRequestBytes)
	areas, err := format.ReadAreas(body)
	switch tooLong := new(http.MaxBytesError); {
	case errors.As(err, &tooLong):
		return problem(http.StatusRequestEntityTooLarge, "", "the areas take more than %d bytes; send them in parts", format.MaxRequestBytes)
	case err != nil:
		return problem(http.StatusBadRequest, "", "the body: %s", err)
	}
	told := keptAreasJSON{}
	for _, a := range areas {
		told.IDs = append(told.IDs, a.ID)
	}
	callerOf(c.Request().Context()).entry.Object = strings.Join(told.IDs, ", ")
	done, err := s.Store.PutAreas(c.Request().Context(), areas...)
	if errors.Is(err, data.ErrArea) {
		return problem(http.StatusBadRequest, "", "%s", err)
	}
	told.New, told.Changed, told.Same = done.New, done.Changed, done.Same
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, told)
}

// dropArea answers DELETE /areas/{id}.
func (s *Server) dropArea(c echo.Context) error {
	id, err := url.PathUnescape(c.Param("id"))
	if err != nil {
		return data.ErrNotFound
	}
	if err := s.Store.DropArea(c.Request().Context(), id); err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}

// byArea is a ledger's night in each of the station's areas, and elsewhere; nothing where no areas are kept.
func (s *Server) byArea(ctx context.Context, plan *planner.Plan, l planner.Ledger) ([]planner.AreaAttendance, error) {
	areas, err := s.Store.Areas(ctx)
	return l.ByArea(plan, areas), err
}

// areaMinutes is how long units are to stand in each area.
func (s *Server) areaMinutes(ctx context.Context, plan *planner.Plan) (shown []web.AreaMinutes, err error) {
	rows, err := s.byArea(ctx, plan, planner.NewLedger(plan, nil))
	for _, r := range rows {
		shown = append(shown, web.AreaMinutes{Area: shownArea(r.Area), Asked: r.MinutesAsked})
	}
	return shown, err
}

// areaMinutesJSON is an area's part of a night; what lies in none has no id.
type areaMinutesJSON struct {
	ID      string `json:"id,omitempty"`
	Name    string `json:"name"`
	Planned int64  `json:"planned_s"`
	Done    int64  `json:"done_s"`
}

// planAreas answers GET /plans/{id}/areas.
func (s *Server) planAreas(c echo.Context) error {
	ctx := c.Request().Context()
	plan, l, err := s.ledger(ctx, c.Param("id"))
	if err != nil {
		return err
	}
	rows, err := s.byArea(ctx, plan, l)
	told := []areaMinutesJSON{}
	for _, r := range rows {
		told = append(told, areaMinutesJSON{r.Area.ID, cmp.Or(r.Area.Name, "elsewhere"), int64(r.MinutesAsked.Seconds()), int64(r.Minutes.Seconds())})
	}
	if err != nil {
		return err
	}
	return s.json(c, typeJSON, map[string]any{"plan": plan.ID, "areas": told})
}

func shownArea(a planner.Area) web.Area { return web.Area{ID: a.ID, Name: a.Name, Kind: a.Kind} }

// shownAreas are the station's areas as pages name them.
func (s *Server) shownAreas(ctx context.Context) ([]web.Area, error) {
	areas, err := s.Store.Areas(ctx)
	var shown []web.Area
	for _, a := range areas {
		shown = append(shown, shownArea(a))
	}
	return shown, err
}
