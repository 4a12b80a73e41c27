//go:build unix

// Command bench measures the search on the published instances: the mean and the worst gap to the best known reward, and
// the mean gap to the bound. It fails where a bound is below the best known.
package main

import (
	"context"
	"encoding/csv"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"nightbeat/planner/tours"
)

func main() {
	dir := flag.String("dir", "../shared/benchmarks", "folder with top/ and toptw/, each with best_known.csv")
	set := flag.String("set", "top,toptw", "which of them")
	limits := flag.String("limits", "1s", "processor time for each run; several with commas between")
	every := flag.Int("every", 0, "only each so many-th instance; 0 for about thirty of a set")
	only := flag.String("only", "", "only instances whose name (p4.2.h/2) begins with one of these; commas between")
	seeds := flag.Int("seeds", 1, "runs with seeds 1 to this")
	threads := flag.Int("threads", 1, "cores for each run; with more than one the limits are by the clock, which needs a quiet machine")
	proof := flag.Int("proof", 0, "percent of the search's work that goes into the bound; 0 for the default, negative for none")
	verbose := flag.Bool("v", false, "print each run")
	flag.Parse()
	failed := false
	for _, set := range strings.Split(*set, ",") {
		cases, err := readCases(filepath.Join(*dir, set), *only, *every)
		if err != nil {
			fmt.Fprintln(os.Stderr, "bench:", err)
			os.Exit(1)
		}
		for _, l := range strings.Split(*limits, ",") {
			limit, err := time.ParseDuration(l)
			if err != nil {
				fmt.Fprintln(os.Stderr, "bench:", err)
				os.Exit(2)
			}
			t := measure(cases, limit, tours.Settings{Proof: *proof, Threads: *threads}, *seeds, *verbose)
			fmt.Println(set, limit, t)
			failed = failed || t.wrong > 0
		}
	}
	if failed {
		os.Exit(1)
	}
}

// instance is one line of best_known.csv.
type instance struct {
	name      string
	published tours.Published
	best      int64
}

func readCases(dir, only string, every int) (cases []instance, err error) {
	f, err := os.Open(filepath.Join(dir, "best_known.csv"))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		return nil, err
	}
	column := map[string]int{}
	for i, name := range rows[0] {
		column[name] = i
	}
	rows = rows[1:]
	if every == 0 {
		every = max(1, len(rows)/30)
	}
	for i, r := range rows {
		if i%every != every/2 || !beginsWithAny(r[0]+"/"+r[column["m"]], only) {
			continue
		}
		if r[column["best_known"]] == "" || r[column["best_known"]] == "0" {
			continue // nothing to compare with
		}
		c, err := readCase(dir, r[0], r[column["m"]], r[column["best_known"]])
		if err != nil {
			return nil, err
		}
		cases = append(cases, c)
	}
	return cases, nil
}

func beginsWithAny(name, only string) bool {
	for _, begin := range strings.Split(only, ",") {
		if strings.HasPrefix(name, begin) {
			return true
		}
	}
	return false
}

// exact are rewards of instances for which best_known.csv says more than any routes collect (75 and 170, after Chao 1996):
// all routes within the limit were listed, and all threes of them without a visit in common compared.
var exact = map[string]int64{"p1.3.h": 70, "p2.3.h": 165}

func readCase(dir, name, crews, best string) (instance, error) {
	m, err := strconv.Atoi(crews)
	if err != nil {
		return instance{}, err
	}
	reward, err := strconv.ParseInt(best, 10, 64)
	if err != nil {
		return instance{}, err
	}
	f, err := os.Open(filepath.Join(dir, name+".txt"))
	if err != nil {
		return instance{}, err
	}
	defer f.Close()
	if e, ok := exact[name]; ok {
		reward = e
	}
	p, err := tours.ReadPublished(f, m)
	return instance{name + "/" + crews, p, reward}, err
}

// tally of a set's runs.
type tally struct {
	runs, iterations int
	gap, short       float64 // sums of gaps, and of those that are above 0
	worst            float64
	worstName        string
	better           []string
	seconds          float64
	open             float64 // sum of the gaps between reward and bound
	proven           int     // runs without such a gap
	wrong            int     // bounds below the best known
}

func (t tally) String() string {
	n := float64(max(1, t.runs))
	return fmt.Sprintf("runs %d mean gap %.3f %% (%.3f %% counting none below 0) worst %.2f %% (%s) gap to the bound %.2f %%, %d proven best, %.0f iterations/s, new best: %s",
		t.runs, t.gap/n, t.short/n, t.worst, t.worstName, t.open/n, t.proven, float64(t.iterations)/t.seconds, strings.Join(t.better, " "))
}

func measure(cases []instance, limit time.Duration, s tours.Settings, seeds int, verbose bool) (t tally) {
	s.Iterations = 1 << 40
	for _, c := range cases {
		for seed := 1; seed <= seeds; seed++ {
			s.Seed = int64(seed)
			t.add(c, limit, s, verbose)
		}
	}
	return t
}

func (t *tally) add(c instance, limit time.Duration, settings tours.Settings, verbose bool) {
	began := cpu()
	ctx, stop := within(limit, settings.Threads)
	defer stop()
	s, err := tours.Solve(ctx, c.published.Problem, settings)
	if err == nil {
		err = tours.Check(c.published.Problem, s)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", c.name, err)
		os.Exit(1)
	}
	t.seconds += (cpu() - began).Seconds()
	t.iterations += s.Iterations
	t.runs++
	gap := 100 * float64(c.best-s.Reward) / float64(max(1, c.best))
	t.gap += gap
	t.short += max(0, gap)
	t.open += 100 * float64(s.Bound-s.Reward) / float64(max(1, s.Bound))
	if s.Bound == s.Reward {
		t.proven++
	}
	if s.Bound < c.best {
		t.wrong++
		fmt.Fprintln(os.Stderr, "bench:", c.name, "bound", s.Bound, "is below the best known", c.best)
	}
	if gap > t.worst {
		t.worst, t.worstName = gap, c.name
	}
	if gap < 0 {
		t.better = append(t.better, fmt.Sprintf("%s=%d(%d)", c.name, s.Reward, c.best))
	}
	if verbose {
		fmt.Printf("%-14s %6d of %6d gap %6.2f %% bound %6d iterations %d\n", c.name, s.Reward, c.best, gap, s.Bound, s.Iterations)
	}
}

// within ends after so much processor time, or after so much time by the clock where several threads share it.
func within(limit time.Duration, threads int) (context.Context, context.CancelFunc) {
	if threads == 1 {
		return withCPU(limit)
	}
	return context.WithTimeout(context.Background(), limit)
}

// withCPU ends after so much processor time of this process, so that a busy machine measures the same.
func withCPU(limit time.Duration) (context.Context, context.CancelFunc) {
	ctx, stop := context.WithCancel(context.Background())
	end := cpu() + limit
	go func() {
		defer stop()
		for ctx.Err() == nil && cpu() < end {
			time.Sleep(2 * time.Millisecond)
		}
	}()
	return ctx, stop
}

// cpu is the processor time that this process has used.
func cpu() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		panic(err) // never with these arguments
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
