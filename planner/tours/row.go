package tours

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
)

const (
	mostLine   = 64 << 10 // bytes
	mostLength = 1e9      // of a coordinate or a time in a file

	byteOrderMark = "\ufeff" // some editors put it before the first line
)

// row is a line's fields.
type row struct {
	line   int
	fields []string
}

func readRows(r io.Reader) (rows []row, err error) {
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, mostLine)
	for n := 1; lines.Scan(); n++ {
		fields := strings.FieldsFunc(strings.TrimPrefix(lines.Text(), byteOrderMark), func(c rune) bool { return c == ';' || c == ' ' || c == '\t' || c == '\r' })
		if len(fields) == 0 {
			continue
		}
		if rows = append(rows, row{n, fields}); len(rows) > mostPoints+4 {
			return nil, fmt.Errorf("line %d: there are more than %d points", n, mostPoints)
		}
	}
	if errors.Is(lines.Err(), bufio.ErrTooLong) {
		return nil, fmt.Errorf("line %d is longer than %d bytes", len(rows)+1, mostLine)
	}
	return rows, lines.Err()
}

// says tells whether the row begins with a word, in small letters or large.
func (r row) says(word string) bool { return strings.EqualFold(r.fields[0], word) }

// number is field i of the row, counted from the end where negative.
func (r row) number(i int) (float64, error) {
	if i < 0 {
		i += len(r.fields)
	}
	if i < 0 || i >= len(r.fields) {
		return 0, fmt.Errorf("line %d has %d fields, too few", r.line, len(r.fields))
	}
	x, err := strconv.ParseFloat(r.fields[i], 64)
	if err != nil || !(math.Abs(x) <= mostLength) {
		return 0, fmt.Errorf("line %d: %.40q is not a number up to %g", r.line, r.fields[i], mostLength)
	}
	return x, nil
}

// numbers are the fields at the given places.
func (r row) numbers(at ...int) ([]float64, error) {
	var out []float64
	for _, i := range at {
		x, err := r.number(i)
		if err != nil {
			return nil, err
		}
		out = append(out, x)
	}
	return out, nil
}

// whole is number i of the row, which must be a whole number within low..high.
func (r row) whole(i int, low, high float64) (int, error) {
	x, err := r.number(i)
	if err == nil && (x != math.Trunc(x) || x < low || x > high) {
		err = fmt.Errorf("line %d: %.40s is not a whole number within %g to %g", r.line, r.fields[i], low, high)
	}
	return int(x), err
}
