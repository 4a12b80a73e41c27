package road

import (
	"encoding/xml"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"nightbeat/geo"
)

// sketch is a tiny map made of a drawing (letters are nodes, a character is 20 m wide, a line 40 m high; other
// characters are for the eye) and lines:
//
//	abc highway=residential oneway=yes     a way
//	b barrier=gate                         tags of a node
//	ab>b>bd restriction=no_left_turn       a restriction: from, via (a node or ways), to; + joins several ways
type sketch struct {
	t     *testing.T
	n     *Network
	at    map[rune]orb.Point
	ways  map[string]int
	nodes map[rune]int
}

// roundPoint is a place as a network keeps it.
func roundPoint(p orb.Point) orb.Point { return newSpot(p[0], p[1]).point() }

func draw(t *testing.T, drawing string, lines ...string) sketch {
	t.Helper()
	s := sketch{t: t, at: map[rune]orb.Point{}, ways: map[string]int{}, nodes: map[rune]int{}}
	metre := 180 / math.Pi / geo.EarthRadiusM
	for y, row := range strings.Split(drawing, "\n") {
		for x, c := range row {
			if c >= 'a' && c <= 'z' {
				s.at[c] = orb.Point{10 + 20*float64(x)*metre, -40 * float64(y) * metre}
				s.nodes[c] = int(c-'a') + 1
			}
		}
	}
	n, _, err := Decode(t.Context(), strings.NewReader(s.xml(lines)), "sketch")
	if err != nil {
		t.Fatal(err)
	}
	s.n = n
	return s
}

// xml writes the map as OpenStreetMap XML.
func (s sketch) xml(lines []string) string {
	tagsOf := map[string][]string{}
	var ways, turns []string
	for _, line := range lines {
		words := strings.Fields(line)
		tagsOf[words[0]] = words[1:]
		switch {
		case strings.Contains(words[0], ">"):
			turns = append(turns, words[0])
		case len(words[0]) > 1:
			ways = append(ways, words[0])
			s.ways[words[0]] = len(ways)
		}
	}
	var b strings.Builder
	b.WriteString("<osm>")
	for c, p := range s.at {
		fmt.Fprintf(&b, `<node id="%d" lon="%.9f" lat="%.9f">%s</node>`, s.nodes[c], p[0], p[1], tagXML(tagsOf[string(c)]))
	}
	for _, w := range ways {
		fmt.Fprintf(&b, `<way id="%d">`, s.ways[w])
		for _, c := range w {
			fmt.Fprintf(&b, `<nd ref="%d"/>`, s.nodes[c])
		}
		b.WriteString(tagXML(tagsOf[w]) + "</way>")
	}
	for i, r := range turns {
		fmt.Fprintf(&b, `<relation id="%d">%s%s<tag k="type" v="restriction"/></relation>`, i+1, s.membersXML(r), tagXML(tagsOf[r]))
	}
	return b.String() + "</osm>"
}

func (s sketch) membersXML(restriction string) string {
	var b strings.Builder
	for i, group := range strings.Split(restriction, ">") {
		role := [3]string{"from", "via", "to"}[i]
		for _, name := range strings.Split(group, "+") {
			if len(name) == 1 {
				fmt.Fprintf(&b, `<member type="node" ref="%d" role="%s"/>`, s.nodes[rune(name[0])], role)
			} else if name != "" {
				fmt.Fprintf(&b, `<member type="way" ref="%d" role="%s"/>`, s.ways[name], role)
			}
		}
	}
	return b.String()
}

func tagXML(tags []string) string {
	var b strings.Builder
	for _, t := range tags {
		key, value, _ := strings.Cut(t, "=")
		fmt.Fprintf(&b, `<tag k="%s" v="`, key)
		if err := xml.EscapeText(&b, []byte(strings.ReplaceAll(value, "_/_", " "))); err != nil {
			panic(err)
		}
		b.WriteString(`"/>`)
	}
	return b.String()
}

// near is the place on the street a..b, 5 m from a.
func (s sketch) near(ab string) Place {
	s.t.Helper()
	a, b := s.at[rune(ab[0])], s.at[rune(ab[1])]
	share := 5 / geo.Distance(a, b)
	flat := newLocal(orb.Point{a[0] + share*(b[0]-a[0]), a[1] + share*(b[1]-a[1])})
	place := Place{Edge: -1}
	s.n.index.nearest(flat, 1, func(e int) float64 {
		_, metres := s.n.nearestOn(e, flat)
		return metres
	}, func(e int) bool {
		place = s.n.placeNear(e, flat)
		return true
	})
	if place.Edge < 0 {
		s.t.Fatalf("no street at %s", ab)
	}
	return place
}

// route is the nodes that the way from one place to another passes, "no" where there is none. The same is asked of a
// table, which must agree.
func (s sketch) route(g *Graph, from, to string) string {
	s.t.Helper()
	a, b := s.near(from), s.near(to)
	table, err := g.Table(s.t.Context(), []Place{a}, []Place{b})
	if err != nil {
		s.t.Fatal(err)
	}
	r, err := g.Route(s.t.Context(), a, b)
	if err != nil {
		if !math.IsInf(table.Seconds[0][0], 1) {
			s.t.Errorf("%s to %s: no route, but the table says %v s", from, to, table.Seconds[0][0])
		}
		return "no"
	}
	if r.Seconds != table.Seconds[0][0] || r.Metres != table.Metres[0][0] {
		s.t.Errorf("%s to %s: the route takes %v s, %v m; the table says %v s, %v m", from, to, r.Seconds, r.Metres, table.Seconds[0][0], table.Metres[0][0])
	}
	var passed strings.Builder
	for _, p := range r.Line {
		for c, at := range s.at {
			if geo.Distance(p, at) < 0.1 {
				passed.WriteRune(c)
			}
		}
	}
	return passed.String()
}

// directions are the ways in which a lone street a..b can be gone along: "F", "B", "FB" or "-".
func (s sketch) directions(g *Graph) string {
	open := ""
	if s.route(g, "ab", "ba") == "" {
		open += "F"
	}
	if s.route(g, "ba", "ab") == "" {
		open += "B"
	}
	if open == "" {
		return "-"
	}
	return open
}
