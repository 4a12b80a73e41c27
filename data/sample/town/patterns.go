package town

import (
	"time"

	"nightbeat/data/sample"
)

var china = time.FixedZone("UTC+8", 8*60*60)

// The two years of incidents.
var (
	first = date(2024, 7, 1)
	until = date(2026, 7, 1)
)

func date(year int, month time.Month, day int) time.Time {
	return time.Date(year, month, day, 0, 0, 0, 0, china)
}

// spread is how a category's incidents lie outside the hot spots.
type spread struct {
	name       name
	hours      sample.Hours // for three quarters of them
	count      int
	quarters   string // the kinds of quarter where they occur
	unseen     int    // percent that are found later, known only to lie between two instants
	discovered bool
}

// spreads are the categories; '=' among the quarters stands for the houses on the lines of the plan.
var spreads = []spread{
	{name{"纠纷", "Dispute"}, sample.Hours{18, 22}, 2300, "ONV", 0, false},
	{name{"求助", "Help call"}, sample.Hours{7, 21}, 1100, "=ONVCRMLHSF", 0, false},
	{name{"噪音扰民", "Noise complaint"}, sample.Hours{20, 24}, 800, "ONVCR", 0, false},
	{name{"诈骗", "Fraud"}, sample.Hours{9, 18}, 700, "ONVC", 0, false},
	{name{"盗窃电动车", "E-bike theft"}, sample.Hours{8, 20}, 520, "=OVCMLH", 30, false},
	{name{"盗窃车内财物", "Theft from vehicle"}, sample.Hours{22, 6}, 380, "=ONVC", 60, false},
	{name{"故意损毁财物", "Criminal damage"}, sample.Hours{19, 3}, 320, "=ONVCF", 30, false},
	{name{"入室盗窃", "Burglary"}, sample.Hours{9, 17}, 280, "ONV", 40, false},
	{name{"打架斗殴", "Fight"}, sample.Hours{19, 2}, 260, "=CRMLOV", 0, false},
	{name{"商场盗窃", "Shoplifting"}, sample.Hours{9, 21}, 170, "CRM", 0, false},
	{name{"扒窃", "Pickpocketing"}, sample.Hours{8, 18}, 130, "=CRLH", 0, false},
	{name{"抢夺", "Robbery"}, sample.Hours{20, 2}, 45, "=OVC", 0, false},
	{name{"盘查", "Stop and check"}, sample.Hours{20, 4}, 300, "=", 0, true},
	{name{"酒驾", "Drink-driving"}, sample.Hours{20, 24}, 260, "=", 0, true},
	{name{"赌博", "Gambling"}, sample.Hours{14, 23}, 150, "OVC", 0, true},
}

// hotSpot is a pattern to plant at a point of the lattice; the share that is found later is its category's.
type hotSpot struct {
	centre point
	sample.HotSpot
}

// hotSpots are the patterns: each centre is the middle of a quarter.
func hotSpots() []hotSpot {
	lateWeek := []time.Weekday{time.Thursday, time.Friday, time.Saturday}
	return []hotSpot{
		{quarterPoint(3, 2), sample.HotSpot{ID: "vehicles-qingnian", Name: "Cars broken into at night in Qingnian Li",
			NameZH: "青年里夜间砸车窗", RadiusM: 150, Category: "Theft from vehicle", Hours: sample.Hours{23, 5}, Planted: 520}},
		{quarterPoint(3, 7), sample.HotSpot{ID: "vehicles-tiedao", Name: "Cars broken into at night in Tiedao Li, behind the railway",
			NameZH: "铁道里夜间砸车窗", RadiusM: 150, Category: "Theft from vehicle", Hours: sample.Hours{0, 5}, Planted: 400}},
		{quarterPoint(5, 3), sample.HotSpot{ID: "market", Name: "Pickpockets on market mornings",
			NameZH: "集市扒窃", RadiusM: 150, Category: "Pickpocketing", Hours: sample.Hours{7, 11},
			LunarDays: []int{3, 8, 13, 18, 23, 28}, Planted: 560}},
		{quarterPoint(6, 4), sample.HotSpot{ID: "mall", Name: "Shoplifting at the mall",
			NameZH: "商场盗窃", RadiusM: 120, Category: "Shoplifting", Hours: sample.Hours{10, 20}, Planted: 480}},
		{quarterPoint(4, 4), sample.HotSpot{ID: "restaurants", Name: "Fights by the restaurants from Thursday to Saturday",
			NameZH: "美食街周末打架", RadiusM: 150, Category: "Fight", Hours: sample.Hours{22, 1}, Weekdays: lateWeek, Planted: 380}},
		{quarterPoint(4, 5), sample.HotSpot{ID: "hospital", Name: "E-bikes stolen at the hospital, until its new shed",
			NameZH: "医院盗窃电动车", RadiusM: 130, Category: "E-bike theft", Hours: sample.Hours{8, 17},
			Until: date(2025, 9, 1), Planted: 260}},
		{quarterPoint(9, 4), sample.HotSpot{ID: "burglaries-donghe", Name: "Burglary series in Donghe Li",
			NameZH: "东河里系列入室盗窃", RadiusM: 130, Category: "Burglary", Hours: sample.Hours{1, 4}, From: date(2026, 5, 26),
			Weekdays: []time.Weekday{time.Tuesday, time.Wednesday, time.Thursday}, Planted: 32}},
	}
}

// quarterPoint is the middle of a quarter of the plan.
func quarterPoint(column, row int) point {
	q := quarterAt(column, row)
	return point{q.im, q.jm}
}

// placed fills in what a hot spot leaves to the town: its centre in degrees, and the whole two years.
func (h hotSpot) placed(l *lattice) sample.HotSpot {
	spot := h.HotSpot
	spot.Centre = l.at(h.centre).degrees()
	if spot.From.IsZero() {
		spot.From = first
	}
	if spot.Until.IsZero() {
		spot.Until = until
	}
	return spot
}
