package town

import "strings"

// house is an address: a place beside a street, and the kind of its quarter (online for one on a line of the plan).
type house struct {
	spot
	kind byte
}

// Houses stand every 20 m along a street, 8 m from its middle, in decimetres.
const (
	housePitch   = 200
	houseSetback = 80
)

// houses lists every address of the town, street by street.
func (n *network) houses() []house {
	wanted := n.wanted()
	var all []house
	for _, s := range n.streets {
		if s.houses != nowhere {
			all = append(all, n.housesAlong(s, wanted)...)
		}
	}
	return all
}

// housesAlong puts the houses of one street, on its two sides in turn.
func (n *network) housesAlong(s street, wanted map[point]bool) []house {
	var all []house
	last := n.lattice.at(s.points[0])
	for _, p := range s.points[1:] {
		if !wanted[p] {
			continue
		}
		next := n.lattice.at(p)
		length := last.distance(next)
		for along := int64(housePitch / 2); along < length; along += housePitch {
			all = append(all, house{beside(last, next, length, along, len(all)%2 == 0), s.houses})
		}
		last = next
	}
	return all
}

// beside is the place so far along from a to b, set back to the left or the right.
func beside(a, b spot, length, along int64, left bool) spot {
	dx, dy := b.x-a.x, b.y-a.y
	side := int64(houseSetback)
	if left {
		side = -side
	}
	return spot{a.x + (dx*along+dy*side)/length, a.y + (dy*along-dx*side)/length}
}

// among are the houses in quarters of the kinds listed.
func among(houses []house, kinds string) []house {
	return filter(houses, func(h house) bool { return strings.IndexByte(kinds, h.kind) >= 0 })
}

// around are the houses within a distance in metres.
func around(houses []house, centre spot, radiusM int) []house {
	return filter(houses, func(h house) bool { return h.distance(centre) < int64(radiusM)*10 })
}

func filter(houses []house, keep func(house) bool) []house {
	var kept []house
	for _, h := range houses {
		if keep(h) {
			kept = append(kept, h)
		}
	}
	return kept
}
