package format_test

import (
	"fmt"
	"strings"
	"testing"

	"nightbeat/data/format"
)

// Who gives metres as degrees is told which flag says so; a longitude of 999 is no such thing.
func TestMetresAsDegrees(t *testing.T) {
	for lon, metres := range map[string]bool{"-13627665.3": true, "551000.2": true, "999": false} {
		text := `{"type":"FeatureCollection","features":[{"type":"Feature","geometry":{"type":"Point","coordinates":[` + lon +
			`,37.7]},"properties":{"category":"theft","time":"2026-03-01T20:00:00+08:00"}}]}`
		var in format.Intake
		for _, err := range format.StreamIncidents(t.Context(), strings.NewReader(text), "f", format.IncidentOptions{MaxRejects: 1}, &in) {
			if err != nil {
				t.Fatal(err)
			}
		}
		said := fmt.Sprint(in.Rejects.First)
		if !strings.Contains(said, "outside -180..180") || strings.Contains(said, "--crs") != metres {
			t.Errorf("%s: %s", lon, said)
		}
	}
}
