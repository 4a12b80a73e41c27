// Command nightbeat plans a police station's patrol routes for the night.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"regexp"
	"strings"
	"syscall"

	"github.com/alecthomas/kong"
)

// cli lists the commands; each has a file of its own.
type cli struct {
	Config     kong.ConfigFlag `help:"A JSON file with flags." placeholder:"FILE"`
	Incidents  incidentsCmd    `cmd:"" help:"Look into incident files."`
	Plan       planCmd         `cmd:"" help:"Make a night's plan."`
	Change     changeCmd       `cmd:"" help:"Change a plan under way."`
	Done       doneCmd         `cmd:"" help:"Hold a night's plan against what was done."`
	Log        logCmd          `cmd:"" help:"Count the service of a month: help, disputes settled, checks, arrests."`
	Forecast   forecastCmd     `cmd:"" help:"Write the risk surface of a window."`
	Backtest   backtestCmd     `cmd:"" help:"Score every risk model on past windows."`
	Series     seriesCmd       `cmd:"" help:"Test for near repeats and list the possible series that are open."`
	Repeat     repeatCmd       `cmd:"" help:"List the places that call again and again, and plan rounds to them."`
	Experiment experimentCmd   `cmd:"" help:"Find out by lot what patrols do."`
	Staffing   staffingCmd     `cmd:"" help:"What one unit buys, two, three: share watched, rounds kept, reach."`
	Workload   workloadCmd     `cmd:"" help:"What the approved plans of a month asked of each unit."`
	Fairness   fairnessCmd     `cmd:"" help:"Set minutes of patrol against reported harm, area by area."`
	Compare    compareCmd      `cmd:"" help:"Set a period against the same one last year and the one before it."`
	Serve      serveCmd        `cmd:"" help:"Serve plans and the page over HTTP."`
	Work       workCmd         `cmd:"" help:"Make the plans that servers on other machines are asked for."`
	Import     importCmd       `cmd:"" help:"Load incidents into a store."`
	Watch      watchCmd        `cmd:"" help:"Load the incident files that other systems put into a folder."`
	Area       areaCmd         `cmd:"" help:"Keep areas: the named parts of the district."`
	Sheet      sheetCmd        `cmd:"" help:"An area's sheet for its officers: hot hours, points, series, what was done."`
	Retain     retainCmd       `cmd:"" help:"Delete for good what is older than may be kept."`
	Backup     backupCmd       `cmd:"" help:"Copy a store, also while it is in use."`
	Restore    restoreCmd      `cmd:"" help:"Bring a store back from a backup."`
	Migrate    migrateCmd      `cmd:"" help:"Bring a store up to date with this version."`
	User       userCmd         `cmd:"" help:"Keep users: who may sign in, and as what."`
	Token      tokenCmd        `cmd:"" help:"Keep keys for programs, such as QGIS."`
	Audit      auditCmd        `cmd:"" help:"Look through the trail of what was done."`
	Doctor     doctorCmd       `cmd:"" help:"Look for unsafe settings."`
	Roads      roadsCmd        `cmd:"" help:"Build a street network that opens at once."`
	Route      routeCmd        `cmd:"" help:"One way through places, as GeoJSON."`
	Matrix     matrixCmd       `cmd:"" help:"Seconds and metres between points."`
	Nearest    nearestCmd      `cmd:"" help:"The nearest hospital, school ... by road, and the way there."`
	Reach      reachCmd        `cmd:"" help:"Where a unit can be in some minutes, as GeoJSON."`
	Tours      toursCmd        `cmd:"" help:"Solve a published instance of the team orienteering problem."`
	Version    versionCmd      `cmd:"" help:"Print the version."`
}

// console is where a command writes: data to Out, everything else to Err.
type console struct {
	Out, Err io.Writer
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // a second signal ends the program at once
	os.Exit(run(ctx, os.Args[1:], console{os.Stdout, os.Stderr}))
}

// run parses the arguments, runs the command and gives its exit code: 0 done, 1 refused or failed, 2 wrong usage.
func run(ctx context.Context, args []string, con console) int {
	exit := -1
	parser, err := kong.New(&cli{}, kong.Name("nightbeat"),
		kong.Description("Plans a police station's patrol routes for the night."),
		kong.Configuration(kong.JSON), kong.DefaultEnvars("NIGHTBEAT"),
		kong.Writers(con.Out, con.Err), kong.Exit(func(code int) { exit = code }),
		kong.BindTo(ctx, (*context.Context)(nil)), kong.BindTo(os.Stdin, (*io.Reader)(nil)), kong.Bind(con))
	if err != nil {
		fmt.Fprintln(con.Err, "nightbeat:", err)
		return 2
	}
	parsed, err := parser.Parse(westward(args))
	if exit >= 0 {
		return exit
	}
	if err != nil {
		fmt.Fprintf(con.Err, "nightbeat: %v\nnightbeat: see 'nightbeat --help'\n", err)
		return 2
	}
	if err := parsed.Run(); err != nil {
		fmt.Fprintln(con.Err, "nightbeat:", err)
		if errors.As(err, new(usageError)) {
			return 2
		}
		return 1
	}
	return 0
}

// usageError is a mistake in the flags that only the command itself can see.
type usageError struct{ error }

var negative = regexp.MustCompile(`^-[0-9.]`)

// westward makes negative numbers, such as western longitudes, safe from being taken for flags: joined to the flag
// before them (--base=-122.4,37.7), else put last behind a "--".
func westward(args []string) []string {
	var kept, places []string
	for _, a := range args {
		n := len(kept)
		switch {
		case !negative.MatchString(a):
			kept = append(kept, a)
		case n > 0 && strings.HasPrefix(kept[n-1], "--") && !strings.Contains(kept[n-1], "="):
			kept[n-1] += "=" + a
		default:
			places = append(places, a)
		}
	}
	if places == nil {
		return kept
	}
	return append(append(kept, "--"), places...)
}
