package data

import (
	"github.com/paulmach/orb"

	"nightbeat/data/cql"
	"nightbeat/planner"
)

// IncidentColumns are the properties of incidents that a Query's Filter may ask for; the stores' columns have the same
// names, their geometry is `geometry`.
func IncidentColumns() []cql.Column {
	return []cql.Column{
		{Name: "id", Kind: cql.Text}, {Name: "category", Kind: cql.Text}, {Name: "time", Kind: cql.Instant}, {Name: "time_precision", Kind: cql.Text},
		{Name: "interval_start", Kind: cql.Instant}, {Name: "interval_end", Kind: cql.Instant}, {Name: "source", Kind: cql.Text},
	}
}

// asked is an incident as a Filter sees it.
type asked struct{ planner.Incident }

// Shape implements cql.Feature.
func (a asked) Shape() orb.Geometry { return a.Place }

// Value implements cql.Feature.
func (a asked) Value(column string) any {
	switch column {
	case "id":
		return a.ID
	case "category":
		return a.Category
	case "time":
		return a.At
	case "time_precision":
		return a.Precision.String()
	case "source":
		return Source(a.Discovered)
	}
	if a.Between == nil {
		return nil
	}
	if column == "interval_start" {
		return a.Between.From
	}
	return a.Between.To
}

// Source is how an incident came to be known: reported, or discovered by the police's own activity.
func Source(discovered bool) string {
	if discovered {
		return "discovered"
	}
	return "reported"
}
