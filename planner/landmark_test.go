package planner

import (
	"strings"
	"testing"

	"github.com/paulmach/orb"
)

func TestVisiting(t *testing.T) {
	at := func(id, kind, name string, lon float64) Landmark {
		return Landmark{ID: id, Kind: kind, Name: name, Place: orb.Point{lon, 50}}
	}
	all := []Landmark{at("n1", "bank", "", 10), at("n2", "school", "A", 10.01), at("n3", "school", "B", 10.02), at("n4", "school", "C", 10.03), at("n5", "school", "D", 11)}
	box := orb.Bound{Min: orb.Point{9.9, 49.9}, Max: orb.Point{10.1, 50.1}}.ToPolygon()
	r := Request{
		Must:      []Must{{ID: "n2", Place: orb.Point{10.5, 50}}, {ID: "gate", Place: orb.Point{10.0203, 50}}}, // 0.0003 degrees are 21 m
		MustKinds: []string{"school"}, Area: orb.MultiPolygon{box},
	}
	got, err := r.visiting(all)
	if err != nil || len(got.Must) != 3 || got.Must[2].ID != "n4" || got.Must[2].Name != "C" || got.MustKinds != nil {
		t.Errorf("%v, %v: want n4 beside what is listed; n2 by its id, n3 by its place, n5 outside", got.Must, err)
	}
	if len(r.Must) != 2 || len(r.MustKinds) != 1 {
		t.Errorf("the request itself changed: %v", r)
	}
	for _, c := range []struct {
		kinds []string
		all   []Landmark
		want  string
	}{{[]string{"bank", "zoo"}, all, "must_kinds[1]"}, {[]string{"zoo"}, all, "bank, school"}, {[]string{"zoo"}, nil, "no landmark is known"}} {
		if _, err := (Request{MustKinds: c.kinds}).visiting(c.all); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%v: %v, want it to name %s", c.kinds, err, c.want)
		}
	}
}
