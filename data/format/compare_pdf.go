package format

import (
	"io"
	"slices"
	"strconv"

	"nightbeat/planner"
	"nightbeat/planner/effect"
	"nightbeat/planner/words"
)

// againstColumns are those of a comparison on paper; the fourth is drawn.
var againstColumns = []column{
	{words.New("What"), 58}, {words.New("Then"), 12}, {words.New("Now"), 12}, {words.New("-75 %% to four times"), 42}, {words.New("Change, 95 %%"), 32}, {width: 30},
}

// forestColumn is where the drawing is.
const forestColumn = 3

// WriteComparisonPDF writes a comparison on paper: for either earlier time what it comes to, then a line for each row with
// its counts, its change drawn with its interval, and what is left of it beside the control.
func WriteComparisonPDF(w io.Writer, c *planner.Comparison, scene Scene) error {
	p, err := newPaper("Nightbeat "+DatesNote(c.Now).String(), c.Now.Start, words.New("Nightbeat, %s", DatesNote(c.Now)), scene)
	if err != nil {
		return err
	}
	p.columns = slices.Clone(againstColumns)
	p.columns[len(p.columns)-1].heading = besideNote(c)
	p.heading(p.scene.Speaks.Say(comparisonTitle(c)))
	for _, flag := range c.Flags {
		p.paragraph("- " + p.scene.Speaks.Say(flag))
	}
	for _, against := range AgainstBoth(c) {
		p.against(against)
	}
	p.pdf.Ln(2)
	p.paragraph(p.scene.Speaks.Say(HowToRead(c)))
	return p.finish(w)
}

// HowToRead says what the numbers of a comparison mean.
func HowToRead(c *planner.Comparison) words.Note {
	if c.Controlled {
		return words.New("A thick line is the 95 %% interval by chance alone, a thin one as much as weeks vary. Where a line crosses the middle, nothing is shown. Under ten on either side there is no percentage. Beside the control area: what is left when the rows would have changed as it did; they leave its incidents out.")
	}
	return words.New("A thick line is the 95 %% interval by chance alone, a thin one as much as weeks vary. Where a line crosses the middle, nothing is shown. Under ten on either side there is no percentage. Beside the rest: what is left when the rest of the district would have changed alike.")
}

func (p *paper) against(a Against) {
	p.pdf.Ln(3)
	p.pdf.SetFontSize(12)
	p.paragraph(p.scene.Speaks.Say(a.Title) + " (" + p.scene.Speaks.Say(DatesNote(a.Then)) + ")")
	p.pdf.SetFontSize(9)
	if a.Not {
		p.paragraph(p.say("The incidents do not reach back so far."))
		return
	}
	for _, n := range a.Lead {
		p.paragraph(p.scene.Speaks.Say(n))
	}
	p.headings()
	for _, group := range a.Groups {
		p.row(p.scene.Speaks.Say(group.Title))
		for _, r := range group.Rows {
			top := p.row(p.scene.Speaks.Say(r.Name), strconv.Itoa(r.Then), strconv.Itoa(r.Now), "", r.Percent(), r.PercentBeside())
			p.forest(r, top)
		}
	}
}

// forest draws a row's change: no change is the middle.
func (p *paper) forest(r Contrast, top float64) {
	left, wide := pageMargin+1, 0.0
	for i, c := range p.columns[:forestColumn+1] {
		if i < forestColumn {
			left += c.width
		}
		wide = c.width - 4
	}
	at := func(ratio float64) float64 { return left + wide*ForestPart(ratio) }
	middle := (top + p.pdf.GetY()) / 2
	p.pen(150, 150, 150, 0.15)
	p.pdf.Line(at(1), top, at(1), p.pdf.GetY())
	if !r.Change.Few() {
		for _, line := range []struct {
			sure  effect.Interval
			width float64
		}{{r.Change.Wide, 0.25}, {r.Change.Sure, 1}} {
			p.pen(0, 114, 178, line.width)
			p.pdf.Line(at(line.sure.Low), middle, at(line.sure.High), middle)
		}
		p.pdf.SetFillColor(0, 50, 90)
		p.pdf.Circle(at(r.Change.Ratio), middle, 0.9, "F")
	}
	p.pen(120, 120, 120, 0.2)
}
