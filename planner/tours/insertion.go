package tours

// nowhere is the position of an insertion that cannot be.
const nowhere = -1

// fits tells whether visit v can be put anywhere.
func (r *route) fits(v int) bool {
	at, _ := r.cheapest(int32(v))
	return at != nowhere
}

// cheapest is the position behind which visit v, made once, lengthens the way least, and by how much.
func (r *route) cheapest(v int32) (at int, cost Time) {
	if !r.takes(v) {
		return nowhere, Unreachable
	}
	base := int(v) * r.m.nodes
	to, from := r.to[base:base+r.m.nodes], r.from[base:base+r.m.nodes]
	n := len(r.node)
	node, ready, late, leg := r.node[1:n], r.ready[:n-1], r.late[1:n], r.leg[:n-1]
	late, ready, leg = late[:len(node)], ready[:len(node)], leg[:len(node)]
	open, close, service := r.m.open[v], r.m.close[v], r.m.service[v]
	at, cost = nowhere, r.spare-service+1 // no longer detour fits
	out := from[r.node[0]]
	for k, y := range node {
		back, here := to[y], out
		out = from[y]
		detour := here + back - leg[k]
		if detour >= cost {
			continue
		}
		begin := ready[k] + here
		if begin > close {
			if ready[k] > close {
				break
			}
			continue
		}
		if max(begin, open)+service+back <= late[k] {
			at, cost = k, detour
		}
	}
	switch {
	case at == nowhere:
		return nowhere, Unreachable
	case r.m.holed[v]:
		return r.cheapestHoled(v)
	}
	return at, cost
}

// cheapestHoled is cheapest for a visit with several windows.
func (r *route) cheapestHoled(v int32) (at int, cost Time) {
	base := int(v) * r.m.nodes
	at, cost = nowhere, Unreachable
	for k := range len(r.node) - 1 {
		out, back := r.from[base+int(r.node[k])], r.to[base+int(r.node[k+1])]
		begin := r.m.opening(v, r.ready[k]+out)
		if begin > r.m.close[v] || begin+r.m.service[v]+back > r.late[k+1] {
			continue
		}
		if detour := out + back - r.leg[k]; detour < cost {
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
