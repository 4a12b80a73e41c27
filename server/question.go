package server

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/paulmach/orb"

	"nightbeat/data"
	"nightbeat/data/cql"
	"nightbeat/data/format"
	"nightbeat/geo"
)

// The number of features in a page: by default, and at most, whatever is asked for.
const (
	defaultLimit = 10
	maxLimit     = 10_000
)

// question is what an items request asks for.
type question struct {
	plan        string
	within      []orb.Bound // in one of these; none for everywhere
	from, until time.Time   // zero for no end
	equal       map[string]string
	filter      cql.Filter
	after       int64
	limit       int
	crs         geo.CRS // of the answer
}

// itemParameters are the parameters that the items of every collection have.
var itemParameters = []string{"f", "bbox", "bbox-crs", "crs", "datetime", "filter", "filter-lang", "filter-crs", "limit", "after"}

// parameters are all parameters of a collection's items.
func (c collection) parameters() []string {
	names := slices.Clone(itemParameters)
	if c.ofPlan {
		names = append(names, "plan")
	}
	for _, column := range c.queryables() {
		names = append(names, column.Name)
	}
	return names
}

// queryables are the columns that can be asked for: each by equality with a parameter of its name, all in filter.
func (c collection) queryables() []format.Column {
	columns := slices.DeleteFunc(slices.Clone(c.Columns), func(column format.Column) bool {
		return column.Kind == format.List || c.ofPlan && column.Name == "plan"
	})
	if !c.ofPlan {
		columns = append(columns, format.Column{Name: "id", Kind: format.Text})
	}
	return columns
}

// ask reads a question from the parameters of a request, and refuses what the collection does not have.
func (c collection) ask(values url.Values, systems []geo.CRS) (q question, err error) {
	if err := only(values, c.parameters()); err != nil {
		return q, err
	}
	q = question{plan: values.Get("plan"), limit: defaultLimit, equal: map[string]string{}}
	if q.crs, err = systemNamed("crs", values.Get("crs"), systems); err != nil {
		return q, err
	}
	if q.within, err = boxes(values, systems); err != nil {
		return q, err
	}
	if q.from, q.until, err = interval(values.Get("datetime")); err != nil {
		return q, err
	}
	if err := q.paging(values); err != nil {
		return q, err
	}
	if q.filter, err = c.filter(values, systems); err != nil {
		return q, err
	}
	return q, c.properties(values, &q)
}

// only refuses unknown parameters and those given twice (OGC API - Features Part 1, 7.3 and 7.4).
func only(values url.Values, known []string) error {
	for name, given := range values {
		if !slices.Contains(known, name) {
			return problem(http.StatusBadRequest, name, "this address has no such parameter")
		}
		if len(given) > 1 {
			return problem(http.StatusBadRequest, name, "is given twice")
		}
	}
	return nil
}

func (q *question) paging(values url.Values) error {
	if given := values.Get("limit"); values.Has("limit") {
		n, err := strconv.Atoi(given)
		if err != nil || n < 1 {
			return problem(http.StatusBadRequest, "limit", "write a whole number from 1")
		}
		q.limit = min(n, maxLimit)
	}
	if given := values.Get("after"); values.Has("after") {
		n, err := strconv.ParseInt(given, 10, 64)
		if err != nil || n < 0 {
			return problem(http.StatusBadRequest, "after", "follow the link next; write no number of your own")
		}
		q.after = n
	}
	return nil
}

// properties reads the parameters that are named like columns.
func (c collection) properties(values url.Values, q *question) error {
	for _, column := range c.queryables() {
		if !values.Has(column.Name) {
			continue
		}
		given := values.Get(column.Name)
		var err error
		switch column.Kind {
		case format.Integer:
			_, err = strconv.ParseInt(given, 10, 64)
		case format.Number:
			_, err = strconv.ParseFloat(given, 64)
		case format.Truth:
			_, err = strconv.ParseBool(given)
		case format.Instant:
			var at time.Time
			at, err = time.Parse(time.RFC3339, strings.ToUpper(given))
			q.filter = q.filter.And(cql.Equal(column.Name, at))
		}
		if err != nil {
			return problem(http.StatusBadRequest, column.Name, "is no %s", column.Kind)
		}
		if column.Kind != format.Instant {
			q.equal[column.Name] = given
		}
	}
	return nil
}

// systemNamed finds a reference system by its address; CRS84 where none is asked for.
func systemNamed(parameter, uri string, systems []geo.CRS) (geo.CRS, error) {
	if uri == "" {
		return geo.CRS84(), nil
	}
	uri = strings.Trim(uri, "<>")
	if i := slices.IndexFunc(systems, func(c geo.CRS) bool { return c.URI == uri }); i >= 0 {
		return systems[i], nil
	}
	return geo.CRS{}, problem(http.StatusBadRequest, parameter, "is none of the collection's reference systems; see crs in the collection")
}

// boxes reads bbox: four numbers, or six with heights that do not matter. In degrees a west above the east means a box
// across the antimeridian: two boxes.
func boxes(values url.Values, systems []geo.CRS) ([]orb.Bound, error) {
	system, err := systemNamed("bbox-crs", values.Get("bbox-crs"), systems)
	if err != nil || !values.Has("bbox") {
		return nil, err
	}
	corners, ok := cql.Corners(values.Get("bbox"))
	if !ok {
		return nil, problem(http.StatusBadRequest, "bbox", "write four numbers: west,south,east,north")
	}
	low, high := corners[0], corners[1]
	if !system.Metric {
		low, high = system.From(low), system.From(high)
	}
	switch across := low[0] > high[0]; {
	case low[1] > high[1], across && system.Metric:
		return nil, problem(http.StatusBadRequest, "bbox", "its second corner lies below its first")
	case across:
		return []orb.Bound{{Min: low, Max: orb.Point{180, high[1]}}, {Min: orb.Point{-180, low[1]}, Max: high}}, nil
	case system.Metric:
		return []orb.Bound{system.Bound(orb.Bound{Min: low, Max: high})}, nil
	}
	return []orb.Bound{{Min: low, Max: high}}, nil
}

// interval reads datetime: an instant, or two joined by a slash of which one may be open, as ".." or nothing.
func interval(datetime string) (from, until time.Time, err error) {
	if datetime == "" {
		return from, until, nil
	}
	start, end, pair := strings.Cut(datetime, "/")
	if from, err = instant(start, pair); err != nil {
		return from, until, err
	}
	if !pair {
		return from, from, nil
	}
	if until, err = instant(end, pair); err != nil {
		return from, until, err
	}
	if !until.IsZero() && until.Before(from) {
		return from, until, problem(http.StatusBadRequest, "datetime", "it ends before it begins")
	}
	return from, until, nil
}

func instant(text string, mayBeOpen bool) (time.Time, error) {
	if mayBeOpen && (text == "" || text == "..") {
		return time.Time{}, nil
	}
	at, err := time.Parse(time.RFC3339, strings.ToUpper(text))
	if err != nil {
		return at, problem(http.StatusBadRequest, "datetime", "write RFC 3339 with an offset, such as 2026-07-01T20:00:00+08:00, or two such times joined by /")
	}
	return at, nil
}

// matches tells whether a feature of a plan is asked for.
func (q question) matches(l format.Layer, f format.Feature) bool {
	if len(q.within) > 0 && !q.touches(f.Shape()) {
		return false
	}
	if from, until := timesOf(l, f); !from.IsZero() && (!q.until.IsZero() && from.After(q.until) || until.Before(q.from)) {
		return false
	}
	for name, wanted := range q.equal {
		if !equals(f.Value(l, name), wanted) {
			return false
		}
	}
	return q.filter.Matches(asked{l, f})
}

func (q question) touches(shape orb.Geometry) bool {
	return shape != nil && slices.ContainsFunc(q.within, func(b orb.Bound) bool { return geo.Meet(b, shape) })
}

func equals(v any, wanted string) bool {
	switch v := v.(type) {
	case string:
		return v == wanted
	case float64:
		w, err := strconv.ParseFloat(wanted, 64)
		return err == nil && v == w
	case bool:
		w, err := strconv.ParseBool(wanted)
		return err == nil && v == w
	case *int64:
		return v != nil && equals(*v, wanted)
	}
	w, err := strconv.ParseInt(wanted, 10, 64)
	return err == nil && fmt.Sprint(v) == strconv.FormatInt(w, 10)
}

// query is the question as the store takes it; not possible where no incident can be meant.
func (q question) query() (query data.Query, possible bool) {
	query = data.Query{Within: q.within, From: q.from, Until: q.until, Filter: q.filter, After: q.after, Limit: q.limit}
	for name, wanted := range q.equal {
		switch name {
		case "category":
			query.Category = &wanted
		case "id":
			query.ID = &wanted
		case "source":
			discovered := wanted == "discovered"
			if query.Discovered = &discovered; !discovered && wanted != "reported" {
				return query, false
			}
		case "time_precision":
			precision, known := format.PrecisionNamed(wanted)
			if query.Precision = &precision; !known {
				return query, false
			}
		}
	}
	return query, true
}
