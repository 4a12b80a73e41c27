package town

import (
	"encoding/json"
	"time"

	"github.com/paulmach/orb"
)

// request is the night's request, in the words of the wire.
type request struct {
	Shift      span           `json:"shift"`
	Units      []unit         `json:"units"`
	Categories map[string]int `json:"categories"`
	Must       []must         `json:"must"`
	Seed       int            `json:"seed"`
	LimitS     int            `json:"limit_s"` // generous, so that a busy machine plans the same night
}

type span struct {
	Start time.Time `json:"start"`
	End   time.Time `json:"end"`
}

type unit struct {
	ID      string    `json:"id"`
	Name    string    `json:"name"`
	Profile string    `json:"profile"`
	Base    orb.Point `json:"base"`
	Breaks  []pause   `json:"breaks,omitempty"`
}

type pause struct {
	Earliest time.Time `json:"earliest"`
	Latest   time.Time `json:"latest"`
	Duration int       `json:"duration_s"`
}

type must struct {
	ID      string         `json:"id"`
	Name    string         `json:"name"`
	Place   orb.Point      `json:"place"`
	Windows [][2]time.Time `json:"windows"`
	Dwell   int            `json:"dwell_s"`
}

// night is the request for the night of 1 July 2026: three cars and a foot patrol, the school when evening classes
// end, the market when its stalls are set up. What a patrol at night cannot prevent weighs nothing.
func night(sites []site) ([]byte, error) {
	station, school, market := sites[0], sites[1], sites[2]
	clock := func(hour, minute int) time.Time { return time.Date(2026, 7, 1, hour, minute, 0, 0, china) }
	rest := func(hour int) []pause { return []pause{{clock(hour, 0), clock(hour+2, 0), 1800}} }
	body, err := json.MarshalIndent(request{
		Shift: span{clock(20, 0), clock(28, 0)},
		Units: []unit{
			{"A1", "1号车 Car 1", "patrol", station.At, rest(23)},
			{"A2", "2号车 Car 2", "patrol", station.At, rest(24)},
			{"A3", "3号车 Car 3", "patrol", station.At, nil},
			{"F1", "1号步巡 Foot 1", "foot", station.At, rest(23)},
		},
		Categories: map[string]int{
			"Robbery": 5, "Burglary": 3, "Theft from vehicle": 2, "Fight": 2,
			"Dispute": 0, "Noise complaint": 1, "Help call": 0, "Fraud": 0, "Pickpocketing": 0, "Shoplifting": 0,
		},
		Must: []must{
			{school.ID, school.bilingual(), school.At, [][2]time.Time{{clock(21, 0), clock(22, 0)}}, 600},
			{market.ID, market.bilingual(), market.At, [][2]time.Time{{clock(26, 0), clock(27, 15)}}, 600},
		},
		Seed: 1, LimitS: 60,
	}, "", "  ")
	return append(body, '\n'), err
}
