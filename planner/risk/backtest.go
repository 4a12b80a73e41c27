package risk

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"sync"
	"time"
)

// Backtest says how models are to be compared on the past: a forecast at From and every Step after it, each for a
// Horizon, as long as that ends by Until, each from the events before it.
type Backtest struct {
	From, Until   time.Time
	Step, Horizon time.Duration
	Hours         Hours
	Shares        []float64                    // of the study area, each above 0 and at most 1
	Models        []Model                      // the first is the one that the others are compared with
	Study         func([]Event) (Study, error) // the study area, from the events before a window
	Progress      func(done, windows int)      // may be nil
	Marks         func(Window) Marks           // of a window; where given, only windows with one are tested
}

// Record is how the models did on each window.
type Record struct {
	Windows []Window
	Models  []string
	Shares  []float64
	Scores  [][][]Score // by model, share, window
}

// windows are the forecasts to be made. Steps and horizons of whole days keep to the clock that the events were
// recorded by, across summer time.
func (b Backtest) windows(events []Event) []Window {
	byTime := slices.Clone(events)
	slices.SortStableFunc(byTime, func(a, b Event) int { return a.From.Compare(b.From) })
	var windows []Window
	for from := b.From; ; from = after(from, b.Step) {
		w := Window{From: recordedClock(from, byTime), Until: recordedClock(after(from, b.Horizon), byTime), Hours: b.Hours}
		if w.Until.After(recordedClock(b.Until, byTime)) {
			return windows
		}
		if b.Marks != nil {
			if w.Marks = b.Marks(w); w.Marks == 0 {
				continue
			}
		}
		windows = append(windows, w)
	}
}

// recordedClock is the instant at which the clock by which the last event before was recorded shows what t shows.
func recordedClock(t time.Time, byTime []Event) time.Time {
	n, _ := slices.BinarySearchFunc(byTime, t, func(e Event, t time.Time) int { return e.From.Compare(t) })
	if n == 0 {
		return t
	}
	_, ahead := t.Zone()
	last := byTime[n-1].From
	if own := offset(last, time.FixedZone("", ahead)); own != ahead {
		name, _ := last.Zone()
		return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), time.FixedZone(name, own))
	}
	return t
}

// after adds whole days by the calendar, anything else by the clock.
func after(t time.Time, d time.Duration) time.Time {
	if d%(24*time.Hour) == 0 {
		return t.AddDate(0, 0, int(d/(24*time.Hour)))
	}
	return t.Add(d)
}

// MaxWindows is the most that one backtest makes.
const MaxWindows = 5000

func (b Backtest) check() error {
	switch {
	case b.Step <= 0:
		return fmt.Errorf("step %s: give a positive time, such as 168h", b.Step)
	case b.Horizon <= 0:
		return fmt.Errorf("horizon %s: give a positive time, such as 168h", b.Horizon)
	case len(b.Models) == 0:
		return errors.New("models: name at least one")
	case b.Until.Sub(b.From)/b.Step > MaxWindows:
		return fmt.Errorf("step %s: more than %d windows; give a longer step", b.Step, MaxWindows)
	case b.Until.Before(after(b.From, b.Horizon)):
		return fmt.Errorf("horizon %s: no window of it fits between %s and %s", b.Horizon,
			b.From.Format(time.RFC3339), b.Until.Format(time.RFC3339))
	}
	for _, share := range b.Shares {
		if !(share > 0 && share <= 1) {
			return fmt.Errorf("coverage %g: give a share of the area above 0 and at most 1", share)
		}
	}
	return nil
}

// Run makes every forecast and scores it.
func (b Backtest) Run(ctx context.Context, events []Event) (*Record, error) {
	var names []string
	for _, m := range b.Models {
		names = append(names, m.Name())
	}
	return b.Compare(ctx, events, names, func(w Window, past []Event, study Study) ([][]Score, error) {
		truth := study.truth(events, w)
		scores := make([][]Score, len(b.Models))
		for m, model := range b.Models {
			surface, err := model.Surface(ctx, past, study, w)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", model.Name(), err)
			}
			scores[m] = surface.score(truth, b.Shares)
		}
		return scores, nil
	})
}

// Compare scores named ways of choosing on each window: score gets the window, the events before it and the study area
// that they lay, and gives scores by way and share.
func (b Backtest) Compare(ctx context.Context, events []Event, names []string, score func(Window, []Event, Study) ([][]Score, error)) (*Record, error) {
	if err := b.check(); err != nil {
		return nil, err
	}
	r := &Record{Windows: b.windows(events), Models: names, Shares: b.Shares}
	if len(r.Windows) == 0 {
		return nil, errors.New("no window lies on one of the calendar's days; give windows of a day, such as --step 24h --horizon 24h")
	}
	for range names {
		scores := make([][]Score, len(b.Shares))
		for s := range scores {
			scores[s] = make([]Score, len(r.Windows))
		}
		r.Scores = append(r.Scores, scores)
	}
	return r, b.each(ctx, len(r.Windows), func(w int) error {
		past := Before(events, r.Windows[w].From)
		if len(past) == 0 {
			return fmt.Errorf("no incident before %s; begin later", r.Windows[w].From.Format(time.RFC3339))
		}
		study, err := b.Study(past)
		if err != nil {
			return err
		}
		scores, err := score(r.Windows[w], past, study)
		for m := range scores {
			for s := range scores[m] {
				r.Scores[m][s][w] = scores[m][s]
			}
		}
		return err
	})
}

// each does the windows side by side and gives the first window's error.
func (b Backtest) each(ctx context.Context, windows int, do func(int) error) error {
	var group sync.WaitGroup
	var lock sync.Mutex
	next, done, failures := 0, 0, make([]error, windows)
	for range min(windows, runtime.GOMAXPROCS(0)) {
		group.Go(func() {
			for {
				lock.Lock()
				w := next
				next++
				lock.Unlock()
				if w >= windows || ctx.Err() != nil {
					return
				}
				failures[w] = do(w)
				lock.Lock()
				done++
				if b.Progress != nil {
					b.Progress(done, windows)
				}
				lock.Unlock()
			}
		})
	}
	group.Wait()
	for _, err := range failures {
		if err != nil {
			return err
		}
	}
	return ctx.Err()
}

// truth is what a window brought.
type truth struct {
	seen   []float64 // by grid cell
	events float64
}

func (s Study) truth(events []Event, w Window) truth {
	t := truth{seen: make([]float64, s.Grid.Cells())}
	spans := w.spans()
	for _, e := range events {
		v := e.Weight * part(e, spans)
		if v == 0 {
			continue
		}
		t.events += v
		if c, ok := s.Grid.CellAt(e.At); ok {
			t.seen[c] += v
		}
	}
	return t
}
