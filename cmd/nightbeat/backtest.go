package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"nightbeat/data/format"
	"nightbeat/geo/road"
	"nightbeat/planner"
	"nightbeat/planner/risk"
)

type backtestCmd struct {
	surveyFlags   `embed:""`
	calendarFlags `embed:""`
	From          string        `help:"The start of the first window." required:"" placeholder:"TIME"`
	To            string        `help:"The last window ends by then." required:"" placeholder:"TIME"`
	Step          time.Duration `help:"From one window's start to the next." default:"168h"`
	Horizon       time.Duration `help:"How long a window is." default:"168h"`
	Coverage      []float64     `help:"Shares of the area to score at." default:"0.005,0.01,0.02,0.05"`
	Models        string        `help:"Models by name, the one to compare with first; or all." default:"all"`
	Roads         string        `help:"Set hot streets of this network against hot cells, at equal length of street; coverages are of it." type:"existingfile" placeholder:"FILE"`
	Stops         bool          `help:"With --roads: set stops chosen from hot streets against those from hot cells, by the first model, at equal length of street watched."`
	Out           string        `help:"Write to this file; its ending chooses the format." placeholder:"FILE"`
	Format        string        `help:"table (default), json, csv or svg." placeholder:"NAME"`
}

// Run forecasts past windows and scores every model on what they brought.
func (c *backtestCmd) Run(ctx context.Context, con console) error {
	write, err := c.writer()
	if err != nil {
		return err
	}
	if c.Stops && c.Roads == "" {
		return usageError{errors.New("--stops needs --roads")}
	}
	test, request, err := c.test()
	if err != nil {
		return err
	}
	incidents, err := c.load(ctx, con)
	if err != nil {
		return err
	}
	if request.Occasions, err = c.occasions(incidents.List, test.Until); err != nil {
		return err
	}
	bar := newBar(con)
	test.Progress = func(done, windows int) {
		bar.show(planner.Progress{Stage: "backtest", Done: float64(done) / float64(windows)})
	}
	record, err := c.record(ctx, request, test, incidents.List)
	bar.done()
	if err != nil {
		return err
	}
	if c.Out == "" {
		return write(con.Out, record)
	}
	return writeFile(c.Out, func(w io.Writer) error { return write(w, record) })
}

// record is the models' on cells or, with a network, that of cells and streets.
func (c *backtestCmd) record(ctx context.Context, request planner.Request, test risk.Backtest, incidents []planner.Incident) (*risk.Record, error) {
	if c.Roads == "" {
		return planner.Backtest(ctx, request, test, incidents)
	}
	network, _, err := road.Open(ctx, c.Roads)
	if err != nil {
		return nil, err
	}
	streets := planner.OnStreets(network)
	if c.Stops {
		return planner.BacktestStops(ctx, request, test, incidents, streets)
	}
	return planner.BacktestStreets(ctx, request, test, incidents, streets.Lines())
}

func (c *backtestCmd) test() (risk.Backtest, planner.Request, error) {
	request, hours, err := c.request()
	if err != nil {
		return risk.Backtest{}, request, err
	}
	test := risk.Backtest{Step: c.Step, Horizon: c.Horizon, Hours: hours, Shares: c.Coverage}
	if test.From, err = parseTime("--from", c.From); err != nil {
		return test, request, err
	}
	if test.Until, err = parseTime("--to", c.To); err != nil {
		return test, request, err
	}
	test.Models, err = modelsNamed(c.Models)
	return test, request, err
}

func modelsNamed(names string) ([]risk.Model, error) {
	if names == "all" {
		return risk.Models(), nil
	}
	var models []risk.Model
	for name := range strings.SplitSeq(names, ",") {
		m, err := risk.ModelNamed(strings.TrimSpace(name))
		if err != nil {
			return nil, usageError{fmt.Errorf("--models: %w", err)}
		}
		models = append(models, m)
	}
	return models, nil
}

// writer chooses the format by --format, else by the ending of --out.
func (c *backtestCmd) writer() (func(io.Writer, *risk.Record) error, error) {
	switch name := formatName(c.Format, c.Out); name {
	case "", "table", "txt":
		return format.WriteBacktestTable, nil
	case "json":
		return format.WriteBacktestJSON, nil
	case "csv":
		return format.WriteBacktestCSV, nil
	case "svg":
		return format.WriteBacktestSVG, nil
	default:
		return nil, usageError{fmt.Errorf("format %q is not known; use table, json, csv or svg", name)}
	}
}
