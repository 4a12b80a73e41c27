package format

import (
	"fmt"
	"io"
	"strings"
	"time"

	"nightbeat/planner"
	"nightbeat/planner/words"
)

// The tables on paper: points, repeat places.
var (
	pointColumns = []column{
		{words.New("Where to stand"), 96}, {words.New("Nights"), 20}, {words.New("Visits"), 20}, {words.New("Planned"), 25}, {words.New("Done"), 25},
	}
	repeatColumns = []column{
		{words.New("Street"), 50}, {words.New("Calls"), 14}, {words.New("Days"), 14}, {words.New("About"), 40}, {words.New("First"), 22}, {words.New("Last"), 22}, {words.New("Call by"), 24},
	}
)

// printed is how many rows a table of a sheet has on paper: the points longest watched, the places that call on most days.
const printed = 20

// WriteSheetPDF writes an area's sheet on paper.
func WriteSheetPDF(w io.Writer, s *planner.Sheet, scene Scene) error {
	p, err := newPaper(s.Area.Name, s.Period.End, words.New("%s", s.Area.Name), scene)
	if err != nil {
		return err
	}
	p.heading(strings.TrimSpace(s.Area.Name + " " + s.Area.Kind))
	for _, note := range append(SheetNotes(s), ServiceNote(s)) {
		p.paragraph(p.scene.Speaks.Say(note))
	}
	for _, c := range s.Categories {
		p.paragraph(fmt.Sprintf("%4d  %s", c.Count, c.Category))
	}
	p.room(65) // the title and the table
	p.section(words.New("Hot hours"))
	p.hours(s)
	p.section(words.New("Series that may be open"))
	for _, r := range s.Series {
		p.paragraph(p.scene.Speaks.Say(SeriesNote(r, s.Fewest)))
	}
	if len(s.Series) == 0 {
		p.paragraph(p.say("None."))
	}
	p.repeat(s)
	p.points(s)
	return p.finish(w)
}

// repeat prints the places that call again and again.
func (p *paper) repeat(s *planner.Sheet) {
	p.section(words.New("Repeat places"))
	p.pdf.SetFontSize(9)
	p.paragraph(p.scene.Speaks.Say(RepeatNote(s)))
	p.pdf.SetFontSize(10)
	if len(s.Repeat) == 0 {
		p.paragraph(p.say("None."))
		return
	}
	p.table(repeatColumns, len(s.Repeat), func(i int) []string {
		at := s.Repeat[i]
		var about []string
		for _, k := range at.Kinds {
			about = append(about, fmt.Sprint(p.scene.Speaks.Say(planner.KindNote(k.Category)), " ", k.Count))
		}
		first, last := at.Calls[0].At, at.Calls[len(at.Calls)-1].At
		return []string{at.Name, fmt.Sprint(at.Count), fmt.Sprint(at.Days), strings.Join(about, ", "), first.Format(time.DateOnly), last.Format(time.DateOnly), at.Visit.String()}
	})
}

// points prints where units stood.
func (p *paper) points(s *planner.Sheet) {
	p.section(words.New("Fixed points"))
	if len(s.Points) == 0 {
		p.paragraph(p.say("No approved night of these days has a point here."))
		return
	}
	p.table(pointColumns, len(s.Points), func(i int) []string {
		at := s.Points[i]
		return []string{at.Name, fmt.Sprint(at.Nights), fmt.Sprint(at.Visits), p.say("%.0f min", at.Asked.Minutes()), p.say("%.0f min", at.Stayed.Minutes())}
	})
}

// section begins a part of a sheet, on a new page where little room is left.
func (p *paper) section(title words.Note) {
	p.room(40)
	p.pdf.Ln(3)
	p.pdf.SetFontSize(12)
	p.pdf.CellFormat(bodyWidth, 7, p.text(p.scene.Speaks.Say(title)), "", 1, "L", false, 0, "")
	p.pdf.SetFontSize(10)
}

// table prints the first rows of a table, and how many there are besides.
func (p *paper) table(columns []column, rows int, row func(int) []string) {
	p.columns = columns
	p.headings()
	for i := range min(rows, printed) {
		p.row(row(i)...)
	}
	p.pdf.SetFontSize(10)
	if rows > printed {
		p.paragraph(p.say("%d more are not printed; the page has them all.", rows-printed))
	}
}

// hours draws the incidents by weekday and hour.
func (p *paper) hours(s *planner.Sheet) {
	const left, wide, high = 12.0, 7.0, 5.0
	p.pdf.Ln(3)
	p.pdf.SetFontSize(7)
	p.pen(210, 210, 210, 0.1)
	top := p.pdf.GetY()
	for h := range 24 {
		p.pdf.SetXY(pageMargin+left+wide*float64(h), top)
		p.pdf.CellFormat(wide, high, fmt.Sprintf("%02d", h), "", 0, "C", false, 0, "")
	}
	most := mostAnHour(s)
	for d, hours := range s.Hours {
		y := top + high*float64(d+1)
		p.pdf.SetXY(pageMargin, y)
		p.pdf.CellFormat(left, high, p.text(p.scene.Speaks.Say(weekdays[d])), "", 0, "L", false, 0, "")
		for h, n := range hours {
			p.hour(pageMargin+left+wide*float64(h), y, wide, high, n, most)
		}
	}
	p.pdf.SetTextColor(0, 0, 0)
	p.pdf.SetXY(pageMargin, top+high*8+2)
	p.pdf.SetFontSize(10)
}

// hour draws one hour: white for none, dark red for the most.
func (p *paper) hour(x, y, wide, high float64, n, most int) {
	strength := 0.85 * float64(n) / float64(most)
	shade := func(full int) int { return 255 - int(strength*float64(255-full)) }
	p.pdf.SetFillColor(shade(178), shade(24), shade(43))
	ink, text := 0, ""
	if n > 0 {
		text = fmt.Sprint(n)
	}
	if strength > 0.47 {
		ink = 255
	}
	p.pdf.SetTextColor(ink, ink, ink)
	p.pdf.SetXY(x, y)
	p.pdf.CellFormat(wide, high, text, "1", 0, "C", true, 0, "")
}
