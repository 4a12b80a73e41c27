package sqlite

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"nightbeat/data"
	"nightbeat/data/storetest"
)

const (
	victimEnv = "NIGHTBEAT_VICTIM" // the store that a process writes to until it is killed
	fileSize  = 60                 // incidents in each file that it imports
)

func TestMain(m *testing.M) {
	if path := os.Getenv(victimEnv); path != "" {
		write(path)
	}
	os.Exit(m.Run())
}

// write imports files and saves plans for ever, and says each one that the store has acknowledged.
func write(path string) {
	s, err := Open(context.Background(), path)
	if err != nil {
		fmt.Println("open:", err)
		os.Exit(1)
	}
	plans, err := s.Plans(context.Background())
	for n := len(plans); err == nil; n++ { // a file whose plan is missing is imported again, which changes nothing
		if _, err = s.Import(context.Background(), data.Given(storetest.Town(uint64(n), fileSize))); err != nil {
			break
		}
		plan := storetest.Night()
		plan.ID = strconv.Itoa(n)
		if _, err = s.SavePlan(context.Background(), plan, storetest.Created); err != nil {
			break
		}
		if _, err = s.Note(context.Background(), data.Entry{At: storetest.Created, Did: "write", Object: plan.ID}); err == nil {
			fmt.Println("kept", n)
		}
	}
	fmt.Println("write:", err)
	os.Exit(1)
}

// TestKilledAtAnyMoment kills a writing process again and again at a random moment: the store opens by itself each
// time, whole, with everything that was acknowledged. NIGHTBEAT_CRASHES says how often; make crash does it 25 times.
func TestKilledAtAnyMoment(t *testing.T) {
	rounds := 3
	if testing.Short() {
		rounds = 1
	}
	if n, err := strconv.Atoi(os.Getenv("NIGHTBEAT_CRASHES")); err == nil {
		rounds = n
	}
	path := filepath.Join(t.TempDir(), "a.gpkg")
	rng := rand.New(rand.NewPCG(1, uint64(rounds)))
	kept := -1
	for round := range rounds {
		last := killed(t, path, 1+rng.IntN(6), time.Duration(rng.IntN(20_000))*time.Microsecond)
		kept = max(kept, last)
		start := time.Now()
		s := opened(t, path)
		t.Logf("round %d: %d files acknowledged, open again after %s", round+1, kept+1, time.Since(start).Round(time.Millisecond))
		wantWhole(t, s, kept)
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// killed starts a writer, waits for some acknowledgements and a moment more, and kills it. It gives the last file that
// was acknowledged.
func killed(t *testing.T, path string, acknowledgements int, more time.Duration) (last int) {
	t.Helper()
	victim := exec.Command(os.Args[0])
	victim.Env = append(os.Environ(), victimEnv+"="+path)
	out, err := victim.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := victim.Start(); err != nil {
		t.Fatal(err)
	}
	last = -1
	lines := bufio.NewScanner(out)
	for heard := 0; lines.Scan(); {
		if _, err := fmt.Sscanf(lines.Text(), "kept %d", &last); err != nil {
			t.Fatalf("the writer says %q", lines.Text())
		}
		if heard++; heard == acknowledgements {
			time.AfterFunc(more, func() { _ = victim.Process.Kill() })
		}
	}
	_ = victim.Wait() // it was killed
	return last
}

// wantWhole looks for every acknowledged file and plan, for no half of a file, and through the file's structure.
func wantWhole(t *testing.T, s *Store, kept int) {
	t.Helper()
	sp, err := s.Span(context.Background())
	if err != nil || sp.Count < (kept+1)*fileSize || sp.Count%fileSize != 0 {
		t.Errorf("%d incidents (%v), want %d or whole files more", sp.Count, err, (kept+1)*fileSize)
	}
	plans, err := s.Plans(context.Background())
	if err != nil || len(plans) < kept+1 || len(plans) > kept+2 {
		t.Errorf("%d plans (%v), want at least %d", len(plans), err, kept+1)
	}
	noted := -1
	if _, err := data.VerifyTrail(context.Background(), s, func(e data.Entry) error {
		noted, err = strconv.Atoi(e.Object)
		return err
	}); err != nil || noted < kept {
		t.Errorf("the trail ends with %d (%v), want at least %d", noted, err, kept)
	}
	for _, check := range []string{`PRAGMA integrity_check`, `SELECT rtreecheck('rtree_incidents_geom')`, `SELECT rtreecheck('rtree_legs_geom')`} {
		var verdict string
		if err := s.db.QueryRow(check).Scan(&verdict); err != nil || verdict != "ok" {
			t.Errorf("%s: %s, %v", check, verdict, err)
		}
	}
}
