package format

import (
	"bufio"
	"fmt"
	"html"
	"io"

	"nightbeat/planner/words"
)

// WriteStaffingSVG draws the share watched (a line) and in reach (a dashed one) by the number of units, a colour a shift.
func WriteStaffingSVG(w io.Writer, s Staffing, speaks words.Language) error {
	out := bufio.NewWriter(w)
	wide, high := plotLeft+plotWide+plotMargin, plotTop+plotHigh+62
	fmt.Fprintf(out, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %.0f %.0f" font-family="sans-serif" font-size="12" role="img">`+"\n", wide, high)
	title := html.EscapeString(speaks.Sayf("What units buy"))
	fmt.Fprintf(out, "<title>%s</title>\n"+`<rect width="%.0f" height="%.0f" fill="#fff"/><text x="%.0f" y="22" font-size="15">%s</text>`+"\n", title, wide, high, plotLeft, title)
	most := 1
	for _, buys := range s.Buys {
		most = max(most, len(buys))
	}
	x := func(units int) float64 { return plotLeft + plotWide*float64(units)/(float64(most)+0.5) }
	y := func(share float64) float64 { return plotTop + plotHigh*(1-share) }
	for i := range 6 {
		share := float64(i) / 5
		fmt.Fprintf(out, `<path d="M%.1f %.1fh%.1f" stroke="#ddd"/><text x="%.1f" y="%.1f" text-anchor="end">%s</text>`+"\n", plotLeft, y(share), plotWide, plotLeft-6, y(share)+4, percent(share))
	}
	for n := 1; n <= most; n += 1 + most/20 {
		fmt.Fprintf(out, `<text x="%.1f" y="%.1f" text-anchor="middle">%d</text>`+"\n", x(n), plotTop+plotHigh+19, n)
	}
	fmt.Fprintf(out, `<text x="%.1f" y="%.1f" text-anchor="middle">%s</text>`+"\n", plotLeft+plotWide/2, plotTop+plotHigh+42, html.EscapeString(speaks.Sayf("Units")))
	for i, shift := range s.Shifts {
		colour := modelColours[i%len(modelColours)]
		watched, reach := "", ""
		for _, b := range s.Buys[i] {
			step := "L"
			if b.Units == 1 {
				step = "M"
			}
			watched += fmt.Sprintf("%s%.1f %.1f", step, x(b.Units), y(b.Watched))
			reach += fmt.Sprintf("%s%.1f %.1f", step, x(b.Units), y(b.Reach))
			fmt.Fprintf(out, `<circle cx="%.1f" cy="%.1f" r="3.5" fill="%s"/>`+"\n", x(b.Units), y(b.Watched), colour)
		}
		fmt.Fprintf(out, `<path d="%s" fill="none" stroke="%s" stroke-width="2"/><path d="%s" fill="none" stroke="%s" stroke-width="1.5" stroke-dasharray="5 4"/>`+"\n", watched, colour, reach, colour)
		fmt.Fprintf(out, `<rect x="%.1f" y="%.1f" width="14" height="4" fill="%s"/><text x="%.1f" y="%.1f">%s</text>`+"\n", plotLeft+plotWide+14, plotTop+6+18*float64(i), colour,
			plotLeft+plotWide+34, plotTop+12+18*float64(i), shiftWords(shift))
	}
	fmt.Fprintf(out, `<text x="%.1f" y="%.1f" fill="#555">%s</text>`+"\n",
		plotLeft+plotWide-186, plotTop-8, html.EscapeString(speaks.Sayf("line: share of what is expected that is watched; dashed: in reach of some unit within %.0f min", s.Within.Minutes())))
	fmt.Fprintln(out, "</svg>")
	return out.Flush()
}
