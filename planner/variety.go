package planner

import (
	"context"
	"time"

	"nightbeat/planner/tours"
)

// Variety tells how hard it is to foretell where units will be where a plan was drawn by lot from several nights of nearly the
// same worth, and what that costs. See tours.Pool for how the chances are estimated.
type Variety struct {
	Nights int     // drawn from, with equal chances, by the seed
	Guess  float64 // chance that who saw one of these nights, and waits where and when a unit stood, meets one on another
	Known  float64 // chance that who saw all the others, and waits where units come most often then, meets one
	Loss   float64 // percent of the best night's reward that they lack in the mean
}

const (
	varyNights = 8                // most that are drawn from
	varyNear   = 15 * time.Minute // a watcher waits for so long before and after
	varyPart   = 6                // each night is searched for by so much less than a plan without variety
)

// draw has a choice of nights made, the same whatever the seed, and takes the one that the seed draws. The request's limit
// does not cut it short: a choice that depends on the clock could not be drawn from again.
func (tr *travel) draw(ctx context.Context, req Request, problem tours.Problem, in Inputs) (tours.Solution, Variety, error) {
	settings := tours.Settings{Iterations: req.Iterations, Threads: in.Threads}
	orDefault(&settings.Iterations, max(1, tours.Default(problem)/varyPart))
	pool, err := tours.Variety(ctx, problem, varyNights, req.Vary, int64(varyNear/time.Second), settings)
	if err == nil {
		err = ctx.Err()
	}
	if err != nil {
		return tours.Solution{}, Variety{}, explainMusts(err)
	}
	drawn := pool.Draw(req.Seed)
	drawn.Cut = false // it has all that it was to have
	return drawn, Variety{Nights: len(pool.Solutions), Guess: pool.Guess, Known: pool.Known, Loss: pool.Loss}, nil
}
