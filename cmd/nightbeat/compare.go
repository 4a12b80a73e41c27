package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"slices"
	"time"

	"nightbeat/data/format"
	"nightbeat/planner"
	"nightbeat/planner/words"
)

type compareCmd struct {
	incidentFlags `embed:""`
	weightFlags   `embed:""`
	fontFlags     `embed:""`
	From          string `help:"The first day of the period, or an instant." required:"" placeholder:"DAY"`
	To            string `help:"The last day of the period, or the instant at which it ends." required:"" placeholder:"DAY"`
	Area          string `help:"Only inside this GeoJSON polygon." type:"existingfile" placeholder:"FILE"`
	areaFlags     `embed:""`
	Points        string   `help:"Patrolled hot spots: GeoJSON points, such as a plan's." type:"existingfile" placeholder:"FILE"`
	Control       string   `help:"A GeoJSON polygon where nothing was done; by default the rest of the city." type:"existingfile" placeholder:"FILE"`
	Unwatched     string   `help:"Hot spots where nothing was done: GeoJSON points; with --points, for displacement." type:"existingfile" placeholder:"FILE"`
	Calendar      []string `help:"Festivals and closures, iCalendar or CSV with name, from and until: flagged where the periods differ. Repeat it for several." sep:"none" type:"existingfile" placeholder:"FILE"`
	Discovered    bool     `help:"Count incidents that the police found by looking, too."`
	Out           string   `help:"Write to this file; its ending chooses the format." placeholder:"FILE"`
	Format        string   `help:"table (default), json, csv, svg or pdf." placeholder:"NAME"`
}

// Run sets a period against the same one a year earlier and the one before it.
func (c *compareCmd) Run(ctx context.Context, con console) error {
	write, err := writerNamed(formatName(c.Format, c.Out), c.formats())
	if err != nil {
		return err
	}
	incidents, err := c.load(ctx, con)
	if err != nil {
		return err
	}
	request, err := c.request()
	if err != nil {
		return err
	}
	question, err := c.question(ctx, incidents.List)
	if err != nil {
		return err
	}
	comparison, err := planner.Compare(request, question, incidents.List)
	if err != nil {
		return err
	}
	return writeTo(con, c.Out, func(w io.Writer) error { return write(w, comparison) })
}

func (c *compareCmd) formats() map[string]func(io.Writer, *planner.Comparison) error {
	return map[string]func(io.Writer, *planner.Comparison) error{
		"": format.WriteComparisonTable, "table": format.WriteComparisonTable, "txt": format.WriteComparisonTable,
		"json": format.WriteComparisonJSON, "csv": format.WriteComparisonCSV,
		"svg": func(w io.Writer, compared *planner.Comparison) error {
			return format.WriteComparisonSVG(w, compared, words.English)
		},
		"pdf": func(w io.Writer, compared *planner.Comparison) error {
			font, err := c.font()
			if err != nil {
				return err
			}
			return format.WriteComparisonPDF(w, compared, format.Scene{Font: font})
		},
	}
}

func (c *compareCmd) request() (planner.Request, error) {
	weights, err := c.over(nil)
	if err != nil {
		return planner.Request{}, err
	}
	return withArea(planner.Request{Categories: weights, Discovered: c.Discovered}, c.Area)
}

// question reads the period and the files that say what the rows are.
func (c *compareCmd) question(ctx context.Context, incidents []planner.Incident) (planner.Question, error) {
	var q planner.Question
	var err error
	if q.Period, err = period(c.From, c.To, incidents); err != nil {
		return q, err
	}
	if c.Control != "" {
		r, err := withArea(planner.Request{}, c.Control)
		if err != nil {
			return q, err
		}
		q.Control.Shape = r.Area
	}
	if q.Areas, err = c.named(ctx); err != nil {
		return q, err
	}
	if q.Points, err = readFile(c.Points, format.ReadSpots); err != nil {
		return q, err
	}
	if q.Unwatched, err = readFile(c.Unwatched, format.ReadSpots); err != nil {
		return q, err
	}
	q.Occasions, err = readCalendars(c.Calendar, q.Period.Start.AddDate(-1, 0, 0), q.Period.End)
	return q, err
}

// readFile reads a file; the zero value where none is named.
func readFile[T any](name string, read func(io.Reader) (T, error)) (things T, err error) {
	if name == "" {
		return things, nil
	}
	file, err := os.Open(name)
	if err != nil {
		return things, err
	}
	defer file.Close()
	if things, err = read(file); err != nil {
		err = fmt.Errorf("%s: %w", name, err)
	}
	return things, err
}

// readCalendars reads the occasions of all files as one.
func readCalendars(names []string, from, until time.Time) ([]planner.Occasion, error) {
	var all []planner.Occasion
	for _, name := range names {
		more, err := readFile(name, func(r io.Reader) ([]planner.Occasion, error) { return format.ReadCalendar(r, from, until) })
		if err != nil {
			return nil, err
		}
		all = append(all, more...)
	}
	return all, nil
}

// period reads two days, the last one included, by the clock of the newest incident, or two instants.
func period(from, to string, incidents []planner.Incident) (planner.Shift, error) {
	zone := time.UTC
	if len(incidents) > 0 {
		zone = slices.MaxFunc(incidents, func(a, b planner.Incident) int { return a.At.Compare(b.At) }).At.Location()
	}
	first, errFirst := time.ParseInLocation(time.DateOnly, from, zone)
	last, errLast := time.ParseInLocation(time.DateOnly, to, zone)
	if errFirst == nil && errLast == nil {
		return planner.Shift{Start: first, End: last.AddDate(0, 0, 1)}, nil
	}
	start, err := parseTime("--from", from)
	if err != nil {
		return planner.Shift{}, err
	}
	end, err := parseTime("--to", to)
	return planner.Shift{Start: start, End: end}, err
}

// counted reads the incidents of a question about a period, what they weigh, and the period.
func counted(ctx context.Context, con console, files *incidentFlags, weights *weightFlags, from, to string) (request planner.Request, span planner.Shift, list []planner.Incident, err error) {
	incidents, err := files.load(ctx, con)
	if err != nil {
		return request, span, nil, err
	}
	if request.Categories, err = weights.over(nil); err != nil {
		return request, span, nil, err
	}
	span, err = period(from, to, incidents.List)
	return request, span, incidents.List, err
}
