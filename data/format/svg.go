package format

import (
	"bufio"
	"encoding/xml"
	"fmt"
	"io"
	"strings"

	"github.com/paulmach/orb"

	"nightbeat/planner"
	"nightbeat/planner/words"
)

// The drawing's measures in its own units, of which it is svgWidth wide.
const (
	svgWidth     = 1000.0
	svgMargin    = 40.0
	svgMinHeight = 300.0
	svgMaxHeight = 1400.0
	stopRadius   = 11.0
	arrowEvery   = 90.0
	legendLine   = 24.0
)

// WriteSVG draws a plan: each unit's way in its colour with arrows, the stops numbered in the order of their first visit
// by their unit, the bases, a legend; under them the streets. Styled by attributes alone, so that a page with a strict
// content security policy can hold it.
func WriteSVG(w io.Writer, plan *planner.Plan, scene Scene) error {
	b := bufio.NewWriter(w)
	d := &drawing{out: b, sheet: newSheet(boundOf(plan.Routes...), svgWidth, svgMargin, svgMinHeight, svgMaxHeight)}
	d.begin(title(scene.Speaks, plan), len(plan.Routes)+1, scene.Streets)
	for i, r := range plan.Routes {
		d.way(r, i)
	}
	for _, r := range plan.Routes {
		d.calls(plan, r, scene.Speaks)
	}
	d.legend(plan, scene.Speaks)
	d.printf("</svg>\n")
	return b.Flush() // a bufio.Writer keeps its first error
}

// drawing is a sheet that is written as SVG.
type drawing struct {
	*sheet
	out io.Writer
}

func (d *drawing) printf(format string, args ...any) { fmt.Fprintf(d.out, format, args...) }

// begin opens a picture of what its label says, with room for so many lines under the sheet, and draws the streets.
func (d *drawing) begin(label string, lines int, streets []Street) {
	d.printf(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %.0f %.0f" font-family="sans-serif" role="img" aria-label="%s">`+"\n",
		svgWidth, d.height+legendLine*float64(lines), escaped(label))
	d.printf(`<rect width="100%%" height="100%%" fill="#fbfaf7"/>` + "\n")
	d.streets(streets)
}

func path(line orb.LineString) string {
	var s strings.Builder
	for i, p := range line {
		fmt.Fprintf(&s, "%c%.1f %.1f", "ML"[min(i, 1)], p[0], p[1])
	}
	return s.String()
}

// streets draws the streets, the greater ones broader, each class as one path.
func (d *drawing) streets(streets []Street) {
	var lesser, greater strings.Builder
	for _, s := range streets {
		if !s.Line.Bound().Intersects(d.bound) {
			continue
		}
		into := &lesser
		if s.greater() {
			into = &greater
		}
		into.WriteString(path(d.line(s.Line)))
	}
	for _, class := range []struct {
		path  string
		width float64
	}{{lesser.String(), 1.2}, {greater.String(), 3}} {
		if class.path != "" {
			d.printf(`<path d="%s" fill="none" stroke="#d9d4c7" stroke-width="%.1f" stroke-linecap="round"/>`+"\n", class.path, class.width)
		}
	}
}

// way draws a unit's whole way; units lie a little beside each other so that shared streets show both.
func (d *drawing) way(r planner.Route, i int) {
	line := d.line(wholeWay(r))
	if len(line) == 0 {
		return
	}
	aside := 1.5 * float64(i%5-2)
	d.printf(`<g transform="translate(%.1f %.1f)"><path d="%s" fill="none" stroke="%s" stroke-width="3" stroke-opacity=".75" stroke-linejoin="round" stroke-linecap="round"/>`, aside, aside, path(line), r.Color)
	for _, a := range arrows(line, arrowEvery) {
		d.printf(`<path d="M-4 -4L4 0L-4 4z" fill="%s" transform="translate(%.1f %.1f) rotate(%.0f)"/>`, r.Color, a.at[0], a.at[1], a.angle)
	}
	d.printf("</g>\n")
}

// calls draws a unit's stops, each at its first visit, and its base.
func (d *drawing) calls(plan *planner.Plan, r planner.Route, l words.Language) {
	base := d.at(r.Unit.Base)
	d.printf(`<rect x="%.1f" y="%.1f" width="14" height="14" fill="#222" stroke="#fff" stroke-width="2"><title>%s</title></rect>`+"\n", base[0]-7, base[1]-7, escaped(l.Sayf("Base of %s", r.Unit.Name)))
	for i, call := range r.Calls {
		if call.Visit > 1 {
			continue
		}
		s := plan.Stops[call.Stop]
		p := d.at(s.Place)
		d.printf(`<g><title>%s</title><circle cx="%.1f" cy="%.1f" r="%.0f" fill="%s" stroke="#fff" stroke-width="2"/>`, escaped(s.Name+": "+l.Say(s.Reason.Note(plan.Request.Shift))), p[0], p[1], stopRadius, r.Color)
		d.printf(`<text x="%.1f" y="%.1f" font-size="12" font-weight="bold" fill="#fff" text-anchor="middle">%d</text></g>`+"\n", p[0], p[1]+4, i+1)
	}
}

func (d *drawing) legend(plan *planner.Plan, l words.Language) {
	y := d.height + legendLine/2
	d.printf(`<rect y="%.0f" width="100%%" height="100%%" fill="#fbfaf7"/>`+"\n", d.height-legendLine/2)
	d.printf(`<text x="%.0f" y="%.1f" font-size="17" font-weight="bold" fill="#222">%s</text>`+"\n", svgMargin, y, escaped(title(l, plan)))
	for _, r := range plan.Routes {
		y += legendLine
		d.printf(`<circle cx="%.0f" cy="%.1f" r="7" fill="%s"/><text x="%.0f" y="%.1f" font-size="15" fill="#222">%s</text>`+"\n", svgMargin+7, y-5, r.Color, svgMargin+22, y, escaped(legendOf(l, r)))
	}
}

// title says what a plan is in a line.
func title(l words.Language, plan *planner.Plan) string {
	s := plan.Request.Shift
	return l.Sayf("%s to %s: %d fixed points, %.0f %% of the expected incidents in %.1f %% of the area",
		s.Start.Format("2006-01-02 15:04"), s.End.Format("15:04"), len(plan.Stops), 100*plan.Share, 100*plan.AreaShare)
}

func legendOf(l words.Language, r planner.Route) string {
	if len(r.Calls) == 0 {
		return l.Sayf("%s: no stop", r.Unit.Name)
	}
	return l.Sayf("%s: %d stays, %.1f km, %s to %s", r.Unit.Name, len(r.Calls), r.DistanceM/1000, r.Start.Format("15:04"), r.End.Format("15:04"))
}

// escaped is text made safe inside XML, characters that XML cannot hold left out.
func escaped(s string) string {
	var b strings.Builder
	if err := xml.EscapeText(&b, []byte(s)); err != nil {
		return ""
	}
	return b.String()
}
