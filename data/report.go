package data

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"nightbeat/planner"
)

// Report is what a unit told of its night, as it is kept.
type Report struct {
	ID   string // made by who sends it, so that a second sending changes nothing
	Plan string
	planner.Report
	Got time.Time // when the server got it
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
