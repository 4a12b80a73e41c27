package planner

import (
	"context"
	"math"
	"time"

	"github.com/paulmach/orb"

	"nightbeat/geo/road"
)

// Hospital is the kind of landmark that somebody is taken to.
const Hospital = "hospital"

// Near is the landmark that is nearest by road, and how far that is.
type Near struct {
	Landmark
	Time    time.Duration
	Metres  float64
	at      road.Place
	Reached bool // false where no way leads to any
}

// NearestTo finds for each of some places the landmark of a kind that a profile reaches first; those on foot are driven.
func NearestTo(ctx context.Context, roads Roads, profile string, from []orb.Point, kind string, all []Landmark) ([]Near, error) {
	if profile == "foot" {
		profile = "car"
	}
	if roads == nil {
		roads = Straight{}
	}
	near := make([]Near, len(from))
	marks, doors := landmarksOn(roads, profile, kind, all)
	rows, starts := snapped(roads, profile, from)
	if len(marks) == 0 || len(starts) == 0 {
		return near, nil
	}
	table, err := roads.Table(ctx, profile, starts, doors)
	if err != nil {
		return nil, stage("finding what is near", err)
	}
	for i, row := range rows {
		for k, seconds := range table.Seconds[i] {
			if d := time.Duration(wholeSeconds(min(seconds, math.MaxInt32))) * time.Second; !math.IsInf(seconds, 1) && (!near[row].Reached || d < near[row].Time) {
				near[row] = Near{marks[k], d, table.Metres[i][k], doors[k], true}
			}
		}
	}
	return near, nil
}

// landmarksOn are the landmarks of a kind that a street is near, and where.
func landmarksOn(roads Roads, profile, kind string, all []Landmark) (marks []Landmark, doors []road.Place) {
	for _, l := range all {
		if l.Kind != kind {
			continue
		}
		if at, err := roads.Snap(profile, l.Place, SnapM); err == nil {
			marks, doors = append(marks, l), append(doors, at)
		}
	}
	return marks, doors
}

// snapped are the places that a street is near, by their numbers.
func snapped(roads Roads, profile string, from []orb.Point) (rows []int, places []road.Place) {
	for i, p := range from {
		if at, err := roads.Snap(profile, p, SnapM); err == nil {
			rows, places = append(rows, i), append(places, at)
		}
	}
	return rows, places
}

// Nearest is NearestTo for one place, with the way; an error of kind Impossible where there is none.
func Nearest(ctx context.Context, roads Roads, profile string, from orb.Point, kind string, all []Landmark) (Near, road.Route, error) {
	near, err := NearestTo(ctx, roads, profile, []orb.Point{from}, kind, all)
	if err != nil {
		return Near{}, road.Route{}, err
	}
	if !near[0].Reached {
		return Near{}, road.Route{}, impossible("landmarks", "no landmark of kind %q can be reached from here; there are: %s", kind, kindsOf(all))
	}
	if profile == "foot" {
		profile = "car"
	}
	if roads == nil {
		roads = Straight{}
	}
	start, err := roads.Snap(profile, from, SnapM)
	if err != nil {
		return near[0], road.Route{}, err
	}
	way, err := roads.Route(ctx, profile, start, near[0].at)
	return near[0], way, stage("finding the way", err)
}

// DefaultHandover is how long a unit is taken to stay at a hospital.
const DefaultHandover = 20 * time.Minute

// ToHospital is a unit that takes somebody to the nearest hospital: it is away for the way there and the handover, and goes
// on from there.
type ToHospital struct {
	Unit     string
	Handover time.Duration // 20 min where 0
}

func (c ToHospital) apply(n *night, field string) error {
	unit, err := n.unit(field, c.Unit)
	if err != nil {
		return err
	}
	near, err := n.hospital(n.req.Units[unit].Profile, n.units[unit].place)
	if err != nil {
		return err
	}
	orDefault(&c.Handover, DefaultHandover)
	return Away{c.Unit, near.Time + c.Handover, near.Place}.apply(n, field)
}

// hospitals looks for the nearest one on the night's streets.
func (in Amendment) hospitals(ctx context.Context, n *night) func(profile string, from orb.Point) (Near, error) {
	return func(profile string, from orb.Point) (Near, error) {
		roads, err := closing(in.Roads, n.req.closed())
		if err != nil {
			return Near{}, err
		}
		near, _, err := Nearest(ctx, roads, profile, from, Hospital, in.Landmarks)
		return near, err
	}
}
