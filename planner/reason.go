package planner

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/paulmach/orb"

	"nightbeat/geo"
	"nightbeat/planner/risk"
	"nightbeat/planner/words"
)

// Reason is why a stop is there, in numbers that can be recomputed from the incident file.
type Reason struct {
	WithinM    float64         // incidents were counted within this distance of the stop (great circle)
	Since      time.Time       // the earliest incident that counts anywhere
	Days       int             // from Since to the shift, begun ones too
	Categories []CategoryCount // most frequent first
	Clocked    int             // incidents counted whose hour is known
	InHours    int             // of those, how many fell into the shift's hours of the day
	Hours      []int           // of Clocked, how many in each hour of the day, in the zone of the shift; 24
	Rank       int             // of the hottest cell with something that it watches; 0 where there is none
	Cells      int             // in the study area
	Off        Off             // the unit is here for another reason than to watch
	Fewer      int             // where above 0, categories of fewer incidents than that are left out, see Veiled
}

// Off is why a unit spends time off its round.
type Off string

// The reasons for being off the round.
const (
	CalledAway   Off = "called away"
	OutOfService Off = "out of service"
	AtBase       Off = "at its base" // between coming home and going out again
	Waiting      Off = "standing by" // between a call and the next stay: it rests, or the stay is not due yet
)

// CategoryCount is how many incidents of a category were counted.
type CategoryCount struct {
	Category string
	Count    int
}

// explain gives each stop its reason, and the plan the share of the area that it watches: n circles of WatchM, which do
// not meet where stops stand ApartM apart, over the study area.
func (plan *Plan) explain(g *ground, surface risk.Surface, points []point) {
	plan.Model, plan.ModelNote, plan.Expected = surface.Model, surface.Note, surface.Expected.Sum()
	byID := map[string]point{}
	for _, p := range points {
		byID[p.ID] = p
	}
	near := g.near()
	for _, stops := range [][]Stop{plan.Stops, plan.Spare} {
		for i := range stops {
			near.explain(&stops[i], plan.Request.Shift, byID[stops[i].ID].rank, len(surface.Cells))
		}
	}
	plan.AreaShare = g.areaShare(len(plan.Stops))
}

// areaShare is the part of the study area that so many stops watch.
func (g *ground) areaShare(n int) float64 {
	return min(1, float64(n)*math.Pi*WatchM*WatchM/(float64(len(g.study.Cells))*g.study.Grid.CellM*g.study.Grid.CellM))
}

func (g *ground) since() time.Time {
	return slices.MinFunc(g.incidents, func(a, b Incident) int { return a.At.Compare(b.At) }).At
}

// days is how many days have begun between two instants.
func days(from, to time.Time) int { return int(math.Ceil(to.Sub(from).Hours() / 24)) }

// neighbourhood finds the incidents near a place: their numbers by squares a hundredth of a degree high and wide.
type neighbourhood struct {
	incidents []Incident
	since     time.Time // the earliest of them
	bySquare  map[[2]int][]int
}

const squareDegrees = 0.01 // above 1.1 km high; wide enough for 100 m up to 84 degrees of latitude

func square(p orb.Point) [2]int {
	return [2]int{int(math.Floor(p[0] / squareDegrees)), int(math.Floor(p[1] / squareDegrees))}
}

func (g *ground) near() neighbourhood {
	n := neighbourhood{g.incidents, g.since(), map[[2]int][]int{}}
	for i, in := range g.incidents {
		at := square(in.Place)
		n.bySquare[at] = append(n.bySquare[at], i)
	}
	return n
}

// explain gives a stop its reason.
func (n neighbourhood) explain(stop *Stop, shift Shift, rank, cells int) {
	stop.Reason = Reason{WithinM: WatchM, Since: n.since, Days: days(n.since, shift.Start), Rank: rank, Cells: cells}
	n.count(stop, shift)
}

// count fills in what a stop's reason says of the incidents about it.
func (n neighbourhood) count(stop *Stop, shift Shift) {
	counts := map[string]int{}
	at := square(stop.Place)
	for dx := -1; dx <= 1; dx++ {
		for dy := -1; dy <= 1; dy++ {
			for _, i := range n.bySquare[[2]int{at[0] + dx, at[1] + dy}] {
				in := n.incidents[i]
				if geo.Distance(in.Place, stop.Place) > stop.Reason.WithinM {
					continue
				}
				stop.Incidents++
				counts[in.Category]++
				stop.Reason.clock(in, shift)
			}
		}
	}
	for category, count := range counts {
		stop.Reason.Categories = append(stop.Reason.Categories, CategoryCount{category, count})
	}
	slices.SortFunc(stop.Reason.Categories, func(a, b CategoryCount) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), strings.Compare(a.Category, b.Category))
	})
}

// clock counts an incident whose hour is known, and whether it fell into the shift's hours of the day.
func (r *Reason) clock(in Incident, shift Shift) {
	if in.Precision == Day || in.Between != nil {
		return
	}
	r.Clocked++
	if r.Hours == nil {
		r.Hours = make([]int, 24)
	}
	r.Hours[in.At.In(shift.Start.Location()).Hour()]++
	if shift.hasHour(in.At) {
		r.InHours++
	}
}

// hasHour tells whether an instant's hour of the day, in the shift's zone, is one of the shift's.
func (s Shift) hasHour(t time.Time) bool {
	clock := func(t time.Time) time.Duration {
		h, m, sec := t.In(s.Start.Location()).Clock()
		return time.Duration(h)*time.Hour + time.Duration(m)*time.Minute + time.Duration(sec)*time.Second
	}
	since := clock(t) - clock(s.Start)
	if since < 0 {
		since += 24 * time.Hour
	}
	return since < s.Length()
}

// Covers tells whether any of an hour of the day, 0 to 23 in the shift's zone, is the shift's.
func (s Shift) Covers(hour int) bool {
	since := time.Duration((hour-s.Start.Hour()+24)%24)*time.Hour - time.Duration(s.Start.Minute())*time.Minute
	return since < s.Length()
}

// namedCategories is how many categories a sentence names before it sums up the rest.
const namedCategories = 3

// Note says the reason: "3 Burglary and 11 Theft from vehicle within 100 m in 120 days, 38 % between 20:00 and 04:00;
// rank 4 of 4888 cells".
func (r Reason) Note(shift Shift) words.Note {
	if r.Off != "" {
		return words.New(string(r.Off))
	}
	return words.New("%s within %.0f m in %d days%s%s", r.counted(), r.WithinM, r.Days, r.hours(shift), r.ranked())
}

// Sentence is the reason in English.
func (r Reason) Sentence(shift Shift) string { return r.Note(shift).String() }

// counted says how many incidents of which categories are behind a stop.
func (r Reason) counted() words.Note {
	var parts []words.Note
	rest := 0
	for i, c := range r.Categories {
		if i < namedCategories {
			parts = append(parts, words.New("%d %s", c.Count, categoryNote(c.Category)))
		} else {
			rest += c.Count
		}
	}
	if rest > 0 {
		parts = append(parts, words.New("%d other", rest))
	}
	return r.few(parts)
}

func (r Reason) hours(shift Shift) words.Note {
	if r.Clocked == 0 {
		return words.Note{}
	}
	return words.New(", %.0f %% between %s and %s", 100*float64(r.InHours)/float64(r.Clocked), shift.Start.Format("15:04"), shift.End.Format("15:04"))
}

func (r Reason) ranked() words.Note {
	if r.Rank == 0 {
		return words.Note{}
	}
	return words.New("; rank %d of %d cells", r.Rank, r.Cells)
}
