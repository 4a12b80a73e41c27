package planner

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"nightbeat/geo"
	"nightbeat/planner/words"
)

// staleAfter is how old the newest incident may be before a plan warns of old data.
const staleAfter = 14 * 24 * time.Hour

// warn notes what the commander should know before handing the plan out.
func (plan *Plan) warn(g *ground, t *terrain) {
	add := func(format string, args ...any) { plan.Warnings = append(plan.Warnings, words.New(format, args...)) }
	if t.straight {
		add("no street network was given: routes are straight lines, lengths are the straight distance times %.1f", DetourFactor)
	}
	plan.Warnings = append(plan.Warnings, Misplaced(sampleOf(g.incidents), t.roads, geo.CRS84())...)
	for _, r := range plan.Routes {
		if len(r.Calls) == 0 {
			add("%s gets no stop tonight: no point that is left pays or fits into its hours", r.Unit.Name)
		}
	}
	if g := plan.Gaps; g.Missed() > 0 {
		add("of %d gaps %d are longer than the round, as there was time for only some of the stays at %s; the longest is %.0f min",
			g.Asked, g.Missed(), plan.lapsing(), g.Longest.Minutes())
	}
	if u, uneven := plan.uneven(); uneven {
		add("the work could not be shared out as evenly as asked: %s has %.2f times its even share, asked was %.2f at most",
			plan.Routes[u].Unit.Name, plan.Workload()[u].Ratio, plan.Request.Balance)
	}
	if slices.ContainsFunc(plan.Request.Closures, plan.partly) {
		add("streets that are closed for part of the shift are not used at all tonight")
	}
	if len(plan.Unserved) > 0 {
		add("%d points are not served; see unserved", len(plan.Unserved))
	}
	plan.Warnings = append(plan.Warnings, plan.lotNotes()...)
	if len(g.left) > 0 {
		add("incidents left out: %s", g.leftOut())
	}
	if categories := g.leftUnasked(plan.Request.Categories, isProactive); categories != "" {
		add("left out because police find them by looking, unless you give them a weight: %s", categories)
	}
	if categories := g.leftUnasked(plan.Request.Categories, func(c string) bool { return KindOf(c) != "" }); categories != "" {
		add("disputes are left to those who settle them, unless you give them a weight: %s", categories)
	}
	plan.Warnings = append(plan.Warnings, g.notes(plan.Request, plan.Request.Shift.Start)...)
	newest := slices.MaxFunc(g.incidents, func(a, b Incident) int { return a.At.Compare(b.At) }).At
	if age := plan.Request.Shift.Start.Sub(newest); age > staleAfter {
		add("the newest incident is %d days older than the shift", days(newest, plan.Request.Shift.Start))
	}
	if n := g.dayOnly(); n > 0 {
		add("%d of %d incidents are known only to the day: they count for every hour alike", n, len(g.incidents))
	}
	if plan.Cut {
		add("the search made %d iterations, fewer than a night of this size calls for; ask for that number to get this plan again", plan.Iterations)
	}
}

// lapsing names the stops at which a gap is longer than the round.
func (plan *Plan) lapsing() string {
	var names []string
	for i, g := range plan.gapsByStop() {
		if g.Missed() > 0 {
			names = append(names, plan.Stops[i].Name)
		}
	}
	return strings.Join(names, ", ")
}

// partly says whether a closure is in force for part of the shift.
func (plan *Plan) partly(c Closure) bool {
	shift := plan.Request.Shift
	return c.Holds(shift) && (c.From.After(shift.Start) || !c.Until.IsZero() && c.Until.Before(shift.End))
}

// leftUnasked names the categories of some sort that were left out although the request says nothing of them.
func (g *ground) leftUnasked(asked map[string]float64, sort func(category string) bool) string {
	var names []string
	for _, why := range slices.Sorted(maps.Keys(g.left)) {
		if category, ok := strings.CutPrefix(why, leftCategory); ok {
			if _, said := asked[category]; !said && sort(category) {
				names = append(names, category)
			}
		}
	}
	return strings.Join(names, ", ")
}

func (g *ground) dayOnly() int {
	n := 0
	for _, in := range g.incidents {
		if in.Precision == Day && in.Between == nil {
			n++
		}
	}
	return n
}

// sign gives the plan its id: twelve hexadecimal digits of the SHA-256 of all else it says, so that the same request
// and data give the same id and any difference another.
func (plan *Plan) sign() {
	plan.ID = ""
	sum := sha256.Sum256(fmt.Appendf(nil, "%v", *plan))
	plan.ID = hex.EncodeToString(sum[:6])
}
