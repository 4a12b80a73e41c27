package format

import (
	"io"
	"strings"
	"time"

	"codeberg.org/go-pdf/fpdf"

	"nightbeat/planner"
	"nightbeat/planner/words"
)

// A sheet of paper in millimetres: A4 upright.
const (
	pageWidth  = 210.0
	pageHeight = 297.0
	pageMargin = 12.0
	bodyWidth  = pageWidth - 2*pageMargin
	rowLine    = 3.6
)

// column is one of a table on paper.
type column struct {
	heading words.Note
	width   float64 // mm
}

// paper is a PDF in the making: A4 upright, a foot on every page, tables that go on over pages.
type paper struct {
	pdf         *fpdf.Fpdf
	scene       Scene
	foot        words.Note
	columns     []column            // of the table under way
	latin       func(string) string // nil where a font was given
	unprintable string              // the first text that the fonts cannot print
}

// newPaper is paper without a page yet; made is what it says of when it was made, so that the same has the same bytes.
// Without a font it speaks English.
func newPaper(title string, made time.Time, foot words.Note, scene Scene) (*paper, error) {
	p := &paper{pdf: fpdf.New("P", "mm", "A4", ""), scene: scene, foot: foot}
	p.pdf.SetCreationDate(made.UTC())
	p.pdf.SetModificationDate(made.UTC())
	p.pdf.SetCatalogSort(true)
	p.pdf.SetMargins(pageMargin, pageMargin, pageMargin)
	p.pdf.SetAutoPageBreak(false, pageMargin)
	p.pdf.SetTitle(title, true)
	family := "Helvetica"
	if scene.Font != nil {
		family = "given"
		p.pdf.AddUTF8FontFromBytes(family, "", scene.Font)
	} else {
		p.scene.Speaks = words.English
		p.latin = p.pdf.UnicodeTranslatorFromDescriptor("")
	}
	p.pdf.SetFooterFunc(p.footer)
	p.pdf.SetFont(family, "", 9)
	return p, p.pdf.Error()
}

// finish writes the pages, unless a letter could not be printed.
func (p *paper) finish(w io.Writer) error {
	if p.unprintable != "" {
		return &planner.Error{Kind: planner.Impossible, Field: "font", Sentence: words.New("%q cannot be printed without a font that has its letters; start the program with --font and a TrueType font", p.unprintable)}
	}
	return p.pdf.Output(w)
}

// say says an English sentence in the paper's language.
func (p *paper) say(says string, with ...any) string { return p.scene.Speaks.Sayf(says, with...) }

// latinMarks are the marks beyond Latin-1 that the font for Latin letters has, too (code page 1252).
const latinMarks = "–—•…‘’“”"

// text is a text as the font wants it; one that it cannot print is noted.
func (p *paper) text(s string) string {
	if p.latin == nil {
		return s
	}
	if strings.ContainsFunc(s, func(r rune) bool { return r > 0xff && !strings.ContainsRune(latinMarks, r) }) && p.unprintable == "" {
		p.unprintable = s
	}
	return p.latin(s)
}

func (p *paper) footer() {
	p.pdf.SetFontSize(7.5)
	p.pdf.SetXY(pageMargin, -pageMargin)
	p.pdf.CellFormat(bodyWidth, 4, p.text(p.say("%s. Page %d", p.foot, p.pdf.PageNo())), "", 0, "R", false, 0, "")
}

// heading begins a page.
func (p *paper) heading(said string) {
	p.pdf.AddPage()
	p.pdf.SetFontSize(16)
	p.pdf.CellFormat(bodyWidth, 8, p.text(said), "", 1, "L", false, 0, "")
	p.pdf.SetFontSize(10)
}

// room begins a new page, and says so, where less than so many mm are left above the foot.
func (p *paper) room(height float64) (begun bool) {
	if p.pdf.GetY()+height <= pageHeight-pageMargin-6 {
		return false
	}
	p.pdf.AddPage()
	return true
}

// paragraph is text over the whole width.
func (p *paper) paragraph(said string) {
	for _, line := range p.pdf.SplitText(p.text(said), bodyWidth) {
		p.room(5)
		p.pdf.CellFormat(bodyWidth, 5, line, "", 1, "L", false, 0, "")
	}
}

func (p *paper) pen(red, green, blue int, width float64) {
	p.pdf.SetDrawColor(red, green, blue)
	p.pdf.SetLineWidth(width)
}

// headings are those of the table under way.
func (p *paper) headings() {
	p.pdf.SetFontSize(8)
	p.pen(120, 120, 120, 0.2)
	p.pdf.SetX(pageMargin)
	for _, c := range p.columns {
		p.pdf.CellFormat(c.width, 6, p.text(p.scene.Speaks.Say(c.heading)), "B", 0, "L", false, 0, "")
	}
	p.pdf.Ln(6)
}

// row prints a row of the table and gives its upper edge; one that does not fit begins a new page under the headings.
func (p *paper) row(cells ...string) (top float64) {
	lines := make([][]string, len(cells))
	high := 1
	for i, text := range cells {
		lines[i] = p.pdf.SplitText(p.text(text), p.columns[i].width-1.5)
		high = max(high, len(lines[i]))
	}
	height := rowLine*float64(high) + 1.2
	if p.room(height) {
		p.headings()
	}
	top = p.pdf.GetY()
	x := pageMargin
	for i, column := range lines {
		for k, line := range column {
			p.pdf.SetXY(x, top+0.6+rowLine*float64(k))
			p.pdf.CellFormat(p.columns[i].width, rowLine, line, "", 0, "L", false, 0, "")
		}
		x += p.columns[i].width
	}
	p.pdf.Line(pageMargin, top+height, pageMargin+bodyWidth, top+height)
	p.pdf.SetY(top + height)
	return top
}
