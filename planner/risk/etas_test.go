package risk

import (
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"nightbeat/geo"
)

// slowTurn is one expectation and maximisation over all pairs of events, as the formulas stand.
func slowTurn(fit *etas) (mu []float64, theta, omega float64) {
	mu = make([]float64, len(fit.mu))
	var setOff, waits, all float64
	for j, e := range fit.events {
		var excited, aged float64
		for i, o := range fit.events {
			if i != j && o.cell == e.cell && o.until < e.until {
				wait := e.until - o.until
				x := o.weight * fit.theta * fit.omega * math.Exp(-fit.omega*wait)
				excited, aged = excited+x, aged+x*wait
			}
		}
		rate := fit.mu[e.cell] + excited
		mu[e.cell] += e.weight * fit.mu[e.cell] / rate / (fit.at - fit.start)
		setOff, waits, all = setOff+e.weight*excited/rate, waits+e.weight*aged/rate, all+e.weight
	}
	return mu, setOff / all, setOff / waits
}

func TestETASTurnAgreesWithTheDoubleLoop(t *testing.T) {
	events := madeUp(3, 400, 10)
	for i := range 60 { // same instant, same place
		events[i] = events[i/3]
	}
	at := time.Date(2026, 3, 20, 0, 0, 0, 0, time.UTC)
	fit := pastOf(t, events, Window{From: at, Until: at.AddDate(0, 0, 7)}).newETAS()
	for turn := range 5 {
		mu, theta, omega := slowTurn(fit)
		fit.turn()
		if math.Abs(fit.theta-theta) > 1e-9 || math.Abs(fit.omega/omega-1) > 1e-9 {
			t.Fatalf("turn %d: θ %g ω %g, want %g %g", turn, fit.theta, fit.omega, theta, omega)
		}
		for i := range mu {
			if math.Abs(fit.mu[i]-mu[i]) > 1e-15 {
				t.Fatalf("turn %d, cell %d: μ %g, want %g", turn, i, fit.mu[i], mu[i])
			}
		}
	}
}

// The twin integrates the rate over the window in small steps.
func TestETASExpectedIsTheIntegral(t *testing.T) {
	at := time.Date(2026, 3, 20, 0, 0, 0, 0, time.UTC)
	fit := pastOf(t, madeUp(4, 200, 11), Window{From: at, Until: at.AddDate(0, 0, 7)}).newETAS()
	fit.turn()
	const steps = 20_000
	want, dt := make([]float64, len(fit.mu)), weekS/steps
	for s := range steps {
		now := fit.at + (float64(s)+0.5)*dt
		for _, e := range fit.events {
			want[e.cell] += dt * e.weight * fit.theta * fit.omega * math.Exp(-fit.omega*(now-e.until))
		}
	}
	for i, got := range fit.expected() {
		if w := want[i] + fit.mu[i]*weekS; math.Abs(got-w) > 1e-6*(1+w) {
			t.Fatalf("cell %d expects %g, want %g", i, got, w)
		}
	}
}

// A made-up process with 0.4 set off by each event after 5 days on average is found again. The history is long and the
// cells few on purpose: with a background rate to fit in every cell, short histories bias θ down.
func TestETASFindsWhatWasPlanted(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 9))
	start := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)
	var events []Event
	for cell := range 4 {
		at := geo.XY{X: float64(cell%8)*300 + 75, Y: float64(cell/8)*300 + 75}
		for day := rng.ExpFloat64() * 8; day < 7000; day += rng.ExpFloat64() * 8 {
			waiting := []float64{day}
			for len(waiting) > 0 {
				d := waiting[0]
				waiting = waiting[1:]
				if d >= 7000 {
					continue
				}
				when := start.Add(time.Duration(d * 24 * float64(time.Hour)))
				events = append(events, Event{At: at, From: when, Until: when, Weight: 1})
				for range poisson(rng, 0.4) {
					waiting = append(waiting, d+rng.ExpFloat64()*5)
				}
			}
		}
	}
	at := start.AddDate(0, 0, 7000)
	fit := pastOf(t, events, Window{From: at, Until: at.AddDate(0, 0, 7)}).newETAS()
	for range etasTurns {
		fit.turn()
	}
	if days := 1 / fit.omega / 86400; math.Abs(fit.theta-0.4) > 0.06 || math.Abs(days-5) > 1.2 {
		t.Errorf("θ %.3f after %.2f days, want 0.4 after 5", fit.theta, days)
	}
}

// poisson draws by counting exponential waits.
func poisson(rng *rand.Rand, mean float64) int {
	n := 0
	for at := rng.ExpFloat64(); at < mean; at += rng.ExpFloat64() {
		n++
	}
	return n
}
