package server

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"

	"nightbeat/data"
	"nightbeat/data/format"
	"nightbeat/planner"
)

// A worker renews its lease at each beat; a job whose worker has been silent for a lease is taken by another. A worker
// that found nothing to do naps, unless it is woken. What became of a job is told within farewell.
const (
	beat     = time.Second
	lease    = 10 * time.Second
	nap      = time.Second
	farewell = 5 * time.Second
)

// errStopped tells work that its job was dismissed, or that another worker has it.
var errStopped = errors.New("the job is dismissed, or another worker has it")

// Work makes the plans that jobs ask for, as many at once as may be, until the context ends. Jobs under way then go back
// into the queue.
func (s *Server) Work(ctx context.Context) {
	var live sync.WaitGroup
	for range cap(s.planning) {
		live.Go(func() {
			for ctx.Err() == nil {
				if !s.workOnce(ctx) {
					s.nap(ctx)
				}
			}
		})
	}
	live.Wait()
}

func (s *Server) nap(ctx context.Context) {
	select {
	case <-s.submitted:
	case <-time.After(nap):
	case <-ctx.Done():
	}
}

// workOnce waits for a place and does the next job; false where there is none.
func (s *Server) workOnce(ctx context.Context) bool {
	select {
	case s.planning <- struct{}{}:
		defer func() { <-s.planning }()
	case <-ctx.Done():
		return false
	}
	j, err := s.Store.Take(ctx, s.name, lease, s.Now())
	s.heard(ctx, err)
	if err != nil {
		return false
	}
	s.do(ctx, j)
	return true
}

// heard says in the log when jobs can no longer be taken, and when they can again.
func (s *Server) heard(ctx context.Context, err error) {
	fault := err != nil && !errors.Is(err, data.ErrNotFound) && ctx.Err() == nil
	switch was := s.deaf.Swap(fault); {
	case fault && !was:
		s.Log.Error("jobs cannot be taken", "error", err)
	case was && !fault:
		s.Log.Info("jobs can be taken again")
	}
}

// do does a job that this worker has taken, and tells what became of it.
func (s *Server) do(ctx context.Context, j data.Job) {
	work, stop := context.WithCancelCause(ctx)
	news := s.working.begin(j.ID, stop)
	defer s.working.end(j.ID)
	var beats sync.WaitGroup
	beats.Go(func() { s.beat(work, stop, j.ID, news) })
	done, err := s.fulfil(work, j, func(p planner.Progress) { news.Store(&p) })
	stop(nil)
	beats.Wait()
	switch {
	case errors.Is(context.Cause(work), errStopped):
		return
	case err == nil:
		if done.plan != nil {
			s.unimportant("audit", s.noteMade(ctx, j, done.plan))
		}
		err = s.tell(ctx, j.ID, func(j data.Job) (data.Job, error) { return done.of(j, s.name, s.Now()) })
	case ctx.Err() != nil:
		err = s.tell(ctx, j.ID, func(j data.Job) (data.Job, error) { return j.Released(s.name, s.Now()) })
	case !errors.Is(err, data.ErrAway) && !errors.Is(err, data.ErrBusy): // else it is taken again when the store is back
		kept, message := failure(err)
		err = s.tell(ctx, j.ID, func(j data.Job) (data.Job, error) { return j.Undone(s.name, kept, message, s.Now()) })
	}
	if err != nil {
		s.Log.Warn("a job is left to be taken again", "job", j.ID, "error", err)
	}
}

// tell changes a job, also when the server is about to end.
func (s *Server) tell(ctx context.Context, id string, how func(data.Job) (data.Job, error)) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), farewell)
	defer cancel()
	_, err := s.Store.Change(ctx, id, 0, how)
	return err
}

// beat tells how far a job is, and stops the work when it is no longer this worker's.
func (s *Server) beat(ctx context.Context, stop context.CancelCauseFunc, id string, news *atomic.Pointer[planner.Progress]) {
	ticker := time.NewTicker(beat)
	defer ticker.Stop()
	for {
		select {
		case <-ticker.C:
		case <-ctx.Done():
			return
		}
		done := planner.Progress{Stage: "started"}
		if told := news.Load(); told != nil {
			done = *told
		}
		_, err := s.Store.Change(ctx, id, lease, func(j data.Job) (data.Job, error) {
			return j.Reported(s.name, percent(done), done.Stage, s.Now())
		})
		switch {
		case errors.Is(err, data.ErrLost), errors.Is(err, data.ErrNotFound):
			stop(errStopped)
		case err != nil && ctx.Err() == nil:
			s.Log.Warn("a job's progress is not written", "job", id, "error", err)
		}
	}
}

// percent is how far a plan is: the stages take about these parts of its time.
func percent(p planner.Progress) int {
	begin := map[string]float64{"units": 0, "risk": 0, "stops": 5, "travel": 10, "tours": 20, "routes": 95}
	length := map[string]float64{"units": 100, "risk": 5, "stops": 5, "travel": 10, "tours": 75, "routes": 4}
	return int(math.Floor(begin[p.Stage] + length[p.Stage]*max(0, min(1, p.Done))))
}

// made is what a job asked for: a plan, else an answer.
type made struct {
	plan   *planner.Plan
	answer []byte
}

// of is the job with what it asked for.
func (m made) of(j data.Job, worker string, at time.Time) (data.Job, error) {
	if m.plan != nil {
		return j.Done(worker, m.plan.ID, at)
	}
	return j.Answered(worker, m.answer, at)
}

// fulfil makes what a job asks for. A fault in the making ends the job, not the server.
func (s *Server) fulfil(ctx context.Context, j data.Job, progress func(planner.Progress)) (done made, err error) {
	defer func() {
		if fault := recover(); fault != nil {
			s.Log.Error("a job faulted", "job", j.ID, "fault", fault, "stack", string(debug.Stack()))
			err = fmt.Errorf("fault: %v", fault)
		}
	}()
	if j.Process != "" {
		done.answer, err = s.analysed(ctx, j.Process, j.Request, progress)
		return done, err
	}
	req, err := format.ReadRequest(bytes.NewReader(j.Request))
	if err != nil {
		return done, err
	}
	done.plan, err = s.plan(onBehalf(ctx, j.By), req, progress)
	return done, err
}

// working are the jobs that this process works on.
type working struct {
	mu   sync.Mutex
	jobs map[string]underway
}

// underway is a job being done: what stops it, and how far it is.
type underway struct {
	stop context.CancelCauseFunc
	told *atomic.Pointer[planner.Progress]
}

func (w *working) begin(id string, stop context.CancelCauseFunc) *atomic.Pointer[planner.Progress] {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.jobs == nil {
		w.jobs = map[string]underway{}
	}
	w.jobs[id] = underway{stop, new(atomic.Pointer[planner.Progress])}
	return w.jobs[id].told
}

func (w *working) end(id string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(w.jobs, id)
}

// stop ends the work on a job, if this process has it.
func (w *working) stop(id string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if job, here := w.jobs[id]; here {
		job.stop(errStopped)
	}
}

// news is how far a job is that this process has; nil where it has not, or has not begun.
func (w *working) news(id string) *planner.Progress {
	w.mu.Lock()
	defer w.mu.Unlock()
	if job, here := w.jobs[id]; here {
		return job.told.Load()
	}
	return nil
}
