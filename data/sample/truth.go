package sample

import (
	"slices"
	"time"

	"github.com/paulmach/orb"
)

// Town is what is known about the sample: its places, and what its incidents were drawn from.
type Town struct {
	Name       string     `json:"name"`
	NameZH     string     `json:"name_zh"`
	From       time.Time  `json:"from"`  // the first instant with incidents
	Until      time.Time  `json:"until"` // the first instant after them
	Incidents  int        `json:"incidents"`
	Places     []Place    `json:"places"`
	Categories []Category `json:"categories"`
	HotSpots   []HotSpot  `json:"hot_spots"`
}

// Place is a building by a street.
type Place struct {
	ID     string    `json:"id"` // station, school, market or hospital
	Name   string    `json:"name"`
	NameZH string    `json:"name_zh"`
	At     orb.Point `json:"at"`
}

// Category is a kind of incident. Three quarters of those outside the hot spots fall within its hours, in the kinds
// of quarter where it is usual; the rest at any hour.
type Category struct {
	Name       string `json:"name"`
	NameZH     string `json:"name_zh"`
	Hours      Hours  `json:"hours"`
	Spread     int    `json:"spread"`     // incidents outside the hot spots
	Planted    int    `json:"planted"`    // incidents of its hot spots
	Discovered bool   `json:"discovered"` // found by the police, not reported to them
}

// Hours are hours of the clock, from the first up to, not including, the second: past midnight where that is the
// smaller, the whole day where they are the same.
type Hours [2]int

// Length is how many hours they are.
func (h Hours) Length() int { return (h[1]-h[0]+23)%24 + 1 }

// Holds says whether an hour of the clock is one of them.
func (h Hours) Holds(hour int) bool { return (hour-h[0]+24)%24 < h.Length() }

// HotSpot is a planted pattern: so many incidents of one category in a circle, at some hours of some days. A day is
// that on which the hours begin: 02:00 of a Saturday belongs to the night of Friday.
type HotSpot struct {
	ID        string         `json:"id"`
	Name      string         `json:"name"`
	NameZH    string         `json:"name_zh"`
	Centre    orb.Point      `json:"centre"`
	RadiusM   int            `json:"radius_m"`
	Category  string         `json:"category"`
	Hours     Hours          `json:"hours"`
	From      time.Time      `json:"from"`  // the first day
	Until     time.Time      `json:"until"` // the day after the last
	Weekdays  []time.Weekday `json:"weekdays,omitempty"`
	LunarDays []int          `json:"lunar_days,omitempty"`
	Planted   int            `json:"planted"` // incidents
}

// Active says whether an instant lies in the hot spot's hours and days.
func (h HotSpot) Active(at time.Time) bool {
	at = at.In(china)
	if !h.Hours.Holds(at.Hour()) {
		return false
	}
	if h.Hours[0] > h.Hours[1] && at.Hour() < h.Hours[1] {
		at = at.AddDate(0, 0, -1)
	}
	return h.Day(at)
}

// Day says whether the hot spot's hours begin on the day of an instant.
func (h HotSpot) Day(at time.Time) bool {
	day := midnight(at)
	return !day.Before(h.From) && day.Before(h.Until) &&
		(h.Weekdays == nil || slices.Contains(h.Weekdays, day.Weekday())) &&
		(h.LunarDays == nil || slices.Contains(h.LunarDays, LunarDay(day)))
}
