package server

import (
	"bytes"
	"context"
	"mime"
	"strings"

	"nightbeat/data/format"
	"nightbeat/planner"
	"nightbeat/planner/words"
)

// backtesting sets the risk models against each other on the store's incidents.
var backtesting = analysis{
	name: "backtest", title: "A backtest of the risk models",
	description: "Forecasts of past windows, each from the incidents before it, scored on what the windows brought; as JSON, and while the client waits as CSV, SVG or text by Accept",
	output:      "How each model did", missing: words.New("give from and to"), fields: format.BacktestFields,
	check: func(raw []byte) error {
		_, _, err := format.ReadBacktest(bytes.NewReader(raw))
		return err
	},
	answer: (*Server).backtest,
}

func (s *Server) backtest(ctx context.Context, raw []byte, _ func(planner.Progress)) (encoder, error) {
	req, test, err := format.ReadBacktest(bytes.NewReader(raw))
	if err != nil {
		return nil, err
	}
	incidents, err := s.Store.Past(ctx)
	if err != nil {
		return nil, err
	}
	record, err := planner.Backtest(ctx, req, test, incidents)
	if err != nil {
		return nil, err
	}
	return func(accept string) (string, []byte, error) {
		f := backtestFormat(accept)
		body, err := f.Encode(record)
		return f.MediaType, body, err
	}, nil
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
