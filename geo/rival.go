package geo

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/paulmach/orb"
)

// Rival is another reference system that a file may be in than the one that it was read in.
type Rival struct {
	Name string                    // as SourceCRS knows it, or Swapped
	Read func(orb.Point) orb.Point // from the place as it was read to the place as the rival reads it
}

// Swapped is the name of the rival whose coordinates stand in the other order.
const Swapped = "latitude first"

// Rivals are the systems that files are taken for one another's: for degrees WGS 84, the datums of China's map services
// within China, and the other order; for metres the neighbouring zones.
func (c CRS) Rivals() []Rival {
	if c.Metric {
		return c.neighbours()
	}
	rivals := []Rival{{Swapped, func(p orb.Point) orb.Point {
		raw := c.To(p)
		return c.From(orb.Point{raw[1], raw[0]})
	}}}
	for _, name := range []string{"wgs84", "gcj02", "bd09"} {
		other, err := SourceCRS(name)
		if err == nil && other.URI != c.URI {
			rivals = append(rivals, Rival{name, func(p orb.Point) orb.Point { return other.From(c.To(p)) }})
		}
	}
	return rivals
}

// neighbours are the two zones before and the two after this one, where it is one of many.
func (c CRS) neighbours() (rivals []Rival) {
	code, err := strconv.Atoi(c.URI[strings.LastIndexByte(c.URI, '/')+1:])
	if err != nil {
		return nil
	}
	for _, step := range []int{-2, -1, 1, 2} {
		other, ok := numbered(code + step)
		if ok && other.Metric && code != 3857 {
			rivals = append(rivals, Rival{fmt.Sprintf("EPSG:%d", code+step), func(p orb.Point) orb.Point { return other.From(c.To(p)) }})
		}
	}
	return rivals
}
