package format

import (
	"fmt"
	"math"
	"slices"

	"nightbeat/planner"
	"nightbeat/planner/effect"
	"nightbeat/planner/words"
)

// Against is a comparison with one earlier time, as people read it: what it comes to in sentences, then the rows.
type Against struct {
	Title  words.Note
	Then   planner.Shift
	Not    bool         // the incidents do not reach back so far: there is nothing else
	Lead   []words.Note // what it comes to
	Groups []Contrasts
	Beside words.Note // what each row is set beside
}

// Contrasts are rows about the same kind of thing.
type Contrasts struct {
	Title words.Note
	Rows  []Contrast
}

// Contrast is one row: how many now and then, how sure the change is, and what is left of it beside the control.
type Contrast struct {
	Name       words.Note
	Now, Then  int
	Change     effect.Change
	Beside     effect.Relative
	Detectable float64 // the ratio that a campaign would have to reach to be seen next time; 0 where none
}

// AgainstBoth are a comparison's two earlier times: the same period last year, the one before.
func AgainstBoth(c *planner.Comparison) [2]Against {
	year := Against{Title: words.New("Against the same period last year"), Then: c.LastYear, Not: c.NoYear, Beside: besideNote(c)}
	turn := Against{Title: words.New("Against the period before"), Then: c.Before, Not: c.NoBefore, Beside: besideNote(c)}
	single := func(r planner.Compared) bool { return r.Kind == planner.RowPoint }
	rows := slices.DeleteFunc(slices.Clone(c.Rows), single)
	for _, r := range c.Rows {
		if single(r) {
			rows = append(rows, r) // many, with few incidents each: at the end
		}
	}
	for _, r := range rows {
		year.add(r, Contrast{rowNote(c, r), r.Now, r.LastYear, r.Year, r.YearRest, r.Detectable})
		turn.add(r, Contrast{rowNote(c, r), r.Now, r.Before, r.Turn, r.TurnRest, r.Detectable})
	}
	if d := c.Displacement; d != nil {
		year.displaced(d.Year)
		turn.displaced(d.Turn)
	}
	return [2]Against{year, turn}
}

// add puts a row into its group, and into the sentences where it is about all of something.
func (a *Against) add(r planner.Compared, row Contrast) {
	if a.Not {
		return
	}
	title := groupNote(r.Kind)
	if last := len(a.Groups) - 1; last < 0 || a.Groups[last].Title.Says != title.Says {
		a.Groups = append(a.Groups, Contrasts{Title: title})
	}
	group := &a.Groups[len(a.Groups)-1]
	group.Rows = append(group.Rows, row)
	switch r.Kind {
	case planner.RowDistrict, planner.RowControl, planner.RowPoints, planner.RowRing:
		a.Lead = append(a.Lead, words.New("%s: %s", row.Name, row.Note()))
	}
	if left := row.PercentBeside(); r.Kind == planner.RowPoints && left != "" {
		a.Lead = append(a.Lead, words.New("%s: %s", a.Beside, left))
	}
}

// displaced says what the patrolled hot spots had less, with what moved next door taken off.
func (a *Against) displaced(d *effect.Displacement) {
	if d == nil {
		return
	}
	verdict := words.New("that may be chance")
	switch {
	case d.Sure.High < 0:
		verdict = words.New("fewer, also with what moved next door")
	case d.Sure.Low > 0:
		verdict = words.New("more, with what moved next door")
	}
	a.Lead = append(a.Lead, words.New("Patrolled hot spots with their rings, beside hot spots without patrols: %+.0f incidents (standard error %.1f, between %+.0f and %+.0f): %s",
		d.Difference, d.Error, d.Sure.Low, d.Sure.High, verdict))
}

// groupNote names a kind of rows.
func groupNote(kind string) words.Note {
	switch kind {
	case planner.RowArea:
		return words.New("Areas")
	case planner.RowCategory:
		return words.New("Categories")
	case planner.RowPoints, planner.RowRing:
		return words.New("Patrolled hot spots")
	case planner.RowPoint:
		return words.New("Each patrolled hot spot, within 100 m")
	}
	return words.New("District")
}

// besideNote names what rows are set beside.
func besideNote(c *planner.Comparison) words.Note {
	if c.Controlled {
		return words.New("Beside the control area")
	}
	return words.New("Beside the rest")
}

// rowNote names a row.
func rowNote(c *planner.Comparison, r planner.Compared) words.Note {
	switch {
	case r.Kind == planner.RowDistrict && c.Controlled:
		return words.New("The district without the control area")
	case r.Kind == planner.RowControl && r.Name != "":
		return words.New("The control area, %s", r.Name)
	}
	switch r.Kind {
	case planner.RowDistrict:
		return words.New("The whole district")
	case planner.RowControl:
		return words.New("The control area")
	case planner.RowPoints:
		return words.New("Within 100 m of the patrolled hot spots")
	case planner.RowRing:
		return words.New("In the ring of 100 to 300 m about them")
	}
	return words.New("%s", r.Name)
}

// evenly is how far a ratio of rates may lie from that of the counts for the periods to be called equally long.
const evenly = 0.002

// Note says the row's change in a sentence; no percentage where either count is too small, no finding where chance
// could do it.
func (r Contrast) Note() words.Note {
	if r.Change.Few() {
		return words.New("%d instead of %d: too few to say", r.Now, r.Then)
	}
	said := r.changed()
	if math.Abs(r.Change.Ratio*float64(r.Then)/float64(r.Now)-1) > evenly {
		said = words.New("%s (by the day: the periods are not equally long)", said)
	}
	if r.Change.Wide.Holds(1) && !r.Change.Sure.Holds(1) {
		said = words.New("%s; but weeks vary so much here that this may be chance", said)
	}
	return said
}

func (r Contrast) changed() words.Note {
	c := r.Change
	fall := func(ratio float64) float64 { return 100 * (1 - ratio) }
	switch {
	case c.Sure.High < 1:
		return words.New("%d instead of %d: %.0f %% fewer, between %.0f and %.0f %%", r.Now, r.Then, fall(c.Ratio), fall(c.Sure.High), fall(c.Sure.Low))
	case c.Sure.Low > 1:
		return words.New("%d instead of %d: %.0f %% more, between %.0f and %.0f %%", r.Now, r.Then, -fall(c.Ratio), -fall(c.Sure.Low), -fall(c.Sure.High))
	}
	return words.New("%d instead of %d: may be chance, anything between %.0f %% fewer and %.0f %% more", r.Now, r.Then, fall(c.Sure.Low), -fall(c.Sure.High))
}

// Percent is the row's change and its 95 % interval, short; empty where there are too few.
func (r Contrast) Percent() string {
	if r.Change.Few() {
		return ""
	}
	return percentage(r.Change.Ratio, r.Change.Sure)
}

// PercentBeside is what is left of the change beside the control, short; empty where there are too few.
func (r Contrast) PercentBeside() string {
	if r.Beside.Few {
		return ""
	}
	return percentage(r.Beside.Ratio, r.Beside.Sure)
}

func percentage(ratio float64, sure effect.Interval) string {
	return fmt.Sprintf("%+.0f %% [%+.0f, %+.0f]", 100*(ratio-1), 100*(sure.Low-1), 100*(sure.High-1))
}
