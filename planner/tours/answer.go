package tours

// answer is the best solution found so far.
type answer struct {
	routes []*route
	merit  merit
	musts  int // served
}

// newAnswer has every crew at home.
func newAnswer(m *model) (a answer) {
	for c := range m.Crews {
		a.routes = append(a.routes, newRoute(m, c, new(int)))
	}
	return a
}

func (a *answer) copyFrom(o *answer) {
	for c, r := range o.routes {
		a.routes[c].copyFrom(r)
	}
	a.merit, a.musts = o.merit, o.musts
}

// calls are the routes in the words of a Solution.
func (a *answer) calls() (routes [][]Call) {
	for _, r := range a.routes {
		routes = append(routes, r.calls())
	}
	return routes
}

// stays are the visits of each crew in their order.
func (a *answer) stays() (routes [][]int32) {
	for _, r := range a.routes {
		routes = append(routes, r.node[1:r.stays()+1])
	}
	return routes
}

// reward is what it earns, without the bonus for musts.
func (a *answer) reward(m *model) int64 { return a.merit.worth - int64(a.musts)*m.must }

// proven tells whether it cannot be beaten.
func (a *answer) proven(m *model, bound int64) bool {
	if a.reward(m) < bound {
		return false
	}
	musts := 0
	for v := range m.Visits {
		if m.Visits[v].Must {
			musts++
		}
	}
	return a.musts == musts
}

// solution puts it into the words of the caller.
func (a *answer) solution(m *model, iterations int, bound int64) Solution {
	sol := Solution{Routes: a.calls(), Bound: bound, Iterations: iterations}
	stays := m.staysByVisit(sol.Routes)
	for v := range stays {
		sol.Reward += m.earned(v, stays[v])
	}
	sol.Unserved = m.unserved(stays)
	sol.Cut = !a.proven(m, bound) && iterations < Default(*m.Problem)
	return sol
}
