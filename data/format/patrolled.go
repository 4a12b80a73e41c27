package format

import (
	"encoding/json"
	"fmt"
	"io"
	"time"

	"github.com/paulmach/orb/geojson"

	"nightbeat/planner"
)

// MaxPatrolledBytes is how long a file of presence may be.
const MaxPatrolledBytes = 64 << 20

// ReadPatrolled reads where units stood: a FeatureCollection whose points have the times arrive and leave, or from and
// until. A plan as WriteGeoJSON writes it is one: its stops are the points; lines are passed over. Points without such
// times are left out and counted.
func ReadPatrolled(r io.Reader, name string) ([]planner.Presence, Rejects, error) {
	raw, err := io.ReadAll(io.LimitReader(r, MaxPatrolledBytes+1))
	if err != nil {
		return nil, Rejects{}, err
	}
	if len(raw) > MaxPatrolledBytes {
		return nil, Rejects{}, fmt.Errorf("it is longer than %d MiB; give several files", MaxPatrolledBytes>>20)
	}
	var collection struct {
		Type     string
		Features []json.RawMessage
	}
	if err := json.Unmarshal(raw, &collection); err != nil || collection.Type != "FeatureCollection" {
		return nil, Rejects{}, fmt.Errorf("is no GeoJSON FeatureCollection; give a plan as GeoJSON, or points with arrive and leave")
	}
	var stood []planner.Presence
	var rejects Rejects
	for i, feature := range collection.Features {
		p, why := presenceOf(feature)
		switch {
		case why != "":
			rejects.add(Reject{File: name, Feature: i, Reason: why})
		case !p.From.IsZero():
			stood = append(stood, p)
		}
	}
	return stood, rejects, nil
}

// maxPatrolledRejects is how many rejected points are named.
const maxPatrolledRejects = 20

func (r *Rejects) add(reject Reject) {
	if r.Total++; len(r.First) < maxPatrolledRejects {
		r.First = append(r.First, reject)
	}
}

// presenceOf reads one feature: its presence, or why it is none; neither where it is a plan's line.
func presenceOf(raw json.RawMessage) (p planner.Presence, why string) {
	var feature struct {
		Geometry   *geojson.Geometry
		Properties struct {
			Kind                       string
			Arrive, Leave, From, Until any // a leg's From is a stop
		}
	}
	if err := json.Unmarshal(raw, &feature); err != nil {
		return p, "is no feature"
	}
	given := feature.Properties
	if given.Kind == "leg" || given.Kind == "route" {
		return p, ""
	}
	place, ok := pointOf(feature.Geometry)
	if !ok {
		return p, "is no point in degrees"
	}
	from, until := given.Arrive, given.Leave
	if from == nil {
		from, until = given.From, given.Until
	}
	p = planner.Presence{Place: place, From: timeOf(from), Until: timeOf(until)}
	if p.From.IsZero() || !p.Until.After(p.From) {
		return p, "lacks arrive and a later leave (or from and until), written like 2026-07-01T22:00:00+08:00"
	}
	return p, ""
}

// timeOf is the time that a JSON string says, zero where it says none.
func timeOf(v any) time.Time {
	text, _ := v.(string)
	at, _ := time.Parse(time.RFC3339, text) // zero where it is none
	return at
}
