package server

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"nightbeat/data"
	"nightbeat/planner/words"
	"nightbeat/server/web"
)

// chosenFor is how long a browser remembers a reader's choice of language and theme.
const chosenFor = 365 * 24 * time.Hour

// choices are the parameters that every page takes.
var choices = []string{"lang", "theme"}

// page answers a page in its reader's language.
func (s *Server) page(c echo.Context, p web.Page) error {
	body, err := s.rendered(c, p)
	if err != nil {
		return err
	}
	return send(c, echo.MIMETextHTMLCharsetUTF8, body)
}

// rendered is a page in its reader's language, with the headers that go with it.
func (s *Server) rendered(c echo.Context, p web.Page) ([]byte, error) {
	frame := web.Frame{Lang: languageOf(c.Request()), User: callerOf(c.Request().Context()).user.Name, Address: c.Request().URL}
	if l, ok := words.Named(c.QueryParam("lang")); ok {
		frame.Lang = l
		remember(c, "lang", string(l))
	}
	switch theme := c.QueryParam("theme"); theme {
	case "light", "dark":
		frame.Theme = theme
		remember(c, "theme", theme)
	default:
		if kept, err := c.Cookie("theme"); err == nil && (kept.Value == "light" || kept.Value == "dark") {
			frame.Theme = kept.Value
		}
	}
	var body bytes.Buffer
	if err := web.Write(&body, frame, p); err != nil {
		return nil, err
	}
	h := c.Response().Header()
	h.Add(echo.HeaderVary, "Accept-Language")
	h.Add(echo.HeaderVary, "Cookie")
	h.Set("Content-Language", string(frame.Lang))
	return body.Bytes(), nil
}

// languageOf is the language that a reader chose before, else the one that the browser asks for.
func languageOf(r *http.Request) words.Language {
	if kept, err := r.Cookie("lang"); err == nil {
		if l, ok := words.Named(kept.Value); ok {
			return l
		}
	}
	return words.Preferred(r.Header.Get("Accept-Language"))
}

func remember(c echo.Context, name, value string) {
	c.SetCookie(&http.Cookie{Name: name, Value: value, Path: "/", MaxAge: int(chosenFor / time.Second), SameSite: http.SameSiteLaxMode, HttpOnly: true})
}

// static answers a file that pages ask for.
func static(c echo.Context) error {
	asset, err := web.AssetNamed(c.Param("name"))
	if err != nil {
		return fmt.Errorf("%w: %w", data.ErrNotFound, err)
	}
	h := c.Response().Header()
	h.Set("ETag", asset.Tag)
	h.Set("Cache-Control", "no-cache") // may be kept, but asked about each time
	h.Add(echo.HeaderVary, echo.HeaderAcceptEncoding)
	if c.Param("name") == "officer-worker.mjs" {
		h.Set("Service-Worker-Allowed", "/u/")
	}
	if strings.Contains(c.Request().Header.Get("If-None-Match"), asset.Tag) {
		return c.NoContent(http.StatusNotModified)
	}
	if strings.Contains(c.Request().Header.Get(echo.HeaderAcceptEncoding), "gzip") {
		h.Set(echo.HeaderContentEncoding, "gzip")
		return c.Blob(http.StatusOK, asset.MediaType, asset.Packed)
	}
	raw, err := asset.Unpacked()
	if err != nil {
		return err
	}
	return c.Blob(http.StatusOK, asset.MediaType, raw)
}

// table answers GET /words/{language}: the language's own form of each English sentence.
func table(c echo.Context) error {
	l, ok := words.Named(c.Param("lang"))
	if !ok {
		return data.ErrNotFound
	}
	body, err := json.Marshal(l.Table())
	if err != nil {
		return err
	}
	return send(c, typeJSON, body)
}

// packed tells what is packed by its own handler, so that it is packed once and not for each client.
func packed(c echo.Context) bool { return c.Path() == "/static/:name" || c.Path() == itemsPath }
