package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/paulmach/orb"

	"nightbeat/data"
	"nightbeat/geo"
)

type importCmd struct {
	incidentFlags `embed:""`
	Store         string `help:"The store's file, made where there is none, or postgres://..." required:"" placeholder:"STORE"`
	CRS           string `help:"The system of the places: wgs84, or gcj02 (高德, 腾讯) or bd09 (百度), which are converted." enum:"wgs84,gcj02,bd09" default:"wgs84" name:"crs"`
}

// shifts are the systems that are converted.
var shifts = map[string]func(orb.Point) orb.Point{"gcj02": geo.GCJ02, "bd09": geo.BD09}

// Run loads each file whole or not at all.
func (c *importCmd) Run(ctx context.Context, con console) (err error) {
	files := c.files()
	if len(files) == 0 {
		return usageError{fmt.Errorf("a file of incidents is missing; write nightbeat import FILE --store STORE")}
	}
	store, err := openStore(ctx, c.Store)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	for _, file := range files {
		if err := c.one(ctx, con, store, file); err != nil {
			return err
		}
	}
	return nil
}

func (c *importCmd) one(ctx context.Context, con console, store data.Store, file string) error {
	incidents, err := c.read(ctx, []string{file})
	if err != nil {
		return err
	}
	if shift := shifts[c.CRS]; shift != nil {
		for i := range incidents.List {
			incidents.List[i].Place = geo.Unshift(shift, incidents.List[i].Place)
		}
	}
	done, err := store.Import(ctx, incidents.List)
	if err != nil {
		return fmt.Errorf("%s: nothing of it was loaded: %w", file, err)
	}
	tellRejects(con.Err, incidents)
	fmt.Fprintf(con.Out, "%d loaded, %d rejected (%d new, %d changed, %d already there)\n",
		len(incidents.List), incidents.Rejects.Total, done.New, done.Changed, done.Same)
	return nil
}
