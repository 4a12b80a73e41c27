package risk

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
)

// stretch is a place to watch: a cell or a segment, with the metres of street in it, what it had and what it brought.
type stretch struct {
	metres, had, ties, brought float64
}

// CompareStreets sets hot cells against hot streets at equal length of street: cells by the plain count, streets by their
// count for each metre, and streets by the network kernel for each metre. Shares are of the length of all streets; in
// the record's scores Cells and Area are metres. Ties are broken by the kernel of each; of the last place only as much is
// taken as makes the lengths equal. Events farther than nearM from every street can be found by none.
func (b Backtest) CompareStreets(ctx context.Context, events []Event, streets *Streets) (*Record, error) {
	b.Models = []Model{Count{}}
	if len(streets.segments) == 0 {
		return nil, fmt.Errorf("the network has no street")
	}
	names := []string{"cells", "streets", "street kernel"}
	return b.Compare(ctx, events, names, func(w Window, past []Event, study Study) ([][]Score, error) {
		all, spans := 0.0, w.spans()
		brought := func(e Event) float64 { return e.Weight * part(e, spans) }
		for _, e := range events {
			all += brought(e)
		}
		cells := study.stretches(past, events, streets, brought)
		counted, kernel := streets.stretches(past, events, brought)
		var scores [][]Score
		for _, places := range [][]stretch{cells, counted, kernel} {
			var byShare []Score
			for _, share := range b.Shares {
				byShare = append(byShare, watch(places, share*streets.LengthM(), streets.LengthM(), all))
			}
			scores = append(scores, byShare)
		}
		return scores, nil
	})
}

// stretches are the cells of the study area that have a street, the hottest first.
func (s Study) stretches(past, events []Event, streets *Streets, brought func(Event) float64) []stretch {
	had, found := make([]float64, len(s.Cells)), make([]float64, len(s.Cells))
	index, lengths := s.Index(), streets.lengths(s.Grid)
	add := func(to []float64, events []Event, weight func(Event) float64) {
		for _, e := range events {
			if c, ok := s.Grid.CellAt(e.At); ok && index[c] >= 0 && len(streets.nearest(e.At)) > 0 {
				to[index[c]] += weight(e)
			}
		}
	}
	add(had, past, func(e Event) float64 { return e.Weight })
	add(found, events, brought)
	ties := s.spread(had, quarticKernel(tiesCells*s.Grid.CellM))
	var places []stretch
	for i, c := range s.Cells {
		if lengths[c] > 0 {
			places = append(places, stretch{lengths[c], had[i], ties[i], found[i]})
		}
	}
	slices.SortStableFunc(places, func(a, b stretch) int { return cmp.Or(cmp.Compare(b.had, a.had), cmp.Compare(b.ties, a.ties)) })
	return places
}

// streetReachM is the reach along the streets of the kernel that breaks ties between them.
const streetReachM = 300

// stretches are the segments, the most events for each metre first: once by their count, once by the network kernel.
func (s *Streets) stretches(past, events []Event, brought func(Event) float64) (counted, kernel []stretch) {
	had := s.counts(past, func(e Event) float64 { return e.Weight })
	found, around := s.counts(events, brought), s.spread(had, streetReachM)
	counted = make([]stretch, len(s.segments))
	for n, seg := range s.segments {
		counted[n] = stretch{seg.lengthM, had[n], around[n], found[n]}
		kernel = append(kernel, stretch{seg.lengthM, around[n], had[n], found[n]})
	}
	for _, places := range [][]stretch{counted, kernel} {
		slices.SortStableFunc(places, func(a, b stretch) int {
			return cmp.Or(cmp.Compare(b.had/b.metres, a.had/a.metres), cmp.Compare(b.ties/b.metres, a.ties/a.metres))
		})
	}
	return counted, kernel
}

// watch takes places in order until their streets make up a length, of the last as much as is left.
func watch(places []stretch, metres, all, events float64) Score {
	score := Score{Cells: int(math.Round(metres)), Area: int(math.Round(all)), Events: events}
	score.Hits = taken(places, metres)
	best := slices.Clone(places)
	slices.SortStableFunc(best, func(a, b stretch) int { return cmp.Compare(b.brought/b.metres, a.brought/a.metres) })
	score.Best = taken(best, metres)
	return score
}

func taken(places []stretch, metres float64) float64 {
	var hits float64
	for _, p := range places {
		if metres <= 0 {
			break
		}
		hits += p.brought * math.Min(1, metres/p.metres)
		metres -= p.metres
	}
	return hits
}
