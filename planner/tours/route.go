package tours

import "slices"

// route is one crew's way as the search sees it: its nodes from start to end, and for each position the earliest
// schedule and the latest one, so that whether a visit can be put between two nodes is told in constant time
// (Savelsbergh 1992, forward time slack).
type route struct {
	m        *model
	crew     int
	to, from []Time // the crew's ways, as in model

	node   []int32
	begin  []Time // the earliest begin of the stay
	ready  []Time // the earliest leave: begin, service and breaks taken there
	late   []Time // the latest begin that lets all that follows be in time
	leg    []Time // travel from here to the next
	widest Time   // the most time that there is for one more stay with its detour, wherever it lies
	rests  []int8 // how many breaks are taken here; nil for a crew without

	// For problems with revisits:
	before []int32 // position of the stay at the same visit before this one, or -1
	after  []int32 // of the one after, or -1
	slack  []Time  // by how much all that follows may be delayed before a gap across this position grows too long

	// Where places are shared; else nil:
	count []int16 // by visit: how many stays
	hold  []Time  // by position: not to begin before, for another crew's sake

	plan *plan // that a repair keeps to; else nil

	version int   // another one for every other sequence of nodes
	clock   *int  // the last version given
	worth   int64 // what the stays earn, with the bonus for musts, less the fee
	work    Time  // service at the stays
	wished  Time  // that of them at visits that are no musts
}

// newRoute is crew's way from start to end; clock counts the versions of all routes that are compared by them.
func newRoute(m *model, crew int, clock *int) *route {
	f := m.Crews[crew].Travel
	r := &route{m: m, crew: crew, clock: clock, to: m.to[f], from: m.from[f]}
	r.node = []int32{m.start(crew), m.end(crew)}
	if len(m.shared) > 0 {
		r.count = make([]int16, len(m.Visits))
		r.hold = []Time{0, 0}
	}
	r.grow()
	r.schedule()
	return r
}

// grow makes every list as long as node.
func (r *route) grow() {
	n := len(r.node)
	r.begin, r.ready, r.late = sized(r.begin, n), sized(r.ready, n), sized(r.late, n)
	r.leg = sized(r.leg, n)
	if len(r.m.Crews[r.crew].Breaks) > 0 {
		r.rests = sized(r.rests, n)
	}
	if r.m.kept {
		r.before, r.after, r.slack = sized(r.before, n), sized(r.after, n), sized(r.slack, n)
	}
}

func sized[T any](s []T, n int) []T {
	for len(s) < n {
		s = append(s, *new(T))
	}
	return s[:n]
}

// stays is how many stays the crew makes.
func (r *route) stays() int { return len(r.node) - 2 }

// copyFrom makes r what o is.
func (r *route) copyFrom(o *route) {
	r.node = append(r.node[:0], o.node...)
	r.begin = append(r.begin[:0], o.begin...)
	r.ready = append(r.ready[:0], o.ready...)
	r.late = append(r.late[:0], o.late...)
	r.leg = append(r.leg[:0], o.leg...)
	r.rests = append(r.rests[:0], o.rests...)
	r.before = append(r.before[:0], o.before...)
	r.after = append(r.after[:0], o.after...)
	r.slack = append(r.slack[:0], o.slack...)
	r.count = append(r.count[:0], o.count...)
	r.hold = append(r.hold[:0], o.hold...)
	r.plan = o.plan
	r.worth, r.work, r.wished, r.widest, r.version = o.worth, o.work, o.wished, o.widest, o.version
}

// insert puts visit v behind position at and schedules. Where revisits or breaks make that impossible after all it
// leaves the route as it was and tells so.
func (r *route) insert(v int32, at int) bool { return r.insertHeld(v, at, -Unreachable) }

// insertHeld is insert of a stay that is not to begin before hold.
func (r *route) insertHeld(v int32, at int, hold Time) bool {
	r.node = append(r.node, 0)
	copy(r.node[at+2:], r.node[at+1:])
	r.node[at+1] = v
	if r.hold != nil {
		r.count[v]++
		r.hold = slices.Insert(r.hold, at+1, hold)
	}
	if r.rests != nil {
		r.rests = append(r.rests, 0)
		copy(r.rests[at+2:], r.rests[at+1:])
		r.rests[at+1] = 0
	}
	r.grow()
	version := r.version
	if r.schedule() {
		return true
	}
	r.takeBack(at+1, version)
	return false
}

// become makes r the route of these stays, and tells whether it can be scheduled.
func (r *route) become(stays []int32) bool {
	r.node = append(append(append(r.node[:0], r.m.start(r.crew)), stays...), r.m.end(r.crew))
	r.grow()
	return r.schedule()
}

// takeBack removes the stay at position at that was added last, when the route had that version.
func (r *route) takeBack(at, version int) {
	r.remove(at, at)
	r.schedule()
	r.version = version
}

// remove takes the stays at positions first to last out. Breaks taken there move to the stay before. It does not
// schedule.
func (r *route) remove(first, last int) {
	if r.rests != nil {
		for _, n := range r.rests[first : last+1] {
			r.rests[first-1] += n
		}
		r.rests = append(r.rests[:first], r.rests[last+1:]...)
	}
	if r.hold != nil {
		for _, v := range r.node[first : last+1] {
			r.count[v]--
		}
		r.hold = slices.Delete(r.hold, first, last+1)
	}
	r.node = append(r.node[:first], r.node[last+1:]...)
	r.grow()
}

// travel is the time spent on the way.
func (r *route) travel() (sum Time) {
	if r.stays() == 0 {
		return 0
	}
	for _, t := range r.leg[:len(r.node)-1] {
		sum += t
	}
	return sum
}

// calls is the route in the words of a Solution: every stay begins as early as it can and lasts until the next needs
// the crew.
func (r *route) calls() []Call {
	var calls []Call
	rest := 0
	if r.rests != nil {
		rest = int(r.rests[0])
	}
	for k := 1; k <= r.stays(); k++ {
		c := Call{Visit: int(r.node[k]), Arrive: r.begin[k], Leave: r.begin[k+1] - r.leg[k]}
		if r.rests != nil {
			for range r.rests[k] {
				c.Break += r.m.Crews[r.crew].Breaks[rest].Duration
				rest++
			}
		}
		calls = append(calls, c)
	}
	return calls
}
