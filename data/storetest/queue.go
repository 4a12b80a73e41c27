package storetest

import (
	"errors"
	"fmt"
	"reflect"
	"sync"
	"testing"
	"time"

	"nightbeat/data"
)

// lease is one that does not run out during a test; lapsed, one that has run out at once.
const (
	lease  = time.Hour
	lapsed = -time.Second
)

func job(n int) data.Job {
	return data.Job{
		ID: fmt.Sprint("j", n), Status: data.Accepted, Request: []byte(`{"seed": 1, "name": "夜 \u0000"}`), Form: "document",
		Created: Created, Updated: Created, Message: "waiting for its turn",
	}
}

func submit(t *testing.T, q data.Queue, n int) {
	t.Helper()
	if err := q.Submit(t.Context(), job(n)); err != nil {
		t.Fatal(err)
	}
}

func taken(t *testing.T, q data.Queue, worker string, lease time.Duration) data.Job {
	t.Helper()
	j, err := q.Take(t.Context(), worker, lease, Created.Add(time.Minute))
	if err != nil {
		t.Fatal(err)
	}
	return j
}

func nothingToTake(t *testing.T, q data.Queue) {
	t.Helper()
	if j, err := q.Take(t.Context(), "w", lease, Created); !errors.Is(err, data.ErrNotFound) {
		t.Errorf("took %+v, %v, want ErrNotFound", j, err)
	}
}

func wantJob(t *testing.T, q data.Queue, want data.Job) {
	t.Helper()
	want.Request = nil // the worker's alone
	got, err := q.Job(t.Context(), want.ID)
	if err != nil || !sameJob(got, want) {
		t.Errorf("%+v, %v, want %+v", got, err, want)
	}
}

func sameJob(a, b data.Job) bool {
	for _, times := range [][2]*time.Time{{&a.Created, &b.Created}, {&a.Started, &b.Started}, {&a.Finished, &b.Finished}, {&a.Updated, &b.Updated}} {
		if !times[0].Equal(*times[1]) {
			return false
		}
		*times[0] = *times[1]
	}
	return reflect.DeepEqual(a, b)
}

// jobDone takes a job through its life: waiting, running, reported of, successful.
func jobDone(t *testing.T, s data.Store) {
	nothingToTake(t, s)
	if _, err := s.Job(t.Context(), "nosuch"); !errors.Is(err, data.ErrNotFound) {
		t.Errorf("a job that is not there: %v", err)
	}
	if _, err := s.Change(t.Context(), "nosuch", lease, func(j data.Job) (data.Job, error) { return j, nil }); !errors.Is(err, data.ErrNotFound) {
		t.Errorf("changing a job that is not there: %v", err)
	}
	submit(t, s, 1)
	wantJob(t, s, job(1))
	begun := Created.Add(time.Minute)
	want := job(1).Taken("w", begun)
	if j := taken(t, s, "w", lease); !sameJob(j, want) || want.Status != data.Running || want.Attempts != 1 || !want.Started.Equal(begun) {
		t.Fatalf("took %+v, want %+v", j, want)
	}
	want.Request = nil
	for _, how := range []func(data.Job) (data.Job, error){
		func(j data.Job) (data.Job, error) { return j.Reported("w", 40, "tours", begun) },
		func(j data.Job) (data.Job, error) { return j.Done("w", "p1", begun.Add(time.Minute)) },
	} {
		want, _ = how(want)
		if got, err := s.Change(t.Context(), "j1", lease, how); err != nil || !sameJob(got, want) {
			t.Errorf("%+v, %v, want %+v", got, err, want)
		}
		wantJob(t, s, want)
	}
	if want.Status != data.Successful || want.Plan != "p1" || want.Progress != 100 || want.Open() {
		t.Errorf("in the end it is %+v", want)
	}
	nothingToTake(t, s)

	asked := job(2)
	asked.Process = "staffing"
	if err := s.Submit(t.Context(), asked); err != nil {
		t.Fatal(err)
	}
	if j := taken(t, s, "w", lease); j.Process != "staffing" {
		t.Errorf("a job of another process is taken as %+v", j)
	}
	answered, err := s.Change(t.Context(), "j2", lease, func(j data.Job) (data.Job, error) { return j.Answered("w", []byte(`{"more":1}`), begun) })
	if err != nil || answered.Status != data.Successful {
		t.Errorf("%+v, %v", answered, err)
	}
	if kept, err := s.Job(t.Context(), "j2"); err != nil || string(kept.Answer) != `{"more":1}` || kept.Plan != "" {
		t.Errorf("its answer is kept as %q, %v", kept.Answer, err)
	}
}

// jobOrder takes jobs in the order in which they came, each once, however many workers there are.
func jobOrder(t *testing.T, s data.Store) {
	for n := range 10 {
		submit(t, s, n)
	}
	if first := taken(t, s, "w", lease); first.ID != "j0" {
		t.Errorf("%s comes first", first.ID)
	}
	all, err := s.Jobs(t.Context())
	if err != nil || len(all) != 10 || all[0].ID != "j9" || all[9].ID != "j0" || all[0].Request != nil {
		t.Errorf("%d jobs, %v, want 10, the latest first", len(all), err)
	}
	var wg sync.WaitGroup
	var mu sync.Mutex
	times := map[string]int{}
	for n := range 9 {
		wg.Go(func() {
			j, err := s.Take(t.Context(), fmt.Sprint("w", n), lease, Created)
			if err != nil {
				t.Error(err)
			}
			mu.Lock()
			defer mu.Unlock()
			times[j.ID]++
		})
	}
	wg.Wait()
	if len(times) != 9 {
		t.Errorf("taken %v, want each of nine once", times)
	}
	nothingToTake(t, s)
}

// jobTakenAgain loses a worker: another takes its job, and what the first tells later is refused. The third worker that
// is lost is the last.
func jobTakenAgain(t *testing.T, s data.Store) {
	submit(t, s, 1)
	taken(t, s, "a", lapsed)
	if j := taken(t, s, "b", lease); j.Attempts != 2 || j.Worker != "b" {
		t.Errorf("%+v", j)
	}
	nothingToTake(t, s)
	for _, late := range []func(data.Job) (data.Job, error){
		func(j data.Job) (data.Job, error) { return j.Reported("a", 40, "tours", Created) },
		func(j data.Job) (data.Job, error) { return j.Done("a", "p1", Created) },
		func(j data.Job) (data.Job, error) { return j.Undone("a", "{}", "cannot be", Created) },
		func(j data.Job) (data.Job, error) { return j.Released("a", Created) },
	} {
		if j, err := s.Change(t.Context(), "j1", lease, late); !errors.Is(err, data.ErrLost) {
			t.Errorf("%+v, %v, want ErrLost", j, err)
		}
	}
	report := func(lease time.Duration) {
		if _, err := s.Change(t.Context(), "j1", lease, func(j data.Job) (data.Job, error) { return j.Reported("b", 1, "risk", Created) }); err != nil {
			t.Error(err)
		}
	}
	report(lease)
	nothingToTake(t, s)
	report(lapsed)
	taken(t, s, "c", lapsed)
	nothingToTake(t, s)
	if j, err := s.Job(t.Context(), "j1"); err != nil || j.Status != data.Failed || j.Finished.IsZero() {
		t.Errorf("after %d workers it is %+v, %v, want it failed", data.MaxAttempts, j, err)
	}
}

// jobReleased gives a job back: it is the next to be taken, as if for the first time.
func jobReleased(t *testing.T, s data.Store) {
	submit(t, s, 1)
	submit(t, s, 2)
	for range 2 * data.MaxAttempts {
		if j := taken(t, s, "a", lease); j.ID != "j1" || j.Attempts != 1 || string(j.Request) != string(job(1).Request) {
			t.Fatalf("%+v", j)
		}
		if _, err := s.Change(t.Context(), "j1", lease, func(j data.Job) (data.Job, error) { return j.Released("a", Created) }); err != nil {
			t.Fatal(err)
		}
	}
}

// jobDismissed dismisses a job that waits, one that runs and one that has ended.
func jobDismissed(t *testing.T, s data.Store) {
	for n := 1; n <= 3; n++ {
		submit(t, s, n)
	}
	dismiss := func(j data.Job) (data.Job, error) { return j.DismissedAt(Created) }
	taken(t, s, "a", lease)
	taken(t, s, "b", lease)
	if _, err := s.Change(t.Context(), "j2", lease, func(j data.Job) (data.Job, error) { return j.Undone("b", `{"status":422}`, "cannot be", Created) }); err != nil {
		t.Fatal(err)
	}
	for id, want := range map[string]data.JobStatus{"j1": data.Dismissed, "j2": data.Failed, "j3": data.Dismissed} {
		if j, err := s.Change(t.Context(), id, lease, dismiss); err != nil || j.Status != want || j.Finished.IsZero() {
			t.Errorf("%s: %+v, %v, want %s", id, j, err, want)
		}
	}
	if _, err := s.Change(t.Context(), "j1", lease, func(j data.Job) (data.Job, error) { return j.Reported("a", 1, "risk", Created) }); !errors.Is(err, data.ErrLost) {
		t.Errorf("its worker is told %v, want ErrLost", err)
	}
	nothingToTake(t, s)
}

// jobLimits keeps no more open jobs than may be, and forgets the oldest of those that are not open.
func jobLimits(t *testing.T, s data.Store) {
	for n := range data.MaxOpenJobs {
		submit(t, s, n)
	}
	if err := s.Submit(t.Context(), job(-1)); !errors.Is(err, data.ErrManyJobs) {
		t.Errorf("%v, want ErrManyJobs", err)
	}
	dismiss := func(n int) {
		if _, err := s.Change(t.Context(), fmt.Sprint("j", n), lease, func(j data.Job) (data.Job, error) { return j.DismissedAt(Created) }); err != nil {
			t.Error(err)
		}
	}
	for n := 1; n < data.MaxOpenJobs; n++ {
		dismiss(n)
	}
	for n := data.MaxOpenJobs; n <= data.MaxJobs; n++ {
		submit(t, s, n)
		dismiss(n)
	}
	all, err := s.Jobs(t.Context())
	if err != nil || len(all) != data.MaxJobs || all[len(all)-1].ID != "j0" || all[len(all)-2].ID != "j2" {
		t.Errorf("%d jobs, %v, want %d: the oldest, which is open, and not the second", len(all), err, data.MaxJobs)
	}
}
