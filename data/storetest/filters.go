package storetest

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"nightbeat/data"
	"nightbeat/data/cql"
	"nightbeat/geo"
	"nightbeat/planner"
)

// filters puts random conditions and compares the answers with a plain loop.
func filters(t *testing.T, s data.Store) {
	given := Town(6, 300)
	given[0].Category, given[1].Category = "50%_[a]*?", `back\slash`
	take(t, s, given)
	rng := rand.New(rand.NewPCG(7, 7))
	some := 0
	for range 300 {
		text := condition(rng, given, 3)
		f, err := cql.Parse(text, cql.Options{Columns: data.IncidentColumns(), Geometry: "geometry", CRS: geo.CRS84()})
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		q := data.Query{Filter: f, Limit: len(given)}
		var got, want []string
		for _, in := range given {
			if q.Matches(in) {
				want = append(want, in.ID)
			}
		}
		p := page(t, s, q)
		for _, k := range p.Incidents {
			got = append(got, k.ID)
		}
		if !slices.Equal(got, want) || p.Matched != len(want) {
			t.Fatalf("%s: %d of %d, a loop finds %d", text, len(got), p.Matched, len(want))
		}
		if len(want) > 0 && len(want) < len(given) {
			some++
		}
	}
	if some < 100 {
		t.Errorf("only %d conditions parted the incidents", some)
	}
}

// condition is a random condition about incidents like those given.
func condition(rng *rand.Rand, given []planner.Incident, depth int) string {
	if depth > 0 {
		switch inner := func() string { return condition(rng, given, depth-1) }; rng.IntN(4) {
		case 0:
			return "(" + inner() + " AND " + inner() + ")"
		case 1:
			return "(" + inner() + " or " + inner() + ")"
		case 2:
			return "NOT (" + inner() + ")"
		}
	}
	one, other := given[rng.IntN(len(given))], given[rng.IntN(len(given))]
	quoted := func(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }
	at := func(in planner.Incident) string { return quoted(in.At.Format(time.RFC3339)) }
	op := []string{"=", "<>", "<", ">", "<=", ">="}[rng.IntN(6)]
	west, south := one.Place[0], one.Place[1]
	east, north := west+rng.Float64()/20, south+rng.Float64()/20
	all := []string{
		"category " + op + " " + quoted(one.Category), "id IN (" + quoted(one.ID) + ", " + quoted(other.ID) + ")",
		"category LIKE '%B_rg%'", "category NOT LIKE 'burg%'", `category LIKE '50\%\_[a]*?'`, `category LIKE '%k\\slash'`, "category LIKE '盗_'",
		"time " + op + " TIMESTAMP(" + at(one) + ")", "time BETWEEN DATE('2024-05-01') AND TIMESTAMP(" + at(one) + ")",
		"interval_start IS NULL", "interval_end IS NOT NULL", "interval_start " + op + " time", "source = 'discovered'", "time_precision <> 'day'",
		"T_AFTER(time, TIMESTAMP(" + at(one) + "))", "T_DURING(INTERVAL(interval_start, interval_end), INTERVAL('2024-06-01', '..'))",
		"T_INTERSECTS(INTERVAL(interval_start, interval_end), DATE('" + one.At.UTC().Format(time.DateOnly) + "'))",
		"T_EQUALS(time, TIMESTAMP(" + at(one) + "))", "T_DISJOINT(time, INTERVAL('..', '2024-12-31'))",
		fmt.Sprintf("S_INTERSECTS(geometry, BBOX(%v,%v,%v,%v))", west, south, east, north),
		fmt.Sprintf("S_INTERSECTS(POLYGON((%v %v, %v %v, %v %v, %v %v)), geometry)", west, south, east, south, west, north, west, south),
		fmt.Sprintf("S_INTERSECTS(geometry, POINT(%v %v))", west, south), "TRUE",
	}
	return all[rng.IntN(len(all))]
}
