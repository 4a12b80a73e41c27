package tours

import (
	"context"
	"fmt"
	"math"
	"reflect"
	"testing"
)

func TestVariety(t *testing.T) {
	p := patrolNight(5, 3, 18)
	settings := Settings{Seed: 1, Iterations: 250, Threads: 2}
	pool, err := Variety(context.Background(), p, 4, 3, 900, settings)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d solutions, guess %.2f, known %.2f, loss %.2f %%", len(pool.Solutions), pool.Guess, pool.Known, pool.Loss)
	best := pool.Solutions[0].Reward
	for _, s := range pool.Solutions {
		if err := Check(p, s); err != nil {
			t.Fatal(err)
		}
		if s.Reward > best || s.Reward*100 < best*97 {
			t.Errorf("reward %d in a pool within 3 %% of %d", s.Reward, best)
		}
	}
	if len(pool.Solutions) < 2 || pool.Guess > 0.8 {
		t.Errorf("%d solutions, guess %.2f", len(pool.Solutions), pool.Guess)
	}
	settings.Threads = 1
	if again, _ := Variety(context.Background(), p, 4, 3, 900, settings); !reflect.DeepEqual(pool, again) {
		t.Error("one thread gives another pool")
	}
	if a, b := pool.Draw(4), pool.Draw(4); !reflect.DeepEqual(a, b) {
		t.Error("the same seed draws another night")
	}
}

// A pool that nobody waits for any more begins no further nights.
func TestVarietyEndsWithContext(t *testing.T) {
	ctx, stop := context.WithCancel(context.Background())
	stop()
	found, err := solveSeeds(ctx, patrolNight(5, 3, 18), 16, Settings{Threads: 1})
	if err != nil || len(found) != 1 {
		t.Errorf("%d of 16 nights are searched for once stopped: %v", len(found), err)
	}
}

func TestAlike(t *testing.T) {
	night := func(calls ...Call) Solution { return Solution{Routes: [][]Call{calls}} }
	a := night(Call{Visit: 1, Arrive: 100}, Call{Visit: 2, Arrive: 200}, Call{Visit: 1, Arrive: 300}, Call{Visit: 3, Arrive: 400})
	b := night(Call{Visit: 1, Arrive: 110}, Call{Visit: 2, Arrive: 211}, Call{Visit: 3, Arrive: 400})
	// Within 10 ticks b has a's stays at 1 (100, 110) and 3 (400), not at 2 nor the second at 1: 2 of 4. a has b's stays
	// at 1 and 3: 2 of 3. The mean of both is 7/12.
	if got := alike(a, b, 10); got != 0.5 {
		t.Errorf("alike %g", got)
	}
	if got := guess([]Solution{a, b}, 10); math.Abs(got-7.0/12) > 1e-12 {
		t.Errorf("guess %g", got)
	}
}

func TestKnown(t *testing.T) {
	night := func(visits ...int) (s Solution) {
		for i, v := range visits {
			s.Routes = append(s.Routes, []Call{{Visit: v, Arrive: Time(100 * i)}})
		}
		return s
	}
	// One stay at each of three instants. The watcher of the other two nights waits at the place most of them agree on,
	// the lower number where they do not:
	//   first instant:  1, 1, 1: right on all three nights
	//   second:         1, 1, 2: the third night's others agree on 1, wrong; the first two's do not (1 or 2): 1, right
	//   third:          3, 1, 2: others 1 and 2: 1, wrong; 2 and 3: 2, wrong; 1 and 3: 1, wrong
	pool := []Solution{night(1, 1, 3), night(1, 1, 1), night(1, 2, 2)}
	if got := known(pool, 10); got != 5.0/9 {
		t.Errorf("known %g, want 5/9", got)
	}
}

// BenchmarkVariety tells the price of unpredictability: for each percentage of the best night's reward that may be given up,
// how much is, from how many nights one is drawn, and how well a watcher of one of them, and of all others, foresees it.
func BenchmarkVariety(b *testing.B) {
	for _, loss := range []float64{0, 0.5, 1, 2, 3, 5, 10} {
		b.Run(fmt.Sprintf("%g%%", loss), func(b *testing.B) {
			p := patrolNight(5, 4, 24)
			var pool Pool
			for b.Loop() {
				var err error
				if pool, err = Variety(context.Background(), p, 8, loss, 900, Settings{Seed: 1, Iterations: 1500}); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(pool.Loss, "%loss")
			b.ReportMetric(float64(len(pool.Solutions)), "nights")
			b.ReportMetric(pool.Guess, "guess")
			b.ReportMetric(pool.Known, "known")
			b.ReportMetric(0, "ns/op")
		})
	}
}
