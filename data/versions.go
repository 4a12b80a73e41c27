package data

import (
	"context"
	"errors"
	"time"

	"nightbeat/planner"
)

// PartedAt is since when two versions of a night differ: the earliest change of either since the last version that both
// come from. It is zero, and so before the night, where such a version is not kept.
func PartedAt(ctx context.Context, s Store, one, other *planner.Plan) (time.Time, error) {
	mine, err := line(ctx, s, one)
	if err != nil {
		return time.Time{}, err
	}
	others, err := line(ctx, s, other)
	if err != nil {
		return time.Time{}, err
	}
	changed := map[string]time.Time{}
	for _, v := range mine {
		changed[v.id] = v.changed
	}
	for _, v := range others {
		if at, both := changed[v.id]; both {
			return earlier(at, v.changed), nil
		}
	}
	return time.Time{}, nil
}

// ancestor is a version that another comes from, and the earliest change on the way from it to that one: zero for itself.
type ancestor struct {
	id      string
	changed time.Time
}

// line are a plan and those that it comes from, the last one that is kept at the end.
func line(ctx context.Context, s Store, plan *planner.Plan) ([]ancestor, error) {
	all := []ancestor{{id: plan.ID}}
	for plan.Parent != "" {
		changed := plan.Since // no change comes before the one that it is made on
		var err error
		if plan, err = s.Plan(ctx, plan.Parent); errors.Is(err, ErrNotFound) {
			return all, nil
		}
		if err != nil {
			return nil, err
		}
		all = append(all, ancestor{plan.ID, changed})
	}
	return all, nil
}

// earlier is the earlier of two instants; a zero one is none.
func earlier(a, b time.Time) time.Time {
	if b.IsZero() || !a.IsZero() && a.Before(b) {
		return a
	}
	return b
}
