package road

import (
	"math"
	"strconv"
	"strings"
)

// noLimitKmh is driven where there is no limit (OSRM's car profile).
const noLimitKmh = 140

// byCountry are limits that are given by the kind of road alone, in km/h (OpenStreetMap wiki, "Key:maxspeed", implicit
// values).
var byCountry = map[string]float64{
	"urban": 50, "rural": 90, "trunk": 110, "motorway": 130, "living_street": 7,
	"DE:rural": 100, "CH:rural": 80, "AT:rural": 100, "GB:nsl_single": 60 * kmPerMile, "GB:nsl_dual": 70 * kmPerMile,
	"GB:motorway": 70 * kmPerMile, "CH:motorway": 120, "CH:trunk": 100, "DE:motorway": math.Inf(1),
	"CN:urban": 50, "CN:rural": 70, "CN:motorway": 120,
}

const (
	kmPerMile = 1.609344
	kmPerKnot = 1.852
	walkKmh   = 6
)

// parseSpeed reads a maxspeed in km/h; +Inf is no limit; not ok where it says nothing that can be used. Of several
// values the lowest counts.
func parseSpeed(text string) (kmh float64, ok bool) {
	for _, part := range strings.FieldsFunc(text, func(r rune) bool { return r == ';' || r == '|' }) {
		if v, good := oneSpeed(strings.TrimSpace(part)); good && (!ok || v < kmh) {
			kmh, ok = v, true
		}
	}
	return kmh, ok
}

func oneSpeed(text string) (float64, bool) {
	switch text {
	case "none":
		return math.Inf(1), true
	case "walk":
		return walkKmh, true
	}
	if country, kind, found := strings.Cut(text, ":"); found {
		if kmh, ok := byCountry[text]; ok {
			return kmh, true
		}
		kmh, ok := byCountry[kind]
		return kmh, ok && len(country) == 2
	}
	v, unit := splitUnit(text)
	kmh := v * map[string]float64{"": 1, "km/h": 1, "kmh": 1, "kph": 1, "mph": kmPerMile, "knots": kmPerKnot}[unit]
	return kmh, kmh >= 1
}

// splitUnit cuts "30 mph" into 30 and "mph"; 0 where it does not begin with a number.
func splitUnit(text string) (float64, string) {
	end := strings.IndexFunc(text, func(r rune) bool { return (r < '0' || r > '9') && r != '.' })
	if end < 0 {
		end = len(text)
	}
	v, err := strconv.ParseFloat(text[:end], 64)
	if err != nil || v > 1e6 {
		return 0, ""
	}
	return v, strings.TrimSpace(text[end:])
}

const (
	metresPerFoot = 0.3048
	metresPerInch = 0.0254
	tonnesPerLb   = 0.00045359237
)

// metres reads a greatest height or width: 3.5, 3.5 m, 11'6", 11 ft; +Inf where there is none.
func metres(text string) float64 {
	v, unit := splitUnit(text)
	feetUnit, inches, feet := strings.Cut(unit, "'")
	switch {
	case v == 0:
	case feet && feetUnit == "":
		in, _ := splitUnit(strings.TrimSpace(inches))
		return v*metresPerFoot + in*metresPerInch
	case unit == "" || unit == "m":
		return v
	case unit == "ft":
		return v * metresPerFoot
	}
	return math.Inf(1)
}

// tonnes reads a greatest weight: 3.5, 3.5 t, 8000 lbs, 3500 kg; +Inf where there is none.
func tonnes(text string) float64 {
	v, unit := splitUnit(text)
	factor, known := map[string]float64{"": 1, "t": 1, "kg": 0.001, "lbs": tonnesPerLb}[unit]
	if v == 0 || !known {
		return math.Inf(1)
	}
	return v * factor
}
