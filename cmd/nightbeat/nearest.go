package main

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"strings"

	"github.com/paulmach/orb/geojson"

	"nightbeat/data/format"
	"nightbeat/geo/road"
	"nightbeat/planner"
)

type nearestCmd struct {
	Kind      string `arg:"" help:"What is looked for: hospital, school, police ..."`
	From      string `help:"Where from." required:"" placeholder:"LON,LAT"`
	Roads     string `help:"The street network: an OpenStreetMap extract or a built .roads file." type:"existingfile" placeholder:"FILE"`
	Landmarks string `help:"The station's own landmarks as GeoJSON, each with the property kind." type:"existingfile" placeholder:"FILE"`
	Sample    bool   `help:"Use the built-in town."`
	Profile   string `help:"Who drives." default:"patrol" enum:"patrol,car"`
	Format    string `help:"text, or geojson with the way." default:"text" enum:"text,geojson"`
}

// Run finds the nearest landmark of a kind by road.
func (c *nearestCmd) Run(ctx context.Context, con console) error {
	from, err := parsePlace(c.From)
	if err != nil {
		return usageError{fmt.Errorf("--from %s: %w", c.From, err)}
	}
	if !c.Sample && c.Roads == "" {
		return usageError{fmt.Errorf("--roads is missing; give the streets, or --sample")}
	}
	town, err := c.town(ctx, con)
	if err != nil {
		return err
	}
	near, way, err := planner.Nearest(ctx, town.Roads, c.Profile, from, c.Kind, town.Landmarks)
	if err != nil {
		return err
	}
	if c.Format == "geojson" {
		return json.NewEncoder(con.Out).Encode(c.feature(near, way))
	}
	_, err = fmt.Fprintf(con.Out, "%s: %.0f min, %.1f km%s\n", format.Printable(landmarkName(near.Landmark), 100), math.Ceil(near.Time.Minutes()), near.Metres/1000, by(way))
	return err
}

// town is the streets and the landmarks, without incidents.
func (c *nearestCmd) town(ctx context.Context, con console) (n night, err error) {
	if c.Sample {
		return loadSample(ctx)
	}
	return n, (&nightFlags{Roads: c.Roads, Landmarks: c.Landmarks}).roads(ctx, con, &n)
}

func landmarkName(l planner.Landmark) string {
	if l.Name == "" {
		return fmt.Sprintf("%s at %.5f, %.5f", l.Kind, l.Place[0], l.Place[1])
	}
	return l.Name
}

// by names the streets of a way, in order.
func by(way road.Route) string {
	var names []string
	for _, s := range way.Streets {
		if s.Name != "" && (len(names) == 0 || names[len(names)-1] != s.Name) {
			names = append(names, s.Name)
		}
	}
	if names == nil {
		return ""
	}
	return " by " + format.Printable(strings.Join(names, ", "), 200)
}

func (c *nearestCmd) feature(near planner.Near, way road.Route) *geojson.FeatureCollection {
	f := geojson.NewFeature(way.Line)
	f.Properties = geojson.Properties{"kind": near.Kind, "id": near.ID, "name": near.Name, "duration_s": int64(near.Time.Seconds()), "distance_m": math.Round(near.Metres)}
	all := geojson.NewFeatureCollection()
	all.Append(f)
	return all
}
