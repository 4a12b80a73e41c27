package format

import (
	"fmt"
	"io"
	"strconv"

	"nightbeat/planner/words"
)

// staffingColumns are those of what units buy on paper; the third is drawn.
var staffingColumns = []column{
	{words.New("Units"), 18}, {words.New("Watched"), 22}, {words.New("0 to all of what is expected"), 68}, {words.New("The last one adds"), 28}, {words.New("Rounds kept"), 25}, {words.New("In reach"), 25},
}

// WriteStaffingPDF writes what units buy on paper: what it comes to, then for each shift a line for each number of units
// with the share watched drawn as a bar.
func WriteStaffingPDF(w io.Writer, s Staffing, scene Scene) error {
	p, err := newPaper("Nightbeat staffing", s.Shifts[0].Start, words.New("Nightbeat, %s", words.New("What units buy")), scene)
	if err != nil {
		return err
	}
	p.columns = staffingColumns
	p.heading(p.say("What units buy"))
	for _, n := range StaffingNotes(s) {
		p.paragraph("- " + p.scene.Speaks.Say(n))
	}
	for i, shift := range s.Shifts {
		p.pdf.Ln(3)
		p.pdf.SetFontSize(12)
		p.paragraph(p.scene.Speaks.Say(ExpectedNote(shift, s.Buys[i][0].Expected)))
		p.headings()
		for _, b := range s.Buys[i] {
			top := p.row(strconv.Itoa(b.Units), fmt.Sprintf("%.1f %%", 100*b.Watched), "", fmt.Sprintf("%+.1f", 100*b.More),
				fmt.Sprintf("%d/%d", b.Gaps.Kept, b.Gaps.Asked), fmt.Sprintf("%.0f %%", 100*b.Reach))
			left, wide := pageMargin+p.columns[0].width+p.columns[1].width, p.columns[2].width-4
			p.pdf.SetFillColor(0, 114, 178)
			p.pdf.Rect(left, top+1, wide*b.Watched, p.pdf.GetY()-top-2, "F")
		}
	}
	p.pdf.Ln(2)
	p.pdf.SetFontSize(9)
	p.paragraph(p.say("In reach: of what is expected at the hottest places, what some unit can be at within %.0f min.", s.Within.Minutes()))
	return p.finish(w)
}
