package server

import (
	"context"
	"encoding/base64"
	"errors"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"nightbeat/data"
)

// How long a session lasts: without use, and at most; and how often its use is written down.
const (
	idle     = 30 * time.Minute
	longest  = 12 * time.Hour
	seenEach = time.Minute
)

// caller is who asks, and what the audit trail will say of it.
type caller struct {
	user    data.User  // the zero User where nobody has signed in
	scope   data.Scope // of the token that was used; empty for a session
	session string     // the hash of the session that was used
	from    string     // the machine's address
	entry   data.Entry // Object, Before and After are filled in by the handler
}

type callerKey struct{}

// callerOf is who asks; a caller of no name where a request did not come through the door.
func callerOf(ctx context.Context) *caller {
	if who, known := ctx.Value(callerKey{}).(*caller); known {
		return who
	}
	return &caller{}
}

// onBehalf is work that a user asked for and does not wait for.
func onBehalf(ctx context.Context, user string) context.Context {
	return context.WithValue(ctx, callerKey{}, &caller{user: data.User{Name: user}})
}

func (who *caller) loopback() bool {
	ip, err := netip.ParseAddr(who.from)
	return err == nil && ip.IsLoopback()
}

// open tells whether there are no accounts. Once there is one, it stays so.
func (s *Server) open(ctx context.Context) (bool, error) {
	if s.closed.Load() {
		return false, nil
	}
	users, err := s.Store.Users(ctx)
	if err == nil && len(users) > 0 {
		s.closed.Store(true)
	}
	return len(users) == 0, err
}

// atHome tells whether a Host header is this machine's or the server's own, so that no name of a stranger's that leads
// here lets a stranger's page read what is here.
func (s *Server) atHome(host string) bool {
	if own, err := url.Parse(s.Public); err == nil && own.Host == host {
		return true
	}
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	ip, err := netip.ParseAddr(strings.Trim(host, "[]"))
	return host == "localhost" || err == nil && ip.IsLoopback()
}

// meet gives a request a caller of whom nothing is known yet but the machine's address.
func meet(c echo.Context) *caller {
	who := &caller{from: c.RealIP()}
	c.SetRequest(c.Request().WithContext(context.WithValue(c.Request().Context(), callerKey{}, who)))
	return who
}

// errStranger tells that a request shows nothing that leads to a user.
var errStranger = errors.New("nobody has signed in")

// identify asks the certificate, the key, the session, in this order.
func (s *Server) identify(r *http.Request, who *caller) error {
	if r.TLS != nil && len(r.TLS.VerifiedChains) > 0 {
		name := r.TLS.VerifiedChains[0][0].Subject.CommonName
		if err := s.become(r.Context(), who, name); err == nil || !errors.Is(err, errStranger) {
			return err
		}
	}
	if header := r.Header.Get(echo.HeaderAuthorization); header != "" {
		return s.byToken(r.Context(), who, header)
	}
	cookie, err := r.Cookie(s.cookieName())
	if err != nil {
		return errStranger
	}
	return s.bySession(r.Context(), who, cookie.Value)
}

// become makes the caller a user who is there and not disabled.
func (s *Server) become(ctx context.Context, who *caller, name string) error {
	u, err := s.Store.User(ctx, name)
	if errors.Is(err, data.ErrNotFound) || err == nil && u.Disabled {
		return errStranger
	}
	who.user = u
	return err
}

// byToken finds the user of a token that has not expired.
func (s *Server) byToken(ctx context.Context, who *caller, header string) error {
	if wait := s.doors.wait("", who.from, s.Now()); wait > 0 {
		return tooMany(wait)
	}
	key, ok := keyOf(header)
	if !ok {
		return errStranger
	}
	t, err := s.Store.Token(ctx, data.Secret(key))
	if errors.Is(err, data.ErrNotFound) || err == nil && (t.Disabled || !s.Now().Before(t.Expires)) {
		s.doors.failed("", who.from, s.Now())
		return errStranger
	}
	if err != nil {
		return err
	}
	if s.Now().Sub(t.Used).Abs() > seenEach {
		s.unimportant("token", s.Store.UseToken(ctx, t.Hash, s.Now()))
	}
	who.scope = t.Scope
	return s.become(ctx, who, t.User)
}

// keyOf reads a token from an Authorization header: Bearer, or the password of Basic, whatever the user's name there.
func keyOf(header string) (key string, ok bool) {
	scheme, given, _ := strings.Cut(header, " ")
	given = strings.TrimSpace(given)
	switch strings.ToLower(scheme) {
	case "bearer":
		return given, given != ""
	case "basic":
		raw, err := base64.StdEncoding.DecodeString(given)
		if err != nil {
			return "", false
		}
		_, key, ok = strings.Cut(string(raw), ":")
		return key, ok && key != ""
	}
	return "", false
}

// bySession finds the user of a session that is in use and not too old.
func (s *Server) bySession(ctx context.Context, who *caller, id string) error {
	hash := data.Secret(id)
	session, err := s.Store.Session(ctx, hash)
	now := s.Now()
	if errors.Is(err, data.ErrNotFound) || err == nil && (!now.Before(session.Expires) || now.Sub(session.Seen) > idle) {
		return errStranger
	}
	if err != nil {
		return err
	}
	if now.Sub(session.Seen).Abs() > seenEach {
		s.unimportant("session", s.Store.SeeSession(ctx, hash, now))
	}
	who.session = hash
	return s.become(ctx, who, session.User)
}

// unimportant logs that something could not be written without which the request can go on: a full disk keeps nobody
// from tonight's routes.
func (s *Server) unimportant(what string, err error) {
	if err != nil {
		s.Log.Error("not written", "what", what, "error", err)
	}
}

// unauthorized asks a stranger to sign in: a person at the page for it, a program by key.
func (s *Server) unauthorized(c echo.Context, err error) error {
	if !errors.Is(err, errStranger) {
		return err
	}
	if c.Request().Method == http.MethodGet && prefersPage(c, false) {
		return c.Redirect(http.StatusSeeOther, "/sign-in?next="+url.QueryEscape(c.Request().URL.RequestURI()))
	}
	c.Response().Header().Set(echo.HeaderWWWAuthenticate, `Basic realm="Nightbeat", charset="UTF-8"`)
	return problem(http.StatusUnauthorized, "", "sign in at /sign-in, or send a token: as Bearer, or as the password of Basic")
}
