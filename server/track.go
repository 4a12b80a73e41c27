package server

import (
	"errors"
	"io"
	"mime/multipart"
	"net/http"

	"github.com/labstack/echo/v4"

	"nightbeat/data"
	"nightbeat/data/format"
	"nightbeat/planner"
	"nightbeat/planner/words"
)

// The limits of an upload: the whole of it, its fields but the file.
const (
	maxTrackUpload = format.MaxTrackBytes + 64<<10
	maxTrackField  = 200
)

// followedJSON is what became of a track.
type followedJSON struct {
	Plan     string  `json:"plan"`
	Unit     string  `json:"unit"`
	Used     int     `json:"points_used"`
	Rejected int     `json:"points_rejected"`
	Outside  int     `json:"points_off_duty"`
	Leaps    int     `json:"points_out_of_reach"`
	KnownS   float64 `json:"known_s"`
	Stands   int     `json:"stands"`
}

func (f followedJSON) note() words.Note {
	return words.New("The track of %s: %d stands at its stops in %.0f min of known places, from %d points; left out %d without place or time, %d off duty, %d out of reach. The track itself was not kept.",
		f.Unit, f.Stands, f.KnownS/60, f.Used, f.Rejected, f.Outside, f.Leaps)
}

// uploadTrack answers POST /duty/done/track: a form with plan, unit and the GPX file, in this order.
func (s *Server) uploadTrack(c echo.Context) error {
	return s.takeTrack(c, func(form map[string]string) (*planner.Plan, string, error) {
		named, err := s.planNamed(c.Request().Context(), form["plan"])
		if err != nil {
			return nil, "", err
		}
		plan, err := data.Current(c.Request().Context(), s.Store, named.ID)
		return plan, form["unit"], err
	})
}

// officerTrack answers POST /u/{token}/track: a form with the GPX file of the unit whose link it is.
func (s *Server) officerTrack(c echo.Context) error {
	return s.takeTrack(c, func(map[string]string) (*planner.Plan, string, error) {
		plan, route, err := s.linkedRoute(c)
		if err != nil {
			return nil, "", err
		}
		return plan, route.Unit.ID, nil
	})
}

// takeTrack reads a form up to its file and keeps what the track shows: when the unit stood at which of its stops. The
// track itself passes through and is kept nowhere.
func (s *Server) takeTrack(c echo.Context, whose func(form map[string]string) (*planner.Plan, string, error)) error {
	if err := takePlace(c, s.importing, "another file is being imported; come back in ten seconds"); err != nil {
		return err
	}
	defer func() { <-s.importing }()
	c.Request().Body = http.MaxBytesReader(c.Response(), c.Request().Body, maxTrackUpload)
	parts, err := c.Request().MultipartReader()
	if err != nil {
		return problem(http.StatusUnsupportedMediaType, "Content-Type", "send a form (multipart/form-data) with the file as track")
	}
	file, form, err := untilFile(parts)
	if err != nil {
		return err
	}
	plan, unit, err := whose(form)
	if err != nil {
		return err
	}
	track, err := format.ReadTrack(file, file.FileName(), plan.Request.Shift.Start.Location())
	if err != nil {
		return err
	}
	found, err := plan.Follow(unit, track.Fixes)
	if err != nil {
		return err
	}
	if err := data.KeepTrack(c.Request().Context(), s.Store, plan.ID, found.Reports, s.Now()); err != nil {
		return err
	}
	done := followedJSON{plan.ID, unit, found.Fixes, track.Rejects.Total, found.Outside, found.Leaps, found.Known.Seconds(), found.Stands}
	if !prefersPage(c, false) {
		return c.JSON(http.StatusOK, done)
	}
	if c.Param("token") != "" {
		return c.Redirect(http.StatusSeeOther, "/u/"+c.Param("token"))
	}
	return s.donePage(c, plan.ID, done.note())
}

// untilFile reads a form's fields up to its file.
func untilFile(parts *multipart.Reader) (*multipart.Part, map[string]string, error) {
	form := map[string]string{}
	for range 10 {
		part, err := parts.NextPart()
		switch {
		case errors.Is(err, io.EOF):
			return nil, nil, problem(http.StatusBadRequest, "track", "the file is missing; choose a GPX file")
		case err != nil:
			return nil, nil, problem(http.StatusBadRequest, "", "the form cannot be read; send it again")
		case part.FormName() == "track":
			return part, form, nil
		}
		value, err := io.ReadAll(io.LimitReader(part, maxTrackField+1))
		if err != nil || len(value) > maxTrackField {
			return nil, nil, problem(http.StatusBadRequest, part.FormName(), "is longer than %d bytes", maxTrackField)
		}
		form[part.FormName()] = string(value)
	}
	return nil, nil, problem(http.StatusBadRequest, "", "the form has more fields than plan, unit and track")
}
