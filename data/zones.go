package data

import (
	"fmt"
	"strings"
	"sync"
	"time"
)

// Zones turns the zones of times into text and back, as stores keep them. It remembers what it has seen.
type Zones struct {
	mu    sync.Mutex
	names map[*time.Location]bool // whether the location is known by its name everywhere
	known map[string]*time.Location
}

// NewZones is a Zones that has seen nothing.
func NewZones() *Zones {
	return &Zones{names: map[*time.Location]bool{}, known: map[string]*time.Location{"+00:00": time.UTC}}
}

// maxZones is how many zones are remembered.
const maxZones = 10_000

// Name is a time's zone as text: Asia/Shanghai where the time has a zone of that kind, else +08:00.
func (z *Zones) Name(t time.Time) string {
	z.mu.Lock()
	defer z.mu.Unlock()
	at := t.Location()
	everywhere, seen := z.names[at]
	if !seen {
		_, err := time.LoadLocation(at.String())
		everywhere = err == nil && strings.Contains(at.String(), "/")
		if len(z.names) < maxZones {
			z.names[at] = everywhere
		}
	}
	if everywhere {
		return at.String()
	}
	return t.Format("-07:00")
}

// Named is the way back.
func (z *Zones) Named(name string) (*time.Location, error) {
	z.mu.Lock()
	defer z.mu.Unlock()
	if at, ok := z.known[name]; ok {
		return at, nil
	}
	at, err := time.LoadLocation(name)
	if offset, wrong := time.Parse("-07:00", name); wrong == nil {
		_, seconds := offset.Zone()
		at, err = time.FixedZone("", seconds), nil
	}
	if err != nil {
		return nil, fmt.Errorf("the zone %q is not known here", name)
	}
	if len(z.known) < maxZones {
		z.known[name] = at
	}
	return at, nil
}
