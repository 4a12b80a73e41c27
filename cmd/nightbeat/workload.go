package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"time"

	"nightbeat/data"
	"nightbeat/data/format"
	"nightbeat/planner"
)

type workloadCmd struct {
	storeFlag `embed:""`
	Month     string `help:"The month." required:"" placeholder:"2026-07"`
	Out       string `help:"Write to this file; its ending chooses the format." placeholder:"FILE"`
	Format    string `help:"table (default), json or csv." placeholder:"NAME"`
}

var workedFormats = map[string]func(io.Writer, []planner.MonthWork) error{
	"": format.WriteWorkedTable, "table": format.WriteWorkedTable, "txt": format.WriteWorkedTable,
	"json": format.WriteWorkedJSON, "csv": format.WriteWorkedCSV,
}

// Run tells what the approved plans of a month asked of each unit.
func (c *workloadCmd) Run(ctx context.Context, con console) error {
	if _, err := time.Parse("2006-01", c.Month); err != nil {
		return usageError{fmt.Errorf("--month %s: write it like 2026-07", c.Month)}
	}
	write, err := writerNamed(formatName(c.Format, c.Out), workedFormats)
	if err != nil {
		return err
	}
	if _, err := os.Stat(c.Store); err != nil && !onDatabase(c.Store) {
		return fmt.Errorf("--store: %w", err)
	}
	var worked []planner.MonthWork
	if err := c.with(ctx, func(store data.Store) (err error) {
		worked, err = data.Worked(ctx, store, c.Month, time.Time{})
		return err
	}); err != nil {
		return err
	}
	if len(worked) == 0 {
		fmt.Fprintf(con.Err, "nightbeat: note: no plan of %s is approved\n", c.Month)
	}
	return writeTo(con, c.Out, func(w io.Writer) error { return write(w, worked) })
}
