package main

import (
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"time"
	_ "time/tzdata" // zones by name also where the machine has none

	"nightbeat/data/format"
	"nightbeat/planner"
)

// incidentFlags say which incident files are read, and how.
type incidentFlags struct {
	Incidents []string          `help:"Incidents as GeoJSON, plain or .gz; repeat it for several files." sep:"none" placeholder:"FILE"`
	More      []string          `arg:"" optional:"" name:"more" help:"More incident files." hidden:""`
	Map       map[string]string `help:"Where fields are: time=FIELD,category=FIELD,id=FIELD." mapsep:"," placeholder:"FIELD=NAME"`
	Zone      string            `help:"The zone of times written without one, such as Asia/Shanghai." placeholder:"ZONE"`
	Rejects   string            `help:"Write what was left out to this CSV file." placeholder:"FILE"`
}

// load reads all files as one, and says what was loaded and what was left out.
func (f *incidentFlags) load(ctx context.Context, con console) (*format.Incidents, error) {
	files := append(slices.Clone(f.Incidents), f.More...)
	if len(files) == 0 {
		return nil, usageError{fmt.Errorf("--incidents is missing; give a file of past incidents, or --sample")}
	}
	var rejects []format.Reject
	opt := format.IncidentOptions{Map: f.Map, Now: time.Now(), Rejected: func(r format.Reject) { rejects = append(rejects, r) }}
	if f.Zone != "" {
		zone, err := time.LoadLocation(f.Zone)
		if err != nil {
			return nil, usageError{fmt.Errorf("--zone %q is not known; give a name such as Asia/Shanghai", f.Zone)}
		}
		opt.Zone = zone
	}
	incidents, err := format.OpenIncidents(ctx, files, opt)
	if err != nil {
		return nil, err
	}
	tellRejects(con.Err, len(incidents.List), rejects)
	if f.Rejects == "" {
		return incidents, nil
	}
	return incidents, writeFile(f.Rejects, func(w io.Writer) error { return writeRejects(w, rejects) })
}

// messagesBytes is how much is said of rejected features before the rest is only counted.
const messagesBytes = 60_000

func tellRejects(w io.Writer, loaded int, rejects []format.Reject) {
	fmt.Fprintf(w, "nightbeat: incidents: %d loaded, %d rejected\n", loaded, len(rejects))
	said := 0
	for i, r := range rejects {
		line := "nightbeat: rejected: " + r.String() + "\n"
		if said += len(line); said > messagesBytes {
			fmt.Fprintf(w, "nightbeat: and %d more\n", len(rejects)-i)
			return
		}
		fmt.Fprint(w, line)
	}
}

func writeRejects(w io.Writer, rejects []format.Reject) error {
	out := csv.NewWriter(w)
	rows := [][]string{{"file", "feature", "id", "reason"}}
	for _, r := range rejects {
		rows = append(rows, []string{format.NoFormula(r.File), strconv.Itoa(r.Feature), format.NoFormula(r.ID), r.Reason})
	}
	return out.WriteAll(rows)
}

// incidentsCmd looks into incident files: what a plan would be made from, and what would be left out.
type incidentsCmd struct {
	incidentFlags `embed:""`
}

// Run prints counts, dates and categories.
func (c *incidentsCmd) Run(ctx context.Context, con console) error {
	incidents, err := c.load(ctx, con)
	if err != nil {
		return err
	}
	fmt.Fprintf(con.Out, "%d loaded, %d rejected\n", len(incidents.List), incidents.Rejects.Total)
	if len(incidents.List) == 0 {
		return nil
	}
	byTime := func(a, b planner.Incident) int { return a.At.Compare(b.At) }
	first, last := slices.MinFunc(incidents.List, byTime), slices.MaxFunc(incidents.List, byTime)
	fmt.Fprintf(con.Out, "from %s to %s\n", first.At.Format(time.RFC3339), last.At.Format(time.RFC3339))
	tellCategories(con.Out, incidents.List)
	return nil
}

func tellCategories(w io.Writer, list []planner.Incident) {
	counts, dayOnly := map[string]int{}, 0
	for _, in := range list {
		counts[in.Category]++
		if in.Precision == planner.Day {
			dayOnly++
		}
	}
	fmt.Fprintf(w, "%d known only to the day\n", dayOnly)
	names := slices.SortedFunc(maps.Keys(counts), func(a, b string) int {
		if counts[a] != counts[b] {
			return counts[b] - counts[a]
		}
		return slices.Compare([]byte(a), []byte(b))
	})
	for _, name := range names {
		fmt.Fprintf(w, "%8d  %s\n", counts[name], format.Printable(name, 80))
	}
}
