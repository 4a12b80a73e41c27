package sample_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"nightbeat/data/sample"
	"nightbeat/data/sample/town"
)

// unpack is what a gzipped file holds.
func unpack(packed []byte) ([]byte, error) {
	r, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(r)
}

// The files kept are those that the program makes. They are compared unpacked, since another release of Go may pack
// the same bytes otherwise.
func TestFilesAreWhatTheProgramMakes(t *testing.T) {
	made, err := town.Build()
	if err != nil {
		t.Fatal(err)
	}
	truth, err := json.MarshalIndent(sample.Truth(), "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	streets, errStreets := unpack(sample.Streets())
	incidents, errIncidents := unpack(sample.Incidents())
	if err := errors.Join(errStreets, errIncidents); err != nil {
		t.Fatal(err)
	}
	kept := map[string][]byte{
		"streets.osm.gz":       streets,
		"incidents.geojson.gz": incidents,
		"request.json":         sample.Request(),
		"truth.json":           append(truth, '\n'),
		"areas.geojson":        sample.Areas(),
	}
	if len(made) != len(kept) {
		t.Fatalf("the program makes %d files, %d are kept", len(made), len(kept))
	}
	for _, f := range made {
		if !bytes.Equal(f.Body, kept[f.Name]) {
			t.Errorf("%s is not what the program makes: run go generate ./data/sample", f.Name)
		}
	}
}

func TestFilesAreSmall(t *testing.T) {
	total := len(sample.Incidents()) + len(sample.Streets()) + len(sample.Request())
	if total > 700_000 {
		t.Errorf("%d bytes are embedded, want at most 700,000", total)
	}
}

// A gzip header holds a time stamp in bytes 4 to 7 (RFC 1952); here there is none.
func TestNoTimeStamp(t *testing.T) {
	for _, packed := range [][]byte{sample.Incidents(), sample.Streets()} {
		if !bytes.Equal(packed[4:8], []byte{0, 0, 0, 0}) {
			t.Errorf("time stamp % x", packed[4:8])
		}
	}
}

func TestTheNightAskedFor(t *testing.T) {
	var asked struct {
		Shift struct{ Start, End time.Time }
		Units []struct {
			ID, Name, Profile string
			Base              [2]float64
			Breaks            []struct{ Earliest, Latest time.Time }
		}
		Categories map[string]float64
		Must       []struct {
			ID      string
			Place   [2]float64
			Windows [][2]time.Time
			DwellS  int `json:"dwell_s"`
		}
		Seed int
	}
	if err := json.Unmarshal(sample.Request(), &asked); err != nil {
		t.Fatal(err)
	}
	truth := sample.Truth()
	if got := asked.Shift.End.Sub(asked.Shift.Start); got != 8*time.Hour || asked.Shift.Start.Before(truth.Until) {
		t.Errorf("the shift is %v to %v, want eight hours after the last incident", asked.Shift.Start, asked.Shift.End)
	}
	inShift := func(a, b time.Time) bool {
		return !a.Before(asked.Shift.Start) && a.Before(b) && !b.After(asked.Shift.End)
	}
	if len(asked.Units) != 4 || asked.Seed != 1 {
		t.Errorf("%d units and seed %d, want 4 and 1", len(asked.Units), asked.Seed)
	}
	for _, u := range asked.Units {
		if u.Base != truth.Places[0].At {
			t.Errorf("unit %s starts at %v, not at the station %v", u.ID, u.Base, truth.Places[0].At)
		}
		for _, b := range u.Breaks {
			if !inShift(b.Earliest, b.Latest) {
				t.Errorf("unit %s has its break outside the shift", u.ID)
			}
		}
	}
	for _, m := range asked.Must {
		at := slices.IndexFunc(truth.Places, func(p sample.Place) bool { return p.ID == m.ID })
		if at < 0 || m.Place != truth.Places[at].At {
			t.Errorf("must point %s at %v is not a place of the town", m.ID, m.Place)
		}
		if len(m.Windows) != 1 || !inShift(m.Windows[0][0], m.Windows[0][1]) || m.DwellS != 600 {
			t.Errorf("must point %s: windows %v, dwell %d", m.ID, m.Windows, m.DwellS)
		}
	}
	for category := range asked.Categories {
		if !slices.ContainsFunc(truth.Categories, func(c sample.Category) bool { return c.Name == category }) {
			t.Errorf("the request weighs %q, which the town does not have", category)
		}
	}
	if !strings.Contains(asked.Units[0].Name, "车") {
		t.Errorf("unit name %q is not in both languages", asked.Units[0].Name)
	}
}
