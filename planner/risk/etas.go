package risk

import (
	"context"
	"math"

	"nightbeat/planner/words"
)

// ETAS is the self-exciting process of the Los Angeles and Kent field trials (Mohler et al. 2015, J. American
// Statistical Association 110), each cell by itself:
//
//	λ_i(t) = μ_i + Σ_{e in i, t_e < t} θ ω exp(-ω (t - t_e))
//
// μ_i background rate per second, θ events set off by one, 1/ω how long that takes. Expectation and maximisation in
// turn: each event is the background's or an earlier one's by the shares of its rate; then θ is the part set off, 1/ω
// the mean wait, μ_i the rest by the history. With exponential waits one sweep in order of time does a turn.
type ETAS struct{}

// Name is "etas".
func (ETAS) Name() string { return "etas" }

const (
	etasTurns   = 60
	etasSettled = 1e-4 // the change of θ in a turn at which the fit stops before
	etasDays    = 10.0 // the first guess at 1/ω
)

// Surface forecasts the window.
func (m ETAS) Surface(ctx context.Context, events []Event, study Study, window Window) (Surface, error) {
	p, err := newPast(events, study, window)
	if err != nil {
		return Surface{}, err
	}
	fit := p.newETAS()
	for range etasTurns {
		if err := ctx.Err(); err != nil {
			return Surface{}, err
		}
		before := fit.theta
		if fit.turn(); math.Abs(fit.theta-before) < etasSettled {
			break
		}
	}
	s := p.surface(m.Name(), p.scaled(fit.expected()))
	s.Note = words.New("an event sets off %.2f more, after %.0f days on average", fit.theta, 1/fit.omega/86400)
	return s, nil
}

// etas is the state of the fit.
type etas struct {
	past
	mu           []float64 // by cell, per second
	theta, omega float64
	trail        []trail
}

// trail is what the past events of a cell still set off: Σ exp(-ω age) and Σ age exp(-ω age), weighted. Events of the
// same instant do not set each other off: those of now wait in fresh.
type trail struct{ at, still, aged, fresh float64 }

func (p past) newETAS() *etas {
	fit := &etas{past: p, mu: p.weights(), theta: 0.1, omega: 1 / (etasDays * 86400), trail: make([]trail, len(p.study.Cells))}
	for i := range fit.mu {
		fit.mu[i] *= (1 - fit.theta) / math.Max(1, p.at-p.start)
	}
	return fit
}

// to lets a trail fade until an instant.
func (t *trail) to(at, omega float64) {
	if at <= t.at {
		return
	}
	t.still, t.fresh = t.still+t.fresh, 0
	wait := at - t.at
	fade := math.Exp(-omega * wait)
	t.aged = fade * (t.aged + wait*t.still)
	t.still *= fade
	t.at = at
}

// turn is one expectation and maximisation.
func (fit *etas) turn() {
	clear(fit.trail)
	background := make([]float64, len(fit.mu))
	var setOff, waits, all float64
	for _, e := range fit.events {
		t := &fit.trail[e.cell]
		t.to(e.until, fit.omega)
		excited := fit.theta * fit.omega * t.still
		if rate := fit.mu[e.cell] + excited; rate > 0 {
			background[e.cell] += e.weight * fit.mu[e.cell] / rate
			setOff += e.weight * excited / rate
			waits += e.weight * fit.theta * fit.omega * t.aged / rate
		}
		t.fresh += e.weight
		all += e.weight
	}
	history := math.Max(1, fit.at-fit.start)
	for i := range fit.mu {
		fit.mu[i] = background[i] / history
	}
	if setOff > 0 && waits > 0 {
		fit.theta, fit.omega = setOff/all, setOff/waits
	}
}

// expected is the integral of λ over the window: μ L + Σ θ (exp(-ω (T - t_e)) - exp(-ω (T + L - t_e))).
func (fit *etas) expected() []float64 {
	clear(fit.trail)
	for _, e := range fit.events {
		fit.trail[e.cell].to(e.until, fit.omega)
		fit.trail[e.cell].fresh += e.weight
	}
	expected := make([]float64, len(fit.mu))
	for i := range fit.trail {
		fit.trail[i].to(fit.at, fit.omega)
		for _, s := range fit.window.spans() {
			set := math.Exp(-fit.omega*(s.from-fit.at)) - math.Exp(-fit.omega*(s.until-fit.at))
			expected[i] += fit.mu[i]*(s.until-s.from) + fit.theta*(fit.trail[i].still+fit.trail[i].fresh)*set
		}
	}
	return expected
}
