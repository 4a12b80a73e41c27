package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"

	"nightbeat/geo/road"
)

// streetFlags choose the streets and who uses them.
type streetFlags struct {
	Roads   string    `required:"" placeholder:"F" help:"Streets: .osm.pbf, .osm (also .gz, .bz2), or .roads."`
	Profile string    `default:"car" placeholder:"P" help:"car, patrol, foot, or a file with a profile's table."`
	Weight  string    `enum:"duration,distance" default:"duration" help:"What is kept small: duration or distance."`
	At      time.Time `placeholder:"T" help:"Departure, as 2026-07-01T20:00:00-07:00: what is closed at that hour is closed. Without it only what is always closed."`
	Changes string    `type:"existingfile" placeholder:"F" help:"Closures and other paces as GeoJSON features: the streets that each touches, and its edges; pace (0, closed, by default), from and until as properties."`
	Within  float64   `default:"1000" placeholder:"M" help:"How far in metres a place may lie from a street."`
}

// graph reads the streets as the profile sees them.
func (f streetFlags) graph(ctx context.Context) (*road.Graph, error) {
	profile, err := profileFrom(f.Profile)
	if err != nil {
		return nil, err
	}
	network, _, err := road.Open(ctx, f.Roads)
	if err != nil {
		return nil, err
	}
	g := network.Graph(profile.At(f.At))
	if f.Weight == "distance" {
		g = g.Shortest()
	}
	if f.Changes == "" {
		return g, nil
	}
	changes, err := readChanges(f.Changes)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", f.Changes, err)
	}
	return g.At(f.At, changes), nil
}

// readChanges reads closures and other paces from a GeoJSON feature collection.
func readChanges(name string) ([]road.Change, error) {
	raw, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	collection, err := geojson.UnmarshalFeatureCollection(raw)
	if err != nil {
		return nil, fmt.Errorf("it is no GeoJSON feature collection: %w", err)
	}
	changes := make([]road.Change, len(collection.Features))
	for i, f := range collection.Features {
		properties, err := json.Marshal(f.Properties)
		if err == nil {
			err = json.Unmarshal(properties, &changes[i])
		}
		if err != nil {
			return nil, fmt.Errorf("features[%d].properties: %w; give pace as a number, edges as numbers, from and until as times", i, err)
		}
		if p := changes[i].Pace; p < 0 || p > 10 {
			return nil, fmt.Errorf("features[%d].properties.pace: %g is outside 0 to 10", i, p)
		}
		changes[i].Where = f.Geometry
	}
	return changes, nil
}

// profileFrom is a profile by its name, or by its file.
func profileFrom(name string) (road.Profile, error) {
	profile, err := road.ProfileNamed(name)
	if err == nil {
		return profile, nil
	}
	file, openErr := os.Open(name)
	if openErr != nil {
		return road.Profile{}, fmt.Errorf("--profile: %w, or a file", err)
	}
	defer file.Close()
	return road.ReadProfile(file, name)
}

// snapAll snaps named places; names are for messages.
func (f streetFlags) snapAll(g *road.Graph, points []orb.Point, name func(int) string) ([]road.Place, error) {
	places, err := g.SnapAll(points, f.Within)
	var far *road.FarError
	if errors.As(err, &far) {
		return nil, fmt.Errorf("%s: %w", name(far.Index), err)
	}
	return places, err
}
