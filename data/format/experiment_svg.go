package format

import (
	"bufio"
	"io"
	"strconv"

	"github.com/paulmach/orb"

	"nightbeat/planner"
)

// The colours of what a lot has drawn: blue and orange, which every kind of eye tells apart, and a shape for each.
const (
	patrolledInk = "#0072b2"
	controlInk   = "#bc5200"
)

// WriteLotSVG draws an experiment's hot spots over the streets: what is patrolled as a disc, what is left as a square, both
// with the number of their pair; where lots are between nights, the spots by their number.
func WriteLotSVG(w io.Writer, e *planner.Experiment, scene Scene) error {
	var at orb.MultiPoint
	for _, s := range e.Places() {
		at = append(at, s.Place)
	}
	b := bufio.NewWriter(w)
	d := &drawing{out: b, sheet: newSheet(at.Bound(), svgWidth, svgMargin, svgMinHeight, svgMaxHeight)}
	d.begin(scene.Speaks.Sayf("Map of the lot"), 1, scene.Streets)
	for i, s := range e.Spots {
		d.arm(d.at(s.Place), strconv.Itoa(i+1), s.Name, true)
	}
	for _, arm := range e.Arms {
		if e.Unit == planner.OfSpots {
			d.arm(d.at(arm.Place), strconv.Itoa(arm.Pair), arm.Name, arm.Patrolled)
		}
	}
	d.lotLegend(e, scene)
	d.printf("</svg>\n")
	return b.Flush()
}

// arm draws one of a pair.
func (d *drawing) arm(c orb.Point, number, name string, patrolled bool) {
	const r = stopRadius
	d.printf(`<g><title>%s</title>`, escaped(name))
	ink := "#fff"
	if patrolled {
		d.printf(`<circle cx="%.1f" cy="%.1f" r="%.0f" fill="%s" stroke="#fff" stroke-width="2"/>`, c[0], c[1], r, patrolledInk)
	} else {
		d.printf(`<rect x="%.1f" y="%.1f" width="%.0f" height="%.0f" fill="#fff" stroke="%s" stroke-width="3"/>`, c[0]-r+1, c[1]-r+1, 2*r-2, 2*r-2, controlInk)
		ink = controlInk
	}
	d.printf(`<text x="%.1f" y="%.1f" font-size="12" font-weight="bold" fill="%s" text-anchor="middle">%s</text></g>`+"\n", c[0], c[1]+4, ink, number)
}

func (d *drawing) lotLegend(e *planner.Experiment, scene Scene) {
	y := d.height
	d.printf(`<rect y="%.0f" width="100%%" height="100%%" fill="#fbfaf7"/>`+"\n", y-legendLine/2)
	say := func(x float64, patrolled bool, text string) {
		d.arm(orb.Point{x, y + 4}, "", text, patrolled)
		d.printf(`<text x="%.0f" y="%.0f" font-size="15" fill="#222">%s</text>`+"\n", x+2*stopRadius, y+9, escaped(text))
	}
	if e.Unit == planner.OfNights {
		say(svgMargin, true, scene.Speaks.Sayf("Patrolled on the nights drawn"))
		return
	}
	say(svgMargin, true, scene.Speaks.Sayf("Patrolled by lot"))
	say(svgMargin+svgWidth/3, false, scene.Speaks.Sayf("Without patrols"))
}
