package server

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"nightbeat/data"
	"nightbeat/planner"
	"nightbeat/planner/words"
	"nightbeat/server/web"
)

// problemJSON is an error on the wire (RFC 9457).
type problemJSON struct {
	Type      string `json:"type"`
	Title     string `json:"title"`
	Status    int    `json:"status"`
	Detail    string `json:"detail,omitempty"`
	Parameter string `json:"parameter,omitempty"` // the parameter or field that is meant

	wait     time.Duration // before another try is worth it; told as Retry-After
	sentence words.Note    // what Detail says after the parameter
}

func (p *problemJSON) Error() string { return p.Detail }

// problem is an error that the client is told as it stands.
func problem(status int, parameter, format string, args ...any) error {
	return newProblem(status, parameter, words.New(format, args...))
}

func newProblem(status int, parameter string, sentence words.Note) *problemJSON {
	p := &problemJSON{Type: "about:blank", Title: http.StatusText(status), Status: status, Parameter: parameter, sentence: sentence}
	return p.in(words.English)
}

// in is the problem told in a language.
func (p *problemJSON) in(l words.Language) *problemJSON {
	said := *p
	said.Detail = l.Say(p.sentence)
	if p.Parameter != "" {
		said.Detail = p.Parameter + ": " + said.Detail
	}
	return &said
}

// statusOf is the one table from kinds of refusal to HTTP status.
var statusOf = map[planner.Kind]int{
	planner.Invalid:    http.StatusBadRequest,
	planner.Impossible: http.StatusUnprocessableEntity,
}

// problemOf turns any error into what the client may know of it; nil where the client has gone.
func problemOf(err error) *problemJSON {
	var known *problemJSON
	var refused *planner.Error
	var framework *echo.HTTPError
	switch {
	case errors.As(err, &known):
		return known
	case errors.As(err, &refused):
		return newProblem(statusOf[refused.Kind], refused.Field, refused.Sentence)
	case errors.Is(err, data.ErrNotFound):
		return problem(http.StatusNotFound, "", "there is nothing at this address").(*problemJSON)
	case errors.Is(err, data.ErrTaken):
		return problem(http.StatusConflict, "", data.ErrTaken.Error()).(*problemJSON)
	case errors.Is(err, data.ErrBusy):
		busy := problem(http.StatusServiceUnavailable, "", "the store is busy; come back in a moment").(*problemJSON)
		busy.wait = time.Second
		return busy
	case errors.Is(err, data.ErrAway):
		away := problem(http.StatusServiceUnavailable, "", "the store does not answer; come back in a moment").(*problemJSON)
		away.wait = time.Second
		return away
	case errors.Is(err, data.ErrFull):
		return problem(http.StatusInsufficientStorage, "", "the disk is full; nothing was written").(*problemJSON)
	case errors.As(err, &framework):
		return problem(framework.Code, "", http.StatusText(framework.Code)).(*problemJSON)
	case errors.Is(err, context.Canceled):
		return nil
	}
	return problem(http.StatusInternalServerError, "", "something went wrong here; the log says more under this request's id").(*problemJSON)
}

// refuse answers an error.
func (s *Server) refuse(err error, c echo.Context) {
	p := problemOf(err)
	if p == nil || c.Response().Committed {
		return
	}
	if p.Status >= http.StatusInternalServerError && p.Status != http.StatusServiceUnavailable && p.Status != http.StatusInsufficientStorage {
		s.Log.Error("failed", "id", c.Response().Header().Get(echo.HeaderXRequestID), "route", c.Path(), "error", err)
	}
	if p.wait > 0 {
		c.Response().Header().Set(echo.HeaderRetryAfter, p.seconds())
	}
	if err := s.answerProblem(c, p.in(languageOf(c.Request()))); err != nil {
		s.Log.Debug("client gone", "error", err)
	}
}

// answerProblem answers a problem in its reader's language: a page to people, a document to programs.
func (s *Server) answerProblem(c echo.Context, p *problemJSON) error {
	if prefersPage(c, false) {
		body, err := s.rendered(c, web.Listing{Title: p.Title, Note: p.Detail})
		if err != nil {
			return err
		}
		return c.HTMLBlob(p.Status, body)
	}
	c.Response().Header().Set("Content-Language", string(languageOf(c.Request())))
	body, err := json.Marshal(p)
	if err != nil {
		return err
	}
	return c.Blob(p.Status, "application/problem+json", body)
}
