package main

import (
	"fmt"
	"maps"
	"os"

	"nightbeat/data/format"
)

// weightFlags say what incidents of a category weigh.
type weightFlags struct {
	Weights map[string]float64 `help:"Weights of categories; 0 leaves one out." mapsep:"," placeholder:"CATEGORY=W"`
	Harm    string             `help:"A table of category weights, CSV with the columns category and weight, such as docs/weights; --weights wins over it." type:"existingfile" placeholder:"FILE"`
}

// over is weights with those of the table, then those of the flags, laid over them.
func (f *weightFlags) over(weights map[string]float64) (map[string]float64, error) {
	all := maps.Clone(weights)
	if all == nil {
		all = map[string]float64{}
	}
	if f.Harm != "" {
		file, err := os.Open(f.Harm)
		if err != nil {
			return nil, err
		}
		defer file.Close()
		table, err := format.ReadWeights(file)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", f.Harm, err)
		}
		maps.Copy(all, table)
	}
	maps.Copy(all, f.Weights)
	return all, nil
}
