package storetest

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"nightbeat/data"
)

// verified is the whole trail, its chain looked through.
func verified(t *testing.T, s data.Store) (all []data.Entry) {
	t.Helper()
	if _, err := data.VerifyTrail(context.Background(), s, func(e data.Entry) error {
		all = append(all, e)
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return all
}

func trail(t *testing.T, s data.Store) {
	if len(verified(t, s)) != 0 {
		t.Fatal("a new store has a past")
	}
	given := data.Entry{At: Created.Add(1234567 * time.Nanosecond).In(east), Who: "chen", From: "127.0.0.1", Did: "approve plan", Object: "n1",
		Result: "done", Before: "b", After: "a"}
	first, err := s.Note(context.Background(), given)
	must(t, err)
	second, err := s.Note(context.Background(), data.Entry{At: Created.Add(-time.Hour)}) // the clock was put back
	must(t, err)
	all := verified(t, s)
	if len(all) != 2 || all[0] != first || all[1] != second {
		t.Fatalf("got %+v, want %+v and %+v", all, first, second)
	}
	given.Number, given.At, given.Hash = 1, Created.Add(time.Millisecond), first.Hash
	if first != given || second.Number != 2 || second.Hash == first.Hash || len(second.Hash) != 64 {
		t.Errorf("noted %+v and %+v, want %+v", first, second, given)
	}
	if rest, err := s.Entries(context.Background(), 1, 10); err != nil || len(rest) != 1 || rest[0] != second {
		t.Errorf("after the first: %+v, %v", rest, err)
	}
	if page, err := s.Entries(context.Background(), 0, 1); err != nil || len(page) != 1 || page[0] != first {
		t.Errorf("a page of one: %+v, %v", page, err)
	}
}

// oneChain has many note at once.
func oneChain(t *testing.T, s data.Store) {
	var wg sync.WaitGroup
	for i := range 20 {
		wg.Go(func() {
			if _, err := s.Note(context.Background(), data.Entry{At: Created, Who: fmt.Sprint(i)}); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if n := len(verified(t, s)); n != 20 {
		t.Errorf("%d entries, want 20", n)
	}
}
