package planner

import (
	"context"
	"math"
	"slices"
	"sync"
	"time"

	"github.com/paulmach/orb"

	"nightbeat/geo"
	"nightbeat/geo/road"
)

// Roads is the ground that units move on: a street network, or straight lines with a detour factor where there is no
// map. Places, seconds and metres are those of geo/road; a profile is "patrol", "car" or "foot".
type Roads interface {
	// Snap is the nearest place that a unit can reach and leave, or an error where there is none within the distance.
	Snap(profile string, p orb.Point, withinM float64) (road.Place, error)
	// Stands are all places where a unit can be posted.
	Stands(profile string) ([]road.Place, error)
	// Describe names the street at a place and the nearest cross street; empty where there is no name.
	Describe(p road.Place) (street, cross string)
	Table(ctx context.Context, profile string, from, to []road.Place) (road.Table, error)
	Route(ctx context.Context, profile string, from, to road.Place) (road.Route, error)
	// Lines are the streets from junction to junction; none where there is no map.
	Lines() []orb.LineString
	// Close is the same ground without the streets that these lines and polygons touch.
	Close(closures []orb.Geometry) (Roads, error)
}

// StandSpacingM is how far apart the places are at which a unit may be posted along a street.
const StandSpacingM = 50

// Streets is a street network as Roads; each profile's graph is built when it is first asked for.
type Streets struct {
	Network  *road.Network
	closures []orb.Geometry
	mu       sync.Mutex
	graphs   map[string]*road.Graph
}

// OnStreets are the Roads of a network.
func OnStreets(n *road.Network) *Streets {
	return &Streets{Network: n, graphs: map[string]*road.Graph{}}
}

func (s *Streets) graph(profile string) (*road.Graph, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if g := s.graphs[profile]; g != nil {
		return g, nil
	}
	p, err := road.ProfileNamed(profile)
	if err != nil {
		return nil, err
	}
	g := s.Network.Graph(p)
	if len(s.closures) > 0 {
		g = g.Close(s.closures)
	}
	s.graphs[profile] = g
	return g, nil
}

// Close implements Roads.
func (s *Streets) Close(closures []orb.Geometry) (Roads, error) {
	closed := OnStreets(s.Network)
	closed.closures = append(append(closed.closures, s.closures...), closures...)
	s.mu.Lock()
	defer s.mu.Unlock()
	for profile, g := range s.graphs {
		closed.graphs[profile] = g.Close(closures)
	}
	return closed, nil
}

// Snap implements Roads.
func (s *Streets) Snap(profile string, p orb.Point, withinM float64) (road.Place, error) {
	g, err := s.graph(profile)
	if err != nil {
		return road.Place{}, err
	}
	return g.Snap(p, withinM)
}

// Stands implements Roads.
func (s *Streets) Stands(profile string) ([]road.Place, error) {
	g, err := s.graph(profile)
	if err != nil {
		return nil, err
	}
	return g.Stands(StandSpacingM), nil
}

// Lines implements Roads.
func (s *Streets) Lines() []orb.LineString {
	var lines []orb.LineString
	s.Network.Streets(func(_ string, line orb.LineString) { lines = append(lines, line) })
	return lines
}

// Describe implements Roads.
func (s *Streets) Describe(p road.Place) (street, cross string) { return s.Network.Describe(p) }

// Table implements Roads.
func (s *Streets) Table(ctx context.Context, profile string, from, to []road.Place) (road.Table, error) {
	g, err := s.graph(profile)
	if err != nil {
		return road.Table{}, err
	}
	return g.Table(ctx, from, to)
}

// Route implements Roads.
func (s *Streets) Route(ctx context.Context, profile string, from, to road.Place) (road.Route, error) {
	g, err := s.graph(profile)
	if err != nil {
		return road.Route{}, err
	}
	return g.Route(ctx, from, to)
}

// Straight lines stand in for streets where there is no map: the distance between two places is the straight one times
// DetourFactor, the speed that of the profile. Units can be posted at the places given.
type Straight struct{ Places []orb.Point }

// DetourFactor is the mean ratio of street to straight distance in built-up areas; 1.2 to 1.4 in the literature
// (Boscoe, Henry & Zdeb 2012: 1.417 in the United States; Ballou et al. 2002: 1.2 to 1.3).
const DetourFactor = 1.3

// straightSpeed is the mean speed in metres a second: 24 km/h for a car in town, stops at lights included; 5 km/h on foot.
func straightSpeed(profile string) float64 {
	if profile == "foot" {
		return 5 / 3.6
	}
	return 24 / 3.6
}

// Snap implements Roads: every place is its own.
func (s Straight) Snap(_ string, p orb.Point, _ float64) (road.Place, error) {
	return road.Place{Point: p}, nil
}

// Stands implements Roads.
func (s Straight) Stands(string) ([]road.Place, error) {
	places := make([]road.Place, len(s.Places))
	for i, p := range s.Places {
		places[i] = road.Place{Point: p}
	}
	return places, nil
}

// Lines implements Roads: there are none.
func (s Straight) Lines() []orb.LineString { return nil }

// Describe implements Roads: without a map there are no names.
func (s Straight) Describe(road.Place) (street, cross string) { return "", "" }

// Table implements Roads.
func (s Straight) Table(_ context.Context, profile string, from, to []road.Place) (road.Table, error) {
	t := road.Table{Seconds: make([][]float64, len(from)), Metres: make([][]float64, len(from))}
	for i, a := range from {
		t.Seconds[i], t.Metres[i] = make([]float64, len(to)), make([]float64, len(to))
		for k, b := range to {
			t.Metres[i][k] = DetourFactor * geo.Distance(a.Point, b.Point)
			t.Seconds[i][k] = t.Metres[i][k] / straightSpeed(profile)
		}
	}
	return t, nil
}

// Route implements Roads.
func (s Straight) Route(_ context.Context, profile string, from, to road.Place) (road.Route, error) {
	metres := DetourFactor * geo.Distance(from.Point, to.Point)
	return road.Route{
		Line: orb.LineString{from.Point, to.Point}, Metres: metres, Seconds: metres / straightSpeed(profile),
		Streets: []road.Street{{Metres: metres}},
	}, nil
}

// Close implements Roads: there is nothing to close.
func (s Straight) Close(closures []orb.Geometry) (Roads, error) {
	return nil, impossible("closures", "streets can be closed only where there is a street network; give --roads")
}

// roadsFrom are roads from an instant on: closures that were known by then are closed.
type roadsFrom struct {
	at time.Time
	Roads
}

// roadsThrough are the roads as they were known through a night, the first from the zero instant on.
func roadsThrough(req Request, roads Roads) (all []roadsFrom, err error) {
	instants := []time.Time{{}}
	for _, c := range req.Closures {
		instants = append(instants, c.Known)
	}
	slices.SortFunc(instants, time.Time.Compare)
	for _, at := range slices.CompactFunc(instants, time.Time.Equal) {
		known := req
		known.Closures = slices.DeleteFunc(slices.Clone(req.Closures), func(c Closure) bool { return c.Known.After(at) })
		then, err := closing(roads, known.closed())
		if err != nil {
			return nil, err
		}
		all = append(all, roadsFrom{at, then})
	}
	return all, nil
}

// wholeSeconds rounds a travel time up to whole seconds, forgiving the last millisecond, so that tables and routes agree.
func wholeSeconds(s float64) int64 { return int64(math.Ceil(s - 1e-3)) }
