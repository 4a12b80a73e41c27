package format

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"
	"github.com/twpayne/go-gpx"

	"nightbeat/planner"
)

func TestTrackIsRead(t *testing.T) {
	const file = `<?xml version="1.0" encoding="UTF-8"?>
<gpx version="1.1" creator="x" xmlns="http://www.topografix.com/GPX/1/1">
<metadata><time>2020-01-01T00:00:00Z</time></metadata>
<wpt lat="1" lon="1"><time>2026-07-01T12:00:00Z</time></wpt>
<trk><name>东街</name><trkseg>
<trkpt lat="39.7" lon="118.2"><ele>4</ele><time>2026-07-01T12:00:00.25Z</time><extensions><a><time>2001-01-01T00:00:00Z</time></a></extensions></trkpt>
<trkpt lat="39.7" lon="118.3"><time>2026-07-01T20:00:01+08:00</time><hdop>20</hdop></trkpt>
</trkseg><trkseg>
<trkpt lat="39.7" lon="118.4"><time>2026-07-01T20:00:02</time></trkpt>
<trkpt lat="39.7" lon="118.4"/>
<trkpt lat="39.7" lon="NaN"><time>2026-07-01T12:00:03Z</time></trkpt>
<trkpt lat="91" lon="118"><time>2026-07-01T12:00:03Z</time></trkpt>
<trkpt lat="39.7" lon="118.4"><time>2026-07-01T12:00:03Z</time><hdop>20.1</hdop></trkpt>
<trkpt lat="39.7" lon="118.4"><time>0001-07-01T12:00:03Z</time></trkpt>
</trkseg></trk></gpx>`
	track, err := ReadTrack(strings.NewReader(file), "a.gpx", time.FixedZone("", 8*3600))
	if err != nil {
		t.Fatal(err)
	}
	noon := time.Date(2026, 7, 1, 12, 0, 0, 0, time.UTC)
	if len(track.Fixes) != 3 || track.Rejects.Total != 5 {
		t.Fatalf("%d fixes, %d left out: %v", len(track.Fixes), track.Rejects.Total, track.Rejects.First)
	}
	for i, want := range []planner.Fix{{Place: orb.Point{118.2, 39.7}, At: noon.Add(250 * time.Millisecond)}, {Place: orb.Point{118.3, 39.7}, At: noon.Add(time.Second)},
		{Place: orb.Point{118.4, 39.7}, At: noon.Add(2 * time.Second)}} {
		if got := track.Fixes[i]; got.Place != want.Place || !got.At.Equal(want.At) {
			t.Errorf("fix %d: %v, want %v", i, got, want)
		}
	}
	if first := track.Rejects.First[0].String(); first != "a.gpx: features[3]: lacks a time like 2026-07-01T12:00:00Z" {
		t.Errorf("named as %q", first)
	}
}

// Our reader finds what a library that reads all of a GPX file into memory finds.
func TestTrackIsWhatALibraryReads(t *testing.T) {
	g := gpx.GPX{Version: "1.1", Creator: "x", Trk: []*gpx.TrkType{{TrkSeg: []*gpx.TrkSegType{{}}}}}
	for i := range 1000 {
		g.Trk[0].TrkSeg[0].TrkPt = append(g.Trk[0].TrkSeg[0].TrkPt, &gpx.WptType{Lat: 39 + float64(i)/1e4, Lon: 118, Time: time.Unix(int64(1.8e9)+int64(i), 0).UTC(), HDOP: 1})
	}
	var file bytes.Buffer
	if err := g.Write(&file); err != nil {
		t.Fatal(err)
	}
	again, err := gpx.Read(bytes.NewReader(file.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	track, err := ReadTrack(&file, "a.gpx", time.UTC)
	if err != nil || len(track.Fixes) != 1000 {
		t.Fatalf("%d fixes, %v", len(track.Fixes), err)
	}
	for i, p := range again.Trk[0].TrkSeg[0].TrkPt {
		if got := track.Fixes[i]; got.Place != (orb.Point{p.Lon, p.Lat}) || !got.At.Equal(p.Time) {
			t.Fatalf("fix %d is %v, want %v", i, got, p)
		}
	}
}

// manyPoints is a file of so many track points.
func manyPoints(n int) string {
	return `<gpx><trk><trkseg>` + strings.Repeat(`<trkpt lat="1" lon="1"/>`, n) + `</trkseg></trk></gpx>`
}

func TestWhatIsNoTrackIsRefused(t *testing.T) {
	for name, bad := range map[string]struct{ file, want string }{
		"nothing":          {"", "is no GPX file"},
		"text":             {"hello", "is no GPX file"},
		"a page":           {"<html><body>404</body></html>", "is no GPX file"},
		"binary":           {"\x0e\x10\xd9\x07.FIT", "is no GPX file"},
		"broken":           {"<gpx><trk><trkseg>", "is no GPX file"},
		"cut in a point":   {`<gpx><trk><trkseg><trkpt lat="1" lon="1"><time>2026`, "ends within a point"},
		"entities":         {`<!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><gpx><trk><name>&b;</name></trk></gpx>`, "is no GPX file"},
		"an outer entity":  {`<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]><gpx>&a;</gpx>`, "is no GPX file"},
		"deep":             {"<gpx>" + strings.Repeat("<a>", 100), "deeper than 40"},
		"too many points":  {manyPoints(MaxTrackFixes + 1), "more than 200000 points"},
		"too long":         {"<gpx>" + strings.Repeat(" ", MaxTrackBytes), "longer than 32 MiB"},
		"a long attribute": {`<gpx creator="` + strings.Repeat("x", MaxTrackBytes), "longer than 32 MiB"},
	} {
		if _, err := ReadTrack(strings.NewReader(bad.file), "x.gpx", time.UTC); err == nil || !strings.Contains(err.Error(), bad.want) {
			t.Errorf("%s: %v, want %q", name, err, bad.want)
		}
	}
	if _, err := ReadTrack(strings.NewReader(manyPoints(MaxTrackFixes)), "x.gpx", time.UTC); err != nil {
		t.Errorf("as many points as may be: %v", err)
	}
}

func FuzzTrack(f *testing.F) {
	point := `<trkpt lat="39.7" lon="118.2"><time>2026-07-01T12:00:00Z</time><hdop>1</hdop></trkpt>`
	f.Add([]byte(`<gpx><trk><trkseg>` + point + point + `</trkseg></trk></gpx>`))
	f.Add([]byte(fmt.Sprintf(`<?xml version="1.0"?><gpx xmlns="a"><trkpt lat="%s"/><trkpt>%s</trkpt></gpx>`, "1e400", point)))
	f.Add([]byte(manyPoints(3)))
	f.Fuzz(func(t *testing.T, raw []byte) {
		track, err := ReadTrack(bytes.NewReader(raw), "fuzz", time.UTC)
		if err != nil && len(track.Fixes) > 0 {
			t.Error("a refused file leaves fixes")
		}
		for _, x := range track.Fixes {
			if x.At.IsZero() || !(x.Place[0] >= -180 && x.Place[0] <= 180 && x.Place[1] >= -90 && x.Place[1] <= 90) {
				t.Errorf("%v", x)
			}
		}
	})
}
