package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"

	"nightbeat/geo/road"
)

type routeCmd struct {
	streetFlags
	Turn   bool     `help:"Turn round at a place on the way where that is quicker, instead of going on."`
	Places []string `arg:"" name:"LON,LAT" help:"The places to go through, in order: at least two."`
}

// Run prints the way through the places as a GeoJSON feature collection of one line.
func (c routeCmd) Run(ctx context.Context, con console) error {
	points, err := parsePlaces(c.Places)
	if err == nil && len(points) < 2 {
		err = errors.New("give at least two places as LON,LAT")
	}
	if err != nil {
		return usageError{err}
	}
	g, err := c.graph(ctx)
	if err != nil {
		return err
	}
	name := func(i int) string { return "place " + c.Places[i] }
	places, err := c.snapAll(g, points, name)
	if err != nil {
		return err
	}
	all, legs, err := c.through(ctx, g, places, name)
	if err != nil {
		return err
	}
	collection := geojson.NewFeatureCollection()
	collection.Append(c.feature(all, legs, places))
	return json.NewEncoder(con.Out).Encode(collection)
}

// through is the whole way, and its legs from place to place.
func (c routeCmd) through(ctx context.Context, g *road.Graph, places []road.Place, name func(int) string) (all road.Route, legs []leg, err error) {
	from := places[0]
	for i := 1; i < len(places); i++ {
		r, err := g.Route(ctx, from, places[i])
		if errors.Is(err, road.ErrNoWay) {
			r, err = g.Route(ctx, places[i-1], places[i]) // going on leads nowhere
		}
		if errors.Is(err, road.ErrNoWay) {
			return all, nil, fmt.Errorf("from %s to %s: %w for %s", name(i-1), name(i), err, c.Profile)
		}
		if err != nil {
			return all, nil, err
		}
		if from = r.Onward; c.Turn {
			from = places[i]
		}
		all = joined(all, r)
		legs = append(legs, leg{tenths(r.Metres), math.Round(r.Seconds), streetsOf(r)})
	}
	return all, legs, nil
}

func (c routeCmd) feature(all road.Route, legs []leg, places []road.Place) *geojson.Feature {
	snapped := make([]float64, len(places))
	for i, p := range places {
		snapped[i] = tenths(p.SnappedM)
	}
	f := geojson.NewFeature(all.Line)
	f.Properties = geojson.Properties{"profile": c.Profile, "distance_m": tenths(all.Metres), "duration_s": math.Round(all.Seconds),
		"legs": legs, "snapped_m": snapped, "warnings": append([]string{}, all.Warnings...)}
	return f
}

// leg is the way between two of the places.
type leg struct {
	Metres  float64  `json:"distance_m"`
	Seconds float64  `json:"duration_s"`
	Streets []street `json:"streets"`
}

// street is a stretch along one street; the name is empty where it has none.
type street struct {
	Name   string  `json:"name"`
	Metres float64 `json:"distance_m"`
}

func streetsOf(r road.Route) []street {
	streets := []street{}
	for _, s := range r.Streets {
		streets = append(streets, street{s.Name, tenths(s.Metres)})
	}
	return streets
}

// joined is one route after another.
func joined(a, b road.Route) road.Route {
	if len(a.Line) > 0 {
		a.Line = append(a.Line, b.Line[1:]...)
	} else {
		a.Line = b.Line
	}
	a.Seconds, a.Metres, a.Warnings = a.Seconds+b.Seconds, a.Metres+b.Metres, append(a.Warnings, b.Warnings...)
	return a
}

func tenths(v float64) float64 { return math.Round(v*10) / 10 }

// parsePlaces reads LON,LAT arguments.
func parsePlaces(texts []string) ([]orb.Point, error) {
	var points []orb.Point
	for _, text := range texts {
		p, err := parsePlace(text)
		if err != nil {
			return nil, fmt.Errorf("place %.60q %w", text, err)
		}
		points = append(points, p)
	}
	return points, nil
}
