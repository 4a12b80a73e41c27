package server

import (
	"strings"
	"testing"
	"time"

	"nightbeat/data"
	"nightbeat/planner"
)

func plain(*Config) {}

// ordered asks a machine for a plan, as a job; it gives the job's path.
func ordered(t *testing.T, base, request string) string {
	t.Helper()
	a := ask(t, "POST", base+"/plans", typeJSON, request, "Prefer", "respond-async")
	path, found := strings.CutPrefix(a.Header.Get("Location"), base)
	if !found {
		t.Fatalf("%s %s", a.Status, a.body)
	}
	return path
}

// TestAnotherMachineWorks has a job asked for at one machine, done by another, and its results given by a third.
func TestAnotherMachineWorks(t *testing.T) {
	store := city(t)
	_, asked := machine(t, store, plain)
	worker, _ := machine(t, store, plain)
	defer atWork(worker)()
	_, later := machine(t, store, plain)
	job := ordered(t, asked, goodPlan)
	until(t, later+job, data.Successful)
	want := ask(t, "POST", asked+"/plans", typeJSON, goodPlan).body
	if got := ask(t, "GET", later+job+"/results", "", "").body; got != want {
		t.Errorf("the results: %.200s", got)
	}
}

// TestJobsSurviveARestart stops a machine that works on a job: the job waits in the store, and another machine works on it.
func TestJobsSurviveARestart(t *testing.T) {
	store := city(t)
	first, asked := machine(t, store, plain)
	stop := atWork(first)
	job := ordered(t, asked, long)
	until(t, asked+job, data.Running)
	stop()
	until(t, asked+job, data.Accepted)
	second, _ := machine(t, store, plain)
	defer atWork(second)()
	if s := until(t, asked+job, data.Running); !s.Finished.IsZero() {
		t.Errorf("%+v", s)
	}
	ask(t, "DELETE", asked+job, "", "")
}

// TestDismissReachesAnotherMachine dismisses a job where it was asked for: the machine that works on it is free for the next.
func TestDismissReachesAnotherMachine(t *testing.T) {
	store := city(t)
	_, asked := machine(t, store, plain)
	worker, _ := machine(t, store, plain)
	defer atWork(worker)()
	job := ordered(t, asked, long)
	until(t, asked+job, data.Running)
	next := ordered(t, asked, goodPlan)
	ask(t, "DELETE", asked+job, "", "")
	until(t, asked+next, data.Successful)
	until(t, asked+job, data.Dismissed)
	if plans, err := store.Plans(t.Context()); err != nil || len(plans) != 1 {
		t.Errorf("%d plans, %v; want the one of the job that was not dismissed", len(plans), err)
	}
}

// TestDeadWorkersJobIsTakenAgain has a worker take a job and never be heard of again.
func TestDeadWorkersJobIsTakenAgain(t *testing.T) {
	store := city(t)
	worker, asked := machine(t, store, plain)
	job := ordered(t, asked, goodPlan)
	if _, err := store.Take(t.Context(), "dead", -time.Second, time.Now()); err != nil {
		t.Fatal(err)
	}
	defer atWork(worker)()
	until(t, asked+job, data.Successful)
}

// torn are streets whose every use faults.
type torn struct{ planner.Roads }

// TestFaultEndsTheJobAlone has the making of a plan fault: the job failed, the machine goes on.
func TestFaultEndsTheJobAlone(t *testing.T) {
	worker, asked := machine(t, city(t), func(c *Config) { c.Roads = torn{} })
	defer atWork(worker)()
	for range 2 {
		job := ordered(t, asked, goodPlan)
		until(t, asked+job, data.Failed)
		if a := ask(t, "GET", asked+job+"/results", "", ""); a.StatusCode != 500 || strings.Contains(a.body, "nil pointer") {
			t.Errorf("%s %s", a.Status, a.body)
		}
	}
}

// TestProgressIsTold has a long job's progress rise while it runs.
func TestProgressIsTold(t *testing.T) {
	worker, asked := machine(t, city(t), plain)
	defer atWork(worker)()
	job := ordered(t, asked, strings.Replace(long, `"limit_s":60`, `"limit_s":20`, 1))
	for range 600 {
		if s := told(t, ask(t, "GET", asked+job, "", "")); s.Progress > 0 && s.Message == "tours" {
			ask(t, "DELETE", asked+job, "", "")
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Error("no progress was told")
}
