package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/paulmach/orb"

	"nightbeat/geo/road"
)

// streetFlags choose the streets and who uses them.
type streetFlags struct {
	Roads   string    `required:"" placeholder:"F" help:"Streets: .osm.pbf, .osm (also .gz, .bz2), or .roads."`
	Profile string    `default:"car" placeholder:"P" help:"car, patrol, foot, or a file with a profile's table."`
	Weight  string    `enum:"duration,distance" default:"duration" help:"What is kept small: duration or distance."`
	At      time.Time `placeholder:"T" help:"Departure, as 2026-07-01T20:00:00-07:00: what is closed at that hour is closed. Without it only what is always closed."`
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
	return g, nil
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
