package format

import (
	"io"
	"strconv"

	"nightbeat/planner"
	"nightbeat/planner/words"
)

// pairColumns are those of the pairs on paper.
var pairColumns = []column{{words.New("Pair"), 14}, {words.New("Patrolled by lot"), 66}, {words.New("Incidents"), 20}, {words.New("Without patrols"), 66}, {words.New("Incidents"), 20}}

// WriteJudgementPDF writes a judgement on paper: what it says, then each pair.
func WriteJudgementPDF(w io.Writer, j *planner.Judgement, scene Scene) error {
	e := j.Experiment
	p, err := newPaper("Nightbeat experiment "+DatesNote(e.Period).String(), e.Drawn, words.New("Nightbeat, %s", DatesNote(e.Period)), scene)
	if err != nil {
		return err
	}
	p.columns = pairColumns
	p.heading(e.Name + ", " + p.scene.Speaks.Say(DatesNote(e.Period)))
	for _, note := range JudgementNotes(j) {
		p.paragraph(p.scene.Speaks.Say(note))
	}
	p.pdf.Ln(2)
	p.headings()
	for i, counts := range j.Counts {
		p.row(strconv.Itoa(i+1), ArmName(e, e.Arms[2*i]), strconv.Itoa(counts[0]), ArmName(e, e.Arms[2*i+1]), strconv.Itoa(counts[1]))
	}
	return p.finish(w)
}
