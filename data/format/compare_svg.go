package format

import (
	"bufio"
	"fmt"
	"html"
	"io"
	"math"

	"nightbeat/planner"
	"nightbeat/planner/effect"
	"nightbeat/planner/words"
)

// The picture's places in pixels: names, then for either time the counts and a plot of the ratio on the logarithm.
const (
	forestTop, forestRow     = 74.0, 22.0
	forestName, forestCounts = 16.0, 290.0
	forestPlot, forestWide   = 390.0, 250.0
	forestNext               = 400.0 // from one time's counts to the other's
)

// forestMarks are the ratios marked on the axis, as changes in per cent.
var forestMarks = []float64{0.25, 0.5, 1, 2, 4}

// WriteComparisonSVG draws a comparison: for each row and either earlier time the counts, the change as a point, its
// 95 % interval by chance as a thick line and as weeks vary as a thin one; rows with fewer than ten on a side have counts
// only.
func WriteComparisonSVG(w io.Writer, c *planner.Comparison, speaks words.Language) error {
	out := bufio.NewWriter(w)
	wide, high := forestCounts+2*forestNext+10, forestTop+forestRow*float64(len(c.Rows))+40+16*float64(len(c.Flags))
	fmt.Fprintf(out, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %.0f %.0f" font-family="sans-serif" font-size="12" role="img">`+"\n", wide, high)
	said := func(n words.Note) string { return html.EscapeString(speaks.Say(n)) }
	title := said(comparisonTitle(c))
	fmt.Fprintf(out, "<title>%s</title>\n"+`<rect width="%.0f" height="%.0f" fill="#fff"/><text x="%.0f" y="24" font-size="15">%s</text>`+"\n", title, wide, high, forestName, title)
	fmt.Fprintf(out, `<text x="%.0f" y="24" fill="#555">%s</text>`+"\n", forestCounts+forestNext,
		said(words.New("thick: 95 %% interval by chance; thin: as weeks vary")))
	f := forest{out, forestTop + forestRow*float64(len(c.Rows)), speaks}
	for i, a := range AgainstBoth(c) {
		f.frame(forestCounts+forestNext*float64(i), said(a.Title)+", "+said(DatesNote(a.Then)))
	}
	for i, r := range c.Rows {
		y := forestTop + forestRow*(float64(i)+0.5)
		fmt.Fprintf(out, `<text x="%.0f" y="%.1f">%s</text>`+"\n", forestName, y+4, html.EscapeString(shorten(speaks.Say(rowNote(c, r)), 40)))
		f.change(forestCounts, y, r.Now, countUnless(c.NoYear, r.LastYear), r.Year)
		f.change(forestCounts+forestNext, y, r.Now, countUnless(c.NoBefore, r.Before), r.Turn)
	}
	for i, flag := range c.Flags {
		fmt.Fprintf(out, `<text x="%.0f" y="%.1f" fill="#555">%s</text>`+"\n", forestName, f.bottom+44+16*float64(i), said(flag))
	}
	fmt.Fprintln(out, "</svg>")
	return out.Flush()
}

type forest struct {
	io.Writer
	bottom float64
	speaks words.Language
}

// at is where a ratio lies in a plot.
func (f forest) at(left, ratio float64) float64 {
	return left + forestPlot - forestCounts + forestWide*ForestPart(ratio)
}

// ForestPart is how far along a plot of changes a ratio lies, 0 to 1: on the logarithm from a quarter to four times, what
// lies beyond at its edges.
func ForestPart(ratio float64) float64 {
	first, last := math.Log(forestMarks[0]), math.Log(forestMarks[len(forestMarks)-1])
	return min(1, max(0, (math.Log(ratio)-first)/(last-first)))
}

// frame draws the heading and the marked ratios of one plot.
func (f forest) frame(left float64, heading string) {
	fmt.Fprintf(f, `<text x="%.0f" y="48" fill="#555">%s</text>`+"\n", left, heading)
	for _, mark := range forestMarks {
		colour := "#ddd"
		if mark == 1 {
			colour = "#444"
		}
		fmt.Fprintf(f, `<path d="M%.1f %.1fV%.1f" stroke="%s"/><text x="%.1f" y="%.1f" text-anchor="middle">%s</text>`+"\n",
			f.at(left, mark), forestTop-10, f.bottom+4, colour, f.at(left, mark), f.bottom+19, f.speaks.Say(markNote(mark)))
	}
}

// change draws the counts and, where there are enough, the change with its intervals.
func (f forest) change(left, y float64, now int, then string, c effect.Change) {
	fmt.Fprintf(f, `<text x="%.0f" y="%.1f">%s → %d</text>`+"\n", left, y+4, then, now)
	if c.Few() || then == "?" {
		return
	}
	for _, line := range []struct {
		sure effect.Interval
		wide int
	}{{c.Wide, 1}, {c.Sure, 4}} {
		fmt.Fprintf(f, `<path d="M%.1f %.1fH%.1f" stroke="#0072B2" stroke-width="%d"/>`+"\n", f.at(left, line.sure.Low), y, f.at(left, line.sure.High), line.wide)
	}
	fmt.Fprintf(f, `<circle cx="%.1f" cy="%.1f" r="4.5" fill="#0072B2" stroke="#fff"><title>%s</title></circle>`+"\n", f.at(left, c.Ratio), y, changeWords(c))
}

func markNote(ratio float64) words.Note {
	if ratio == 1 {
		return words.New("as then")
	}
	return words.New("%+.0f %%", 100*(ratio-1))
}
