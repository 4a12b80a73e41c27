package planner

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/paulmach/orb"

	"nightbeat/planner/risk"
)

// Series is incidents of one category that may be one hand's work (串并案): a ring to watch and its hours.
type Series struct {
	Category  string
	Incidents []Incident // by time
	Centre    orb.Point
	RadiusM   float64
	Hours     risk.Hours // the whole day where no hour is known
	Expires   time.Time
	Chance    float64 // that so many fall there anyway
}

// Repeats is what the near-repeat test says of a category, and the possible series in it.
type Repeats struct {
	Category string
	Tested   int // incidents
	Bands    []risk.Band
	Series   []Series
}

// fewestTested is how many incidents of a category a near-repeat test needs to say anything.
const fewestTested = 30

// FindSeries tests each category for near repeats and lists the possible series that have not expired at an instant.
// Where bands of the test hold, incidents are linked as far in metres and days as the bands that hold reach without a
// gap from the first; else as Linking does by default. The seed decides the test's shuffles.
func FindSeries(ctx context.Context, req Request, at time.Time, incidents []Incident, seed int64) ([]Repeats, error) {
	g, err := surveyUntil(req, at, incidents, nil)
	if err != nil {
		return nil, err
	}
	byCategory := map[string][]int{}
	for i, in := range g.incidents {
		byCategory[in.Category] = append(byCategory[in.Category], i)
	}
	var found []Repeats
	for _, category := range slices.Sorted(maps.Keys(byCategory)) {
		members := byCategory[category]
		events := make([]risk.Event, len(members))
		for n, i := range members {
			events[n] = g.events[i]
		}
		r := Repeats{Category: categoryName(category), Tested: len(events)}
		if len(events) >= fewestTested {
			if r.Bands, err = risk.NearRepeats(ctx, events, uint64(seed)); err != nil {
				return nil, fmt.Errorf("%s: %w", r.Category, err)
			}
		}
		for _, s := range risk.PossibleSeries(events, at, risk.LinkingOf(r.Bands)) {
			series := Series{Category: r.Category, Centre: g.frame.ToPoint(s.Centre), RadiusM: s.RadiusM, Hours: s.Hours, Expires: s.Expires, Chance: s.Chance}
			for _, n := range s.Events {
				series.Incidents = append(series.Incidents, g.incidents[members[n]])
			}
			r.Series = append(r.Series, series)
		}
		found = append(found, r)
	}
	return found, nil
}
