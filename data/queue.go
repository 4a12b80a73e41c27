package data

import (
	"context"
	"errors"
	"time"
)

// Job is a plan that is asked for while nobody waits for it, or an answer that takes as long.
type Job struct {
	ID                                  string
	Process                             string `json:",omitempty"` // what is asked for; the server's word, empty for a plan
	Status                              JobStatus
	Request                             []byte `json:"-"` // as it was sent; kept beside the rest
	Form                                string // how the result is to be given; the server's word
	By                                  string `json:",omitempty"` // who asks for it
	Created, Started, Finished, Updated time.Time
	Progress                            int // per cent
	Message                             string
	Worker                              string // who has it, where it runs
	Attempts                            int    // how often it was taken
	Plan                                string // its id, where the job was successful
	Answer                              []byte `json:",omitempty"` // the same, where no plan was asked for
	Failure                             string // where it failed: why, in the server's words
}

// JobStatus is how far a job has come (OGC API - Processes Part 1, 7.11.1).
type JobStatus string

// The states of a job.
const (
	Accepted   JobStatus = "accepted"
	Running    JobStatus = "running"
	Successful JobStatus = "successful"
	Failed     JobStatus = "failed"
	Dismissed  JobStatus = "dismissed"
)

// The limits on jobs: how many may wait or run at once, how many are remembered, how often one is taken before it is
// held to be what its workers die of.
const (
	MaxOpenJobs = 20
	MaxJobs     = 200
	MaxAttempts = 3
)

// What a queue's errors are about.
var (
	ErrManyJobs = errors.New("too many jobs are open")
	ErrLost     = errors.New("the job is not this worker's") // dismissed, or taken by another
)

// Queue keeps jobs until a worker, in this process or on another machine, has done them. A worker that takes a job has
// it for a lease, by the store's own clock, and renews the lease while it works; a job whose lease has run out is taken
// again.
type Queue interface {
	// Submit keeps a new job, or gives ErrManyJobs. The oldest job that is not open goes where too many are remembered.
	Submit(ctx context.Context, j Job) error
	// Take gives a worker the oldest job that waits or whose lease has run out (see Taken), or ErrNotFound. It alone gives
	// the job's Request, which may be large.
	Take(ctx context.Context, worker string, lease time.Duration, at time.Time) (Job, error)
	// Change changes a job in one transaction and renews its lease, or gives ErrNotFound, or what how gives: nothing is
	// changed then.
	Change(ctx context.Context, id string, lease time.Duration, how func(Job) (Job, error)) (Job, error)
	// Job gives back the job with an id, or ErrNotFound.
	Job(ctx context.Context, id string) (Job, error)
	// Jobs are all jobs, the latest first.
	Jobs(ctx context.Context) ([]Job, error)
}

// Open tells whether the job still waits or runs.
func (j Job) Open() bool { return j.Status == Accepted || j.Status == Running }

// Taken is the job in a worker's hands; failed where too many workers have died with it in theirs.
func (j Job) Taken(worker string, at time.Time) Job {
	if j.Attempts >= MaxAttempts {
		return j.ended(Failed, "each worker that began it ended before it was done", at)
	}
	j.Attempts++
	if j.Started.IsZero() {
		j.Started = at
	}
	j.Status, j.Worker, j.Updated, j.Progress, j.Message = Running, worker, at, 0, "started"
	return j
}

// Reported is the job as its worker tells of it, or ErrLost.
func (j Job) Reported(worker string, progress int, message string, at time.Time) (Job, error) {
	if !j.with(worker) {
		return j, ErrLost
	}
	j.Progress, j.Message, j.Updated = progress, message, at
	return j, nil
}

// Done is the job with its plan made, or ErrLost.
func (j Job) Done(worker, plan string, at time.Time) (Job, error) {
	if !j.with(worker) {
		return j, ErrLost
	}
	j.Plan = plan
	return j.ended(Successful, "the plan is made", at), nil
}

// Answered is the job with its answer, or ErrLost.
func (j Job) Answered(worker string, answer []byte, at time.Time) (Job, error) {
	if !j.with(worker) {
		return j, ErrLost
	}
	j.Answer = answer
	return j.ended(Successful, "the answer is there", at), nil
}

// Undone is the job that cannot be done, or ErrLost.
func (j Job) Undone(worker, failure, message string, at time.Time) (Job, error) {
	if !j.with(worker) {
		return j, ErrLost
	}
	j.Failure = failure
	return j.ended(Failed, message, at), nil
}

// Released is the job back in the queue, as if its worker had not taken it, or ErrLost.
func (j Job) Released(worker string, at time.Time) (Job, error) {
	if !j.with(worker) {
		return j, ErrLost
	}
	j.Attempts--
	j.Status, j.Worker, j.Progress, j.Message, j.Updated = Accepted, "", 0, "waiting for its turn", at
	return j, nil
}

// DismissedAt is the job that nobody is to do; one that has ended stays as it ended.
func (j Job) DismissedAt(at time.Time) (Job, error) {
	if !j.Open() {
		return j, nil
	}
	return j.ended(Dismissed, "dismissed", at), nil
}

func (j Job) with(worker string) bool { return j.Status == Running && j.Worker == worker }

func (j Job) ended(status JobStatus, message string, at time.Time) Job {
	j.Status, j.Worker, j.Message, j.Finished, j.Updated = status, "", message, at, at
	if status != Dismissed {
		j.Progress = 100
	}
	return j
}
