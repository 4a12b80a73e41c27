package town

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"strings"

	"nightbeat/data/sample"
)

// File is one of the sample's files: its name, and what is in it (before gzip where the name ends in .gz).
type File struct {
	Name string
	Body []byte
}

// Build makes the town: its streets, its incidents, its communities, the night's request, and the truth about it.
func Build() ([]File, error) {
	n := newNetwork()
	sites := n.sites()
	patterns := hotSpots()
	hot, centres := make([]sample.HotSpot, len(patterns)), make([]spot, len(patterns))
	for k, p := range patterns {
		hot[k], centres[k] = p.placed(n.lattice), n.lattice.at(p.centre)
	}
	records := incidents(hot, centres, n.houses())

	streets, err := n.streetsXML(sites)
	if err != nil {
		return nil, fmt.Errorf("streets: %w", err)
	}
	events, err := incidentsGeoJSON(records)
	if err != nil {
		return nil, fmt.Errorf("incidents: %w", err)
	}
	asked, err := night(sites)
	if err != nil {
		return nil, fmt.Errorf("request: %w", err)
	}
	truth, err := json.MarshalIndent(describe(sites, hot, len(records)), "", "  ")
	if err != nil {
		return nil, fmt.Errorf("truth: %w", err)
	}
	areas, err := areasGeoJSON(n.lattice)
	if err != nil {
		return nil, fmt.Errorf("areas: %w", err)
	}
	return []File{
		{"streets.osm.gz", streets},
		{"incidents.geojson.gz", events},
		{"request.json", asked},
		{"truth.json", append(truth, '\n')},
		{"areas.geojson", areas},
	}, nil
}

// describe is the truth about the town.
func describe(sites []site, hot []sample.HotSpot, count int) sample.Town {
	town := sample.Town{
		Name: "Qinghuai", NameZH: "青槐", From: first, Until: until, Incidents: count, HotSpots: hot,
	}
	for _, s := range sites {
		town.Places = append(town.Places, s.Place)
	}
	for _, s := range spreads {
		c := sample.Category{Name: s.name.en, NameZH: s.name.zh, Hours: s.hours, Spread: s.count, Discovered: s.discovered}
		for _, h := range hot {
			if h.Category == c.Name {
				c.Planted += h.Planted
			}
		}
		town.Categories = append(town.Categories, c)
	}
	return town
}

// Pack is the file as it is kept: gzipped, without a time stamp, where its name says so.
func (f File) Pack() ([]byte, error) {
	if !strings.HasSuffix(f.Name, ".gz") {
		return f.Body, nil
	}
	var out bytes.Buffer
	w, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(f.Body); err != nil {
		return nil, err
	}
	err = w.Close()
	return out.Bytes(), err
}
