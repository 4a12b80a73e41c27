package main

import (
	"fmt"
	"io"
	"os"

	"nightbeat/data/format"
	"nightbeat/planner"
)

// patrolFlags say where units stood in the past.
type patrolFlags struct {
	Patrolled []string `help:"Where units stood: earlier plans as GeoJSON, or points with arrive and leave; corrects what was found by looking. Repeat it for several files." sep:"none" type:"existingfile" placeholder:"FILE"`
}

// presence reads all files as one, and names what it leaves out.
func (f *patrolFlags) presence(con console) ([]planner.Presence, error) {
	var all []planner.Presence
	for _, name := range f.Patrolled {
		stood, err := readPatrolled(name, con.Err)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		all = append(all, stood...)
	}
	return all, nil
}

func readPatrolled(name string, messages io.Writer) ([]planner.Presence, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	stood, rejects, err := format.ReadPatrolled(file, name)
	for _, r := range rejects.First {
		fmt.Fprintln(messages, "nightbeat: rejected:", r)
	}
	if more := rejects.Total - len(rejects.First); more > 0 {
		fmt.Fprintf(messages, "nightbeat: and %d more\n", more)
	}
	return stood, err
}
