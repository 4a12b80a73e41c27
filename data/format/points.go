package format

import (
	"math"
	"time"

	"github.com/paulmach/orb"

	"nightbeat/planner"
)

// pointJSON is a fixed point of a plan with all that a change of the plan has to know of it.
type pointJSON struct {
	ID        string     `json:"id"`
	Name      string     `json:"name"`
	Place     orb.Point  `json:"place"`
	SnappedM  float64    `json:"snapped_m"`
	Priority  string     `json:"priority"`
	Visited   bool       `json:"visited"` // in this plan
	Expected  float64    `json:"expected"`
	Share     float64    `json:"share"`
	Incidents int        `json:"incidents"`
	Unit      string     `json:"unit,omitempty"`   // the only one that may visit it, where that is settled
	Locked    bool       `json:"locked,omitempty"` // its visits keep their times
	Closed    bool       `json:"closed,omitempty"` // it gets no more visits
	Reason    reasonJSON `json:"reason"`
}

// reasonJSON is a reason in numbers.
type reasonJSON struct {
	WithinM    float64        `json:"within_m"`
	Since      *time.Time     `json:"since,omitempty"`
	Days       int            `json:"days"`
	Categories []categoryJSON `json:"categories"` // the most frequent first
	Clocked    int            `json:"clocked"`    // of the incidents, those whose hour is known
	InHours    int            `json:"in_hours"`   // of these, those in the shift's hours
	Hours      []int          `json:"hours,omitempty"`
	Rank       int            `json:"rank"`
	Cells      int            `json:"cells"`
	Off        planner.Off    `json:"off,omitempty"` // why a unit is there that is off its round
}

type categoryJSON struct {
	Category string `json:"category"`
	Count    int    `json:"count"`
}

// turnJSON is where a unit turned on its way, on its leg of that number.
type turnJSON struct {
	Unit     string    `json:"unit"`
	Sequence int       `json:"sequence"`
	Place    orb.Point `json:"place"`
	At       time.Time `json:"at"`
}

func pointsOf(plan *planner.Plan) []pointJSON {
	points := []pointJSON{}
	for _, s := range plan.Stops {
		points = append(points, fixedPoint(s, true))
	}
	for _, s := range plan.Spare {
		points = append(points, fixedPoint(s, false))
	}
	return points
}

func fixedPoint(s planner.Stop, visited bool) pointJSON {
	r := s.Reason
	p := pointJSON{
		ID: s.ID, Name: s.Name, Place: toCentimetre(s.Place), SnappedM: math.Round(s.SnappedM*10) / 10, Priority: priority(s), Visited: visited,
		Expected: billionths(s.Expected), Share: billionths(s.Share), Incidents: s.Incidents, Unit: s.Unit, Locked: s.Locked, Closed: s.Closed,
		Reason: reasonJSON{r.WithinM, given(r.Since), r.Days, []categoryJSON{}, r.Clocked, r.InHours, r.Hours, r.Rank, r.Cells, r.Off},
	}
	for _, c := range r.Categories {
		p.Reason.Categories = append(p.Reason.Categories, categoryJSON(c))
	}
	return p
}

// stop is the way back.
func (p pointJSON) stop() planner.Stop {
	r := p.Reason
	s := planner.Stop{
		ID: p.ID, Name: p.Name, Place: p.Place, SnappedM: p.SnappedM, Must: p.Priority == mustPriority, Expected: p.Expected, Share: p.Share,
		Incidents: p.Incidents, Unit: p.Unit, Locked: p.Locked, Closed: p.Closed,
		Reason: planner.Reason{WithinM: r.WithinM, Days: r.Days, Clocked: r.Clocked, InHours: r.InHours, Hours: r.Hours, Rank: r.Rank, Cells: r.Cells, Off: r.Off},
	}
	if r.Since != nil {
		s.Reason.Since = *r.Since
	}
	for _, c := range r.Categories {
		s.Reason.Categories = append(s.Reason.Categories, planner.CategoryCount(c))
	}
	return s
}

func turnsOf(plan *planner.Plan) (turns []turnJSON) {
	for _, r := range plan.Routes {
		for i, leg := range r.Legs {
			for _, t := range leg.Turns {
				turns = append(turns, turnJSON{r.Unit.ID, i + 1, toCentimetre(t.Place), t.At})
			}
		}
	}
	return turns
}
