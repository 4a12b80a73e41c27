package tours

// unserved lists the visits without stays, musts first, and why.
func (m *model) unserved(stays [][]stay) []Unserved {
	var musts, wishes []Unserved
	for v := range stays {
		switch {
		case len(stays[v]) > 0:
		case m.Visits[v].Must:
			musts = append(musts, Unserved{v, m.why(v)})
		default:
			wishes = append(wishes, Unserved{v, m.why(v)})
		}
	}
	return append(musts, wishes...)
}

// why visit v is not made, at its most hopeful crew.
func (m *model) why(v int) Why {
	reason := NoWay
	for c := range m.Crews {
		switch {
		case !m.allows(v, c):
		case m.may[v*len(m.Crews)+c]:
			return NoTime
		case len(m.Visits[v].Windows) > 0 && m.fitsUnwindowed(v, c):
			reason = Closed
		case m.roundTrip(v, c) < Unreachable && reason != Closed:
			reason = TooFar
		}
	}
	return reason
}

// roundTrip is the way of crew c to visit v and back.
func (m *model) roundTrip(v, c int) Time {
	f := m.Crews[c].Travel
	return m.from[f][v*m.nodes+int(m.start(c))] + m.to[f][v*m.nodes+int(m.end(c))]
}

// fitsUnwindowed tells whether crew c could make visit v if it had no windows.
func (m *model) fitsUnwindowed(v, c int) bool {
	crew := m.Crews[c]
	for _, b := range crew.Breaks {
		crew.Close -= b.Duration
	}
	return m.roundTrip(v, c)+m.service[v] <= crew.Close-crew.Open
}
