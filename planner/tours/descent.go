package tours

import "math"

// descent changes prices against the slope of the sum that they prove: where crews are paid for more stays than visits want,
// the price falls. Beside each price itself, those of one visit and those of one period have a slope and a step in common, as
// they mostly have the same reasons to change.
//
// A step is the mean of the slopes of late over the root of the mean of their squares (Kingma and Ba, Adam: a method for
// stochastic optimization, ICLR 2015); steps grow shorter with their number. Products are rounded one by one, so that every
// machine has the same prices.
type descent struct {
	m       *model
	periods int
	price   []float64 // in parts of priceScale; see index
	slope   []float64 // of the sum now: by price, visit and period
	mean    []float64 // of the slopes of late
	square  []float64 // of their squares
	steps   int
}

// Steps are parts of the mean reward.
const (
	onceStep   = 0.05 // of the price of a visit made once
	ownStep    = 0.00125
	visitStep  = 0.003
	periodStep = 0.006
	stepFade   = 50 // steps after which they are half as long
	keepMean   = 0.7
	keepSquare = 0.99
)

// newDescent begins with the prices that the hours of crews have in a knapsack.
func newDescent(m *model, periods int) descent {
	prices := 2 * len(m.Visits) * periods
	slopes := prices + len(m.Visits) + 2*periods
	d := descent{m: m, periods: periods, price: make([]float64, prices)}
	d.slope, d.mean, d.square = make([]float64, slopes), make([]float64, slopes), make([]float64, slopes)
	_, rate := m.knapsack()
	for v := range m.Visits {
		for t := range periods {
			d.price[d.index(v, t)] = min(float64(m.Visits[v].Reward), rate*float64(m.halves(v))) * priceScale
		}
	}
	d.clamp()
	return d
}

// index is where the price of arriving at v in period t stands; that of leaving stands behind it. A visit made once has the
// same in all periods.
func (d *descent) index(v, t int) int {
	if d.m.hours[v] == nil {
		t = 0
	}
	return 2 * (v*d.periods + t)
}

// ofVisit and ofPeriod are where the slopes that prices have in common stand.
func (d *descent) ofVisit(v int) int  { return len(d.price) + v }
func (d *descent) ofPeriod(t int) int { return len(d.price) + len(d.m.Visits) + 2*t }

// push adds a stay at v that n crews more are paid for than visits want.
func (d *descent) push(v, arrived, left int, n float64) {
	d.slope[d.index(v, arrived)] += n
	if d.m.hours[v] == nil {
		return
	}
	d.slope[d.index(v, left)+1] += n
	d.slope[d.ofVisit(v)] += n
	d.slope[d.ofPeriod(arrived)] += n
	d.slope[d.ofPeriod(left)+1] += n
}

// descend makes a step.
func (d *descent) descend() {
	d.steps++
	for i, g := range d.slope {
		d.mean[i] += float64((1 - keepMean) * (g - d.mean[i]))
		d.square[i] += float64((1 - keepSquare) * (float64(g*g) - d.square[i]))
		d.slope[i] = d.mean[i] / (math.Sqrt(d.square[i]) + 0.1)
	}
	size := d.m.meanReward() * priceScale / (1 + float64(d.steps)/stepFade)
	for v := range d.m.Visits {
		if d.m.hours[v] == nil {
			d.price[d.index(v, 0)] -= float64(size * onceStep * d.slope[d.index(v, 0)])
			continue
		}
		for t := range d.periods {
			i, period := d.index(v, t), d.ofPeriod(t)
			visit := float64(visitStep * d.slope[d.ofVisit(v)])
			d.price[i] -= float64(size * (float64(ownStep*d.slope[i]) + visit + float64(periodStep*d.slope[period])))
			d.price[i+1] -= float64(size * (float64(ownStep*d.slope[i+1]) + float64(periodStep*d.slope[period+1])))
		}
	}
	d.clamp()
}

// clamp keeps prices where better ones could lie: a stay made once costs nothing less than 0 or more than it earns, one of
// a round a few times as much.
func (d *descent) clamp() {
	for v := range d.m.Visits {
		reward := float64(d.m.Visits[v].Reward * priceScale)
		if d.m.hours[v] == nil {
			i := d.index(v, 0)
			d.price[i], d.price[i+1] = min(max(d.price[i], 0), reward), 0
			continue
		}
		for i := d.index(v, 0); i < d.index(v, d.periods); i++ {
			d.price[i] = min(max(d.price[i], -4*reward), 4*reward)
		}
	}
}

func (m *model) meanReward() float64 {
	var sum int64
	for v := range m.Visits {
		sum += m.Visits[v].Reward
	}
	return float64(sum) / float64(max(1, len(m.Visits)))
}
