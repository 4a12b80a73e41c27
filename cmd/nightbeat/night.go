package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"os"
	"slices"

	"github.com/paulmach/orb"

	"nightbeat/data/format"
	"nightbeat/data/sample"
	"nightbeat/geo/road"
	"nightbeat/planner"
)

// nightFlags say what a night is planned from.
type nightFlags struct {
	incidentFlags `embed:""`
	Roads         string `help:"The street network: an OpenStreetMap extract or a built .roads file." type:"existingfile" placeholder:"FILE"`
	fontFlags     `embed:""`
	Landmarks     string `help:"The station's own landmarks as GeoJSON, each with the property kind (school, bank ...), beside those of the streets' file." type:"existingfile" placeholder:"FILE"`
	Sample        bool   `help:"Use the built-in town: its incidents, its streets, its night."`
}

// night is what a plan is made from, and what surrounds it on drawings.
type night struct {
	areas []planner.Area // of the sample
	planner.Inputs
	scene format.Scene
}

// fontFlags say what PDFs are printed with.
type fontFlags struct {
	Font string `help:"A TrueType font for PDF, such as gbsn00lp.ttf or simhei.ttf; by default one that the machine has." type:"existingfile" placeholder:"FILE"`
}

// fontPlaces are where machines keep a TrueType font with Chinese letters.
var fontPlaces = []string{
	"/usr/share/fonts/truetype/arphic-gbsn00lp/gbsn00lp.ttf",
	`C:\Windows\Fonts\simhei.ttf`,
	`C:\Windows\Fonts\simkai.ttf`,
}

// font reads the font given, else the first that the machine has; none where there is none.
func (f *fontFlags) font() ([]byte, error) {
	if f.Font != "" {
		return os.ReadFile(f.Font)
	}
	for _, place := range fontPlaces {
		if raw, err := os.ReadFile(place); err == nil {
			return raw, nil
		}
	}
	return nil, nil
}

// load reads the incidents and the streets; of the sample, the request too.
func (f *nightFlags) load(ctx context.Context, con console) (night, error) {
	n, err := f.read(ctx, con)
	if err != nil {
		return n, err
	}
	n.scene.Font, err = f.font()
	return n, err
}

func (f *nightFlags) read(ctx context.Context, con console) (night, error) {
	if f.Sample {
		n, err := loadSample(ctx)
		return n, errors.Join(err, f.landmarks(&n))
	}
	var n night
	incidents, err := f.incidentFlags.load(ctx, con)
	if err != nil {
		return n, err
	}
	n.Incidents = incidents.List
	return n, f.roads(ctx, con, &n)
}

// roads reads the streets, where there are any.
func (f *nightFlags) roads(ctx context.Context, con console, n *night) error {
	if f.Roads == "" {
		return f.landmarks(n)
	}
	network, report, err := road.Open(ctx, f.Roads)
	if err != nil {
		return err
	}
	fmt.Fprintf(con.Err, "nightbeat: %s: %s\n", f.Roads, report)
	n.use(network)
	return f.landmarks(n)
}

// landmarks adds the station's own, which stand before those of the streets' file that have the same id.
func (f *nightFlags) landmarks(n *night) error {
	if f.Landmarks == "" {
		return nil
	}
	file, err := os.Open(f.Landmarks)
	if err != nil {
		return err
	}
	defer file.Close()
	own, err := format.ReadLandmarks(file)
	if err != nil {
		return fmt.Errorf("%s: %w", f.Landmarks, err)
	}
	n.Landmarks = slices.DeleteFunc(slices.Clone(n.Landmarks), func(l planner.Landmark) bool {
		return slices.ContainsFunc(own, func(o planner.Landmark) bool { return o.ID == l.ID })
	})
	n.Landmarks = append(n.Landmarks, own...)
	return nil
}

func loadSample(ctx context.Context) (night, error) {
	var n night
	opened, err := gzip.NewReader(bytes.NewReader(sample.Streets()))
	if err != nil {
		return n, err
	}
	network, _, err := road.Decode(ctx, opened, "sample streets")
	if err != nil {
		return n, err
	}
	n.use(network)
	incidents, err := format.ReadIncidents(ctx, bytes.NewReader(sample.Incidents()), "sample incidents", format.IncidentOptions{})
	if err != nil {
		return n, err
	}
	n.Incidents = incidents.List
	if n.areas, err = format.ReadAreas(bytes.NewReader(sample.Areas())); err != nil {
		return n, err
	}
	n.Request, err = format.ReadRequest(bytes.NewReader(sample.Request()))
	return n, err
}

func (n *night) use(network *road.Network) {
	n.Roads = planner.OnStreets(network)
	n.Landmarks = network.Landmarks()
	network.Streets(func(class string, line orb.LineString) {
		n.scene.Streets = append(n.scene.Streets, format.Street{Class: class, Line: line})
	})
}
