package planner

import (
	"context"
	"errors"
	"math"
	"time"

	"github.com/paulmach/orb"

	"nightbeat/planner/tours"
)

// fade is how fast the effect of a stay fades: over one to two hours (Koper 1995).
const fade = time.Hour

// solve states the night as numbers and has it solved.
func (tr *travel) solve(ctx context.Context, req Request, points []point, in Inputs) (tours.Solution, Variety, error) {
	problem := tr.problem(req, points)
	if req.Vary > 0 {
		return tr.draw(ctx, req, problem, in)
	}
	iterations := req.Iterations
	if iterations == 0 {
		iterations = tours.Default(problem)
	}
	settings := tours.Settings{
		Seed: req.Seed, Iterations: iterations, Limit: req.Limit, Threads: in.Threads,
	}
	if in.Progress != nil {
		settings.Progress = func(p tours.Progress) {
			in.Progress(Progress{"tours", float64(p.Iterations) / float64(iterations), sketch(req, points, p.Routes)})
		}
	}
	solution, err := tours.Solve(ctx, problem, settings)
	if err == nil {
		err = ctx.Err() // it gives what it has found when it is stopped; nobody wants that
	}
	return solution, Variety{}, explainMusts(err)
}

// explainMusts says in hours why must points do not fit.
func explainMusts(err error) error {
	if tooMuch := new(tours.Infeasible); errors.As(err, tooMuch) && tooMuch.Musts > 0 {
		return impossible("must", "%d must points need %d h %d min with the shortest ways to them, the units that may serve them have %d h %d min; give fewer or shorter stays, or more units",
			tooMuch.Musts, tooMuch.Need/3600, tooMuch.Need/60%60, tooMuch.Have/3600, tooMuch.Have/60%60)
	}
	return stage("planning the tours", err)
}

// sketch is each unit's way, straight from its base to its stops and back.
func sketch(req Request, points []point, routes [][]tours.Call) []orb.LineString {
	lines := make([]orb.LineString, len(routes))
	for i, calls := range routes {
		base := req.Units[i].Base
		lines[i] = orb.LineString{base}
		for _, c := range calls {
			lines[i] = append(lines[i], points[c.Visit].Place)
		}
		lines[i] = append(lines[i], base)
	}
	return lines
}

// problem is the night in numbers: seconds from the start of the shift, places by row of the matrices.
func (tr *travel) problem(req Request, points []point) tours.Problem {
	p := tours.Problem{Travel: tr.matrices, Balance: req.Balance}
	for i, u := range req.Units {
		crew := tours.Crew{Travel: tr.profile(u), Start: i, End: i, Open: req.second(u.Start), Close: req.second(u.End)}
		for _, b := range u.Breaks {
			crew.Breaks = append(crew.Breaks, tours.Break{Earliest: req.second(b.Earliest), Latest: req.second(b.Latest), Duration: int64(b.Duration / time.Second)})
		}
		p.Crews = append(p.Crews, crew)
	}
	for i, at := range points {
		p.Visits = append(p.Visits, at.visit(req, len(req.Units)+i))
	}
	return p
}

// second is an instant in the numbers of a problem.
func (r Request) second(t time.Time) tours.Time { return int64(t.Sub(r.Shift.Start) / time.Second) }

// visit is a point in numbers, at a row of the matrices.
func (p point) visit(req Request, row int) tours.Visit {
	visit := tours.Visit{
		Place: row, Service: int64(p.dwell / time.Second), Must: p.Must,
		Reward: max(1, int64(math.Round(1e6*p.Share*presence(p.dwell)))),
	}
	for _, w := range p.windows {
		visit.Windows = append(visit.Windows, tours.Window{Open: max(0, req.second(w.Start)), Close: req.second(w.End)})
	}
	if p.revisit > 0 { // not again before half a round is over: the effect is still there, and other points wait
		visit.Revisit = tours.Revisit{
			MinGap: int64(p.revisit / 2 / time.Second), MaxGap: int64(p.revisit / time.Second),
			Fade: int64(fade / time.Second), Until: req.second(req.Shift.End), SameCrew: true,
		}
	}
	return visit
}

func (tr *travel) profile(u Unit) int {
	for i, p := range tr.profiles {
		if p == u.Profile {
			return i
		}
	}
	return -1
}

// presence is how much of a place's trouble a stay of d minutes holds off right after it: 0 up to 2 minutes, rising
// evenly to 0.73 at 11, flat to 15, falling evenly to 0.65 at 20 and longer.
//
// 0.73 = 1 - 4/15, the chance of trouble in the half hour after a stay of 10 to 16 minutes over that after driving
// through (Koper 1995); the shape between is an engineering assumption.
func presence(d time.Duration) float64 {
	const best = 1 - 4.0/15
	switch m := d.Minutes(); {
	case m <= 2:
		return 0
	case m < 11:
		return best * (m - 2) / 9
	case m <= 15:
		return best
	case m < 20:
		return best + (0.65-best)*(m-15)/5
	}
	return 0.65
}
