package format

import (
	"bufio"
	"io"
	"strings"

	"github.com/paulmach/orb"

	"nightbeat/planner"
)

// WriteRepeatsSVG draws the places over the streets, each as a circle with its number.
func WriteRepeatsSVG(w io.Writer, places []planner.RepeatPlace, scene Scene) error {
	var at orb.MultiPoint
	for _, p := range places {
		at = append(at, p.Place)
	}
	b := bufio.NewWriter(w)
	d := &drawing{out: b, sheet: newSheet(at.Bound(), svgWidth, svgMargin, svgMinHeight, svgMaxHeight)}
	d.begin(scene.Speaks.Sayf("Repeat places"), 0, scene.Streets)
	for _, p := range places {
		c := d.at(p.Place)
		d.printf(`<g><title>%s</title><circle cx="%.1f" cy="%.1f" r="%.0f" fill="#a8323e" stroke="#fff" stroke-width="2"/>`, escaped(p.Name), c[0], c[1], stopRadius)
		d.printf(`<text x="%.1f" y="%.1f" font-size="11" font-weight="bold" fill="#fff" text-anchor="middle">%s</text></g>`+"\n", c[0], c[1]+4, strings.TrimLeft(p.ID, "R0"))
	}
	d.printf("</svg>\n")
	return b.Flush()
}
