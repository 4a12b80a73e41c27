package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"runtime"
	"sync"
	"time"

	"nightbeat/data"
	"nightbeat/data/format"
	"nightbeat/geo"
	"nightbeat/planner"
	"nightbeat/server"
)

type serveCmd struct {
	nightFlags    `embed:""`
	doorFlags     `embed:""`
	calendarFlags `embed:""`
	Store         string   `help:"Keep incidents and plans in this file, or in the database at postgres://...; without it they last as long as the server." placeholder:"STORE"`
	Watch         string   `help:"Load the incident files that other systems put into this folder; 'nightbeat watch' takes more options." type:"existingdir" placeholder:"DIR"`
	AtOnce        int      `help:"Plans made at once; by default one for two cores." placeholder:"N"`
	CORSOrigin    []string `help:"An origin, such as https://gis.example.org, whose pages may read what the server answers; repeat it for several." name:"cors-origin" placeholder:"ORIGIN"`
}

// graceful is how long open requests may take to end when the server stops.
const graceful = 15 * time.Second

// Run listens until it is told to stop; where the request is known, it plans the night first.
func (c *serveCmd) Run(ctx context.Context, con console) (err error) {
	for _, origin := range c.CORSOrigin {
		if err := server.CheckOrigin(origin); err != nil {
			return usageError{fmt.Errorf("--cors-origin: %w", err)}
		}
	}
	store, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	door, err := c.ready(ctx, store)
	if err != nil {
		return err
	}
	night, err := c.night(ctx, con, store)
	if err != nil {
		return err
	}
	drop := &folder{dir: c.Watch, store: store, roads: night.Roads, opt: format.IncidentOptions{CRS: geo.CRS84()}, tell: con.Err}
	if c.Watch != "" {
		if err := drop.prepare(); err != nil {
			return err
		}
	}
	calendar, err := c.known(ctx, store)
	if err != nil {
		return err
	}
	listener, public, err := door.listen()
	if err != nil {
		return err
	}
	atOnce, threads := share(c.AtOnce, runtime.GOMAXPROCS(0))
	s := server.New(server.Config{
		Store: store, Public: public, Closed: door.closed, Behind: door.behind, Roads: night.Roads, Landmarks: night.Landmarks, Scene: night.scene, AtOnce: atOnce, Threads: threads, Origins: c.CORSOrigin, Now: time.Now,
		Log: slog.New(slog.NewTextHandler(con.Err, nil)), Calendar: calendar,
	})
	fmt.Fprintf(con.Err, "Nightbeat is at %s/\n", public)
	working, stop := context.WithCancel(ctx)
	var live sync.WaitGroup
	live.Go(func() { s.Work(working) })
	if c.Watch != "" {
		live.Go(func() { drop.watch(working, lookEvery) })
	}
	defer func() {
		stop()
		live.Wait()
	}()
	return serve(ctx, s.HTTP(), listener)
}

// share divides the cores among the plans made at once and leaves one to whoever reads meanwhile: a search does not let go
// of a core for 10 ms at a time, and a page takes less than one.
func share(atOnce, cores int) (plans, threads int) {
	if atOnce <= 0 {
		atOnce = max(1, cores/2)
	}
	return atOnce, max(1, (cores-1)/atOnce)
}

func (c *serveCmd) open(ctx context.Context) (data.Store, error) {
	if c.Store == "" {
		return &data.Memory{}, nil
	}
	return openStore(ctx, c.Store)
}

// night puts the incidents given, if any, into the store; of the sample, its night's plan too.
func (c *serveCmd) night(ctx context.Context, con console, store data.Store) (n night, err error) {
	if c.Store != "" && !c.Sample && len(c.files()) == 0 {
		if n.scene.Font, err = c.font(); err != nil {
			return n, err
		}
		return n, c.roads(ctx, con, &n)
	}
	if n, err = c.load(ctx, con); err != nil {
		return n, err
	}
	if _, err := store.Import(ctx, data.Given(n.Incidents)); err != nil {
		return n, err
	}
	if len(n.Request.Units) == 0 {
		return n, nil
	}
	if _, err := store.PutAreas(ctx, n.areas...); err != nil {
		return n, err
	}
	plan, err := planner.Make(ctx, n.Inputs)
	if err != nil {
		return n, err
	}
	_, err = store.SavePlan(ctx, plan, time.Now())
	return n, err
}

// serve answers until the context ends, then lets open requests finish.
func serve(ctx context.Context, s *http.Server, listener net.Listener) error {
	ended := make(chan error, 1)
	go func() { ended <- s.Serve(listener) }()
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
	}
	last, cancel := context.WithTimeout(context.Background(), graceful)
	defer cancel()
	if err := s.Shutdown(last); err != nil {
		return s.Close()
	}
	if err := <-ended; !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}
