package server

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strings"
	"sync"
	"time"
	"unicode"

	"github.com/labstack/echo/v4"

	"nightbeat/data"
	"nightbeat/planner"
)

// The results in the audit trail.
const (
	begun   = "begun"
	done    = "done"
	refused = "refused"
	broken  = "failed"
)

// The same user who looks at the same thing again within sightings is not noted anew; so many are remembered.
const (
	sightings     = time.Hour
	mostSightings = 10_000
)

// sights are what was noted as seen lately.
type sights struct {
	mu   sync.Mutex
	last map[data.Entry]time.Time
}

// fresh tells whether something was not seen lately, and remembers it.
func (s *sights) fresh(e data.Entry, now time.Time) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if at, seen := s.last[e]; seen && now.Sub(at).Abs() < sightings {
		return false
	}
	if s.last == nil || len(s.last) >= mostSightings {
		s.last = map[data.Entry]time.Time{}
	}
	s.last[e] = now
	return true
}

// note appends to the audit trail what the caller did.
func (s *Server) note(ctx context.Context, e data.Entry) error {
	who := callerOf(ctx)
	e.At = s.Now()
	if e.Who == "" {
		e.Who = who.user.Name
	}
	if e.From == "" {
		e.From = who.from
	}
	e.Object = legible(e.Object)
	_, err := s.Store.Note(context.WithoutCancel(ctx), e) // also where the client has gone
	return err
}

// maxObject is how many bytes of an object's name are kept.
const maxObject = 200

// legible is a client's text as the trail keeps it: of a bounded length, without control characters, valid UTF-8.
func legible(text string) string {
	text = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, "\uFFFD"))
	return strings.ToValidUTF8(text[:min(len(text), maxObject)], "")
}

// noted runs a handler and notes what came of it. What changes something is noted before, too: nothing is changed that is
// not in the trail, even if the power goes.
func (s *Server) noted(c echo.Context, r right, next echo.HandlerFunc) error {
	if r.did == "" {
		return next(c)
	}
	ctx := c.Request().Context()
	object := strings.Join(c.ParamValues(), "/")
	if changes(r.method) {
		if err := s.note(ctx, data.Entry{Did: r.did, Object: object, Result: begun}); err != nil {
			return err
		}
	}
	err := next(c)
	e := callerOf(ctx).entry
	e.Did, e.Object, e.Result = r.did, object, resultOf(err, c.Response().Status)
	if seen := callerOf(ctx).entry.Object; seen != "" && !strings.Contains(object, seen) {
		e.Object = strings.Trim(object+"/"+seen, "/")
	}
	s.finish(ctx, e, changes(r.method))
	return err
}

// finish notes the end of a request; of one that only looked, once in a while.
func (s *Server) finish(ctx context.Context, e data.Entry, changed bool) {
	sight := e
	sight.Who, sight.From = callerOf(ctx).user.Name, callerOf(ctx).from
	if changed || s.sights.fresh(sight, s.Now()) {
		s.unimportant("audit", s.note(ctx, e))
	}
}

// noteMade notes the plan that a job has made; who asked for it stands where the job was asked for.
func (s *Server) noteMade(ctx context.Context, j data.Job, plan *planner.Plan) error {
	after, err := fingerprint(plan)
	if err != nil {
		return err
	}
	return s.note(ctx, data.Entry{From: "worker", Did: "make plan", Object: j.ID + "/" + plan.ID, Result: done, After: after})
}

func resultOf(err error, status int) string {
	if err != nil {
		p := problemOf(err)
		if p == nil {
			return broken // the client has gone
		}
		status = p.Status
	}
	switch {
	case status >= http.StatusInternalServerError:
		return broken
	case status >= http.StatusBadRequest:
		return refused
	}
	return done
}

// denied notes that somebody came to where they may not go.
func (s *Server) denied(c echo.Context, r right, err error) error {
	did := r.did
	if did == "" {
		did = r.method + " " + r.path
	}
	s.finish(c.Request().Context(), data.Entry{Did: did, Object: strings.Join(c.ParamValues(), "/"), Result: refused}, false)
	return err
}

// fingerprint is the SHA-256 of all that a plan says.
func fingerprint(p *planner.Plan) (string, error) {
	raw, err := data.EncodePlan(p)
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:]), err
}
