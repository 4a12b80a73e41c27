package format

import (
	"bufio"
	"fmt"
	"html"
	"io"
	"math"

	"nightbeat/planner/risk"
)

// The picture's plot in pixels, and the colours of the models in their order (Okabe & Ito 2008, safe for the
// colour-blind; grey for a ninth).
const (
	plotLeft, plotTop, plotWide, plotHigh = 60.0, 40.0, 460.0, 340.0
)

var modelColours = []string{"#000000", "#E69F00", "#56B4E9", "#009E73", "#F0E442", "#0072B2", "#D55E00", "#CC79A7", "#777777"}

// WriteBacktestSVG draws the share of the incidents found against the share of the area watched, a line for each model
// with its 90 % interval at each point. Points of one share stand a little apart so that they can be seen.
func WriteBacktestSVG(w io.Writer, r *risk.Record) error {
	p := newPlot(r)
	out := bufio.NewWriter(w)
	fmt.Fprintf(out, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %.0f %.0f" font-family="sans-serif" font-size="12">`+"\n",
		plotLeft+plotWide+150, plotTop+plotHigh+60)
	first, last := r.Windows[0], r.Windows[len(r.Windows)-1]
	fmt.Fprintf(out, `<text x="%.0f" y="20" font-size="14">Incidents found by the area watched, %d windows, %s to %s</text>`+"\n", plotLeft,
		len(r.Windows), first.From.Format("2006-01-02"), last.Until.Format("2006-01-02"))
	p.axes(out)
	for m := range r.Models {
		p.line(out, m)
	}
	fmt.Fprintln(out, "</svg>")
	return out.Flush()
}

// plot knows where a share of the area and a share of the incidents lie.
type plot struct {
	record     *risk.Record
	lines      []risk.Line
	area, most float64 // the ends of the axes
}

func newPlot(r *risk.Record) plot {
	p := plot{record: r, lines: r.Lines()}
	for _, l := range p.lines {
		p.area = math.Max(p.area, 1.1*l.Share)
		p.most = math.Max(p.most, 1.05*l.Sure.High)
	}
	p.most = math.Max(p.most, 0.01)
	return p
}

func (p plot) x(area float64) float64 { return plotLeft + plotWide*area/p.area }

func (p plot) y(found float64) float64 { return plotTop + plotHigh*(1-found/p.most) }

func (p plot) axes(w io.Writer) {
	fmt.Fprintf(w, `<path d="M%.1f %.1fV%.1fH%.1f" fill="none" stroke="#444"/>`+"\n", plotLeft, plotTop, plotTop+plotHigh, plotLeft+plotWide)
	for i := range 5 {
		found := p.most * float64(i+1) / 5
		fmt.Fprintf(w, `<text x="%.1f" y="%.1f" text-anchor="end">%s</text>`+"\n", plotLeft-6, p.y(found)+4, percent(found))
	}
	for _, share := range p.record.Shares {
		fmt.Fprintf(w, `<text x="%.1f" y="%.1f" text-anchor="middle">%s</text>`+"\n", p.x(share), plotTop+plotHigh+18, percent(share))
	}
	fmt.Fprintf(w, `<text x="%.1f" y="%.1f" text-anchor="middle">share of the area</text>`+"\n", plotLeft+plotWide/2, plotTop+plotHigh+40)
}

// line draws one model: its points joined, an upright for each interval, its name in the margin.
func (p plot) line(w io.Writer, m int) {
	colour, models, shares := modelColours[m%len(modelColours)], len(p.record.Models), len(p.record.Shares)
	path := fmt.Sprintf("M%.1f %.1f", p.x(0), p.y(0))
	aside := 3 * (float64(m) - float64(models-1)/2)
	for s := range shares {
		l := p.lines[m*shares+s]
		if math.IsNaN(l.Found) {
			continue
		}
		x := p.x(l.Share) + aside
		path += fmt.Sprintf("L%.1f %.1f", x, p.y(l.Found))
		fmt.Fprintf(w, `<path d="M%.1f %.1fV%.1f" stroke="%s" stroke-width="2" opacity="0.6"/>`+"\n", x, p.y(l.Sure.Low), p.y(l.Sure.High), colour)
	}
	fmt.Fprintf(w, `<path d="%s" fill="none" stroke="%s"/>`+"\n", path, colour)
	x, y := plotLeft+plotWide+10, plotTop+16*float64(m+1)
	fmt.Fprintf(w, `<rect x="%.1f" y="%.1f" width="14" height="4" fill="%s"/><text x="%.1f" y="%.1f">%s</text>`+"\n", x, y-6, colour, x+20, y,
		html.EscapeString(p.record.Models[m]))
}
