package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"nightbeat/data"
	"nightbeat/data/postgres"
	"nightbeat/data/postgres/pgtest"
)

// database starts the PostgreSQL of this package's tests; it ends with their process.
var database = sync.OnceValues(pgtest.Start)

// emptyDatabase is the address of an empty one.
func emptyDatabase(t *testing.T) string {
	t.Helper()
	if testing.Short() {
		t.Skip("processes on a database; not in short runs")
	}
	server, err := database()
	if errors.Is(err, pgtest.ErrAbsent) {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	return server.Empty(t)
}

func openDatabase(t *testing.T, at string) *postgres.Store {
	t.Helper()
	store, err := postgres.Open(t.Context(), at)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close() })
	return store
}

// send posts JSON and decodes the answer.
func send(t *testing.T, address, body string, answer any) (status int) {
	t.Helper()
	resp, err := http.Post(address, "application/json", strings.NewReader(body))
	if err != nil {
		t.Error(err)
		return 0
	}
	defer resp.Body.Close()
	raw, err := io.ReadAll(resp.Body)
	if err == nil && resp.StatusCode == http.StatusOK {
		err = json.Unmarshal(raw, answer)
	}
	if err != nil {
		t.Errorf("%s: %v: %.200s", address, err, raw)
	}
	return resp.StatusCode
}

// nightAfter asks for a short plan of the sample's night some days later.
func nightAfter(days, seed int) string {
	start := time.Date(2026, 7, 1+days, 20, 0, 0, 0, time.UTC)
	return fmt.Sprintf(`{"shift":{"start":%q,"end":%q},"units":2,"base":[118.198846,39.699834],"iterations":20,"seed":%d}`,
		start.Format(time.RFC3339), start.Add(8*time.Hour).Format(time.RFC3339), seed)
}

// TestTwoServersOnOneDatabase has two servers, each a process, approve two plans for one night at the same moment, for
// several nights: one is told that the night is taken, and both say the same of what stands.
func TestTwoServersOnOneDatabase(t *testing.T) {
	t.Parallel()
	at := emptyDatabase(t)
	_, said := process(t, "serve --sample --addr 127.0.0.1:0 --store "+at)
	a := address.FindString(said)
	_, said = process(t, "serve --addr 127.0.0.1:0 --store "+at)
	b := address.FindString(said)
	for night := range 4 {
		var plans [2]struct{ Plan struct{ ID string } }
		for i, server := range []string{a, b} {
			if status := send(t, server+"/plans", nightAfter(night, i), &plans[i]); status != http.StatusOK {
				t.Fatalf("planning: %d", status)
			}
		}
		var told [2]int
		var both sync.WaitGroup
		for i, server := range []string{a, b} {
			both.Go(func() { told[i] = send(t, server+"/plans/"+plans[i].Plan.ID+"/approve", "{}", &struct{}{}) })
		}
		both.Wait()
		winner := plans[0].Plan.ID
		if told[1] == http.StatusOK {
			winner = plans[1].Plan.ID
		}
		if told != [2]int{http.StatusOK, http.StatusConflict} && told != [2]int{http.StatusConflict, http.StatusOK} {
			t.Fatalf("night %d: approving gives %v, want one 200 and one 409", night, told)
		}
		for _, server := range []string{a, b} {
			var latest struct{ Plan struct{ ID, Status string } }
			get(t, server+"/plans/latest", &latest)
			if latest.Plan.ID != winner || latest.Plan.Status != "approved" {
				t.Errorf("night %d: %s says %+v, want %s", night, server, latest.Plan, winner)
			}
		}
	}
}

func get(t *testing.T, address string, answer any) {
	t.Helper()
	resp, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if err := json.NewDecoder(resp.Body).Decode(answer); err != nil || resp.StatusCode != http.StatusOK {
		t.Fatalf("%s: %s, %v", address, resp.Status, err)
	}
}

// TestKilledWorkersJob kills a worker in the middle of its job, with SIGKILL: another worker does the job, and the plan is
// the one that a server would have made.
func TestKilledWorkersJob(t *testing.T) {
	t.Parallel()
	at := emptyDatabase(t)
	n, err := loadSample(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	store := openDatabase(t, at)
	if _, err := store.Import(t.Context(), data.Given(n.Incidents)); err != nil {
		t.Fatal(err)
	}
	request := strings.Replace(nightAfter(0, 1), `"iterations":20`, `"limit_s":8`, 1)
	if err := store.Submit(t.Context(), data.Job{ID: "j", Status: data.Accepted, Request: []byte(request), Created: time.Now()}); err != nil {
		t.Fatal(err)
	}
	first, _ := process(t, "work --sample --at-once 1 --store "+at)
	begun := until(t, store, data.Running)
	if err := first.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	process(t, "work --sample --at-once 1 --store "+at)
	done := until(t, store, data.Successful)
	if done.Attempts != 2 || begun.Attempts != 1 {
		t.Errorf("%+v, want it taken twice", done)
	}
	if plan, err := store.LatestPlan(t.Context()); err != nil || plan.ID != done.Plan || len(plan.Routes) != 2 {
		t.Errorf("%v, %v, want the job's plan", plan, err)
	}
}

// until waits for the job to have a status.
func until(t *testing.T, q data.Queue, status data.JobStatus) data.Job {
	t.Helper()
	var j data.Job
	var err error
	for range 600 {
		if j, err = q.Job(t.Context(), "j"); err != nil || j.Status == status {
			break
		}
		time.Sleep(100 * time.Millisecond)
	}
	if err != nil || j.Status != status {
		t.Fatalf("%+v, %v, want %s", j, err, status)
	}
	return j
}

// TestCommandsOnADatabase imports into a database, migrates it, and is told what backs it up.
func TestCommandsOnADatabase(t *testing.T) {
	t.Parallel()
	at := emptyDatabase(t)
	good := written(t, "good.geojson", threeIncidents)
	for _, step := range []struct {
		args string
		exit int
		says string
	}{
		{"import " + good + " --store " + at, 0, "2 loaded, 1 rejected (2 new, 0 changed, 0 already there)"},
		{"import " + good + " --store " + at, 0, "0 new, 0 changed, 2 already there"},
		{"migrate --store " + at, 0, fmt.Sprint("store version ", postgres.Version())},
		{"backup x.gpkg --store " + at, 2, "pg_dump"},
		{"restore " + good + " --store " + at, 2, "pg_restore"},
		{"import " + good + " --store postgres://night:secret@127.0.0.1:1/x", 1, "does not answer"},
	} {
		out, messages, exit := nightbeat(t, strings.Fields(step.args)...)
		if exit != step.exit || !strings.Contains(out+messages, step.says) || strings.Contains(messages, "secret") {
			t.Errorf("%s: exit %d, %q %q; want %d and %q", step.args, exit, out, messages, step.exit, step.says)
		}
	}
}

// TestJobOutlivesItsServer kills a server in the middle of a job, with SIGKILL: started again on the same file, it goes on
// with the job.
func TestJobOutlivesItsServer(t *testing.T) {
	if testing.Short() {
		t.Skip("a killed server's lease has to run out; not in short runs")
	}
	t.Parallel()
	file := filepath.Join(t.TempDir(), "s.gpkg")
	first, said := process(t, "serve --sample --addr 127.0.0.1:0 --store "+file)
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, address.FindString(said)+"/plans",
		strings.NewReader(strings.Replace(nightAfter(1, 1), `"iterations":20`, `"limit_s":5`, 1)))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Prefer", "respond-async")
	resp, err := http.DefaultClient.Do(request)
	if err != nil || resp.StatusCode != http.StatusCreated {
		t.Fatal(resp.Status, err)
	}
	resp.Body.Close()
	base, job, _ := strings.Cut(resp.Header.Get("Location"), "/jobs/")
	status := func(base string) (s struct{ Status string }) {
		get(t, base+"/jobs/"+job, &s)
		return s
	}
	for status(base).Status != "running" {
		time.Sleep(50 * time.Millisecond)
	}
	if err := first.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_, said = process(t, "serve --addr 127.0.0.1:0 --store "+file)
	base = address.FindString(said)
	for range 600 {
		if status(base).Status == "successful" {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Errorf("the job is %+v", status(base))
}
