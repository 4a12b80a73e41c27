package planner

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/paulmach/orb"

	"nightbeat/geo"
	"nightbeat/geo/road"
	"nightbeat/planner/risk"
	"nightbeat/planner/stops"
)

// SnapM is how far a base or a must point may lie from the nearest street that its unit can reach and leave.
const SnapM = 500

// ApartM is how far apart fixed points are at least: a block and a half, so that two units never watch one corner.
const ApartM = 250.0

// terrain is the ground that tonight's units move on, and where they start.
type terrain struct {
	*ground
	roads    Roads
	straight bool // there is no street network
	bases    []road.Place
}

// point is a fixed point that may become a stop: what is asked of it and what it watches.
type point struct {
	Stop
	place   road.Place // as the first unit's profile has it
	rank    int        // of the hottest cell with something that it watches; 0 where there is none
	dwell   time.Duration
	revisit time.Duration // 0 for one visit
	windows []Shift
	cut     bool      // closed streets cut it off
	left    time.Time // the round goes on from here; zero where it has not begun
}

// terrain puts the units on the streets: closures closed, bases snapped.
func (g *ground) terrain(req Request, roads Roads, surface risk.Surface) (*terrain, error) {
	if roads == nil {
		roads = Straight{Places: g.hotPlaces(surface)}
	}
	closed, err := closing(roads, req.closed())
	if err != nil {
		return nil, err
	}
	return settle(req, g, closed)
}

// settle snaps the bases to streets.
func settle(req Request, g *ground, roads Roads) (*terrain, error) {
	t := &terrain{ground: g, roads: roads}
	_, t.straight = roads.(Straight)
	for i, u := range req.Units {
		base, err := t.roads.Snap(u.Profile, u.Base, SnapM)
		if err != nil {
			return nil, impossible(fmt.Sprintf("units[%d].base", i), "%s", err)
		}
		t.bases = append(t.bases, base)
	}
	return t, nil
}

// closing is roads without the streets of some closures, if any.
func closing(roads Roads, closures []orb.Geometry) (Roads, error) {
	if len(closures) == 0 {
		return roads, nil
	}
	return roads.Close(closures)
}

// hotPlaces are the middles of the cells in which anything is expected.
func (g *ground) hotPlaces(surface risk.Surface) []orb.Point {
	var places []orb.Point
	for _, c := range surface.Cells {
		if surface.Expected.Values[c] > 0 {
			places = append(places, g.frame.ToPoint(surface.Grid.Centre(c)))
		}
	}
	return places
}

// WatchM is how far a unit that stands at a stop watches, and how far about it incidents are counted for its reason.
const WatchM = 100

// choose takes the must points and as many of the best other places as are asked for or could be kept.
func (t *terrain) choose(req Request, surface risk.Surface) ([]point, error) {
	points, err := t.mustPoints(req)
	if err != nil {
		return nil, err
	}
	stands, err := t.roads.Stands(req.Units[0].Profile)
	if err != nil {
		return nil, stage("finding places to stand", err)
	}
	demand := t.demand(surface)
	if req.StopsFrom == FromStreets {
		if t.straight {
			return nil, impossible("stops_from", "there is no street network to choose hot streets from; give --roads, or cells")
		}
		demand = along(t.streets(t.roads.Lines()), demand)
	}
	for i := range points {
		at := stops.Candidate{At: t.frame.ToXY(points[i].Place)}
		for _, pick := range stops.Choose(demand, []stops.Candidate{at}, stops.Settings{Count: 1, ReachM: WatchM}) {
			points[i].watch(pick, demand, surface)
		}
	}
	candidates := t.candidates(req, stands, points)
	for i, pick := range stops.Choose(demand, candidates, stops.Settings{Count: wanted(req), ApartM: ApartM, ReachM: WatchM}) {
		p := t.describe(stands[pick.ID])
		p.ID, p.dwell, p.revisit = fmt.Sprintf("S%02d", i+1), req.Dwell, max(0, req.Revisit)
		p.watch(pick, demand, surface)
		points = append(points, p)
	}
	total := surface.Expected.Sum()
	for i := range points {
		if total > 0 {
			points[i].Share = points[i].Expected / total
		}
	}
	if len(points) == 0 {
		return nil, impossible("roads", "no street on which a unit can stand lies where incidents are expected; load the streets of this place")
	}
	return points, nil
}

// demand spreads what is expected in each cell over the places of its events, by weight; in a cell that has had none,
// over its middle.
func (g *ground) demand(surface risk.Surface) []stops.Demand {
	weight, left := map[geo.XY]float64{}, geo.NewRaster(surface.Grid)
	for _, e := range g.events {
		if c, ok := surface.Grid.CellAt(e.At); ok && surface.Rank[c] > 0 {
			weight[e.At] += e.Weight
			left.Values[c] += e.Weight
		}
	}
	var demand []stops.Demand
	for at, w := range weight {
		c, _ := surface.Grid.CellAt(at)
		demand = append(demand, stops.Demand{At: at, Expected: surface.Expected.Values[c] * w / left.Values[c]})
	}
	for _, c := range surface.Cells {
		if left.Values[c] == 0 && surface.Expected.Values[c] > 0 {
			demand = append(demand, stops.Demand{At: surface.Grid.Centre(c), Expected: surface.Expected.Values[c]})
		}
	}
	slices.SortFunc(demand, func(a, b stops.Demand) int { return cmp.Or(cmp.Compare(a.At.X, b.At.X), cmp.Compare(a.At.Y, b.At.Y)) })
	return demand
}

// watch gives a point the demand that a pick watches, and takes it away from all others.
func (p *point) watch(pick stops.Pick, demand []stops.Demand, surface risk.Surface) {
	for _, i := range pick.Watched {
		p.Expected += demand[i].Expected
		if c, ok := surface.Grid.CellAt(demand[i].At); ok && (p.rank == 0 || surface.Rank[c] < p.rank) {
			p.rank = surface.Rank[c]
		}
	}
	for _, i := range pick.Watched {
		demand[i].Expected = 0
	}
}

func (t *terrain) mustPoints(req Request) ([]point, error) {
	var points []point
	for i, m := range req.Must {
		place, err := t.roads.Snap(req.Units[0].Profile, m.Place, SnapM)
		if err != nil {
			return nil, impossible(fmt.Sprintf("must[%d].place", i), "%s", err)
		}
		p := t.describe(place)
		p.ID, p.Must, p.dwell, p.revisit, p.windows = m.ID, true, m.Dwell, m.Revisit, m.Windows
		if m.Name != "" {
			p.Name = m.Name
		}
		points = append(points, p)
	}
	return points, nil
}

func (t *terrain) describe(place road.Place) point {
	street, cross := t.roads.Describe(place)
	stop := Stop{Place: place.Point, SnappedM: place.SnappedM}
	switch {
	case street != "" && cross != "":
		stop.Name = street + " / " + cross
	case street != "" || cross != "":
		stop.Name = street + cross
	default:
		stop.Name = fmt.Sprintf("%.5f, %.5f", place.Point[1], place.Point[0])
	}
	return point{Stop: stop, place: place}
}

// candidates are the stands inside the area that keep their distance from the must points; none where these are all.
func (t *terrain) candidates(req Request, stands []road.Place, must []point) []stops.Candidate {
	if req.StopsFrom == FromMust {
		return nil
	}
	inside := t.inside(req.Area)
	var candidates []stops.Candidate
next:
	for i, s := range stands {
		at := t.frame.ToXY(s.Point)
		if len(req.Area) > 0 && !inside(at) || req.avoids(s.Point) {
			continue
		}
		for _, m := range must {
			if t.frame.ToXY(m.Place).Distance(at) < ApartM {
				continue next
			}
		}
		candidates = append(candidates, stops.Candidate{ID: i, At: at})
	}
	return candidates
}

// wanted is how many fixed points to look for: as many as asked for, else as many as the units could keep if the next
// point were always two minutes away; fit takes away what is too much.
func wanted(req Request) int {
	if req.Stops > 0 {
		return req.Stops
	}
	return min(MaxStops, pointsKept(req, func(Unit) time.Duration { return 2 * time.Minute }))
}

// pointsKept is how many points all units together can keep on their round, with each unit's mean travel between points.
//
// A unit that is back within R holds floor(R / (d + t)) points of dwell d and travel t; without a round, as many as fit
// into its hours.
func pointsKept(req Request, travel func(Unit) time.Duration) int {
	sum := 0
	for _, u := range req.Units {
		hours := u.onDuty()
		if req.Revisit > 0 {
			hours = min(hours, req.Revisit)
		}
		sum += int(hours / (req.Dwell + travel(u)))
	}
	return sum
}

// onDuty is how long a unit can move and stand: its hours less its breaks.
func (u Unit) onDuty() time.Duration {
	hours := u.End.Sub(u.Start)
	for _, b := range u.Breaks {
		hours -= b.Duration
	}
	return max(0, hours)
}

// visitsAsked is how many stays of dwell d keep a point on a round of R through a night of length L, counted from its
// start to its end: n stays leave n + 1 gaps, so n d + (n+1) R >= L.
func visitsAsked(p point, night time.Duration) int {
	if p.revisit <= 0 {
		return 1
	}
	n := math.Ceil(float64(night-p.revisit) / float64(p.revisit+p.dwell))
	return max(1, int(n))
}
