package planner

import (
	"fmt"
	"strings"
	"testing"

	"nightbeat/planner/words"
)

// TestPartOfAPlan has a unit's part name that unit's stops in their order and nothing of another unit.
func TestPartOfAPlan(t *testing.T) {
	call := func(stop int) Call { return Call{Stop: stop} }
	plan := &Plan{
		ID: "p", Status: Approved, Unserved: []Unserved{{Stop: "theirs"}}, Warnings: []words.Note{words.New("theirs")},
		Request: Request{Units: []Unit{{ID: "A"}, {ID: "theirs"}}, Must: []Must{{ID: "theirs"}}},
		Stops:   []Stop{{ID: "theirs"}, {ID: "S1"}, {ID: "theirs too"}, {ID: "S2", Unit: "theirs"}},
		Routes: []Route{
			{Unit: Unit{ID: "theirs"}, Calls: []Call{call(0), call(2)}},
			{Unit: Unit{ID: "A"}, Calls: []Call{call(3), call(1), call(3)}, Share: 0.5},
		},
	}
	part := plan.Of("A")
	var order []string
	for _, c := range part.Routes[0].Calls {
		order = append(order, part.Stops[c.Stop].ID)
	}
	if fmt.Sprint(order) != "[S2 S1 S2]" || part.ID != "p" || part.Status != Approved || part.Share != 0.5 {
		t.Errorf("the part's stops are %v: %+v", order, part)
	}
	if strings.Contains(fmt.Sprintf("%+v", *part), "theirs") {
		t.Errorf("the part tells of others: %+v", part)
	}
	if plan.Routes[1].Calls[0].Stop != 3 || plan.Of("nosuch") != nil {
		t.Error("the plan was changed, or has a unit that it has not")
	}
}
