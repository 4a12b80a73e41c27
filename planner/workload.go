package planner

import (
	"math"
	"time"
)

// Work is a unit's part of a night's work.
type Work struct {
	Stays int
	Asked time.Duration // the shortest stays at its stops together; a unit stays longer where it has the time
	Ratio float64       // Asked over an even share by hours, see Workload; 0 where there is no work
}

// Workload is each unit's part of the night's work. With W the work of all units, h(u) a unit's hours on duty, less its breaks
// and what it was off its round, and H those of all:
//
//	ratio(u) = work(u) / (W h(u) / H)
//
// Ways are no work: else a detour would make a night more even.
func (plan *Plan) Workload() []Work {
	works := make([]Work, len(plan.Routes))
	var all, hours time.Duration
	for u, r := range plan.Routes {
		works[u] = plan.workOf(r)
		all, hours = all+works[u].Asked, hours+plan.onRound(r)
	}
	for u, r := range plan.Routes {
		if works[u].Asked > 0 {
			works[u].Ratio = float64(works[u].Asked) / float64(all) * float64(hours) / float64(max(1, plan.onRound(r)))
		}
	}
	return works
}

func (plan *Plan) workOf(r Route) (w Work) {
	for _, c := range r.Calls {
		if stop := plan.Stops[c.Stop]; stop.Reason.Off == "" {
			w.Stays++
			w.Asked += plan.Request.dwellAt(stop)
		}
	}
	return w
}

// onRound is how long a unit is on duty and not off its round.
func (plan *Plan) onRound(r Route) time.Duration {
	hours := r.Unit.onDuty()
	for _, c := range r.Calls {
		if plan.Stops[c.Stop].Reason.Off != "" {
			hours -= c.Leave.Sub(c.Arrive)
		}
	}
	return max(0, hours)
}

// dwellAt is the shortest stay asked for at a stop.
func (r Request) dwellAt(s Stop) time.Duration {
	for _, m := range r.Must {
		if m.ID == s.ID {
			return m.Dwell
		}
	}
	return r.Dwell
}

// uneven gives the unit that has most of the work for its share where the work is not balanced as the request asks: where
// that is more than Balance times its share, rounded up to a whole number of the shortest stays, and not of must points
// alone.
func (plan *Plan) uneven() (unit int, any bool) {
	if plan.Request.Balance == 0 {
		return 0, false
	}
	works, stay := plan.Workload(), plan.shortestStay()
	for u, w := range works {
		if w.Ratio > works[unit].Ratio {
			unit = u
		}
		most := stay * time.Duration(math.Ceil(plan.Request.Balance*float64(w.Asked)/max(1e-9, w.Ratio)/float64(stay)-1e-6))
		any = any || w.Asked > max(stay, most) && !plan.onlyMusts(plan.Routes[u])
	}
	return unit, any
}

// shortestStay is the shortest that is asked for at any stop.
func (plan *Plan) shortestStay() time.Duration {
	stay := plan.Request.Dwell
	for _, stops := range [][]Stop{plan.Stops, plan.Spare} {
		for _, s := range stops {
			if s.Reason.Off == "" {
				stay = min(stay, plan.Request.dwellAt(s))
			}
		}
	}
	return stay
}

func (plan *Plan) onlyMusts(r Route) bool {
	for _, c := range r.Calls {
		if s := plan.Stops[c.Stop]; !s.Must && s.Reason.Off == "" {
			return false
		}
	}
	return true
}
