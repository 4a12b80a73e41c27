package town

import (
	"math/rand/v2"
	"slices"

	"github.com/paulmach/osm"
)

// street is a way: a railway, the river and the park's edge too.
type street struct {
	points []point
	tags   osm.Tags
	houses byte // the kind of the quarter whose houses stand along it; online or nowhere
}

// Kinds of street beside the kinds of quarter.
const (
	online  = '=' // along a line of the plan
	nowhere = 0   // no houses
)

// network is the town's streets, and what is known about single points.
type network struct {
	lattice  *lattice
	streets  []street
	nodeTags map[point]osm.Tags
	corners  map[point]bool // where streets turn
	bans     []ban
	crooked  *rand.Rand // shapes the villages
	unused   map[byte][]name
}

// ban is a turn restriction: from a street, over a point, into a street, each street by its ends.
type ban struct {
	kind     string
	via      point
	from, to [2]point
}

func newNetwork() *network {
	n := &network{
		lattice:  newLattice(),
		nodeTags: map[point]osm.Tags{},
		corners:  map[point]bool{},
		crooked:  newRand(streamVillages),
		unused:   map[byte][]name{old: oldNames, gated: gatedNames, village: villageNames, trade: tradeNames},
	}
	n.addLines()
	n.addQuarters()
	n.addLand()
	n.bans = bans
	return n
}

// add lays a street through corners; between two corners of one row or column it passes every point.
func (n *network) add(houses byte, tags osm.Tags, corners ...point) {
	n.streets = append(n.streets, street{through(corners), tags, houses})
	for _, c := range corners {
		n.corners[c] = true
	}
}

// through fills in the points between corners that share a row or column.
func through(corners []point) []point {
	all := corners[:1:1]
	for _, to := range corners[1:] {
		at := all[len(all)-1]
		if at.i != to.i && at.j != to.j {
			all = append(all, to)
			continue
		}
		for at != to {
			at = point{at.i + sign(to.i-at.i), at.j + sign(to.j-at.j)}
			all = append(all, at)
		}
	}
	return all
}

func sign(k int) int { return min(max(k, -1), 1) }

// tagged makes tags of keys and values in turn; those without a value are left out.
func tagged(pairs ...string) osm.Tags {
	var tags osm.Tags
	for k := 0; k < len(pairs); k += 2 {
		if pairs[k+1] != "" {
			tags = append(tags, osm.Tag{Key: pairs[k], Value: pairs[k+1]})
		}
	}
	return tags
}

// named is a street's tags with its name in both languages.
func named(class string, called name, pairs ...string) osm.Tags {
	return append(tagged("highway", class, "name", called.zh, "name:en", called.en), tagged(pairs...)...)
}

// addLines lays the streets that cross the town, in pieces from cut to cut.
func (n *network) addLines() {
	for _, l := range eastward {
		for k := range len(cutsEast) - 1 {
			n.addPiece(l, point{cutsEast[k], l.at}, point{cutsEast[k+1], l.at})
		}
	}
	for _, l := range southward {
		for k := range len(cutsSouth) - 1 {
			n.addPiece(l, point{l.at, cutsSouth[k]}, point{l.at, cutsSouth[k+1]})
		}
	}
	for _, east := range []int{0, 16, 32, 48, 64} {
		for _, south := range []int{16, 32, 48, 64} {
			n.nodeTags[point{south, east}] = tagged("highway", "traffic_signals")
		}
	}
}

// addPiece lays one piece of a line, as what lies there asks: a crossing, a path in the park, a track in the fields, a
// street.
func (n *network) addPiece(l line, from, to point) {
	switch {
	case from.i == riverAt-1 && to.i == riverAt+1:
		n.addCrossing(l, overRiver[l.at], from, to)
	case from.j == railAt-1 && to.j == railAt+1:
		n.addCrossing(l, acrossRail[l.at], from, to)
	case l.class == "residential" && lies(from, to, park):
		n.add(nowhere, tagged("highway", "footway"), from, to)
	case l.class == "residential" && lies(from, to, park, field):
		n.add(nowhere, tagged("highway", "track", "tracktype", "grade2"), from, to)
	default:
		n.add(online, named(l.class, l.name, "maxspeed", l.speed, "oneway", onewayAt(from, to)), from, to)
	}
}

// addCrossing lays what leads over the river or across the railway; the two points between are skipped but for a
// level crossing, which is one of the railway's own nodes.
func (n *network) addCrossing(l line, how crossing, from, to point) {
	switch how {
	case bridge:
		n.span(named(l.class, l.name, "maxspeed", l.speed, "bridge", "yes", "layer", "1"), from, to)
	case footbridge:
		n.span(tagged("highway", "footway", "bridge", "yes", "layer", "1"), from, to)
	case underpass:
		n.span(named(l.class, l.name, "maxspeed", "30", "tunnel", "yes", "layer", "-1"), from, to)
	case level:
		n.add(nowhere, named(l.class, l.name, "maxspeed", "30"), from, to)
		n.nodeTags[point{from.i, railAt}] = tagged("railway", "level_crossing")
	}
}

// span lays a street straight from one point to another.
func (n *network) span(tags osm.Tags, from, to point) {
	n.streets = append(n.streets, street{[]point{from, to}, tags, nowhere})
}

// onewayAt is the value of oneway= on a piece.
func onewayAt(from, to point) string {
	if from.i == to.i && from.j >= 16 && to.j <= 48 {
		return oneways[from.i]
	}
	return ""
}

// lies says whether the quarters on both sides of a piece are of the kinds given.
func lies(from, to point, kinds ...byte) bool {
	mid := point{(from.i + to.i) / 2, (from.j + to.j) / 2}
	beside := point{mid.i - 1, mid.j}
	if from.j == to.j {
		beside = point{mid.i, mid.j - 1}
	}
	return slices.Contains(kinds, plan[mid.j/8][mid.i/8]) && slices.Contains(kinds, plan[beside.j/8][beside.i/8])
}

// addLand draws what is no street: the railway, the river, the park.
func (n *network) addLand() {
	n.add(nowhere, tagged("railway", "rail", "name", "平青铁路", "name:en", "Pingqing Railway"),
		point{0, railAt}, point{columns - 1, railAt})
	var river []point
	for j := range rows {
		if j != railAt {
			river = append(river, point{riverAt, j})
		}
	}
	n.streets = append(n.streets, street{river, tagged("waterway", "river", "name", "清河", "name:en", "Qing River"), nowhere})
	n.span(tagged("leisure", "park", "name", "滨河公园", "name:en", "Riverside Park"), point{64, 16}, point{riverAt - 1, 16})
	edge := &n.streets[len(n.streets)-1]
	edge.points = append(edge.points, point{riverAt - 1, 40}, point{64, 40}, point{64, 16})
}

// bans are the turns that are closed: no left turn eastbound from Xinhua into Shengli Road, no turning round on Xinhua
// Road at Heping Road, and out of the underpass only straight on over Jianshe Road.
var bans = []ban{
	{"no_left_turn", point{32, 32}, [2]point{{24, 32}, {32, 32}}, [2]point{{32, 24}, {32, 32}}},
	{"no_u_turn", point{48, 32}, [2]point{{40, 32}, {48, 32}}, [2]point{{40, 32}, {48, 32}}},
	{"only_straight_on", point{32, 48}, [2]point{{32, 48}, {32, 55}}, [2]point{{32, 40}, {32, 48}}},
}
