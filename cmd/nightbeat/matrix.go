package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"strconv"
	"strings"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"
)

type matrixCmd struct {
	streetFlags
	Points string `required:"" placeholder:"F" help:"From where: CSV with id,lon,lat, or GeoJSON points."`
	To     string `placeholder:"F" help:"To where; by default the same points."`
	Format string `enum:"csv,json" default:"csv" help:"csv or json."`
}

// Run prints seconds and metres between all points, row by row.
func (c matrixCmd) Run(ctx context.Context, con console) error {
	from, err := readPoints(c.Points)
	if err != nil {
		return err
	}
	to := from
	if c.To != "" {
		if to, err = readPoints(c.To); err != nil {
			return err
		}
	}
	g, err := c.graph(ctx)
	if err != nil {
		return err
	}
	all := append(append([]namedPoint{}, from...), to...)
	places, err := c.snapAll(g, pointsOf(all), func(i int) string { return "point " + all[i].id })
	if err != nil {
		return err
	}
	out := bufio.NewWriter(con.Out)
	var write matrixWriter = &matrixCSV{out: csv.NewWriter(out)}
	if c.Format == "json" {
		write = &matrixJSON{out: out}
	}
	if err := write.begin(from, to); err != nil {
		return err
	}
	if err := g.Rows(ctx, places[:len(from)], places[len(from):], write.row); err != nil {
		return err
	}
	if err := write.end(); err != nil {
		return err
	}
	return out.Flush()
}

// matrixWriter writes a matrix row by row; +Inf is no way.
type matrixWriter interface {
	begin(from, to []namedPoint) error
	row(i int, seconds, metres []float64) error
	end() error
}

// matrixCSV writes a line for each pair, empty where there is no way.
type matrixCSV struct {
	out      *csv.Writer
	from, to []namedPoint
}

func (m *matrixCSV) begin(from, to []namedPoint) error {
	m.from, m.to = from, to
	return m.out.Write([]string{"from", "to", "duration_s", "distance_m"})
}

func (m *matrixCSV) row(i int, seconds, metres []float64) error {
	for j := range seconds {
		duration, distance := "", ""
		if !math.IsInf(seconds[j], 1) {
			duration, distance = strconv.FormatFloat(seconds[j], 'f', 0, 64), strconv.FormatFloat(metres[j], 'f', 1, 64)
		}
		if err := m.out.Write([]string{m.from[i].id, m.to[j].id, duration, distance}); err != nil {
			return err
		}
	}
	return nil
}

func (m *matrixCSV) end() error {
	m.out.Flush()
	return m.out.Error()
}

// matrixJSON writes {"from": [ids], "to": [ids], "rows": [{"duration_s": [...], "distance_m": [...]}]}, null where there
// is no way.
type matrixJSON struct{ out *bufio.Writer }

func (m *matrixJSON) begin(from, to []namedPoint) error {
	fromIDs, err := json.Marshal(namesOf(from))
	if err != nil {
		return err
	}
	toIDs, err := json.Marshal(namesOf(to))
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(m.out, `{"from":%s,"to":%s,"rows":[`, fromIDs, toIDs)
	return err
}

func (m *matrixJSON) row(i int, seconds, metres []float64) error {
	comma := ",\n"
	if i == 0 {
		comma = "\n"
	}
	_, err := fmt.Fprintf(m.out, `%s{"duration_s":[%s],"distance_m":[%s]}`, comma, numbersOrNull(seconds, 0), numbersOrNull(metres, 1))
	return err
}

func (m *matrixJSON) end() error {
	_, err := m.out.WriteString("\n]}\n")
	return err
}

func numbersOrNull(values []float64, decimals int) string {
	texts := make([]string, len(values))
	for i, v := range values {
		texts[i] = "null"
		if !math.IsInf(v, 1) {
			texts[i] = strconv.FormatFloat(v, 'f', decimals, 64)
		}
	}
	return strings.Join(texts, ",")
}

// namedPoint is a row of a file of points.
type namedPoint struct {
	id    string
	place orb.Point
}

func pointsOf(named []namedPoint) []orb.Point {
	points := make([]orb.Point, len(named))
	for i, n := range named {
		points[i] = n.place
	}
	return points
}

func namesOf(named []namedPoint) []string {
	ids := make([]string, len(named))
	for i, n := range named {
		ids[i] = n.id
	}
	return ids
}

// maxPointsFile is the largest file of points in bytes.
const maxPointsFile = 64 << 20

// readPoints reads CSV with the columns id, lon, lat (in any order, by name), or GeoJSON points.
func readPoints(path string) ([]namedPoint, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxPointsFile+1))
	if err == nil && len(data) > maxPointsFile {
		err = fmt.Errorf("larger than %d MiB", maxPointsFile>>20)
	}
	var points []namedPoint
	switch data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")); {
	case err != nil:
	case bytes.HasPrefix(bytes.TrimSpace(data), []byte("{")):
		points, err = pointsFromGeoJSON(data)
	default:
		points, err = pointsFromCSV(data)
	}
	if err == nil && len(points) == 0 {
		err = errors.New("no points in it")
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return points, nil
}

func pointsFromCSV(data []byte) ([]namedPoint, error) {
	rows, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
	if err != nil {
		return nil, err
	}
	if len(rows) == 0 {
		return nil, nil
	}
	column := map[string]int{"id": -1, "lon": -1, "lat": -1}
	for i, name := range rows[0] {
		column[strings.ToLower(strings.TrimSpace(name))] = i
	}
	if column["id"] < 0 || column["lon"] < 0 || column["lat"] < 0 {
		return nil, errors.New("line 1: the columns id, lon and lat are needed")
	}
	var points []namedPoint
	for i, row := range rows[1:] {
		place, err := parsePlace(row[column["lon"]] + "," + row[column["lat"]])
		if err != nil {
			return nil, fmt.Errorf("line %d: the place %w", i+2, err)
		}
		points = append(points, namedPoint{row[column["id"]], place})
	}
	return points, nil
}

func pointsFromGeoJSON(data []byte) ([]namedPoint, error) {
	collection, err := geojson.UnmarshalFeatureCollection(data)
	if err != nil {
		return nil, err
	}
	var points []namedPoint
	for i, f := range collection.Features {
		place, ok := f.Geometry.(orb.Point)
		if !ok {
			return nil, fmt.Errorf("feature %d is no point", i+1)
		}
		points = append(points, namedPoint{featureID(f, i), place})
	}
	return points, nil
}

// featureID is the id of a feature, or its property id, or its number from 1.
func featureID(f *geojson.Feature, i int) string {
	for _, id := range []any{f.ID, f.Properties["id"]} {
		switch id := id.(type) {
		case string:
			return id
		case float64:
			return strconv.FormatFloat(id, 'f', -1, 64)
		}
	}
	return strconv.Itoa(i + 1)
}
