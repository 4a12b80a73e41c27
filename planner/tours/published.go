package tours

import (
	"errors"
	"fmt"
	"io"
	"math"
)

// Published is an instance of the literature, as numbers.
type Published struct {
	Problem Problem
	IDs     []int   // by visit: the file's own number; where it has none, the row, the start being 0
	Ticks   float64 // in one unit of the file's time
}

const (
	mostPoints = 4000
	mostCrews  = 100
)

// ReadPublished reads an instance of the team orienteering problem (Chao, Golden and Wasil 1996; Dang, Guibadj and
// Moukrim 2013, with ';' between the fields) or of its form with time windows (Vansteenwegen 2009; Montemanni and
// Gambardella 2009). The file's own number of crews is used where crews is 0; files with time windows have none and
// get one crew.
//
// Times become whole ticks. Without windows a way is Euclid's, rounded to the nearest tick of 1/10^k of a unit, with k
// as large as 2^39 ticks allow: a tour of n ways is judged otherwise than by its exact length only where that lies
// within n/2 ticks of the limit, and then by no more than the double precision that the literature computes with.
// With windows a way is cut to one decimal, or to two where coordinates are not whole, as the literature does, and a
// tick is that decimal: nothing is rounded.
func ReadPublished(r io.Reader, crews int) (Published, error) {
	if crews < 0 || crews > mostCrews {
		return Published{}, fmt.Errorf("%d crews; 1 to %d are possible", crews, mostCrews)
	}
	rows, err := readRows(r)
	if err != nil {
		return Published{}, err
	}
	if len(rows) > 0 && rows[0].says("n") {
		return readWithoutWindows(rows, crews)
	}
	return readWithWindows(rows, crews)
}

type point struct{ x, y float64 }

func (p point) distance(q point) float64 { return math.Sqrt((p.x-q.x)*(p.x-q.x) + (p.y-q.y)*(p.y-q.y)) }

// matrixOf holds the ways between points as ticks makes them of distances; longer ones than limit cannot be used.
func matrixOf(points []point, limit Time, ticks func(distance float64) Time) Matrix {
	m := Matrix{N: len(points), T: make([]Time, len(points)*len(points))}
	for i, p := range points {
		for j, q := range points {
			if m.T[i*m.N+j] = ticks(p.distance(q)); m.T[i*m.N+j] > limit {
				m.T[i*m.N+j] = Unreachable
			}
		}
	}
	return m
}

func readWithoutWindows(rows []row, crews int) (Published, error) {
	if len(rows) < 5 || !rows[1].says("m") || !rows[2].says("tmax") {
		return Published{}, errors.New("the lines n, m, tmax and two points or more are expected")
	}
	n, err := rows[0].whole(1, 2, mostPoints)
	m, err2 := rows[1].whole(1, 1, mostCrews)
	tmax, err3 := rows[2].number(1)
	if err := errors.Join(err, err2, err3); err != nil {
		return Published{}, err
	}
	switch {
	case n != len(rows)-3:
		return Published{}, fmt.Errorf("line %d says %d points, there are %d", rows[0].line, n, len(rows)-3)
	case tmax < 0:
		return Published{}, fmt.Errorf("line %d: tmax %g is below 0", rows[2].line, tmax)
	}
	if crews == 0 {
		crews = m
	}
	points := make([]point, n)
	p := Published{Ticks: 1}
	for p.Ticks*10*max(tmax, 1) < 1<<39 {
		p.Ticks *= 10
	}
	for i, r := range rows[3:] {
		f, err := r.numbers(0, 1)
		score, err2 := r.whole(2, 0, maxReward)
		if err := errors.Join(err, err2); err != nil {
			return Published{}, err
		}
		points[i] = point{f[0], f[1]}
		if i > 0 && i < n-1 {
			p.IDs = append(p.IDs, i)
			p.Problem.Visits = append(p.Problem.Visits, Visit{Place: i, Reward: int64(score)})
		}
	}
	limit := Time(math.Round(tmax * p.Ticks))
	p.Problem.Travel = []Matrix{matrixOf(points, limit, func(d float64) Time {
		return Time(math.Round(min(d*p.Ticks, 1<<40)))
	})}
	p.Problem.Crews = sameCrews(crews, Crew{Start: 0, End: n - 1, Close: limit})
	return p, nil
}

func sameCrews(n int, c Crew) (crews []Crew) {
	for range n {
		crews = append(crews, c)
	}
	return crews
}

func readWithWindows(rows []row, crews int) (Published, error) {
	if len(rows) < 3 {
		return Published{}, errors.New("two lines of numbers, a depot and points are expected")
	}
	n, err := rows[0].whole(2, 0, mostPoints)
	if err != nil {
		return Published{}, err
	}
	if n != len(rows)-3 {
		return Published{}, fmt.Errorf("line 1 says %d points beside the depot, there are %d", n, len(rows)-3)
	}
	points := make([]point, n+1)
	p := Published{Ticks: 10}
	for i, r := range rows[2:] {
		f, err := r.numbers(1, 2)
		if err != nil {
			return Published{}, err
		}
		points[i] = point{f[0], f[1]}
		if f[0] != math.Trunc(f[0]) || f[1] != math.Trunc(f[1]) {
			p.Ticks = 100
		}
	}
	var depot Visit
	for i, r := range rows[2:] {
		visit, id, err := r.visit(p.Ticks)
		if err != nil {
			return Published{}, err
		}
		if visit.Place = i; i == 0 {
			depot = visit
			continue
		}
		p.IDs = append(p.IDs, id)
		p.Problem.Visits = append(p.Problem.Visits, visit)
	}
	hours := depot.Windows[0]
	p.Problem.Travel = []Matrix{matrixOf(points, max(0, hours.Close-hours.Open), func(d float64) Time {
		return Time(math.Floor(d * p.Ticks))
	})}
	p.Problem.Crews = sameCrews(max(1, crews), Crew{Open: hours.Open, Close: hours.Close})
	return p, p.Problem.Validate()
}

// visit reads a point with its window: its number, service, score, and opening and closing in the last two fields.
func (r row) visit(ticks float64) (Visit, int, error) {
	if len(r.fields) < 7 {
		return Visit{}, 0, fmt.Errorf("line %d has %d fields; a point has 7 or more", r.line, len(r.fields))
	}
	id, err := r.whole(0, 0, mostLength)
	score, err2 := r.whole(4, 0, maxReward)
	f, err3 := r.numbers(3, -2, -1)
	if err := errors.Join(err, err2, err3); err != nil {
		return Visit{}, 0, err
	}
	if f[0] < 0 || f[1] > f[2] {
		return Visit{}, 0, fmt.Errorf("line %d: service %g or window %g to %g is none", r.line, f[0], f[1], f[2])
	}
	return Visit{
		Service: Time(math.Ceil(f[0] * ticks)),
		Reward:  int64(score),
		Windows: []Window{{Time(math.Ceil(f[1] * ticks)), Time(math.Floor(f[2] * ticks))}},
	}, id, nil
}
