package tours

import "slices"

// plan is a route as it was planned, and what it costs to stray from it.
type plan struct {
	node  []int32
	begin []Time
	price int64
}

// keepTo takes the route as it is for planned.
func (r *route) keepTo(price int64) {
	if price > 0 {
		n := r.stays()
		r.plan = &plan{slices.Clone(r.node[1 : n+1]), slices.Clone(r.begin[1 : n+1]), price}
	}
}

// fee is what the route's changes cost: with n stays planned and m made now, of which k begin at the same place and instant,
// and the price p in points,
//
//	fee = p (max(n, m) - k)
//
// so that a stay that comes, goes or begins at another time counts once, and one in the place of another as well.
func (r *route) fee() int64 {
	if r.plan == nil {
		return 0
	}
	same, i, n := 0, 0, r.stays()
	for k := 1; k <= n; k++ {
		for i < len(r.plan.node) && r.plan.begin[i] < r.begin[k] {
			i++
		}
		if i < len(r.plan.node) && r.plan.begin[i] == r.begin[k] && r.plan.node[i] == r.node[k] {
			same++
		}
	}
	return r.plan.price * int64(max(n, len(r.plan.node))-same)
}
