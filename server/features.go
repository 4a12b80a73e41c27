package server

import (
	"context"
	"fmt"
	"math"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"

	"nightbeat/data"
	"nightbeat/data/format"
	"nightbeat/geo"
	"nightbeat/server/web"
)

// systems are the reference systems of all collections: those about the middle of the incidents.
func (s *Server) systems(ctx context.Context) ([]geo.CRS, error) {
	sp, err := s.Store.Span(ctx)
	if err != nil || sp.Count == 0 {
		return geo.CRSs(orb.Point{})[:4], err // no place, no zone
	}
	return geo.CRSs(sp.Bound.Center()), nil
}

// collectionJSON is a collection's document (OGC API - Features Part 1, 7.14, and Part 2, 6.2).
type collectionJSON struct {
	ID         string     `json:"id"`
	Title      string     `json:"title"`
	Links      []link     `json:"links"`
	Extent     extentJSON `json:"extent"`
	ItemType   string     `json:"itemType"`
	CRS        []string   `json:"crs"`
	StorageCRS string     `json:"storageCrs"`
}

type extentJSON struct {
	Spatial  *spatialJSON  `json:"spatial,omitempty"`
	Temporal *temporalJSON `json:"temporal,omitempty"`
}

type spatialJSON struct {
	BBox [][4]float64 `json:"bbox"`
	CRS  string       `json:"crs"`
}

type temporalJSON struct {
	Interval [][2]*time.Time `json:"interval"`
	TRS      string          `json:"trs"`
}

func (s *Server) document(ctx context.Context, c collection, systems []geo.CRS) (d collectionJSON, err error) {
	sp, err := c.extent(ctx)
	if err != nil {
		return d, err
	}
	at := s.Public + "/collections/" + c.Name
	d = collectionJSON{ID: c.Name, Title: c.Title, ItemType: "feature", StorageCRS: geo.CRS84().URI, Extent: extentOf(sp), Links: []link{
		{at, "self", typeJSON, "this collection"},
		{at + "?f=html", "alternate", typeHTML, "this collection for people"},
		{at + "/items", "items", typeGeoJSON, "its features"},
		{at + "/items?f=html", "items", typeHTML, "its features for people"},
		{at + "/queryables", "http://www.opengis.net/def/rel/ogc/1.0/queryables", typeSchema, "what can be asked for"},
		{at + "/schema", "describedby", typeSchema, "its properties"},
	}}
	for _, system := range systems {
		d.CRS = append(d.CRS, system.URI)
	}
	return d, nil
}

func extentOf(sp data.Span) (e extentJSON) {
	if sp.Count > 0 {
		b := sp.Bound
		e.Spatial = &spatialJSON{[][4]float64{{b.Min[0], b.Min[1], b.Max[0], b.Max[1]}}, geo.CRS84().URI}
	}
	if !sp.First.IsZero() {
		first, last := sp.First.UTC(), sp.Last.UTC()
		e.Temporal = &temporalJSON{[][2]*time.Time{{&first, &last}}, "http://www.opengis.net/def/uom/ISO-8601/0/Gregorian"}
	}
	return e
}

// listCollections answers GET /collections.
func (s *Server) listCollections(c echo.Context) error {
	ctx := c.Request().Context()
	systems, err := s.systems(ctx)
	if err != nil {
		return err
	}
	documents := []collectionJSON{}
	for _, one := range s.collections(ctx) {
		d, err := s.document(ctx, one, systems)
		if err != nil {
			return err
		}
		documents = append(documents, d)
	}
	if wantsPage(c) {
		return s.listing(c, collectionsPage(documents))
	}
	return s.json(c, typeJSON, map[string]any{"collections": documents, "links": []link{
		{s.Public + "/collections", "self", typeJSON, "this list"},
		{s.Public + "/collections?f=html", "alternate", typeHTML, "this list for people"},
	}})
}

func collectionsPage(documents []collectionJSON) web.Listing {
	l := web.Listing{Title: "Collections", Columns: []string{"Collection", "What it holds"}, Links: []web.Entry{{Text: "as JSON", Href: "/collections?f=json"}}}
	for _, d := range documents {
		l.Rows = append(l.Rows, []web.Entry{{Text: d.ID, Href: "/collections/" + d.ID + "?f=html"}, {Text: d.Title}})
	}
	return l
}

// oneCollection answers GET /collections/{collection}.
func (s *Server) oneCollection(c echo.Context) error {
	ctx := c.Request().Context()
	one, err := s.collectionNamed(ctx, c.Param("collection"))
	if err != nil {
		return err
	}
	systems, err := s.systems(ctx)
	if err != nil {
		return err
	}
	d, err := s.document(ctx, one, systems)
	if err != nil {
		return err
	}
	if !wantsPage(c) {
		return s.json(c, typeJSON, d)
	}
	l := web.Listing{Title: d.Title, Columns: []string{"Property", "Kind"}, Links: entries(d.Links)}
	for _, column := range one.Columns {
		l.Rows = append(l.Rows, []web.Entry{{Text: column.Name}, {Text: string(column.Kind)}})
	}
	return s.listing(c, l)
}

func entries(links []link) (all []web.Entry) {
	for _, l := range links {
		all = append(all, web.Entry{Text: l.Title + " (" + l.Type + ")", Href: l.Href})
	}
	return all
}

// schema answers GET /collections/{collection}/schema and .../queryables: the properties as JSON Schema.
func (s *Server) schema(c echo.Context) error {
	ctx := c.Request().Context()
	one, err := s.collectionNamed(ctx, c.Param("collection"))
	if err != nil {
		return err
	}
	columns := one.Columns
	if strings.HasSuffix(c.Path(), "/queryables") {
		columns = one.queryables()
	}
	properties := map[string]any{geometryName: map[string]string{"format": "geometry-" + strings.ToLower(one.Geometry), "x-ogc-role": "primary-geometry"}}
	for _, column := range columns {
		properties[column.Name] = schemaOf[column.Kind]
	}
	return s.json(c, typeSchema, map[string]any{
		"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": s.Public + strings.Replace(c.Path(), ":collection", one.Name, 1),
		"type": "object", "title": one.Title, "properties": properties, "additionalProperties": false,
	})
}

// schemaOf is what a column holds, for OpenAPI and JSON Schema.
var schemaOf = map[format.Kind]any{
	format.Text: map[string]string{"type": "string"}, format.Integer: map[string]string{"type": "integer"},
	format.Number: map[string]string{"type": "number"}, format.Truth: map[string]string{"type": "boolean"},
	format.Instant: map[string]string{"type": "string", "format": "date-time"},
	format.List:    map[string]any{"type": "array", "items": map[string]string{"type": "string"}},
}

// itemsJSON is a page of features.
type itemsJSON struct {
	Type           string           `json:"type"`
	NumberMatched  int              `json:"numberMatched"`
	NumberReturned int              `json:"numberReturned"`
	Links          []link           `json:"links"`
	Features       []format.Feature `json:"features"`
}

// itemsPath is where features are read page by page.
const itemsPath = "/collections/:collection/items"

// items answers GET /collections/{collection}/items.
func (s *Server) items(c echo.Context) error {
	ctx := c.Request().Context()
	one, err := s.collectionNamed(ctx, c.Param("collection"))
	if err != nil {
		return err
	}
	plan, key := s.lasting(c, one)
	if kept := s.replies.find(key); kept != nil {
		return kept.send(c)
	}
	values, err := url.ParseQuery(c.Request().URL.RawQuery)
	if err != nil {
		return problem(http.StatusBadRequest, "", "the query cannot be read: %s", err)
	}
	systems, err := s.systems(ctx)
	if err != nil {
		return err
	}
	q, err := one.ask(values, systems)
	if err != nil {
		return err
	}
	if key != "" {
		q.plan = plan // not another that is tonight's by now
	}
	page, err := one.page(ctx, q)
	if err != nil {
		return err
	}
	links := s.pageLinks("/collections/"+one.Name+"/items", values, page)
	if wantsPage(c) {
		return s.listing(c, itemsPage(one, page, links))
	}
	if err := knownForm(c); err != nil {
		return err
	}
	body, err := encoded(itemsJSON{"FeatureCollection", page.matched, len(page.features), links, inSystem(page.features, q.crs)})
	if err != nil {
		return err
	}
	r := newReply(typeGeoJSON, body)
	r.crs = q.crs.URI
	s.replies.keep(key, r)
	return r.send(c)
}

// lasting gives the plan whose features a request asks for, and a key to the answer where it will always be the same: for
// programs, of layers that stand in the plan itself. An officer's key is the officer's unit's, a viewer's the viewers'.
func (s *Server) lasting(c echo.Context, one collection) (plan, key string) {
	if !one.ofPlan || one.Name == format.RiskLayer().Name || wantsPage(c) {
		return "", ""
	}
	ctx := c.Request().Context()
	made, err := s.planNamed(ctx, c.QueryParam("plan"))
	if err != nil {
		return "", "" // told when the page is looked for
	}
	return made.ID, strings.Join([]string{made.ID, string(callerOf(ctx).user.Role), callerOf(ctx).user.Unit, one.Name, c.Request().URL.RawQuery}, "\n")
}

// pageLinks are this page, the same for people or programs, and the next one.
func (s *Server) pageLinks(path string, values url.Values, page found) []link {
	with := func(name, value string) string {
		changed := url.Values{}
		for k, v := range values {
			changed[k] = v
		}
		if name != "" {
			changed.Set(name, value)
		}
		if len(changed) == 0 {
			return s.Public + path
		}
		return s.Public + path + "?" + changed.Encode()
	}
	links := []link{{with("", ""), "self", typeGeoJSON, "this page"}, {with("f", "html"), "alternate", typeHTML, "this page for people"}}
	if page.more {
		links = append(links, link{with("after", strconv.FormatInt(page.last, 10)), "next", typeGeoJSON, "the next page"})
	}
	return links
}

// inSystem gives features in a reference system. They are copies where it is not the one they have.
func inSystem(features []format.Feature, system geo.CRS) []format.Feature {
	moved := make([]format.Feature, len(features))
	copy(moved, features)
	if system.URI == geo.CRS84().URI {
		return moved
	}
	for i, f := range moved {
		if shape := f.Shape(); shape != nil {
			moved[i].Geometry = geojson.NewGeometry(system.Geometry(shape))
		}
	}
	return moved
}

func itemsPage(c collection, page found, links []link) web.Listing {
	l := web.Listing{Title: c.Title, Note: fmt.Sprintf("%d of %d features", len(page.features), page.matched), Columns: []string{"id"}, Links: entries(links)}
	for _, column := range c.Columns {
		l.Columns = append(l.Columns, column.Name)
	}
	for _, f := range page.features {
		row := []web.Entry{{Text: f.ID, Href: "/collections/" + c.Name + "/items/" + url.PathEscape(f.ID) + "?f=html"}}
		for _, v := range f.Values() {
			row = append(row, web.Entry{Text: readable(v)})
		}
		l.Rows = append(l.Rows, row)
	}
	return l
}

func readable(v any) string {
	switch v := v.(type) {
	case time.Time:
		return v.Format("2006-01-02 15:04 -07:00")
	case *time.Time:
		if v == nil {
			return ""
		}
		return readable(*v)
	case *int64:
		if v == nil {
			return ""
		}
		return readable(*v)
	case float64:
		return strconv.FormatFloat(math.Round(v*1e6)/1e6, 'f', -1, 64)
	case []string:
		return strings.Join(v, ", ")
	}
	return fmt.Sprint(v)
}

// itemJSON is one feature with its links.
type itemJSON struct {
	format.Feature
	Links []link `json:"links"`
}

// item answers GET /collections/{collection}/items/{id}.
func (s *Server) item(c echo.Context) error {
	ctx := c.Request().Context()
	one, err := s.collectionNamed(ctx, c.Param("collection"))
	if err != nil {
		return err
	}
	if c.QueryParams().Has("plan") && !one.ofPlan {
		return problem(http.StatusBadRequest, "plan", "this address has no such parameter")
	}
	systems, err := s.systems(ctx)
	if err != nil {
		return err
	}
	system, err := systemNamed("crs", c.QueryParam("crs"), systems)
	if err != nil {
		return err
	}
	id, err := url.PathUnescape(c.Param("id"))
	if err != nil {
		return data.ErrNotFound
	}
	feature, err := one.feature(ctx, c.QueryParam("plan"), id)
	if err != nil {
		return err
	}
	at := s.Public + "/collections/" + one.Name
	links := []link{
		{at + "/items/" + url.PathEscape(id), "self", typeGeoJSON, "this feature"},
		{at + "/items/" + url.PathEscape(id) + "?f=html", "alternate", typeHTML, "this feature for people"},
		{at, "collection", typeJSON, "its collection"},
	}
	if wantsPage(c) {
		return s.listing(c, itemsPage(one, found{features: []format.Feature{feature}, matched: 1}, links))
	}
	c.Response().Header().Set("Content-Crs", "<"+system.URI+">")
	return s.json(c, typeGeoJSON, itemJSON{inSystem([]format.Feature{feature}, system)[0], links})
}
