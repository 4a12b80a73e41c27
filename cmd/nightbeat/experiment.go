package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"nightbeat/data/format"
	"nightbeat/planner"
	"nightbeat/planner/risk"
)

// experimentCmd are the two ends of an experiment.
type experimentCmd struct {
	Draw  drawCmd  `cmd:"" help:"Pair hot spots or nights and draw by lot which of each pair is patrolled; plan --experiment obeys."`
	Judge judgeCmd `cmd:"" help:"Say what the patrols did, by the test of the lot."`
}

type drawCmd struct {
	incidentFlags `embed:""`
	weightFlags   `embed:""`
	Points        string  `help:"The hot spots: GeoJSON points, such as a plan's." required:"" type:"existingfile" placeholder:"FILE"`
	Unit          string  `help:"Between what lots are drawn: of each pair of hot spots one is patrolled, or of each pair of nights of one weekday." default:"spots" enum:"spots,nights"`
	Period        string  `help:"The first and the last day of the experiment." required:"" placeholder:"DAY/DAY"`
	Hours         string  `help:"The hours of each night that are patrolled and counted; by default the whole day." placeholder:"20-04"`
	Radius        float64 `help:"Within how many metres of a hot spot incidents count." default:"100"`
	Name          string  `help:"What the experiment is called." default:"experiment"`
	From          string  `help:"The first day of the history that hot spots are paired by." placeholder:"DAY"`
	To            string  `help:"Its last day." placeholder:"DAY"`
	Seed          int64   `help:"Of the lot; it is kept with the draw." default:"1"`
	Out           string  `help:"Write to this file." placeholder:"FILE"`
}

// Run draws.
func (c *drawCmd) Run(ctx context.Context, con console) error {
	first, last, _ := strings.Cut(c.Period, "/")
	request, span, incidents, err := counted(ctx, con, &c.incidentFlags, &c.weightFlags, first, last)
	if err != nil {
		return err
	}
	ask := planner.Experiment{Name: c.Name, Unit: c.Unit, Period: span, RadiusM: c.Radius, Seed: c.Seed, Drawn: time.Now().UTC().Truncate(time.Second)}
	if ask.Hours, err = risk.ParseHours(c.Hours); err != nil {
		return usageError{fmt.Errorf("--hours: %w", err)}
	}
	var history planner.Shift
	if c.Unit == planner.OfSpots {
		if history, err = period(c.From, c.To, incidents); err != nil {
			return err
		}
	}
	spots, err := readFile(c.Points, format.ReadSpots)
	if err != nil {
		return err
	}
	drawn, err := planner.NewExperiment(request, ask, spots, history, incidents)
	if err != nil {
		return err
	}
	told, err := planner.Rehearse(request, ask, spots, incidents)
	if err != nil {
		return err
	}
	fmt.Fprintln(con.Err, told.Note())
	return writeTo(con, c.Out, func(w io.Writer) error { return format.WriteExperiment(w, drawn) })
}

type judgeCmd struct {
	incidentFlags `embed:""`
	weightFlags   `embed:""`
	Experiment    string `help:"What experiment draw wrote." required:"" type:"existingfile" placeholder:"FILE"`
	Out           string `help:"Write to this file; its ending chooses the format." placeholder:"FILE"`
	Format        string `help:"text (default), csv or json." placeholder:"NAME"`
}

var judgementFormats = map[string]func(io.Writer, *planner.Judgement) error{
	"": format.WriteJudgement, "text": format.WriteJudgement, "txt": format.WriteJudgement, "json": format.WriteJudgementJSON, "csv": format.WriteJudgementCSV,
}

// Run judges an experiment that is over.
func (c *judgeCmd) Run(ctx context.Context, con console) error {
	write, err := writerNamed(formatName(c.Format, c.Out), judgementFormats)
	if err != nil {
		return err
	}
	drawn, err := openExperiment(c.Experiment)
	if err != nil {
		return err
	}
	incidents, err := c.load(ctx, con)
	if err != nil {
		return err
	}
	var request planner.Request
	if request.Categories, err = c.over(nil); err != nil {
		return err
	}
	judgement, err := drawn.Judge(request, incidents.List, time.Now())
	if err != nil {
		return err
	}
	return writeTo(con, c.Out, func(w io.Writer) error { return write(w, judgement) })
}

func openExperiment(name string) (*planner.Experiment, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	drawn, err := format.ReadExperiment(file)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return drawn, nil
}
