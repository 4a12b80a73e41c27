package format

import (
	"slices"

	"nightbeat/planner"
)

// list holds incidents in order. It grows in pages, so that growing copies nothing.
type list struct{ pages [][]planner.Incident }

func (l *list) add(incident planner.Incident) {
	last := len(l.pages) - 1
	if last < 0 || len(l.pages[last]) == pageSize {
		l.pages = append(l.pages, make([]planner.Incident, 0, pageSize))
		last++
	}
	l.pages[last] = append(l.pages[last], incident)
}

// gather reads files into a list, whose memory counts too.
func gather(opt IncidentOptions, read func(*intake) error) (*Incidents, error) {
	var l list
	in, err := newIntake(opt, func(incident planner.Incident) error {
		l.add(incident)
		return nil
	})
	if err != nil {
		return nil, err
	}
	in.listed = true
	if err := read(in); err != nil {
		return nil, err
	}
	return &Incidents{slices.Concat(l.pages...), in.told()}, nil
}
