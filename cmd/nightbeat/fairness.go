package main

import (
	"context"
	"io"

	"nightbeat/data/format"
	"nightbeat/planner"
)

type fairnessCmd struct {
	incidentFlags `embed:""`
	patrolFlags   `embed:""`
	weightFlags   `embed:""`
	areaFlags     `embed:""`
	From          string `help:"The first day of the period, or an instant." required:"" placeholder:"DAY"`
	To            string `help:"The last day of the period, or the instant at which it ends." required:"" placeholder:"DAY"`
	Out           string `help:"Write to this file; its ending chooses the format." placeholder:"FILE"`
	Format        string `help:"table (default), json or csv." placeholder:"NAME"`
}

var fairnessFormats = map[string]func(io.Writer, []planner.Fairness) error{
	"": format.WriteFairnessTable, "table": format.WriteFairnessTable, "txt": format.WriteFairnessTable,
	"json": format.WriteFairnessJSON, "csv": format.WriteFairnessCSV,
}

// Run sets minutes of patrol against reported harm, area by area.
func (c *fairnessCmd) Run(ctx context.Context, con console) error {
	write, err := writerNamed(formatName(c.Format, c.Out), fairnessFormats)
	if err != nil {
		return err
	}
	request, shift, incidents, err := counted(ctx, con, &c.incidentFlags, &c.weightFlags, c.From, c.To)
	if err != nil {
		return err
	}
	areas, err := c.named(ctx)
	if err != nil {
		return err
	}
	patrolled, err := c.presence(con)
	if err != nil {
		return err
	}
	rows, err := planner.Fair(request, areas, shift, incidents, patrolled)
	if err != nil {
		return err
	}
	return writeTo(con, c.Out, func(w io.Writer) error { return write(w, rows) })
}
