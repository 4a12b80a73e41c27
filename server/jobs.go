package server

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"math"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/paulmach/orb"

	"nightbeat/planner"
)

// The limits on jobs: how many may wait or run at once, and how many are remembered.
const (
	maxOpenJobs = 20
	maxJobs     = 200
)

// The states of a job (OGC API - Processes Part 1, 7.11.1).
const (
	accepted   = "accepted"
	running    = "running"
	successful = "successful"
	failed     = "failed"
	dismissed  = "dismissed"
)

// job is a plan being made while nobody waits for it.
type job struct {
	id                         string
	status                     string
	created, started, finished time.Time
	updated                    time.Time
	progress                   int // per cent
	message                    string
	plan                       string // its id, where the job was successful
	failure                    error
	best                       []orb.LineString // the best so far
	form                       resultForm
	cancel                     context.CancelFunc
}

// open tells whether the job still waits or runs.
func (j job) open() bool { return j.status == accepted || j.status == running }

// jobs are those of this process, the oldest first. They end with it; the plans they made stay in the store.
type jobs struct {
	server *Server
	mu     sync.Mutex
	all    []*job
	live   sync.WaitGroup
}

// errManyJobs tells that no more jobs are taken for now.
var errManyJobs = errors.New("too many jobs are open")

// submit starts a job for a request.
func (q *jobs) submit(req planner.Request, form resultForm) (job, error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.count() >= maxOpenJobs {
		return job{}, errManyJobs
	}
	q.forget()
	ctx, cancel := context.WithCancel(context.Background())
	now := q.server.Now()
	j := &job{id: newID(), status: accepted, created: now, updated: now, message: "waiting for its turn", form: form, cancel: cancel}
	q.all = append(q.all, j)
	q.live.Go(func() { q.run(ctx, j, req) })
	return *j, nil
}

// open is how many jobs wait or run.
func (q *jobs) open() int {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.count()
}

// count is the same under the lock.
func (q *jobs) count() (n int) {
	for _, j := range q.all {
		if j.open() {
			n++
		}
	}
	return n
}

// forget drops the oldest job that is not open, where there are too many.
func (q *jobs) forget() {
	if len(q.all) < maxJobs {
		return
	}
	if i := slices.IndexFunc(q.all, func(j *job) bool { return !j.open() }); i >= 0 {
		q.all = slices.Delete(q.all, i, i+1)
	}
}

// newID is 128 random bits.
func newID() string {
	var raw [16]byte
	_, _ = rand.Read(raw[:]) // never fails
	return hex.EncodeToString(raw[:])
}

// run waits for a place, makes the plan and notes what became of it.
func (q *jobs) run(ctx context.Context, j *job, req planner.Request) {
	defer j.cancel()
	select {
	case q.server.planning <- struct{}{}:
	case <-ctx.Done():
		return // dismissed
	}
	defer func() { <-q.server.planning }()
	q.change(j, func() { j.status, j.started, j.message = running, q.server.Now(), "started" })
	plan, err := q.server.plan(ctx, req, func(p planner.Progress) {
		q.change(j, func() { j.progress, j.message, j.best = percent(p), p.Stage, p.Best })
	})
	q.change(j, func() {
		j.finished, j.progress = q.server.Now(), 100
		if err != nil {
			j.status, j.failure, j.message = failed, err, problemOf(err).Error()
			return
		}
		j.status, j.plan, j.message = successful, plan.ID, "the plan is made"
	})
}

// percent is how far a plan is: the stages take about these parts of its time.
func percent(p planner.Progress) int {
	begin := map[string]float64{"risk": 0, "stops": 5, "travel": 10, "tours": 20, "routes": 95}
	length := map[string]float64{"risk": 5, "stops": 5, "travel": 10, "tours": 75, "routes": 4}
	return int(math.Floor(begin[p.Stage] + length[p.Stage]*max(0, min(1, p.Done))))
}

// change changes a job that is still open; a dismissed one stays dismissed.
func (q *jobs) change(j *job, how func()) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if j.open() {
		how()
		j.updated = q.server.Now()
	}
}

// dismiss stops a job that is open; one that has ended stays as it ended.
func (q *jobs) dismiss(id string) (job, error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	j := q.find(id)
	if j == nil {
		return job{}, errNoJob
	}
	if j.open() {
		j.cancel()
		j.status, j.finished, j.updated, j.message = dismissed, q.server.Now(), q.server.Now(), "dismissed"
	}
	return *j, nil
}

// errNoJob is the answer that the standard has for an unknown job.
var errNoJob = exception("no-such-job", http.StatusNotFound, "there is no job under this id")

func (q *jobs) find(id string) *job {
	if i := slices.IndexFunc(q.all, func(j *job) bool { return j.id == id }); i >= 0 {
		return q.all[i]
	}
	return nil
}

func (q *jobs) one(id string) (job, error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if j := q.find(id); j != nil {
		return *j, nil
	}
	return job{}, errNoJob
}

// list is all jobs, the latest first.
func (q *jobs) list() []job {
	q.mu.Lock()
	defer q.mu.Unlock()
	var all []job
	for _, j := range slices.Backward(q.all) {
		all = append(all, *j)
	}
	return all
}

// Stop dismisses all jobs and waits until their work has ended.
func (s *Server) Stop() {
	for _, j := range s.jobs.list() {
		_, _ = s.jobs.dismiss(j.id) // one that is gone needs no dismissing
	}
	s.jobs.live.Wait()
}
