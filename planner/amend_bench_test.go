//go:build unix

package planner_test

import (
	"fmt"
	"syscall"
	"testing"
	"time"

	"nightbeat/planner"
)

// BenchmarkAmend changes nights under way, three times each way that there is, and tells how many units that the change is not
// about were changed, how many of their visits came, went or were shifted for it, and how much less the rest of the night earns
// than solved anew from the same past.
func BenchmarkAmend(b *testing.B) {
	for _, c := range cities(b) {
		if c.name == "Portland" {
			continue
		}
		plan, err := planner.Make(b.Context(), planner.Inputs{Request: planner.Request{Shift: c.shift, Units: unitsAt(c.base, 4), Seed: 1}, Incidents: c.incidents, Roads: c.roads})
		if err != nil {
			b.Fatal(err)
		}
		for _, kind := range changesIn(c, plan) {
			for _, most := range []int{0, 3} { // by default, and within 3 changes a unit
				b.Run(fmt.Sprintf("%s/%s/%d", c.name, kind.name, most), func(b *testing.B) {
					var others, shifted, units, rounds int
					var loss, worst float64
					var processor time.Duration
					for b.Loop() {
						for _, after := range []time.Duration{-time.Hour, 130 * time.Minute, 4*time.Hour + 25*time.Minute} {
							in := planner.Amendment{Plan: plan, Now: c.shift.Start.Add(after), Changes: kind.changes, Most: most, Incidents: c.incidents, Roads: c.roads}
							before := processorTime(b)
							changed, differences, err := planner.Amend(b.Context(), in)
							processor += processorTime(b) - before
							if err != nil {
								b.Log(after, err)
								continue
							}
							b.StopTimer()
							touched := map[string]bool{}
							for _, d := range kind.others(differences) {
								touched[d.Unit] = true
								if d.What == planner.Shifts {
									shifted++
								} else {
									others++
								}
							}
							units += len(touched)
							best, err := planner.Afresh(b.Context(), in, 10000)
							if err != nil {
								b.Fatal(err)
							}
							best = max(best, changed.Reward)
							lost := 100 * float64(best-changed.Reward) / float64(best)
							loss, worst = loss+lost, max(worst, lost)
							rounds++
							b.StartTimer()
						}
					}
					b.ReportMetric(float64(b.Elapsed().Milliseconds())/float64(max(1, rounds)), "ms/change")
					b.ReportMetric(float64(processor.Milliseconds())/float64(max(1, rounds)), "processor-ms/change")
					b.ReportMetric(float64(units)/float64(max(1, rounds)), "units/change")
					b.ReportMetric(float64(others)/float64(max(1, rounds)), "others/change")
					b.ReportMetric(float64(shifted)/float64(max(1, rounds)), "shifted/change")
					b.ReportMetric(loss/float64(max(1, rounds)), "%loss/change")
					b.ReportMetric(worst, "%loss-at-worst")
					b.ReportMetric(0, "ns/op")
				})
			}
		}
	}
}

// processorTime is what the process has used so far, all its threads together.
func processorTime(b *testing.B) time.Duration {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		b.Fatal(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}
