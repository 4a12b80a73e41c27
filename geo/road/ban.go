package road

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"nightbeat/geo"
)

// kindOf is what a restriction says to a profile: "no_left_turn", "only_straight_on", ...; "" where it says nothing.
func (p *Profile) kindOf(t tags) string {
	if len(p.restrictions) == 0 {
		return ""
	}
	for _, lifted := range strings.Split(t.get("except"), ";") {
		if slices.Contains(p.restrictions, strings.TrimSpace(lifted)) {
			return ""
		}
	}
	kind := p.said(t, "restriction")
	for _, key := range slices.Backward(p.restrictions) {
		kind = cmp.Or(p.said(t, "restriction:"+key), kind)
	}
	known := strings.HasPrefix(kind, "no_") || strings.HasPrefix(kind, "only_")
	if !known || strings.HasSuffix(kind, "_on_red") {
		return ""
	}
	return kind
}

// remember makes the memory of all restrictions that hold for the profile.
func (l *lattice) remember() *memory {
	var sequences [][]int32
	for _, b := range l.net.bans {
		if kind := l.profile.kindOf(l.net.tagSets[b.tags]); kind != "" {
			sequences = l.closedBy(sequences, b, kind)
		}
	}
	return newMemory(sequences)
}

// closedBy appends the sequences of arcs that one restriction closes. Several from and several to at once say nothing.
func (l *lattice) closedBy(to [][]int32, b ban, kind string) [][]int32 {
	if len(b.from) > 1 && len(b.to) > 1 {
		return to
	}
	for _, fromWay := range b.from {
		for _, toWay := range b.to {
			for _, s := range l.sequences(b, fromWay, toWay, kind) {
				if strings.HasPrefix(kind, "only_") {
					to = l.allBut(to, s)
				} else {
					to = append(to, s)
				}
			}
		}
	}
	return to
}

// sequences are the ways to drive from, via and to one after the other as a restriction means it.
func (l *lattice) sequences(b ban, from, to int32, kind string) [][]int32 {
	var found [][]int32
	for _, arc := range l.arcsOf(from) {
		if b.node >= 0 && l.net.head(arc) == b.node {
			found = l.extend(found, []int32{arc}, to)
		}
		if b.node < 0 {
			found = l.through(found, []int32{arc}, b.via, to)
		}
	}
	if strings.Contains(kind, "_u_turn") && from == to {
		found = slices.DeleteFunc(found, func(s []int32) bool { return len(s) == 2 && s[0] != s[1]^1 })
	} else if b.node >= 0 && from != to {
		found = slices.DeleteFunc(found, func(s []int32) bool { return s[0] == s[1]^1 })
	}
	return l.meant(found, kind)
}

// arcsOf are the arcs of a way that the profile can drive.
func (l *lattice) arcsOf(way int32) []int32 {
	first, _ := slices.BinarySearchFunc(l.net.edges, way, func(e edge, way int32) int { return cmp.Compare(e.way, way) })
	var arcs []int32
	for e := first; e < len(l.net.edges) && l.net.edges[e].way == way; e++ {
		for arc := int32(2 * e); arc < int32(2*e+2); arc++ {
			if l.stateOf[arc] >= 0 {
				arcs = append(arcs, arc)
			}
		}
	}
	return arcs
}

// extend appends the sequence followed by each arc of a way that leaves its end.
func (l *lattice) extend(found [][]int32, sequence []int32, way int32) [][]int32 {
	node := l.net.head(sequence[len(sequence)-1])
	for _, arc := range l.net.leaving.of(int(node)) {
		if l.net.edges[arc>>1].way == way && l.stateOf[arc] >= 0 {
			found = append(found, append(slices.Clone(sequence), arc))
		}
	}
	return found
}

// maxVia bounds how many arcs a restriction may go over.
const maxVia = 64

// through follows the via ways, each in one direction until the next one leaves it.
func (l *lattice) through(found [][]int32, sequence, via []int32, to int32) [][]int32 {
	for _, start := range l.extend(nil, sequence, via[0]) {
		for s := start; s != nil && len(s) <= maxVia; s = l.along(s) {
			var onward [][]int32
			if len(via) == 1 {
				onward = l.extend(nil, s, to)
			} else {
				onward = l.through(nil, s, via[1:], to)
			}
			if len(onward) > 0 {
				found = append(found, onward...)
				break
			}
		}
	}
	return found
}

// along drives the next arc of the same way in the same direction; nil at its end.
func (l *lattice) along(s []int32) []int32 {
	last := s[len(s)-1]
	next := last + 2 - 4*(last&1)
	if next < 0 || int(next) >= len(l.stateOf) || l.stateOf[next] < 0 || l.net.tail(next) != l.net.head(last) ||
		l.net.edges[next>>1].way != l.net.edges[last>>1].way {
		return nil
	}
	return append(slices.Clone(s), next)
}

// meant chooses among several sequences the one whose turn fits the restriction's word: a street that does not end at
// the junction leaves it open which side is meant.
func (l *lattice) meant(found [][]int32, kind string) [][]int32 {
	want, named := 0.0, true
	switch {
	case strings.Contains(kind, "left"):
		want = math.Pi / 2
	case strings.Contains(kind, "right"):
		want = -math.Pi / 2
	case !strings.Contains(kind, "straight"):
		named = false
	}
	if len(found) < 2 || !named {
		return found
	}
	return [][]int32{slices.MinFunc(found, func(a, b []int32) int {
		return cmp.Compare(math.Abs(l.turnAngle(a)-want), math.Abs(l.turnAngle(b)-want))
	})}
}

// turnAngle is how far a sequence turns from its first to its last arc, in radians, left positive.
func (l *lattice) turnAngle(s []int32) float64 {
	in, out := l.net.heading(s[0]^1)+math.Pi, l.net.heading(s[len(s)-1])
	return math.Remainder(out-in, 2*math.Pi)
}

// heading is the direction in which an arc sets out, in radians from east, against the clock.
func (n *Network) heading(arc int32) float64 {
	line := n.line(int(arc >> 1))
	if arc&1 == 1 {
		slices.Reverse(line)
	}
	var to geo.XY
	flat := newLocal(line[0])
	for _, p := range line[1:] {
		if to = flat.xy(p); to != (geo.XY{}) {
			break
		}
	}
	return math.Atan2(to.Y, to.X)
}

// allBut appends, for a sequence that is prescribed, every other way to leave it once its first turn is made; over one
// junction, every other exit of its first arc.
func (l *lattice) allBut(to [][]int32, prescribed []int32) [][]int32 {
	start := 2
	if len(prescribed) == 2 {
		start = 1
	}
	for i := start; i < len(prescribed); i++ {
		for _, other := range l.net.leaving.of(int(l.net.head(prescribed[i-1]))) {
			if other != prescribed[i] && l.stateOf[other] >= 0 {
				to = append(to, append(slices.Clone(prescribed[:i]), other))
			}
		}
	}
	return to
}
