package server

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"nightbeat/data"
	"nightbeat/data/format"
	"nightbeat/planner"
	"nightbeat/planner/words"
	"nightbeat/server/web"
)

// staffing says what units buy.
var staffing = analysis{
	name: "staffing", title: "What units buy",
	description: "The same shifts planned with one unit, two, and so on: share watched, rounds kept, share in reach; a roster split over the shifts",
	output:      "What each number of units buys in each shift", missing: words.New("give request, the request of a night"), fields: format.StaffingFields,
	check: func(raw []byte) error {
		_, err := format.ReadStaffingRequest(bytes.NewReader(raw))
		return err
	},
	answer: (*Server).staff,
}

func (s *Server) staff(ctx context.Context, raw []byte, progress func(planner.Progress)) (encoder, error) {
	ask, err := format.ReadStaffingRequest(bytes.NewReader(raw))
	if err != nil {
		return nil, err
	}
	incidents, err := s.Store.Past(ctx)
	if err != nil {
		return nil, err
	}
	in := planner.Inputs{Request: s.marked(ask.Request, incidents), Incidents: incidents, Roads: s.Roads, Progress: progress, Threads: s.Threads}
	if in.Patrolled, err = data.Patrolled(ctx, s.Store, in.Request); err != nil {
		return nil, err
	}
	found := format.Staffing{Shifts: ask.Shifts, Within: ask.Within, Roster: ask.Roster}
	if found.Buys, err = planner.StaffShifts(ctx, in, ask.Shifts, ask.Most, ask.Within); err != nil {
		return nil, err
	}
	if ask.Roster > 0 {
		if found.Split, err = planner.Split(found.Buys, ask.Roster); err != nil {
			return nil, err
		}
	}
	return func(string) (string, []byte, error) {
		var body bytes.Buffer
		err := format.WriteStaffingJSON(&body, found)
		return typeJSON, body.Bytes(), err
	}, nil
}

// askStaffing answers POST /month/staffing: the form's question becomes a job, whose page is shown.
func (s *Server) askStaffing(c echo.Context) error {
	ctx := c.Request().Context()
	plan, err := s.planNamed(ctx, "")
	if err != nil {
		return err
	}
	ask, err := staffingForm(c, plan.Request)
	if err != nil {
		return err
	}
	var raw bytes.Buffer
	if err := format.WriteStaffingRequest(&raw, ask); err != nil {
		return err
	}
	if err := staffing.check(raw.Bytes()); err != nil {
		return err
	}
	j, err := s.submit(ctx, staffing.name, raw.Bytes(), itself)
	if errors.Is(err, data.ErrManyJobs) {
		return problem(http.StatusServiceUnavailable, "", "too many jobs are open; come back in ten seconds")
	}
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/month/staffing?job="+j.ID)
}

// formShifts is how many shifts the form has room for.
const formShifts = 3

// staffingForm reads the form: shifts by their hours on the day of the night that gives the patterns.
func staffingForm(c echo.Context, night planner.Request) (format.StaffingRequest, error) {
	ask := format.StaffingRequest{Request: night}
	var err error
	number := func(name string) int {
		given := strings.TrimSpace(c.FormValue(name))
		if given == "" {
			return 0
		}
		n, wrong := strconv.Atoi(given)
		if wrong != nil && err == nil {
			err = problem(http.StatusBadRequest, name, "write a whole number from 1")
		}
		return n
	}
	ask.Most, ask.Roster, ask.Within = number("most"), number("roster"), time.Duration(number("reach"))*time.Minute
	for i := 1; i <= formShifts && err == nil; i++ {
		from, to := fmt.Sprint("from", i), fmt.Sprint("to", i)
		if c.FormValue(from) == "" && c.FormValue(to) == "" {
			continue
		}
		var shift planner.Shift
		if shift, err = shiftOn(night.Shift.Start, c.FormValue(from), c.FormValue(to)); err != nil {
			err = problem(http.StatusBadRequest, from, "write hours like 20:00 and 04:00")
		}
		ask.Shifts = append(ask.Shifts, shift)
	}
	return ask, err
}

// shiftOn is the hours of a clock on a day; an end that is not after its start is on the day after.
func shiftOn(day time.Time, from, to string) (planner.Shift, error) {
	at := func(clock string) (time.Time, error) {
		t, err := time.Parse("15:04", clock)
		return time.Date(day.Year(), day.Month(), day.Day(), t.Hour(), t.Minute(), 0, 0, day.Location()), err
	}
	start, errStart := at(from)
	end, errEnd := at(to)
	if !end.After(start) {
		end = end.AddDate(0, 0, 1)
	}
	return planner.Shift{Start: start, End: end}, errors.Join(errStart, errEnd)
}

// staffingJob is the job with an id; without one the latest that has its answer, or data.ErrNotFound.
func (s *Server) staffingJob(ctx context.Context, id string) (data.Job, error) {
	if id != "" {
		j, err := s.job(ctx, id)
		if err == nil && j.Process != staffing.name {
			err = errNoJob
		}
		return j, err
	}
	jobs, err := s.Store.Jobs(ctx)
	if err != nil {
		return data.Job{}, err
	}
	i := slices.IndexFunc(jobs, func(j data.Job) bool { return j.Process == staffing.name && j.Status == data.Successful })
	if i < 0 {
		return data.Job{}, data.ErrNotFound
	}
	return jobs[i], nil
}

// staffingPage answers GET /month/staffing: the form, and what the job found or how far it is.
func (s *Server) staffingPage(c echo.Context) error {
	ctx := c.Request().Context()
	page := web.Staffing{MayAsk: mayPlan(ctx)}
	plan, err := s.planNamed(ctx, "")
	if err == nil {
		page.From, page.To = plan.Request.Shift.Start.Format("15:04"), plan.Request.Shift.End.Format("15:04")
	} else if !errors.Is(err, data.ErrNotFound) {
		return err
	}
	j, err := s.staffingJob(ctx, c.QueryParam("job"))
	switch {
	case errors.Is(err, data.ErrNotFound):
		return s.page(c, page)
	case err != nil:
		return err
	case j.Open():
		page.Job, page.Progress = j.ID, j.Progress
	case j.Status == data.Successful:
		found, err := format.ReadStaffing(bytes.NewReader(j.Answer))
		if err != nil {
			return err
		}
		fillStaffing(&page, found)
		for _, name := range []string{"pdf", "csv", "svg"} {
			page.Files = append(page.Files, web.Entry{Text: strings.ToUpper(name), Href: "/month/staffing." + name + "?job=" + j.ID})
		}
	default:
		page.Wrong = words.New("%s", j.Message)
		if j.Status == data.Failed {
			page.Wrong = failureOf(j).sentence
		}
	}
	return s.page(c, page)
}

// fillStaffing fills the page with what was found.
func fillStaffing(page *web.Staffing, found format.Staffing) {
	page.Notes, page.Within = format.StaffingNotes(found), found.Within.Minutes()
	for i, shift := range found.Shifts {
		one := web.StaffedShift{Title: format.ExpectedNote(shift, found.Buys[i][0].Expected)}
		for _, b := range found.Buys[i] {
			one.Rows = append(one.Rows, web.StaffedRow{
				Units: b.Units, Watched: 100 * b.Watched, More: 100 * b.More, Reach: 100 * b.Reach, Kept: b.Gaps.Kept, Asked: b.Gaps.Asked,
				Assigned: i < len(found.Split) && found.Split[i] == b.Units,
			})
		}
		page.Shifts = append(page.Shifts, one)
	}
}

// staffingFiles are the forms in which the answer can be had, by their ending.
var staffingFiles = map[string]struct {
	mediaType string
	write     func(io.Writer, format.Staffing, format.Scene) error
}{
	".csv": {"text/csv; charset=utf-8", func(w io.Writer, found format.Staffing, _ format.Scene) error {
		return format.WriteStaffingCSV(w, found)
	}},
	".pdf": {"application/pdf", format.WriteStaffingPDF},
	".svg": {"image/svg+xml", func(w io.Writer, found format.Staffing, scene format.Scene) error {
		return format.WriteStaffingSVG(w, found, scene.Speaks)
	}},
}

// staffingFile answers GET /month/staffing.csv and its like.
func (s *Server) staffingFile(c echo.Context) error {
	j, err := s.staffingJob(c.Request().Context(), c.QueryParam("job"))
	if err != nil {
		return err
	}
	if j.Status != data.Successful {
		return exception("result-not-ready", http.StatusNotFound, "the job is "+string(j.Status)+"; there is no result")
	}
	found, err := format.ReadStaffing(bytes.NewReader(j.Answer))
	if err != nil {
		return err
	}
	ending := path.Ext(c.Path())
	file := staffingFiles[ending]
	var body bytes.Buffer
	if err := file.write(&body, found, s.sceneFor(c)); err != nil {
		return err
	}
	return sendFile(c, "nightbeat-staffing-"+j.ID+ending, file.mediaType, body.Bytes())
}
