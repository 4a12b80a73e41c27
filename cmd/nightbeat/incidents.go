package main

import (
	"cmp"
	"context"
	"encoding/csv"
	"errors"
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
	files := f.files()
	if len(files) == 0 {
		return nil, usageError{fmt.Errorf("--incidents is missing; give a file of past incidents, or --sample")}
	}
	incidents, err := f.read(ctx, files)
	if err != nil {
		return nil, err
	}
	tellRejects(con.Err, incidents.Intake)
	return incidents, nil
}

func (f *incidentFlags) files() []string { return append(slices.Clone(f.Incidents), f.More...) }

// read reads files as one.
func (f *incidentFlags) read(ctx context.Context, files []string) (in *format.Incidents, err error) {
	opt, err := f.options()
	if err != nil {
		return nil, err
	}
	err = f.naming(func(rejected func(format.Reject)) error {
		opt.Rejected = rejected
		in, err = format.OpenIncidents(ctx, files, opt)
		return asUsage(err)
	})
	return in, err
}

// asUsage makes an error in --map one of usage.
func asUsage(err error) error {
	if errors.Is(err, format.ErrMap) {
		return usageError{err}
	}
	return err
}

func (f *incidentFlags) options() (format.IncidentOptions, error) {
	opt := format.IncidentOptions{Map: f.Map, Now: time.Now()}
	if f.Zone == "" {
		return opt, nil
	}
	zone, err := time.LoadLocation(f.Zone)
	if err != nil {
		return opt, usageError{fmt.Errorf("--zone %q is not known; give a name such as Asia/Shanghai", f.Zone)}
	}
	opt.Zone = zone
	return opt, nil
}

// naming reads files, and writes what is left out to the file of --rejects as it goes, however much that is.
func (f *incidentFlags) naming(read func(rejected func(format.Reject)) error) error {
	if f.Rejects == "" {
		return read(nil)
	}
	var refused error
	written := writeFile(f.Rejects, func(w io.Writer) error {
		out := csv.NewWriter(w)
		write := func(row ...string) { _ = out.Write(row) } // Error tells at the end
		write("file", "feature", "id", "reason")
		refused = read(func(r format.Reject) {
			write(format.NoFormula(r.File), strconv.Itoa(r.Feature), format.NoFormula(r.ID), r.Reason)
		})
		if refused != nil {
			return refused
		}
		out.Flush()
		return out.Error()
	})
	return cmp.Or(refused, written)
}

// messagesBytes is how much is said of rejected features before the rest is only counted.
const messagesBytes = 60_000

func tellRejects(w io.Writer, in format.Intake) {
	fmt.Fprintf(w, "nightbeat: incidents: %d loaded, %d rejected\n", in.Loaded, in.Rejects.Total)
	named, said := 0, 0
	for _, r := range in.Rejects.First {
		line := "nightbeat: rejected: " + r.String() + "\n"
		if said += len(line); said > messagesBytes {
			break
		}
		fmt.Fprint(w, line)
		named++
	}
	if more := in.Rejects.Total - named; more > 0 {
		fmt.Fprintf(w, "nightbeat: and %d more; --rejects FILE names them all\n", more)
	}
}

// incidentsCmd looks into incident files: what a plan would be made from, and what would be left out.
type incidentsCmd struct {
	incidentFlags `embed:""`
}

// Run prints the counts of each file, the dates, how well times are known, and the categories.
func (c *incidentsCmd) Run(ctx context.Context, con console) error {
	in, err := c.load(ctx, con)
	if err != nil {
		return err
	}
	for _, f := range in.Files {
		fmt.Fprintf(con.Out, "%s: %d loaded, %d rejected\n", format.Printable(f.Name, 200), f.Loaded, f.Rejected)
	}
	if len(in.List) == 0 {
		return nil
	}
	byTime := func(a, b planner.Incident) int { return a.At.Compare(b.At) }
	first, last := slices.MinFunc(in.List, byTime), slices.MaxFunc(in.List, byTime)
	fmt.Fprintf(con.Out, "from %s to %s\n", first.At.Format(time.RFC3339), last.At.Format(time.RFC3339))
	tellTimes(con.Out, in.List)
	tellCategories(con.Out, in.List)
	return nil
}

func tellTimes(w io.Writer, list []planner.Incident) {
	counts, spans := [3]int{}, 0
	for _, in := range list {
		counts[in.Precision]++
		if in.Between != nil {
			spans++
		}
	}
	fmt.Fprintf(w, "times known to the minute: %d, to the hour: %d, to the day: %d; with an interval: %d\n",
		counts[planner.Minute], counts[planner.Hour], counts[planner.Day], spans)
}

// tellCategories prints them by count, the largest first.
func tellCategories(w io.Writer, list []planner.Incident) {
	counts := map[string]int{}
	for _, in := range list {
		counts[in.Category]++
	}
	names := slices.SortedFunc(maps.Keys(counts), func(a, b string) int {
		return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(a, b))
	})
	for _, name := range names {
		shown := format.Printable(name, 80)
		if name == "" {
			shown = "(no category)"
		}
		fmt.Fprintf(w, "%8d  %s\n", counts[name], shown)
	}
}
