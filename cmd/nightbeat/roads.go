package main

import (
	"context"
	"fmt"

	"nightbeat/geo/road"
)

type roadsCmd struct {
	File string `arg:"" name:"F" help:"Streets: .osm.pbf or .osm (also .gz, .bz2)."`
	Out  string `required:"" placeholder:"F.roads" help:"The built network, which opens at once."`
}

// Run builds a street network and prints what was read, and what was left out and why.
func (c roadsCmd) Run(ctx context.Context, con console) error {
	network, report, err := road.Open(ctx, c.File)
	if err != nil {
		return err
	}
	fmt.Fprint(con.Out, report)
	var profiles []road.Profile
	for _, name := range road.ProfileNames() {
		profile, err := road.ProfileNamed(name)
		if err != nil {
			return err
		}
		profiles = append(profiles, profile)
		if i := network.Graph(profile).Islands(); i.Edges > 0 {
			fmt.Fprintf(con.Out, "%s cannot both reach and leave %d pieces of street (%.1f km) in %d islands\n", name, i.Edges, i.Metres/1000, i.Count)
		}
	}
	return network.Save(c.Out, report, profiles...)
}
