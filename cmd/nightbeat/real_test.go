package main

import (
	"context"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// real finds a client that "make setup" installs; without it a test that needs it is skipped, but not under make test.
func real(t *testing.T, name string) string {
	t.Helper()
	if testing.Short() {
		t.Skip("real clients are not asked in short runs")
	}
	path, err := exec.LookPath(name)
	if err != nil && os.Getenv("NIGHTBEAT_REAL") != "" {
		t.Fatalf("%s is not installed; run: make setup", name)
	}
	if err != nil {
		t.Skipf("%s is not installed; make setup installs it", name)
	}
	return path
}

// TestGDALReadsThePlan has GDAL read a plan in each vector format.
func TestGDALReadsThePlan(t *testing.T) {
	ogrinfo := real(t, "ogrinfo")
	for name, want := range map[string][]string{
		"night.geojson":  {"kind: String", "arrive: DateTime", "share: Real", "dwell_s: Integer"},
		"night.geojsons": {"kind: String", "arrive: DateTime"},
		"night.gpx":      {"waypoints", "tracks", "route_points", "track_points"},
		"night.kml":      {"1号车 Car 1"},
		"night.csv":      {"Geometry: Point", "reason"},
		"night.gpkg":     {"Layer name: routes", "Layer name: stops", "Layer name: legs", "arrive: DateTime", "Feature Count: 4"},
	} {
		file := filepath.Join(t.TempDir(), name)
		if _, messages, exit := nightbeat(t, append(slices.Clone(quickly), "--out", file)...); exit != 0 {
			t.Fatal(messages)
		}
		args := []string{"-al", "-so", file}
		if strings.HasSuffix(name, "csv") {
			args = append(args, "-oo", "X_POSSIBLE_NAMES=lon", "-oo", "Y_POSSIBLE_NAMES=lat")
		}
		out, err := exec.Command(ogrinfo, args...).CombinedOutput()
		if err != nil || strings.Contains(string(out), "ERROR") || strings.Contains(string(out), "Warning") {
			t.Errorf("%s: %v\n%s", name, err, out)
		}
		for _, w := range want {
			if !strings.Contains(string(out), w) {
				t.Errorf("%s: GDAL does not see %q:\n%s", name, w, out)
			}
		}
	}
}

// TestGPSBabelReadsThePlan has the program that loads phones and receivers read the plan: a track and a route for each
// unit that drives, way points with times.
func TestGPSBabelReadsThePlan(t *testing.T) {
	gpsbabel := real(t, "gpsbabel")
	for name, want := range map[string]map[string]int{
		"night.gpx": {"<trk>": 4, "<rte>": 4, "<wpt ": -1, "<time>2026-07-01T": -1},
		"night.kml": {"<trk>": 4, "<wpt ": -1, "<time>2026-07-01T": -1},
	} {
		file := filepath.Join(t.TempDir(), name)
		if _, messages, exit := nightbeat(t, append(slices.Clone(quickly), "--out", file)...); exit != 0 {
			t.Fatal(messages)
		}
		out, err := exec.Command(gpsbabel, "-i", strings.TrimPrefix(filepath.Ext(name), "."), "-f", file, "-o", "gpx", "-F", "-").CombinedOutput()
		if err != nil {
			t.Errorf("%s: %v\n%s", name, err, out)
		}
		for part, n := range want {
			if got := strings.Count(string(out), part); got == 0 || n > 0 && got != n {
				t.Errorf("%s: gpsbabel reads %d of %s, want %d", name, got, part, n)
			}
		}
	}
}

// validGeoPackage has GDAL's checker look through a GeoPackage for every requirement of the standard.
func validGeoPackage(t *testing.T, file string) {
	t.Helper()
	python := real(t, "/usr/bin/python3")
	check := exec.Command(python, "-m", "osgeo_utils.samples.validate_gpkg", "-k", file)
	if out, err := check.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

func TestGeoPackageIsValid(t *testing.T) {
	real(t, "/usr/bin/python3")
	file := filepath.Join(t.TempDir(), "night.gpkg")
	if _, messages, exit := nightbeat(t, append(slices.Clone(quickly), "--out", file)...); exit != 0 {
		t.Fatal(messages)
	}
	validGeoPackage(t, file)
}

// TestBriefingPrintsChinese has Poppler draw the roll-call briefing and read it back.
func TestBriefingPrintsChinese(t *testing.T) {
	pdftotext, pdftoppm := real(t, "pdftotext"), real(t, "pdftoppm")
	file := filepath.Join(t.TempDir(), "night.pdf")
	if _, messages, exit := nightbeat(t, append(slices.Clone(quickly), "--out", file)...); exit != 0 {
		t.Fatal(messages)
	}
	out, err := exec.Command(pdftotext, "-layout", file, "-").CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for _, want := range []string{"1号车 Car 1", "1号步巡 Foot 1", "Check-in", "within 100 m", "实验中学", "(must)", "(break of 30 min)"} {
		if !strings.Contains(string(out), want) {
			t.Errorf("the briefing lacks %q", want)
		}
	}
	if out, err := exec.Command(pdftoppm, "-r", "40", "-gray", file, filepath.Join(t.TempDir(), "page")).CombinedOutput(); err != nil || len(out) > 0 {
		t.Errorf("the pages cannot be drawn: %v\n%s", err, out)
	}
}

// served runs serve with these flags on a free port until the test ends, and gives its address.
func served(t *testing.T, flags ...string) string {
	t.Helper()
	if testing.Short() {
		t.Skip("the whole search of the sample's night; not in short runs")
	}
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr := free.Addr().String()
	if err := free.Close(); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	said := make(chan string, 16) // of streets it says more before its address
	ended := make(chan int, 1)
	go func() {
		ended <- run(ctx, append([]string{"serve", "--addr", addr}, flags...), console{os.Stdout, firstLine(said)})
	}()
	t.Cleanup(func() {
		cancel()
		if exit := <-ended; exit != 0 {
			t.Errorf("serve ended with %d", exit)
		}
	})
	for late := time.After(time.Minute); ; {
		select {
		case line := <-said:
			if strings.Contains(line, "http://"+addr+"/") {
				return "http://" + addr
			}
		case exit := <-ended:
			t.Fatalf("serve ended at once with %d", exit)
		case <-late:
			t.Fatal("serve does not say its address")
		}
	}
}

// TestGDALReadsTheServer has GDAL read each collection whole from a live server that keeps a store, filter by property,
// box and id, and open the store's file beside the server.
func TestGDALReadsTheServer(t *testing.T) {
	ogrinfo := real(t, "ogrinfo")
	store := filepath.Join(t.TempDir(), "s.gpkg")
	base := served(t, "--sample", "--store", store)
	features := func(args ...string) int {
		out, err := exec.Command(ogrinfo, append([]string{"-q", "-al"}, args...)...).CombinedOutput()
		if err != nil || strings.Contains(string(out), "ERROR") {
			t.Errorf("%v: %v\n%s", args, err, out)
		}
		return strings.Count(string(out), "OGRFeature(")
	}
	oapif := "OAPIF:" + base + "/"
	whole := map[string]int{}
	for _, name := range []string{"routes", "stops", "legs", "risk", "incidents"} {
		whole[name] = features(oapif, name, "-oo", "PAGE_SIZE="+map[bool]string{true: "1000", false: "10"}[name == "incidents"])
		if whole[name] != features(store, name) {
			t.Errorf("%s: %d features from the server, %d from the store's file", name, whole[name], features(store, name))
		}
	}
	if whole["routes"] != 4 || whole["legs"] != whole["stops"]+4 || whole["risk"] < 100 {
		t.Errorf("features by collection: %v", whole)
	}
	burglaries := features(oapif, "incidents", "-where", "category='Burglary'")
	if inFile := features(store, "incidents", "-where", "category='Burglary'"); burglaries == 0 || burglaries != inFile {
		t.Errorf("%d burglaries from the server, %d from the file", burglaries, inFile)
	}
	if one := features(oapif, "stops", "-where", "unit='A1'"); one == 0 || one >= whole["stops"] {
		t.Errorf("%d of %d stops are of A1", one, whole["stops"])
	}
	if near := features(oapif, "stops", "-spat", "118.19", "39.69", "118.2", "39.7"); near == 0 || near >= whole["stops"] {
		t.Errorf("%d of %d stops in a box", near, whole["stops"])
	}
	if late := features(oapif, "stops", "-where", "arrive>='2026/07/01 16:00:00'"); late == 0 || late >= whole["stops"] { // GDAL asks in UTC
		t.Errorf("%d of %d stops after midnight", late, whole["stops"])
	}
	for _, question := range []string{ // what GDAL finds at the server and in the store's file, which it searches by itself
		"routes -where unit='A1'", "routes -spat 118.19 39.69 118.195 39.695", "routes -fid 2",
		"stops -where visit=1", "stops -spat 118.19 39.69 118.2 39.7", "stops -where dwell_s>600", "stops -fid 5", "stops -where unit<>'A1' -spat 118.19 39.69 118.2 39.7",
		"legs -where sequence=2", "legs -spat 118.19 39.69 118.2 39.7", "legs -where distance_m<500", "legs -fid 7",
		"risk -where rank<=20", "risk -spat 118.19 39.69 118.192 39.692", "risk -fid 3",
		"incidents -where category='Burglary'", "incidents -spat 118.19 39.69 118.2 39.7", "incidents -where time>='2026-05-01T00:00:00Z'", "incidents -fid 9",
		"incidents -where category='Burglary' -spat 118.19 39.69 118.2 39.7",
	} {
		args := strings.Fields(question)
		at, in := features(append([]string{oapif, "-oo", "PAGE_SIZE=1000"}, args...)...), features(append([]string{store}, args...)...)
		if at == 0 || at != in || at == whole[args[0]] {
			t.Errorf("%s: %d features from the server, %d from the file, of %d", question, at, in, whole[args[0]])
		}
	}
	for set, layers := range map[string][]string{"streets": {"streets"}, "risk": {"risk"}, "routes": {"routes", "stops"}} {
		for _, layer := range layers {
			if n := features("MVT:"+base+"/tiles/"+set+"/11/1696/777.mvt", layer); n == 0 || whole[layer] > 0 && n != whole[layer] { // one tile holds the town
				t.Errorf("GDAL reads %d %s from a vector tile, %d from the collection", n, layer, whole[layer])
			}
		}
	}
}

// firstLine passes on the first things that are written, as many as it holds.
type firstLine chan string

func (f firstLine) Write(p []byte) (int, error) {
	select {
	case f <- string(p):
	default:
	}
	return len(p), nil
}

// TestBrowserShowsThePage opens the page in Chromium: the map is there, nothing is refused by the page's own policy.
func TestBrowserShowsThePage(t *testing.T) {
	chromium := real(t, "chromium")
	base := served(t, "--sample")
	shot := filepath.Join(t.TempDir(), "page.png")
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	out, err := exec.CommandContext(ctx, chromium, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
		"--disable-background-networking", "--disable-component-update", "--disable-sync", "--user-data-dir="+t.TempDir(),
		"--enable-logging=stderr", "--dump-dom", "--screenshot="+shot, base+"/").CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for _, want := range []string{`id="drawing"`, "1号车 Car 1", "<table", "Where and why"} {
		if !strings.Contains(string(out), want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	for _, fault := range []string{"Content Security Policy", "Failed to load resource"} {
		if strings.Contains(string(out), fault) {
			t.Errorf("the browser complains: %s", out)
		}
	}
}

// TestQGIS has QGIS, offscreen, read every collection of a live server and every layer of its store, by a box and by a
// filter too, and draw the routes: it shows the units' colours at once. "make qgis" runs it: QGIS is a gigabyte.
func TestQGIS(t *testing.T) {
	if os.Getenv("NIGHTBEAT_QGIS") == "" {
		t.Skip("make qgis runs it")
	}
	store := filepath.Join(t.TempDir(), "s.gpkg")
	base := served(t, "--sample", "--store", store)
	out, err := exec.Command("/usr/bin/python3", "testdata/look.py", base, store).Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	t.Logf("QGIS says\n%s", out)
	said := 0
	for line := range strings.Lines(string(out)) {
		words := strings.Fields(line)
		switch words[0] {
		case "layer": // name, features of the server, of the store, reference system
			if words[2] == "0" || words[2] != words[3] || words[4] != "EPSG:4326" {
				t.Error(line)
			}
		case "box", "colours": // as many found as wanted
			if words[1] == "0" || words[1] != words[2] {
				t.Error(line)
			}
		case "filter":
			if words[1] == "0" {
				t.Error(line)
			}
		}
		said++
	}
	if said != 8 {
		t.Errorf("QGIS says %d lines, want 8", said)
	}
}
