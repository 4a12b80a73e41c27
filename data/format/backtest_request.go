package format

import (
	"bytes"
	"encoding/json"
	"io"
	"strings"
	"time"

	"nightbeat/planner"
	"nightbeat/planner/risk"
)

// backtestRequestJSON asks for a backtest on the wire.
type backtestRequestJSON struct {
	From       *time.Time         `json:"from"`
	To         *time.Time         `json:"to"`
	StepS      *float64           `json:"step_s,omitempty"`    // from one window's start to the next; a week
	HorizonS   *float64           `json:"horizon_s,omitempty"` // a week
	Hours      string             `json:"hours,omitempty"`     // of each day, like 20-04
	Coverage   []float64          `json:"coverage,omitempty"`  // 0.005, 0.01, 0.02, 0.05
	Models     []string           `json:"models,omitempty"`    // the one to compare with first; count, learned, auto
	CellM      *float64           `json:"cell_m,omitempty"`
	Area       json.RawMessage    `json:"area,omitempty"`
	Categories map[string]float64 `json:"categories,omitempty"`
	Discovered bool               `json:"discovered,omitempty"`
	Occasions  []occasionJSON     `json:"occasions,omitempty"` // then only the windows on which one falls, each model with and without
}

// maxShares is how many coverages one backtest may score.
const maxShares = 20

// ReadBacktest reads what is to be tested as JSON. An error is a *planner.Error that names the field.
func ReadBacktest(r io.Reader) (planner.Request, risk.Backtest, error) {
	var req planner.Request
	var test risk.Backtest
	raw, err := io.ReadAll(io.LimitReader(r, MaxRequestBytes+1))
	if err != nil {
		return req, test, err
	}
	if len(raw) > MaxRequestBytes {
		return req, test, refuse("request", "it is longer than %d bytes", MaxRequestBytes)
	}
	wire := backtestRequestJSON{Coverage: []float64{0.005, 0.01, 0.02, 0.05}, Models: []string{"count", "learned", "auto"}}
	if err := strict(raw, &wire); err != nil {
		return req, test, err
	}
	if req, err = wire.request(); err != nil {
		return req, test, err
	}
	test, err = wire.test()
	return req, test, err
}

func (w backtestRequestJSON) request() (planner.Request, error) {
	r := planner.Request{Categories: w.Categories, Discovered: w.Discovered}
	both := requestJSON{CellM: w.CellM, Area: w.Area, Occasions: w.Occasions}
	if err := both.occasions(&r); err != nil {
		return r, err
	}
	if err := both.numbers(&r); err != nil {
		return r, err
	}
	return r, both.shapes(&r)
}

func (w backtestRequestJSON) test() (risk.Backtest, error) {
	const week = 7 * 24 * time.Hour
	test := risk.Backtest{Step: week, Horizon: week, Shares: w.Coverage}
	if w.From == nil || w.To == nil {
		return test, refuse("from", "from and to are missing; give times like 2026-07-01T20:00:00+08:00")
	}
	test.From, test.Until = *w.From, *w.To
	if err := secondsAs("step_s", w.StepS, 3600, &test.Step); err != nil {
		return test, err
	}
	if err := secondsAs("horizon_s", w.HorizonS, 3600, &test.Horizon); err != nil {
		return test, err
	}
	var err error
	if test.Hours, err = risk.ParseHours(w.Hours); err != nil {
		return test, refuse("hours", "write them like 20-04 or 20:30-04:15")
	}
	if len(w.Coverage) == 0 || len(w.Coverage) > maxShares {
		return test, refuse("coverage", "give 1 to %d shares of the area", maxShares)
	}
	if len(w.Models) == 0 || len(w.Models) > len(risk.Models()) {
		return test, refuse("models", "give 1 to %d models", len(risk.Models()))
	}
	for _, name := range w.Models {
		m, err := risk.ModelNamed(strings.TrimSpace(name))
		if err != nil {
			return test, refuse("models", "%s", err)
		}
		test.Models = append(test.Models, m)
	}
	return test, nil
}

// BacktestFields are the fields of what asks for a backtest.
func BacktestFields() []Field { return wireFields[backtestRequestJSON]() }

// BacktestFormat is a form in which a backtest can be had.
type BacktestFormat struct {
	MediaType string
	Write     func(io.Writer, *risk.Record) error
}

// BacktestFormats are all of them, the one for those who ask for none first.
func BacktestFormats() []BacktestFormat {
	return []BacktestFormat{
		{"application/json", WriteBacktestJSON}, {"text/csv; charset=utf-8", WriteBacktestCSV},
		{"image/svg+xml", WriteBacktestSVG}, {"text/plain; charset=utf-8", WriteBacktestTable},
	}
}

// Encode is a backtest in the format.
func (f BacktestFormat) Encode(r *risk.Record) ([]byte, error) {
	var body bytes.Buffer
	err := f.Write(&body, r)
	return body.Bytes(), err
}
