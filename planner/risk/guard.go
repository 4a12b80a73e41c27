package risk

import (
	"math"

	"nightbeat/geo"
)

// CorrectForPatrols weakens events that the police found by looking, where patrols have been more than elsewhere:
//
//	w'_e = w_e · min_j p_j / p_c    p_c patrol time in the event's cell c, j the cells with any
//
// Where there are more patrols more is found, so that a plan made from what was found sends ever more patrols there;
// with inverse exposure a found event counts as if all places had been watched alike (Ensign et al. 2018, "Runaway
// feedback loops in predictive policing", Proc. Machine Learning Research 81). An event where no patrol time is known
// counts as one under the least. Reported events are not for this function: they need no correction.
func CorrectForPatrols(found []Event, patrolled geo.Raster) []Event {
	least := math.Inf(1)
	for _, p := range patrolled.Values {
		if p > 0 {
			least = math.Min(least, p)
		}
	}
	corrected := make([]Event, len(found))
	for i, e := range found {
		corrected[i] = e
		if c, ok := patrolled.CellAt(e.At); ok && patrolled.Values[c] > 0 {
			corrected[i].Weight *= least / patrolled.Values[c]
		}
	}
	return corrected
}
