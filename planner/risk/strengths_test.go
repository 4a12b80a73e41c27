package risk

import (
	"math"
	"math/rand/v2"
	"testing"
	"time"
)

// schooling is lessons whose events were drawn from known strengths.
func schooling(rng *rand.Rand, beta []float64, weeks, cells, events int) []lesson {
	var taught []lesson
	for range weeks {
		l := lesson{seen: make([]float64, cells), ties: make([]float64, cells)}
		for range beta {
			values := make([]float64, cells)
			for i := range values {
				values[i] = rng.ExpFloat64()
			}
			l.values, l.totals = append(l.values, values), append(l.totals, sum(values))
		}
		rates := make([]float64, cells)
		for i := range rates {
			l.hot = append(l.hot, i)
			rates[i] = l.rate(beta, i)
		}
		for range events {
			at := rng.Float64() * sum(rates)
			i := 0
			for ; i < cells-1 && at > rates[i]; i++ {
				at -= rates[i]
			}
			l.seen[i]++
		}
		l.weight = sum(l.seen)
		taught = append(taught, l)
	}
	return taught
}

// likelihood is ℓ(β), written as in the comment of strengths.
func likelihood(taught []lesson, beta []float64) float64 {
	var log float64
	for _, l := range taught {
		var all float64
		for i := range l.hot {
			all += l.rate(beta, i)
		}
		for i, y := range l.seen {
			if y > 0 {
				log += y * math.Log(l.rate(beta, i)/all)
			}
		}
	}
	return log
}

// 20,000 events drawn with strengths 3 : 1 : 0 give them back within a few hundredths, and no step of a grid of other
// strengths (the slow twin) is likelier by e or more.
func TestStrengthsAreFoundAgain(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 8))
	taught := schooling(rng, []float64{3, 1, 0}, 40, 50, 500)
	beta := strengths(taught, 3)
	all := sum(beta)
	for k, want := range []float64{0.75, 0.25, 0} {
		if got := beta[k] / all; math.Abs(got-want) > 0.04 {
			t.Errorf("strength %d is %.3f of all, want %.2f", k, got, want)
		}
	}
	best := likelihood(taught, beta)
	for a := 0.0; a <= 1; a += 0.05 {
		for b := 0.0; a+b <= 1; b += 0.05 {
			if other := likelihood(taught, []float64{a, b, 1 - a - b}); other > best+1 {
				t.Fatalf("strengths %.2f %.2f %.2f are likelier: %.3f against %.3f", a, b, 1-a-b, other, best)
			}
		}
	}
}

func TestNothingTaughtIsThePlainCount(t *testing.T) {
	beta := strengths(nil, 3)
	if beta[0] != 1 || beta[1] != 0 || beta[2] != 0 {
		t.Errorf("strengths %v, want all on the first", beta)
	}
}

// The twin asks of every event and every week how much of the one lies in the other.
func TestWeeksAgreeWithTheDoubleLoop(t *testing.T) {
	events := madeUp(2, 500, 12)
	for i := range 20 { // some on the very edge of a week
		events[i].From = time.Date(2026, 1, 4+7*(i%10), 0, 0, 0, 0, time.UTC)
		events[i].Until = events[i].From.Add(time.Duration(i/10) * time.Hour)
	}
	at := time.Date(2026, 3, 29, 0, 0, 0, 0, time.UTC)
	p := pastOf(t, events, Window{From: at, Until: at.AddDate(0, 0, 7)})
	weeks := p.weeks()
	var all float64
	for n, w := range weeks {
		if n > 0 && w.from < weeks[n-1].until {
			t.Fatalf("week %d begins before the one before it ends", n)
		}
		want := make([]float64, len(w.seen))
		for _, e := range events {
			if known(e, at) {
				c, _ := p.study.Grid.CellAt(e.At)
				week := Window{From: time.Unix(int64(w.from), 0), Until: time.Unix(int64(w.until), 0)}
				want[p.study.Index()[c]] += e.Weight * week.Part(e)
			}
		}
		for c := range want {
			if math.Abs(w.seen[c]-want[c]) > 1e-9 {
				t.Fatalf("week %d, cell %d: %g, want %g", n, c, w.seen[c], want[c])
			}
		}
		all += sum(w.seen)
	}
	if total := sum(p.weights()); math.Abs(all-total) > 1e-6 {
		t.Errorf("the weeks hold %g of %g", all, total)
	}
}

func TestHottest(t *testing.T) {
	sums := make([]float64, 101)
	sums[3], sums[7], sums[50] = 5, 2, 2
	if got := hottest(sums); len(got) != 3 { // a tenth would be 10, but only three had any
		t.Errorf("%v, want cells 3, 7 and 50", got)
	}
	for i := range sums {
		sums[i] = float64(i / 2)
	}
	if got := hottest(sums); len(got) != 11 { // the 10th below the top is 90, as hot as 91
		t.Errorf("%d cells, want 11", len(got))
	}
}
