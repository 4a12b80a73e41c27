package data

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"time"

	"nightbeat/planner"
)

// Family are the versions of a plan's night: the plan, those that it is a change of, and all their changes; the latest
// first.
func Family(ctx context.Context, s Store, id string) ([]Summary, error) {
	all, err := s.Plans(ctx)
	if err != nil {
		return nil, err
	}
	return family(all, id), nil
}

// family are those of all plans that are versions of one plan's night.
func family(all []Summary, id string) []Summary {
	parent := map[string]string{}
	for _, p := range all {
		parent[p.ID] = p.Parent
	}
	root := func(id string) string {
		for parent[id] != "" {
			id = parent[id]
		}
		return id
	}
	mine := root(id)
	return slices.DeleteFunc(slices.Clone(all), func(p Summary) bool { return root(p.ID) != mine })
}

// Current is the version of a plan's night that holds: the approved one, else the plan itself.
func Current(ctx context.Context, s Store, id string) (*planner.Plan, error) {
	versions, err := Family(ctx, s, id)
	if err != nil {
		return nil, err
	}
	if i := slices.IndexFunc(versions, func(p Summary) bool { return p.Status == planner.Approved }); i >= 0 {
		id = versions[i].ID
	}
	return s.Plan(ctx, id)
}

// NightReports are the reports of all versions of a plan's night, without those that were withdrawn.
func NightReports(ctx context.Context, s Store, id string) ([]Report, error) {
	versions, err := Family(ctx, s, id)
	if err != nil {
		return nil, err
	}
	return reportsOf(ctx, s, versions)
}

// reportsOf are the reports of versions of a night, without those that were withdrawn.
func reportsOf(ctx context.Context, s Store, versions []Summary) ([]Report, error) {
	var ids []string
	for _, p := range versions {
		ids = append(ids, p.ID)
	}
	reports, err := s.ReportsOf(ctx, ids...)
	return valid(reports), err
}

// valid are the reports that were not withdrawn.
func valid(reports []Report) []Report {
	gone := map[string]bool{}
	for _, r := range reports {
		if r.Kind == planner.Withdrawn {
			gone[r.ID], gone[r.Words] = true, true
		}
	}
	return slices.DeleteFunc(reports, func(r Report) bool { return gone[r.ID] })
}

// Ledger is the version of a plan's night that holds, against what was reported of it.
func Ledger(ctx context.Context, s Store, id string) (*planner.Plan, planner.Ledger, error) {
	plan, err := Current(ctx, s, id)
	if err != nil {
		return nil, planner.Ledger{}, err
	}
	kept, err := NightReports(ctx, s, plan.ID)
	if err != nil {
		return nil, planner.Ledger{}, err
	}
	return plan, ledgerOf(plan, kept), nil
}

func ledgerOf(plan *planner.Plan, kept []Report) planner.Ledger {
	reports := make([]planner.Report, len(kept))
	for i, r := range kept {
		reports[i] = r.Report
	}
	return planner.NewLedger(plan, reports)
}

// KeepTrack keeps what a unit's track shows. Each report's id says all of it: the same track a second time changes nothing.
func KeepTrack(ctx context.Context, s Store, plan string, shown []planner.Report, now time.Time) error {
	for _, r := range shown {
		sum := sha256.Sum256(fmt.Appendf(nil, "%s %s %d %d", plan, r.Stop, r.At.Unix(), int64(r.For.Seconds())))
		id := r.Unit + " track-" + hex.EncodeToString(sum[:8])
		if err := s.Report(ctx, Report{ID: id, Plan: plan, Report: r, Got: now}); err != nil {
			return err
		}
	}
	return nil
}
