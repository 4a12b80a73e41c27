package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"nightbeat/server"
)

type workCmd struct {
	calendarFlags `embed:""`
	Store         string `help:"The store whose jobs are done: postgres://..., or a server's file on this machine." required:"" placeholder:"STORE"`
	Roads         string `help:"The street network, the same as the servers'." type:"existingfile" placeholder:"FILE"`
	Landmarks     string `help:"The station's own landmarks, the same as the servers'." type:"existingfile" placeholder:"FILE"`
	Sample        bool   `help:"Use the built-in town's streets."`
	AtOnce        int    `help:"Plans made at once." default:"2"`
}

// Run makes the plans that jobs ask for until it is told to stop; what it has not done by then goes back to the others.
func (c *workCmd) Run(ctx context.Context, con console) (err error) {
	store, err := openStore(ctx, c.Store)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	var n night
	if c.Sample {
		n, err = loadSample(ctx)
	} else {
		err = (&nightFlags{Roads: c.Roads, Landmarks: c.Landmarks}).roads(ctx, con, &n)
	}
	if err != nil {
		return err
	}
	calendar, err := c.known(ctx, store)
	if err != nil {
		return err
	}
	fmt.Fprintln(con.Err, "nightbeat: at work")
	s := server.New(server.Config{Store: store, Roads: n.Roads, Landmarks: n.Landmarks, AtOnce: c.AtOnce, Calendar: calendar, Now: time.Now, Log: slog.New(slog.NewTextHandler(con.Err, nil))})
	s.Work(ctx)
	return nil
}
