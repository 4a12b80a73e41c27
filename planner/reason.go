package planner

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/paulmach/orb"

	"nightbeat/geo"
	"nightbeat/planner/risk"
)

// Reason is why a stop is there, in numbers that can be recomputed from the incident file.
type Reason struct {
	WithinM    float64         // incidents were counted within this distance of the stop (great circle)
	Since      time.Time       // the earliest incident that counts anywhere
	Days       int             // from Since to the shift, begun ones too
	Categories []CategoryCount // most frequent first
	Clocked    int             // incidents counted whose hour is known
	InHours    int             // of those, how many fell into the shift's hours of the day
	Rank       int             // of the hottest cell with something that it watches; 0 where there is none
	Cells      int             // in the study area
}

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
	since := g.since()
	near := g.near()
	for i := range plan.Stops {
		stop := &plan.Stops[i]
		stop.Reason = Reason{
			WithinM: WatchM, Since: since, Days: days(since, plan.Request.Shift.Start),
			Rank: byID[stop.ID].rank, Cells: len(surface.Cells),
		}
		near.count(stop, plan.Request.Shift)
	}
	plan.AreaShare = min(1, float64(len(plan.Stops))*math.Pi*WatchM*WatchM/(float64(len(surface.Cells))*surface.Grid.CellM*surface.Grid.CellM))
}

func (g *ground) since() time.Time {
	return slices.MinFunc(g.incidents, func(a, b Incident) int { return a.At.Compare(b.At) }).At
}

// days is how many days have begun between two instants.
func days(from, to time.Time) int { return int(math.Ceil(to.Sub(from).Hours() / 24)) }

// neighbourhood finds the incidents near a place: their numbers by squares a hundredth of a degree high and wide.
type neighbourhood struct {
	incidents []Incident
	bySquare  map[[2]int][]int
}

const squareDegrees = 0.01 // above 1.1 km high; wide enough for 100 m up to 84 degrees of latitude

func square(p orb.Point) [2]int {
	return [2]int{int(math.Floor(p[0] / squareDegrees)), int(math.Floor(p[1] / squareDegrees))}
}

func (g *ground) near() neighbourhood {
	n := neighbourhood{g.incidents, map[[2]int][]int{}}
	for i, in := range g.incidents {
		at := square(in.Place)
		n.bySquare[at] = append(n.bySquare[at], i)
	}
	return n
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

// namedCategories is how many categories a sentence names before it sums up the rest.
const namedCategories = 3

// Sentence says the reason in words: "3 Burglary and 11 Theft from vehicle within 100 m in 120 days, 38 % between 20:00
// and 04:00; rank 4 of 4888 cells".
func (r Reason) Sentence(shift Shift) string {
	parts, rest := []string{}, 0
	for i, c := range r.Categories {
		if i < namedCategories {
			parts = append(parts, fmt.Sprintf("%d %s", c.Count, categoryName(c.Category)))
		} else {
			rest += c.Count
		}
	}
	if rest > 0 {
		parts = append(parts, fmt.Sprintf("%d other", rest))
	}
	said := "no incident"
	if n := len(parts); n == 1 {
		said = parts[0]
	} else if n > 1 {
		said = strings.Join(parts[:n-1], ", ") + " and " + parts[n-1]
	}
	said += fmt.Sprintf(" within %.0f m in %d days", r.WithinM, r.Days)
	if r.Clocked > 0 {
		said += fmt.Sprintf(", %.0f %% between %s and %s", 100*float64(r.InHours)/float64(r.Clocked), shift.Start.Format("15:04"), shift.End.Format("15:04"))
	}
	if r.Rank > 0 {
		said += fmt.Sprintf("; rank %d of %d cells", r.Rank, r.Cells)
	}
	return said
}
