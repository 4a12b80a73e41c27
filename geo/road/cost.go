package road

import "math"

// cost is what a way through the network costs, packed so that the quickest way is the least number and sums are exact:
// from the highest bits, how often it passes through a street that is only for its residents (4 bits), milliseconds
// (29 bits, 149 hours) and millimetres (29 bits, 536 km). So of equally quick ways the shortest is taken, tables and
// routes cannot differ, and no search depends on the order of its sums. A graph of shortest ways has millimetres above
// milliseconds.
type cost int64

const (
	lowBits   = 29
	field29   = 1<<lowBits - 1
	passBits  = 2 * lowBits
	never     = cost(1)<<62 - 1 // and more: no way; two of them still fit
	throughIt = cost(1) << passBits
)

// measure is what a cost is made of.
type measure uint8

const (
	quickest measure = iota
	shortest
)

// pack makes a cost of milliseconds and millimetres.
func (m measure) pack(ms, mm int64) cost {
	if m == shortest {
		ms, mm = mm, ms
	}
	return cost(min(ms, field29)<<lowBits | min(mm, field29))
}

// unpack gives back seconds and metres, +Inf where there is no way.
func (m measure) unpack(c cost) (seconds, metres float64) {
	if c >= never {
		return math.Inf(1), math.Inf(1)
	}
	high, low := float64(c>>lowBits&field29)/1000, float64(c&field29)/1000
	if m == shortest {
		return low, high
	}
	return high, low
}
