package server

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"nightbeat/server/web"
)

// link is a link of the OGC's documents, with an absolute address.
type link struct {
	Href  string `json:"href"`
	Rel   string `json:"rel"`
	Type  string `json:"type,omitempty"`
	Title string `json:"title,omitempty"`
}

// The media types of links.
const (
	typeJSON    = "application/json"
	typeGeoJSON = "application/geo+json"
	typeHTML    = "text/html"
	typeSchema  = "application/schema+json"
	typeAPI     = "application/vnd.oai.openapi+json;version=3.0"
)

// wantsPage tells whether a person's browser asks, by f=html or by Accept; a client that says nothing is a program.
func wantsPage(c echo.Context) bool { return prefersPage(c, false) }

// prefersPage is the same, with what holds for a client that says nothing.
func prefersPage(c echo.Context, silent bool) bool {
	if f := c.QueryParam("f"); f != "" {
		return f == "html"
	}
	accept := c.Request().Header.Get(echo.HeaderAccept)
	page, program := strings.Index(accept, typeHTML), strings.Index(accept, "json")
	if page < 0 && program < 0 {
		return silent
	}
	return page >= 0 && (program < 0 || page < program)
}

// knownForm refuses a value of f that is neither json nor html.
func knownForm(c echo.Context) error {
	if f := c.QueryParam("f"); f != "" && f != "json" && f != "html" {
		return problem(http.StatusBadRequest, "f", "use json or html")
	}
	return nil
}

// json answers a document.
func (s *Server) json(c echo.Context, mediaType string, document any) error {
	if err := knownForm(c); err != nil {
		return err
	}
	var body bytes.Buffer
	e := json.NewEncoder(&body)
	e.SetEscapeHTML(false)
	if err := e.Encode(document); err != nil {
		return err
	}
	return send(c, mediaType, body.Bytes())
}

// listing answers a page of tables and links.
func (s *Server) listing(c echo.Context, l web.Listing) error {
	if err := knownForm(c); err != nil {
		return err
	}
	return s.page(c, l)
}

// send answers a body with a strong ETag, or says that the client has it already (RFC 9110, 13.1.2). Packed bytes are
// other bytes: their tag is another one.
func send(c echo.Context, mediaType string, body []byte) error {
	sum := sha256.Sum256(body)
	tag := hex.EncodeToString(sum[:12])
	if strings.Contains(c.Request().Header.Get(echo.HeaderAcceptEncoding), "gzip") {
		tag += "-gzip"
	}
	tag = `"` + tag + `"`
	h := c.Response().Header()
	h.Set("ETag", tag)
	h.Set("Cache-Control", "private, no-cache") // may be kept, but asked about each time
	h.Add(echo.HeaderVary, echo.HeaderAccept)
	for given := range strings.SplitSeq(c.Request().Header.Get("If-None-Match"), ",") {
		if given = strings.TrimSpace(given); given == "*" || strings.TrimPrefix(given, "W/") == tag {
			return c.NoContent(http.StatusNotModified)
		}
	}
	return c.Blob(http.StatusOK, mediaType, body)
}
