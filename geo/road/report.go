package road

import (
	"fmt"
	"slices"
	"strings"
)

// Report says what was read from a file, and what was left out and why.
type Report struct {
	Streets   int      // ways kept
	Points    int      // points of those ways
	Nodes     int      // junctions and ends
	Edges     int      // street pieces between them
	Bans      int      // turn restrictions kept
	Landmarks int      // kept
	LeftOut   []Reason // in alphabetical order
}

// Reason is why something was left out, and how often.
type Reason struct {
	Why   string
	Count int
}

// String is the report for people.
func (r Report) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d streets with %d points; %d junctions and ends, %d pieces between them, %d turn restrictions, %d landmarks\n",
		r.Streets, r.Points, r.Nodes, r.Edges, r.Bans, r.Landmarks)
	for _, reason := range r.LeftOut {
		fmt.Fprintf(&b, "left out: %s: %d\n", reason.Why, reason.Count)
	}
	return b.String()
}

// leave counts something that is left out.
func (r *Report) leave(why string, count int) {
	if count == 0 {
		return
	}
	i, found := slices.BinarySearchFunc(r.LeftOut, why, func(a Reason, why string) int { return strings.Compare(a.Why, why) })
	if !found {
		r.LeftOut = slices.Insert(r.LeftOut, i, Reason{Why: why})
	}
	r.LeftOut[i].Count += count
}
