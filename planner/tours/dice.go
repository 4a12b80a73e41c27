package tours

import (
	"math"
	"math/bits"
	"math/rand/v2"
)

// dice throws the search's random numbers: the same ones for a seed, everywhere.
type dice struct {
	pcg  rand.PCG
	skip int // tests until the next blink
}

// newDice are the nth dice for a seed.
func newDice(seed int64, n int) *dice {
	d := &dice{}
	d.pcg.Seed(uint64(seed), 0x9e3779b97f4a7c15+uint64(n))
	d.skip = d.untilBlink()
	return d
}

// below is a whole number from 0 to n-1; its bias for n below 2^31 is under one in 2^33.
func (d *dice) below(n int) int {
	high, _ := bits.Mul64(d.pcg.Uint64(), uint64(n))
	return int(high)
}

// unit is within (0, 1].
func (d *dice) unit() float64 { return float64(d.pcg.Uint64()>>11+1) / (1 << 53) }

// blinkRate is how often the insertion overlooks a route (Christiaens and Vanden Berghe 2020 overlook positions).
const blinkRate = 0.01

// untilBlink is the number of tests before the next blink: geometric, so that one throw serves many tests.
func (d *dice) untilBlink() int {
	return int(math.Log(d.unit()) / math.Log(1-blinkRate))
}

func shuffle(d *dice, s []int32) {
	for i := len(s) - 1; i > 0; i-- {
		j := d.below(i + 1)
		s[i], s[j] = s[j], s[i]
	}
}
