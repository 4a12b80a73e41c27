package server

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"time"

	"github.com/labstack/echo/v4"

	"nightbeat/data/format"
	"nightbeat/planner"
	"nightbeat/planner/words"
)

// analysis is a process whose result is no plan: an answer about the store's incidents.
type analysis struct {
	name, title, description string
	output                   string     // what comes out
	missing                  words.Note // what to do where there are no inputs
	fields                   func() []format.Field
	check                    func(raw []byte) error // refuses at once what cannot be done
	answer                   func(s *Server, ctx context.Context, raw []byte, progress func(planner.Progress)) (encoder, error)
}

// encoder gives an answer in the form that a client accepts.
type encoder func(accept string) (mediaType string, body []byte, err error)

// analyses are all of them.
var analyses = []analysis{backtesting, staffing}

// analysisNamed finds one.
func analysisNamed(name string) (analysis, bool) {
	i := slices.IndexFunc(analyses, func(a analysis) bool { return a.name == name })
	if i < 0 {
		return analysis{}, false
	}
	return analyses[i], true
}

// analysisLimit is how long one may take while a client waits.
const analysisLimit = 5 * time.Minute

func (s *Server) summaryOf(a analysis) map[string]any {
	return map[string]any{
		"id": a.name, "version": "1", "title": a.title, "description": a.description,
		"jobControlOptions": []string{"sync-execute", "async-execute", "dismiss"}, "outputTransmission": []string{"value"},
		"links": []link{
			{s.Public + "/processes/" + a.name, "self", typeJSON, "this process"},
			{s.Public + "/processes/" + a.name + "/execution", "http://www.opengis.net/def/rel/ogc/1.0/execute", typeJSON, "where it is executed"},
		},
	}
}

func (s *Server) describe(c echo.Context, a analysis) error {
	p := s.summaryOf(a)
	p["inputs"] = inputsOf(a.fields())
	p["outputs"] = map[string]any{"result": map[string]any{"title": a.output, "schema": map[string]any{"type": "object"}}}
	return s.json(c, typeJSON, p)
}

// analyse answers POST /processes/{analysis}/execution: while the client waits, or as a job where it would rather not. It
// takes a place among the plans being made, and stops when the client goes.
func (s *Server) analyse(c echo.Context, a analysis) error {
	raw, err := s.body(c)
	if err != nil {
		return err
	}
	var asked executionJSON
	if err := json.Unmarshal(raw, &asked); err != nil {
		return problem(http.StatusBadRequest, "inputs", "the body is no JSON object with inputs: %s", err)
	}
	if len(asked.Inputs) == 0 {
		return problem(http.StatusBadRequest, "inputs", "is missing; %s", a.missing)
	}
	if err := a.check(asked.Inputs); err != nil {
		return err
	}
	if prefersAsync(c.Request()) {
		return s.begin(c, a.name, asked.Inputs, itself)
	}
	if err := takePlace(c, s.planning, "other plans are being made; come back in ten seconds"); err != nil {
		return err
	}
	defer func() { <-s.planning }()
	ctx, cancel := context.WithTimeout(c.Request().Context(), analysisLimit)
	defer cancel()
	answer, err := a.answer(s, ctx, asked.Inputs, nil)
	if errors.Is(err, context.DeadlineExceeded) {
		return problem(http.StatusBadRequest, "inputs", "this takes longer than %.0f minutes here; ask for less, or as a job with Prefer: respond-async", analysisLimit.Minutes())
	}
	if err != nil {
		return err
	}
	mediaType, body, err := answer(c.Request().Header.Get(echo.HeaderAccept))
	if err != nil {
		return err
	}
	return c.Blob(http.StatusOK, mediaType, body)
}

// analysed is the answer that a job asked for, as it is kept.
func (s *Server) analysed(ctx context.Context, process string, raw []byte, progress func(planner.Progress)) ([]byte, error) {
	a, known := analysisNamed(process)
	if !known {
		return nil, problem(http.StatusNotFound, "", "this server does not know the process %s", process)
	}
	answer, err := a.answer(s, ctx, raw, progress)
	if err != nil {
		return nil, err
	}
	_, body, err := answer(typeJSON)
	return body, err
}
