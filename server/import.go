package server

import (
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"os"
	"syscall"

	"github.com/labstack/echo/v4"

	"nightbeat/data"
	"nightbeat/data/format"
	"nightbeat/geo"
	"nightbeat/planner"
)

// The limits of an import: bytes of the file, packed and unpacked, and how many rejected features are named.
const (
	maxImportBytes = 100 << 20
	maxNamed       = 100
)

// importedJSON is what became of a file of incidents.
type importedJSON struct {
	Loaded   int          `json:"loaded"`
	Rejected int          `json:"rejected"`
	New      int          `json:"new"`
	Changed  int          `json:"changed"`
	Same     int          `json:"same"`
	Rejects  []rejectJSON `json:"rejects"` // the first of them
	Warnings []string     `json:"warnings"`
}

type rejectJSON struct {
	Feature int    `json:"feature"` // its position in the file, from 0
	ID      string `json:"id,omitempty"`
	Reason  string `json:"reason"`
}

// importIncidents answers POST /incidents: the file in the body is taken whole or not at all.
func (s *Server) importIncidents(c echo.Context) error {
	if err := acceptsGeoJSON(c.Request()); err != nil {
		return err
	}
	if err := takePlace(c, s.importing, "another file is being imported; come back in ten seconds"); err != nil {
		return err
	}
	defer func() { <-s.importing }()
	ctx := c.Request().Context()
	body, err := spooled(c.Request().Body)
	if err != nil {
		return err
	}
	defer remove(body)
	var in format.Intake
	sample := planner.NewSample()
	opt := format.IncidentOptions{Now: s.Now(), MaxBytes: maxImportBytes, MaxRejects: maxNamed}
	done, err := s.Store.Import(ctx, sample.Watching(format.StreamIncidents(ctx, body, "the body", opt, &in)))
	switch refused := new(format.FileError); {
	case errors.Is(err, format.ErrTooLarge):
		return problem(http.StatusRequestEntityTooLarge, "", "%s", err)
	case errors.As(err, &refused):
		return problem(http.StatusBadRequest, "", "%s", refused)
	case err != nil:
		return err
	}
	told := importedJSON{in.Loaded, in.Rejects.Total, done.New, done.Changed, done.Same, []rejectJSON{}, []string{}}
	for _, r := range in.Rejects.First {
		told.Rejects = append(told.Rejects, rejectJSON{r.Feature, r.ID, r.Reason})
	}
	for _, note := range planner.Misplaced(sample, s.Roads, geo.CRS84()) {
		told.Warnings = append(told.Warnings, note.String())
	}
	return c.JSON(http.StatusOK, told)
}

// acceptsGeoJSON refuses bodies that a foreign page could send without being asked. The reader unpacks gzip by itself.
func acceptsGeoJSON(r *http.Request) error {
	kind, _, err := mime.ParseMediaType(r.Header.Get(echo.HeaderContentType))
	if err != nil || kind != typeGeoJSON && kind != typeJSON {
		return problem(http.StatusUnsupportedMediaType, "Content-Type", "send the incidents as application/geo+json")
	}
	if packed := r.Header.Get(echo.HeaderContentEncoding); packed != "" && packed != "gzip" {
		return problem(http.StatusUnsupportedMediaType, "Content-Encoding", "send the incidents unpacked, or as gzip")
	}
	return nil
}

// spooled takes a body into a file of its own, so that the store waits for no slow client, and no memory holds it.
func spooled(body io.Reader) (*os.File, error) {
	file, err := os.CreateTemp("", "nightbeat-import-*")
	if err != nil {
		return nil, err
	}
	n, err := io.Copy(file, io.LimitReader(body, maxImportBytes+1))
	if err == nil && n > maxImportBytes {
		err = problem(http.StatusRequestEntityTooLarge, "", fmt.Sprintf("the file holds more than %d bytes; split it by date", maxImportBytes))
	}
	if err == nil {
		_, err = file.Seek(0, io.SeekStart)
	}
	if err != nil {
		remove(file)
		return nil, spoolFault(err)
	}
	return file, nil
}

// spoolFault tells a full disk from a body that broke off.
func spoolFault(err error) error {
	switch {
	case errors.Is(err, syscall.ENOSPC):
		return data.ErrFull
	case errors.Is(err, io.ErrUnexpectedEOF):
		return problem(http.StatusBadRequest, "", "the body ends before its announced length; send it again")
	}
	return err
}

// remove closes and removes a file that nobody needs any more.
func remove(file *os.File) {
	_ = file.Close()
	_ = os.Remove(file.Name())
}
