package format

import (
	"fmt"
	"io"
	"strconv"

	"nightbeat/planner"
	"nightbeat/planner/words"
)

// fairnessColumns are those of patrols against harm on paper.
var fairnessColumns = []column{
	{words.New("Area"), 58}, {words.New("Minutes"), 22}, {words.New("Share"), 20}, {words.New("Incidents"), 22}, {words.New("Harm"), 20}, {words.New("Share"), 20}, {words.New("Minutes to harm"), 24},
}

// WriteFairnessPDF writes the minutes of patrol of each area beside the harm reported there on paper: a table for each kind
// of areas.
func WriteFairnessPDF(w io.Writer, period planner.Shift, kinds [][]planner.Fairness, scene Scene) error {
	dates := DatesNote(period)
	p, err := newPaper("Nightbeat fairness "+dates.String(), period.Start, words.New("Nightbeat, %s", dates), scene)
	if err != nil {
		return err
	}
	p.columns = fairnessColumns
	p.heading(p.say("Minutes of patrol and reported harm, %s", dates))
	for _, rows := range kinds {
		p.pdf.Ln(2)
		p.headings()
		for _, f := range rows {
			name, ratio := f.Name, FairRatio(f)
			if name == "" {
				name = p.say("elsewhere")
			}
			p.row(name, fmt.Sprintf("%.0f", f.Minutes), fmt.Sprintf("%.1f %%", 100*f.OfMinutes), strconv.Itoa(f.Incidents), fmt.Sprintf("%.4g", f.Harm), fmt.Sprintf("%.1f %%", 100*f.OfHarm), ratio)
		}
	}
	p.pdf.Ln(2)
	p.paragraph(p.say("Minutes to harm: the share of the minutes over the share of the reported harm; 1 is even. What police find by looking does not count: patrols must not justify themselves."))
	return p.finish(w)
}

// FairRatio is the share of the minutes over the share of the harm; empty where no harm was reported.
func FairRatio(f planner.Fairness) string {
	if f.OfHarm == 0 {
		return ""
	}
	return fmt.Sprintf("%.2f", f.OfMinutes/f.OfHarm)
}
