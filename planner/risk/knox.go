package risk

import (
	"cmp"
	"context"
	"math/rand/v2"
	"slices"
	"time"

	"nightbeat/geo"
)

// The bands of the near-repeat test: up to and with 100, 200, 300, 400 m; under 7, 14, 21, 28 days (the usual ones of
// Ratcliffe's Near Repeat Calculator).
var (
	knoxMetres = []float64{100, 200, 300, 400}
	knoxDays   = []float64{7, 14, 21, 28}
)

// knoxEvents is the most events tested, the latest; Permutations how often their times are shuffled.
const (
	knoxEvents   = 4000
	Permutations = 999
)

// Band is how many pairs of events lie in a band of distance and of time, and how many would by chance.
type Band struct {
	FromM, ToM       float64
	FromDays, ToDays float64
	Pairs            int
	Chance           float64 // mean over the permutations
	P                float64 // share of the permutations with as many pairs, itself counted
}

// Ratio is the pairs over those by chance; 0 where there are none.
func (b Band) Ratio() float64 {
	if b.Chance == 0 {
		return 0
	}
	return float64(b.Pairs) / b.Chance
}

// Holds tells whether near repeats are more than chance in the band: at least a fifth more, p at most 0.05.
func (b Band) Holds() bool { return b.Ratio() >= 1.2 && b.P <= 0.05 }

// NearRepeats is the Knox test (1964, Applied Statistics 13) with times permuted over places: do events that lie near
// each other follow each other sooner than chance would have it? The events are to be of one category. Where one is
// known to an interval, its middle counts. The seed decides the shuffles.
func NearRepeats(ctx context.Context, events []Event, seed uint64) ([]Band, error) {
	days, places := middles(events)
	pairs := nearPairs(places, knoxMetres[len(knoxMetres)-1])
	observed := knoxCount(pairs, days)
	bands := knoxBands(observed)
	rng := rand.New(rand.NewPCG(seed, 1964))
	for range Permutations {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		rng.Shuffle(len(days), func(i, j int) { days[i], days[j] = days[j], days[i] })
		for b, n := range knoxCount(pairs, days) {
			bands[b].Chance += float64(n) / Permutations
			if n >= observed[b] {
				bands[b].P += 1.0 / (Permutations + 1)
			}
		}
	}
	return bands, nil
}

// middles are the latest events' times in days and their places, in an order of their own.
func middles(events []Event) (days []float64, places []geo.XY) {
	sorted := slices.Clone(events)
	slices.SortFunc(sorted, func(a, b Event) int {
		return cmp.Or(a.From.Compare(b.From), a.Until.Compare(b.Until), cmp.Compare(a.At.X, b.At.X), cmp.Compare(a.At.Y, b.At.Y))
	})
	for _, e := range sorted[max(0, len(sorted)-knoxEvents):] {
		days = append(days, (instant(e.From)+instant(e.Until))/2/86400)
		places = append(places, e.At)
	}
	return days, places
}

// pair is two events near each other.
type pair struct {
	a, b, band int
}

// nearPairs finds them by squares of the reach's side: only events in touching squares are compared.
func nearPairs(places []geo.XY, reachM float64) []pair {
	type square struct{ col, row int }
	at := func(p geo.XY) square { return square{int(p.X / reachM), int(p.Y / reachM)} }
	squares := map[square][]int{}
	for i, p := range places {
		squares[at(p)] = append(squares[at(p)], i)
	}
	var pairs []pair
	for i, p := range places {
		s := at(p)
		for col := s.col - 1; col <= s.col+1; col++ {
			for row := s.row - 1; row <= s.row+1; row++ {
				for _, j := range squares[square{col, row}] {
					if d := p.Distance(places[j]); j > i && d <= reachM {
						band, _ := slices.BinarySearch(knoxMetres, d)
						pairs = append(pairs, pair{i, j, band})
					}
				}
			}
		}
	}
	return pairs
}

// knoxCount is the number of pairs by band of distance, then of time.
func knoxCount(pairs []pair, days []float64) []int {
	counts := make([]int, len(knoxMetres)*len(knoxDays))
	for _, p := range pairs {
		apart := days[p.a] - days[p.b]
		if apart < 0 {
			apart = -apart
		}
		for t, limit := range knoxDays {
			if apart < limit {
				counts[p.band*len(knoxDays)+t]++
				break
			}
		}
	}
	return counts
}

func knoxBands(observed []int) []Band {
	bands := make([]Band, 0, len(observed))
	fromM := 0.0
	for m, toM := range knoxMetres {
		fromDays := 0.0
		for t, toDays := range knoxDays {
			bands = append(bands, Band{FromM: fromM, ToM: toM, FromDays: fromDays, ToDays: toDays,
				Pairs: observed[m*len(knoxDays)+t], P: 1.0 / (Permutations + 1)})
			fromDays = toDays
		}
		fromM = toM
	}
	return bands
}

// LinkingOf links events as far as the bands that hold reach, from the nearest and soonest on without a gap; the usual
// reach where the first band does not hold.
func LinkingOf(bands []Band) Linking {
	var l Linking
	for _, b := range bands { // by distance, then time
		days := time.Duration(b.ToDays * 24 * float64(time.Hour))
		switch {
		case !b.Holds():
		case b.FromDays == 0 && b.FromM == l.ReachM:
			l.ReachM = b.ToM
			l.Gap = max(l.Gap, days)
		case b.FromM == 0 && time.Duration(b.FromDays*24*float64(time.Hour)) == l.Gap:
			l.Gap = days
		}
	}
	return l
}
