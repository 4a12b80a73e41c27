package tours

// worth is what a kept place earns by its stays, in the order of time. With R the Reward, F the Fade and g the gap that
// follows a stay, until the next arrive or the end of the place's hours, in ticks:
//
//	worth = floor( sum over stays of floor(R (1 - exp(-g/F))) / (1 + m) )
//
// The sum is protection: a stay of the right length protects its place with an effect that fades over one to two hours
// (Koper 1995), so each stay earns what is left of the effect's whole until the next one renews it.
//
// The divisor keeps the round: m counts the stays that are missing from it, one for each MaxGap, after the first, that
// passes between the opening of hours and the first arrive, or between the last leave and the end of hours:
//
//	m = miss(first arrive - open) + miss(end - last leave),  miss(x) = max(0, ceil(x/MaxGap) - 1)
//
// A round kept whole earns all that it protects, one that lapses a part, so that a place kept for part of the night is
// better than none. Without the divisor three places served once would beat one place kept for three rounds, as the
// first stay at a new place always earns more than the next at an old one.
//
// Hours of a place that one crew keeps are that crew's; else they span those of all crews that may serve it. A place
// without Revisit earns R once.
func worth(v Visit, h hours, stays []Call) int64 {
	if len(stays) == 0 {
		return 0
	}
	if v.Revisit.MaxGap == 0 {
		return v.Reward
	}
	var sum int64
	for i, s := range stays {
		next := h.until
		if i+1 < len(stays) {
			next = stays[i+1].Arrive
		}
		sum += protect(v.Reward, v.Revisit.Fade, min(next, h.until)-s.Leave)
	}
	return ofWhole(sum, missed(v.Revisit, h, stays))
}

// ofWhole is what a round earns that protects so much and misses so many stays.
func ofWhole(protected, missed int64) int64 { return protected / (1 + missed) }

// missed counts the stays missing before the first and after the last of stays, at least one.
func missed(r Revisit, h hours, stays []Call) int64 {
	return miss(stays[0].Arrive-h.from, r.MaxGap) + miss(h.until-stays[len(stays)-1].Leave, r.MaxGap)
}

// miss is how many stays are missing where a place is left alone for gap ticks.
func miss(gap, maxGap Time) int64 {
	if gap <= maxGap {
		return 0
	}
	return (gap - 1) / maxGap
}

// hours of a place, between which its round is to be kept.
type hours struct{ from, until Time }

// hoursBy are the hours of visit v where crew c keeps it.
func (p *Problem) hoursBy(v, c int) hours {
	visit := &p.Visits[v]
	crews := visit.Crews
	switch {
	case visit.Revisit.SameCrew:
		crews = []int{c}
	case len(crews) == 0:
		crews = p.everyCrew()
	}
	h := hours{p.Crews[crews[0]].Open, p.Crews[crews[0]].Close}
	for _, c := range crews {
		h.from, h.until = min(h.from, p.Crews[c].Open), max(h.until, p.Crews[c].Close)
	}
	if visit.Revisit.From != 0 {
		h.from = visit.Revisit.From
	}
	if u := visit.Revisit.Until; u != 0 {
		h.until = min(h.until, u)
	}
	return h
}

func (p *Problem) everyCrew() []int {
	all := make([]int, len(p.Crews))
	for c := range all {
		all[c] = c
	}
	return all
}

const (
	fadeSteps = 64   // entries of the table for each Fade that passes
	fadeTable = 1024 // entries in all: exp(-16) is below one in eight million
	fadeOne   = 30   // the table's fixed point: 1 is 1 << fadeOne
)

// faded[i] is 1 - exp(-i/fadeSteps) in fixed point, by multiplication in whole numbers, so that every machine has the
// same table.
var faded = func() (t [fadeTable]int64) {
	const step = 1057095000 // exp(-1/64) 2^30, rounded
	left := int64(1) << fadeOne
	for i := range t {
		t[i] = 1<<fadeOne - left
		left = (left*step + 1<<(fadeOne-1)) >> fadeOne
	}
	return t
}()

// protect is floor(R (1 - exp(-g/F))), the exponential read from faded with straight lines between its entries; R for
// F = 0, and 0 for g < 0.
func protect(reward int64, fade, gap Time) int64 {
	if gap < 0 {
		return 0
	}
	if fade == 0 {
		return reward
	}
	x := gap * fadeSteps
	i := x / fade
	if i >= fadeTable-1 {
		return reward * faded[fadeTable-1] >> fadeOne
	}
	part := faded[i] + (faded[i+1]-faded[i])*(x%fade)/fade
	return reward * part >> fadeOne
}
