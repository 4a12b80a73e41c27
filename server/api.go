package server

import (
	_ "embed"
	"encoding/json"
	"slices"

	"github.com/labstack/echo/v4"

	"nightbeat/data/format"
	"nightbeat/server/web"
)

//go:embed api.json
var apiText []byte

// conforms are the conformance classes that docs/conformance.md ticks.
var conforms = []string{
	"http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
	"http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/oas30",
	"http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/html",
	"http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson",
	"http://www.opengis.net/spec/ogcapi-features-2/1.0/conf/crs",
	"http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/queryables",
	"http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/queryables-query-parameters",
	"http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/filter",
	"http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/features-filter",
	"http://www.opengis.net/spec/cql2/1.0/conf/cql2-text",
	"http://www.opengis.net/spec/cql2/1.0/conf/basic-cql2",
	"http://www.opengis.net/spec/cql2/1.0/conf/advanced-comparison-operators",
	"http://www.opengis.net/spec/cql2/1.0/conf/basic-spatial-functions",
	"http://www.opengis.net/spec/cql2/1.0/conf/basic-spatial-functions-plus",
	"http://www.opengis.net/spec/cql2/1.0/conf/temporal-functions",
	"http://www.opengis.net/spec/cql2/1.0/conf/property-property",
	"http://www.opengis.net/spec/ogcapi-processes-1/1.0/conf/core",
	"http://www.opengis.net/spec/ogcapi-processes-1/1.0/conf/ogc-process-description",
	"http://www.opengis.net/spec/ogcapi-processes-1/1.0/conf/json",
	"http://www.opengis.net/spec/ogcapi-processes-1/1.0/conf/job-list",
	"http://www.opengis.net/spec/ogcapi-processes-1/1.0/conf/dismiss",
}

// landingDocument is the landing page for programs.
func (s *Server) landingDocument() any {
	return map[string]any{
		"title": "Nightbeat: patrol routes for the night", "description": "Tonight's routes, stops, legs and risk, and the incidents behind them",
		"links": []link{
			{s.Public + "/", "self", typeJSON, "this page"},
			{s.Public + "/?f=html", "alternate", typeHTML, "the latest plan for people"},
			{s.Public + "/api", "service-desc", typeAPI, "the API's definition"},
			{s.Public + "/api.html", "service-doc", typeHTML, "the API for people"},
			{s.Public + "/conformance", "conformance", typeJSON, "which standards this keeps"},
			{s.Public + "/collections", "data", typeJSON, "the collections of features"},
			{s.Public + "/processes", "http://www.opengis.net/def/rel/ogc/1.0/processes", typeJSON, "what can be computed"},
			{s.Public + "/jobs", "http://www.opengis.net/def/rel/ogc/1.0/job-list", typeJSON, "plans being made"},
			{s.Public + "/plans", "collection", typeJSON, "all plans; POST a request to make one"},
			{s.Public + "/tiles/streets", "tiles", typeJSON, "streets as vector tiles; also /tiles/risk and /tiles/routes"},
			{s.Public + "/plans/latest", "latest-version", typeGeoJSON, "the latest plan"},
		},
	}
}

// conformance answers GET /conformance.
func (s *Server) conformance(c echo.Context) error {
	if !wantsPage(c) {
		return s.json(c, typeJSON, map[string]any{"conformsTo": conforms})
	}
	l := web.Listing{Title: "Conformance", Columns: []string{"Class"}, Links: []web.Entry{{Text: "as JSON", Href: "/conformance?f=json"}}}
	for _, class := range conforms {
		l.Rows = append(l.Rows, []web.Entry{{Text: class}})
	}
	return s.listing(c, l)
}

// api answers GET /api: the written definition, with the addresses of every collection and the server's own.
func (s *Server) api(c echo.Context) error {
	definition, err := s.definition()
	if err != nil {
		return err
	}
	return s.json(c, typeAPI, definition)
}

func (s *Server) definition() (map[string]any, error) {
	var definition map[string]any
	if err := json.Unmarshal(apiText, &definition); err != nil {
		return nil, err
	}
	definition["servers"] = []any{map[string]string{"url": s.Public}}
	paths := definition["paths"].(map[string]any) // the text is ours
	for _, one := range s.allCollections() {
		paths["/collections/"+one.Name+"/items"] = map[string]any{"get": one.itemsOperation()}
		paths["/collections/"+one.Name+"/items/{id}"] = map[string]any{"get": one.itemOperation()}
	}
	return definition, nil
}

// shared are the parameters that the definition describes once for all collections.
var shared = []string{"f", "bbox", "bbox-crs", "crs", "datetime", "filter", "filter-lang", "filter-crs", "limit", "after", "plan"}

func reference(kind, name string) any {
	return map[string]string{"$ref": "#/components/" + kind + "/" + name}
}

func (c collection) itemsOperation() any {
	var parameters []any
	for _, name := range c.parameters() {
		if slices.Contains(shared, name) {
			parameters = append(parameters, reference("parameters", name))
		}
	}
	for _, column := range c.queryables() {
		parameters = append(parameters, filterParameter(column))
	}
	return operation("items of "+c.Name, c.Title, "Features", parameters)
}

func filterParameter(column format.Column) any {
	return map[string]any{
		"name": column.Name, "in": "query", "required": false, "style": "form", "explode": false, "schema": schemaOf[column.Kind],
		"description": "only features whose " + column.Name + " is this",
	}
}

func (c collection) itemOperation() any {
	parameters := []any{reference("parameters", "id"), reference("parameters", "f"), reference("parameters", "crs")}
	if c.ofPlan {
		parameters = append(parameters, reference("parameters", "plan"))
	}
	return operation("item of "+c.Name, "one of: "+c.Title, "Feature", parameters)
}

func operation(id, summary, response string, parameters []any) any {
	return map[string]any{
		"operationId": id, "summary": summary, "tags": []string{"features"}, "parameters": parameters,
		"responses": map[string]any{"200": reference("responses", response), "304": reference("responses", "Unchanged"), "default": reference("responses", "Problem")},
	}
}

// apiPage answers GET /api.html: every address with what it does.
func (s *Server) apiPage(c echo.Context) error {
	definition, err := s.definition()
	if err != nil {
		return err
	}
	l := web.Listing{Title: "The API", Columns: []string{"Address", "Method", "What it does"}, Links: []web.Entry{{Text: "OpenAPI 3.0", Href: "/api"}}}
	paths := definition["paths"].(map[string]any)
	for _, path := range sortedKeys(paths) {
		methods := paths[path].(map[string]any)
		for _, method := range sortedKeys(methods) {
			summary, _ := methods[method].(map[string]any)["summary"].(string)
			l.Rows = append(l.Rows, []web.Entry{{Text: path}, {Text: method}, {Text: summary}})
		}
	}
	return s.listing(c, l)
}

func sortedKeys(m map[string]any) []string {
	var keys []string
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
