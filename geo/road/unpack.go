package road

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// unpacker cuts columns off a built network. After the first error it gives empty ones.
type unpacker struct {
	rest []byte
	err  error
}

// count reads the length of a column whose entries have a size in bytes.
func (u *unpacker) count(size int) int {
	if u.err == nil && len(u.rest) < 4 {
		u.err = errors.New("a column is missing")
	}
	if u.err != nil {
		return 0
	}
	n := int(binary.LittleEndian.Uint32(u.rest))
	u.rest = u.rest[4:]
	if n > len(u.rest)/size {
		u.err = errors.New("a column is cut off")
		return 0
	}
	return n
}

func (u *unpacker) numbers() []int32 {
	n := u.count(4)
	if n == 0 {
		return nil
	}
	values := make([]int32, n)
	for i := range values {
		values[i] = int32(binary.LittleEndian.Uint32(u.rest[4*i:]))
	}
	u.rest = u.rest[4*len(values):]
	return values
}

func (u *unpacker) longs() []int64 {
	values := make([]int64, u.count(8))
	for i := range values {
		values[i] = int64(binary.LittleEndian.Uint64(u.rest[8*i:]))
	}
	u.rest = u.rest[8*len(values):]
	return values
}

func (u *unpacker) texts() []string {
	lengths := u.numbers()
	values := make([]string, len(lengths))
	for i, n := range lengths {
		if n < 0 || int(n) > len(u.rest) {
			u.fail("a text is cut off")
			return nil
		}
		values[i] = string(u.rest[:n])
		u.rest = u.rest[n:]
	}
	return values
}

// exactly reads a column that must have n entries.
func (u *unpacker) exactly(n int) []int32 {
	values := u.numbers()
	if u.err == nil && len(values) != n {
		u.fail(fmt.Sprintf("a column has %d entries instead of %d", len(values), n))
	}
	if u.err != nil {
		return make([]int32, n)
	}
	return values
}

// below reads a column of n entries from low to less than high.
func (u *unpacker) below(n int, low, high int) []int32 {
	values := u.exactly(n)
	for _, v := range values {
		if u.err == nil && (int(v) < low || int(v) >= high) {
			u.fail(fmt.Sprintf("a number is %d instead of %d to %d", v, low, high-1))
		}
	}
	return values
}

func (u *unpacker) fail(why string) {
	if u.err == nil {
		u.err = errors.New(why)
	}
}

func (u *unpacker) report() Report {
	n := u.exactly(6)
	r := Report{Streets: int(n[0]), Points: int(n[1]), Nodes: int(n[2]), Edges: int(n[3]), Bans: int(n[4]), Landmarks: int(n[5])}
	why := u.texts()
	for i, count := range u.exactly(len(why)) {
		r.LeftOut = append(r.LeftOut, Reason{why[i], int(count)})
	}
	return r
}

// network reads the columns of a network and checks that every number points at something.
func (u *unpacker) network() *Network {
	n := &Network{}
	ids := u.longs()
	lon, lat, nodeTags := u.below(len(ids), -1800000000, 1800000001), u.below(len(ids), -900000000, 900000001), u.exactly(len(ids))
	from := u.numbers()
	to, ways, shapes, mm := u.exactly(len(from)), u.exactly(len(from)), u.exactly(len(from)), u.below(len(from), 0, maxEdgeM*1000+1)
	shapeLon := u.numbers()
	shapeLat := u.below(len(shapeLon), -900000000, 900000001)
	wayIDs := u.longs()
	wayTags, wayNames := u.exactly(len(wayIDs)), u.exactly(len(wayIDs))
	n.names = u.texts()
	n.tagSets = u.tagSets()
	for i, id := range ids {
		n.nodes = append(n.nodes, node{id, spot{lon[i], lat[i]}, nodeTags[i]})
	}
	for i := range from {
		n.edges = append(n.edges, edge{from[i], to[i], ways[i], shapes[i], mm[i]})
	}
	for i := range shapeLon {
		n.shapes = append(n.shapes, spot{shapeLon[i], shapeLat[i]})
	}
	for i, id := range wayIDs {
		n.ways = append(n.ways, way{id, wayTags[i], wayNames[i]})
	}
	u.bans(n)
	order := u.below(len(from), 0, len(from))
	n.landmarks = u.landmarks()
	u.check(n)
	if u.err != nil {
		return nil
	}
	n.leaving = leavingArcs(n)
	n.index = packEdges(n, order)
	return n
}

func (u *unpacker) landmarks() []Landmark {
	ids, kinds, names := u.texts(), u.texts(), u.texts()
	lon, lat := u.below(len(ids), -1800000000, 1800000001), u.below(len(ids), -900000000, 900000001)
	if u.err == nil && (len(kinds) != len(ids) || len(names) != len(ids)) {
		u.fail("landmarks without kind or name")
	}
	if u.err != nil {
		return nil
	}
	var all []Landmark
	for i, id := range ids {
		all = append(all, Landmark{id, kinds[i], names[i], spot{lon[i], lat[i]}.point()})
	}
	return all
}

func (u *unpacker) tagSets() []tags {
	var sets []tags
	for _, size := range u.numbers() {
		keys, values := u.texts(), u.texts()
		if len(keys) != len(values) || len(keys) != int(size) {
			u.fail("tags without values")
		}
		if u.err != nil {
			return nil
		}
		set := make(tags, len(keys))
		for i := range keys {
			set[i] = tag{keys[i], values[i]}
		}
		sets = append(sets, set)
	}
	return sets
}

func (u *unpacker) bans(n *Network) {
	for range u.exactly(1)[0] {
		b := ban{from: u.numbers(), via: u.numbers(), to: u.numbers()}
		last := u.exactly(2)
		b.node, b.tags = last[0], last[1]
		if u.err != nil {
			return
		}
		n.bans = append(n.bans, b)
	}
}

// check says whether every number of a network points at something.
func (u *unpacker) check(n *Network) {
	in := func(what string, v int32, low, high int) {
		if u.err == nil && (int(v) < low || int(v) >= high) {
			u.fail(fmt.Sprintf("there is no %s %d", what, v))
		}
	}
	for _, one := range n.nodes {
		in("set of tags", one.tags, -1, len(n.tagSets))
	}
	shape := int32(0)
	for _, e := range n.edges {
		in("node", e.from, 0, len(n.nodes))
		in("node", e.to, 0, len(n.nodes))
		in("way", e.way, 0, len(n.ways))
		in("shape", e.shape, int(shape), len(n.shapes)+1)
		shape = e.shape
	}
	for _, w := range n.ways {
		in("set of tags", w.tags, 0, len(n.tagSets))
		in("name", w.name, 0, len(n.names))
	}
	for _, b := range n.bans {
		in("node", b.node, -1, len(n.nodes))
		in("set of tags", b.tags, 0, len(n.tagSets))
		for _, ways := range [][]int32{b.from, b.via, b.to} {
			for _, w := range ways {
				in("way", w, 0, len(n.ways))
			}
		}
		if b.node < 0 && len(b.via) == 0 {
			u.fail("a turn restriction without a junction")
		}
	}
	if len(n.edges) == 0 {
		u.fail("there are no streets")
	}
}

// orders reads the orders of the profiles' hierarchies.
func (u *unpacker) orders(n *Network) {
	count := u.exactly(1)[0]
	for range count {
		name := u.texts()
		if u.err == nil && len(name) != 1 {
			u.fail("an order without a name")
		}
		if u.err != nil {
			return
		}
		if n.orders == nil {
			n.orders = map[string][]int32{}
		}
		n.orders[name[0]] = u.exactly(len(n.edges))
	}
}
