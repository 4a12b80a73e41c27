package geo_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"

	"nightbeat/geo"
)

var cities = map[string]orb.Point{
	"San Francisco": {-122.4194, 37.7749},
	"Tangshan":      {118.26, 39.67},
	"Quito":         {-78.47, -0.18},
	"Sydney":        {151.21, -33.87},
	"Tromsø":        {18.96, 69.65},
	"Suva":          {178.44, -18.14},
}

// within is a random place at most km away, east-west and north-south.
func within(rng *rand.Rand, centre orb.Point, km float64) orb.Point {
	north := (2*rng.Float64() - 1) * km / 111.2
	east := (2*rng.Float64() - 1) * km / 111.2 / math.Cos(centre[1]*math.Pi/180)
	return orb.Point{centre[0] + east, centre[1] + north}
}

// snyder is the slow twin: the power series in the longitude of Snyder 1987, "Map Projections: A Working Manual",
// eqs. 3-21 and 8-9 to 8-15, with scale 1. Its first left-out terms are under 1 mm within 100 km of the central meridian.
func snyder(centre, p orb.Point) geo.XY {
	const a, f, rad = 6378137.0, 1 / 298.257223563, math.Pi / 180
	const e2 = f * (2 - f)
	const second2 = e2 / (1 - e2)
	meridian := func(lat float64) float64 {
		return a * ((1-e2/4-3*e2*e2/64-5*e2*e2*e2/256)*lat - (3*e2/8+3*e2*e2/32+45*e2*e2*e2/1024)*math.Sin(2*lat) +
			(15*e2*e2/256+45*e2*e2*e2/1024)*math.Sin(4*lat) - 35*e2*e2*e2/3072*math.Sin(6*lat))
	}
	sin, cos := math.Sincos(p[1] * rad)
	n, t, c := a/math.Sqrt(1-e2*sin*sin), sin*sin/cos/cos, second2*cos*cos
	w := (p[0] - centre[0]) * rad * cos
	x := n * (w + (1-t+c)*math.Pow(w, 3)/6 + (5-18*t+t*t+72*c-58*second2)*math.Pow(w, 5)/120)
	y := n * sin / cos * (w*w/2 + (5-t+9*c+4*c*c)*math.Pow(w, 4)/24 +
		(61-58*t+t*t+600*c-330*second2)*math.Pow(w, 6)/720)
	return geo.XY{X: x, Y: y + meridian(p[1]*rad) - meridian(centre[1]*rad)}
}

func TestFrameAgreesWithSnyder(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	for name, centre := range cities {
		frame := geo.NewFrame(centre)
		for range 2000 {
			p := within(rng, centre, 100)
			if off := frame.ToXY(p).Distance(snyder(centre, p)); off > 0.002 {
				t.Fatalf("%s: frame and twin differ by %g m at %v, want 2 mm at most within 100 km", name, off, p)
			}
		}
	}
}

func TestFrameThereAndBack(t *testing.T) {
	rng := rand.New(rand.NewPCG(2, 1))
	for name, centre := range cities {
		frame := geo.NewFrame(centre)
		for range 2000 {
			p := within(rng, centre, 500)
			xy := frame.ToXY(p)
			if again := frame.ToXY(frame.ToPoint(xy)); again.Distance(xy) > 1e-4 {
				t.Fatalf("%s: %v comes back %g m off", name, p, again.Distance(xy))
			}
		}
	}
}

// The promise of the package: distances in the frame are those on the ellipsoid within 0.002 % at 40 km, 0.08 % at
// 250 km. Near the centre line an arc of meridian is true to scale: 1 degree at latitude 45 is 111,131.78 m (from the
// series 111132.954 - 559.822 cos 2φ + 1.175 cos 4φ = 111132.954 - 0 - 1.175).
func TestFrameScale(t *testing.T) {
	frame := geo.NewFrame(orb.Point{10, 45})
	arc := frame.ToXY(orb.Point{10, 45.5}).Distance(frame.ToXY(orb.Point{10, 44.5}))
	if math.Abs(arc-111131.78) > 0.05 {
		t.Errorf("a degree of meridian about 45 N is %.3f m, want 111131.78", arc)
	}
	for _, edge := range []struct{ eastM, scale float64 }{{40_000, 2e-5}, {250_000, 8e-4}} {
		a, b := frame.ToPoint(geo.XY{X: edge.eastM, Y: -500}), frame.ToPoint(geo.XY{X: edge.eastM, Y: 500})
		there := geo.NewFrame(a) // true to scale at its own centre
		if wrong := 1000/there.ToXY(a).Distance(there.ToXY(b)) - 1; math.Abs(wrong) > edge.scale {
			t.Errorf("%.0f m east the scale is off by %g, want %g at most", edge.eastM, wrong, edge.scale)
		}
	}
}

func TestFrameCentreIsOrigin(t *testing.T) {
	for name, centre := range cities {
		if xy := geo.NewFrame(centre).ToXY(centre); math.Hypot(xy.X, xy.Y) > 1e-9 {
			t.Errorf("%s: centre lies at %v", name, xy)
		}
	}
}

// One degree along the equator of the mean sphere: π R / 180 = 111,195.08 m; a quarter of it pole to equator.
func TestDistance(t *testing.T) {
	cases := []struct {
		a, b orb.Point
		want float64
	}{
		{orb.Point{0, 0}, orb.Point{1, 0}, math.Pi * geo.EarthRadiusM / 180},
		{orb.Point{0, 0}, orb.Point{77, 90}, math.Pi * geo.EarthRadiusM / 2},
		{orb.Point{-90, 0}, orb.Point{90, 0}, math.Pi * geo.EarthRadiusM},
		{orb.Point{179.5, 0}, orb.Point{-179.5, 0}, math.Pi * geo.EarthRadiusM / 180},
		{orb.Point{118, 39}, orb.Point{118, 39}, 0},
	}
	for _, c := range cases {
		if got := geo.Distance(c.a, c.b); math.Abs(got-c.want) > 1e-3 {
			t.Errorf("Distance(%v, %v) = %.4f m, want %.4f", c.a, c.b, got, c.want)
		}
	}
}

func TestDistanceAgreesWithFrame(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 1))
	for name, centre := range cities {
		frame := geo.NewFrame(centre)
		for range 500 {
			a, b := within(rng, centre, 20), within(rng, centre, 20)
			flat, round := frame.ToXY(a).Distance(frame.ToXY(b)), geo.Distance(a, b)
			if math.Abs(round/flat-1) > 0.006 {
				t.Fatalf("%s: %.1f m on the sphere, %.1f m in the frame: more than 0.6 %% apart", name, round, flat)
			}
		}
	}
}

func TestLength(t *testing.T) {
	a, b, c := orb.Point{0, 0}, orb.Point{0, 1}, orb.Point{1, 1}
	if got, want := geo.Length(orb.LineString{a, b, c}), geo.Distance(a, b)+geo.Distance(b, c); got != want {
		t.Errorf("length %g m, want %g", got, want)
	}
	if got := geo.Length(orb.LineString{a}); got != 0 {
		t.Errorf("one point has length %g m", got)
	}
}
