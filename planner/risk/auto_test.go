package risk

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"
	"time"
)

// Where the truth is the plain count, the blend is the plain count; where the truth is another feature, hardly any of
// it is.
func TestTrialFindsTheBetterModel(t *testing.T) {
	rng := rand.New(rand.NewPCG(6, 9))
	count := newTrial(schooling(rng, []float64{1, 0}, 40, 200, 300), 2, 2000)
	if part := count.choose(); part < 0.5 {
		t.Errorf("the truth is the count, but only %g of it was taken", part)
	}
	other := newTrial(schooling(rng, []float64{0, 1}, 40, 200, 300), 2, 2000)
	if part := other.choose(); part > 0.25 {
		t.Errorf("the count knows nothing, but %g of it was taken", part)
	}
	if said := other.said(other.choose()).String(); !strings.Contains(said, "more than the count on 40 weeks") || strings.Contains(said, "cannot tell") {
		t.Error(said)
	}
}

func TestTrialOfTooFewWeeks(t *testing.T) {
	trial := newTrial(schooling(rand.New(rand.NewPCG(7, 9)), []float64{1, 1}, 2*trialWeeks-1, 50, 50), 2, 500)
	if part, said := trial.choose(), trial.said(1).String(); part != 1 || !strings.Contains(said, "too few") {
		t.Errorf("part %g: %s", part, said)
	}
}

// A quarter of the blend's total comes from the count beyond its learned part.
func TestBlendKeepsBothTotals(t *testing.T) {
	taught := schooling(rand.New(rand.NewPCG(8, 9)), []float64{1, 2, 3}, 5, 30, 10)
	mixed, learned := blend(taught, []float64{1, 2, 3}, 0.25), blend(taught, []float64{1, 2, 3}, 0)
	var all, count float64
	for _, l := range taught {
		for k := range mixed {
			all += mixed[k] * l.totals[k]
		}
		count += (mixed[0] - 0.75*learned[0]) * l.totals[0]
	}
	if math.Abs(all-1) > 1e-12 || math.Abs(count-0.25) > 1e-12 {
		t.Errorf("the blend's total is %g, the count's part %g; want 1 and 0.25", all, count)
	}
}

// The sum of 1, 2, 3, 4: s² = 5/3, the error of the sum √(4 · 5/3) = 2.582.
func TestStandardError(t *testing.T) {
	if got := standardError([]float64{1, 2, 3, 4}); math.Abs(got-2.582) > 0.001 {
		t.Errorf("%g, want 2.582", got)
	}
}

// 90 % of means of ten coin tosses like these lie between 0.2 and 0.8 (binomial, p 0.5: P(<= 1) = 1.1 %, P(<= 2) = 5.5 %).
func TestResampled(t *testing.T) {
	tosses := []float64{1, 0, 1, 0, 1, 0, 1, 0, 1, 0}
	got := resampled(len(tosses), func(draw []int) float64 {
		var heads float64
		for _, i := range draw {
			heads += tosses[i] / 10
		}
		return heads
	})
	if got.Low < 0.19 || got.Low > 0.31 || got.High < 0.69 || got.High > 0.81 {
		t.Errorf("%v, want about 0.2 to 0.8", got)
	}
	if none := resampled(0, nil); none != (Interval{}) {
		t.Errorf("no window gave %v", none)
	}
}

func TestAutoSaysWhatItTook(t *testing.T) {
	at := time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC)
	events := madeUp(9, 4000, 45)
	p := pastOf(t, events, Window{From: at, Until: at.AddDate(0, 0, 7)})
	s, err := Auto{}.Surface(t.Context(), events, p.study, p.window)
	if err != nil {
		t.Fatal(err)
	}
	if s.Model != "count" && s.Model != "learned" || !strings.Contains(s.Note.String(), "weeks kept back") {
		t.Errorf("%s: %s", s.Model, s.Note)
	}
}
