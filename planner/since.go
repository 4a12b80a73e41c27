package planner

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"nightbeat/geo"
	"nightbeat/planner/words"
)

// News is what is other now than when a night was planned, for the night to come.
type News struct {
	Plan      *Plan
	Shift     Shift       // of the night to come: the same hours
	Incidents []Happening // since that night began, the most frequent first
	Moved     []Moved     // the points that most rose or fell among that night's, the farthest first
	Skipped   []Skip
	Closures  []Closure // still in force
	Missing   []Unit    // that dropped out and did not come back
}

// Happening is how many incidents of a category happened near a point of the night, or near none.
type Happening struct {
	Category   string
	Stop, Near string // id and name; empty for elsewhere
	Count      int
}

// Moved is a point whose place among the night's points is another, by the incidents expected about it.
type Moved struct {
	Stop, Name string
	Was, Is    int // 1 for the most expected
}

// Skip is a stay that was skipped.
type Skip struct{ Stop, Name, Why string }

// NearM is how far from a point an incident is still told as near it: two blocks, in metres.
const NearM = 300

// movedLeast is by how many places a point has to move to be told of, and movedMost how many points are told of.
const (
	movedLeast = 3
	movedMost  = 5
)

// NewsSince tells what is other since a night was planned, of which this was done, for a night with the same hours that begins on another day.
func NewsSince(ctx context.Context, plan *Plan, done Ledger, incidents []Incident, day time.Time) (*News, error) {
	n := &News{Plan: plan, Shift: plan.Request.Shift.on(day)}
	n.Incidents = plan.happened(incidents)
	moved, err := plan.moved(ctx, incidents, n.Shift)
	if err != nil {
		return nil, err
	}
	n.Moved = moved
	for i, stop := range done.Stops {
		for _, why := range stop.Skipped {
			n.Skipped = append(n.Skipped, Skip{plan.Stops[i].ID, plan.Stops[i].Name, why})
		}
	}
	for _, c := range plan.Request.Closures {
		if c.Holds(n.Shift) {
			n.Closures = append(n.Closures, c)
		}
	}
	for _, r := range plan.Routes {
		if last := len(r.Calls) - 1; last >= 0 && plan.Stops[r.Calls[last].Stop].Reason.Off == OutOfService {
			n.Missing = append(n.Missing, r.Unit)
		}
	}
	return n, nil
}

// on is the same hours of the clock on another day.
func (s Shift) on(day time.Time) Shift {
	y, m, d := day.In(s.Start.Location()).Date()
	start := time.Date(y, m, d, s.Start.Hour(), s.Start.Minute(), s.Start.Second(), 0, s.Start.Location())
	return Shift{start, start.Add(s.Length())}
}

// happened counts the incidents since a night began, by category and the night's point nearest to them.
func (plan *Plan) happened(incidents []Incident) (all []Happening) {
	counts := map[Happening]int{}
	for _, in := range incidents {
		if in.At.Before(plan.Request.Shift.Start) {
			continue
		}
		at, nearest := Happening{Category: in.Category}, float64(NearM)
		for _, s := range plan.Stops {
			if d := geo.Distance(s.Place, in.Place); d <= nearest && s.Reason.Off == "" {
				at.Stop, at.Near, nearest = s.ID, s.Name, d
			}
		}
		counts[at]++
	}
	for at, n := range counts {
		at.Count = n
		all = append(all, at)
	}
	slices.SortFunc(all, func(a, b Happening) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), strings.Compare(a.Category, b.Category), strings.Compare(a.Stop, b.Stop))
	})
	return all
}

// moved sets the order of a night's points, by what was expected about each then, against what is expected now: both by the
// plain count, so that like is set against like.
func (plan *Plan) moved(ctx context.Context, incidents []Incident, now Shift) (all []Moved, err error) {
	was, err := plan.order(ctx, incidents, plan.Request.Shift)
	if err != nil {
		return nil, err
	}
	is, err := plan.order(ctx, incidents, now)
	if err != nil {
		return nil, err
	}
	for i, s := range plan.Stops {
		if d := is[i] - was[i]; d >= movedLeast || -d >= movedLeast {
			all = append(all, Moved{s.ID, s.Name, was[i], is[i]})
		}
	}
	far := func(m Moved) int { return max(m.Is-m.Was, m.Was-m.Is) }
	slices.SortStableFunc(all, func(a, b Moved) int { return cmp.Compare(far(b), far(a)) })
	return all[:min(len(all), movedMost)], nil
}

// order is the place of each of a plan's points by the incidents expected within WatchM of it in a shift, 1 for the most.
func (plan *Plan) order(ctx context.Context, incidents []Incident, shift Shift) ([]int, error) {
	req := plan.Request
	req.Shift, req.Model = shift, "count"
	ground, err := survey(req, incidents, nil)
	if err != nil {
		return nil, err
	}
	surface, err := ground.forecast(ctx, req)
	if err != nil {
		return nil, err
	}
	expected, by := make([]float64, len(plan.Stops)), make([]int, len(plan.Stops))
	demand := ground.demand(surface)
	for i, s := range plan.Stops {
		by[i] = i
		if s.Reason.Off != "" {
			expected[i] = -1 // no point of the night: after all that are
			continue
		}
		at := ground.frame.ToXY(s.Place)
		for _, d := range demand {
			if at.Distance(d.At) <= WatchM {
				expected[i] += d.Expected
			}
		}
	}
	slices.SortStableFunc(by, func(a, b int) int {
		return cmp.Or(cmp.Compare(expected[b], expected[a]), strings.Compare(plan.Stops[a].ID, plan.Stops[b].ID))
	})
	order := make([]int, len(by))
	for place, i := range by {
		order[i] = place + 1
	}
	return order, nil
}

// Told is a sentence of the news, and the stop that it is about; "" for none.
type Told struct {
	Stop string
	Note words.Note
}

// toldMost is how many sentences are told of incidents before the rest is summed up.
const toldMost = 6

// Told says the news in sentences, in the order in which a commander asks.
func (n *News) Told() (all []Told) {
	add := func(stop string, note words.Note) { all = append(all, Told{stop, note}) }
	clock := func(t time.Time) string { return t.In(n.Shift.Start.Location()).Format("01-02 15:04") }
	for _, u := range n.Missing {
		add("", words.New("%s dropped out", u.Name))
	}
	for _, c := range n.Closures {
		if c.Until.IsZero() {
			add("", words.New("a road is still closed, with no end told"))
		} else {
			add("", words.New("a road is still closed until %s", clock(c.Until)))
		}
	}
	for _, u := range n.Plan.Unserved {
		add(u.Stop, words.New("%s was not served: %s", u.Name, words.Note{Says: u.Why}))
	}
	for _, s := range n.Skipped {
		add(s.Stop, words.New("%s was skipped: %s", s.Name, s.Why))
	}
	rest := 0
	for i, h := range n.Incidents {
		switch {
		case i >= toldMost:
			rest += h.Count
		case h.Stop == "":
			add("", words.New("%d %s away from last night's points", h.Count, categoryNote(h.Category)))
		default:
			add(h.Stop, words.New("%d %s near %s", h.Count, categoryNote(h.Category), h.Near))
		}
	}
	if rest > 0 {
		add("", words.New("%d other incidents", rest))
	}
	for _, m := range n.Moved {
		if m.Is < m.Was {
			add(m.Stop, words.New("%s rose from place %d to %d", m.Name, m.Was, m.Is))
		} else {
			add(m.Stop, words.New("%s fell from place %d to %d", m.Name, m.Was, m.Is))
		}
	}
	return all
}
