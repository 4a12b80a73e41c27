package tours

// nowhere is the position of an insertion that cannot be.
const nowhere = -1

// fits tells whether visit v can be put anywhere.
func (r *route) fits(v int) bool {
	at, _ := r.cheapest(int32(v), nil)
	return at != nowhere
}

// cheapest is the position behind which visit v, made once, lengthens the way least, and by how much. With b it
// overlooks a position now and then.
func (r *route) cheapest(v int32, b *dice) (at int, cost Time) {
	if r.m.holed[v] {
		return r.cheapestHoled(v, b)
	}
	n := len(r.node)
	base := int(v) * r.m.nodes
	to, from := r.to[base:base+r.m.nodes], r.from[base:base+r.m.nodes]
	open, close, service := r.m.open[v], r.m.close[v], r.m.service[v]
	node, ready, late, leg := r.node[:n], r.ready[:n], r.late[:n], r.leg[:n]
	skip := maxTime
	if b != nil {
		skip = Time(b.skip)
	}
	at, cost = nowhere, Unreachable
	y := node[0]
	for k := range n - 1 {
		x := y
		y = node[k+1]
		if ready[k] > close {
			break
		}
		out := from[x]
		begin := ready[k] + out
		if begin > close {
			continue
		}
		back := to[y]
		if max(begin, open)+service+back > late[k+1] {
			continue
		}
		detour := out + back - leg[k]
		if detour >= cost {
			continue
		}
		if skip--; skip < 0 {
			skip = Time(b.untilBlink())
			continue
		}
		at, cost = k, detour
	}
	if b != nil {
		b.skip = int(skip)
	}
	return at, cost
}

// cheapestHoled is cheapest for a visit with several windows.
func (r *route) cheapestHoled(v int32, b *dice) (at int, cost Time) {
	base := int(v) * r.m.nodes
	at, cost = nowhere, Unreachable
	for k := range len(r.node) - 1 {
		out, back := r.from[base+int(r.node[k])], r.to[base+int(r.node[k+1])]
		begin := r.m.opening(v, r.ready[k]+out)
		if begin > r.m.close[v] || begin+r.m.service[v]+back > r.late[k+1] {
			continue
		}
		if detour := out + back - r.leg[k]; detour < cost && !b.blinks() {
			at, cost = k, detour
		}
	}
	return at, cost
}

// blinks tells whether to overlook what is looked at; nil never blinks.
func (d *dice) blinks() bool {
	if d == nil {
		return false
	}
	if d.skip--; d.skip < 0 {
		d.skip = d.untilBlink()
		return true
	}
	return false
}
