package data

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"
)

// What a unit reports of a stop, or of itself where no stop is named.
const (
	Here    = "here"    // it is at the stop
	Left    = "left"    // it has left the stop
	Delayed = "delayed" // it will come later
	Skipped = "skipped" // it will not come; Words say why
	Helped  = "helped"  // it helped someone; Words say how
)

// ReportKinds are all of them.
func ReportKinds() []string { return []string{Here, Left, Delayed, Skipped, Helped} }

// Report is what a unit tells of its night.
type Report struct {
	ID         string // made by who sends it, so that a second sending changes nothing
	Plan, Unit string
	Stop       string // its id; "" where no stop is meant
	Visit      int    // 1 for the stop's first of the night
	Kind       string
	Words      string
	At         time.Time // by the clock of who sends it
	Got        time.Time // when the server got it
}

// Reports keeps what units tell of their night. A plan's reports stay however the plan changes: a change has its own.
type Reports interface {
	// Report keeps one; where its id is there already, nothing changes.
	Report(ctx context.Context, r Report) error
	// ReportsOf are those of some plans, in the order of At, then of their ids.
	ReportsOf(ctx context.Context, plans ...string) ([]Report, error)
	// Secret is 32 random bytes that the store made once and keeps: what links are signed with.
	Secret(ctx context.Context) ([]byte, error)
}

// SortReports puts reports in their order.
func SortReports(reports []Report) {
	slices.SortFunc(reports, func(a, b Report) int { return cmp.Or(a.At.Compare(b.At), strings.Compare(a.ID, b.ID)) })
}
