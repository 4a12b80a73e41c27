package tours

import (
	"cmp"
	"slices"
)

// nearTo lists all visits, v first, then the nearest to v (there and back by the first matrix) first.
func (s *search) nearTo(v int32) []int32 {
	if s.near[v] != nil {
		return s.near[v]
	}
	list := make([]int32, len(s.Visits))
	for u := range list {
		list[u] = int32(u)
	}
	base := int(v) * s.nodes
	to, from := s.to[0][base:base+s.nodes], s.from[0][base:base+s.nodes]
	way := func(u int32) Time {
		if u == v {
			return -1
		}
		return to[u] + from[u]
	}
	slices.SortFunc(list, func(a, b int32) int {
		return cmp.Or(cmp.Compare(way(a), way(b)), cmp.Compare(a, b))
	})
	s.near[v] = list
	return list
}

// byWorth lists all visits, the best paid first.
func byWorth(m *model) []int32 {
	list := make([]int32, len(m.Visits))
	for v := range list {
		list[v] = int32(v)
	}
	slices.SortFunc(list, func(a, b int32) int {
		return cmp.Or(cmp.Compare(m.worth[b], m.worth[a]), cmp.Compare(a, b))
	})
	return list
}
