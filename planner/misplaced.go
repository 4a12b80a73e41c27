package planner

import (
	"cmp"
	"iter"
	"math"
	"math/rand/v2"
	"slices"

	"github.com/paulmach/orb"

	"nightbeat/geo"
	"nightbeat/planner/words"
)

// How places are compared with streets.
const (
	sampled    = 500     // places looked at, drawn evenly
	leastToSay = 12      // places below which nothing is said
	leastSure  = 3.3     // standard errors by which places have to come nearer: chance does it once in 2,000
	farOffM    = 3_000.0 // a place farther than this from every street counts as so far
	muchNearer = 0.6     // of the median distance as given: another system has to bring the places so near
)

// Sample keeps some of many places, each with the same chance (Vitter 1985, algorithm R); the same places give the same
// sample.
type Sample struct {
	Places []orb.Point
	seen   int
	rng    *rand.Rand
}

// NewSample is a Sample that has seen nothing.
func NewSample() *Sample { return &Sample{rng: rand.New(rand.NewPCG(1, 1))} }

// Add shows the sample one more place.
func (s *Sample) Add(p orb.Point) {
	s.seen++
	if len(s.Places) < sampled {
		s.Places = append(s.Places, p)
	} else if i := s.rng.IntN(s.seen); i < sampled {
		s.Places[i] = p
	}
}

// Watching is a stream of incidents of which the sample is shown each as it passes.
func (s *Sample) Watching(incidents iter.Seq2[Incident, error]) iter.Seq2[Incident, error] {
	return func(yield func(Incident, error) bool) {
		for in, err := range incidents {
			if err == nil {
				s.Add(in.Place)
			}
			if !yield(in, err) {
				return
			}
		}
	}
}

// Misplaced says in which reference system places rather are than in the one they were read in: the one of its rivals
// that brings them most, and much, nearer to the streets. It says nothing where none does, there is no street network, or
// the places are few.
func Misplaced(s *Sample, roads Roads, read geo.CRS) []words.Note {
	streets, ok := roads.(*Streets)
	if !ok || len(s.Places) < leastToSay {
		return nil
	}
	system, nearest, given := "", muchNearer, streets.off(s.Places)
	for _, rival := range read.Rivals() {
		moved := make([]orb.Point, len(s.Places))
		for i, p := range s.Places {
			moved[i] = rival.Read(p)
		}
		if part := nearer(given, streets.off(moved)); part < nearest {
			system, nearest = rival.Name, part
		}
	}
	switch system {
	case "":
		return nil
	case geo.Swapped:
		return []words.Note{words.New("the incidents lie near the streets only with latitude and longitude exchanged: give longitude first")}
	}
	return []words.Note{words.New("the incidents lie nearer to the streets when read as %s: import them with --crs %s", system, system)}
}

// nearer is the median distance of places read in another way over that of the same places as given, of those that lie
// near the streets in either: streets may cover a part of the city. It is 1 where those are few, or do not surely come
// nearer.
func nearer(given, other []float64) float64 {
	var before, after []float64
	for i := range given {
		if given[i] < farOffM || other[i] < farOffM {
			before, after = append(before, given[i]), append(after, other[i])
		}
	}
	if len(before) < leastToSay || signedRank(before, after) < leastSure {
		return 1
	}
	slices.Sort(before)
	slices.Sort(after)
	return after[len(after)/2] / before[len(before)/2]
}

// signedRank is by how many standard errors before is more than after (Wilcoxon 1945):
//
//	z = Σ sign(d_i) rank(|d_i|) / √(n (n+1) (2n+1) / 6),   d = before - after
func signedRank(before, after []float64) float64 {
	differences := make([]float64, len(before))
	for i := range before {
		differences[i] = before[i] - after[i]
	}
	slices.SortFunc(differences, func(a, b float64) int { return cmp.Compare(math.Abs(a), math.Abs(b)) })
	sum := 0.0
	for i, d := range differences {
		sum += float64((i + 1) * cmp.Compare(d, 0))
	}
	n := float64(len(differences))
	return sum / math.Sqrt(n*(n+1)*(2*n+1)/6)
}

// off is how far each place is from the nearest street, in metres.
func (s *Streets) off(places []orb.Point) []float64 {
	all := make([]float64, len(places))
	for i, p := range places {
		all[i] = s.Network.Off(p, farOffM)
	}
	return all
}

func sampleOf(incidents []Incident) *Sample {
	s := NewSample()
	for _, in := range incidents {
		s.Add(in.Place)
	}
	return s
}
