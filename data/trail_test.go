package data_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"nightbeat/data"
	"nightbeat/data/storetest"
)

// written is a trail that somebody may have changed.
type written []data.Entry

func (written) Note(context.Context, data.Entry) (data.Entry, error) { panic("not asked") }

func (w written) Entries(_ context.Context, above int64, limit int) (page []data.Entry, err error) {
	for _, e := range w {
		if e.Number > above && len(page) < limit {
			page = append(page, e)
		}
	}
	return page, nil
}

// TestEachChangeOfTheTrailIsFound changes every field of an entry in turn, takes the entry out, and doubles it.
func TestEachChangeOfTheTrailIsFound(t *testing.T) {
	honest := func() (all written) {
		var last data.Entry
		for range 5 {
			last = data.Entry{At: storetest.Created, Who: "w", From: "f", Did: "d", Object: "o", Result: "r", Before: "b", After: "a"}.Following(last)
			all = append(all, last)
		}
		return all
	}
	see := func(data.Entry) error { return nil }
	if last, err := data.VerifyTrail(t.Context(), honest(), see); err != nil || last.Number != 5 {
		t.Fatalf("an honest trail: %+v, %v", last, err)
	}
	for name, change := range map[string]func(*data.Entry){
		"at": func(e *data.Entry) { e.At = e.At.Add(time.Millisecond) }, "who": func(e *data.Entry) { e.Who = "x" },
		"from": func(e *data.Entry) { e.From = "x" }, "did": func(e *data.Entry) { e.Did = "x" }, "object": func(e *data.Entry) { e.Object = "x" },
		"result": func(e *data.Entry) { e.Result = "x" }, "before": func(e *data.Entry) { e.Before = "x" }, "after": func(e *data.Entry) { e.After = "x" },
		"moved between fields": func(e *data.Entry) { e.Who, e.From = "wf", "" }, "hash": func(e *data.Entry) { e.Hash = "x" },
		"hashed anew": func(e *data.Entry) { e.Who = "x"; *e = e.Following(data.Entry{Number: e.Number - 1}) },
	} {
		w := honest()
		change(&w[2])
		if _, err := data.VerifyTrail(t.Context(), w, see); err == nil || !strings.Contains(err.Error(), "entry 3") {
			t.Errorf("%s: %v, want entry 3 named", name, err)
		}
	}
	out := append(honest()[:2], honest()[3:]...)
	if _, err := data.VerifyTrail(t.Context(), out, see); err == nil || !strings.Contains(err.Error(), "entry 3 is missing") {
		t.Errorf("taken out: %v", err)
	}
}
