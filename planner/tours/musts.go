package tours

import (
	"fmt"
	"slices"
)

// validateMusts compares what must-visits need with the hours there are: all of them with all crews' hours, and those that
// only some crews may make with the hours of these. A stay needs its service and half the shortest way to it and half that
// from it, as each way between two stays is half of either's. A must that cannot be reached is not counted: it will be
// among the unserved.
func (p *Problem) validateMusts() error {
	needs := make([]Time, len(p.Visits)) // in half ticks
	for v := range p.Visits {
		if p.Visits[v].Must {
			needs[v] = p.leastHalves(v)
		}
	}
	if need, have, musts := p.mustsOf(p.everyCrew(), needs); need > have {
		return Infeasible{"the must-visits' stays with the shortest ways, and the crews' hours", need, have, musts}
	}
	for v := range p.Visits {
		if needs[v] == 0 || len(p.Visits[v].Crews) == 0 {
			continue
		}
		if need, have, musts := p.mustsOf(p.Visits[v].Crews, needs); need > have {
			what := fmt.Sprintf("the stays at must-visits that only crews %v may make with the shortest ways, and the hours of these", p.Visits[v].Crews)
			return Infeasible{what, need, have, musts}
		}
	}
	return nil
}

// mustsOf is what the musts that only these crews may make need, in whole ticks, what time these have, and how many musts
// that are.
func (p *Problem) mustsOf(crews []int, needs []Time) (need, have Time, musts int) {
	only := make([]bool, len(p.Crews))
	for _, c := range crews {
		if only[c] {
			continue
		}
		only[c] = true
		have += p.Crews[c].Close - p.Crews[c].Open
		for _, b := range p.Crews[c].Breaks {
			have -= b.Duration
		}
	}
	for v := range p.Visits {
		others := slices.ContainsFunc(p.Visits[v].Crews, func(c int) bool { return !only[c] })
		if needs[v] > 0 && !others && (len(p.Visits[v].Crews) > 0 || !slices.Contains(only, false)) {
			need += needs[v]
			musts++
		}
	}
	return (need + 1) / 2, have, musts
}

// leastHalves is the least time that a stay at v takes, in half ticks: twice its service, the shortest way to it and the
// shortest from it. It is 0 where there is no such way.
func (p *Problem) leastHalves(v int) Time {
	in, out := Unreachable, Unreachable
	at := p.Visits[v].Place
	for _, m := range p.Travel {
		for u := range p.Visits {
			if u != v {
				in, out = min(in, m.At(p.Visits[u].Place, at)), min(out, m.At(at, p.Visits[u].Place))
			}
		}
		for _, c := range p.Crews {
			in, out = min(in, m.At(c.Start, at)), min(out, m.At(at, c.End))
		}
	}
	if in+out >= Unreachable {
		return 0
	}
	return 2*p.Visits[v].Service + in + out
}
