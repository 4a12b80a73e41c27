package server

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"nightbeat/data"
)

// presetJSON is a usual shift of the station on the wire; its clock times are 15:04.
type presetJSON struct {
	Name  string `json:"name"`
	From  string `json:"from"`
	Until string `json:"until"`
}

// listPresets answers GET /presets.
func (s *Server) listPresets(c echo.Context) error {
	presets, err := s.Store.Presets(c.Request().Context())
	if err != nil {
		return err
	}
	told := make([]presetJSON, len(presets))
	for i, p := range presets {
		told[i] = presetJSON(p)
	}
	return s.json(c, typeJSON, map[string]any{"presets": told})
}

// keepPreset answers POST /presets: the shift in the body is kept under its name, and all are told.
func (s *Server) keepPreset(c echo.Context) error {
	raw, err := s.body(c)
	if err != nil {
		return err
	}
	var p presetJSON
	reader := json.NewDecoder(bytes.NewReader(raw))
	reader.DisallowUnknownFields()
	if err := reader.Decode(&p); err != nil {
		return problem(http.StatusBadRequest, "", "send the preset's name, from and until as JSON")
	}
	callerOf(c.Request().Context()).entry.Object = p.Name
	err = s.Store.PutPreset(c.Request().Context(), data.Preset(p))
	if errors.Is(err, data.ErrPreset) {
		return problem(http.StatusBadRequest, "", "%s", err)
	}
	if err != nil {
		return err
	}
	return s.listPresets(c)
}

// dropPreset answers DELETE /presets/{name}.
func (s *Server) dropPreset(c echo.Context) error {
	name, err := url.PathUnescape(c.Param("name"))
	if err != nil {
		return data.ErrNotFound
	}
	if err := s.Store.DropPreset(c.Request().Context(), name); err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}
