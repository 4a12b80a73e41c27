package road

import (
	"bufio"
	"embed"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"time"
)

// Profile is who may go where, and how fast: a table of words, as a file of its own (profiles/car.profile says what each
// line means). It does not change once it is read.
type Profile struct {
	Name string

	access, opens         []string          // keys, the most specific first
	oneway, restrictions  []string          // keys
	values                map[string]permit // what a value of those keys means
	others, never         map[string]bool   // classes
	speeds                map[string]float64
	defaultKmh            float64
	limitShare            float64 // of a posted limit; 0 where limits mean nothing
	limitRaises           bool    // a limit above the class's speed raises it
	caps                  []capRule
	closed, last          map[tag]bool
	barriers              map[string]float64 // seconds; +Inf closed
	signalS, uturnS       float64
	againstOneway         float64 // how many times slower against a one-way; 0 for never
	heightM, widthM, tons float64
	at                    time.Time // of departure, on the clock there; zero for any
}

// capRule is a highest speed where a tag stands.
type capRule struct {
	tag
	kmh float64
}

//go:embed profiles
var profileFiles embed.FS

// ProfileNamed is one of the profiles that come with the program: car, patrol or foot.
func ProfileNamed(name string) (Profile, error) {
	f, err := profileFiles.Open("profiles/" + name + ".profile")
	if err != nil {
		return Profile{}, fmt.Errorf("profile %.40q: give one of %s", name, strings.Join(ProfileNames(), ", "))
	}
	defer f.Close()
	return ReadProfile(f, name)
}

// ProfileNames are the profiles that come with the program.
func ProfileNames() []string {
	files, err := profileFiles.ReadDir("profiles")
	if err != nil {
		return nil
	}
	var names []string
	for _, f := range files {
		names = append(names, strings.TrimSuffix(f.Name(), ".profile"))
	}
	return names
}

// ReadProfile reads a profile's table; name stands in messages.
func ReadProfile(r io.Reader, name string) (Profile, error) {
	p := Profile{values: map[string]permit{}, others: map[string]bool{}, never: map[string]bool{},
		speeds: map[string]float64{}, closed: map[tag]bool{}, last: map[tag]bool{}, barriers: map[string]float64{"*": 0}}
	lines := bufio.NewScanner(io.LimitReader(r, 1<<20))
	for number := 1; lines.Scan(); number++ {
		text, _, _ := strings.Cut(lines.Text(), "#")
		words := strings.Fields(text)
		if len(words) == 0 {
			continue
		}
		if err := p.line(words[0], words[1:]); err != nil {
			return Profile{}, fmt.Errorf("profile %s, line %d: %w", name, number, err)
		}
	}
	if err := lines.Err(); err != nil {
		return Profile{}, fmt.Errorf("profile %s: %w", name, err)
	}
	if p.Name == "" || len(p.speeds) == 0 || len(p.access) == 0 {
		return Profile{}, fmt.Errorf("profile %s: it needs at least the lines profile, access and speed", name)
	}
	return p, nil
}

// line takes one line of the table in.
func (p *Profile) line(word string, rest []string) error {
	lists := map[string]*[]string{"access": &p.access, "opens": &p.opens, "oneway": &p.oneway, "restrictions": &p.restrictions}
	permits := map[string]permit{"yes": allowed, "no": closed, "ends": endsOnly, "private": private}
	classes := map[string]map[string]bool{"others": p.others, "never": p.never}
	if list, ok := lists[word]; ok {
		*list = rest
		return nil
	}
	if permit, ok := permits[word]; ok {
		for _, value := range rest {
			p.values[value] = permit
		}
		return nil
	}
	if set, ok := classes[word]; ok {
		for _, class := range rest {
			set[class] = true
		}
		return nil
	}
	return p.rule(word, rest)
}

// rule takes in a line that has a fixed form.
func (p *Profile) rule(word string, rest []string) (err error) {
	forms := map[string]int{"profile": 1, "speed": 2, "default": 1, "cap": 3, "close": 2, "last": 2, "barrier": 2,
		"signals": 1, "uturn": 1, "against": 1, "size": 3}
	if n, ok := forms[word]; ok && len(rest) != n {
		return fmt.Errorf("%s takes %d words, not %d", word, n, len(rest))
	}
	switch word {
	case "profile":
		p.Name = rest[0]
	case "speed":
		p.speeds[rest[0]], err = speedNumber(rest[1])
	case "default":
		p.defaultKmh, err = speedNumber(rest[0])
	case "limit":
		err = p.limitRule(rest)
	case "cap":
		var kmh float64
		kmh, err = speedNumber(rest[2])
		p.caps = append(p.caps, capRule{tag{rest[0], rest[1]}, kmh})
	case "close":
		p.closed[tag{rest[0], rest[1]}] = true
	case "last":
		p.last[tag{rest[0], rest[1]}] = true
	case "barrier":
		p.barriers[rest[0]], err = secondsOrClosed(rest[1])
	case "signals":
		p.signalS, err = secondsOrClosed(rest[0])
	case "uturn":
		p.uturnS, err = secondsOrClosed(rest[0])
	case "against":
		p.againstOneway, err = number(rest[0], 1, 100)
	case "size":
		err = p.sizeRule(rest)
	default:
		return fmt.Errorf("%.40q is no word of a profile", word)
	}
	return err
}

func (p *Profile) limitRule(rest []string) (err error) {
	if len(rest) == 0 || len(rest) > 2 || len(rest) == 2 && rest[1] != "raises" {
		return errors.New("write limit SHARE, or limit SHARE raises")
	}
	p.limitRaises = len(rest) == 2
	p.limitShare, err = number(rest[0], 0.01, 10)
	return err
}

func (p *Profile) sizeRule(rest []string) error {
	for i, to := range []*float64{&p.heightM, &p.widthM, &p.tons} {
		v, err := number(rest[i], 0, 1000)
		if err != nil {
			return err
		}
		*to = v
	}
	return nil
}

// speedNumber is a speed from 1 to 300 km/h.
func speedNumber(text string) (float64, error) { return number(text, 1, 300) }

func secondsOrClosed(text string) (float64, error) {
	if text == "closed" {
		return math.Inf(1), nil
	}
	return number(text, 0, 3600)
}

func number(text string, low, high float64) (float64, error) {
	v, err := strconv.ParseFloat(text, 64)
	if err != nil || !(v >= low && v <= high) {
		return 0, fmt.Errorf("%.40q: give a number from %g to %g", text, low, high)
	}
	return v, nil
}
