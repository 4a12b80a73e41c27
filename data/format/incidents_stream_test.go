package format

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"nightbeat/geo"
)

// TestStreamIsTheList reads a file both ways.
func TestStreamIsTheList(t *testing.T) {
	text := strings.Replace(string(made(2500)), "[-122.", `["x",-122.`, 1) // the first is rejected
	want := read(t, text, IncidentOptions{})
	var told Intake
	n := 0
	for in, err := range StreamIncidents(t.Context(), strings.NewReader(text), "made", IncidentOptions{}, &told) {
		if err != nil {
			t.Fatal(err)
		}
		if w := want.List[n]; in.ID != w.ID || in.Place != w.Place || !in.At.Equal(w.At) || in.Category != w.Category {
			t.Fatalf("incident %d is %+v, want %+v", n, in, w)
		}
		n++
	}
	if n != len(want.List) || told.Loaded != n || told.Rejects.Total != 1 || told.Files[0].Rejected != 1 {
		t.Errorf("%d came, want %d; told %+v", n, len(want.List), told)
	}
}

func TestStreamEndsWithAnError(t *testing.T) {
	var told Intake
	cut := string(made(100))
	for name, c := range map[string]struct {
		text string
		opt  IncidentOptions
		want func(error) bool
	}{
		"cut":   {cut[:len(cut)-20], IncidentOptions{}, func(err error) bool { return errors.As(err, new(*FileError)) }},
		"large": {cut, IncidentOptions{MaxCount: 50}, func(err error) bool { return errors.Is(err, ErrTooLarge) }},
		"map":   {cut, IncidentOptions{Map: map[string]string{"nosuch": "x"}}, func(err error) bool { return errors.Is(err, ErrMap) }},
	} {
		var last error
		for _, err := range StreamIncidents(t.Context(), strings.NewReader(c.text), "made", c.opt, &told) {
			if last != nil {
				t.Errorf("%s: something follows the error", name)
			}
			last = err
		}
		if !c.want(last) {
			t.Errorf("%s: %v", name, last)
		}
	}
}

// TestStreamStopsEarly leaves after three: the rest is not read.
func TestStreamStopsEarly(t *testing.T) {
	var told Intake
	n := 0
	for range StreamIncidents(t.Context(), strings.NewReader(string(made(100))), "made", IncidentOptions{}, &told) {
		if n++; n == 3 {
			break
		}
	}
	if n != 3 || told.Loaded != 3 {
		t.Errorf("%d came, told %+v", n, told)
	}
}

// TestFilesInOtherSystems reads one place written in several systems, named or not in the file.
func TestFilesInOtherSystems(t *testing.T) {
	at := orb.Point{118.2, 39.7}
	for name, p := range map[string]orb.Point{
		"EPSG:32650": {602879.890148095, 4395149.2524915}, "EPSG:4548": {602921.058572214, 4396908.01558428}, // by gdaltransform
		"EPSG:4490": at, "gcj02": geo.GCJ02(at), "bd09": geo.BD09(at),
	} {
		system, err := geo.SourceCRS(name)
		if err != nil {
			t.Fatal(err)
		}
		for crs, good := range map[string]bool{
			"": true, fmt.Sprintf(`"crs":{"type":"name","properties":{"name":%q}},`, strings.Replace(system.URI, "http://www.opengis.net/def/crs/EPSG/0/", "urn:ogc:def:crs:EPSG::", 1)): true,
			`"crs":{"type":"name","properties":{"name":"EPSG:3857"}},`: false, `"crs":null,`: true, `"crs":7,`: false,
		} {
			text := fmt.Sprintf(`{"type":"FeatureCollection",%s"features":[{"type":"Feature","geometry":{"type":"Point","coordinates":[%.9f,%.9f]},"properties":{"time":"2026-05-01T22:10:00+08:00"}}]}`, crs, p[0], p[1])
			in, err := ReadIncidents(t.Context(), strings.NewReader(text), "file", IncidentOptions{CRS: system})
			if !good {
				if err == nil {
					t.Errorf("%s: %s is taken", name, crs)
				}
				continue
			}
			if err != nil || len(in.List) != 1 || geo.Distance(in.List[0].Place, at) > 0.1 {
				t.Errorf("%s with %s: %v %+v", name, crs, err, in)
			}
		}
	}
	utm, _ := geo.SourceCRS("EPSG:32650")
	in, err := ReadIncidents(t.Context(), strings.NewReader(string(made(5))), "degrees", IncidentOptions{CRS: utm})
	if err != nil || in.Rejects.Total != 5 || !strings.Contains(in.Rejects.First[0].Reason, "degrees") {
		t.Errorf("degrees said to be metres: %v %+v", err, in)
	}
}
