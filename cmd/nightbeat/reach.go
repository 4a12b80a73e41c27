package main

import (
	"context"
	"encoding/json"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"

	"nightbeat/geo/road"
)

type reachCmd struct {
	streetFlags
	Seconds float64 `default:"180" placeholder:"S" help:"How long the unit has."`
	Place   string  `arg:"" name:"LON,LAT" help:"Where the unit is."`
}

// Run prints the area that a unit can reach in time as GeoJSON.
func (c reachCmd) Run(ctx context.Context, con console) error {
	points, err := parsePlaces([]string{c.Place})
	if err != nil {
		return usageError{err}
	}
	g, err := c.graph(ctx)
	if err != nil {
		return err
	}
	places, err := c.snapAll(g, points, func(int) string { return "place " + c.Place })
	if err != nil {
		return err
	}
	reached, err := g.Reach(ctx, places[0], c.Seconds)
	if err != nil {
		return err
	}
	area := geojson.NewFeature(orb.Geometry(road.Area(reached)))
	area.Properties = geojson.Properties{"profile": c.Profile, "seconds": c.Seconds, "snapped_m": tenths(places[0].SnappedM)}
	collection := geojson.NewFeatureCollection()
	collection.Append(area)
	return json.NewEncoder(con.Out).Encode(collection)
}
