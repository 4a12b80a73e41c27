package road

import (
	"fmt"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"nightbeat/geo"
)

// Network is the streets as they lie: nodes (junctions, ends, and points that stop or delay somebody) and edges (street
// pieces between two nodes), for all profiles at once. It does not change once it is made.
//
// An edge can be driven along two arcs: 2*edge in the order of its geometry, 2*edge+1 against it.
type Network struct {
	nodes     []node // by the ids of the file
	edges     []edge // by way, along it
	shapes    []spot // the inner points of all edges, one after the other
	ways      []way  // by the ids of the file
	tagSets   []tags
	names     []string
	bans      []ban
	leaving   fan // by node: the arcs that leave it
	index     rtree
	orders    map[string][]int32 // by profile: the ranks of the edges in its hierarchy; only in built networks
	landmarks []Landmark
}

type node struct {
	id   int64 // in the file
	at   spot
	tags int32 // of tagSets, or -1
}

type edge struct {
	from, to int32 // nodes
	way      int32
	shape    int32 // first inner point in shapes; the last is before the next edge's first
	mm       int32 // length
}

type way struct {
	id   int64
	tags int32 // of tagSets, without the name
	name int32 // of names
}

// ban is a turn restriction between streets of the network.
type ban struct {
	from, via, to []int32 // ways
	node          int32   // or -1 where via are ways
	tags          int32
}

// fan is lists of numbers, one after the other: list i is all[first[i]:first[i+1]].
type fan struct{ first, all []int32 }

func (f fan) of(i int) []int32 { return f.all[f.first[i]:f.first[i+1]] }

// Limits of a network: weights of routes are packed into 62 bits (see cost.go), which these keep from overflowing.
const (
	maxEdgeM   = 100_000
	maxExtentM = 250_000
)

// arcs of an edge.
func (n *Network) tail(arc int32) int32 { return n.head(arc ^ 1) }
func (n *Network) head(arc int32) int32 {
	if arc&1 == 0 {
		return n.edges[arc>>1].to
	}
	return n.edges[arc>>1].from
}

// inner is an edge's points between its nodes.
func (n *Network) inner(e int) []spot {
	end := int32(len(n.shapes))
	if e+1 < len(n.edges) {
		end = n.edges[e+1].shape
	}
	return n.shapes[n.edges[e].shape:end]
}

// line is an edge's geometry from node to node.
func (n *Network) line(e int) orb.LineString {
	inner := n.inner(e)
	line := make(orb.LineString, 0, len(inner)+2)
	line = append(line, n.nodes[n.edges[e].from].at.point())
	for _, s := range inner {
		line = append(line, s.point())
	}
	return append(line, n.nodes[n.edges[e].to].at.point())
}

// wayTags are the tags of an edge's street.
func (n *Network) wayTags(e int) tags { return n.tagSets[n.ways[n.edges[e].way].tags] }

// name is the name of an edge's street, or "".
func (n *Network) name(e int) string { return n.names[n.ways[n.edges[e].way].name] }

// Streets visits every edge with its OpenStreetMap class (residential, footway, ...), for drawing.
func (n *Network) Streets(visit func(class string, line orb.LineString)) {
	for e := range n.edges {
		visit(classOf(n.wayTags(e)), n.line(e))
	}
}

// Bound is the rectangle of degrees around all streets.
func (n *Network) Bound() orb.Bound {
	b := n.index.bound()
	return orb.Bound{Min: spot{b.west, b.south}.point(), Max: spot{b.east, b.north}.point()}
}

// newNetwork cuts the draft's ways into edges.
func newNetwork(d *draft) (*Network, error) {
	b := &builder{draft: d, n: &Network{}, use: make([]uint8, len(d.ids)), nodeOf: make([]int32, len(d.ids)),
		tagSets: map[string]int32{}, names: map[string]int32{}}
	b.countUses()
	b.makeNodes()
	for i := range d.ways {
		b.cutWay(i)
	}
	b.makeBans()
	n := b.n
	n.leaving = leavingArcs(n)
	n.index = newRtree(n)
	d.report.Streets, d.report.Nodes, d.report.Edges, d.report.Bans = len(n.ways), len(n.nodes), len(n.edges), len(n.bans)
	if low, high := n.Bound().Min, n.Bound().Max; len(n.edges) > 0 && geo.Distance(low, high) > maxExtentM {
		return nil, fmt.Errorf("its streets reach over %.0f km: cut an extract of less than %d km", geo.Distance(low, high)/1000, maxExtentM/1000)
	}
	return n, nil
}

// builder cuts ways into edges.
type builder struct {
	*draft
	n       *Network
	use     []uint8 // by point: how often a way passes it, ends counting twice; up to 2
	nodeOf  []int32 // by point, or -1
	tagSets map[string]int32
	names   map[string]int32
}

// pieces visits the stretches of a way whose points are all in the file, as point numbers, and counts what is missing.
func (b *builder) pieces(w draftWay, visit func([]int32)) (missing int) {
	var piece []int32
	flush := func() {
		if len(piece) > 1 {
			visit(piece)
		}
		piece = piece[:0]
	}
	for _, id := range w.nodes {
		i, _ := slices.BinarySearch(b.ids, id)
		if b.spots[i] == nowhere {
			missing++
			flush()
		} else if len(piece) == 0 || piece[len(piece)-1] != int32(i) {
			piece = append(piece, int32(i))
		}
	}
	flush()
	return missing
}

// countUses finds the points at which streets meet or end.
func (b *builder) countUses() {
	for _, w := range b.ways {
		whole := 0
		missing := b.pieces(w, func(piece []int32) {
			whole++
			for _, i := range piece {
				b.use[i] = min(b.use[i]+1, 2)
			}
			b.use[piece[0]], b.use[piece[len(piece)-1]] = 2, 2
			b.report.Points += len(piece)
		})
		b.report.leave("points of streets whose place is not in the file", missing)
		if whole == 0 {
			b.report.leave("streets with fewer than two points", 1)
		} else if missing > 0 {
			b.report.leave("parts of streets next to points that are not in the file (the rest is kept), streets", 1)
		}
	}
}

// makeNodes numbers the points that become nodes.
func (b *builder) makeNodes() {
	for _, ban := range b.bans {
		if i, ok := slices.BinarySearch(b.ids, ban.node); ok && ban.hasNode && b.use[i] > 0 {
			b.use[i] = 2
		}
	}
	for i, id := range b.ids {
		t, tagged := b.pointTags[id]
		b.nodeOf[i] = -1
		if b.use[i] < 2 && !(tagged && b.use[i] > 0) {
			continue
		}
		b.nodeOf[i] = int32(len(b.n.nodes))
		set := int32(-1)
		if tagged {
			set = b.tagSet(t)
		}
		b.n.nodes = append(b.n.nodes, node{id, b.spots[i], set})
	}
}

// tagSet numbers a set of tags, each set once.
func (b *builder) tagSet(t tags) int32 {
	slices.SortFunc(t, func(a, b tag) int { return strings.Compare(a.key, b.key) })
	var key strings.Builder
	for _, one := range t {
		fmt.Fprintf(&key, "%q=%q", one.key, one.value)
	}
	i, ok := b.tagSets[key.String()]
	if !ok {
		i = int32(len(b.n.tagSets))
		b.tagSets[key.String()] = i
		b.n.tagSets = append(b.n.tagSets, t)
	}
	return i
}

// nameOf numbers a name, each once.
func (b *builder) nameOf(name string) int32 {
	i, ok := b.names[name]
	if !ok {
		i = int32(len(b.n.names))
		b.names[name] = i
		b.n.names = append(b.n.names, name)
	}
	return i
}

// cutWay makes the edges of a way.
func (b *builder) cutWay(i int) {
	w := b.ways[i]
	name := w.tags.get("name")
	if name == "" {
		name = w.tags.get("ref")
	}
	t := slices.DeleteFunc(slices.Clone(w.tags), func(one tag) bool { return one.key == "name" || one.key == "ref" })
	b.n.ways = append(b.n.ways, way{w.id, b.tagSet(t), b.nameOf(name)})
	b.pieces(w, func(piece []int32) {
		start := 0
		for j := 1; j < len(piece); j++ {
			if b.nodeOf[piece[j]] >= 0 {
				b.addEdge(piece[start:j+1], int32(i))
				start = j
			}
		}
	})
}

// addEdge adds the edge along some points.
func (b *builder) addEdge(points []int32, way int32) {
	var metres float64
	for j := 1; j < len(points); j++ {
		metres += geo.Distance(b.spots[points[j-1]].point(), b.spots[points[j]].point())
	}
	if metres > maxEdgeM {
		b.report.leave("street pieces longer than 100 km", 1)
		return
	}
	last := len(points) - 1
	b.n.edges = append(b.n.edges, edge{b.nodeOf[points[0]], b.nodeOf[points[last]], way, int32(len(b.n.shapes)), int32(metres*1000 + 0.5)})
	for _, p := range points[1:last] {
		b.n.shapes = append(b.n.shapes, b.spots[p])
	}
}

// makeBans translates the ids of restrictions; those with parts outside the file are counted.
func (b *builder) makeBans() {
	for _, ban := range b.bans {
		if made, ok := b.ban(ban); ok {
			b.n.bans = append(b.n.bans, made)
		} else {
			b.report.leave("turn restrictions whose streets or junction are not in the file", 1)
		}
	}
}

func (b *builder) ban(from draftBan) (made ban, ok bool) {
	made = ban{node: -1, tags: b.tagSet(from.tags)}
	if len(from.via) == 0 {
		i, found := slices.BinarySearch(b.ids, from.node)
		if !found || b.nodeOf[i] < 0 {
			return ban{}, false
		}
		made.node = b.nodeOf[i]
	}
	for _, part := range []struct {
		ids  []int64
		ways *[]int32
	}{{from.from, &made.from}, {from.via, &made.via}, {from.to, &made.to}} {
		for _, id := range part.ids {
			i, found := slices.BinarySearchFunc(b.ways, id, func(w draftWay, id int64) int {
				switch {
				case w.id < id:
					return -1
				case w.id > id:
					return 1
				}
				return 0
			})
			if !found {
				return ban{}, false
			}
			*part.ways = append(*part.ways, int32(i))
		}
	}
	return made, true
}

// leavingArcs lists by node the arcs that leave it, in ascending order.
func leavingArcs(n *Network) fan {
	first := make([]int32, len(n.nodes)+1)
	for _, e := range n.edges {
		first[e.from+1]++
		first[e.to+1]++
	}
	for i := 1; i < len(first); i++ {
		first[i] += first[i-1]
	}
	all, next := make([]int32, 2*len(n.edges)), slices.Clone(first)
	for arc := range int32(2 * len(n.edges)) {
		tail := n.tail(arc)
		all[next[tail]] = arc
		next[tail]++
	}
	return fan{first, all}
}
