package server

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/paulmach/orb"

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
	j, err := s.jobs.one(c.Param("job"))
	if err != nil {
		return err
	}
	w := c.Response()
	w.Header().Set(echo.HeaderContentType, "text/event-stream")
	w.WriteHeader(http.StatusOK)
	look := time.NewTicker(lookEvery)
	defer look.Stop()
	for told := []byte(nil); ; {
		event, err := json.Marshal(eventOf(j, languageOf(c.Request())))
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
		if !j.open() {
			return nil
		}
		select {
		case <-look.C:
		case <-c.Request().Context().Done():
			return nil
		}
		if j, err = s.jobs.one(j.id); err != nil {
			return nil // forgotten
		}
	}
}

func eventOf(j job, l words.Language) eventJSON {
	event := eventJSON{Status: j.status, Progress: j.progress, Message: j.message, Plan: j.plan, Best: j.best}
	if p := problemOf(j.failure); j.failure != nil && p != nil {
		event.Message = p.in(l).Detail
	}
	return event
}
