package data

// Replaced gives the ids of the approved plans that a draft takes the place of when it is approved: those whose shifts
// overlap with its own. All must be among the plans that it is a change of, else nothing is replaced: ErrTaken. parent
// gives the id of a plan's parent, nothing for a plan that is not there.
func Replaced(draft Summary, approved []Summary, parent func(id string) (string, error)) (ids []string, err error) {
	ancestors := map[string]bool{}
	for id := draft.Parent; id != "" && !ancestors[id]; {
		ancestors[id] = true
		if id, err = parent(id); err != nil {
			return nil, err
		}
	}
	for _, a := range approved {
		if !a.Shift.Overlaps(draft.Shift) {
			continue
		}
		if !ancestors[a.ID] {
			return nil, ErrTaken
		}
		ids = append(ids, a.ID)
	}
	return ids, nil
}
