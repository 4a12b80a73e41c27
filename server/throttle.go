package server

import (
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// How often somebody may fail to sign in: ten times at once and then each minute for a user's name, twenty times and each
// half minute for a machine.
const (
	namesBurst, namesEach       = 10, time.Minute
	machinesBurst, machinesEach = 20, 30 * time.Second
	mostWatched                 = 10_000 // names and machines that are remembered; with more, all are forgotten
)

// throttle remembers who failed to sign in.
type throttle struct {
	mu    sync.Mutex
	names map[string]*rate.Limiter
	from  map[string]*rate.Limiter
}

// wait is how long somebody has to wait before the next try; 0 for not at all. Where there is no name only the machine counts.
func (t *throttle) wait(name, from string, now time.Time) time.Duration {
	t.mu.Lock()
	defer t.mu.Unlock()
	return max(due(t.names[name], namesEach, now), due(t.from[from], machinesEach, now))
}

func due(l *rate.Limiter, each time.Duration, now time.Time) time.Duration {
	if l == nil {
		return 0
	}
	return time.Duration(max(0, 1-l.TokensAt(now)) * float64(each))
}

// failed notes that a try failed.
func (t *throttle) failed(name, from string, now time.Time) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if name != "" {
		t.names = spent(t.names, name, namesEach, namesBurst, now)
	}
	t.from = spent(t.from, from, machinesEach, machinesBurst, now)
}

func spent(of map[string]*rate.Limiter, key string, each time.Duration, burst int, now time.Time) map[string]*rate.Limiter {
	if of == nil || len(of) >= mostWatched {
		of = map[string]*rate.Limiter{}
	}
	if of[key] == nil {
		of[key] = rate.NewLimiter(rate.Every(each), burst)
	}
	of[key].AllowN(now, 1)
	return of
}
