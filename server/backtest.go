package server

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"mime"
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"nightbeat/data/format"
	"nightbeat/planner"
)

// backtestProcess is the process that sets the risk models against each other on the store's incidents.
const backtestProcess = "backtest"

// backtestLimit is how long one may take.
const backtestLimit = 5 * time.Minute

func (s *Server) backtestSummary() map[string]any {
	return map[string]any{
		"id": backtestProcess, "version": "1", "title": "A backtest of the risk models",
		"description":       "Forecasts of past windows, each from the incidents before it, scored on what the windows brought; as JSON, CSV, SVG or text by Accept",
		"jobControlOptions": []string{"sync-execute"}, "outputTransmission": []string{"value"},
		"links": []link{
			{s.Public + "/processes/" + backtestProcess, "self", typeJSON, "this process"},
			{s.Public + "/processes/" + backtestProcess + "/execution", "http://www.opengis.net/def/rel/ogc/1.0/execute", typeJSON, "where it is executed"},
		},
	}
}

func (s *Server) describeBacktest(c echo.Context) error {
	p := s.backtestSummary()
	p["inputs"] = inputsOf(format.BacktestFields())
	p["outputs"] = map[string]any{"scores": map[string]any{"title": "How each model did", "schema": map[string]any{"type": "object"}}}
	return s.json(c, typeJSON, p)
}

// backtest answers POST /processes/backtest/execution while the client waits. It takes a place among the plans being
// made, and stops when the client goes.
func (s *Server) backtest(c echo.Context) error {
	raw, err := s.body(c)
	if err != nil {
		return err
	}
	var asked executionJSON
	if err := json.Unmarshal(raw, &asked); err != nil {
		return problem(http.StatusBadRequest, "inputs", "the body is no JSON object with inputs: %s", err)
	}
	if len(asked.Inputs) == 0 {
		return problem(http.StatusBadRequest, "inputs", "is missing; give from and to")
	}
	req, test, err := format.ReadBacktest(bytes.NewReader(asked.Inputs))
	if err != nil {
		return err
	}
	if err := takePlace(c, s.planning, "other plans are being made; come back in ten seconds"); err != nil {
		return err
	}
	defer func() { <-s.planning }()
	ctx, cancel := context.WithTimeout(c.Request().Context(), backtestLimit)
	defer cancel()
	incidents, err := s.Store.Past(ctx)
	if err != nil {
		return err
	}
	record, err := planner.Backtest(ctx, req, test, incidents)
	if errors.Is(err, context.DeadlineExceeded) {
		return problem(http.StatusBadRequest, "inputs", "this takes longer than %.0f minutes here; give fewer windows or models", backtestLimit.Minutes())
	}
	if err != nil {
		return err
	}
	f := backtestFormat(c.Request().Header.Get(echo.HeaderAccept))
	body, err := f.Encode(record)
	if err != nil {
		return err
	}
	return c.Blob(http.StatusOK, f.MediaType, body)
}

// backtestFormat is the first that the client accepts, else the first.
func backtestFormat(accept string) format.BacktestFormat {
	formats := format.BacktestFormats()
	for part := range strings.SplitSeq(accept, ",") {
		wanted, _, _ := mime.ParseMediaType(strings.TrimSpace(part)) // what is none matches none
		for _, f := range formats {
			if offered, _, _ := mime.ParseMediaType(f.MediaType); offered == wanted {
				return f
			}
		}
	}
	return formats[0]
}
