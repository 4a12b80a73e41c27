package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"nightbeat/data"
)

// auditCmd reads the trail of what was done.
type auditCmd struct {
	Verify auditVerifyCmd `cmd:"" help:"Look through the chain; tells the first entry that was changed, put in or taken out."`
	Export auditExportCmd `cmd:"" help:"Write the trail as JSON, an entry a line."`
}

type auditVerifyCmd struct {
	storeFlag `embed:""`
	Holds     string `help:"A hash that was written down before: it has to be in the chain still, which tells whether its end was cut off." placeholder:"HASH"`
}

// Run looks through the chain and prints its last hash.
func (c *auditVerifyCmd) Run(ctx context.Context, con console) error {
	return c.with(ctx, func(store data.Store) error {
		held := c.Holds == ""
		last, err := data.VerifyTrail(ctx, store, func(e data.Entry) error {
			held = held || e.Hash == c.Holds
			return nil
		})
		if err != nil {
			return fmt.Errorf("%s: %w", c.Store, err)
		}
		if !held {
			return fmt.Errorf("%s: audit: no entry has the hash %s: the end was cut off, or the trail was written anew", c.Store, c.Holds)
		}
		fmt.Fprintf(con.Out, "%d entries, whole; the last hash is %s\n", last.Number, last.Hash)
		return nil
	})
}

type auditExportCmd struct {
	storeFlag `embed:""`
}

// entryJSON is an entry as it leaves the house.
type entryJSON struct {
	Number int64     `json:"number"`
	At     time.Time `json:"at"`
	Who    string    `json:"who,omitempty"`
	From   string    `json:"from"`
	Did    string    `json:"did"`
	Object string    `json:"object,omitempty"`
	Result string    `json:"result"`
	Before string    `json:"before,omitempty"`
	After  string    `json:"after,omitempty"`
	Hash   string    `json:"hash"`
}

// Run writes all entries, as far as the chain is whole.
func (c *auditExportCmd) Run(ctx context.Context, con console) error {
	return c.with(ctx, func(store data.Store) error {
		out := bufio.NewWriter(con.Out)
		lines := json.NewEncoder(out)
		_, err := data.VerifyTrail(ctx, store, func(e data.Entry) error { return lines.Encode(entryJSON(e)) })
		return errors.Join(err, out.Flush())
	})
}
