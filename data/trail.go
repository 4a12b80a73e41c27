package data

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"time"
)

// Entry is a line of the audit trail: what somebody did.
type Entry struct {
	Number        int64     // from 1, without gaps
	At            time.Time // UTC, to the millisecond
	Who           string    // a user; empty where nobody has signed in
	From          string    // the machine's address, "command line" with the system's user, or "worker"
	Did           string    // what was done, such as "approve plan"
	Object        string    // what it was done to, such as a plan's id
	Result        string    // "begun", "done", "refused", "failed"
	Before, After string    // SHA-256 of the object before and after, where it changed
	Hash          string    // of this entry and, by the hash of the one before it, of all before it
}

// Trail keeps what was done, in order. Nothing in it is ever changed or taken away.
type Trail interface {
	// Note appends an entry: the store gives it its number and its hash, in one transaction with a look at the entry
	// before it, so that two processes on one store write one chain.
	Note(ctx context.Context, e Entry) (Entry, error)
	// Entries are those with numbers above one, in order, at most so many.
	Entries(ctx context.Context, above int64, limit int) ([]Entry, error)
}

// Following gives the entry that follows another, with its number and hash. The first one follows the zero Entry.
//
//	hash(n) = SHA-256(hash(n-1), n, at, who, from, did, object, result, before, after)
//
// each text quoted as in Go, the instant in milliseconds since 1970, all joined by spaces; in hexadecimal digits.
func (e Entry) Following(last Entry) Entry {
	e.Number, e.At = last.Number+1, e.At.UTC().Truncate(time.Millisecond)
	e.Hash = e.chained(last.Hash)
	return e
}

func (e Entry) chained(last string) string {
	says := fmt.Appendf(nil, "%q %d %d %q %q %q %q %q %q %q",
		last, e.Number, e.At.UnixMilli(), e.Who, e.From, e.Did, e.Object, e.Result, e.Before, e.After)
	sum := sha256.Sum256(says)
	return hex.EncodeToString(sum[:])
}

// trailPage is how many entries are looked through at a time.
const trailPage = 1000

// VerifyTrail looks through the whole chain, each entry handed to see, and gives the last entry. It names the first entry
// that was changed, put in or taken out. What was cut off at the end shows only against a hash written down elsewhere.
func VerifyTrail(ctx context.Context, t Trail, see func(Entry) error) (last Entry, err error) {
	for {
		page, err := t.Entries(ctx, last.Number, trailPage)
		if err != nil || len(page) == 0 {
			return last, err
		}
		for _, e := range page {
			if e.Number != last.Number+1 {
				return last, fmt.Errorf("audit: entry %d is missing: after it comes %d", last.Number+1, e.Number)
			}
			if e.Hash != e.chained(last.Hash) {
				return last, fmt.Errorf("audit: entry %d (%s) is not as it was written, or one before it is missing", e.Number, e.At.Format(time.RFC3339))
			}
			if err := see(e); err != nil {
				return last, err
			}
			last = e
		}
	}
}
