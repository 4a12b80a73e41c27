package tours

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"sync"
	"time"
)

// Pool is a choice of good solutions of one problem, to draw a night from by lot, so that who saw past nights cannot
// tell where crews will be.
type Pool struct {
	Solutions []Solution // the best first, then by how much they differ from those before
	Guess     float64    // chance that a watcher of one night foresees a stay of another; see guess
	Known     float64    // chance that a watcher of all other nights, at the likeliest place each time, meets a crew; see known
	Loss      float64    // percent of the best solution's reward that the mean of all is below it
}

// Draw is the solution that seed chooses.
func (p Pool) Draw(seed int64) Solution {
	return p.Solutions[newDice(seed, 0).below(len(p.Solutions))]
}

// Variety searches for up to n solutions that earn at most loss percent less than the best of them and differ as much as
// possible in who is where when. It solves p with poolTries*n seeds from s.Seed on, which share s.Limit, and with fewer where
// ctx ends before. Two stays at one visit are alike if
// they begin within near ticks of each other.
func Variety(ctx context.Context, p Problem, n int, loss float64, near Time, s Settings) (Pool, error) {
	if n < 1 || !(loss >= 0) || near < 0 || near > maxTime/4 {
		return Pool{}, fmt.Errorf("a pool of %d solutions within %g percent, alike within %d ticks: at least 1 within 0 and 0 is needed", n, loss, near)
	}
	found, err := solveSeeds(ctx, p, poolTries*n, s)
	if err != nil {
		return Pool{}, err
	}
	slices.SortStableFunc(found, func(a, b Solution) int { return int(b.Reward - a.Reward) })
	least := float64(found[0].Reward) - loss/100*float64(max(0, found[0].Reward))
	found = slices.DeleteFunc(found, func(s Solution) bool { return float64(s.Reward) < least })
	pool := Pool{Solutions: spread(found, n, near)}
	pool.Guess, pool.Known = guess(pool.Solutions, near), known(pool.Solutions, near)
	for _, s := range pool.Solutions {
		pool.Loss += 100 * float64(found[0].Reward-s.Reward) / float64(max(1, found[0].Reward)) / float64(len(pool.Solutions))
	}
	return pool, nil
}

// poolTries is how many solutions are found for each that is kept.
const poolTries = 2

// solveSeeds solves p with n seeds from s.Seed on, as many at once as there are threads; once ctx has ended it begins no more.
func solveSeeds(ctx context.Context, p Problem, n int, s Settings) ([]Solution, error) {
	found, errs := make([]Solution, n), make([]error, n)
	threads := s.Threads
	if threads < 1 {
		threads = runtime.GOMAXPROCS(0)
	}
	turn := make(chan struct{}, threads)
	var all sync.WaitGroup
	turns := (n + threads - 1) / threads
	begun := 0
	for i := range n {
		turn <- struct{}{}
		if i > 0 && ctx.Err() != nil {
			break
		}
		begun++
		all.Go(func() {
			one := s
			one.Seed, one.Progress, one.Threads = s.Seed+int64(i), nil, 1
			one.Limit = s.Limit / time.Duration(turns)
			found[i], errs[i] = Solve(ctx, p, one)
			<-turn
		})
	}
	all.Wait()
	return found[:begun], errs[0]
}

// spread chooses up to n of found: the first, then again and again the one that is least alike to its nearest among
// those chosen.
func spread(found []Solution, n int, near Time) []Solution {
	chosen := found[:1:1]
	likest := make([]float64, len(found)) // to any chosen
	taken := make([]bool, len(found))
	for last := 0; len(chosen) < min(n, len(found)); chosen = append(chosen, found[last]) {
		taken[last] = true
		next := -1
		for i := range found {
			likest[i] = max(likest[i], alike(found[i], found[last], near))
			if !taken[i] && (next < 0 || likest[i] < likest[next]) {
				next = i
			}
		}
		last = next
	}
	return chosen
}
