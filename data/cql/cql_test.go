package cql

import (
	"errors"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"nightbeat/geo"
)

var options = Options{Geometry: "geometry", CRS: geo.CRS84(), Columns: []Column{
	{"unit", Text}, {"名称", Text}, {"dwell_s", Number}, {"gap_s", Number}, {"must", Truth}, {"arrive", Instant}, {"leave", Instant}, {"order", Text},
}}

// stay is a feature of the tests.
type stay map[string]any

func (s stay) Value(column string) any { return s[column] }

func (s stay) Shape() orb.Geometry {
	g, _ := s["geometry"].(orb.Geometry)
	return g
}

func stayed() stay {
	at := time.Date(2026, 7, 1, 22, 30, 0, 0, time.FixedZone("", 8*3600))
	return stay{"unit": "A1", "名称": "O'Brien 派出所", "dwell_s": 840.0, "must": true, "arrive": at, "leave": at.Add(14 * time.Minute), "order": "x",
		"geometry": orb.Point{118.2, 39.7}}
}

func TestConditions(t *testing.T) {
	for text, want := range map[string]bool{
		"unit = 'A1'": true, "unit='A2'": false, "unit <> 'A1'": false, "'A1' = unit": true, `"unit" = 'A1'`: true, "unit > 'A0' and unit < 'A2'": true,
		"名称 = 'O''Brien 派出所'": true, `名称 = 'O\'Brien 派出所'`: true, `"order" = 'x'`: true,
		"dwell_s = 840": true, "dwell_s >= 8.4e2": true, "dwell_s < -1": false, "dwell_s <= +840": true, "dwell_s BETWEEN 800 AND 840": true, "dwell_s NOT BETWEEN 800 AND 840": false,
		"unit IN ('A2','A1')": true, "unit NOT IN ('A2')": true, "dwell_s IN (1, 2)": false,
		"must": true, "NOT must": false, "must = TRUE": true, "must = false": false, "TRUE": true, "FALSE OR must": true, "must AND unit = 'A2'": false,
		"unit = 'A1' OR unit = 'A2' AND dwell_s = 0": true, "(unit = 'A1' OR unit = 'A2') AND dwell_s = 0": false, "not not must": true,
		// what is null is unknown, and so is its opposite
		"gap_s IS NULL": true, "gap_s IS NOT NULL": false, "gap_s = 0": false, "NOT gap_s = 0": false, "gap_s <> 0": false, "gap_s = 0 OR must": true, "gap_s = gap_s": false,
		"NOT (gap_s = 0 AND must)": false, "NOT (gap_s = 0 AND NOT must)": true, "gap_s IN (1)": false, "gap_s NOT IN (1)": false,
		"名称 LIKE '%派出_'": true, "名称 LIKE 'o%'": false, "名称 NOT LIKE 'o%'": true, "unit LIKE 'A1'": true, "unit LIKE ''": false, "unit LIKE '%%'": true,
		"arrive = TIMESTAMP('2026-07-01T14:30:00Z')": true, "arrive < TIMESTAMP('2026-07-01T22:31:00+08:00')": true, "arrive >= DATE('2026-07-02')": false, "arrive < leave": true,
		"T_AFTER(arrive, TIMESTAMP('2026-07-01T14:00:00Z'))": true, "T_BEFORE(arrive, leave)": true, "T_DURING(arrive, INTERVAL('2026-07-01','2026-07-01'))": true,
		"T_DURING(INTERVAL(arrive,leave), INTERVAL('..','2026-07-01T14:40:00Z'))": false, "T_INTERSECTS(INTERVAL(arrive, leave), TIMESTAMP('2026-07-01T14:40:00Z'))": true,
		"T_DISJOINT(arrive, DATE('2026-07-01'))": false, "T_EQUALS(INTERVAL(arrive,leave), INTERVAL(arrive,leave))": true, "T_CONTAINS(DATE('2026-07-01'), arrive)": true,
		"T_STARTS(arrive, INTERVAL(arrive,leave))": true, "T_FINISHES(leave, INTERVAL(arrive,leave))": true, "T_STARTEDBY(INTERVAL(arrive,leave), arrive)": true,
		"T_FINISHEDBY(INTERVAL(arrive,leave), leave)": true, "T_MEETS(arrive, INTERVAL(arrive,leave))": true, "T_METBY(leave, INTERVAL(arrive,leave))": true,
		"T_OVERLAPS(INTERVAL(arrive,leave), INTERVAL('2026-07-01T14:40:00Z','..'))": true, "T_OVERLAPPEDBY(INTERVAL(arrive,leave), INTERVAL('..','2026-07-01T14:40:00Z'))": true,
		"S_INTERSECTS(geometry, BBOX(118,39,119,40))": true, "s_intersects(geometry, bbox(118,39,0,119,40,9))": true, "S_INTERSECTS(BBOX(118.3,39,119,40), geometry)": false,
		"S_INTERSECTS(geometry, BBOX(170,39,118.2,40))": true, "S_INTERSECTS(geometry, BBOX(170,39,118.1,40))": false,
		"S_INTERSECTS(geometry, POINT(118.2 39.7))": true, "S_INTERSECTS(geometry, POLYGON((118 39, 119 39, 118 40, 118 39)))": true,
		"S_INTERSECTS(geometry, MULTIPOLYGON(((0 0,1 0,1 1,0 0)),((118 39, 119 39, 118 40, 118 39))))": true, "S_INTERSECTS(geometry, LINESTRING(118 39.7, 119 39.7))": true,
		"S_INTERSECTS(geometry, MULTIPOINT((0 0),(118.2 39.7)))": true, "NOT S_INTERSECTS(geometry, POINT(0 0))": true,
	} {
		f, err := Parse(text, options)
		if err != nil {
			t.Errorf("%s: %v", text, err)
		} else if got := f.Matches(stayed()); got != want {
			t.Errorf("%s: %t", text, got)
		}
	}
}

func TestRefusals(t *testing.T) {
	for text, at := range map[string]int{
		"": 0, "unit": 4, "unit =": 6, "unit = 'A1": 7, "unit = A2": 7, "nosuch = 1": 0, "unit = 1": 7, "dwell_s = 'x'": 10, "dwell_s = 1e999": 10, "dwell_s = --1": 10,
		"(must": 5, "must)": 4, "must must": 5, "must AND": 8, "unit LIKE 1": 10, "'a' LIKE 'b'": 9, "dwell_s LIKE 'x'": 13, "unit IN ()": 9, "unit IN ('a'": 12, "unit IN ('a', 1)": 14,
		"unit BETWEEN 'a'": 16, "unit IS 3": 8, "unit NOT 3": 9, "unit ! 3": 5, "arrive = '2026-07-01'": 9, "arrive = TIMESTAMP('tomorrow')": 19, "arrive = DATE(2026)": 14,
		"T_AFTER(unit, arrive)": 8, "T_AFTER(arrive)": 14, "T_NOSUCH(arrive, leave)": 0, "T_DURING(arrive, INTERVAL('x','..'))": 26,
		"S_INTERSECTS(geometry, geometry)": 31, "S_INTERSECTS(geometry, BBOX(1,2,3))": 23, "S_INTERSECTS(geometry, BBOX(1,5,2,4))": 23, "S_INTERSECTS(geometry, CIRCLE(1 2))": 23,
		"S_INTERSECTS(geometry, POLYGON EMPTY)": 36, "S_INTERSECTS(unit, POINT(1 2))": 17, "S_INTERSECTS(geometry, POINT(1 2)": 33, "S_INTERSECTS(geometry, POINT(1e999 2))": 23,
		"unit = '\x00'": 0, "unit = '\xff'": 0, strings.Repeat("(", 100) + "must" + strings.Repeat(")", 100): 32,
		strings.Repeat("must OR ", 400) + "must": 2400, "unit = '" + strings.Repeat("x", maxBytes) + "'": maxBytes,
	} {
		_, err := Parse(text, options)
		var told *Error
		if !errors.As(err, &told) || told.At != at || told.What == "" {
			t.Errorf("%.60s: %v, want a refusal at %d", text, err, at)
		}
	}
}

// TestPlacesInReferenceSystems writes one box and one point in three systems.
func TestPlacesInReferenceSystems(t *testing.T) {
	for i, texts := range [][]string{
		{"BBOX(118.1,39.6,118.3,39.8)", "POLYGON((118.1 39.6, 118.3 39.6, 118.3 39.8, 118.1 39.6))"},
		{"BBOX(39.6,118.1,39.8,118.3)", "POLYGON((39.6 118.1, 39.6 118.3, 39.8 118.3, 39.6 118.1))"},
		{}, // EPSG:4490 is the same
		{"BBOX(13146831,4807980,13169096,4836933)", "POLYGON((13146831 4807980, 13169096 4807980, 13169096 4836933, 13146831 4807980))"},
	} {
		for _, text := range texts {
			opt := options
			opt.CRS = geo.CRSs(orb.Point{118, 39})[i]
			f, err := Parse("S_INTERSECTS(geometry, "+text+")", opt)
			if err != nil || !f.Matches(stayed()) || f.Matches(stay{"geometry": orb.Point{118.4, 39.7}}) {
				t.Errorf("%s in %s: %v", text, opt.CRS.URI, err)
			}
		}
	}
}

// TestLikeIsARegularExpression compares random patterns with Go's regular expressions.
func TestLikeIsARegularExpression(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	some := 0
	for range 5000 {
		var like, text strings.Builder
		expression := `(?s)\A`
		for range rng.IntN(7) {
			i := rng.IntN(7)
			like.WriteString([]string{"a", "b", "%", "_", `\%`, `\\`, "盗"}[i])
			expression += []string{"a", "b", ".*", ".", "%", `\\`, "盗"}[i]
		}
		for range rng.IntN(6) {
			text.WriteString([]string{"a", "b", "%", `\`, "盗"}[rng.IntN(5)])
		}
		want := regexp.MustCompile(expression + `\z`).MatchString(text.String())
		if got := matches([]rune(text.String()), pattern(like.String())); got != want {
			t.Errorf("%q LIKE %q: %t", text.String(), like.String(), got)
		}
		if want {
			some++
		}
	}
	if some < 200 {
		t.Errorf("only %d patterns were kept", some)
	}
}

// plain spells a filter for a reader.
type plain struct{}

func (plain) Column(name string) string { return name }
func (plain) Argument(value any) any    { return value }
func (plain) Like(column, pattern string) (string, []any) {
	return column + " LIKE ?", []any{pattern}
}
func (plain) Intersects(with orb.Geometry) (string, []any) { return "INTERSECTS(?)", []any{with} }

func TestSQL(t *testing.T) {
	f, err := Parse("unit = 'x'' OR 1=1' AND (NOT must OR dwell_s IN (1, 2)) AND gap_s IS NULL AND unit LIKE 'a%' AND S_INTERSECTS(geometry, POINT(1 2))", options)
	if err != nil {
		t.Fatal(err)
	}
	clause, args := f.SQL(plain{})
	const want = "(unit = ? AND (NOT (must = ?) OR (dwell_s = ? OR dwell_s = ?)) AND gap_s IS NULL AND unit LIKE ? AND INTERSECTS(?))"
	if clause != want || len(args) != strings.Count(want, "?") || args[0] != "x' OR 1=1" {
		t.Errorf("%s %v", clause, args)
	}
	both, _ := Equal("unit", "A1").And(Filter{}).And(Equal("dwell_s", 3.0)).SQL(plain{})
	if both != "(unit = ? AND dwell_s = ?)" {
		t.Error(both)
	}
}

// FuzzParse reads any text: a filter, which can be evaluated and put into SQL with as many arguments as it asks for, or an error.
func FuzzParse(f *testing.F) {
	for _, text := range []string{"unit = 'A1' AND NOT (dwell_s IN (1,2) OR must)", "S_INTERSECTS(geometry, POLYGON((118 39,119 39,119 40,118 39)))",
		"T_DURING(arrive, INTERVAL('2026-07-01','..'))", "unit LIKE '%_\\%'", "S_INTERSECTS(geometry,BBOX(1,2,3,4))", "((("} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		parsed, err := Parse(text, options)
		if err != nil {
			if !errors.As(err, new(*Error)) {
				t.Fatalf("%T: %v", err, err)
			}
			return
		}
		parsed.Matches(stayed())
		clause, args := parsed.SQL(plain{})
		if strings.Count(clause, "?") != len(args) {
			t.Errorf("%s: %d arguments", clause, len(args))
		}
	})
}
