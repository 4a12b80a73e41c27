package road

import (
	"math"
	"strings"

	"github.com/paulmach/orb"
)

// objects is what a reader of a file hands OpenStreetMap objects to. The slices are only lent.
type objects interface {
	node(id int64, at spot, t tags) error
	way(id int64, nodes []int64, t tags) error
	relation(id int64, members []member, t tags) error
}

// member is one part of a relation.
type member struct {
	kind uint8 // kindNode, kindWay or kindRelation
	ref  int64
	role string
}

// spot is a place in tenths of a microdegree, the resolution of OpenStreetMap (about a centimetre).
type spot struct{ lon, lat int32 }

// nowhere is no place: a node that lies outside the world or was never seen.
var nowhere = spot{math.MinInt32, math.MinInt32}

func (s spot) point() orb.Point { return orb.Point{float64(s.lon) / 1e7, float64(s.lat) / 1e7} }

// tag is a key and its value.
type tag struct{ key, value string }

// tags are the tags of an object, each key once.
type tags []tag

// get is the value of a key, or "".
func (t tags) get(key string) string {
	for _, tag := range t {
		if tag.key == key {
			return tag.value
		}
	}
	return ""
}

// mattering are the keys (or their part before the first colon) that say anything about who may go where, how fast, or
// make a landmark.
var mattering = map[string]bool{
	"access": true, "vehicle": true, "motor_vehicle": true, "motorcar": true, "psv": true, "bus": true, "taxi": true,
	"hgv": true, "hov": true, "emergency": true, "foot": true, "bicycle": true, "motorcycle": true, "oneway": true,
	"maxspeed": true, "maxheight": true, "maxwidth": true, "maxweight": true, "restriction": true, "except": true,
	"barrier": true, "bollard": true, "kerb": true, "highway": true, "railway": true, "man_made": true,
	"public_transport": true, "route": true, "duration": true, "junction": true, "name": true, "ref": true,
	"service": true, "area": true, "impassable": true, "status": true, "smoothness": true, "surface": true,
	"tracktype": true, "construction": true, "motorroad": true, "bridge": true, "tunnel": true, "toll": true,
	"type": true, "traffic_signals": true, "direction": true, "amenity": true, "shop": true,
}

// keyMatters says whether a tag is worth keeping. Names in other languages are not.
func keyMatters(key string) bool {
	base, _, suffixed := strings.Cut(key, ":")
	return mattering[base] && !(suffixed && (base == "name" || base == "ref"))
}

// classOf is the kind of street that a way is, or "" if it is none.
func classOf(t tags) string {
	switch {
	case t.get("highway") != "":
		return t.get("highway")
	case t.get("route") == "ferry":
		return "ferry"
	case t.get("man_made") == "pier":
		return "pier"
	case t.get("railway") == "platform", t.get("public_transport") == "platform":
		return "platform"
	case t.get("amenity") == "parking": // walked along its outline
		return "parking"
	}
	return ""
}
