package tours

import "slices"

// model is a valid Problem laid out flat for the search. Its nodes are the visits, then start and end of each crew.
type model struct {
	*Problem
	nodes    int
	to, from [][]Time // by matrix: to[f][a*nodes+b] is the way from a to b, from[f][a*nodes+b] that from b to a
	service  []Time
	open     []Time // hull of a node's windows
	close    []Time
	holed    []bool    // the node has several windows
	may      []bool    // may[v*crews+c]: crew c may serve v, as far as can be said of v alone
	worth    []int64   // what the search earns for one stay: the reward, and mustBonus for a must
	must     int64     // the bonus that puts every must above all rewards
	mostWork []Time    // by crew: the limit on the service at its stays
	kept     bool      // some visit is to be revisited
	hours    [][]hours // by visit and crew, for visits to be revisited
	shared   []int32   // visits that several crews may serve in turn
	isShared []bool    // by visit
}

func newModel(p *Problem) *model {
	visits := len(p.Visits)
	m := &model{Problem: p, nodes: visits + 2*len(p.Crews)}
	m.service = make([]Time, m.nodes)
	m.open, m.close, m.holed = make([]Time, m.nodes), make([]Time, m.nodes), make([]bool, m.nodes)
	m.worth, m.hours = make([]int64, m.nodes), make([][]hours, visits)
	m.isShared = make([]bool, m.nodes)
	for v := range m.open {
		m.open[v], m.close[v] = -Unreachable, Unreachable
	}
	for v := range p.Visits {
		m.addVisit(v)
	}
	m.layOutTravel()
	m.layOutLimits()
	m.layOutCrews()
	m.addMusts()
	return m
}

func (m *model) addVisit(v int) {
	visit := &m.Visits[v]
	m.service[v], m.worth[v] = visit.Service, visit.Reward
	m.holed[v] = len(visit.Windows) > 1
	for i, w := range visit.Windows {
		if i == 0 {
			m.open[v], m.close[v] = w.Open, w.Close
		}
		m.open[v], m.close[v] = min(m.open[v], w.Open), max(m.close[v], w.Close)
	}
	if visit.Revisit.MaxGap == 0 {
		return
	}
	m.kept = true
	m.hours[v] = make([]hours, len(m.Crews))
	for c := range m.Crews {
		m.hours[v][c] = m.hoursBy(v, c)
	}
	if m.shares(v) {
		m.shared, m.isShared[v] = append(m.shared, int32(v)), true
	}
}

// start and end are crew c's first and last node.
func (m *model) start(c int) int32 { return int32(len(m.Visits) + 2*c) }
func (m *model) end(c int) int32   { return int32(len(m.Visits) + 2*c + 1) }

func (m *model) place(node int) int {
	if node < len(m.Visits) {
		return m.Visits[node].Place
	}
	c := (node - len(m.Visits)) / 2
	if node == int(m.start(c)) {
		return m.Crews[c].Start
	}
	return m.Crews[c].End
}

func (m *model) layOutTravel() {
	for _, matrix := range m.Travel {
		to, from := make([]Time, m.nodes*m.nodes), make([]Time, m.nodes*m.nodes)
		for a := range m.nodes {
			for b := range m.nodes {
				t := matrix.At(m.place(a), m.place(b))
				to[a*m.nodes+b], from[b*m.nodes+a] = t, t
			}
		}
		if slices.Equal(to, from) {
			from = to // one table is faster than two
		}
		m.to, m.from = append(m.to, to), append(m.from, from)
	}
}

func (m *model) layOutLimits() {
	m.mostWork = make([]Time, len(m.Crews))
	for c := range m.Crews {
		if m.mostWork[c] = m.Crews[c].Most; m.mostWork[c] == 0 {
			m.mostWork[c] = Unreachable
		}
	}
}

// layOutCrews finds which visits each crew could make if it made that one alone.
func (m *model) layOutCrews() {
	crews := len(m.Crews)
	m.may = make([]bool, len(m.Visits)*crews)
	for c := range m.Crews {
		r := newRoute(m, c, new(int))
		for v := range m.Visits {
			m.may[v*crews+c] = m.allows(v, c) && r.fits(v)
		}
	}
}

// allows tells whether crew c is among those that visit v is open to.
func (m *model) allows(v, c int) bool {
	crews := m.Visits[v].Crews
	for _, k := range crews {
		if k == c {
			return true
		}
	}
	return len(crews) == 0
}

func (m *model) addMusts() {
	m.must = 1
	for v := range m.Visits {
		m.must += m.most(v)
	}
	for v := range m.Visits {
		if m.Visits[v].Must {
			m.worth[v] += m.must
		}
	}
}

// most is more than visit v can ever earn.
func (m *model) most(v int) int64 {
	r := m.Visits[v].Revisit
	if r.MaxGap == 0 {
		return m.Visits[v].Reward
	}
	stays := m.longestHours(v)/(m.service[v]+r.MinGap) + 1
	return m.Visits[v].Reward * max(0, stays)
}

// opening is the first instant from t on at which a stay at node may begin; beyond close where there is none.
func (m *model) opening(node int32, t Time) Time {
	if !m.holed[node] {
		return max(t, m.open[node])
	}
	next := Unreachable
	for _, w := range m.Visits[node].Windows {
		if w.Close >= t {
			next = min(next, max(t, w.Open))
		}
	}
	return next
}

// closing is the last instant up to t at which a stay at node may begin; before open where there is none.
func (m *model) closing(node int32, t Time) Time {
	if !m.holed[node] {
		return min(t, m.close[node])
	}
	last := -Unreachable
	for _, w := range m.Visits[node].Windows {
		if w.Open <= t {
			last = max(last, min(t, w.Close))
		}
	}
	return last
}
