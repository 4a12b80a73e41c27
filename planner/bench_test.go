package planner_test

import (
	"context"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"nightbeat/data/format"
	"nightbeat/geo/road"
	"nightbeat/planner"
)

// BenchmarkNight plans the night of 1 July 2026 in San Francisco with four units (in the sample town where there is no
// ../shared), everything from the files on, and tells what each stage took and how much memory the process held at most.
func BenchmarkNight(b *testing.B) {
	took := map[string]time.Duration{}
	for b.Loop() {
		mark, now := "load", time.Now()
		next := func(stage string) {
			took[mark] += time.Since(now)
			mark, now = stage, time.Now()
		}
		in := loadNight(b)
		in.Progress = func(p planner.Progress) {
			if p.Done == 0 {
				next(p.Stage)
			}
		}
		next("start")
		if _, err := planner.Make(context.Background(), in); err != nil {
			b.Fatal(err)
		}
		next("done")
	}
	for _, stage := range []string{"load", "risk", "stops", "travel", "tours", "routes"} {
		b.ReportMetric(float64(took[stage].Milliseconds())/float64(b.N), stage+"-ms/op")
	}
	b.ReportMetric(peakMB(), "peak-MB")
}

func loadNight(b *testing.B) planner.Inputs {
	const dir = "../../shared/data/san_francisco/"
	if _, err := os.Stat(dir); err != nil {
		c, err := loadTown()
		if err != nil {
			b.Fatal(err)
		}
		return planner.Inputs{Request: planner.Request{Shift: c.shift, Units: unitsAt(c.base, 4), Seed: 1}, Incidents: c.incidents, Roads: c.roads}
	}
	incidents, err := format.OpenIncidents(context.Background(), []string{dir + "incidents_2026-02_2026-06.geojson.gz"}, format.IncidentOptions{})
	if err != nil {
		b.Fatal(err)
	}
	network, _, err := road.Open(context.Background(), dir+"roads.osm.pbf")
	if err != nil {
		b.Fatal(err)
	}
	shift := hours("2026-07-01T20:00:00-07:00", 8*time.Hour)
	return planner.Inputs{
		Request:   planner.Request{Shift: shift, Units: unitsAt([2]float64{-122.4194, 37.7749}, 4), Seed: 1, Limit: 5 * time.Second},
		Incidents: incidents.List, Roads: planner.OnStreets(network),
	}
}

// peakMB is the most memory that this process has held, where the system tells (Linux).
func peakMB() float64 {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(status), "VmHWM:")
	kB, _ := strconv.ParseFloat(strings.Fields(rest + " 0")[0], 64)
	return kB / 1024
}
