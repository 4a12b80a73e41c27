package road

import (
	"math"
	"strconv"
	"strings"
)

// permit is what a tag says about passing. The greater, the freer.
type permit uint8

const (
	silent   permit = iota // nothing is said
	closed                 // no way through
	private                // only where a route begins or ends, and no place is snapped there
	endsOnly               // only where a route begins or ends
	allowed
)

// use is how a profile sees a street: its speed in km/h along and against the way's direction, 0 where it is closed.
type use struct {
	kmh     [2]float64
	seconds float64 // of the whole way, where it is a timetable that says so; else 0
	permit  permit
	against [2]bool // that direction is against a one-way
	toll    bool
}

// use reads a street's tags.
func (p *Profile) use(t tags) use {
	class := classOf(t)
	u := use{permit: allowed, toll: t.get("toll") == "yes"}
	if p.never[class] || p.shut(t) || p.tooBig(t) {
		return u
	}
	forbidden := p.directions(t, class)
	for dir := range 2 {
		permit, key := p.permitOf(t, dir)
		kmh := p.classSpeed(class, permit, key)
		if kmh == 0 || permit == closed || permit == silent && othersFerry(t, class) {
			continue
		}
		kmh = p.speed(t, class, kmh, dir)
		if forbidden[dir] {
			if p.againstOneway == 0 {
				continue
			}
			kmh, u.against[dir] = kmh/p.againstOneway, true
		}
		u.kmh[dir] = kmh
		if permit != silent {
			u.permit = min(u.permit, permit)
		}
	}
	if class == "ferry" {
		u.seconds = duration(t.get("duration"))
	}
	for rule := range p.last {
		if u.permit == allowed && t.get(rule.key) == rule.value {
			u.permit = endsOnly
		}
	}
	return u
}

// othersFerry says whether a ferry names those that it takes, and they are walkers and cyclists.
func othersFerry(t tags, class string) bool {
	return class == "ferry" && (t.get("foot") != "" || t.get("bicycle") != "")
}

// shut says whether a tag closes the street whatever else is said.
func (p *Profile) shut(t tags) bool {
	for _, one := range t {
		if p.closed[one] {
			return true
		}
	}
	switch t.get("construction") {
	case "", "no", "minor", "widening":
		return false
	}
	return true
}

// tooBig says whether the vehicle does not fit.
func (p *Profile) tooBig(t tags) bool {
	return p.heightM > 0 && (metres(t.get("maxheight")) < p.heightM || metres(t.get("maxwidth")) < p.widthM ||
		tonnes(t.get("maxweight")) < p.tons)
}

// permitOf is what the most specific key that says something says about one direction, and that key. A key with a
// direction beats the plain one of the same rank.
func (p *Profile) permitOf(t tags, dir int) (permit, string) {
	suffix := [2]string{":forward", ":backward"}[dir]
	for _, key := range p.access {
		for _, full := range []string{key + suffix, key} {
			if said := p.valueOf(p.said(t, full)); said != silent {
				return said, key
			}
		}
	}
	return silent, ""
}

// valueOf is what a value means: of several, the freest.
func (p *Profile) valueOf(value string) permit {
	said := silent
	for value != "" {
		var part string
		part, value, _ = strings.Cut(value, ";")
		said = max(said, p.values[strings.TrimSpace(part)])
	}
	return said
}

// classSpeed is the speed on a class of street before limits, 0 where it is not for this profile. A street without a
// speed is opened by an explicit yes; one that is meant for others only by a yes to the keys that say so.
func (p *Profile) classSpeed(class string, said permit, key string) float64 {
	if kmh := p.speeds[class]; kmh > 0 {
		return kmh
	}
	if said != allowed || class == "ferry" || class == "" {
		return 0
	}
	for _, opening := range p.opens {
		if key == opening {
			return p.defaultKmh
		}
	}
	if p.others[class] {
		return 0
	}
	return p.defaultKmh
}

// directions says which directions a one-way closes.
func (p *Profile) directions(t tags, class string) (forbidden [2]bool) {
	for _, key := range p.oneway {
		switch p.said(t, key) {
		case "":
			continue
		case "yes", "true", "1":
			return [2]bool{false, true}
		case "-1", "reverse":
			return [2]bool{true, false}
		}
		return forbidden
	}
	if len(p.oneway) < 2 {
		return forbidden // a walker
	}
	round := t.get("junction") == "roundabout" || t.get("junction") == "circular"
	return [2]bool{false, round || class == "motorway"}
}

// speed applies posted limits and caps to the speed of a class.
func (p *Profile) speed(t tags, class string, kmh float64, dir int) float64 {
	if p.limitShare > 0 {
		if limit, posted := p.limit(t, class, dir); posted && (limit*p.limitShare < kmh || p.limitRaises) {
			kmh = limit * p.limitShare
		}
	}
	for _, c := range p.caps {
		if t.get(c.key) == c.value {
			kmh = min(kmh, c.kmh)
		}
	}
	return kmh
}

// limit is the posted limit in one direction in km/h.
func (p *Profile) limit(t tags, class string, dir int) (float64, bool) {
	for _, key := range []string{"maxspeed" + [2]string{":forward", ":backward"}[dir], "maxspeed"} {
		if kmh, ok := parseSpeed(p.said(t, key)); ok {
			if math.IsInf(kmh, 1) && class != "motorway" {
				return 0, false
			}
			return min(kmh, noLimitKmh), true
		}
	}
	return 0, false
}

// passing is how long a point of a street holds one up in seconds, +Inf where it stops one. Access beats barrier.
func (p *Profile) passing(t tags) float64 {
	said, _ := p.permitOf(t, 0)
	barrier := barrierOf(t)
	switch {
	case said == closed:
		return math.Inf(1)
	case said == allowed, barrier == "":
		return 0
	case barrier == "height_restrictor" && p.tooBig(t):
		return math.Inf(1)
	}
	if s, ok := p.barriers[barrier]; ok {
		return s
	}
	return p.barriers["*"]
}

// barrierOf is the kind of barrier at a point: its tag, refined by what else is said of bollards and kerbs.
func barrierOf(t tags) string {
	barrier := t.get("barrier")
	switch barrier {
	case "no", "none":
		return ""
	case "bollard":
		if kind := t.get("bollard"); kind == "rising" || kind == "removable" {
			return kind + "_bollard"
		}
	case "kerb":
		if t.get("highway") == "crossing" || t.get("kerb") == "lowered" || t.get("kerb") == "flush" {
			return "lowered_kerb"
		}
	}
	return barrier
}

// signal is the wait in seconds at traffic lights, for those who come along (0) or against (1) the way's direction.
func (p *Profile) signal(t tags, dir int) float64 {
	if t.get("highway") != "traffic_signals" {
		return 0
	}
	for _, key := range []string{"traffic_signals:direction", "direction"} {
		switch t.get(key) {
		case "forward":
			return p.signalS * float64(1-dir)
		case "backward":
			return p.signalS * float64(dir)
		}
	}
	return p.signalS
}

// duration is a time of the forms 10, 00:10, 1:20:30 or PT1H10M in seconds, 0 where it is none.
func duration(text string) float64 {
	if rest, ok := strings.CutPrefix(text, "PT"); ok {
		return isoDuration(rest)
	}
	parts := strings.Split(text, ":")
	if len(parts) > 3 {
		return 0
	}
	minutes := 0.0
	for i, part := range parts {
		v, err := strconv.ParseUint(part, 10, 16)
		if err != nil {
			return 0
		}
		minutes += float64(v) * [3][3]float64{{1}, {60, 1}, {60, 1, 1. / 60}}[len(parts)-1][i]
	}
	return minutes * 60
}

// isoDuration reads the part of an ISO 8601 duration behind PT.
func isoDuration(text string) float64 {
	seconds := 0.0
	for text != "" {
		i := strings.IndexAny(text, "HMS")
		if i < 0 {
			return 0
		}
		v, err := strconv.ParseUint(text[:i], 10, 16)
		if err != nil {
			return 0
		}
		seconds += float64(v) * map[byte]float64{'H': 3600, 'M': 60, 'S': 1}[text[i]]
		text = text[i+1:]
	}
	return seconds
}
