package server

import (
	"bytes"
	"encoding/json"
	"fmt"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"
	"time"

	"nightbeat/data/format"
)

// trackForm is a form with fields, in pairs, and a file.
func trackForm(t *testing.T, file string, fields ...string) (mediaType, body string) {
	t.Helper()
	var b bytes.Buffer
	form := multipart.NewWriter(&b)
	for i := 0; i+1 < len(fields); i += 2 {
		if err := form.WriteField(fields[i], fields[i+1]); err != nil {
			t.Fatal(err)
		}
	}
	part, err := form.CreateFormFile("track", "夜.gpx")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := part.Write([]byte(file)); err != nil {
		t.Fatal(err)
	}
	if err := form.Close(); err != nil {
		t.Fatal(err)
	}
	return form.FormDataContentType(), b.String()
}

// trackAt is a track that stays at a place for some minutes.
func trackAt(lon, lat string, from time.Time, minutes int) string {
	var b strings.Builder
	b.WriteString(`<gpx version="1.1"><trk><trkseg>`)
	for m := range minutes + 1 {
		fmt.Fprintf(&b, `<trkpt lat="%s" lon="%s"><time>%s</time></trkpt>`, lat, lon, from.Add(time.Duration(m)*time.Minute).Format(time.RFC3339))
	}
	return b.String() + `</trkseg></trk></gpx>`
}

// firstCall is the first stay of a unit in a plan: its stop and its place as they stand in the plan's GeoJSON.
func firstCall(t *testing.T, base, plan, unit string) (stop, lon, lat string) {
	t.Helper()
	var night struct {
		Features []struct {
			Geometry   struct{ Coordinates json.RawMessage }
			Properties struct{ Kind, Unit, Stop string }
		}
	}
	if err := json.Unmarshal([]byte(ask(t, "GET", base+"/plans/"+plan, "", "").body), &night); err != nil {
		t.Fatal(err)
	}
	for _, f := range night.Features {
		if p := f.Properties; p.Kind == "stop" && p.Unit == unit {
			var at [2]json.Number
			if err := json.Unmarshal(f.Geometry.Coordinates, &at); err != nil {
				t.Fatal(err)
			}
			return p.Stop, at[0].String(), at[1].String()
		}
	}
	t.Fatal("the unit stays nowhere")
	return
}

func TestTrackShowsWhatNobodyTold(t *testing.T) {
	base := served(t)
	plan, links := briefed(t, base)
	_, lon, lat := firstCall(t, base, plan, "A1")
	file := trackAt(lon, lat, shiftStart.Add(5*time.Minute), 12)
	mediaType, body := trackForm(t, file, "plan", plan, "unit", "A1")
	var done followedJSON
	for range 2 { // again, nothing changes
		a := ask(t, "POST", base+"/duty/done/track", mediaType, body)
		if err := json.Unmarshal([]byte(a.body), &done); a.StatusCode != http.StatusOK || err != nil {
			t.Fatalf("%s: %s", a.Status, a.body)
		}
	}
	if want := (followedJSON{Plan: plan, Unit: "A1", Used: 13, KnownS: 720, Stands: 1}); done != want {
		t.Errorf("%+v, want %+v", done, want)
	}
	csv := ask(t, "GET", base+"/duty/done.csv", "", "").body
	if !strings.Contains(csv, "2026-07-01T20:05:00Z,2026-07-01T20:17:00Z,720,,false,track") || strings.Count(csv, ",track") != 1 {
		t.Errorf("the CSV: %.600s", csv)
	}
	page := ask(t, "POST", base+"/duty/done/track", mediaType, body, "Accept", "text/html")
	for _, want := range []string{"1 stands at its stops in 12 min", "The track itself was not kept", "1 shown by tracks", "they show 1 stays, 1 of which nobody told"} {
		if !strings.Contains(page.body, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	// The unit's own phone sends its own; another unit's stops are not its.
	mediaType, body = trackForm(t, file)
	if a := ask(t, "POST", links[1]+"/track", mediaType, body); a.StatusCode != http.StatusOK || !strings.Contains(a.body, `"unit":"A2"`) || !strings.Contains(a.body, `"stands":0`) {
		t.Errorf("by the link: %s %s", a.Status, a.body)
	}
	if phone := ask(t, "GET", links[0], "", ""); strings.Contains(phone.body, `data-kind="tracked"`) {
		t.Error("the phone is told of the track as of something that the unit told")
	}
}

func TestTracksAreRefusedByName(t *testing.T) {
	base := served(t)
	plan, links := briefed(t, base)
	_, lon, lat := firstCall(t, base, plan, "A1")
	for name, c := range map[string]struct {
		file, unit, want string
		status           int
	}{
		"no GPX":        {"hello", "A1", "track: is no GPX file", 400},
		"no unit":       {trackAt(lon, lat, shiftStart, 3), "Z", `no unit \"Z\"`, 400},
		"other night":   {trackAt(lon, lat, shiftStart.AddDate(0, 0, -1), 3), "A1", "is on duty from", 422},
		"elsewhere":     {trackAt("2.35", "48.85", shiftStart, 3), "A1", "comes no nearer", 422},
		"without times": {`<gpx><trk><trkseg><trkpt lat="1" lon="1"/></trkseg></trk></gpx>`, "A1", "no point with a time", 422},
		"too long":      {"<gpx>" + strings.Repeat(" ", format.MaxTrackBytes+1), "A1", "longer than 32 MiB", 400},
	} {
		mediaType, body := trackForm(t, c.file, "plan", plan, "unit", c.unit)
		if a := ask(t, "POST", base+"/duty/done/track", mediaType, body); a.StatusCode != c.status || !strings.Contains(a.body, c.want) {
			t.Errorf("%s: %s %.200s", name, a.Status, a.body)
		}
	}
	for name, c := range map[string]struct {
		mediaType, body string
		status          int
	}{
		"no form":      {"application/json", "{}", 415},
		"an empty one": {"multipart/form-data; boundary=x", "--x--\r\n", 400},
		"a broken one": {"multipart/form-data; boundary=x", "--x\r\nContent-Disp", 400},
		"a long field": {"multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"plan\"\r\n\r\n" + strings.Repeat("a", 300) + "\r\n--x--\r\n", 400},
	} {
		if a := ask(t, "POST", links[0]+"/track", c.mediaType, c.body); a.StatusCode != c.status {
			t.Errorf("%s: %s %.200s", name, a.Status, a.body)
		}
	}
	if a := ask(t, "GET", base+"/plans/latest/reports", "", ""); !strings.Contains(a.body, `"reports":[]`) {
		t.Errorf("a refused track left something behind: %s", a.body)
	}
}
