package format

import (
	"fmt"
	"io"

	"codeberg.org/go-pdf/fpdf"
	"github.com/paulmach/orb"
	"rsc.io/qr"

	"nightbeat/planner"
	"nightbeat/planner/words"
)

// The briefing's measures in millimetres.
const (
	mapLeast    = 50.0
	mapMost     = 66.0
	mapMargin   = 6.0
	arrowsEvery = 14.0
	codeWidth   = 24.0
)

// briefingColumns are those of the timetable.
var briefingColumns = []column{{words.New("#"), 8}, {words.New("Arrive"), 12}, {words.New("Leave"), 12}, {words.New("Where to stand"), 62}, {words.New("Why here"), 76}, {words.New("Check-in"), 16}}

// WritePDF writes the roll-call briefing: for each unit a page or more of A4 with the map of its way, its stops with
// times, places and reasons, and a column to check in. The font of the scene prints any letters that it has; without
// one, letters that are not Latin are refused.
func WritePDF(w io.Writer, plan *planner.Plan, scene Scene) error {
	b, err := newBriefing(plan, scene)
	if err != nil {
		return err
	}
	for _, r := range plan.Routes {
		b.unit(r)
	}
	return b.finish(w)
}

// briefing is a plan on paper in the making.
type briefing struct {
	*paper
	plan *planner.Plan
}

func newBriefing(plan *planner.Plan, scene Scene) (*briefing, error) {
	foot := words.New("Nightbeat plan %s, seed %d", plan.ID, plan.Request.Seed)
	p, err := newPaper("Nightbeat "+plan.ID, plan.Request.Shift.Start, foot, scene)
	p.columns = briefingColumns
	return &briefing{p, plan}, err
}

// unit is one unit's briefing.
func (b *briefing) unit(r planner.Route) {
	b.pdf.AddPage()
	b.pdf.SetFontSize(16)
	b.pdf.CellFormat(bodyWidth, 8, b.text(r.Unit.Name), "", 1, "L", false, 0, "")
	b.pdf.SetFontSize(10)
	shift := b.plan.Request.Shift
	line := b.say("%s to %s", shift.Start.Format("2006-01-02 15:04"), shift.End.Format("15:04"))
	if len(r.Calls) == 0 {
		b.pdf.CellFormat(bodyWidth, 6, b.text(line+" · "+b.say("No stop tonight.")), "", 1, "L", false, 0, "")
		return
	}
	line += " · " + b.say("%d stays, %.1f km, out %s, back %s", len(r.Calls), r.DistanceM/1000, r.Start.Format("15:04"), r.End.Format("15:04"))
	b.pdf.CellFormat(bodyWidth, 6, b.text(line), "", 1, "L", false, 0, "")
	b.code(r)
	b.drawMap(r)
	b.timetable(r)
}

// code prints the QR code of the unit's own page into the upper right corner.
func (b *briefing) code(r planner.Route) {
	if b.scene.Link == nil {
		return
	}
	code, err := qr.Encode(b.scene.Link(b.plan.ID, r.Unit.ID), qr.M)
	if err != nil {
		b.pdf.SetError(err)
		return
	}
	dot := codeWidth / float64(code.Size)
	b.pdf.SetFillColor(0, 0, 0)
	for y := range code.Size {
		for x := range code.Size {
			if code.Black(x, y) {
				b.pdf.Rect(pageWidth-pageMargin-codeWidth+float64(x)*dot, pageMargin/2+float64(y)*dot, dot, dot, "F")
			}
		}
	}
	b.pdf.SetY(max(b.pdf.GetY(), pageMargin/2+codeWidth))
}

// drawMap draws the unit's way over the streets.
func (b *briefing) drawMap(r planner.Route) {
	s := newSheet(boundOf(r), bodyWidth, mapMargin, mapLeast, mapMost)
	left, top := pageMargin, b.pdf.GetY()+1
	b.pdf.ClipRect(left, top, s.width, s.height, true)
	b.pdf.TransformBegin()
	b.pdf.TransformTranslate(left, top)
	for _, street := range b.scene.Streets {
		if !street.Line.Bound().Intersects(s.bound) {
			continue
		}
		b.pen(210, 205, 195, 0.15)
		if street.greater() {
			b.pdf.SetLineWidth(0.5)
		}
		b.line(s, street.Line)
	}
	red, green, blue, _ := rgb(r.Color).RGBA()
	b.pen(int(red>>8), int(green>>8), int(blue>>8), 0.6)
	b.pdf.SetFillColor(int(red>>8), int(green>>8), int(blue>>8))
	b.line(s, wholeWay(r))
	b.pointers(s, r)
	b.marks(s, r)
	b.pdf.TransformEnd()
	b.pdf.ClipEnd()
	b.pdf.SetY(top + s.height + 3)
}

func (b *briefing) line(s *sheet, line orb.LineString) {
	for i, p := range s.line(line) {
		if i == 0 {
			b.pdf.MoveTo(p[0], p[1])
		} else {
			b.pdf.LineTo(p[0], p[1])
		}
	}
	b.pdf.DrawPath("D")
}

// pointers show the direction along the way.
func (b *briefing) pointers(s *sheet, r planner.Route) {
	for _, a := range arrows(s.line(wholeWay(r)), arrowsEvery) {
		b.pdf.TransformBegin()
		b.pdf.TransformTranslate(a.at[0], a.at[1])
		b.pdf.TransformRotate(-a.angle, 0, 0)
		b.pdf.Polygon([]fpdf.PointType{{X: -1, Y: -0.9}, {X: 1, Y: 0}, {X: -1, Y: 0.9}}, "F")
		b.pdf.TransformEnd()
	}
}

// marks are the base and the stops, numbered by their first visit.
func (b *briefing) marks(s *sheet, r planner.Route) {
	b.pdf.SetFontSize(7)
	b.pdf.SetTextColor(255, 255, 255)
	for i, call := range r.Calls {
		if call.Visit > 1 {
			continue
		}
		p := s.at(b.plan.Stops[call.Stop].Place)
		b.pdf.Circle(p[0], p[1], 2.2, "F")
		b.pdf.SetXY(p[0]-3, p[1]-1.6)
		b.pdf.CellFormat(6, 3.2, fmt.Sprint(i+1), "", 0, "CM", false, 0, "")
	}
	base := s.at(r.Unit.Base)
	b.pdf.SetFillColor(20, 20, 20)
	b.pdf.Rect(base[0]-1.3, base[1]-1.3, 2.6, 2.6, "F")
	b.pdf.SetTextColor(0, 0, 0)
}

// timetable lists the stays, a row each, on as many pages as they need.
func (b *briefing) timetable(r planner.Route) {
	b.headings()
	for i, call := range r.Calls {
		stop := b.plan.Stops[call.Stop]
		where, why := stop.Name+b.remarks(stop, call), ""
		if call.Visit == 1 {
			if task := b.scene.Speaks.Say(b.plan.Task(stop)); task != "" {
				where += ": " + task
			}
			why = b.scene.Speaks.Say(stop.Reason.Note(b.plan.Request.Shift))
		}
		b.row(fmt.Sprint(i+1), call.Arrive.Format("15:04"), call.Leave.Format("15:04"), where, why, "")
	}
}

// remarks are what is special about a stay.
func (b *briefing) remarks(stop planner.Stop, call planner.Call) string {
	said := ""
	if stop.Must {
		said += " (" + b.say("must") + ")"
	}
	if call.Visit > 1 {
		said += " (" + b.say("visit %d", call.Visit) + ")"
	}
	if call.Rest > 0 {
		said += " (" + b.say("break of %.0f min", call.Rest.Minutes()) + ")"
	}
	return said
}
