package road

import (
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"
)

// xmlReader reads an .osm file (OpenStreetMap wiki, "OSM XML").
type xmlReader struct{}

// xmlObject is the object that is being read: its id, place, and what lies inside.
type xmlObject struct {
	kind    string
	id      int64
	at      spot
	nodes   []int64
	members []member
	tags    tags
}

var xmlKinds = map[string]uint8{"node": kindNode, "way": kindWay, "relation": kindRelation}

// pass reads the whole file and hands on the objects of the wanted kinds.
func (xmlReader) pass(ctx context.Context, from io.Reader, want uint8, to objects) error {
	in := xml.NewDecoder(&limitedTokens{from: from})
	var o xmlObject
	seen := false
	for {
		token, err := in.RawToken()
		if err == io.EOF {
			break
		}
		if err == nil {
			err = ctx.Err()
		}
		if err == nil {
			seen, err = o.token(token, seen, want, to)
		}
		if err != nil {
			return fmt.Errorf("at byte %d: %w", in.InputOffset(), err)
		}
	}
	if !seen || o.kind != "end" {
		return errors.New("it is not OSM XML, or it is cut off: the element <osm> does not begin and end")
	}
	return nil
}

// token takes the next piece of XML in.
func (o *xmlObject) token(token xml.Token, seen bool, want uint8, to objects) (bool, error) {
	switch t := token.(type) {
	case xml.StartElement:
		if !seen && t.Name.Local != "osm" {
			return false, fmt.Errorf("it begins with <%.20s> instead of <osm>", t.Name.Local)
		}
		return true, o.start(t)
	case xml.EndElement:
		if t.Name.Local == "osm" {
			o.kind = "end"
		}
		if t.Name.Local == o.kind && xmlKinds[o.kind]&want != 0 {
			return seen, o.hand(to)
		}
	}
	return seen, nil
}

// start takes the start of an element in.
func (o *xmlObject) start(e xml.StartElement) error {
	get := func(name string) string {
		for _, a := range e.Attr {
			if a.Name.Local == name {
				return a.Value
			}
		}
		return ""
	}
	switch kind := e.Name.Local; kind {
	case "node", "way", "relation":
		return o.begin(kind, get)
	case "nd":
		ref, err := strconv.ParseInt(get("ref"), 10, 64)
		o.nodes = append(o.nodes, ref)
		return errors.Join(err, o.tooLong())
	case "member":
		ref, err := strconv.ParseInt(get("ref"), 10, 64)
		o.members = append(o.members, member{xmlKinds[get("type")], ref, get("role")})
		return errors.Join(err, o.tooLong())
	case "tag":
		if keyMatters(get("k")) {
			o.tags = append(o.tags, tag{get("k"), get("v")})
			return o.tooLong()
		}
	}
	return nil
}

func (o *xmlObject) begin(kind string, get func(string) string) error {
	if get("visible") == "false" {
		return errors.New("it is a history file (an object with visible=false): make a plain extract of one date first")
	}
	id, err := strconv.ParseInt(get("id"), 10, 64)
	if err != nil {
		return fmt.Errorf("a %s whose id is %.20q", kind, get("id"))
	}
	*o = xmlObject{kind: kind, id: id, nodes: o.nodes[:0], members: o.members[:0], tags: o.tags[:0]}
	if kind == "node" {
		lon, lonErr := strconv.ParseFloat(get("lon"), 64)
		lat, latErr := strconv.ParseFloat(get("lat"), 64)
		o.at = newSpot(lon, lat)
		if lonErr != nil || latErr != nil {
			o.at = nowhere
		}
	}
	return nil
}

// maxParts is how many nodes, members or tags one object may have; OpenStreetMap itself allows 2,000 nodes and 32,000
// members.
const maxParts = 100_000

func (o *xmlObject) tooLong() error {
	if len(o.nodes)+len(o.members)+len(o.tags) > maxParts {
		return fmt.Errorf("%s %d has more than %d parts", o.kind, o.id, maxParts)
	}
	return nil
}

// hand gives the object on.
func (o *xmlObject) hand(to objects) error {
	switch o.kind {
	case "node":
		return to.node(o.id, o.at, o.tags)
	case "way":
		return to.way(o.id, o.nodes, o.tags)
	}
	return to.relation(o.id, o.members, o.tags)
}

// limitedTokens refuses a stretch of more than a megabyte without a ">", so that no piece of XML can fill the memory.
type limitedTokens struct {
	from  io.Reader
	since int
}

const maxToken = 1 << 20

func (l *limitedTokens) Read(p []byte) (int, error) {
	n, err := l.from.Read(p)
	for _, c := range p[:n] {
		l.since++
		if c == '>' {
			l.since = 0
		}
	}
	if l.since > maxToken {
		return 0, fmt.Errorf("a piece of XML is longer than %d bytes", maxToken)
	}
	return n, err
}
