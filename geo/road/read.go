package road

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// maxKept bounds in bytes what is kept of a file while it is read: about 2 million street points, so that reading and
// asking stay within some 600 MB.
const maxKept = 192 << 20

// pointBytes is what a street point takes in the end, here and in what is made of it, at worst.
const pointBytes = 96

// draft is the streets as they were read: ways and restrictions as they stand in the file, points in columns by id.
type draft struct {
	report    Report
	kept      int64             // bytes
	texts     map[string]string // one copy of each text
	outlines  map[int64]tags    // ways that are a street by the relation around them
	ways      []draftWay        // by id
	bans      []draftBan        // by id
	ids       []int64           // of the points, ascending
	spots     []spot            // by point
	pointTags map[int64]tags
	landmarks []draftLandmark
	rims      map[int64][]int // by way: the landmarks whose outline it is part of
}

// draftWay is a way of the file.
type draftWay struct {
	id    int64
	nodes []int64
	tags  tags
}

// draftBan is a turn restriction of the file.
type draftBan struct {
	id            int64
	from, via, to []int64 // ways; via may be empty
	node          int64   // the via node, if hasNode
	hasNode       bool
	tags          tags
}

// readNetwork reads a source in three passes: relations, then ways, then the points of those ways. So it does not
// matter in which order they stand, and nothing is kept of what is no street.
func readNetwork(ctx context.Context, from *source) (*Network, Report, error) {
	d := &draft{texts: map[string]string{}, outlines: map[int64]tags{}, pointTags: map[int64]tags{}, rims: map[int64][]int{}}
	if err := from.pass(ctx, kindRelation, d); err != nil {
		return nil, Report{}, err
	}
	if err := from.pass(ctx, kindWay, d); err != nil {
		return nil, Report{}, err
	}
	d.sort()
	if err := from.pass(ctx, kindNode, d); err != nil {
		return nil, Report{}, err
	}
	return d.network()
}

// keep counts bytes that are kept.
func (d *draft) keep(bytes int) error {
	if d.kept += int64(bytes); d.kept > maxKept {
		return errors.New("more streets than this reader holds (about 2 million points): cut a smaller extract")
	}
	return nil
}

// copyTags makes tags last, with one copy of each text.
func (d *draft) copyTags(t tags) (tags, error) {
	lasting := make(tags, len(t))
	size := 32 * len(t)
	for i, one := range t {
		for j, text := range []string{one.key, one.value} {
			if _, ok := d.texts[text]; !ok {
				text = strings.Clone(text)
				d.texts[text] = text
				size += len(text) + 48
			}
			if j == 0 {
				lasting[i].key = d.texts[text]
			} else {
				lasting[i].value = d.texts[text]
			}
		}
	}
	return lasting, d.keep(size)
}

// relation keeps turn restrictions, and remembers the outlines of areas that are streets or landmarks.
func (d *draft) relation(id int64, members []member, t tags) error {
	switch {
	case t.get("type") == "restriction":
		return d.restriction(id, members, t)
	case t.get("type") == "multipolygon" && t.get("highway") != "":
		return d.outline(members, t)
	}
	return d.landmarkArea(id, members, t)
}

func (d *draft) outline(members []member, t tags) error {
	lasting, err := d.copyTags(t)
	if err != nil {
		return err
	}
	for _, m := range members {
		if m.kind == kindWay {
			d.outlines[m.ref] = lasting
		}
	}
	return d.keep(64 * len(members))
}

func (d *draft) restriction(id int64, members []member, t tags) error {
	lasting, err := d.copyTags(t)
	if err != nil {
		return err
	}
	ban := draftBan{id: id, tags: lasting}
	for _, m := range members {
		switch {
		case m.role == "from" && m.kind == kindWay:
			ban.from = append(ban.from, m.ref)
		case m.role == "to" && m.kind == kindWay:
			ban.to = append(ban.to, m.ref)
		case m.role == "via" && m.kind == kindWay:
			ban.via = append(ban.via, m.ref)
		case m.role == "via" && m.kind == kindNode:
			ban.node, ban.hasNode = m.ref, true
		}
	}
	if len(ban.from) == 0 || len(ban.to) == 0 || !ban.hasNode && len(ban.via) == 0 {
		d.report.leave("turn restrictions without from, via or to", 1)
		return nil
	}
	d.bans = append(d.bans, ban)
	return d.keep(128 + 8*len(members))
}

// way keeps the ways that may be streets, and the outlines of landmarks.
func (d *draft) way(id int64, nodes []int64, t tags) error {
	if err := d.landmarkWay(id, nodes, t); err != nil {
		return err
	}
	if classOf(t) == "" {
		t = slices.Concat(t, d.outlines[id])
	}
	if classOf(t) == "" {
		return nil
	}
	lasting, err := d.copyTags(t)
	if err != nil {
		return err
	}
	d.ways = append(d.ways, draftWay{id, slices.Clone(nodes), lasting})
	return d.keep(64 + pointBytes*len(nodes))
}

// sort puts ways and restrictions in the order of their ids, drops repetitions, and lists the points that ways and
// landmarks need.
func (d *draft) sort() {
	slices.SortFunc(d.ways, func(a, b draftWay) int {
		return cmp.Or(cmp.Compare(a.id, b.id), slices.Compare(a.nodes, b.nodes), compareTags(a.tags, b.tags))
	})
	n := len(d.ways)
	d.ways = slices.CompactFunc(d.ways, func(a, b draftWay) bool { return a.id == b.id })
	d.report.leave("ways that stand in the file twice", n-len(d.ways))
	slices.SortFunc(d.bans, func(a, b draftBan) int {
		return cmp.Or(cmp.Compare(a.id, b.id), compareTags(a.tags, b.tags))
	})
	d.bans = slices.CompactFunc(d.bans, func(a, b draftBan) bool { return a.id == b.id })
	total := 0
	for _, w := range d.ways {
		total += len(w.nodes)
	}
	for _, l := range d.landmarks {
		total += len(l.outline)
	}
	d.ids = make([]int64, 0, total)
	for _, w := range d.ways {
		d.ids = append(d.ids, w.nodes...)
	}
	for _, l := range d.landmarks {
		d.ids = append(d.ids, l.outline...)
	}
	slices.Sort(d.ids)
	d.ids = slices.Clip(slices.Compact(d.ids))
	d.spots = make([]spot, len(d.ids))
	for i := range d.spots {
		d.spots[i] = nowhere
	}
}

func compareTags(a, b tags) int {
	return slices.CompareFunc(a, b, func(a, b tag) int {
		return cmp.Or(strings.Compare(a.key, b.key), strings.Compare(a.value, b.value))
	})
}

// node keeps the place of a point that a way needs, its tags if they matter, and a landmark that is a point.
func (d *draft) node(id int64, at spot, t tags) error {
	switch i, err := d.addLandmark("n", id, t); {
	case err != nil:
		return err
	case i >= 0:
		d.landmarks[i].Place = at.point()
	}
	i, needed := slices.BinarySearch(d.ids, id)
	if !needed {
		return nil
	}
	if at == nowhere {
		d.report.leave("points outside the world", 1)
		return nil
	}
	d.spots[i] = at
	if !stops(t) {
		return nil
	}
	lasting, err := d.copyTags(t)
	d.pointTags[id] = lasting
	return errors.Join(err, d.keep(64))
}

// stops says whether a point with these tags can stop or delay anybody.
func stops(t tags) bool {
	for _, one := range t {
		switch key, _, _ := strings.Cut(one.key, ":"); key {
		case "barrier", "access", "vehicle", "motor_vehicle", "motorcar", "foot", "emergency", "kerb":
			return true
		case "highway":
			return one.value == "traffic_signals"
		}
	}
	return false
}

// network makes the network of what was read.
func (d *draft) network() (*Network, Report, error) {
	if len(d.ways) == 0 {
		return nil, Report{}, errors.New("it has no streets (no way with a highway tag): nothing can be driven or walked on")
	}
	n, err := newNetwork(d)
	if err != nil {
		return nil, Report{}, err
	}
	if len(n.edges) == 0 {
		return nil, Report{}, fmt.Errorf("none of its %d streets has two points whose places are in the file: make the extract with complete ways", len(d.ways))
	}
	n.landmarks = d.placed()
	d.report.Landmarks = len(n.landmarks)
	return n, d.report, nil
}
