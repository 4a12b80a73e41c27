package format

import (
	"bufio"
	"fmt"
	"io"
	"slices"

	"nightbeat/planner"
	"nightbeat/planner/words"
)

// The picture of a judgement in pixels.
const (
	lotsWide, lotsHigh, lotsEdge = 640.0, 240.0, 40.0
	lotsBars                     = 31
)

// WriteJudgementSVG draws how often the lot alone gives each difference between the two sides, as bars, and what came out,
// as a line: far out where chance would hardly do it.
func WriteJudgementSVG(w io.Writer, j *planner.Judgement, speaks words.Language) error {
	out := bufio.NewWriter(w)
	title := escaped(speaks.Sayf("What the lot alone would do, and what came out"))
	fmt.Fprintf(out, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %.0f %.0f" font-family="sans-serif" font-size="12" role="img"><title>%s</title>`+"\n", lotsWide, lotsHigh+lotsEdge, title)
	fmt.Fprintf(out, `<rect width="100%%" height="100%%" fill="#fff"/><text x="%.0f" y="20" font-size="14">%s</text>`+"\n", lotsEdge, title)
	if len(j.Differences) > 0 {
		drawLots(out, j.Differences, speaks)
	}
	fmt.Fprintln(out, "</svg>")
	return out.Flush()
}

// drawLots draws the bars over -most to most, and the line.
func drawLots(out io.Writer, differences []int, speaks words.Language) {
	most := 1
	for _, d := range differences {
		most = max(most, d, -d)
	}
	part := func(d int) float64 { return (float64(d) + float64(most)) / float64(2*most) }
	var bars [lotsBars]int
	for _, d := range differences {
		bars[min(lotsBars-1, int(part(d)*lotsBars))]++
	}
	highest, wide := slices.Max(bars[:]), (lotsWide-2*lotsEdge)/lotsBars
	for i, n := range bars {
		high := (lotsHigh - 2*lotsEdge) * float64(n) / float64(highest)
		fmt.Fprintf(out, `<rect x="%.1f" y="%.1f" width="%.1f" height="%.1f" fill="#9db7d1"/>`+"\n", lotsEdge+wide*float64(i), lotsHigh-high, wide-1, high)
	}
	at := lotsEdge + (lotsWide-2*lotsEdge)*part(differences[0])
	fmt.Fprintf(out, `<path d="M%.1f %.0fV%.0f" stroke="#a8323e" stroke-width="3"/><path d="M%.0f %.0fH%.0f" stroke="#444"/>`+"\n", at, lotsEdge, lotsHigh, lotsEdge, lotsHigh, lotsWide-lotsEdge)
	for _, d := range []int{-most, 0, most} {
		fmt.Fprintf(out, `<text x="%.1f" y="%.0f" text-anchor="middle">%+d</text>`+"\n", lotsEdge+(lotsWide-2*lotsEdge)*part(d), lotsHigh+16, d)
	}
	fmt.Fprintf(out, `<text x="%.0f" y="%.0f" text-anchor="middle" fill="#555">%s</text>`+"\n", lotsWide/2, lotsHigh+34, escaped(speaks.Sayf("incidents more (+) or fewer (-) where the lot sent patrols")))
}
