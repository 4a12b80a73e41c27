package format

import (
	"bufio"
	"fmt"
	"html"
	"io"
	"math"
	"slices"

	"nightbeat/planner/risk"
)

// The picture's plot in pixels, and the colours of the models in their order (Okabe & Ito 2008, safe for the
// colour-blind, its yellow darkened to be seen on white; grey for a ninth).
const (
	plotLeft, plotTop, plotWide, plotHigh = 64.0, 44.0, 480.0, 360.0
	plotMargin                            = 270.0 // right of the plot, for the models
)

var modelColours = []string{"#000000", "#E69F00", "#56B4E9", "#009E73", "#B8A800", "#0072B2", "#D55E00", "#CC79A7", "#777777"}

// WriteBacktestSVG draws the share of the incidents found against the share of the area watched: a line for each model,
// and beside each of its points an upright for the 90 % interval, a little apart so that they can be told. The models
// are listed with what they found more than the first one; the verdict is the picture's title.
func WriteBacktestSVG(w io.Writer, r *risk.Record) error {
	p := newPlot(r)
	out := bufio.NewWriter(w)
	wide, high := plotLeft+plotWide+plotMargin, plotTop+plotHigh+62
	fmt.Fprintf(out, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %.0f %.0f" font-family="sans-serif" font-size="12" role="img">`+"\n", wide, high)
	first, last := r.Windows[0], r.Windows[len(r.Windows)-1]
	title := fmt.Sprintf("Incidents found by the area watched, %d windows, %s to %s", len(r.Windows), first.From.Format("2006-01-02"), last.Until.Format("2006-01-02"))
	fmt.Fprintf(out, "<title>%s. %s</title>\n"+`<rect width="%.0f" height="%.0f" fill="#fff"/>`+"\n", title, html.EscapeString(r.Verdict()), wide, high)
	fmt.Fprintf(out, `<text x="%.0f" y="22" font-size="15">%s</text>`+"\n", plotLeft, title)
	p.axes(out)
	for m := range slices.Backward(r.Models) { // the first on top
		p.line(out, m)
	}
	p.legend(out)
	fmt.Fprintln(out, "</svg>")
	return out.Flush()
}

// plot knows where a share of the area and a share of the incidents lie.
type plot struct {
	record     *risk.Record
	lines      []risk.Line
	area, most float64 // the ends of the axes
	tick       float64 // between two marks of the upright axis
}

func newPlot(r *risk.Record) plot {
	p := plot{record: r, lines: r.Lines()}
	for _, l := range p.lines {
		p.area = math.Max(p.area, 1.08*l.Share)
		p.most = math.Max(p.most, l.Sure.High)
	}
	p.most = math.Max(p.most, 0.01)
	p.tick = roundTick(p.most / 5)
	p.most = p.tick * math.Ceil(p.most/p.tick)
	return p
}

// roundTick is the least of 1, 2 or 5 times a power of ten that is not less than v.
func roundTick(v float64) float64 {
	power := math.Pow(10, math.Floor(math.Log10(v)))
	for _, digit := range []float64{1, 2, 5} {
		if digit*power >= v {
			return digit * power
		}
	}
	return 10 * power
}

func (p plot) x(area float64) float64 { return plotLeft + plotWide*area/p.area }

func (p plot) y(found float64) float64 { return plotTop + plotHigh*(1-found/p.most) }

func (p plot) axes(w io.Writer) {
	for i := range int(math.Round(p.most/p.tick)) + 1 {
		y := p.y(p.tick * float64(i))
		fmt.Fprintf(w, `<path d="M%.1f %.1fh%.1f" stroke="#ddd"/><text x="%.1f" y="%.1f" text-anchor="end">%s</text>`+"\n",
			plotLeft, y, plotWide, plotLeft-6, y+4, percent(p.tick*float64(i)))
	}
	for _, share := range p.record.Shares {
		fmt.Fprintf(w, `<path d="M%.1f %.1fv5" stroke="#444"/><text x="%.1f" y="%.1f" text-anchor="middle">%s</text>`+"\n",
			p.x(share), plotTop+plotHigh, p.x(share), plotTop+plotHigh+19, percent(share))
	}
	fmt.Fprintf(w, `<path d="M%.1f %.1fV%.1fH%.1f" fill="none" stroke="#444"/>`+"\n", plotLeft, plotTop, plotTop+plotHigh, plotLeft+plotWide)
	fmt.Fprintf(w, `<text x="%.1f" y="%.1f" text-anchor="middle">share of the area watched; uprights: 90 %% interval over windows</text>`+"\n",
		plotLeft+plotWide/2, plotTop+plotHigh+42)
	fmt.Fprintf(w, `<text transform="translate(16 %.1f) rotate(-90)" text-anchor="middle">share of the incidents found</text>`+"\n", plotTop+plotHigh/2)
}

// line draws one model: its points joined, and an upright for each interval.
func (p plot) line(w io.Writer, m int) {
	colour, models, shares := modelColours[m%len(modelColours)], len(p.record.Models), len(p.record.Shares)
	path := fmt.Sprintf("M%.1f %.1f", p.x(0), p.y(0))
	aside := 3.5 * (float64(m) - float64(models-1)/2)
	for s := range shares {
		l := p.lines[m*shares+s]
		if math.IsNaN(l.Found) {
			continue
		}
		x := p.x(l.Share)
		path += fmt.Sprintf("L%.1f %.1f", x, p.y(l.Found))
		fmt.Fprintf(w, `<path d="M%.1f %.1fV%.1f" stroke="%s" stroke-width="2" opacity="0.75"/>`+"\n", x+aside, p.y(l.Sure.Low), p.y(l.Sure.High), colour)
	}
	fmt.Fprintf(w, `<path d="%s" fill="none" stroke="%s" stroke-width="1.6"/>`+"\n", path, colour)
}

// legend lists the models with what they found more than the first, over all shares together.
func (p plot) legend(w io.Writer) {
	for m, l := range p.record.Pooled() {
		x, y := plotLeft+plotWide+14, plotTop+12+18*float64(m)
		said := html.EscapeString(l.Model)
		if m > 0 && !math.IsNaN(l.More) {
			said += fmt.Sprintf(" %+.1f %% [%+.1f to %+.1f]", 100*l.More, 100*l.MoreBy.Low, 100*l.MoreBy.High)
		}
		fmt.Fprintf(w, `<rect x="%.1f" y="%.1f" width="14" height="4" fill="%s"/><text x="%.1f" y="%.1f">%s</text>`+"\n",
			x, y-6, modelColours[m%len(modelColours)], x+20, y, said)
	}
	if len(p.record.Models) > 1 {
		fmt.Fprintf(w, `<text x="%.1f" y="%.1f" fill="#555">more than %s, all shares together</text>`+"\n",
			plotLeft+plotWide+14, plotTop+24+18*float64(len(p.record.Models)), html.EscapeString(p.record.Models[0]))
	}
}
