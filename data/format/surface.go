package format

import (
	"bufio"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"strconv"
	"time"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"

	"nightbeat/geo"
	"nightbeat/planner"
)

// surfaceJSON is the foreign member `surface`.
type surfaceJSON struct {
	Model         string         `json:"model"`
	Note          string         `json:"note,omitempty"` // what the model says of itself
	At            time.Time      `json:"at"`
	Until         time.Time      `json:"until"`
	Horizon       string         `json:"horizon"`
	HorizonS      int64          `json:"horizon_s"`
	Hours         string         `json:"hours"` // of each day; empty for all
	CellM         float64        `json:"cell_m"`
	Cells         int            `json:"cells"`
	Events        int            `json:"events"`
	Excluded      map[string]int `json:"excluded"` // by category, for its weight of 0
	Left          map[string]int `json:"left_out"` // for another reason
	Notes         []string       `json:"notes"`    // of the incidents' times, and what was corrected for past patrols
	TotalExpected float64        `json:"total_expected"`
}

type cellJSON struct {
	Cell     int     `json:"cell"`
	Expected float64 `json:"expected"`
	Share    float64 `json:"share"`
	Rank     int     `json:"rank"`
	Count    int     `json:"count"`
	*cellDetailJSON
}

// cellDetailJSON is what --describe adds.
type cellDetailJSON struct {
	GiZ           float64            `json:"gi_z"`
	GiSignificant bool               `json:"gi_significant"` // false discovery rate 5 %
	TopShare      float64            `json:"top_share"`      // of redrawn histories in which the cell is among the hottest hundredth
	RankLow       float64            `json:"rank_low"`       // 90 % interval over them
	RankHigh      float64            `json:"rank_high"`
	HotHour       *int               `json:"hot_hour"` // the start of the three hours with most events; null where none is known
	HotWeekday    string             `json:"hot_weekday,omitempty"`
	Last90Days    int                `json:"last_90_days"`
	Before90Days  int                `json:"before_90_days"`
	TrendZ        float64            `json:"trend_z"` // over 2 more than before, under -2 fewer
	ByCategory    map[string]float64 `json:"expected_by_category"`
}

// WriteSurface writes a risk surface as GeoJSON: a square for each cell of the study area, the hottest first.
func WriteSurface(w io.Writer, f *planner.Forecast) error {
	out := bufio.NewWriter(w)
	head, err := json.Marshal(surfaceOf(f))
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "{\"type\":\"FeatureCollection\",\"surface\":%s,\"features\":[", head)
	total, index := f.Surface.Expected.Sum(), f.Surface.Index()
	for i, c := range byRank(f) {
		feature, err := json.Marshal(cellFeature(f, c, index[c], total))
		if err != nil {
			return err
		}
		if i > 0 {
			feature = append([]byte(",\n"), feature...)
		}
		if _, err := out.Write(feature); err != nil {
			return err
		}
	}
	fmt.Fprint(out, "]}\n")
	return out.Flush()
}

func surfaceOf(f *planner.Forecast) surfaceJSON {
	s := f.Surface
	horizon := s.Window.Until.Sub(s.Window.From)
	return surfaceJSON{
		Model: s.Model, Note: s.Note.String(), At: s.Window.From, Until: s.Window.Until, Horizon: shortDuration(horizon), HorizonS: wholeS(horizon),
		Hours: s.Window.Hours.String(), CellM: s.Grid.CellM, Cells: len(s.Cells), Events: s.Events, Excluded: f.Excluded, Left: f.Left,
		Notes: append([]string{}, f.Notes...), TotalExpected: s.Expected.Sum(),
	}
}

// shortDuration is 168h rather than 168h0m0s.
func shortDuration(d time.Duration) string {
	if d%time.Hour == 0 {
		return strconv.Itoa(int(d/time.Hour)) + "h"
	}
	return d.String()
}

// byRank is the cells of the study area, the hottest first.
func byRank(f *planner.Forecast) []geo.Cell {
	cells := make([]geo.Cell, len(f.Surface.Cells))
	for _, c := range f.Surface.Cells {
		cells[f.Surface.Rank[c]-1] = c
	}
	return cells
}

func cellOf(f *planner.Forecast, c geo.Cell, total float64) cellJSON {
	s := f.Surface
	p := cellJSON{Cell: int(c), Expected: s.Expected.Values[c], Rank: s.Rank[c], Count: s.Count[c]}
	if total > 0 {
		p.Share = p.Expected / total
	}
	return p
}

// cellFeature is the i-th cell of the study area with what is known of it.
func cellFeature(f *planner.Forecast, c geo.Cell, i int, total float64) Feature {
	cell := cellOf(f, c, total)
	cell.cellDetailJSON = detailOf(f.Detail, c, i)
	return Feature{Type: "Feature", ID: cellID(f, c), Geometry: geojson.NewGeometry(square(f, c)), Properties: cell}
}

// detailOf is the detail of the i-th cell of the study area, nil where none was asked for.
func detailOf(d *planner.Detail, c geo.Cell, i int) *cellDetailJSON {
	if d == nil {
		return nil
	}
	p := d.Profiles[i]
	j := &cellDetailJSON{
		GiZ: d.Spots[i].Z, GiSignificant: d.Spots[i].Significant, TopShare: d.Steady[i].Top, RankLow: d.Steady[i].Rank.Low, RankHigh: d.Steady[i].Rank.High,
		Last90Days: p.Recent, Before90Days: p.Earlier, TrendZ: p.Z(), ByCategory: map[string]float64{},
	}
	if p.Timed > 0 {
		hour := p.HotHour()
		j.HotHour = &hour
	}
	if p.Recent+p.Earlier > 0 {
		j.HotWeekday = p.HotWeekday().String()
	}
	for n, category := range d.Categories {
		if v := d.Parts[n].Values[c]; v > 0 {
			j.ByCategory[category] = v
		}
	}
	return j
}

// cellID names a cell by its size and by its column and row from the middle of the frame, so that it keeps its name
// when later incidents widen the grid.
func cellID(f *planner.Forecast, c geo.Cell) string {
	g := f.Surface.Grid
	corner := g.Corner(c)
	return fmt.Sprintf("%g:%.0f:%.0f", g.CellM, math.Round(corner.X/g.CellM), math.Round(corner.Y/g.CellM))
}

// square is a cell in degrees, anticlockwise from the south-west corner; neighbours share their corners exactly.
func square(f *planner.Forecast, c geo.Cell) orb.Polygon {
	g := f.Surface.Grid
	col, row := int(c)%g.Cols, int(c)/g.Cols
	at := func(col, row int) orb.Point {
		return toCentimetre(f.Frame.ToPoint(geo.XY{X: g.Origin.X + float64(col)*g.CellM, Y: g.Origin.Y + float64(row)*g.CellM}))
	}
	sw := at(col, row)
	return orb.Polygon{{sw, at(col+1, row), at(col+1, row+1), at(col, row+1), sw}}
}

// WriteSurfaceCSV writes a risk surface as a table: a line for each cell with its middle, the hottest first.
func WriteSurfaceCSV(w io.Writer, f *planner.Forecast) error {
	out := csv.NewWriter(w)
	if err := out.Write([]string{"id", "lon", "lat", "expected", "share", "rank", "count"}); err != nil {
		return err
	}
	number := func(x float64) string { return strconv.FormatFloat(x, 'g', -1, 64) }
	total := f.Surface.Expected.Sum()
	for _, c := range byRank(f) {
		middle, cell := toCentimetre(f.Frame.ToPoint(f.Surface.Grid.Centre(c))), cellOf(f, c, total)
		err := out.Write([]string{cellID(f, c), number(middle[0]), number(middle[1]), number(cell.Expected), number(cell.Share),
			strconv.Itoa(cell.Rank), strconv.Itoa(cell.Count)})
		if err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}
