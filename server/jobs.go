package server

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"errors"
	"net/http"

	"nightbeat/data"
	"nightbeat/planner/words"
)

// submit keeps a job for a request, and wakes a worker of this process.
func (s *Server) submit(ctx context.Context, process string, request []byte, form resultForm) (data.Job, error) {
	now := s.Now()
	j := data.Job{
		ID: newID(), Process: process, Status: data.Accepted, Request: request, Form: string(form), By: callerOf(ctx).user.Name, Created: now, Updated: now, Message: "waiting for its turn",
	}
	if err := s.Store.Submit(ctx, j); err != nil {
		return data.Job{}, err
	}
	select {
	case s.submitted <- struct{}{}:
	default: // they are awake
	}
	return j, nil
}

// newID is 128 random bits.
func newID() string {
	var raw [16]byte
	_, _ = rand.Read(raw[:]) // never fails
	return hex.EncodeToString(raw[:])
}

// errNoJob is the answer that the standard has for an unknown job.
var errNoJob = exception("no-such-job", http.StatusNotFound, "there is no job under this id")

// job finds a job by its id.
func (s *Server) job(ctx context.Context, id string) (data.Job, error) {
	j, err := s.Store.Job(ctx, id)
	if errors.Is(err, data.ErrNotFound) {
		err = errNoJob
	}
	return j, err
}

// dismiss has a job stop that is open, here at once, on another machine at its worker's next report; one that has ended
// stays as it ended.
func (s *Server) dismiss(ctx context.Context, id string) (data.Job, error) {
	j, err := s.Store.Change(ctx, id, 0, func(j data.Job) (data.Job, error) { return j.DismissedAt(s.Now()) })
	if errors.Is(err, data.ErrNotFound) {
		err = errNoJob
	}
	if err == nil {
		s.working.stop(id)
	}
	return j, err
}

// openJobs is how many jobs wait or run.
func (s *Server) openJobs() (n int) {
	all, err := s.Store.Jobs(context.Background())
	if err != nil {
		s.Log.Error("jobs cannot be counted", "error", err)
	}
	for _, j := range all {
		if j.Open() {
			n++
		}
	}
	return n
}

// failureJSON is why a job failed, as it is kept: the problem that its results answer, in any language.
type failureJSON struct {
	problemJSON
	Sentence words.Note `json:"sentence"`
}

// failure is what to keep of an error, and its sentence.
func failure(err error) (kept, message string) {
	p := problemOf(err)
	raw, _ := json.Marshal(failureJSON{*p, p.sentence}) // numbers and texts
	return string(raw), p.Error()
}

// failureOf is the way back.
func failureOf(j data.Job) *problemJSON {
	var kept failureJSON
	if err := json.Unmarshal([]byte(j.Failure), &kept); err != nil {
		return newProblem(http.StatusInternalServerError, "", words.New("%s", j.Message))
	}
	kept.sentence = kept.Sentence
	return &kept.problemJSON
}
