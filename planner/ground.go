package planner

import (
	"context"
	"maps"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"

	"nightbeat/geo"
	"nightbeat/planner/risk"
	"nightbeat/planner/words"
)

// ground is a city with its past incidents, as the risk models see it.
type ground struct {
	frame     geo.Frame
	incidents []Incident // those that count: before the shift, of a category with weight, near enough
	events    []risk.Event
	study     risk.Study
	left      map[string]int // why incidents were left out -> how many
	marks     marks
	weigh     func(category string) float64
	corrected []words.Note // what patrol time did to the weights; none where nothing
}

// FarM is how far from the middle of all incidents one may lie; farther ones have a wrong place (often 0, 0).
const FarM = 150_000

// survey frames the city, leaves out what does not count, lays the grid and corrects for past patrols, where known.
func survey(req Request, incidents []Incident, patrolled []Presence) (*ground, error) {
	if len(incidents) == 0 {
		return nil, impossible("incidents", "there are none to plan from; load a file of past incidents")
	}
	marks := newMarks(req.Occasions)
	g := &ground{marks: marks, weigh: weighing(req.Categories), frame: frameOf(earlier(incidents, req.Shift.Start)), left: map[string]int{}}
	patrolled = presenceBefore(patrolled, req.Shift.Start)
	stood := firstStood(patrolled)
	for _, in := range incidents {
		g.take(req, in, stood)
	}
	if len(g.events) == 0 {
		return nil, impossible("incidents", "none of the %d counts before %s (%s); give earlier or other incidents",
			len(incidents), req.Shift.Start.Format(time.RFC3339), g.leftOut())
	}
	var err error
	if len(req.Area) > 0 {
		low, high := g.corners(req.Area.Bound())
		g.study, err = risk.StudyWithin(low, high, g.inside(req.Area), req.CellM)
	} else {
		g.study, err = risk.StudyArea(g.events, req.CellM)
	}
	if err != nil {
		return nil, invalid("cell_m", "%s", err)
	}
	if len(g.study.Cells) == 0 {
		return nil, invalid("area", "no cell of %g m has its middle inside it", req.CellM)
	}
	g.correct(patrolled)
	return g, nil
}

// earlier is the incidents before an instant; all of them where none is.
func earlier(incidents []Incident, until time.Time) []Incident {
	var before []Incident
	for _, in := range incidents {
		if in.At.Before(until) {
			before = append(before, in)
		}
	}
	if before == nil {
		return incidents
	}
	return before
}

// frameOf centres the frame on the median incident, to a hundredth of a degree, so that a few more or stray incidents
// do not move the grid.
func frameOf(incidents []Incident) geo.Frame {
	median := func(axis int) float64 {
		values := make([]float64, len(incidents))
		for i, in := range incidents {
			values[i] = in.Place[axis]
		}
		slices.Sort(values)
		return math.Round(values[len(values)/2]*100) / 100
	}
	return geo.NewFrame(orb.Point{median(0), median(1)})
}

// Why incidents were left out: for their time, or (as a beginning) for their category.
const (
	leftLater    = "at or after the start of the shift"
	leftFound    = "found by the police's own activity"
	leftFar      = "more than 150 km from the rest" // FarM
	leftOutside  = "outside the area"
	leftCategory = "category "
)

// take keeps an incident that counts, or notes why it does not. What police found before their presence is known from
// cannot be corrected for it.
func (g *ground) take(req Request, in Incident, stood time.Time) {
	event := risk.Event{At: g.frame.ToXY(in.Place), Weight: g.weigh(in.Category)}
	event.From, event.Until = in.span()
	event.Marks = g.marks.of(event.From, event.Until)
	switch {
	case !in.At.Before(req.Shift.Start):
		g.left[leftLater]++
	case in.Discovered && !req.Discovered:
		g.left[leftFound]++
	case event.Weight == 0:
		g.left[leftCategory+categoryName(in.Category)]++
	case in.found() && in.At.Before(stood):
		g.left["found by looking before patrol time is known"]++
	case !(math.Hypot(event.At.X, event.At.Y) <= FarM):
		g.left[leftFar]++
	case len(req.Area) > 0 && !planar.MultiPolygonContains(req.Area, in.Place):
		g.left[leftOutside]++
	default:
		g.incidents = append(g.incidents, in)
		g.events = append(g.events, event)
	}
}

// span is the earliest and the latest instant at which an incident can have happened.
func (in Incident) span() (from, until time.Time) {
	switch {
	case in.Between != nil:
		return in.Between.From, in.Between.To
	case in.Precision == Day:
		return in.At, in.At.AddDate(0, 0, 1)
	case in.Precision == Hour:
		return in.At, in.At.Add(time.Hour)
	}
	return in.At, in.At
}

// forecast asks the model for the surface of the shift.
func (g *ground) forecast(ctx context.Context, req Request) (risk.Surface, error) {
	model, err := risk.ModelNamed(req.Model)
	if err != nil {
		return risk.Surface{}, invalid("model", "%s", err)
	}
	surface, err := model.Surface(ctx, g.events, g.study, g.marks.window(risk.Window{From: req.Shift.Start, Until: req.Shift.End}))
	return surface, stage("forecasting risk", err)
}

// notes say what the incidents' times cannot tell, what was corrected, and what counts that may surprise.
func (g *ground) notes(req Request, at time.Time) []words.Note {
	notes := slices.Clone(g.corrected)
	if names := g.marks.names(at); len(names) > 0 {
		notes = append(notes, words.New("the calendar says %s: days alike have a say of their own, as far as they differ", names))
	}
	if m := risk.CountMidnight(g.events); m.Spike() > 0 {
		notes = append(notes, words.New("%d incidents are recorded at exactly 00:00, %d at 23:00 and %d at 01:00: about %d of them have no known time; "+
			"mark such rows time_precision \"day\"", m.At, m.Before, m.After, m.Spike()))
	}
	if named := g.paperwork(req.Categories); len(named) > 0 {
		notes = append(notes, words.New("these are administrative by their names and count, since they lie where the others do; a weight of 0 leaves them out: %s", named))
	}
	return notes
}

// leftOut says what was left out and why, in a stable order.
func (g *ground) leftOut() []words.Note {
	var parts []words.Note
	for _, why := range slices.Sorted(maps.Keys(g.left)) {
		said := words.New(why)
		if category, ok := strings.CutPrefix(why, leftCategory); ok {
			said = words.New("category %s", category)
		}
		parts = append(parts, words.New("%d %s", g.left[why], said))
	}
	if parts == nil {
		return []words.Note{words.New("nothing was left out")}
	}
	return parts
}

// corners are the south-west and north-east corners in metres of a rectangle in degrees.
func (g *ground) corners(b orb.Bound) (low, high geo.XY) {
	low, high = g.frame.ToXY(b.Min), g.frame.ToXY(b.Min)
	for _, p := range []orb.Point{b.Max, {b.Min[0], b.Max[1]}, {b.Max[0], b.Min[1]}} {
		xy := g.frame.ToXY(p)
		low = geo.XY{X: min(low.X, xy.X), Y: min(low.Y, xy.Y)}
		high = geo.XY{X: max(high.X, xy.X), Y: max(high.Y, xy.Y)}
	}
	return low, high
}

func (g *ground) inside(area orb.MultiPolygon) func(geo.XY) bool {
	return func(xy geo.XY) bool { return planar.MultiPolygonContains(area, g.frame.ToPoint(xy)) }
}
