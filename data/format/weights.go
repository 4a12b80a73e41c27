package format

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
)

// maxWeights is how many categories a table of weights may name.
const maxWeights = 10_000

// ReadWeights reads a table of category weights: CSV in UTF-8 with the columns category and weight, others left aside,
// lines that begin with # too.
func ReadWeights(r io.Reader) (map[string]float64, error) {
	in := csv.NewReader(io.LimitReader(r, MaxRequestBytes))
	in.Comment = '#'
	head, err := in.Read()
	if err != nil {
		return nil, fmt.Errorf("is no table of weights: %w", err)
	}
	head[0] = strings.TrimPrefix(head[0], "\ufeff")
	category, weight := slices.Index(head, "category"), slices.Index(head, "weight")
	if category < 0 || weight < 0 {
		return nil, errors.New("lacks a column; the first line has to name category and weight")
	}
	weights := map[string]float64{}
	for {
		row, err := in.Read()
		if errors.Is(err, io.EOF) {
			return weights, nil
		}
		if err != nil {
			return nil, err
		}
		line, _ := in.FieldPos(0)
		w, err := strconv.ParseFloat(strings.TrimSpace(row[weight]), 64)
		if err != nil || !(w >= 0) {
			return nil, fmt.Errorf("line %d: weight %s is no number of 0 or more", line, Printable(row[weight], 40))
		}
		if _, twice := weights[row[category]]; twice {
			return nil, fmt.Errorf("line %d: category %s is there twice", line, Printable(row[category], 40))
		}
		if weights[row[category]] = w; len(weights) > maxWeights {
			return nil, fmt.Errorf("line %d: more than %d categories", line, maxWeights)
		}
	}
}
