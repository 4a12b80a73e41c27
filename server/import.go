package server

import (
	"errors"
	"mime"
	"net/http"

	"github.com/labstack/echo/v4"

	"nightbeat/data/format"
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
	incidents, err := format.ReadIncidents(ctx, c.Request().Body, "the body", format.IncidentOptions{
		Now: s.Now(), MaxBytes: maxImportBytes, MaxRejects: maxNamed,
	})
	switch refused := new(format.FileError); {
	case errors.Is(err, format.ErrTooLarge):
		return problem(http.StatusRequestEntityTooLarge, "", "%s", err)
	case errors.As(err, &refused):
		return problem(http.StatusBadRequest, "", "%s", refused)
	case err != nil:
		return err
	}
	done, err := s.Store.Import(ctx, incidents.List)
	if err != nil {
		return err
	}
	told := importedJSON{len(incidents.List), incidents.Rejects.Total, done.New, done.Changed, done.Same, []rejectJSON{}}
	for _, r := range incidents.Rejects.First {
		told.Rejects = append(told.Rejects, rejectJSON{r.Feature, r.ID, r.Reason})
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
