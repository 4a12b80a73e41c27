package server

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/mvt"
	"github.com/paulmach/orb/maptile"

	"nightbeat/data"
	"nightbeat/data/format"
	"nightbeat/data/sample"
	"nightbeat/geo/road"
	"nightbeat/planner"
)

// sampleStreets is the sample town's network.
func sampleStreets(t testing.TB) *planner.Streets {
	t.Helper()
	packed, err := gzip.NewReader(bytes.NewReader(sample.Streets()))
	if err != nil {
		t.Fatal(err)
	}
	network, _, err := road.Decode(t.Context(), packed, "sample streets")
	if err != nil {
		t.Fatal(err)
	}
	return planner.OnStreets(network)
}

// tileRead asks for a tile and decodes it.
func tileRead(t *testing.T, address string) mvt.Layers {
	t.Helper()
	a := ask(t, "GET", address, "", "")
	if a.StatusCode != http.StatusOK || a.Header.Get("Content-Type") != format.TileMedia {
		t.Fatalf("%s: %s, %s", address, a.Status, a.Header.Get("Content-Type"))
	}
	layers, err := mvt.Unmarshal([]byte(a.body))
	if err != nil {
		t.Fatal(err)
	}
	return layers
}

// tileSetAt reads a set's TileJSON and gives the address of the tile that holds the middle of its bounds.
func tileSetAt(t *testing.T, address string, zoom maptile.Zoom) (set tileJSON, tile string) {
	t.Helper()
	a := ask(t, "GET", address, "", "")
	if err := json.Unmarshal([]byte(a.body), &set); err != nil || a.StatusCode != http.StatusOK || set.Bounds == nil {
		t.Fatalf("%s: %s %s", address, a.Status, a.body)
	}
	b := orb.Bound{Min: orb.Point{set.Bounds[0], set.Bounds[1]}, Max: orb.Point{set.Bounds[2], set.Bounds[3]}}
	at := maptile.At(b.Center(), zoom)
	return set, strings.NewReplacer("{z}", fmt.Sprint(at.Z), "{x}", fmt.Sprint(at.X), "{y}", fmt.Sprint(at.Y)).Replace(set.Tiles[0])
}

// TestTilesOfTheNight follows each TileJSON to a tile, and compares what it holds with the collections.
func TestTilesOfTheNight(t *testing.T) {
	base := night(t)
	set, address := tileSetAt(t, base+"/tiles/routes", 9) // one tile holds the whole made-up city
	if set.TileJSON != "3.0.0" || set.MaxZoom != maxZoom || len(set.Layers) != 2 || set.Layers[1].Fields["sequence"] != "Number" {
		t.Errorf("TileJSON %+v", set)
	}
	for _, l := range tileRead(t, address) {
		if want := pageAt(t, base+"/collections/"+l.Name+"/items").NumberMatched; len(l.Features) != want {
			t.Errorf("%s: %d in the tile, %d in the collection", l.Name, len(l.Features), want)
		}
	}
	_, address = tileSetAt(t, base+"/tiles/risk", 9)
	risk := tileRead(t, address)
	if want := pageAt(t, base+"/collections/risk/items").NumberMatched; len(risk) != 1 || len(risk[0].Features) != want {
		t.Errorf("%d cells in the tile, want %d", len(risk[0].Features), want)
	}
	if p := risk[0].Features[0].Properties; p["rank"] != 1.0 || p["expected"] == nil || p["share"] == nil {
		t.Errorf("the hottest cell has %v", p)
	}
	for _, ending := range []string{"", ".pbf"} {
		if a := ask(t, "GET", strings.TrimSuffix(address, ".mvt")+ending, "", ""); a.StatusCode != http.StatusOK {
			t.Errorf("ending %q: %s", ending, a.Status)
		}
	}
}

// TestTilesOfAPlan asks for the tiles of a plan by its id.
func TestTilesOfAPlan(t *testing.T) {
	base := night(t)
	var plans struct{ Plans []struct{ ID string } }
	if err := json.Unmarshal([]byte(ask(t, "GET", base+"/plans", "", "").body), &plans); err != nil {
		t.Fatal(err)
	}
	_, address := tileSetAt(t, base+"/tiles/routes?plan="+plans.Plans[0].ID, 9)
	if !strings.HasSuffix(address, ".mvt?plan="+plans.Plans[0].ID) || len(tileRead(t, address)) != 2 {
		t.Errorf("the plan's tiles are at %s", address)
	}
}

func TestTilesRefuse(t *testing.T) {
	base := night(t)
	for path, want := range map[string]int{
		"/tiles/nosuch": 404, "/tiles/nosuch/1/0/0": 404, "/tiles/routes?plan=nosuch": 404, "/tiles/routes/1/0/0?plan=nosuch": 404,
		"/tiles/streets/17/0/0": 404, "/tiles/streets/1/2/0": 404, "/tiles/streets/1/0/2": 404, "/tiles/streets/-1/0/0": 404,
		"/tiles/streets/1/0/0.png": 404, "/tiles/streets/1/0/99999999999": 404, "/tiles/streets/99999999999/0/0": 404,
		"/tiles/streets/1/0/0?nosuch=1": 400, "/tiles/streets?plan=x": 400, "/tiles/streets/1/0/0?plan=x": 400,
		"/tiles/streets/16/65535/65535": 200,
	} {
		if a := ask(t, "GET", base+path, "", ""); a.StatusCode != want {
			t.Errorf("%s: %s, want %d", path, a.Status, want)
		}
	}
}

func TestTilesAreNotSentAgain(t *testing.T) {
	base := night(t)
	_, address := tileSetAt(t, base+"/tiles/routes", 12)
	first := ask(t, "GET", address, "", "", "Accept-Encoding", "gzip")
	if first.Header.Get("Content-Encoding") != "gzip" {
		t.Error("not packed")
	}
	again := ask(t, "GET", address, "", "", "Accept-Encoding", "gzip", "If-None-Match", first.Header.Get("ETag"))
	if again.StatusCode != http.StatusNotModified {
		t.Errorf("asked with its tag: %s", again.Status)
	}
}

// TestStreetTiles reads the sample town's streets: few from afar, all near by, with names and classes.
func TestStreetTiles(t *testing.T) {
	streets := sampleStreets(t)
	s := httptest.NewServer(New(Config{Store: &data.Memory{}, Roads: streets, Log: quiet(), Now: time.Now, Public: "http://public.invalid"}).Handler())
	t.Cleanup(s.Close)
	set, address := tileSetAt(t, s.URL+"/tiles/streets", 12)
	if b := streets.Network.Bound(); *set.Bounds != [4]float64{b.Min[0], b.Min[1], b.Max[0], b.Max[1]} || set.Attribution == "" {
		t.Errorf("TileJSON %+v", set)
	}
	address = strings.Replace(address, "http://public.invalid", s.URL, 1)
	classes := map[any]int{}
	for _, l := range tileRead(t, address) {
		for _, f := range l.Features {
			classes[f.Properties["class"]]++
			if f.Properties["name"] == "" && f.Properties["class"] == "primary" {
				t.Error("a primary street without a name")
			}
		}
	}
	if classes["primary"] == 0 || classes["residential"] == 0 || classes["footway"]+classes["service"] > 0 {
		t.Errorf("zoom 12 shows %v", classes)
	}
	_, far := tileSetAt(t, s.URL+"/tiles/streets", 9)
	for _, l := range tileRead(t, strings.Replace(far, "http://public.invalid", s.URL, 1)) {
		for _, f := range l.Features {
			if class := f.Properties["class"]; format.StreetZoom(class.(string)) > 9 {
				t.Errorf("zoom 9 shows a %s street", class)
			}
		}
	}
}

// BenchmarkTile makes tiles of the sample town's streets, the fullest of some zoom levels.
func BenchmarkTile(b *testing.B) {
	streets := sampleStreets(b)
	s := New(Config{Store: &data.Memory{}, Roads: streets, Log: quiet()})
	for _, zoom := range []maptile.Zoom{10, 12, 14, 16} {
		b.Run(fmt.Sprint("z", zoom), func(b *testing.B) {
			at := maptile.At(streets.Network.Bound().Center(), zoom)
			c := echo.New().NewContext(httptest.NewRequest("GET", "/", nil), httptest.NewRecorder())
			var size int
			for b.Loop() {
				features, err := s.tileFeatures(c, format.StreetLayer(), at)
				if err != nil {
					b.Fatal(err)
				}
				raw, err := format.Tile(at, format.TileLayer{Layer: format.StreetLayer(), Features: features})
				if err != nil {
					b.Fatal(err)
				}
				size = len(raw)
			}
			b.ReportMetric(float64(size), "bytes/tile")
		})
	}
}

func quiet() *slog.Logger { return slog.New(slog.DiscardHandler) }
