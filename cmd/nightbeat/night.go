package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"

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
	Sample        bool   `help:"Use the built-in town: its incidents, its streets, its night."`
}

// night is what a plan is made from, and the streets to draw under it.
type night struct {
	planner.Inputs
	streets []format.Street
}

// load reads the incidents and the streets; of the sample, the request too.
func (f *nightFlags) load(ctx context.Context, con console) (night, error) {
	if f.Sample {
		return loadSample(ctx)
	}
	var n night
	incidents, err := f.incidentFlags.load(ctx, con)
	if err != nil {
		return n, err
	}
	n.Incidents = incidents.List
	if f.Roads == "" {
		return n, nil
	}
	network, report, err := road.Open(ctx, f.Roads)
	if err != nil {
		return n, err
	}
	fmt.Fprintf(con.Err, "nightbeat: %s: %s\n", f.Roads, report)
	n.use(network)
	return n, nil
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
	n.Request, err = format.ReadRequest(bytes.NewReader(sample.Request()))
	return n, err
}

func (n *night) use(network *road.Network) {
	n.Roads = planner.OnStreets(network)
	network.Streets(func(class string, line orb.LineString) {
		n.streets = append(n.streets, format.Street{Class: class, Line: line})
	})
}
