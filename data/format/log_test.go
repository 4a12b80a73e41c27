package format

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"strconv"
	"strings"
	"testing"
	"time"

	"nightbeat/planner"
)

// The service log leaves the house in four forms, and each has the same totals.
func TestLogFormsAgree(t *testing.T) {
	l := planner.Log{
		{Night: "2026-07-01", Unit: "Car 1", Place: "=East St", Area: "East", Kind: planner.Helped, Count: 3},
		{Night: "2026-07-01", Unit: "Car 2", Place: "West St", Kind: planner.Checked, Count: 4},
		{Night: "2026-07-02", Kind: planner.Helped, Count: 1},
	}
	var out, doc, pdf, table bytes.Buffer
	for _, err := range []error{WriteLogCSV(&out, l), WriteLogJSON(&doc, "2026-07", l, true), WriteLogPDF(&pdf, "2026-07", l, true, time.Unix(0, 0), Scene{}), WriteLogTable(&table, l, true)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(out.String(), "\ufeff"))).ReadAll()
	if err != nil || rows[1][3] != "'=East St" {
		t.Fatalf("%v: %q", err, rows)
	}
	sum := 0
	for _, r := range rows[1:] {
		n, err := strconv.Atoi(r[5])
		if err != nil {
			t.Fatal(err)
		}
		sum += n
	}
	var wire struct {
		Total                        tallyJSON
		Nights, Units, Areas, Places []tallyJSON
	}
	if err := json.Unmarshal(doc.Bytes(), &wire); err != nil {
		t.Fatal(err)
	}
	for name, rows := range map[string][]tallyJSON{"nights": wire.Nights, "units": wire.Units, "areas": wire.Areas, "places": wire.Places} {
		all := 0
		for _, r := range rows {
			all += r.All
		}
		if all != 8 || sum != 8 || wire.Total.All != 8 || wire.Total.Counts["helped"] != 4 {
			t.Errorf("%s add up to %d, the CSV to %d, in all %+v", name, all, sum, wire.Total)
		}
	}
	if strings.Count(table.String(), "in all") != 4 || !strings.Contains(table.String(), "desk") || !bytes.HasPrefix(pdf.Bytes(), []byte("%PDF-")) {
		t.Errorf("the table: %s", table.String())
	}
}
