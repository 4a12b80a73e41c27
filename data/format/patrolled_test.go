package format

import (
	"strings"
	"testing"
	"time"
)

func TestReadPatrolled(t *testing.T) {
	text := `{"type":"FeatureCollection","features":[
		{"type":"Feature","geometry":{"type":"Point","coordinates":[118.2,39.7]},"properties":{"kind":"stop","arrive":"2026-07-01T20:10:00+08:00","leave":"2026-07-01T20:25:00+08:00"}},
		{"type":"Feature","geometry":{"type":"LineString","coordinates":[[118.2,39.7],[118.3,39.7]]},"properties":{"kind":"leg","from":"base","arrive":"2026-07-01T20:10:00+08:00"}},
		{"type":"Feature","geometry":null,"properties":{"kind":"route"}},
		{"type":"Feature","geometry":{"type":"Point","coordinates":[118.3,39.7]},"properties":{"from":"2026-07-01T22:00:00Z","until":"2026-07-01T22:30:00Z"}},
		{"type":"Feature","geometry":{"type":"Point","coordinates":[218.3,39.7]},"properties":{"from":"2026-07-01T22:00:00Z","until":"2026-07-01T22:30:00Z"}},
		{"type":"Feature","geometry":{"type":"Point","coordinates":[118.3,39.7]},"properties":{"from":"2026-07-01T22:00:00Z","until":"2026-07-01T21:30:00Z"}},
		{"type":"Feature","geometry":{"type":"Point","coordinates":[118.3,39.7]},"properties":null},
		7]}`
	stood, rejects, err := ReadPatrolled(strings.NewReader(text), "night.geojson")
	if err != nil {
		t.Fatal(err)
	}
	if len(stood) != 2 || stood[0].Until.Sub(stood[0].From) != 15*time.Minute || stood[1].Place[0] != 118.3 {
		t.Errorf("%v", stood)
	}
	var named []int
	for _, r := range rejects.First {
		named = append(named, r.Feature)
	}
	if rejects.Total != 4 || len(named) != 4 || named[0] != 4 || named[3] != 7 {
		t.Errorf("%d rejected: %v", rejects.Total, rejects.First)
	}
	for _, wrong := range []string{"", "[]", `{"type":"Feature"}`} {
		if _, _, err := ReadPatrolled(strings.NewReader(wrong), "x"); err == nil || !strings.Contains(err.Error(), "FeatureCollection") {
			t.Errorf("%q: %v", wrong, err)
		}
	}
}

func FuzzReadPatrolled(f *testing.F) {
	f.Add(`{"type":"FeatureCollection","features":[{"type":"Feature","geometry":{"type":"Point","coordinates":[1,2]},"properties":{"from":"2026-07-01T22:00:00Z","until":"2026-07-01T22:30:00Z"}}]}`)
	f.Add(`{"type":"FeatureCollection","features":[{"geometry":{"type":"Point"},"properties":{"kind":3}},{"geometry":{"type":"GeometryCollection"}}]}`)
	f.Fuzz(func(t *testing.T, text string) {
		stood, rejects, err := ReadPatrolled(strings.NewReader(text), "x")
		if err != nil && (len(stood) > 0 || rejects.Total > 0) {
			t.Errorf("an error and %d, %d", len(stood), rejects.Total)
		}
		for _, p := range stood {
			if !p.Until.After(p.From) {
				t.Errorf("%v", p)
			}
		}
	})
}
