package planner

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/paulmach/orb"
)

// Whatever was counted, all totals of the log agree with the reports that are counted one by one.
func TestLogAddsUp(t *testing.T) {
	rng := rand.New(rand.NewPCG(8, 3))
	areas := []Area{{Name: "East", Shape: orb.MultiPolygon{{{{118, -1}, {118.005, -1}, {118.005, 1}, {118, 1}, {118, -1}}}}}}
	for range 200 {
		var l Log
		slow := map[string]int{} // by each margin's name and kind
		all := 0
		for night := range 1 + rng.IntN(5) {
			plan := &Plan{Request: Request{Shift: Shift{Start: time.Date(2026, 7, 1+night, 20, 0, 0, 0, time.UTC)}, Units: []Unit{{ID: "A1", Name: "Car 1"}, {ID: "A2", Name: "Car 2"}}}}
			for i := range 4 {
				plan.Stops = append(plan.Stops, Stop{ID: fmt.Sprint("S", i), Name: fmt.Sprint("Street ", i%3), Place: metres(float64(300 * i))}) // two of one name; the last two outside the area
			}
			var reports []Report
			for range rng.IntN(40) {
				stop := rng.IntN(6) // some where no stop is
				r := Report{Unit: []string{"A1", "A2", ""}[rng.IntN(3)], Stop: fmt.Sprint("S", stop), Kind: ReportKinds()[rng.IntN(len(ReportKinds()))]}
				reports = append(reports, r)
				if !slices.Contains(Services(), r.Kind) {
					continue
				}
				all++
				place, area := "", ""
				if stop < 4 {
					place = fmt.Sprint("Street ", stop%3)
				}
				if stop < 2 {
					area = "East"
				}
				unit := map[string]string{"A1": "Car 1", "A2": "Car 2"}[r.Unit]
				for _, name := range []string{"night " + plan.Request.Shift.Start.Format("2006-01-02"), "unit " + unit, "place " + place, "area " + area} {
					slow[name+" "+string(r.Kind)]++
				}
			}
			l.Add(plan, reports, areas)
		}
		for margin, name := range map[string]func(Served) string{
			"night": func(s Served) string { return s.Night }, "unit": func(s Served) string { return s.Unit },
			"place": func(s Served) string { return s.Place }, "area": func(s Served) string { return s.Area },
		} {
			sum, kinds := 0, make([]int, len(Services()))
			for _, tally := range l.By(name) {
				row := 0
				for i, n := range tally.Kinds {
					if want := slow[margin+" "+tally.Of+" "+string(Services()[i])]; n != want {
						t.Fatalf("%s %q has %d of %s, want %d", margin, tally.Of, n, Services()[i], want)
					}
					row += n
					kinds[i] += n
				}
				if row != tally.All {
					t.Fatalf("%s %q: %v do not add up to %d", margin, tally.Of, tally.Kinds, tally.All)
				}
				sum += tally.All
			}
			if total := l.Total(); sum != all || total.All != all || !slices.Equal(total.Kinds, kinds) {
				t.Fatalf("by %s %d, in all %+v, counted %d", margin, sum, total, all)
			}
		}
	}
}
