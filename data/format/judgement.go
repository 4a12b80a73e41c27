package format

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"strconv"
	"time"

	"nightbeat/planner"
	"nightbeat/planner/effect"
	"nightbeat/planner/words"
)

// certain is the p at or below which a judgement says that the lot alone would hardly do this.
const certain = 0.10

// JudgementNotes say what an experiment came to: how many there were, what that means, and what to bear in mind.
func JudgementNotes(j *planner.Judgement) []words.Note {
	counted := words.New("In %d pairs of hot spots there were %d incidents where the lot sent patrols and %d where it did not.", j.Pairs, j.Treated, j.Control)
	if j.Experiment.Unit == planner.OfNights {
		counted = words.New("In %d pairs of nights there were %d incidents on those that the lot gave patrols and %d on the others.", j.Pairs, j.Treated, j.Control)
	}
	return append([]words.Note{counted, VerdictNote(j.Outcome)}, j.Flags...)
}

// VerdictNote says what the test of the lot says.
func VerdictNote(o effect.Outcome) words.Note {
	less, low, high := 100*(1-o.Ratio), 100*(o.Sure.Low-1), 100*(o.Sure.High-1)
	switch {
	case o.Treated < effect.Fewest || o.Control < effect.Fewest:
		return words.New("That is too few to say: under %d on a side.", effect.Fewest)
	case math.IsInf(o.Sure.High, 1):
		return words.New("That are too few pairs for an interval: the lot alone could do this in %.0f of 100 draws.", 100*o.P)
	case o.P <= certain && o.Ratio < 1:
		return words.New("That is %.0f %% fewer, between %.0f and %.0f %% (90 %% interval): the lot alone would do this in %.1f of 100 draws.", less, -high, -low, 100*o.P)
	case o.P <= certain:
		return words.New("That is %.0f %% more, between %.0f and %.0f %% (90 %% interval): the lot alone would do this in %.1f of 100 draws.", -less, low, high, 100*o.P)
	}
	return words.New("No effect is shown: the lot alone does as much in %.0f of 100 draws, and anything from %+.0f to %+.0f %% is possible (90 %% interval).", 100*o.P, low, high)
}

// WriteJudgement writes in words what an experiment says.
func WriteJudgement(w io.Writer, j *planner.Judgement) error {
	for _, note := range JudgementNotes(j) {
		if _, err := fmt.Fprintln(w, note); err != nil {
			return err
		}
	}
	return nil
}

type judgementJSON struct {
	Pairs     int         `json:"pairs"`
	Patrolled int         `json:"patrolled"`
	Control   int         `json:"control"`
	Ratio     *float64    `json:"ratio"`
	Interval  [2]*float64 `json:"interval_90"` // null where it has no end
	P         float64     `json:"p"`
	Untimed   int         `json:"untimed"`
	Flags     []string    `json:"flags"`
}

// WriteJudgementJSON writes what an experiment says for programs.
func WriteJudgementJSON(w io.Writer, j *planner.Judgement) error {
	return json.NewEncoder(w).Encode(judgementJSON{
		j.Pairs, j.Treated, j.Control, finite(j.Ratio), [2]*float64{finite(j.Sure.Low), finite(j.Sure.High)}, j.P, j.Untimed, append([]string{}, said(j.Flags)...),
	})
}

// WriteJudgementCSV writes a line for each pair that is judged: the two spots or nights and their incidents.
func WriteJudgementCSV(w io.Writer, j *planner.Judgement) error {
	rows := [][]string{{"pair", "patrolled", "incidents", "control", "incidents_control"}}
	e := j.Experiment
	for i, counts := range j.Counts {
		rows = append(rows, []string{strconv.Itoa(i + 1), NoFormula(ArmName(e, e.Arms[2*i])), strconv.Itoa(counts[0]), NoFormula(ArmName(e, e.Arms[2*i+1])), strconv.Itoa(counts[1])})
	}
	return csv.NewWriter(w).WriteAll(rows)
}

// ArmName is a spot's name, or a night's day.
func ArmName(e *planner.Experiment, arm planner.Arm) string {
	if e.Unit == planner.OfNights {
		return arm.Night.Format(time.DateOnly)
	}
	return arm.Name
}
