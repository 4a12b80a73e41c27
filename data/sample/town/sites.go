package town

import (
	"github.com/paulmach/osm"

	"nightbeat/data/sample"
)

// site is a building that has a name of its own.
type site struct {
	sample.Place
	tags osm.Tags
}

// sites are the town's places, a few metres off the street in front of them: station, school, market, hospital.
func (n *network) sites() []site {
	return []site{
		n.site("station", "police", name{"青槐派出所", "Qinghuai Police Station"}, point{38, 32}, -12),
		n.site("school", "school", name{"实验中学", "Experimental Middle School"}, point{44, 16}, 15),
		n.site("market", "marketplace", name{"大集", "Market"}, point{44, 32}, 15),
		n.site("hospital", "hospital", name{"青槐医院", "Qinghuai Hospital"}, point{36, 48}, 15),
	}
}

// site stands so many metres north of a point.
func (n *network) site(id, amenity string, called name, front point, northM int64) site {
	at := n.lattice.at(front)
	at.y += northM * 10
	return site{
		sample.Place{ID: id, Name: called.en, NameZH: called.zh, At: at.degrees()},
		tagged("amenity", amenity, "name", called.zh, "name:en", called.en),
	}
}

// bilingual is the name in both languages.
func (s site) bilingual() string { return s.NameZH + " " + s.Name }
