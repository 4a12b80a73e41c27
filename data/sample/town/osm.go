package town

import (
	"encoding/xml"
	"time"

	"github.com/paulmach/orb"
	"github.com/paulmach/osm"
)

// surveyed is the time stamp of all streets.
var surveyed = time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)

// streetsXML is the network as OSM XML: the nodes that a street needs, the streets, the turn restrictions.
func (n *network) streetsXML(sites []site) ([]byte, error) {
	data := osm.OSM{Version: "0.6", Generator: "nightbeat"}
	wanted := n.wanted()
	for j := range rows {
		for i := range columns {
			if p := (point{i, j}); wanted[p] {
				data.Nodes = append(data.Nodes, node(nodeID(p), n.lattice.at(p).degrees(), n.nodeTags[p]))
			}
		}
	}
	for k, s := range sites {
		data.Nodes = append(data.Nodes, node(osm.NodeID(columns*rows+1+k), s.At, s.tags))
	}
	for k, s := range n.streets {
		data.Ways = append(data.Ways, way(osm.WayID(k+1), s, wanted))
	}
	for k, b := range n.bans {
		data.Relations = append(data.Relations, n.restriction(osm.RelationID(k+1), b))
	}
	body, err := xml.Marshal(data)
	return append([]byte(xml.Header), body...), err
}

// wanted are the points that become nodes: corners, ends, junctions, tagged ones, every second one for the shape.
func (n *network) wanted() map[point]bool {
	uses := map[point]int{}
	for _, s := range n.streets {
		for _, p := range s.points {
			uses[p]++
		}
		uses[s.points[0]]++ // an end counts as a junction
		uses[s.points[len(s.points)-1]]++
	}
	wanted := map[point]bool{}
	for p, count := range uses {
		wanted[p] = count > 1 || n.corners[p] || n.nodeTags[p] != nil || (p.i+p.j)%2 == 0
	}
	return wanted
}

func nodeID(p point) osm.NodeID { return osm.NodeID(p.j*columns + p.i + 1) }

func node(id osm.NodeID, place orb.Point, tags osm.Tags) *osm.Node {
	return &osm.Node{ID: id, Lon: place[0], Lat: place[1], Visible: true, Version: 1, Timestamp: surveyed, Tags: tags}
}

func way(id osm.WayID, s street, wanted map[point]bool) *osm.Way {
	w := &osm.Way{ID: id, Visible: true, Version: 1, Timestamp: surveyed, Tags: s.tags}
	for _, p := range s.points {
		if wanted[p] {
			w.Nodes = append(w.Nodes, osm.WayNode{ID: nodeID(p)})
		}
	}
	return w
}

func (n *network) restriction(id osm.RelationID, b ban) *osm.Relation {
	return &osm.Relation{
		ID: id, Visible: true, Version: 1, Timestamp: surveyed,
		Tags: tagged("type", "restriction", "restriction", b.kind),
		Members: osm.Members{
			{Type: osm.TypeWay, Ref: int64(n.between(b.from)), Role: "from"},
			{Type: osm.TypeNode, Ref: int64(nodeID(b.via)), Role: "via"},
			{Type: osm.TypeWay, Ref: int64(n.between(b.to)), Role: "to"},
		},
	}
}

// between is the street from one end to the other.
func (n *network) between(ends [2]point) osm.WayID {
	for k, s := range n.streets {
		if s.points[0] == ends[0] && s.points[len(s.points)-1] == ends[1] {
			return osm.WayID(k + 1)
		}
	}
	return 0
}
