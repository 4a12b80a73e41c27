package server

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"time"

	"github.com/labstack/echo/v4"

	"nightbeat/data/format"
	"nightbeat/planner"
	"nightbeat/planner/words"
	"nightbeat/server/web"
)

// fairness is the minutes of patrol of each area against the harm reported there.
type fairness struct {
	names  []string // the kinds of areas
	kinds  [][]planner.Fairness
	nights int // approved plans of the period
	told   int // of these, those whose units told where they were
	hidden int // rows of too few incidents for the reader
}

// fair says it for a period.
func (s *Server) fair(c echo.Context, period planner.Shift) (f fairness, err error) {
	ctx := c.Request().Context()
	areas, err := s.Store.Areas(ctx)
	if err != nil {
		return f, err
	}
	incidents, err := s.Store.Past(ctx)
	if err != nil {
		return f, err
	}
	stood, err := s.stood(ctx, period, &f)
	if err != nil {
		return f, err
	}
	rows, err := planner.Fair(planner.Request{}, areas, period, incidents, stood)
	if err != nil {
		return f, err
	}
	if fewest := fewestShown(ctx); fewest > 0 {
		told := planner.FairAtLeast(rows, fewest)
		f.hidden, rows = len(rows)-len(told), told
	}
	for _, r := range rows {
		if last := len(f.names) - 1; last < 0 || f.names[last] != r.Kind {
			f.names, f.kinds = append(f.names, r.Kind), append(f.kinds, nil)
		}
		last := len(f.kinds) - 1
		f.kinds[last] = append(f.kinds[last], r)
	}
	return f, nil
}

// stood is where units stood by a period's approved plans: as they told, and on nights on which none told, as planned.
func (s *Server) stood(ctx context.Context, period planner.Shift, f *fairness) ([]planner.Presence, error) {
	plans, err := s.patrols(ctx, period)
	if err != nil {
		return nil, err
	}
	var stood []planner.Presence
	for _, p := range plans {
		plan, l, err := s.ledger(ctx, p.ID)
		if err != nil {
			return nil, err
		}
		f.nights++
		if l.Known() {
			f.told++
		}
		stood = append(stood, l.Presence(plan)...)
	}
	return stood, nil
}

// fairnessPage answers GET /month/fairness.
func (s *Server) fairnessPage(c echo.Context) error {
	period, _, err := s.period(c)
	if err != nil {
		return err
	}
	page := web.Fairness{From: period.Start, To: period.End.AddDate(0, 0, -1), Fewest: viewedFewest}
	f, err := s.fair(c, period)
	if refused := new(planner.Error); errors.As(err, &refused) {
		page.Nothing = words.New("There is nothing to set against each other: %s. It takes areas, approved plans and incidents of the period.", refused.Sentence)
		return s.page(c, page)
	}
	if err != nil {
		return err
	}
	page.Hidden = f.hidden
	page.Nights = words.New("Of %d nights, the units told on %d where they were; for the others the planned minutes are taken.", f.nights, f.told)
	for i, rows := range f.kinds {
		kind := web.FairKind{Kind: f.names[i]}
		for _, r := range rows {
			kind.Rows = append(kind.Rows, web.FairRow{
				Name: r.Name, Minutes: r.Minutes, Harm: r.Harm, OfMinutes: 100 * r.OfMinutes, OfHarm: 100 * r.OfHarm, Incidents: r.Incidents, Ratio: format.FairRatio(r),
			})
		}
		page.Kinds = append(page.Kinds, kind)
	}
	for _, name := range []string{"pdf", "csv"} {
		page.Files = append(page.Files, web.Entry{Text: map[string]string{"pdf": "PDF", "csv": "CSV"}[name], Href: "/month/fairness." + name + "?" + periodQuery(period)})
	}
	return s.page(c, page)
}

// fairnessCSV answers GET /month/fairness.csv: the kinds of areas one after the other.
func (s *Server) fairnessCSV(c echo.Context) error {
	return s.fairnessFile(c, "csv", "text/csv; charset=utf-8", func(w *bytes.Buffer, f fairness, _ planner.Shift) error {
		return format.WriteFairnessCSV(w, slices.Concat(f.kinds...))
	})
}

// fairnessPDF answers GET /month/fairness.pdf.
func (s *Server) fairnessPDF(c echo.Context) error {
	return s.fairnessFile(c, "pdf", "application/pdf", func(w *bytes.Buffer, f fairness, period planner.Shift) error {
		return format.WriteFairnessPDF(w, period, f.kinds, s.sceneFor(c))
	})
}

func (s *Server) fairnessFile(c echo.Context, ending, mediaType string, write func(*bytes.Buffer, fairness, planner.Shift) error) error {
	period, _, err := s.period(c)
	if err != nil {
		return err
	}
	f, err := s.fair(c, period)
	if err != nil {
		return err
	}
	var body bytes.Buffer
	if err := write(&body, f, period); err != nil {
		return err
	}
	return sendFile(c, "nightbeat-fairness-"+period.Start.Format(time.DateOnly)+"."+ending, mediaType, body.Bytes())
}
