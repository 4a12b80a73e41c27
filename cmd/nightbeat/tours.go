package main

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"time"

	"nightbeat/planner/tours"
)

// toursCmd solves a published instance.
type toursCmd struct {
	File       string        `arg:"" help:"Instance of the team orienteering problem, with or without time windows."`
	Crews      int           `help:"Number of routes; by default the file's own, or 1." placeholder:"M"`
	Limit      time.Duration `default:"5s" help:"Ceiling on the time."`
	Iterations int           `help:"Of the search; by default as many as the limit allows." placeholder:"N"`
	Proof      int           `help:"Percent of the search's work that goes into the bound, up to 1000; by default 20." placeholder:"N"`
	Seed       int64         `default:"1" help:"Another seed gives another search."`
	Threads    int           `help:"By default one for each core; never changes the answer." placeholder:"N"`
	Format     string        `enum:"text,json" default:"text" help:"text or json."`
}

// toursResult is the answer as JSON.
type toursResult struct {
	Reward     int64   `json:"reward"`
	Bound      int64   `json:"bound"`
	Seconds    float64 `json:"seconds"`
	Iterations int     `json:"iterations"`
	Routes     [][]int `json:"routes"` // the points visited, without start and end
}

func (cmd toursCmd) Run(ctx context.Context, con console) error {
	if err := cmd.validate(); err != nil {
		return err
	}
	instance, err := cmd.read()
	if err != nil {
		return fmt.Errorf("%s: %w", filepath.Base(cmd.File), err)
	}
	began := time.Now()
	solution, err := tours.Solve(ctx, instance.Problem, cmd.settings())
	if err != nil {
		return fmt.Errorf("%s: %w", filepath.Base(cmd.File), err)
	}
	if err := tours.Check(instance.Problem, solution); err != nil {
		return fmt.Errorf("%s: the search's own answer does not hold: %w", filepath.Base(cmd.File), err)
	}
	result := toursResult{
		Reward: solution.Reward, Bound: solution.Bound, Iterations: solution.Iterations,
		Seconds: math.Round(time.Since(began).Seconds()*1000) / 1000, Routes: idsOf(instance, solution),
	}
	if cmd.Format == "json" {
		return json.NewEncoder(con.Out).Encode(result)
	}
	return result.print(con)
}

func (cmd toursCmd) validate() error {
	switch {
	case cmd.Crews < 0:
		return usageError{fmt.Errorf("--crews %d: must be 1 or more", cmd.Crews)}
	case cmd.Iterations < 0:
		return usageError{fmt.Errorf("--iterations %d: must be 1 or more", cmd.Iterations)}
	case cmd.Proof < 0 || cmd.Proof > 1000:
		return usageError{fmt.Errorf("--proof %d: must be 1 to 1000", cmd.Proof)}
	case cmd.Threads < 0:
		return usageError{fmt.Errorf("--threads %d: must be 1 or more", cmd.Threads)}
	case cmd.Limit < 0, cmd.Limit == 0 && cmd.Iterations == 0:
		return usageError{fmt.Errorf("--limit %v: must be above 0, or 0 with --iterations", cmd.Limit)}
	}
	return nil
}

func (cmd toursCmd) read() (tours.Published, error) {
	file, err := os.Open(cmd.File)
	if err != nil {
		return tours.Published{}, err
	}
	defer file.Close()
	return tours.ReadPublished(file, cmd.Crews)
}

// settings let the limit end the search where no number of iterations is given.
func (cmd toursCmd) settings() tours.Settings {
	s := tours.Settings{Seed: cmd.Seed, Iterations: cmd.Iterations, Limit: cmd.Limit, Proof: cmd.Proof, Threads: cmd.Threads}
	if s.Iterations == 0 {
		s.Iterations = math.MaxInt
	}
	return s
}

// idsOf names the visits of each route by the file's numbers.
func idsOf(instance tours.Published, s tours.Solution) [][]int {
	routes := make([][]int, len(s.Routes))
	for c, calls := range s.Routes {
		routes[c] = []int{}
		for _, call := range calls {
			routes[c] = append(routes[c], instance.IDs[call.Visit])
		}
	}
	return routes
}

func (r toursResult) print(con console) error {
	gap := 0.0
	if r.Bound > 0 {
		gap = 100 * float64(r.Bound-r.Reward) / float64(r.Bound)
	}
	fmt.Fprintf(con.Out, "reward %d, at most %d can be collected (%.2f %% more), %d iterations in %.2f s\n",
		r.Reward, r.Bound, gap, r.Iterations, r.Seconds)
	for i, route := range r.Routes {
		if _, err := fmt.Fprintf(con.Out, "route %d: %v\n", i+1, route); err != nil {
			return err
		}
	}
	return nil
}
