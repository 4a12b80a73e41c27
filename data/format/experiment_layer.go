package format

import (
	"fmt"
	"time"

	"github.com/paulmach/orb/geojson"

	"nightbeat/planner"
)

// ExperimentLayer is the hot spots of all experiments.
func ExperimentLayer() Layer {
	return Layer{Name: "experiment-spots", Title: "Experiments: hot spots and what the lot has them get", Geometry: "POINT", Columns: columnsOf(lotSpotJSON{}), Time: "from", Until: "until"}
}

// lotSpotJSON is a hot spot's properties.
type lotSpotJSON struct {
	Experiment string    `json:"experiment"` // its id
	Title      string    `json:"title"`
	Name       string    `json:"name"`
	Pair       *int      `json:"pair"` // null where the lot is of nights
	Arm        string    `json:"arm"`  // patrolled, control, or by night
	From       time.Time `json:"from"`
	Until      time.Time `json:"until"`
}

// ExperimentFeatures are the hot spots of an experiment.
func ExperimentFeatures(e *planner.Experiment) (features []Feature) {
	add := func(s planner.Spot, pair *int, arm string) {
		features = append(features, Feature{
			Type: "Feature", ID: fmt.Sprintf("%s-%d", e.ID, len(features)+1), Geometry: geojson.NewGeometry(toCentimetre(s.Place)),
			Properties: lotSpotJSON{e.ID, e.Name, s.Name, pair, arm, e.Period.Start, e.Over()},
		})
	}
	for _, s := range e.Spots {
		add(s, nil, groupByNight)
	}
	for _, arm := range e.Arms {
		if e.Unit == planner.OfSpots {
			add(arm.Spot, &arm.Pair, groupOf(arm))
		}
	}
	return features
}
