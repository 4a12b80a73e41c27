package format

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"time"

	"github.com/paulmach/orb"

	"nightbeat/planner"
	"nightbeat/planner/words"
)

// weekdays are what the days of a week are called, from Monday.
var weekdays = [7]words.Note{
	words.New("Mon"), words.New("Tue"), words.New("Wed"), words.New("Thu"), words.New("Fri"), words.New("Sat"), words.New("Sun"),
}

// SheetNotes say in sentences what an area's sheet shows.
func SheetNotes(s *planner.Sheet) []words.Note {
	notes := []words.Note{words.New("%d incidents from %s to %s", s.Incidents, s.Period.Start.Format(time.DateOnly), s.Period.End.Add(-time.Second).Format(time.DateOnly))}
	if s.Clocked == 0 && s.Incidents > 0 && s.Fewest == 0 {
		notes = append(notes, words.New("their hour is not known"))
	}
	if s.Apart > 0 {
		notes = append(notes, words.New("%d more incidents of the period are not counted: what the police found by looking, and categories without weight", s.Apart))
	}
	if s.Busy > 0 {
		notes = append(notes, words.New("%d of the %d whose hour is known fall between %02d:00 and %02d:00", s.Busy, s.Clocked, s.BusyFrom, (s.BusyFrom+4)%24))
	}
	if s.Fewest > 0 {
		notes = append(notes, planner.RoundedNote(s.Fewest))
	}
	if s.Nights > 0 {
		notes = append(notes, words.New("in %d planned nights units stood here %.0f of %.0f planned minutes", s.Nights, s.Stayed.Minutes(), s.Asked.Minutes()))
	}
	return notes
}

// ServiceNote counts what was done besides, by kind.
func ServiceNote(s *planner.Sheet) words.Note {
	return words.New("help given %d, disputes settled %d, checks %d, arrests %d", s.Service[0], s.Service[1], s.Service[2], s.Service[3])
}

// SeriesNote tells a possible series in a sentence, its count as planner.Rounded has it.
func SeriesNote(s planner.Series, fewest int) words.Note {
	first, last := s.Incidents[0], s.Incidents[len(s.Incidents)-1]
	return words.New("%s: %d incidents from %s to %s within %.0f m of %.5f, %.5f; open until %s", s.Category, planner.Rounded(len(s.Incidents), fewest),
		first.At.Format(time.DateOnly), last.At.Format(time.DateOnly), s.RadiusM, s.Centre[0], s.Centre[1], s.Expires.Format(time.DateOnly))
}

// RepeatNote says by what rule a sheet's repeat places are found.
func RepeatNote(s *planner.Sheet) words.Note {
	return words.New("Places that called on at least %d of the last %d days, all within %.0f m, up to %s: for those who settle disputes, not for patrols.",
		planner.DefaultRepeatTimes, planner.DefaultRepeatDays, planner.DefaultRepeatWithinM, s.Period.End.Add(-time.Second).Format(time.DateOnly))
}

// mostAnHour is the count of the busiest hour of the week.
func mostAnHour(s *planner.Sheet) int {
	most := 1
	for _, hours := range s.Hours {
		for _, n := range hours {
			most = max(most, n)
		}
	}
	return most
}

// The picture of the hours: names of days at the left, hours above.
const (
	hourLeft, hourTop  = 44.0, 20.0
	hourWide, hourHigh = 26.0, 20.0
)

// WriteHoursSVG draws an area's incidents by weekday and hour: the darker the more, with the count.
func WriteHoursSVG(w io.Writer, s *planner.Sheet, speaks words.Language) error {
	out := bufio.NewWriter(w)
	fmt.Fprintf(out, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %.0f %.0f" font-family="sans-serif" font-size="11" role="img"><title>%s</title>`+"\n",
		hourLeft+24*hourWide+4, hourTop+7*hourHigh+4, speaks.Sayf("Incidents by weekday and hour"))
	fmt.Fprintf(out, `<rect width="100%%" height="100%%" fill="#fff"/>`+"\n")
	for h := range 24 {
		fmt.Fprintf(out, `<text x="%.1f" y="14" text-anchor="middle" fill="#555">%02d</text>`+"\n", hourLeft+hourWide*(float64(h)+0.5), h)
	}
	most := mostAnHour(s)
	for d, hours := range s.Hours {
		y := hourTop + hourHigh*float64(d)
		fmt.Fprintf(out, `<text x="4" y="%.1f" fill="#111">%s</text>`+"\n", y+14, speaks.Say(weekdays[d]))
		for h, n := range hours {
			x, strength := hourLeft+hourWide*float64(h), float64(n)/float64(most)
			fmt.Fprintf(out, `<rect x="%.1f" y="%.1f" width="%.1f" height="%.1f" fill="#b2182b" fill-opacity="%.2f" stroke="#ddd" stroke-width="0.5"/>`, x, y, hourWide, hourHigh, 0.85*strength)
			if n > 0 {
				ink := "#111"
				if strength > 0.55 {
					ink = "#fff"
				}
				fmt.Fprintf(out, `<text x="%.1f" y="%.1f" text-anchor="middle" fill="%s">%d</text>`, x+hourWide/2, y+14, ink, n)
			}
		}
		fmt.Fprintln(out)
	}
	fmt.Fprintln(out, "</svg>")
	return out.Flush()
}

// sheetJSON is an area's sheet on the wire.
type sheetJSON struct {
	Area       string            `json:"area"`
	Name       string            `json:"name"`
	Kind       string            `json:"kind"`
	Start      time.Time         `json:"start"`
	End        time.Time         `json:"end"`
	Incidents  int               `json:"incidents"`
	Fewest     int               `json:"fewest,omitempty"` // counts are rounded to it, fewer are 0
	Apart      int               `json:"apart"`            // counted nowhere else: found by looking, or of a category without weight
	ByCategory []categoryJSON    `json:"categories"`
	Hours      [7][24]int        `json:"hours"` // from Monday, 00:00
	Clocked    int               `json:"hour_known"`
	Nights     int               `json:"nights"`
	PlannedS   int64             `json:"planned_s"`
	DoneS      int64             `json:"done_s"`
	Service    map[string]int    `json:"service"`
	Points     []sheetPointJSON  `json:"points"`
	Series     []sheetSeriesJSON `json:"series"`
	Repeat     []sheetRepeatJSON `json:"repeat"`
}

type sheetPointJSON struct {
	Name     string    `json:"name"`
	Place    orb.Point `json:"place"`
	Nights   int       `json:"nights"`
	Visits   int       `json:"visits"`
	PlannedS int64     `json:"planned_s"`
	DoneS    int64     `json:"done_s"`
}

type sheetSeriesJSON struct {
	Category  string    `json:"category"`
	Incidents int       `json:"incidents"`
	Centre    orb.Point `json:"centre"`
	RadiusM   float64   `json:"radius_m"`
	Expires   time.Time `json:"expires"`
}

// sheetRepeatJSON is a repeat place: what the collection of them says of it, and where it is.
type sheetRepeatJSON struct {
	repeatJSON
	Place orb.Point `json:"place"`
}

// WriteSheetJSON writes an area's sheet for programs.
func WriteSheetJSON(w io.Writer, s *planner.Sheet) error {
	wire := sheetJSON{
		Area: s.Area.ID, Name: s.Area.Name, Kind: s.Area.Kind, Start: s.Period.Start, End: s.Period.End, Incidents: s.Incidents, Fewest: s.Fewest, Apart: s.Apart,
		Hours: s.Hours, Clocked: s.Clocked, Nights: s.Nights, PlannedS: wholeS(s.Asked), DoneS: wholeS(s.Stayed), Service: map[string]int{},
		ByCategory: []categoryJSON{}, Points: []sheetPointJSON{}, Series: []sheetSeriesJSON{}, Repeat: []sheetRepeatJSON{},
	}
	for i, kind := range planner.Services() {
		wire.Service[string(kind)] = s.Service[i]
	}
	for _, c := range s.Categories {
		wire.ByCategory = append(wire.ByCategory, categoryJSON{c.Category, c.Count})
	}
	for _, p := range s.Points {
		wire.Points = append(wire.Points, sheetPointJSON{p.Name, p.Place, p.Nights, p.Visits, wholeS(p.Asked), wholeS(p.Stayed)})
	}
	for _, r := range s.Series {
		wire.Series = append(wire.Series, sheetSeriesJSON{r.Category, planner.Rounded(len(r.Incidents), s.Fewest), r.Centre, r.RadiusM, r.Expires})
	}
	for _, r := range s.Repeat {
		wire.Repeat = append(wire.Repeat, sheetRepeatJSON{repeatOf(r), toCentimetre(r.Place)})
	}
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	return e.Encode(wire)
}
