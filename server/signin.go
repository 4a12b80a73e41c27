package server

import (
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"errors"
	"math"
	"mime"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"nightbeat/data"
	"nightbeat/server/web"
)

// maxSignIn is how many bytes a request to sign in may have.
const maxSignIn = 8 << 10

// cookieName is the name of the session's cookie. Under TLS its prefix binds it to this very host.
func (s *Server) cookieName() string {
	if s.secure() {
		return "__Host-nightbeat"
	}
	return "nightbeat"
}

// secure tells whether clients reach the server by TLS.
func (s *Server) secure() bool { return strings.HasPrefix(s.Public, "https://") }

func (s *Server) cookie(value string, age time.Duration) *http.Cookie {
	return &http.Cookie{
		Name: s.cookieName(), Value: value, Path: "/", MaxAge: int(age.Seconds()), HttpOnly: true, Secure: s.secure(), SameSite: http.SameSiteLaxMode,
	}
}

// signInPage answers GET /sign-in.
func (s *Server) signInPage(c echo.Context) error {
	return s.showSignIn(c, http.StatusOK, web.SignIn{Next: local(c.QueryParam("next"))})
}

func (s *Server) showSignIn(c echo.Context, status int, page web.SignIn) error {
	body, err := s.rendered(c, page)
	if err != nil {
		return err
	}
	return c.HTMLBlob(status, body)
}

// local keeps a way on after signing in on this server.
func local(next string) string {
	if !strings.HasPrefix(next, "/") || strings.HasPrefix(next, "//") || strings.ContainsAny(next, "\\\r\n\t") {
		return "/"
	}
	return next
}

// credentials are what somebody signs in with.
type credentials struct {
	Username string `json:"username"`
	Password string `json:"password"`
	Next     string `json:"-"`
	page     bool   // a person sent them from the page
}

func credentialsOf(c echo.Context) (given credentials, err error) {
	c.Request().Body = http.MaxBytesReader(c.Response(), c.Request().Body, maxSignIn)
	kind, _, _ := mime.ParseMediaType(c.Request().Header.Get(echo.HeaderContentType))
	switch kind {
	case echo.MIMEApplicationJSON:
		err = json.NewDecoder(c.Request().Body).Decode(&given)
	case echo.MIMEApplicationForm:
		err = c.Request().ParseForm()
		form := c.Request().PostForm
		given = credentials{form.Get("username"), form.Get("password"), local(form.Get("next")), true}
	default:
		return given, problem(http.StatusUnsupportedMediaType, "Content-Type", "send username and password as application/json")
	}
	if err != nil {
		return given, problem(http.StatusBadRequest, "", "username and password cannot be read")
	}
	return given, nil
}

// signIn answers POST /sign-in: a new session for who knows the password. Whatever is wrong, the answer is the same.
func (s *Server) signIn(c echo.Context) error {
	given, err := credentialsOf(c)
	if err != nil {
		return err
	}
	who := callerOf(c.Request().Context())
	if wait := s.doors.wait(given.Username, who.from, s.Now()); wait > 0 {
		return s.turnedAway(c, given, tooMany(wait))
	}
	user, err := s.recognize(c, given)
	if err != nil {
		return s.turnedAway(c, given, err)
	}
	if err := s.startSession(c, user); err != nil {
		return err
	}
	if given.page {
		return c.Redirect(http.StatusSeeOther, given.Next)
	}
	return c.NoContent(http.StatusNoContent)
}

// recognize finds the user whose password was given, and notes how that went.
func (s *Server) recognize(c echo.Context, given credentials) (data.User, error) {
	ctx, who := c.Request().Context(), callerOf(c.Request().Context())
	user, err := s.Store.User(ctx, given.Username)
	if err != nil && !errors.Is(err, data.ErrNotFound) {
		return user, err
	}
	if err := takePlace(c, s.hashing, "others are signing in; come back in ten seconds"); err != nil {
		return user, err
	}
	knows := user.Knows(given.Password)
	<-s.hashing
	if !knows {
		s.doors.failed(given.Username, who.from, s.Now())
		s.unimportant("audit", s.note(ctx, data.Entry{Who: user.Name, Did: "sign in", Result: refused})) // of a name that is no user's nothing is kept
		return user, problem(http.StatusUnauthorized, "", "the name or the password is wrong")
	}
	return user, s.note(ctx, data.Entry{Who: user.Name, Did: "sign in", Result: done})
}

// startSession gives the browser a new session and ends the one it had.
func (s *Server) startSession(c echo.Context, user data.User) error {
	ctx := c.Request().Context()
	if old, err := c.Cookie(s.cookieName()); err == nil {
		s.unimportant("session", s.Store.EndSession(ctx, data.Secret(old.Value)))
	}
	id, now := secret(), s.Now()
	err := s.Store.AddSession(ctx, data.Session{Hash: data.Secret(id), User: user.Name, Created: now, Seen: now, Expires: now.Add(longest)})
	if err == nil {
		c.SetCookie(s.cookie(id, longest))
	}
	return err
}

// secret is 256 random bits.
func secret() string {
	var raw [32]byte
	_, _ = rand.Read(raw[:]) // never fails
	return base64.RawURLEncoding.EncodeToString(raw[:])
}

// turnedAway tells somebody that signing in did not work.
func (s *Server) turnedAway(c echo.Context, given credentials, err error) error {
	p := problemOf(err)
	if p == nil || !given.page || p.Status >= http.StatusInternalServerError {
		return err
	}
	if p.wait > 0 {
		c.Response().Header().Set(echo.HeaderRetryAfter, p.seconds())
	}
	return s.showSignIn(c, p.Status, web.SignIn{
		Next: given.Next, Name: given.Username, Wrong: p.Status == http.StatusUnauthorized, Wait: int(math.Ceil(p.wait.Minutes())),
	})
}

// tooMany tells somebody to wait.
func tooMany(wait time.Duration) error {
	p := problem(http.StatusTooManyRequests, "", "too many tries failed; come back later").(*problemJSON)
	p.wait = wait
	return p
}

func (p *problemJSON) seconds() string { return strconv.Itoa(int(math.Ceil(p.wait.Seconds()))) }

// signOut answers POST /sign-out.
func (s *Server) signOut(c echo.Context) error {
	ctx := c.Request().Context()
	if hash := callerOf(ctx).session; hash != "" {
		if err := s.Store.EndSession(ctx, hash); err != nil {
			return err
		}
	}
	c.SetCookie(s.cookie("", -time.Second))
	return c.Redirect(http.StatusSeeOther, "/sign-in")
}
