package tours

import (
	"context"
	"slices"
	"time"
)

// stop decides when a search ends, and tells how it goes. It counts the search's work, so as to look at the clock after
// equal pieces of it, in the middle of an iteration too.
type stop struct {
	ctx        context.Context
	deadline   time.Time // zero for none
	iterations int
	proof      int // percent of the work that goes into the bound beside it
	progress   func(Progress)
	told       time.Time // when progress was last due
	due        bool      // progress is to be told
	work       int       // positions looked at so far
	look       int       // the work at which the clock is looked at next
	up         bool      // the time is up
}

const (
	lookEvery = 1 << 15 // positions, about a millisecond's work
	tellEvery = 100 * time.Millisecond
)

func newStop(ctx context.Context, s Settings, p Problem) *stop {
	stop := &stop{ctx: ctx, iterations: s.Iterations, proof: s.Proof, progress: s.Progress, look: lookEvery}
	if stop.iterations == 0 || len(p.Visits) == 0 {
		stop.iterations = Default(p)
	}
	if stop.proof == 0 {
		stop.proof = defaultProof(p)
	}
	if s.Limit > 0 {
		stop.deadline = time.Now().Add(s.Limit)
	}
	return stop
}

// defaultProof is a fifth of the search's work; twice that where there are rounds, as their nights are searched for a second and
// not for as long as one likes.
func defaultProof(p Problem) int {
	if slices.ContainsFunc(p.Visits, func(v Visit) bool { return v.Revisit.MaxGap > 0 }) {
		return 40
	}
	return 20
}

// neverStop is a stop for what is not to be cut short.
func neverStop() *stop { return &stop{ctx: context.Background(), look: lookEvery} }

// after tells whether the time is up, after so much more work.
func (s *stop) after(work int) bool {
	if s.up {
		return true
	}
	if s.work += work; s.work >= s.look {
		s.lookUp()
	}
	return s.up
}

// over looks at the clock at once.
func (s *stop) over() bool {
	s.lookUp()
	return s.up
}

func (s *stop) lookUp() {
	s.look = s.work + lookEvery
	now := time.Now()
	s.up = s.up || s.ctx.Err() != nil || !s.deadline.IsZero() && !now.Before(s.deadline)
	if s.progress != nil && now.Sub(s.told) >= tellEvery {
		s.told, s.due = now, true
	}
}

// tell tells how the searches go, if that is due.
func (s *stop) tell(i *islands) {
	if s.due {
		s.due = false
		s.progress(Progress{i.iterations, s.iterations, i.best.reward(i.model), i.best.calls()})
	}
}

// silent is a stop at the same time that tells nothing.
func (s *stop) silent() *stop {
	return &stop{ctx: s.ctx, deadline: s.deadline, look: lookEvery}
}
