package server

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/paulmach/orb"

	"nightbeat/data"
	"nightbeat/planner/words"
)

// lookEvery is how often a job is looked at for those who watch it.
const lookEvery = 200 * time.Millisecond

// eventJSON is how far a job is.
type eventJSON struct {
	Status   string `json:"status"`
	Progress int    `json:"progress"`
	Message  string `json:"message"`
	Plan     string `json:"plan,omitempty"`

	Best []orb.LineString `json:"best,omitempty"` // each unit's way in the best plan so far, straight from stop to stop
}

// events answers GET /jobs/{job}/events: how far the job is, told anew whenever it changes, until it has ended
// (server-sent events, WHATWG HTML 9.2).
func (s *Server) events(c echo.Context) error {
	j, err := s.job(c.Request().Context(), c.Param("job"))
	if err != nil {
		return err
	}
	w := c.Response()
	w.Header().Set(echo.HeaderContentType, "text/event-stream")
	w.WriteHeader(http.StatusOK)
	look := time.NewTicker(lookEvery)
	defer look.Stop()
	for told := []byte(nil); ; {
		event, err := json.Marshal(s.eventOf(j, languageOf(c.Request())))
		if err != nil {
			return err
		}
		if !bytes.Equal(event, told) {
			if _, err := fmt.Fprintf(w, "data: %s\n\n", event); err != nil {
				return nil // the client has gone
			}
			w.Flush()
			told = event
		}
		if !j.Open() {
			return nil
		}
		select {
		case <-look.C:
		case <-c.Request().Context().Done():
			return nil
		}
		if j, err = s.job(c.Request().Context(), j.ID); err != nil {
			return nil // forgotten
		}
	}
}

// eventOf is how far a job is; of one that another machine has, without the best so far.
func (s *Server) eventOf(j data.Job, l words.Language) eventJSON {
	event := eventJSON{Status: string(j.Status), Progress: j.Progress, Message: j.Message, Plan: j.Plan}
	if news := s.working.news(j.ID); news != nil && j.Open() {
		event.Status, event.Progress, event.Message, event.Best = string(data.Running), percent(*news), news.Stage, news.Best
	}
	if j.Status == data.Failed {
		event.Message = failureOf(j).in(l).Detail
	}
	return event
}
