package planner

import (
	"testing"
	"time"

	"github.com/paulmach/orb"
)

// weekOf makes incidents of a category in a place: so many at each of some hours of Wednesday 1 July 2026.
func weekOf(category string, at orb.Point, counts map[int]int) (list []Incident) {
	for hour, n := range counts {
		for range n {
			list = append(list, Incident{Category: category, Place: at, At: time.Date(2026, 7, 1, hour, 30, 0, 0, time.UTC)})
		}
	}
	return list
}

// TestSheetOfAnArea counts by hand: 7 thefts and 2 brawls in the area, 3 thefts beside it, one before the period, one known to
// the day only; the four hours from 21:00 hold 5 and 2 of the 8 whose hour is known.
func TestSheetOfAnArea(t *testing.T) {
	area, inside := box("a", 0, 0, 1, 1), orb.Point{0.5, 0.5}
	incidents := weekOf("Theft", inside, map[int]int{21: 5, 9: 1})
	incidents = append(incidents, weekOf("Brawl", inside, map[int]int{0: 2})...)
	incidents = append(incidents, weekOf("Theft", orb.Point{5, 5}, map[int]int{21: 3})...)
	incidents = append(incidents, Incident{Category: "Theft", Place: inside, At: time.Date(2026, 7, 1, 0, 0, 0, 0, time.UTC), Precision: Day},
		Incident{Category: "Theft", Place: inside, At: time.Date(2026, 6, 1, 21, 0, 0, 0, time.UTC)})
	period := Shift{time.Date(2026, 6, 29, 0, 0, 0, 0, time.UTC), time.Date(2026, 7, 6, 0, 0, 0, 0, time.UTC)}
	start := time.Date(2026, 7, 1, 20, 0, 0, 0, time.UTC)
	plan := &Plan{
		Stops: []Stop{{ID: "S1", Name: "market", Place: inside}, {ID: "S2", Name: "afar", Place: orb.Point{5, 5}}},
		Routes: []Route{{Unit: Unit{ID: "A1", Start: start, End: start.Add(4 * time.Hour)}, Calls: []Call{
			{Stop: 0, Visit: 1, Arrive: start, Leave: start.Add(15 * time.Minute)}, {Stop: 1, Visit: 1, Arrive: start.Add(time.Hour), Leave: start.Add(90 * time.Minute)},
		}}},
	}
	night := Night{plan, NewLedger(plan, []Report{
		{Unit: "A1", Stop: "S1", Visit: 1, Kind: Here, At: start}, {Unit: "A1", Stop: "S1", Visit: 1, Kind: Left, At: start.Add(12 * time.Minute)},
		{Unit: "A1", Stop: "S1", Visit: 1, Kind: Settled, At: start}, {Unit: "A1", Stop: "S2", Visit: 1, Kind: Helped, At: start.Add(time.Hour)},
	})}
	s, err := NewSheet(t.Context(), area, period, incidents, []Night{night, night})
	if err != nil {
		t.Fatal(err)
	}
	if s.Incidents != 9 || s.Clocked != 8 || s.Hours[2][21] != 5 || s.Hours[2][9] != 1 || s.Hours[2][0] != 2 {
		t.Errorf("%d incidents, %d clocked, hours %v", s.Incidents, s.Clocked, s.Hours[2])
	}
	if len(s.Categories) != 2 || s.Categories[0] != (CategoryCount{"Theft", 7}) || s.Categories[1] != (CategoryCount{"Brawl", 2}) {
		t.Errorf("categories %v", s.Categories)
	}
	if s.BusyFrom != 21 || s.Busy != 7 {
		t.Errorf("busiest from %d with %d, want 21 with 7", s.BusyFrom, s.Busy)
	}
	want := SheetPoint{Name: "market", Place: inside, Nights: 2, Visits: 2, Asked: 30 * time.Minute, Stayed: 24 * time.Minute}
	if len(s.Points) != 1 || s.Points[0] != want || s.Asked != want.Asked || s.Stayed != want.Stayed || s.Nights != 2 {
		t.Errorf("points %+v, want %+v", s.Points, want)
	}
	if s.Service[0] != 0 || s.Service[1] != 2 { // the help was given elsewhere
		t.Errorf("service %v", s.Service)
	}

	five := s.AtLeast(5)
	if five.Incidents != 10 || five.Clocked != 10 || five.Categories[0].Count != 5 || five.Busy != 5 || five.Hours[2] != [24]int{21: 5} || len(five.Categories) != 1 || five.Fewest != 5 || s.Hours[2][0] != 2 {
		t.Errorf("at least five: %+v", five)
	}
	if ten := s.AtLeast(10); ten.Incidents != 0 || ten.Hours != [7][24]int{} || ten.Categories != nil || ten.Clocked != 0 {
		t.Errorf("at least ten: %+v", ten)
	}
	if _, err := NewSheet(t.Context(), area, Shift{period.End, period.Start}, incidents, nil); err == nil {
		t.Error("a period that ends before it begins is taken")
	}
}

// TestSheetHasRepeatPlaces: a door in the area calls five times up to the end of the period, another three times, of which one
// is of the day after; one beside the area calls as often. The disputes are in no other figure of the sheet.
func TestSheetHasRepeatPlaces(t *testing.T) {
	door, other, beside := orb.Point{0.5, 0.5}, orb.Point{0.6, 0.6}, orb.Point{5, 5}
	var calls []Incident
	ring := func(at orb.Point, days ...int) {
		for _, d := range days {
			calls = append(calls, Incident{Category: "Noise complaint", Place: at, At: time.Date(2026, 6, d, 22, 0, 0, 0, time.UTC)})
		}
	}
	ring(door, 1, 5, 9, 20, 30)
	ring(other, 2, 3, 31) // the last is of 1 July
	ring(beside, 1, 5, 9, 20, 30)
	june := Shift{time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC), time.Date(2026, 7, 1, 0, 0, 0, 0, time.UTC)}
	sheetOf := func(area Area, period Shift) *Sheet {
		t.Helper()
		s, err := NewSheet(t.Context(), area, period, calls, nil)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	s := sheetOf(box("a", 0, 0, 1, 1), june)
	if len(s.Repeat) != 1 || s.Repeat[0].Place != door || len(s.Repeat[0].Calls) != 5 || s.Repeat[0].ID != "" || s.Incidents != 0 || s.Apart != 7 {
		t.Fatalf("%d incidents, %d apart, repeat places %+v; want the door's five calls", s.Incidents, s.Apart, s.Repeat)
	}
	july := sheetOf(box("a", 0, 0, 1, 1), Shift{june.End, june.End.AddDate(0, 1, 0)})
	if len(july.Repeat) != 2 || july.Repeat[1].Place != other {
		t.Errorf("up to the end of July: %+v, want two doors", july.Repeat)
	}
	if five := july.AtLeast(5).Repeat; len(five) != 1 || five[0].Place != door {
		t.Errorf("of at least five calls: %+v, want one door", five)
	}
	if none := sheetOf(Area{ID: "a"}, june).Repeat; none != nil {
		t.Errorf("an area without a shape has the whole district's: %+v", none)
	}
}
