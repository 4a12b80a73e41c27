package main

import (
	"context"
	"fmt"
	"os"
	"regexp"
	"strconv"
	"time"

	"nightbeat/data"
)

type retainCmd struct {
	storeFlag `embed:""`
	OlderThan string `help:"How old incidents may become: 730d, 24m (months) or 2y." required:"" placeholder:"AGE"`
	DryRun    bool   `help:"Only say how many would go."`
}

// Run deletes for good what is older than the station may keep.
func (c *retainCmd) Run(ctx context.Context, con console) error {
	before, err := ago(time.Now(), c.OlderThan)
	if err != nil {
		return usageError{fmt.Errorf("--older-than: %w", err)}
	}
	if !onDatabase(c.Store) {
		if _, err := os.Stat(c.Store); err != nil {
			return fmt.Errorf("--store: %w", err)
		}
	}
	return c.with(ctx, func(store data.Store) error {
		if c.DryRun {
			page, err := store.Incidents(ctx, data.Query{Until: before.Add(-time.Millisecond)})
			if err != nil {
				return err
			}
			fmt.Fprintf(con.Out, "%d incidents from before %s would be deleted\n", page.Matched, before.Format(time.DateOnly))
			return nil
		}
		return c.forget(ctx, con, store, before)
	})
}

func (c *retainCmd) forget(ctx context.Context, con console, store data.Store, before time.Time) error {
	gone, err := store.Forget(ctx, before)
	if err = noteHere(ctx, store, "forget incidents", fmt.Sprintf("%d from before %s", gone, before.Format(time.DateOnly)), err); err != nil {
		return err
	}
	fmt.Fprintf(con.Out, "%d incidents from before %s are deleted\n", gone, before.Format(time.DateOnly))
	if gone > 0 {
		fmt.Fprintln(con.Err, "nightbeat: note: backups made before still hold them; plans keep their counts")
	}
	return nil
}

var age = regexp.MustCompile(`^([1-9][0-9]{0,4})([dmy])$`)

// ago is the start of the day so many days, months or years before an instant.
func ago(now time.Time, text string) (time.Time, error) {
	parts := age.FindStringSubmatch(text)
	if parts == nil {
		return now, fmt.Errorf("%q is no age; write 730d, 24m or 2y", text)
	}
	n, _ := strconv.Atoi(parts[1]) // digits
	today := time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, now.Location())
	switch parts[2] {
	case "d":
		return today.AddDate(0, 0, -n), nil
	case "m":
		return today.AddDate(0, -n, 0), nil
	}
	return today.AddDate(-n, 0, 0), nil
}
