package tours

import "fmt"

// Limits within which sums of times and rewards stay far from overflow.
const (
	maxTime    = Unreachable - 1 // of an instant, a duration, a leg
	maxReward  = 1 << 32         // of one visit
	maxFade    = 1 << 36
	maxPlaces  = 1 << 14
	maxBalance = 1000
	maxTotal   = 1 << 44 // of all rewards that could be collected
	maxLost    = 1 << 58 // of the rewards that one visit's missing stays count for
)

// Infeasible is an error that says by arithmetic why no solution can be: what was to be fitted, the ticks that it
// needs and the ticks that there are.
type Infeasible struct {
	What       string
	Need, Have Time
	Musts      int // the must-visits that it is about; 0 where it is about breaks
}

func (e Infeasible) Error() string {
	return fmt.Sprintf("%s: %d ticks are needed, there are %d", e.What, e.Need, e.Have)
}

// Validate names the first fault of p: a number out of its range, or an Infeasible.
func (p *Problem) Validate() error {
	if err := p.validateTravel(); err != nil {
		return err
	}
	if len(p.Crews) == 0 {
		return fmt.Errorf("there is no crew")
	}
	if p.Balance != 0 && !(p.Balance >= 1 && p.Balance <= maxBalance) {
		return fmt.Errorf("balance %g is not within 1 to %g, or 0 for none", p.Balance, float64(maxBalance))
	}
	for c := range p.Crews {
		if err := p.validateCrew(c); err != nil {
			return err
		}
	}
	for v := range p.Visits {
		if err := p.validateVisit(v); err != nil {
			return err
		}
	}
	if err := p.validateTotal(); err != nil {
		return err
	}
	return p.validateMusts()
}

func (p *Problem) validateTravel() error {
	if len(p.Travel) == 0 {
		return fmt.Errorf("there is no travel matrix")
	}
	for f, m := range p.Travel {
		if m.N != p.Travel[0].N || m.N < 1 || m.N > maxPlaces || len(m.T) != m.N*m.N {
			return fmt.Errorf("travel matrix %d has %d entries for %d places; all matrices need the same places, 1 to %d", f, len(m.T), m.N, maxPlaces)
		}
		for i, t := range m.T {
			if t < 0 || t > Unreachable {
				return fmt.Errorf("travel matrix %d: from place %d to %d takes %d ticks; it must be 0 to %d", f, i/m.N, i%m.N, t, Unreachable)
			}
		}
	}
	return nil
}

func (p *Problem) validateCrew(c int) error {
	k := p.Crews[c]
	switch {
	case k.Travel < 0 || k.Travel >= len(p.Travel):
		return fmt.Errorf("crew %d: travel matrix %d does not exist", c, k.Travel)
	case !p.isPlace(k.Start) || !p.isPlace(k.End):
		return fmt.Errorf("crew %d: start %d or end %d is not a place", c, k.Start, k.End)
	case !isTime(k.Open) || !isTime(k.Close) || k.Open > k.Close:
		return fmt.Errorf("crew %d: hours %d to %d are not an interval", c, k.Open, k.Close)
	}
	if k.Most < 0 || k.Most > maxTime {
		return fmt.Errorf("crew %d: the limit of %d ticks on its work is out of range", c, k.Most)
	}
	var rest Time
	for i, b := range k.Breaks {
		if b.Duration < 1 || b.Earliest > b.Latest || !isTime(b.Duration) || !isTime(b.Earliest) || !isTime(b.Latest) {
			return fmt.Errorf("crew %d: break %d of %d ticks, beginning within %d to %d, is not an interval", c, i, b.Duration, b.Earliest, b.Latest)
		}
		if i > 0 && b.Earliest < k.Breaks[i-1].Earliest {
			return fmt.Errorf("crew %d: break %d begins before break %d; breaks must be in order", c, i, i-1)
		}
		if rest += b.Duration; rest > maxTime {
			return Infeasible{fmt.Sprintf("crew %d: breaks", c), rest, k.Close - k.Open, 0}
		}
	}
	return p.validateRest(c)
}

// validateRest sees that crew c can take its breaks when it makes no visit.
func (p *Problem) validateRest(c int) error {
	k := p.Crews[c]
	now := k.Open
	for i, b := range k.Breaks {
		begin := max(now, b.Earliest)
		if begin > b.Latest {
			return Infeasible{fmt.Sprintf("crew %d: break %d cannot begin in time", c, i), begin, b.Latest, 0}
		}
		now = begin + b.Duration
	}
	if len(k.Breaks) > 0 && now > k.Close {
		return Infeasible{fmt.Sprintf("crew %d: breaks end after its hours", c), now, k.Close, 0}
	}
	return nil
}

func (p *Problem) validateVisit(v int) error {
	i := p.Visits[v]
	r := i.Revisit
	switch {
	case !p.isPlace(i.Place):
		return fmt.Errorf("visit %d: place %d does not exist", v, i.Place)
	case i.Service < 0 || i.Service > maxTime:
		return fmt.Errorf("visit %d: service of %d ticks", v, i.Service)
	case i.Reward < 0 || i.Reward > maxReward:
		return fmt.Errorf("visit %d: reward %d is not within 0 to %d", v, i.Reward, int64(maxReward))
	case r.MinGap < 0 || r.MaxGap < 0 || r.MaxGap > maxTime || r.MaxGap > 0 && r.MinGap > r.MaxGap:
		return fmt.Errorf("visit %d: gap of %d to %d ticks is not an interval", v, r.MinGap, r.MaxGap)
	case r.MaxGap > 0 && i.Service == 0:
		return fmt.Errorf("visit %d: a place that is served again and again needs a service above 0", v)
	case r.Fade < 0 || r.Fade > maxFade || !isTime(r.From) || !isTime(r.Until):
		return fmt.Errorf("visit %d: fade %d, from %d or until %d is out of range", v, r.Fade, r.From, r.Until)
	}
	for _, w := range i.Windows {
		if !isTime(w.Open) || !isTime(w.Close) || w.Open > w.Close {
			return fmt.Errorf("visit %d: window %d to %d is not an interval", v, w.Open, w.Close)
		}
	}
	for _, c := range i.Crews {
		if c < 0 || c >= len(p.Crews) {
			return fmt.Errorf("visit %d: crew %d does not exist", v, c)
		}
	}
	return nil
}

// validateTotal sees that all rewards together can be added up.
func (p *Problem) validateTotal() error {
	var total float64
	for v, visit := range p.Visits {
		stays := 1.0
		for c := 0; c < len(p.Crews) && visit.Revisit.MaxGap > 0; c++ {
			h := p.hoursBy(v, c)
			stays = max(stays, float64(h.until-min(h.from, p.Crews[c].Open))/float64(visit.Service+visit.Revisit.MinGap)+1)
		}
		if missing := p.mostMissing(v); missing*float64(visit.Reward) > maxLost {
			return fmt.Errorf("visit %d: a gap of %d ticks is missed up to %.0f times for reward %d; use a longer gap or a smaller reward", v, visit.Revisit.MaxGap, missing, visit.Reward)
		}
		if total += stays * float64(visit.Reward); total > maxTotal {
			return fmt.Errorf("visit %d: up to %.0f stays for reward %d bring the total above %d; use smaller rewards", v, stays, visit.Reward, int64(maxTotal))
		}
	}
	return nil
}

// mostMissing is at least how many stays visit v can miss in any crew's hours, or after them.
func (p *Problem) mostMissing(v int) (most float64) {
	if p.Visits[v].Revisit.MaxGap == 0 {
		return 0
	}
	for c := range p.Crews {
		h := p.hoursBy(v, c)
		for _, k := range p.Crews {
			most = max(most, float64(max(h.until, k.Close)-min(h.from, k.Open)))
		}
	}
	return most / float64(p.Visits[v].Revisit.MaxGap)
}

func (p *Problem) isPlace(i int) bool { return i >= 0 && i < p.Travel[0].N }

func isTime(t Time) bool { return t >= -maxTime && t <= maxTime }
