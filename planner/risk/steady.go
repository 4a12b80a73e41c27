package risk

import (
	"context"
	"math/rand/v2"
	"slices"
)

// Steady is how sure a cell's place among the hottest is.
type Steady struct {
	Top  float64 // share of the redrawn histories in which it is among the top cells
	Rank Interval
}

// Redraws is how often SteadyTop draws the history anew.
const Redraws = 200

// SteadyTop says of each cell of the study area in which share of redrawn histories it is among the top cells by the
// plain count, and within which ranks it stays in 90 % of them (Poisson bootstrap: each event counts 0, 1, 2, ... times
// by a Poisson draw of mean 1; Hall & Miller 2009, Annals of Statistics 37, on the bootstrap of ranks). The seed
// decides the draws.
func SteadyTop(ctx context.Context, events []Event, study Study, window Window, top int, seed uint64) ([]Steady, error) {
	p, err := newPast(events, study, window)
	if err != nil {
		return nil, err
	}
	rng := rand.New(rand.NewPCG(seed, 2009))
	ranks := make([][]float64, len(study.Cells))
	steady := make([]Steady, len(study.Cells))
	weights := make([]float64, len(study.Cells))
	for range Redraws {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		clear(weights)
		for _, e := range p.events {
			weights[e.cell] += e.weight * float64(draws(rng))
		}
		for r, i := range study.ranked(weights, weights) {
			if r < top {
				steady[i].Top++
			}
			ranks[i] = append(ranks[i], float64(r+1))
		}
	}
	for i := range steady {
		slices.Sort(ranks[i])
		steady[i].Top /= Redraws
		steady[i].Rank = Interval{ranks[i][Redraws/20], ranks[i][Redraws-1-Redraws/20]}
	}
	return steady, nil
}

// draws is a Poisson number of mean 1: how many times a history redrawn takes an event.
func draws(rng *rand.Rand) int {
	n := 0
	for at := rng.ExpFloat64(); at < 1; at += rng.ExpFloat64() {
		n++
	}
	return n
}
