package planner

import (
	"cmp"
	"container/heap"
	"math"
	"time"

	"github.com/paulmach/orb"

	"nightbeat/geo"
)

// doors are the places of calls in metres, each once, in squares as wide as a place reaches.
type doors struct {
	reach  float64
	at     []geo.XY
	calls  [][]int // by door
	day    []int   // of each call, counted from 1
	days   int
	square map[[2]int][]int
	taken  []bool
}

func newDoors(calls []Incident, reach float64) *doors {
	d := &doors{reach: reach, square: map[[2]int][]int{}}
	frame, known := frameOf(calls), map[orb.Point]int{}
	date := ""
	for i, in := range calls {
		if on := in.At.Format(time.DateOnly); on != date {
			date = on
			d.days++
		}
		d.day = append(d.day, d.days)
		door, ok := known[in.Place]
		if !ok {
			door = len(d.at)
			known[in.Place] = door
			d.at, d.calls = append(d.at, frame.ToXY(in.Place)), append(d.calls, nil)
			d.square[d.squareOf(d.at[door])] = append(d.square[d.squareOf(d.at[door])], door)
		}
		d.calls[door] = append(d.calls[door], i)
	}
	d.taken = make([]bool, len(d.at))
	return d
}

func (d *doors) squareOf(at geo.XY) [2]int {
	return [2]int{int(math.Floor(at.X / d.reach)), int(math.Floor(at.Y / d.reach))}
}

// near are the doors within reach of one that are not taken, itself first.
func (d *doors) near(door int) []int {
	found, at := []int{door}, d.squareOf(d.at[door])
	for dx := -1; dx <= 1; dx++ {
		for dy := -1; dy <= 1; dy++ {
			for _, other := range d.square[[2]int{at[0] + dx, at[1] + dy}] {
				if other != door && !d.taken[other] && d.at[other].Distance(d.at[door]) <= d.reach {
					found = append(found, other)
				}
			}
		}
	}
	return found
}

// lead takes the door with calls on most days within reach, again and again, down to so many days: the calls of each, its
// own first. Of two alike it is the one with more calls, then more of its own, then the one that called first.
func (d *doors) lead(least int) [][]int {
	queue := &leaders{}
	for door := range d.at {
		queue.all = append(queue.all, d.leader(door))
	}
	heap.Init(queue)
	var groups [][]int
	for queue.Len() > 0 && queue.all[0].days >= least {
		best := heap.Pop(queue).(leader)
		if d.taken[best.door] {
			continue
		}
		if now := d.leader(best.door); now != best { // some of its calls were taken
			heap.Push(queue, now)
			continue
		}
		var members []int
		for _, door := range d.near(best.door) {
			d.taken[door] = true
			members = append(members, d.calls[door]...)
		}
		groups = append(groups, members)
	}
	return groups
}

// leader is a door with the calls within its reach, the days on which they came, and its own calls.
type leader struct{ door, days, calls, own int }

func (d *doors) leader(door int) leader {
	l := leader{door: door, own: len(d.calls[door])}
	seen := map[int]bool{}
	for _, other := range d.near(door) {
		l.calls += len(d.calls[other])
		for _, i := range d.calls[other] {
			seen[d.day[i]] = true
		}
	}
	l.days = len(seen)
	return l
}

// leaders is a heap, the one with calls on most days on top.
type leaders struct{ all []leader }

func (q *leaders) Len() int      { return len(q.all) }
func (q *leaders) Swap(i, k int) { q.all[i], q.all[k] = q.all[k], q.all[i] }
func (q *leaders) Push(x any)    { q.all = append(q.all, x.(leader)) }
func (q *leaders) Pop() any {
	last := q.all[len(q.all)-1]
	q.all = q.all[:len(q.all)-1]
	return last
}
func (q *leaders) Less(i, k int) bool {
	a, b := q.all[i], q.all[k]
	return cmp.Or(cmp.Compare(b.days, a.days), cmp.Compare(b.calls, a.calls), cmp.Compare(b.own, a.own), cmp.Compare(a.door, b.door)) < 0
}
