package server

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"strings"
	"sync"

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
	body, err := encoded(document)
	if err != nil {
		return err
	}
	return send(c, mediaType, body)
}

func encoded(document any) ([]byte, error) {
	var body bytes.Buffer
	e := json.NewEncoder(&body)
	e.SetEscapeHTML(false)
	err := e.Encode(document)
	return body.Bytes(), err
}

// listing answers a page of tables and links.
func (s *Server) listing(c echo.Context, l web.Listing) error {
	if err := knownForm(c); err != nil {
		return err
	}
	return s.page(c, l)
}

// send answers a body.
func send(c echo.Context, mediaType string, body []byte) error {
	return newReply(mediaType, body).send(c)
}

// reply is a body that is ready to be sent, and may be sent to many.
type reply struct {
	mediaType, tag string
	crs            string // the address of the reference system; empty for none
	body           []byte
	packed         func() []byte // by gzip, once
}

func newReply(mediaType string, body []byte) *reply {
	sum := sha256.Sum256(body)
	return &reply{mediaType: mediaType, tag: hex.EncodeToString(sum[:12]), body: body, packed: sync.OnceValue(func() []byte { return pack(body) })}
}

func pack(body []byte) []byte {
	var packed bytes.Buffer
	w, _ := gzip.NewWriterLevel(&packed, packing) // the level is one
	_, _ = w.Write(body)                          // into memory: cannot fail
	_ = w.Close()
	return packed.Bytes()
}

// send answers with a strong ETag, or says that the client has it already (RFC 9110, 13.1.2). Packed bytes are other
// bytes: their tag is another one.
func (r *reply) send(c echo.Context) error {
	h, body, tag := c.Response().Header(), r.body, r.tag
	if strings.Contains(c.Request().Header.Get(echo.HeaderAcceptEncoding), "gzip") {
		tag += "-gzip"
		if packed(c) {
			body = r.packed()
			h.Set(echo.HeaderContentEncoding, "gzip")
			h.Add(echo.HeaderVary, echo.HeaderAcceptEncoding)
		}
	}
	tag = `"` + tag + `"`
	h.Set("ETag", tag)
	if r.crs != "" {
		h.Set("Content-Crs", "<"+r.crs+">")
	}
	h.Set("Cache-Control", "private, no-cache") // may be kept, but asked about each time
	h.Add(echo.HeaderVary, echo.HeaderAccept)
	for given := range strings.SplitSeq(c.Request().Header.Get("If-None-Match"), ",") {
		if given = strings.TrimSpace(given); given == "*" || strings.TrimPrefix(given, "W/") == tag {
			h.Del(echo.HeaderContentEncoding)
			return c.NoContent(http.StatusNotModified)
		}
	}
	return c.Blob(http.StatusOK, r.mediaType, body)
}

// replies are pages of plans' features that were sent before: a plan never changes, and a client reads it page by page,
// again and again.
type replies struct {
	mu    sync.Mutex
	kept  map[string]*reply
	bytes int
}

// The limits of what is kept; then all is forgotten.
const (
	mostReplies    = 1000
	mostReplyBytes = 32 << 20
)

func (r *replies) find(key string) *reply {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.kept[key]
}

// keep remembers a reply; without a key it may be another the next time.
func (r *replies) keep(key string, one *reply) {
	if key == "" {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.kept == nil || len(r.kept) >= mostReplies || r.bytes+len(one.body) > mostReplyBytes {
		r.kept, r.bytes = map[string]*reply{}, 0
	}
	if r.kept[key] == nil {
		r.bytes += len(one.body) + len(key)
	}
	r.kept[key] = one
}
