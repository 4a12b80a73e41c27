package road

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/paulmach/orb"
)

// Landmark is a place of public life that a file names, whether a street passes it or not.
type Landmark struct {
	ID    string // n, w or r for the file's point, way or relation, and its number there
	Kind  string // one of LandmarkKinds
	Name  string // "" where the file has none
	Place orb.Point
}

// landmarkTags says which tags make a landmark, and of which kind (OpenStreetMap wiki, "Key:amenity", "Key:shop",
// "Key:railway").
var landmarkTags = map[tag]string{
	{"amenity", "school"}: "school", {"amenity", "kindergarten"}: "kindergarten",
	{"amenity", "college"}: "college", {"amenity", "university"}: "college",
	{"amenity", "hospital"}: "hospital", {"amenity", "clinic"}: "clinic",
	{"amenity", "bank"}: "bank", {"amenity", "marketplace"}: "market",
	{"amenity", "police"}: "police", {"amenity", "fire_station"}: "fire station",
	{"amenity", "fuel"}: "filling station", {"amenity", "bus_station"}: "bus station", {"railway", "station"}: "railway station",
	{"amenity", "bar"}: "bar", {"amenity", "pub"}: "bar", {"amenity", "nightclub"}: "bar",
	{"amenity", "internet_cafe"}: "internet cafe", {"shop", "mall"}: "mall", {"shop", "supermarket"}: "supermarket",
}

// LandmarkKinds are the kinds of landmarks that are read, in alphabetical order.
func LandmarkKinds() []string {
	var kinds []string
	for _, kind := range landmarkTags {
		kinds = append(kinds, kind)
	}
	slices.Sort(kinds)
	return slices.Compact(kinds)
}

// Landmarks are those of the file, by kind, name and id. The caller does not change them.
func (n *Network) Landmarks() []Landmark { return n.landmarks }

// landmarkKind is the kind of landmark that tags make, or "".
func landmarkKind(t tags) string {
	for _, one := range t {
		if kind := landmarkTags[one]; kind != "" {
			return kind
		}
	}
	return ""
}

// draftLandmark is a landmark as it was read: at a point, or within an outline.
type draftLandmark struct {
	Landmark
	outline []int64 // points of the file; none where Place is known
}

// maxLandmarkName is how many bytes of a name are kept: OpenStreetMap allows 255 letters.
const maxLandmarkName = 1000

// addLandmark keeps a landmark and gives its number in the draft, or -1 where the tags make none.
func (d *draft) addLandmark(letter string, id int64, t tags) (int, error) {
	kind := landmarkKind(t)
	if kind == "" {
		return -1, nil
	}
	name := t.get("name")
	name = strings.ToValidUTF8(name[:min(len(name), maxLandmarkName)], "")
	d.landmarks = append(d.landmarks, draftLandmark{Landmark: Landmark{fmt.Sprintf("%s%d", letter, id), kind, strings.Clone(name), nowhere.point()}})
	return len(d.landmarks) - 1, d.keep(128 + len(name))
}

// landmarkArea keeps a landmark that is a relation; the ways that are its outline come later.
func (d *draft) landmarkArea(id int64, members []member, t tags) error {
	i, err := d.addLandmark("r", id, t)
	if i < 0 || err != nil {
		return err
	}
	if err := d.keep(48 * len(members)); err != nil {
		return err
	}
	for _, m := range members {
		if m.kind == kindWay && m.role != "inner" {
			d.rims[m.ref] = append(d.rims[m.ref], i)
		}
	}
	return nil
}

// landmarkWay keeps a way that is a landmark, or part of one's outline.
func (d *draft) landmarkWay(id int64, nodes []int64, t tags) error {
	own, err := d.addLandmark("w", id, t)
	if err != nil {
		return err
	}
	parts := d.rims[id]
	if own >= 0 {
		parts = append(slices.Clip(parts), own)
	}
	if err := d.keep(pointBytes * len(nodes) * len(parts)); err != nil {
		return err
	}
	for _, i := range parts {
		d.landmarks[i].outline = append(d.landmarks[i].outline, nodes...)
	}
	return nil
}

// placed are the landmarks whose place is known, each once: the middle of an outline's rectangle stands for it.
func (d *draft) placed() []Landmark {
	var all []Landmark
	for _, l := range d.landmarks {
		if l.Place == nowhere.point() {
			l.Place = d.middle(l.outline)
		}
		if l.Place == nowhere.point() {
			d.report.leave("landmarks whose place is not in the file", 1)
			continue
		}
		all = append(all, l.Landmark)
	}
	slices.SortFunc(all, func(a, b Landmark) int {
		return cmp.Or(strings.Compare(a.Kind, b.Kind), strings.Compare(a.Name, b.Name), strings.Compare(a.ID, b.ID),
			cmp.Compare(a.Place[0], b.Place[0]), cmp.Compare(a.Place[1], b.Place[1]))
	})
	return slices.CompactFunc(all, func(a, b Landmark) bool { return a.ID == b.ID && a.Kind == b.Kind })
}

// middle is the middle of the rectangle around those of the points that are in the file; nowhere without any.
func (d *draft) middle(points []int64) orb.Point {
	var known orb.MultiPoint
	for _, id := range points {
		if i, ok := slices.BinarySearch(d.ids, id); ok && d.spots[i] != nowhere {
			known = append(known, d.spots[i].point())
		}
	}
	if len(known) == 0 {
		return nowhere.point()
	}
	c := known.Bound().Center()
	return newSpot(c[0], c[1]).point()
}
