package planner_test

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"nightbeat/planner"
)

var china = time.FixedZone("UTC+8", 8*3600)

// spread is n incidents of a category at a place, evenly over a period.
func spread(n int, category string, place orb.Point, s planner.Shift) []planner.Incident {
	incidents := make([]planner.Incident, n)
	for i := range incidents {
		incidents[i] = planner.Incident{Category: category, Place: place, At: s.Start.Add(s.Length() * time.Duration(i) / time.Duration(n))}
	}
	return incidents
}

// from is the dates of so many months.
func from(year int, month time.Month, months int) planner.Shift {
	start := time.Date(year, month, 1, 0, 0, 0, 0, china)
	return planner.Shift{Start: start, End: start.AddDate(0, months, 0)}
}

func rowOf(t *testing.T, c *planner.Comparison, kind, name string) planner.Compared {
	t.Helper()
	for _, r := range c.Rows {
		if r.Kind == kind && r.Name == name {
			return r
		}
	}
	t.Fatalf("no row %s %q", kind, name)
	return planner.Compared{}
}

// The story's figure: 300 thefts in a year's first five months, 121 in the next one's: -59.7 %, -67 to -50. A category of
// 12 to 9 has no percentage. In the year before there are 151 days, in a leap year 152.
func TestCompareYears(t *testing.T) {
	place := orb.Point{118.2, 39.7}
	now, year, before := from(2022, 1, 5), from(2021, 1, 5), from(2021, 8, 5)
	var incidents []planner.Incident
	incidents = append(incidents, spread(121, "盗窃", place, now)...)
	incidents = append(incidents, spread(300, "盗窃", place, year)...)
	incidents = append(incidents, spread(200, "盗窃", place, before)...)
	incidents = append(incidents, spread(9, "抢夺", place, now)...)
	incidents = append(incidents, spread(12, "抢夺", place, year)...)
	incidents = append(incidents, spread(40, "查获毒品", place, now)...) // found by looking: not counted
	c, err := planner.Compare(planner.Request{}, planner.Question{Period: now}, incidents)
	if err != nil {
		t.Fatal(err)
	}
	theft := rowOf(t, c, planner.RowCategory, "盗窃")
	if theft.Now != 121 || theft.LastYear != 300 || theft.Before != 200 || !c.Before.Start.Equal(before.Start) || !c.LastYear.End.Equal(year.End) {
		t.Errorf("%+v of %v and %v", theft, c.LastYear, c.Before)
	}
	if percent := func(r float64) float64 { return math.Round(1000*(r-1)) / 10 }; percent(theft.Year.Ratio) != -59.7 ||
		math.Round(percent(theft.Year.Sure.Low)) != -67 || math.Round(percent(theft.Year.Sure.High)) != -50 {
		t.Errorf("%+v", theft.Year)
	}
	if want := 121.0 / 151 / (200.0 / 153); math.Abs(theft.Turn.Ratio-want) > 1e-12 { // August to December have 153 days
		t.Errorf("against the months before %g, want %g", theft.Turn.Ratio, want)
	}
	if snatched := rowOf(t, c, planner.RowCategory, "抢夺"); !snatched.Year.Few() {
		t.Error("12 to 9 has a percentage")
	}
	if all := rowOf(t, c, planner.RowDistrict, ""); all.Now != 130 || !all.YearRest.Few {
		t.Errorf("the district: %+v", all)
	}
	if flags := fmt.Sprint(c.Flags); !strings.Contains(flags, "Spring Festival: 8 days in the period, 8 in the same one last year, 0 in the one before") {
		t.Errorf("flags: %s", flags)
	}
}

// Patrolled points fall from 100 to 50, their ring from 60 to 66, the rest stays at 400; unwatched points 80 to 84 with
// rings of 40 to 44: WDD = -50 + 6 - 4 - 4 = -52 with an error of √(100+50+60+66+80+84+40+44).
func TestCompareHotSpots(t *testing.T) {
	now, before := from(2026, 5, 1), from(2026, 4, 1)
	spot, other := orb.Point{118.20, 39.70}, orb.Point{118.30, 39.70}
	ring := func(p orb.Point) orb.Point { return orb.Point{p[0], p[1] + 200.0/111_195} }
	var incidents []planner.Incident
	for _, c := range []struct {
		place     orb.Point
		then, now int
	}{{spot, 100, 50}, {ring(spot), 60, 66}, {other, 80, 84}, {ring(other), 40, 44}, {orb.Point{118.25, 39.75}, 280, 272}} {
		incidents = append(append(incidents, spread(c.then, "theft", c.place, before)...), spread(c.now, "theft", c.place, now)...)
	}
	west := orb.MultiPolygon{orb.Bound{Min: orb.Point{118.1, 39.6}, Max: orb.Point{118.22, 39.8}}.ToPolygon()}
	c, err := planner.Compare(planner.Request{}, planner.Question{
		Period: now, Points: []planner.Spot{{Name: "A", Place: spot}}, Unwatched: []planner.Spot{{Name: "B", Place: other}},
		Areas: []planner.Area{{Name: "west", Shape: west}},
	}, incidents)
	if err != nil {
		t.Fatal(err)
	}
	days := 30.0 / 31
	points, about := rowOf(t, c, planner.RowPoint, "A"), rowOf(t, c, planner.RowRing, "")
	if points.Now != 50 || points.Before != 100 || about.Now != 66 || about.Before != 60 {
		t.Errorf("points %+v, ring %+v", points, about)
	}
	if want := 0.5 / (400.0 / 400); math.Abs(points.TurnRest.Ratio-want) > 1e-12 || points.TurnRest.Few { // the rest is 80+40+280 and 84+44+272
		t.Errorf("beside the rest %+v, want %g", points.TurnRest, want)
	}
	if want := 0.5 * days; math.Abs(points.Turn.Ratio-want) > 1e-12 {
		t.Errorf("by itself %+v, want %g", points.Turn, want)
	}
	if area := rowOf(t, c, planner.RowArea, "west"); area.Now != 116 || area.Before != 160 || area.TurnRest.Few {
		t.Errorf("the area: %+v", area)
	}
	if d := c.Displacement; d == nil || d.Turn.Difference != -52 || math.Abs(d.Turn.Error-math.Sqrt(100+50+60+66+80+84+40+44)) > 1e-9 || d.Year != nil {
		t.Errorf("displacement %+v", d)
	}
	if !c.NoYear || !strings.Contains(fmt.Sprint(c.Flags), "last year is not covered") {
		t.Errorf("flags %v", c.Flags)
	}
}

// A city's records bear the offset of their date. The newest are of winter: a day of summer is still that of the summer's
// clocks, for records to the day too, and no incident of the days beside it is counted.
func TestCompareKeepsTheDaysOfSummerTime(t *testing.T) {
	winter, summer := time.FixedZone("", -8*3600), time.FixedZone("", -7*3600)
	at := func(zone *time.Location, y int, m time.Month, d, hour int) planner.Incident {
		return planner.Incident{Category: "theft", Place: orb.Point{-123.1, 49.2}, At: time.Date(y, m, d, hour, 0, 0, 0, zone), Precision: planner.Day}
	}
	incidents := []planner.Incident{
		at(winter, 2020, 1, 1, 0), at(summer, 2020, 7, 9, 0), at(summer, 2020, 7, 10, 0), at(summer, 2020, 7, 10, 23), at(summer, 2020, 7, 11, 0),
		at(summer, 2021, 7, 9, 23), at(summer, 2021, 7, 10, 0), at(summer, 2021, 7, 11, 0), at(winter, 2021, 12, 31, 12),
	}
	day := planner.Shift{Start: time.Date(2021, 7, 10, 0, 0, 0, 0, winter), End: time.Date(2021, 7, 11, 0, 0, 0, 0, winter)}
	c, err := planner.Compare(planner.Request{}, planner.Question{Period: day}, incidents)
	if err != nil {
		t.Fatal(err)
	}
	if r := rowOf(t, c, planner.RowDistrict, ""); r.Now != 1 || r.LastYear != 2 || r.Before != 1 {
		t.Errorf("%d on the day, %d last year, %d the day before; want 1, 2, 1", r.Now, r.LastYear, r.Before)
	}
}

// The same dates of a year without a 29 February are the 28th; two years overlap the same two a year earlier, and what
// is not counted is told.
func TestComparePeriodsThatHaveNoTwin(t *testing.T) {
	place := orb.Point{118.2, 39.7}
	start := time.Date(2024, 2, 29, 0, 0, 0, 0, china)
	leap := planner.Shift{Start: start, End: start.AddDate(0, 0, 1)}
	year := planner.Shift{Start: start.AddDate(0, 0, -366), End: start.AddDate(0, 0, -365)} // 28 February 2023
	incidents := append(spread(12, "theft", place, leap), spread(11, "theft", place, year)...)
	incidents = append(incidents, spread(3, "查获毒品", place, leap)...)
	c, err := planner.Compare(planner.Request{}, planner.Question{Period: leap}, incidents)
	if err != nil {
		t.Fatal(err)
	}
	if r := rowOf(t, c, planner.RowDistrict, ""); r.LastYear != 11 || math.Abs(r.Year.Ratio-12.0/11) > 1e-12 {
		t.Errorf("29 February against %d, ratio %g", r.LastYear, r.Year.Ratio)
	}
	if !strings.Contains(fmt.Sprint(c.Flags), "3 more incidents of the period are not counted") {
		t.Errorf("flags %v", c.Flags)
	}
	c, err = planner.Compare(planner.Request{}, planner.Question{Period: planner.Shift{Start: year.Start, End: leap.End}}, incidents)
	if err != nil {
		t.Fatal(err)
	}
	if r := rowOf(t, c, planner.RowDistrict, ""); !c.NoYear || r.LastYear != 0 || !r.Year.Few() || !strings.Contains(fmt.Sprint(c.Flags), "longer than a year") {
		t.Errorf("a period of a year and a day: %+v, flags %v", r, c.Flags)
	}
}

// With a control area its incidents are no part of the district, and all is set beside it.
func TestCompareBesideAControl(t *testing.T) {
	now, before := from(2026, 5, 1), from(2026, 4, 1)
	here, there := orb.Point{118.20, 39.70}, orb.Point{118.30, 39.70}
	incidents := append(spread(100, "theft", here, before), spread(60, "theft", here, now)...)
	incidents = append(append(incidents, spread(100, "theft", there, before)...), spread(80, "theft", there, now)...)
	control := orb.MultiPolygon{orb.Bound{Min: orb.Point{118.25, 39.6}, Max: orb.Point{118.4, 39.8}}.ToPolygon()}
	c, err := planner.Compare(planner.Request{}, planner.Question{Period: now, Control: planner.Area{ID: "control", Name: "South", Shape: control},
		Areas: []planner.Area{{ID: "control", Name: "South", Shape: control}}, Points: []planner.Spot{{Name: "a", Place: here}, {Name: "b", Place: there}}}, incidents)
	if err != nil {
		t.Fatal(err)
	}
	district := rowOf(t, c, planner.RowDistrict, "")
	if district.Now != 60 || math.Abs(district.TurnRest.Ratio-0.75) > 1e-12 || rowOf(t, c, planner.RowControl, "South").Now != 80 {
		t.Errorf("%+v", district)
	}
	if slices.ContainsFunc(c.Rows, func(r planner.Compared) bool { return r.Kind == planner.RowArea }) {
		t.Error("the control area is set beside itself")
	}
	if !strings.Contains(fmt.Sprint(c.Flags), "1 of the 2 patrolled hot spots lie in the control area") {
		t.Errorf("flags %v", c.Flags)
	}
}

// Spring Festival of 2026 is on 17 February, of 2025 on 29 January: eight days from the eve, so that February 2026 holds
// eight of them, February 2025 four and January 2026 none. A market closed in one of the months is flagged, too.
func TestCompareFlagsTheCalendar(t *testing.T) {
	now, year := from(2026, 2, 1), from(2025, 2, 1)
	place := orb.Point{118.2, 39.7}
	incidents := append(spread(60, "theft", place, year), spread(60, "theft", place, planner.Shift{Start: year.End, End: now.End})...)
	closed := planner.Occasion{Name: "market closed", From: now.Start, Until: now.Start.AddDate(0, 0, 3)}
	always := planner.Occasion{Name: "always", From: year.Start.AddDate(-1, 0, 0), Until: now.End.AddDate(1, 0, 0)}
	c, err := planner.Compare(planner.Request{}, planner.Question{Period: now, Occasions: []planner.Occasion{closed, always}}, incidents)
	if err != nil {
		t.Fatal(err)
	}
	flags := fmt.Sprint(c.Flags)
	for _, said := range []string{"Spring Festival: 8 days in the period, 4 in the same one last year, 0 in the one before", "market closed: 3 days"} {
		if !strings.Contains(flags, said) {
			t.Errorf("flags %s lack %q", flags, said)
		}
	}
	if _, err := planner.Compare(planner.Request{}, planner.Question{Period: planner.Shift{Start: now.End, End: now.Start}}, incidents); err == nil {
		t.Error("a period that ends before it begins is taken")
	}
	if _, err := planner.Compare(planner.Request{}, planner.Question{Period: now}, nil); err == nil {
		t.Error("nothing is compared")
	}
}
