package main

import (
	"context"
	"fmt"
	"io"
	"os"

	"nightbeat/data/format"
	"nightbeat/planner"
	"nightbeat/planner/effect"
)

// experimentCmd are the two ends of an experiment.
type experimentCmd struct {
	Draw  drawCmd  `cmd:"" help:"Pair hot spots and draw by lot which of each pair is patrolled; plan --experiment obeys."`
	Judge judgeCmd `cmd:"" help:"Say what the patrols did, by the test of the lot."`
}

type drawCmd struct {
	incidentFlags `embed:""`
	weightFlags   `embed:""`
	Points        string `help:"The hot spots: GeoJSON points, such as a plan's." required:"" type:"existingfile" placeholder:"FILE"`
	From          string `help:"The first day of the history that they are paired by." required:"" placeholder:"DAY"`
	To            string `help:"Its last day." required:"" placeholder:"DAY"`
	Seed          int64  `help:"Of the lot; it is kept with the draw." default:"1"`
	Out           string `help:"Write to this file." placeholder:"FILE"`
}

// Run draws.
func (c *drawCmd) Run(ctx context.Context, con console) error {
	request, history, incidents, err := counted(ctx, con, &c.incidentFlags, &c.weightFlags, c.From, c.To)
	if err != nil {
		return err
	}
	spots, err := readFile(c.Points, format.ReadSpots)
	if err != nil {
		return err
	}
	drawn, err := planner.NewExperiment(request, spots, history, incidents, c.Seed)
	if err != nil {
		return err
	}
	return writeTo(con, c.Out, func(w io.Writer) error { return format.WriteExperiment(w, drawn) })
}

type judgeCmd struct {
	incidentFlags `embed:""`
	weightFlags   `embed:""`
	Experiment    string `help:"What experiment draw wrote." required:"" type:"existingfile" placeholder:"FILE"`
	From          string `help:"The first day of the patrols." required:"" placeholder:"DAY"`
	To            string `help:"Their last day." required:"" placeholder:"DAY"`
	Out           string `help:"Write to this file; its ending chooses the format." placeholder:"FILE"`
	Format        string `help:"text (default) or json." placeholder:"NAME"`
}

var outcomeFormats = map[string]func(io.Writer, effect.Outcome) error{
	"": format.WriteOutcome, "text": format.WriteOutcome, "txt": format.WriteOutcome, "json": format.WriteOutcomeJSON,
}

// Run judges.
func (c *judgeCmd) Run(ctx context.Context, con console) error {
	write, err := writerNamed(formatName(c.Format, c.Out), outcomeFormats)
	if err != nil {
		return err
	}
	request, time, incidents, err := counted(ctx, con, &c.incidentFlags, &c.weightFlags, c.From, c.To)
	if err != nil {
		return err
	}
	drawn, err := openExperiment(c.Experiment)
	if err != nil {
		return err
	}
	outcome, err := drawn.Judge(request, time, incidents)
	if err != nil {
		return err
	}
	return writeTo(con, c.Out, func(w io.Writer) error { return write(w, outcome) })
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
