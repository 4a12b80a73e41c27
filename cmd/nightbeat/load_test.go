package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// servantEnv has this test program be a server, with these flags, in a process of its own.
const servantEnv = "NIGHTBEAT_SERVANT"

func TestMain(m *testing.M) {
	if flags := os.Getenv(servantEnv); flags != "" {
		os.Args = append([]string{"nightbeat"}, strings.Fields(flags)...)
		main()
	}
	os.Exit(m.Run())
}

// The load: so many connections for so long.
const (
	connections = 32
	loadTime    = 10 * time.Second
)

// BenchmarkItems reads tonight's routes over 32 connections for ten seconds, from a server in a process of its own with the
// sample town in a store: while nothing else happens, and while plans are made one after another. It prints requests a
// second and the 50th and 99th percentile of their times. One run is enough: -benchtime=1x.
func BenchmarkItems(b *testing.B) {
	base := servant(b)
	for _, path := range []string{"/collections/routes/items", "/collections/legs/items?limit=1000"} {
		for _, planning := range []bool{false, true} {
			b.Run(fmt.Sprintf("%s/planning=%t", strings.Split(path, "/")[2], planning), func(b *testing.B) {
				for b.Loop() {
					stop := func() {}
					if planning {
						stop = keepPlanning(b, base)
					}
					took := load(b, base+path)
					stop()
					slices.Sort(took)
					b.ReportMetric(float64(len(took))/loadTime.Seconds(), "req/s")
					b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "p50-ms")
					b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "p99-ms")
					b.ReportMetric(float64(took[len(took)-1].Microseconds())/1000, "max-ms")
				}
			})
		}
	}
}

// servant starts a server and gives its address.
func servant(b *testing.B) string {
	b.Helper()
	_, said := process(b, "serve --sample --addr 127.0.0.1:0 --store "+filepath.Join(b.TempDir(), "s.gpkg"))
	return address.FindString(said)
}

// process runs a command in a process of its own until the test ends; it gives the first line that the command says.
func process(t testing.TB, flags string) (p *exec.Cmd, line string) {
	t.Helper()
	p = exec.Command(os.Args[0])
	p.Env = append(os.Environ(), servantEnv+"="+flags)
	said := make(chan string, 1)
	p.Stderr = firstLine(said)
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = p.Process.Kill()
		_ = p.Wait() // it was killed
	})
	select {
	case line = <-said:
	case <-time.After(time.Minute):
		t.Fatalf("%s: says nothing", flags)
	}
	return p, line
}

// keepPlanning has plans made one after another until it is stopped, each with a seed of its own.
func keepPlanning(b *testing.B, base string) (stop func()) {
	ctx, cancel := context.WithCancel(b.Context())
	var made sync.WaitGroup
	plans := 0
	made.Go(func() {
		for seed := 1; ctx.Err() == nil; seed++ {
			night := fmt.Sprintf(`{"units":4,"base":[118.198846,39.699834],"seed":%d,"shift":{"start":"2026-07-01T20:00:00+08:00","end":"2026-07-02T04:00:00+08:00"}}`, seed)
			req, err := http.NewRequestWithContext(ctx, "POST", base+"/plans", strings.NewReader(night))
			if err != nil {
				b.Error(err)
				return
			}
			req.Header.Set("Content-Type", "application/json")
			resp, err := http.DefaultClient.Do(req)
			if err != nil {
				return // stopped
			}
			if body, _ := io.ReadAll(resp.Body); resp.StatusCode == http.StatusOK {
				plans++
			} else {
				b.Errorf("%s: %s", resp.Status, body)
			}
			resp.Body.Close()
		}
	})
	return func() {
		cancel()
		made.Wait()
		if plans == 0 {
			b.Error("no plan was made beside the load")
		}
		b.ReportMetric(float64(plans), "plans")
	}
}

// load asks for a page over all connections and gives how long each answer took.
func load(b *testing.B, url string) (took []time.Duration) {
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: connections}}
	defer client.CloseIdleConnections()
	var mu sync.Mutex
	var all sync.WaitGroup
	until := time.Now().Add(loadTime)
	for range connections {
		all.Go(func() {
			var own []time.Duration
			for time.Now().Before(until) {
				start := time.Now()
				resp, err := client.Get(url)
				if err != nil {
					b.Error(err)
					return
				}
				if _, err := io.Copy(io.Discard, resp.Body); err != nil || resp.StatusCode != http.StatusOK {
					b.Errorf("%s, %v", resp.Status, err)
				}
				resp.Body.Close()
				own = append(own, time.Since(start))
			}
			mu.Lock()
			defer mu.Unlock()
			took = append(took, own...)
		})
	}
	all.Wait()
	if len(took) == 0 {
		b.Fatal("nothing was answered")
	}
	return took
}
