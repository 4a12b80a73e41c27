package tours

import (
	"cmp"
	"slices"
)

// nearest lists for each visit all others, the nearest (there and back by the first matrix) first.
func nearest(m *model) [][]int32 {
	near := make([][]int32, len(m.Visits))
	for v := range near {
		list := make([]int32, len(m.Visits))
		for u := range list {
			list[u] = int32(u)
		}
		base := v * m.nodes
		way := func(u int32) Time { return m.to[0][base+int(u)] + m.from[0][base+int(u)] }
		slices.SortFunc(list, func(a, b int32) int {
			if a == int32(v) || b == int32(v) {
				return cmp.Compare(btoi(b == int32(v)), btoi(a == int32(v)))
			}
			return cmp.Or(cmp.Compare(way(a), way(b)), cmp.Compare(a, b))
		})
		near[v] = list
	}
	return near
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
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
