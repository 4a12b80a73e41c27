package server

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/maptile"

	"nightbeat/data"
	"nightbeat/data/format"
	"nightbeat/planner"
)

// maxZoom is the last level of tiles; maps magnify these further.
const maxZoom = 16

// tileSet is a set of vector tiles.
type tileSet struct {
	name, title string
	layers      []format.Layer
	ofPlan      bool // it shows a plan, chosen by the parameter plan
}

// tileSets are all of them, in the order in which they are listed.
func tileSets() []tileSet {
	return []tileSet{
		{"streets", format.StreetLayer().Title, []format.Layer{format.StreetLayer()}, false},
		{"risk", format.RiskLayer().Title, []format.Layer{format.RiskLayer()}, true},
		{"routes", "A night's routes and stops", []format.Layer{format.RouteLayer(), format.StopLayer()}, true},
		{"areas", format.AreaLayer().Title, []format.Layer{format.AreaLayer()}, false},
	}
}

// tileSetOf is the set that a request names, or data.ErrNotFound; one that shows no plan knows no parameter plan.
func tileSetOf(c echo.Context) (tileSet, error) {
	all := tileSets()
	role := callerOf(c.Request().Context()).user.Role
	hidden := func(l format.Layer) bool { return role != "" && !sees(role, l.Name) }
	i := slices.IndexFunc(all, func(t tileSet) bool { return t.name == c.Param("set") && !slices.ContainsFunc(t.layers, hidden) })
	if i < 0 {
		return tileSet{}, data.ErrNotFound
	}
	if c.QueryParams().Has("plan") && !all[i].ofPlan {
		return tileSet{}, problem(http.StatusBadRequest, "plan", "this address has no such parameter")
	}
	return all[i], nil
}

// tile answers GET /tiles/{set}/{z}/{x}/{y}, y with or without the ending .mvt or .pbf.
func (s *Server) tile(c echo.Context) error {
	set, err := tileSetOf(c)
	if err != nil {
		return err
	}
	at, err := tileAt(c.Param("z"), c.Param("x"), c.Param("y"))
	if err != nil {
		return err
	}
	var layers []format.TileLayer
	for _, l := range set.layers {
		features, err := s.tileFeatures(c, l, at)
		if err != nil {
			return err
		}
		layers = append(layers, format.TileLayer{Layer: l, Features: features})
	}
	body, err := format.Tile(at, layers...)
	if err != nil {
		return err
	}
	return send(c, format.TileMedia, body)
}

// tileAt reads a tile's address; data.ErrNotFound where there is no such tile.
func tileAt(z, x, y string) (at maptile.Tile, err error) {
	y = strings.TrimSuffix(strings.TrimSuffix(y, ".mvt"), ".pbf")
	var numbers [3]uint32
	for i, text := range []string{z, x, y} {
		n, err := strconv.ParseUint(text, 10, 32)
		if err != nil {
			return at, data.ErrNotFound
		}
		numbers[i] = uint32(n)
	}
	at = maptile.New(numbers[1], numbers[2], maptile.Zoom(numbers[0]))
	if numbers[0] > maxZoom || !at.Valid() {
		return at, data.ErrNotFound
	}
	return at, nil
}

// tileFeatures are the features of a layer that a tile may show.
func (s *Server) tileFeatures(c echo.Context, l format.Layer, at maptile.Tile) (features []format.Feature, err error) {
	switch l.Name {
	case format.AreaLayer().Name:
		return areaSource{s}.all(c.Request().Context())
	case format.StreetLayer().Name:
		return s.streetFeatures(at), nil
	}
	return planSource{s, l}.all(c.Request().Context(), c.QueryParam("plan"))
}

// streetFeatures are the streets that a tile may show; none where there is no map.
func (s *Server) streetFeatures(at maptile.Tile) (features []format.Feature) {
	streets, ok := s.Roads.(*planner.Streets)
	if !ok {
		return nil
	}
	wanted := func(class string) bool { return format.StreetZoom(class) <= int(at.Z) }
	streets.Network.Within(format.TileBound(at), wanted, func(name, class string, line orb.LineString) {
		features = append(features, format.StreetFeature(name, class, line))
	})
	return features
}

// tileJSON tells a map about a set of tiles (TileJSON 3.0.0).
type tileJSON struct {
	TileJSON    string            `json:"tilejson"`
	Name        string            `json:"name"`
	Description string            `json:"description"`
	Tiles       []string          `json:"tiles"`
	Layers      []vectorLayerJSON `json:"vector_layers"`
	MinZoom     int               `json:"minzoom"`
	MaxZoom     int               `json:"maxzoom"`
	Bounds      *[4]float64       `json:"bounds,omitempty"`
	Attribution string            `json:"attribution,omitempty"`
}

type vectorLayerJSON struct {
	ID          string            `json:"id"`
	Description string            `json:"description"`
	Fields      map[string]string `json:"fields"`
	MinZoom     int               `json:"minzoom"`
	MaxZoom     int               `json:"maxzoom"`
}

// tileSet answers GET /tiles/{set}.
func (s *Server) tileSet(c echo.Context) error {
	set, err := tileSetOf(c)
	if err != nil {
		return err
	}
	tiles := s.Public + "/tiles/" + set.name + "/{z}/{x}/{y}.mvt"
	if plan := c.QueryParam("plan"); plan != "" {
		tiles += "?plan=" + url.QueryEscape(plan)
	}
	d := tileJSON{TileJSON: "3.0.0", Name: set.name, Description: set.title, Tiles: []string{tiles}, MaxZoom: maxZoom}
	for _, l := range set.layers {
		d.Layers = append(d.Layers, vectorLayerJSON{l.Name, l.Title, tileFields(l), 0, maxZoom})
	}
	if set.name == format.StreetLayer().Name {
		d.Attribution = "© OpenStreetMap contributors"
	}
	bound, err := s.tileBound(c, set)
	if err != nil {
		return err
	}
	if !bound.IsEmpty() {
		d.Bounds = &[4]float64{bound.Min[0], bound.Min[1], bound.Max[0], bound.Max[1]}
	}
	return s.json(c, typeJSON, d)
}

// tileFields says what kind of value each property holds, in the words that maps know.
func tileFields(l format.Layer) map[string]string {
	fields := map[string]string{}
	for _, column := range l.Columns {
		switch column.Kind {
		case format.Integer, format.Number:
			fields[column.Name] = "Number"
		case format.Truth:
			fields[column.Name] = "Boolean"
		default:
			fields[column.Name] = "String"
		}
	}
	return fields
}

// tileBound is the rectangle of degrees that holds what a set shows.
func (s *Server) tileBound(c echo.Context, set tileSet) (orb.Bound, error) {
	bound := orb.MultiPoint{}.Bound()
	if streets, ok := s.Roads.(*planner.Streets); ok && set.name == format.StreetLayer().Name {
		return streets.Network.Bound(), nil
	}
	for _, l := range set.layers {
		features, err := s.tileFeatures(c, l, maptile.Tile{})
		if err != nil {
			return bound, err
		}
		for _, f := range features {
			if shape := f.Shape(); shape != nil {
				bound = bound.Union(shape.Bound())
			}
		}
	}
	return bound, nil
}
