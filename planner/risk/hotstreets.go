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

// CompareStreets sets hot cells against hot streets at equal length of street, by the plain count of each. Shares are
// of the length of all streets; in the record's scores Cells and Area are metres. Streets are taken by events per
// metre, cells by events, ties by the kernel of each; of the last one only as much as makes the lengths equal. Events
// farther than nearM from every street can be found by neither.
func (b Backtest) CompareStreets(ctx context.Context, events []Event, streets *Streets) (*Record, error) {
	b.Models = []Model{Count{}}
	if err := b.check(); err != nil {
		return nil, err
	}
	if len(streets.segments) == 0 {
		return nil, fmt.Errorf("the network has no street")
	}
	r := &Record{Windows: b.windows(events), Models: []string{"cells", "streets"}, Shares: b.Shares}
	for range r.Models {
		scores := make([][]Score, len(b.Shares))
		for s := range scores {
			scores[s] = make([]Score, len(r.Windows))
		}
		r.Scores = append(r.Scores, scores)
	}
	return r, b.each(ctx, len(r.Windows), func(w int) error { return b.streetWindow(r, w, events, streets) })
}

func (b Backtest) streetWindow(r *Record, w int, events []Event, streets *Streets) error {
	window := r.Windows[w]
	past := Before(events, window.From)
	if len(past) == 0 {
		return fmt.Errorf("no incident before %s; begin later", window.From.Format("2006-01-02T15:04:05Z07:00"))
	}
	study, err := b.Study(past)
	if err != nil {
		return err
	}
	all, spans := 0.0, window.spans()
	brought := func(e Event) float64 { return e.Weight * part(e, spans) }
	for _, e := range events {
		all += brought(e)
	}
	for m, places := range [][]stretch{study.stretches(past, events, streets, brought), streets.stretches(past, events, brought)} {
		for s, share := range b.Shares {
			r.Scores[m][s][w] = watch(places, share*streets.LengthM(), streets.LengthM(), all)
		}
	}
	return nil
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

// stretches are the segments, the most events per metre first.
func (s *Streets) stretches(past, events []Event, brought func(Event) float64) []stretch {
	had := s.counts(past, func(e Event) float64 { return e.Weight })
	found, ties := s.counts(events, brought), s.spread(had, streetReachM)
	places := make([]stretch, len(s.segments))
	for n, seg := range s.segments {
		places[n] = stretch{seg.lengthM, had[n], ties[n], found[n]}
	}
	slices.SortStableFunc(places, func(a, b stretch) int {
		return cmp.Or(cmp.Compare(b.had/b.metres, a.had/a.metres), cmp.Compare(b.ties/b.metres, a.ties/a.metres))
	})
	return places
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
