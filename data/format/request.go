package format

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"reflect"
	"strings"
	"time"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"

	"nightbeat/planner"
	"nightbeat/planner/words"
)

// MaxRequestBytes is how long a request may be.
const MaxRequestBytes = 4 << 20

// requestJSON is a request on the wire: places [lon, lat], times RFC 3339, durations in seconds. Pointers tell what was
// left out from what was given as 0.
type requestJSON struct {
	Name       string             `json:"name,omitempty"`
	Shift      *shiftJSON         `json:"shift,omitempty"`
	Units      json.RawMessage    `json:"units,omitempty"` // a number, or a list of unitJSON
	Base       *orb.Point         `json:"base,omitempty"`  // of the units that name none
	Area       json.RawMessage    `json:"area,omitempty"`
	CellM      *float64           `json:"cell_m,omitempty"`
	Model      string             `json:"model,omitempty"`
	Categories map[string]float64 `json:"categories,omitempty"`
	Discovered bool               `json:"discovered,omitempty"`
	Stops      *int               `json:"stops,omitempty"`
	StopsFrom  string             `json:"stops_from,omitempty"`
	DwellS     *float64           `json:"dwell_s,omitempty"`
	DwellMinS  *float64           `json:"dwell_min_s,omitempty"`
	RevisitS   *float64           `json:"revisit_s,omitempty"`
	Balance    float64            `json:"balance,omitempty"`
	Rounds     bool               `json:"rounds,omitempty"`
	Vary       float64            `json:"vary,omitempty"`
	Must       []mustJSON         `json:"must,omitempty"`
	MustKinds  []string           `json:"must_kinds,omitempty"`
	Avoid      []orb.Point        `json:"avoid,omitempty"`
	Lot        *lotJSON           `json:"lot,omitempty"`
	Tasks      map[string]string  `json:"tasks,omitempty"`
	Occasions  []occasionJSON     `json:"occasions,omitempty"`
	Closures   []json.RawMessage  `json:"closures,omitempty"`
	Seed       int64              `json:"seed"`
	Iterations int                `json:"iterations,omitempty"`
	LimitS     *float64           `json:"limit_s,omitempty"`
}

type shiftJSON struct {
	Start time.Time `json:"start"`
	End   time.Time `json:"end"`
}

type unitJSON struct {
	ID      string      `json:"id,omitempty"`
	Name    string      `json:"name,omitempty"`
	Profile string      `json:"profile,omitempty"`
	Base    *orb.Point  `json:"base,omitempty"`
	Start   *time.Time  `json:"start,omitempty"`
	End     *time.Time  `json:"end,omitempty"`
	Breaks  []breakJSON `json:"breaks,omitempty"`
}

type breakJSON struct {
	Earliest  time.Time `json:"earliest"`
	Latest    time.Time `json:"latest"`
	DurationS float64   `json:"duration_s"`
}

// lotJSON is what an experiment has the night do: of its points so many are patrolled, so many left.
type lotJSON struct {
	Experiment string `json:"experiment"`
	Patrolled  int    `json:"patrolled"`
	Spared     int    `json:"spared"`
}

// occasionJSON is a time that is not like others.
type occasionJSON struct {
	Name  string    `json:"name"`
	From  time.Time `json:"from"`
	Until time.Time `json:"until"`
}

type mustJSON struct {
	ID       string         `json:"id,omitempty"`
	Name     string         `json:"name,omitempty"`
	Place    *orb.Point     `json:"place"`
	Windows  [][2]time.Time `json:"windows,omitempty"`
	DwellS   *float64       `json:"dwell_s,omitempty"`
	RevisitS *float64       `json:"revisit_s,omitempty"`
	Task     string         `json:"task,omitempty"`
}

// ReadRequest reads a request as JSON. An error is a *planner.Error that names the field.
func ReadRequest(r io.Reader) (planner.Request, error) {
	raw, err := io.ReadAll(io.LimitReader(r, MaxRequestBytes+1))
	if err != nil {
		return planner.Request{}, err
	}
	if len(raw) > MaxRequestBytes {
		return planner.Request{}, refuse("request", "it is longer than %d bytes", MaxRequestBytes)
	}
	var wire requestJSON
	if err := strict(raw, &wire); err != nil {
		return planner.Request{}, err
	}
	return wire.request()
}

// strict decodes one JSON value with no unknown field and nothing after it.
func strict(raw []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return explainJSON(err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return refuse("request", "something follows after the JSON object")
	}
	return nil
}

// explainJSON says in a user's words what encoding/json did not like.
func explainJSON(err error) error {
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &kind):
		return refuse(strings.Trim("request."+kind.Field, "."), "a JSON %s stands where %s is due", kind.Value, kind.Type)
	case errors.As(err, &syntax):
		return refuse("request", "no JSON at byte %d: %s", syntax.Offset, syntax)
	case strings.Contains(err.Error(), "unknown field"):
		return refuse("request", "%s; see the list of fields in the contract", strings.TrimPrefix(err.Error(), "json: "))
	}
	return refuse("request", "cannot be read: %s", strings.TrimPrefix(err.Error(), "json: "))
}

func refuse(field, sentence string, args ...any) error {
	return &planner.Error{Kind: planner.Invalid, Field: field, Sentence: words.New(sentence, args...)}
}

// request gives the wire's fields their types; what was left out stays zero for planner to fill in.
func (w requestJSON) request() (planner.Request, error) {
	r := planner.Request{
		Name: w.Name, Model: w.Model, Categories: w.Categories, Discovered: w.Discovered, StopsFrom: w.StopsFrom, MustKinds: w.MustKinds, Avoid: w.Avoid, Tasks: w.Tasks,
		Seed: w.Seed, Iterations: w.Iterations, Balance: w.Balance, Vary: w.Vary, Rounds: w.Rounds,
	}
	if w.Lot != nil {
		r.Lot = planner.Lot(*w.Lot)
	}
	if w.Shift != nil {
		r.Shift = planner.Shift{Start: w.Shift.Start, End: w.Shift.End}
	}
	steps := []func(*planner.Request) error{w.occasions, w.numbers, w.durations, w.units, w.points, w.shapes}
	for _, step := range steps {
		if err := step(&r); err != nil {
			return planner.Request{}, err
		}
	}
	return r, nil
}

func (w requestJSON) occasions(r *planner.Request) error {
	for i, o := range w.Occasions {
		if r.Occasions = append(r.Occasions, planner.Occasion(o)); !o.Until.After(o.From) {
			return refuse(fmt.Sprintf("occasions[%d].until", i), "is not after from")
		}
	}
	return nil
}

func (w requestJSON) numbers(r *planner.Request) error {
	if w.CellM != nil {
		if r.CellM = *w.CellM; !(r.CellM > 0) {
			return refuse("cell_m", "%g is not above 0", r.CellM)
		}
	}
	if w.Stops != nil {
		r.Stops = *w.Stops
	}
	return nil
}

func (w requestJSON) durations(r *planner.Request) error {
	for _, d := range []struct {
		field string
		given *float64
		into  *time.Duration
		least float64
	}{
		{"dwell_s", w.DwellS, &r.Dwell, 1}, {"dwell_min_s", w.DwellMinS, &r.DwellMin, 0},
		{"revisit_s", w.RevisitS, &r.Revisit, 0}, {"limit_s", w.LimitS, &r.Limit, 0},
	} {
		if err := secondsAs(d.field, d.given, d.least, d.into); err != nil {
			return err
		}
	}
	if w.RevisitS != nil && r.Revisit == 0 {
		r.Revisit = -1 // asked for: no revisits
	}
	return nil
}

// secondsAs turns a number of seconds into a duration; at most a week.
func secondsAs(field string, given *float64, least float64, into *time.Duration) error {
	if given == nil {
		return nil
	}
	if s := *given; !(s >= least && s <= 7*86400) {
		return refuse(field, "%g seconds are outside %g to %d", s, least, 7*86400)
	}
	*into = time.Duration(*given * float64(time.Second))
	return nil
}

// units reads a number of units that start at the request's base, or a list.
func (w requestJSON) units(r *planner.Request) error {
	if len(w.Units) == 0 || string(w.Units) == "null" {
		return nil
	}
	var count int
	if err := json.Unmarshal(w.Units, &count); err == nil {
		if count < 1 || count > planner.MaxUnits {
			return refuse("units", "%d is outside 1 to %d", count, planner.MaxUnits)
		}
		if w.Base == nil {
			return refuse("base", "is missing; give longitude and latitude of where the %d units start and end", count)
		}
		r.Units = make([]planner.Unit, count)
	} else if err := w.listedUnits(r); err != nil {
		return err
	}
	for i := range r.Units {
		if r.Units[i].Base == (orb.Point{}) && w.Base != nil {
			r.Units[i].Base = *w.Base
		}
	}
	return nil
}

func (w requestJSON) listedUnits(r *planner.Request) error {
	var listed []unitJSON
	if err := strict(w.Units, &listed); err != nil {
		return refuse("units", "give a number or a list of units: %s", err)
	}
	if len(listed) > planner.MaxUnits {
		return refuse("units", "%d are more than %d", len(listed), planner.MaxUnits)
	}
	for i, u := range listed {
		unit := planner.Unit{ID: u.ID, Name: u.Name, Profile: u.Profile}
		if u.Base != nil {
			unit.Base = *u.Base
		}
		if u.Start != nil {
			unit.Start = *u.Start
		}
		if u.End != nil {
			unit.End = *u.End
		}
		for k, b := range u.Breaks {
			rest := planner.Break{Earliest: b.Earliest, Latest: b.Latest}
			if err := secondsAs(fmt.Sprintf("units[%d].breaks[%d].duration_s", i, k), &b.DurationS, 1, &rest.Duration); err != nil {
				return err
			}
			unit.Breaks = append(unit.Breaks, rest)
		}
		r.Units = append(r.Units, unit)
	}
	return nil
}

func (w requestJSON) points(r *planner.Request) error {
	if len(w.Must) > planner.MaxStops {
		return refuse("must", "%d points are more than %d", len(w.Must), planner.MaxStops)
	}
	for i, m := range w.Must {
		must, err := m.must(fmt.Sprintf("must[%d]", i))
		if err != nil {
			return err
		}
		r.Must = append(r.Must, must)
	}
	return nil
}

func (m mustJSON) must(field string) (planner.Must, error) {
	if m.Place == nil {
		return planner.Must{}, refuse(field+".place", "is missing; give longitude and latitude")
	}
	must := planner.Must{ID: m.ID, Name: m.Name, Place: *m.Place, Task: m.Task}
	if err := secondsAs(field+".dwell_s", m.DwellS, 1, &must.Dwell); err != nil {
		return must, err
	}
	if err := secondsAs(field+".revisit_s", m.RevisitS, 0, &must.Revisit); err != nil {
		return must, err
	}
	for _, win := range m.Windows {
		must.Windows = append(must.Windows, planner.Shift{Start: win[0], End: win[1]})
	}
	return must, nil
}

// shapes reads the area and the closures.
func (w requestJSON) shapes(r *planner.Request) error {
	if len(w.Area) > 0 && string(w.Area) != "null" {
		var err error
		if r.Area, err = areaOf(w.Area); err != nil {
			return err
		}
	}
	for i, raw := range w.Closures {
		closure, err := ReadClosure(fmt.Sprintf("closures[%d]", i), raw)
		if err != nil {
			return err
		}
		r.Closures = append(r.Closures, closure)
	}
	return nil
}

// ReadClosure reads a closure: a geometry, or a Feature that tells its hours.
func ReadClosure(field string, raw json.RawMessage) (planner.Closure, error) {
	shape, err := geometry(field, raw)
	if err != nil {
		return planner.Closure{}, err
	}
	if shape.Dimensions() == 0 {
		return planner.Closure{}, refuse(field, "is a %s; give lines or polygons", shape.GeoJSONType())
	}
	closure := planner.Closure{Where: shape}
	return closure, hoursOf(field, raw, &closure)
}

// hoursOf reads from when until when a closure given as a Feature is in force, and when it became known: its properties
// from, until and known.
func hoursOf(field string, raw json.RawMessage, c *planner.Closure) error {
	var feature struct {
		Properties struct{ From, Until, Known *time.Time }
	}
	if err := json.Unmarshal(raw, &feature); err != nil {
		return refuse(field+".properties", "from and until have to be times like 2026-07-01T22:00:00+08:00")
	}
	p := feature.Properties
	for given, into := range map[*time.Time]*time.Time{p.From: &c.From, p.Until: &c.Until, p.Known: &c.Known} {
		if given != nil {
			*into = *given
		}
	}
	if !c.From.IsZero() && !c.Until.IsZero() && !c.Until.After(c.From) {
		return refuse(field+".properties.until", "is not after from")
	}
	return nil
}

// wireClosure is a closure on the wire: a bare geometry, or a Feature where it has hours.
func wireClosure(c planner.Closure) json.RawMessage {
	shape := geojson.NewGeometry(c.Where)
	f := geojson.NewFeature(c.Where)
	for name, t := range map[string]time.Time{"from": c.From, "until": c.Until, "known": c.Known} {
		if !t.IsZero() {
			f.Properties[name] = t
		}
	}
	if len(f.Properties) == 0 {
		return mustJSONBytes(shape)
	}
	return mustJSONBytes(f)
}

// geometry reads a GeoJSON geometry, or that of a Feature, with every coordinate in range.
func geometry(field string, raw json.RawMessage) (orb.Geometry, error) {
	shape, err := anyGeometry(raw)
	if err != nil || shape == nil {
		return nil, refuse(field, "is no GeoJSON geometry or feature")
	}
	bound := shape.Bound()
	for _, p := range []orb.Point{bound.Min, bound.Max} {
		if !(math.Abs(p[0]) <= 180 && math.Abs(p[1]) <= 90) {
			return nil, refuse(field, "reaches outside longitude and latitude in degrees")
		}
	}
	if bound.IsEmpty() || bound.IsZero() {
		return nil, refuse(field, "is empty")
	}
	return shape, nil
}

func anyGeometry(raw json.RawMessage) (orb.Geometry, error) {
	var kind struct{ Type string }
	if err := json.Unmarshal(raw, &kind); err != nil {
		return nil, err
	}
	if kind.Type == "Feature" {
		f, err := geojson.UnmarshalFeature(raw)
		if err != nil {
			return nil, err
		}
		return f.Geometry, nil
	}
	g, err := geojson.UnmarshalGeometry(raw)
	if err != nil {
		return nil, err
	}
	return g.Geometry(), nil
}

// WriteRequest writes a resolved request as JSON, as a plan's GeoJSON has it: posted again it gives the same plan.
func WriteRequest(w io.Writer, r planner.Request) error {
	return json.NewEncoder(w).Encode(wireRequest(r))
}

// wireRequest is a resolved request on the wire, whole.
func wireRequest(r planner.Request) requestJSON {
	number := func(d time.Duration) *float64 { s := max(0, d).Seconds(); return &s }
	w := requestJSON{
		Name: r.Name, Shift: &shiftJSON{r.Shift.Start, r.Shift.End}, CellM: &r.CellM, Model: r.Model, Categories: r.Categories,
		Discovered: r.Discovered, StopsFrom: r.StopsFrom, Avoid: r.Avoid, Tasks: r.Tasks, DwellS: number(r.Dwell), DwellMinS: number(r.DwellMin), RevisitS: number(r.Revisit),
		Seed: r.Seed, Iterations: r.Iterations, Balance: r.Balance, Vary: r.Vary, Rounds: r.Rounds,
	}
	if r.Lot.Experiment != "" {
		w.Lot = (*lotJSON)(&r.Lot)
	}
	if r.Stops > 0 {
		w.Stops = &r.Stops
	}
	w.Units = mustJSONBytes(wireUnits(r.Units))
	if len(r.Area) > 0 {
		w.Area = mustJSONBytes(geojson.NewGeometry(r.Area))
	}
	for _, c := range r.Closures {
		w.Closures = append(w.Closures, wireClosure(c))
	}
	for _, o := range r.Occasions {
		w.Occasions = append(w.Occasions, occasionJSON(o))
	}
	for _, m := range r.Must {
		must := mustJSON{ID: m.ID, Name: m.Name, Place: &m.Place, DwellS: number(m.Dwell), RevisitS: number(m.Revisit), Task: m.Task}
		for _, win := range m.Windows {
			must.Windows = append(must.Windows, [2]time.Time{win.Start, win.End})
		}
		w.Must = append(w.Must, must)
	}
	return w
}

func wireUnits(units []planner.Unit) []unitJSON {
	wire := make([]unitJSON, len(units))
	for i, u := range units {
		wire[i] = unitJSON{ID: u.ID, Name: u.Name, Profile: u.Profile, Base: &u.Base, Start: &u.Start, End: &u.End}
		for _, b := range u.Breaks {
			wire[i].Breaks = append(wire[i].Breaks, breakJSON{b.Earliest, b.Latest, b.Duration.Seconds()})
		}
	}
	return wire
}

// mustJSONBytes encodes values of our own that cannot fail to encode: checked numbers, strings and times.
func mustJSONBytes(v any) json.RawMessage {
	raw, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return raw
}

// Field is a field of a request as others describe it.
type Field struct {
	Name   string
	Schema map[string]any // JSON Schema; empty where several kinds are taken
}

// RequestFields are the fields of a request's JSON.
func RequestFields() []Field { return wireFields[requestJSON]() }

// wireFields are the fields of a wire form.
func wireFields[T any]() []Field {
	var fields []Field
	form := reflect.TypeFor[T]()
	for i := range form.NumField() {
		name, _, _ := strings.Cut(form.Field(i).Tag.Get("json"), ",")
		fields = append(fields, Field{name, schemaOf(form.Field(i).Type)})
	}
	return fields
}

func schemaOf(t reflect.Type) map[string]any {
	if t == reflect.TypeFor[json.RawMessage]() {
		return map[string]any{}
	}
	switch t.Kind() {
	case reflect.Pointer:
		return schemaOf(t.Elem())
	case reflect.String:
		return map[string]any{"type": "string"}
	case reflect.Bool:
		return map[string]any{"type": "boolean"}
	case reflect.Int, reflect.Int64:
		return map[string]any{"type": "integer"}
	case reflect.Float64:
		return map[string]any{"type": "number"}
	case reflect.Array, reflect.Slice:
		return map[string]any{"type": "array"}
	}
	return map[string]any{"type": "object"}
}
