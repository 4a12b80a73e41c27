package risk

import "math"

// feature is one way of remembering the past: which events count, how fast they are forgotten and how far they reach.
// Its value in a cell is the sum of the weights of the events in it, each fading as exp(-age/τ); where it reaches
// beyond the cell, that sum shared out by a quartic kernel and divided by its total, a density.
type feature struct {
	name    string
	days    float64 // τ, the memory; 0 never forgets
	reachM  float64 // the kernel's bandwidth; 0 is the cell alone, everywhere is the study area evenly
	inHours bool    // of each event only the part in the window's hours
	alike   bool    // only events of days with one of the window's marks
}

const everywhere = math.MaxFloat64

// fading is a sum of weights by cell that fades: a feature before it is spread out.
type fading struct {
	feature
	sums []float64
}

// memory holds a list of features while time goes by.
type memory struct {
	past     past
	features []feature
	fadings  []*fading
	source   []int       // feature -> its fading
	spreads  []*spreader // feature -> its kernel; nil for the cell alone
	at       float64     // now
	next     int         // the first event not known yet
}

// remember prepares features at the beginning of the past.
func remember(p past, features []feature) *memory {
	m := &memory{past: p, features: features, at: p.start}
	spreaders := map[float64]*spreader{0: nil, everywhere: nil}
	for _, f := range features {
		if _, ok := spreaders[f.reachM]; !ok {
			spreaders[f.reachM] = p.study.spreader(quarticKernel(f.reachM))
		}
		m.source = append(m.source, m.fading(f))
		m.spreads = append(m.spreads, spreaders[f.reachM])
	}
	return m
}

func (m *memory) fading(f feature) int {
	for i, s := range m.fadings {
		if s.days == f.days && s.inHours == f.inHours && s.alike == f.alike {
			return i
		}
	}
	m.fadings = append(m.fadings, &fading{f, make([]float64, len(m.past.study.Cells))})
	return len(m.fadings) - 1
}

// advance moves on to an instant: what was remembered fades, what has become known since is added.
func (m *memory) advance(at float64) {
	first := m.next
	for m.next < len(m.past.events) && m.past.events[m.next].known(at) {
		m.next++
	}
	for _, f := range m.fadings {
		f.advance(m.past.events[first:m.next], m.at, at)
	}
	m.at = at
}

func (f *fading) advance(fresh []record, from, to float64) {
	if f.days > 0 {
		fade := math.Exp(-(to - from) / 86400 / f.days)
		for i := range f.sums {
			f.sums[i] *= fade
		}
	}
	for _, e := range fresh {
		if f.alike && !e.alike {
			continue
		}
		w := e.weight
		if f.inHours {
			w *= e.inHours
		}
		if f.days > 0 {
			w *= math.Exp(-(to - e.until) / 86400 / f.days)
		}
		f.sums[e.cell] += w
	}
}

// values are a feature's in some cells.
func (m *memory) values(k int, cells []int) []float64 {
	sums, values := m.fadings[m.source[k]].sums, make([]float64, len(cells))
	if m.features[k].reachM == everywhere {
		for i := range values {
			values[i] = 1 / float64(len(sums))
		}
		return values
	}
	if m.spreads[k] == nil {
		for i, c := range cells {
			values[i] = sums[c]
		}
		return values
	}
	if total := sum(sums); total > 0 {
		for i, c := range cells {
			values[i] = m.spreads[k].at(sums, c) / total
		}
	}
	return values
}
