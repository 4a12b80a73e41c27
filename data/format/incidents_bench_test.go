package format

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"runtime"
	"testing"
	"time"

	"nightbeat/planner"
)

// made gives a FeatureCollection of n incidents in the shape of a city's open data: about 215 bytes each. The same n
// gives the same bytes.
func made(n int) []byte {
	categories := []string{"Larceny Theft", "Burglary", "Motor Vehicle Theft", "Disorderly Conduct", "Malicious Mischief",
		"Miscellaneous Investigation", "Assault", "Missing Person", "Suspicious Occ", "Warrant"}
	random := rand.New(rand.NewPCG(1, 2))
	start := time.Date(2016, 1, 1, 0, 0, 0, 0, time.FixedZone("", -8*3600))
	var b bytes.Buffer
	b.WriteString(`{"type":"FeatureCollection","features":[` + "\n")
	for i := range n {
		fmt.Fprintf(&b, `{"type":"Feature","geometry":{"type":"Point","coordinates":[%.6f,%.6f]},"properties":`+
			`{"id":"%012d","category":"%s","occurred_at":"%s","time_precision":"day"}}`,
			-122.514+0.151*random.Float64(), 37.708+0.122*random.Float64(), 154955219400+97*i,
			categories[random.IntN(len(categories))], start.AddDate(0, 0, i*3650/n).Format(time.RFC3339))
		if i < n-1 {
			b.WriteString(",\n")
		}
	}
	b.WriteString("\n]}\n")
	return b.Bytes()
}

const benchmarked = 100_000 // incidents

// BenchmarkReadIncidents measures the reader, every check included.
func BenchmarkReadIncidents(b *testing.B) {
	data := made(benchmarked)
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		got, err := ReadIncidents(b.Context(), bytes.NewReader(data), "made", IncidentOptions{Now: now})
		if err != nil || len(got.List) != benchmarked {
			b.Fatal(err, len(got.List))
		}
	}
}

// BenchmarkEncodingJSON measures the measure: the standard library into typed structs, nothing checked.
func BenchmarkEncodingJSON(b *testing.B) {
	data := made(benchmarked)
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		var got struct {
			Features []struct {
				Type     string
				Geometry struct {
					Type        string
					Coordinates []float64
				}
				Properties struct {
					ID            string
					Category      string
					OccurredAt    time.Time `json:"occurred_at"`
					TimePrecision string    `json:"time_precision"`
				}
			}
		}
		if err := json.Unmarshal(data, &got); err != nil || len(got.Features) != benchmarked {
			b.Fatal(err, len(got.Features))
		}
	}
}

// BenchmarkMillion reads a million incidents, 215 MB, and reports what they keep in memory.
func BenchmarkMillion(b *testing.B) {
	const n = 1_000_000
	data := made(n)
	b.SetBytes(int64(len(data)))
	var kept []planner.Incident
	for b.Loop() {
		kept = nil
		got, err := ReadIncidents(b.Context(), bytes.NewReader(data), "made", IncidentOptions{Now: now})
		if err != nil || len(got.List) != n {
			b.Fatal(err)
		}
		kept = got.List
	}
	var with, without runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&with)
	runtime.KeepAlive(kept)
	kept = nil
	runtime.GC()
	runtime.ReadMemStats(&without)
	b.ReportMetric(float64(with.HeapAlloc-without.HeapAlloc)/n, "kept-B/incident")
}
