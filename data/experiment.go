package data

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"nightbeat/planner"
)

// ErrExperiment tells an experiment that cannot be kept; the error that wraps it says why.
var ErrExperiment = errors.New("experiment")

// Experiments keeps what lots were drawn. None is changed or deleted: whoever draws again until it pleases leaves the
// draws before it in the list.
type Experiments interface {
	// KeepExperiment keeps one as it was drawn. Where its id is there, or another's nights meet its own, gives an ErrExperiment.
	KeepExperiment(ctx context.Context, e *planner.Experiment) error
	// Experiments are all, the last drawn first. They are shared: nobody changes them.
	Experiments(ctx context.Context) ([]*planner.Experiment, error)
	// EndExperiment ends the one with an id before it is over; ended or over already, it stays as it is. Or gives ErrNotFound.
	EndExperiment(ctx context.Context, id, by string, at time.Time) error
}

// ExperimentNamed finds the experiment with an id in a list, or gives ErrNotFound.
func ExperimentNamed(all []*planner.Experiment, id string) (*planner.Experiment, error) {
	i := slices.IndexFunc(all, func(e *planner.Experiment) bool { return e.ID == id })
	if i < 0 {
		return nil, fmt.Errorf("experiment %q: %w", id, ErrNotFound)
	}
	return all[i], nil
}

// AdmitExperiment refuses an experiment that cannot stand beside those kept: one runs at a time, so that each plan obeys one.
func AdmitExperiment(kept []*planner.Experiment, e *planner.Experiment) error {
	if e.ID == "" || strings.TrimSpace(e.Name) == "" || len(e.Arms) == 0 {
		return fmt.Errorf("%w: it has no id, no name or no lots; draw it first", ErrExperiment)
	}
	for _, k := range kept {
		if k.ID == e.ID {
			return fmt.Errorf("%w %q is there already, and lots are drawn once", ErrExperiment, e.ID)
		}
		if k.Period.Start.Before(e.Over()) && e.Period.Start.Before(k.Over()) {
			return fmt.Errorf("%w: %q runs until %s; end it first, or draw for later", ErrExperiment, k.Name, k.Over().Format(time.DateOnly))
		}
	}
	return nil
}

// EndedExperiment is an experiment ended at an instant; itself where it is ended or over already.
func EndedExperiment(e *planner.Experiment, by string, at time.Time) *planner.Experiment {
	if !e.Ended.IsZero() || !at.Before(e.Over()) {
		return e
	}
	ended := *e
	ended.Ended, ended.EndedBy = cut(at), by
	return &ended
}

// SortExperiments puts experiments in their order.
func SortExperiments(all []*planner.Experiment) {
	slices.SortFunc(all, func(a, b *planner.Experiment) int {
		return cmp.Or(b.Drawn.Compare(a.Drawn), strings.Compare(a.ID, b.ID))
	})
}
