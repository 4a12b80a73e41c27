package format

import (
	"encoding/json"
	"io"
	"math"
	"time"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"

	"nightbeat/geo"
	"nightbeat/planner"
	"nightbeat/planner/words"
)

// WriteGeoJSON writes a plan as an RFC 7946 FeatureCollection: a feature for each route, stop and leg (property `kind`)
// and a foreign member `plan` with the summary.
func WriteGeoJSON(w io.Writer, plan *planner.Plan) error { return writeGeoJSON(w, plan, geo.Datum{}) }

func writeGeoJSON(w io.Writer, plan *planner.Plan, datum geo.Datum) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	c := collectionOf(plan)
	c.CRS = crsOf(datum)
	return e.Encode(c)
}

// writeGeoJSONSeq writes a plan's features as a GeoJSON text sequence (RFC 8142): each begins with a record separator and
// ends with a line feed, so that a stream can be read feature by feature.
func writeGeoJSONSeq(w io.Writer, plan *planner.Plan, datum geo.Datum) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	for _, f := range collectionOf(plan).Features {
		if _, err := io.WriteString(w, "\x1e"); err != nil {
			return err
		}
		if err := e.Encode(recordJSON{f, crsOf(datum)}); err != nil {
			return err
		}
	}
	return nil
}

// recordJSON is a feature on its own.
type recordJSON struct {
	Feature
	CRS *crsJSON `json:"crs,omitempty"`
}

// crsJSON names another datum than RFC 7946's, as GeoJSON did before it, so that no reader takes it for WGS 84 unawares.
type crsJSON struct {
	Type       string            `json:"type"`
	Properties map[string]string `json:"properties"`
}

func crsOf(d geo.Datum) *crsJSON {
	if d.IsWGS84() {
		return nil
	}
	return &crsJSON{"name", map[string]string{"name": d.Title}}
}

type collection struct {
	Type     string       `json:"type"`
	CRS      *crsJSON     `json:"crs,omitempty"`
	BBox     geojson.BBox `json:"bbox,omitempty"`
	Plan     summary      `json:"plan"`
	Features []Feature    `json:"features"`
}

// summary is the plan without its routes.
type summary struct {
	ID         string         `json:"id"`
	Name       string         `json:"name"`
	Parent     string         `json:"parent,omitempty"` // the plan that this one is a change of
	Since      *time.Time     `json:"since,omitempty"`  // when it was changed
	Status     planner.Status `json:"status"`
	Created    *time.Time     `json:"created,omitempty"`
	MadeBy     string         `json:"made_by,omitempty"`
	Approved   *time.Time     `json:"approved,omitempty"`
	ApprovedBy string         `json:"approved_by,omitempty"`
	Seed       int64          `json:"seed"`
	Iterations int            `json:"iterations"`
	Cut        bool           `json:"cut"`
	Shift      shiftJSON      `json:"shift"`
	CellM      float64        `json:"cell_m"`
	Model      string         `json:"model"`
	ModelNote  string         `json:"model_note"`
	Units      []unitJSON     `json:"units"`
	Capacity   capacityJSON   `json:"capacity"`
	Expected   float64        `json:"expected"`
	Share      float64        `json:"share"`
	AreaShare  float64        `json:"area_share"`
	Stops      int            `json:"stops"`
	Unserved   []unservedJSON `json:"unserved"`
	Gaps       gapsJSON       `json:"gaps"`
	Workload   []workJSON     `json:"workload"`
	Reward     int64          `json:"reward"`
	Bound      int64          `json:"bound"`
	GapPercent float64        `json:"gap_percent"`
	Variety    *varietyJSON   `json:"variety,omitempty"`
	Warnings   []string       `json:"warnings"`
	Request    requestJSON    `json:"request"` // with every default filled in
	Points     []pointJSON    `json:"points"`  // the fixed points, visited or not
	Turns      []turnJSON     `json:"turns,omitempty"`
}

type capacityJSON struct {
	VisitsPossible int    `json:"visits_possible"`
	VisitsAsked    int    `json:"visits_asked"`
	PointsKept     int    `json:"points_kept"`
	Arithmetic     string `json:"arithmetic"`
}

type unservedJSON struct {
	Stop string `json:"stop"`
	Name string `json:"name"`
	Why  string `json:"why"`
}

// varietyJSON tells how hard it is to foretell where units will be: chances from 0 to 1, see planner.Variety.
type varietyJSON struct {
	Nights      int     `json:"nights"`
	Guess       float64 `json:"guess"`
	Known       float64 `json:"known"`
	LossPercent float64 `json:"loss_percent"`
}

// workJSON is a unit's part of the night's work.
type workJSON struct {
	Unit     string  `json:"unit"`
	Stays    int     `json:"stays"`
	AskedS   int64   `json:"asked_s"`   // the shortest stays at its stops together
	WatchedS int64   `json:"watched_s"` // for how long it stays
	DriveS   int64   `json:"drive_s"`
	Ratio    float64 `json:"ratio"` // asked_s over an even share by hours
}

type gapsJSON struct {
	Kept     int   `json:"kept"`
	Asked    int   `json:"asked"`
	LongestS int64 `json:"longest_s"`
}

type routeJSON struct {
	Kind      string    `json:"kind"`
	Plan      string    `json:"plan"`
	Unit      string    `json:"unit"`
	Name      string    `json:"name"`
	Color     string    `json:"color"`
	Start     time.Time `json:"start"`
	End       time.Time `json:"end"`
	Stops     int       `json:"stops"`
	DistanceM float64   `json:"distance_m"`
	DriveS    int64     `json:"drive_s"`
	DwellS    int64     `json:"dwell_s"`
	WaitS     int64     `json:"wait_s"`
	BreakS    int64     `json:"break_s"`
	Share     float64   `json:"share"`
}

type stopJSON struct {
	Kind      string    `json:"kind"`
	Plan      string    `json:"plan"`
	Unit      string    `json:"unit"`
	Sequence  int       `json:"sequence"`
	Stop      string    `json:"stop"`
	Name      string    `json:"name"`
	Color     string    `json:"color"` // the unit's
	Arrive    time.Time `json:"arrive"`
	Leave     time.Time `json:"leave"`
	DwellS    int64     `json:"dwell_s"`
	BreakS    int64     `json:"break_s"`
	Priority  string    `json:"priority"`
	Visit     int       `json:"visit"`
	GapS      *int64    `json:"gap_s"` // null for the first visit
	Expected  float64   `json:"expected"`
	Share     float64   `json:"share"`
	Incidents int       `json:"incidents"`
	WithinM   float64   `json:"within_m"`
	Days      int       `json:"days"`
	Rank      int       `json:"rank"`
	Reason    string    `json:"reason"`
	SnappedM  float64   `json:"snapped_m"`
}

type legJSON struct {
	Kind      string    `json:"kind"`
	Plan      string    `json:"plan"`
	Unit      string    `json:"unit"`
	Sequence  int       `json:"sequence"`
	From      string    `json:"from"`
	To        string    `json:"to"`
	Color     string    `json:"color"` // the unit's
	Depart    time.Time `json:"depart"`
	Arrive    time.Time `json:"arrive"`
	DistanceM float64   `json:"distance_m"`
	DurationS int64     `json:"duration_s"`
	Streets   []string  `json:"streets"`
}

// baseID stands for the unit's base as the end of a leg.
const baseID = "base"

func collectionOf(plan *planner.Plan) collection {
	c := collection{Type: "FeatureCollection", Plan: summaryOf(plan), Features: []Feature{}}
	bound := orb.MultiPoint{}
	for _, r := range plan.Routes {
		line := wholeWay(r)
		bound = append(bound, orb.MultiPoint(line)...)
		c.Features = append(c.Features, routeFeature(plan, r, line))
		for i, call := range r.Calls {
			c.Features = append(c.Features, stopFeature(plan, r, i, call))
		}
		for i, leg := range r.Legs {
			c.Features = append(c.Features, legFeature(plan, r, i, leg))
		}
	}
	if len(bound) > 0 {
		c.BBox = geojson.NewBBox(bound.Bound())
	}
	return c
}

// wholeWay is a route's legs as one line, each joint once; degrees to seven decimals (a centimetre).
func wholeWay(r planner.Route) orb.LineString {
	var line orb.LineString
	for _, leg := range r.Legs {
		for _, p := range leg.Line {
			if p = toCentimetre(p); len(line) == 0 || p != line[len(line)-1] {
				line = append(line, p)
			}
		}
	}
	if len(line) == 1 {
		line = append(line, line[0])
	}
	return line
}

func toCentimetre(p orb.Point) orb.Point {
	return orb.Point{math.Round(p[0]*1e7) / 1e7, math.Round(p[1]*1e7) / 1e7}
}

func routeFeature(plan *planner.Plan, r planner.Route, line orb.LineString) Feature {
	f := Feature{Type: "Feature", ID: plan.ID + "-" + r.Unit.ID, Properties: routeJSON{
		Kind: "route", Plan: plan.ID, Unit: r.Unit.ID, Name: r.Unit.Name, Color: r.Color, Start: r.Start, End: r.End,
		Stops: len(r.Calls), DistanceM: r.DistanceM, DriveS: wholeS(r.Drive), DwellS: wholeS(r.Dwell), WaitS: wholeS(r.Wait),
		BreakS: wholeS(r.Rest), Share: billionths(r.Share),
	}}
	if len(line) > 0 {
		f.Geometry = geojson.NewGeometry(line)
	}
	return f
}

func stopFeature(plan *planner.Plan, r planner.Route, i int, call planner.Call) Feature {
	s := plan.Stops[call.Stop]
	p := stopJSON{
		Kind: "stop", Plan: plan.ID, Unit: r.Unit.ID, Sequence: i + 1, Stop: s.ID, Name: s.Name, Color: r.Color, Arrive: call.Arrive, Leave: call.Leave,
		DwellS: wholeS(call.Leave.Sub(call.Arrive) - call.Rest), BreakS: wholeS(call.Rest), Priority: priority(s), Visit: call.Visit,
		Expected: billionths(s.Expected), Share: billionths(s.Share), Incidents: s.Incidents, WithinM: s.Reason.WithinM, Days: s.Reason.Days,
		Rank: s.Reason.Rank, Reason: s.Reason.Sentence(plan.Request.Shift), SnappedM: math.Round(s.SnappedM*10) / 10,
	}
	if call.Visit > 1 {
		gap := wholeS(call.Gap)
		p.GapS = &gap
	}
	return Feature{Type: "Feature", ID: numbered(plan, r, "stop", i+1), Geometry: geojson.NewGeometry(toCentimetre(s.Place)), Properties: p}
}

// The priorities of stops; off is where a unit is for another reason than to watch.
const (
	mustPriority = "must"
	wishPriority = "wish"
	offPriority  = "off"
)

func priority(s planner.Stop) string {
	switch {
	case s.Reason.Off != "":
		return offPriority
	case s.Must:
		return mustPriority
	}
	return wishPriority
}

func legFeature(plan *planner.Plan, r planner.Route, i int, leg planner.Leg) Feature {
	line := make(orb.LineString, len(leg.Line))
	for k, p := range leg.Line {
		line[k] = toCentimetre(p)
	}
	streets := leg.Streets
	if streets == nil {
		streets = []string{}
	}
	end := func(id string) string {
		if id == "" {
			return baseID
		}
		return id
	}
	return Feature{Type: "Feature", ID: numbered(plan, r, "leg", i+1), Geometry: geojson.NewGeometry(line), Properties: legJSON{
		Kind: "leg", Plan: plan.ID, Unit: r.Unit.ID, Sequence: i + 1, From: end(leg.From), To: end(leg.To), Color: r.Color, Depart: leg.Depart, Arrive: leg.Arrive,
		DistanceM: leg.DistanceM, DurationS: wholeS(leg.Arrive.Sub(leg.Depart)), Streets: streets,
	}}
}

func numbered(plan *planner.Plan, r planner.Route, kind string, n int) string {
	return plan.ID + "-" + r.Unit.ID + "-" + kind + "-" + twoDigits(n)
}

func summaryOf(plan *planner.Plan) summary {
	s := summary{
		ID: plan.ID, Name: plan.Name, Parent: plan.Parent, Status: plan.Status, MadeBy: plan.MadeBy, ApprovedBy: plan.Approval.By, Seed: plan.Request.Seed, Iterations: plan.Iterations, Cut: plan.Cut,
		Shift: shiftJSON{plan.Request.Shift.Start, plan.Request.Shift.End}, CellM: plan.Request.CellM, Model: plan.Model, ModelNote: plan.ModelNote.String(),
		Units: wireUnits(plan.Request.Units), Expected: billionths(plan.Expected), Share: billionths(plan.Share), AreaShare: billionths(plan.AreaShare),
		Capacity: capacityJSON{plan.Capacity.Possible, plan.Capacity.Asked, plan.Capacity.Points, plan.Capacity.Arithmetic.String()},
		Stops:    len(plan.Stops), Unserved: []unservedJSON{}, Gaps: gapsJSON{plan.Gaps.Kept, plan.Gaps.Asked, wholeS(plan.Gaps.Longest)},
		Reward: plan.Reward, Bound: plan.Bound, GapPercent: math.Round(plan.GapPercent*100) / 100,
		Warnings: said(plan.Warnings), Request: wireRequest(plan.Request),
	}
	s.Created, s.Approved, s.Since = given(plan.Created), given(plan.Approval.At), given(plan.Since)
	s.Points, s.Turns, s.Workload = pointsOf(plan), turnsOf(plan), worksOf(plan)
	if v := plan.Variety; v.Nights > 0 {
		s.Variety = &varietyJSON{v.Nights, billionths(v.Guess), billionths(v.Known), billionths(v.Loss)}
	}
	for _, u := range plan.Unserved {
		s.Unserved = append(s.Unserved, unservedJSON{u.Stop, u.Name, u.Why})
	}
	return s
}

func worksOf(plan *planner.Plan) []workJSON {
	works := []workJSON{}
	for i, w := range plan.Workload() {
		r := plan.Routes[i]
		works = append(works, workJSON{r.Unit.ID, w.Stays, wholeS(w.Asked), wholeS(r.Dwell), wholeS(r.Drive), math.Round(w.Ratio*1000) / 1000})
	}
	return works
}

func wholeS(d time.Duration) int64 { return int64(d / time.Second) }

func billionths(x float64) float64 { return math.Round(x*1e9) / 1e9 }

// said is notes as English sentences.
func said(notes []words.Note) []string {
	sentences := make([]string, len(notes))
	for i, n := range notes {
		sentences[i] = n.String()
	}
	return sentences
}
