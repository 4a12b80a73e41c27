package data

import (
	"crypto/sha256"
	"fmt"
	"iter"
	"slices"
	"time"

	"github.com/paulmach/orb"

	"nightbeat/data/cql"
	"nightbeat/planner"
)

// Stream is incidents as they come, of a file or from elsewhere; one that comes with an error is the last.
type Stream = iter.Seq2[planner.Incident, error]

// Given is a list as a Stream.
func Given(incidents []planner.Incident) Stream {
	return func(yield func(planner.Incident, error) bool) {
		for _, in := range incidents {
			if !yield(in, nil) {
				return
			}
		}
	}
}

// Listed is the way back: a stream to its end.
func Listed(incidents Stream) (list []planner.Incident, err error) {
	for in, err := range incidents {
		if err != nil {
			return nil, err
		}
		list = append(list, in)
	}
	return list, nil
}

// Imported counts what an import did.
type Imported struct{ New, Changed, Same int }

// Kept is an incident with its number in the order in which the store got them.
type Kept struct {
	Number int64
	planner.Incident
}

// Query asks for incidents. The zero value asks for all.
type Query struct {
	Within      []orb.Bound // in one of these, their edges included; none for everywhere
	From, Until time.Time   // At is not before From, not after Until; zero for no end
	Category    *string
	ID          *string
	Discovered  *bool
	Precision   *planner.Precision
	Filter      cql.Filter // of IncidentColumns
	After       int64      // only numbers above this: the last one of the page before
	Limit       int        // at most so many in a page
}

// Page is a part of what a query asks for.
type Page struct {
	Incidents []Kept
	Matched   int  // in all pages, whatever After and Limit
	More      bool // something follows
}

// Span is where and when incidents lie; the zero value where there are none.
type Span struct {
	Count       int
	Bound       orb.Bound
	First, Last time.Time // in the zone of the newest: the station's clock
}

// Matches tells whether an incident is one that the query asks for, whatever After and Limit.
func (q Query) Matches(in planner.Incident) bool {
	inside := func(b orb.Bound) bool { return b.Contains(in.Place) }
	switch {
	case len(q.Within) > 0 && !slices.ContainsFunc(q.Within, inside):
		return false
	case !q.From.IsZero() && in.At.Before(q.From), !q.Until.IsZero() && in.At.After(q.Until):
		return false
	case q.Category != nil && in.Category != *q.Category, q.ID != nil && in.ID != *q.ID:
		return false
	}
	if q.Precision != nil && in.Precision != *q.Precision {
		return false
	}
	return (q.Discovered == nil || in.Discovered == *q.Discovered) && q.Filter.Matches(asked{in})
}

// Identify gives incidents as stores keep them, in their order: each without an id gets one made from what it says,
// instants are cut to the millisecond, an interval has the zone of its incident. Of two that say the same, the second
// gets another id, so that the same file always gives the same ids.
func Identify(incidents Stream) Stream {
	return func(yield func(planner.Incident, error) bool) {
		seen := map[[digestBytes]byte]uint32{}
		for in, err := range incidents {
			in = toMilliseconds(in)
			if in.ID == "" && err == nil {
				says := digest(in)
				if seen[says]++; seen[says] == 1 {
					in.ID = fmt.Sprintf("x%x", says)
				} else {
					in.ID = fmt.Sprintf("x%x-%d", says, seen[says])
				}
			}
			if !yield(in, err) {
				return
			}
		}
	}
}

func toMilliseconds(in planner.Incident) planner.Incident {
	in.At = in.At.Truncate(time.Millisecond)
	if in.Between != nil {
		cut := func(t time.Time) time.Time { return t.Truncate(time.Millisecond).In(in.At.Location()) }
		in.Between = &planner.Interval{From: cut(in.Between.From), To: cut(in.Between.To)}
	}
	return in
}

const digestBytes = 8

// digest is the beginning of the SHA-256 of what an incident says.
func digest(in planner.Incident) [digestBytes]byte {
	says := fmt.Appendf(nil, "%q %v %d %d %t", in.Category, in.Place, in.At.UnixMilli(), in.Precision, in.Discovered)
	if in.Between != nil {
		says = fmt.Appendf(says, " %d %d", in.Between.From.UnixMilli(), in.Between.To.UnixMilli())
	}
	sum := sha256.Sum256(says)
	return [digestBytes]byte(sum[:])
}

// Same tells whether two incidents say the same: the same instants, in zones with the same clock.
func Same(a, b planner.Incident) bool {
	return a.ID == b.ID && a.Category == b.Category && a.Place == b.Place && a.Precision == b.Precision && a.Discovered == b.Discovered &&
		sameTime(a.At, b.At) && sameInterval(a.Between, b.Between)
}

func sameInterval(a, b *planner.Interval) bool {
	if a == nil || b == nil {
		return a == b
	}
	return sameTime(a.From, b.From) && sameTime(a.To, b.To)
}

func sameTime(a, b time.Time) bool {
	_, offsetA := a.Zone()
	_, offsetB := b.Zone()
	return a.Equal(b) && offsetA == offsetB
}
