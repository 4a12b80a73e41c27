package server

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"nightbeat/data"
	"nightbeat/data/format"
	"nightbeat/planner"
)

// nightPlan is the one process: a request in, a plan out.
const nightPlan = "night-plan"

// exception is a problem of a type that the standard names (OGC API - Processes Part 1).
func exception(kind string, status int, format string, args ...any) error {
	p := problem(status, "", format, args...).(*problemJSON)
	p.Type = "http://www.opengis.net/def/exceptions/ogcapi-processes-1/1.0/" + kind
	return p
}

// listProcesses answers GET /processes.
func (s *Server) listProcesses(c echo.Context) error {
	all := []any{s.summary()}
	for _, a := range analyses {
		all = append(all, s.summaryOf(a))
	}
	return s.json(c, typeJSON, map[string]any{"processes": all, "links": []link{{s.Public + "/processes", "self", typeJSON, "this list"}}})
}

func (s *Server) summary() map[string]any {
	return map[string]any{
		"id": nightPlan, "version": "1", "title": "The night's plan", "description": "Timed patrol routes through the fixed points that most deserve attention",
		"jobControlOptions": []string{"sync-execute", "async-execute", "dismiss"}, "outputTransmission": []string{"value", "reference"},
		"links": []link{
			{s.Public + "/processes/" + nightPlan, "self", typeJSON, "this process"},
			{s.Public + "/processes/" + nightPlan + "/execution", "http://www.opengis.net/def/rel/ogc/1.0/execute", typeJSON, "where it is executed"},
		},
	}
}

// oneProcess answers GET /processes/{process}.
func (s *Server) oneProcess(c echo.Context) error {
	if a, known := analysisNamed(c.Param("process")); known {
		return s.describe(c, a)
	}
	if err := knownProcess(c); err != nil {
		return err
	}
	p := s.summary()
	p["inputs"] = inputsOf(format.RequestFields())
	p["outputs"] = map[string]any{"plan": map[string]any{"title": "The plan as GeoJSON", "schema": map[string]any{
		"type": "object", "contentMediaType": typeGeoJSON,
	}}}
	return s.json(c, typeJSON, p)
}

// inputsOf describes fields as a process's inputs.
func inputsOf(fields []format.Field) map[string]any {
	inputs := map[string]any{}
	for _, i := range fields {
		inputs[i.Name] = map[string]any{"title": i.Name, "minOccurs": 0, "maxOccurs": 1, "schema": i.Schema}
	}
	return inputs
}

func knownProcess(c echo.Context) error {
	if c.Param("process") != nightPlan {
		return exception("no-such-process", http.StatusNotFound, "there is no such process; there are %s, %s and %s", nightPlan, backtesting.name, staffing.name)
	}
	return nil
}

// executionJSON is what asks for an execution. Its inputs are a request, the same object as for POST /plans.
type executionJSON struct {
	Inputs  json.RawMessage `json:"inputs"`
	Outputs map[string]struct {
		TransmissionMode string `json:"transmissionMode"`
	} `json:"outputs"`
	Response string `json:"response"`
}

// resultForm is how a result is given.
type resultForm string

// The forms of results: the plan itself, within a document, as a link.
const (
	itself      resultForm = "value"
	inDocument  resultForm = "document"
	asReference resultForm = "reference"
)

// execute answers POST /processes/night-plan/execution.
func (s *Server) execute(c echo.Context) error {
	if a, known := analysisNamed(c.Param("process")); known {
		return s.analyse(c, a)
	}
	if err := knownProcess(c); err != nil {
		return err
	}
	raw, err := s.body(c)
	if err != nil {
		return err
	}
	var asked executionJSON
	if err := json.Unmarshal(raw, &asked); err != nil {
		return problem(http.StatusBadRequest, "inputs", "the body is no JSON object with inputs: %s", err)
	}
	if len(asked.Inputs) == 0 {
		return problem(http.StatusBadRequest, "inputs", "is missing; give the request of the night")
	}
	form := itself
	if asked.Response == "document" {
		form = inDocument
	}
	for name, output := range asked.Outputs {
		if name != "plan" {
			return problem(http.StatusBadRequest, "outputs", "there is one output, plan")
		}
		if output.TransmissionMode == "reference" {
			form = asReference
		}
	}
	return s.make(c, asked.Inputs, form)
}

// makePlan answers POST /plans, the friendly twin of execute.
func (s *Server) makePlan(c echo.Context) error {
	raw, err := s.body(c)
	if err != nil {
		return err
	}
	return s.make(c, raw, itself)
}

// make makes a plan while the client waits, or as a job where it would rather not (RFC 7240).
func (s *Server) make(c echo.Context, raw []byte, form resultForm) error {
	req, err := format.ReadRequest(bytes.NewReader(raw))
	if err != nil {
		return err
	}
	if prefersAsync(c.Request()) {
		if _, err := req.Resolve(); err != nil {
			return err
		}
		return s.begin(c, "", raw, form)
	}
	if err := takePlace(c, s.planning, "other plans are being made; come back in ten seconds"); err != nil {
		return err
	}
	defer func() { <-s.planning }()
	plan, err := s.plan(c.Request().Context(), req, nil)
	if err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderLocation, "/plans/"+plan.ID)
	return s.writeResult(c, plan, form)
}

func prefersAsync(r *http.Request) bool {
	for _, given := range r.Header.Values("Prefer") {
		for preference := range strings.SplitSeq(given, ",") {
			if strings.EqualFold(strings.TrimSpace(preference), "respond-async") {
				return true
			}
		}
	}
	return false
}

// begin starts a job for a process, "" for a plan, and says where to look for it.
func (s *Server) begin(c echo.Context, process string, raw []byte, form resultForm) error {
	j, err := s.submit(c.Request().Context(), process, raw, form)
	if errors.Is(err, data.ErrManyJobs) {
		c.Response().Header().Set(echo.HeaderRetryAfter, "10")
		return problem(http.StatusServiceUnavailable, "", "too many jobs are open; come back in ten seconds")
	}
	if err != nil {
		return err
	}
	callerOf(c.Request().Context()).entry.Object = j.ID
	h := c.Response().Header()
	h.Set(echo.HeaderLocation, s.Public+"/jobs/"+j.ID)
	h.Set("Preference-Applied", "respond-async")
	return c.JSON(http.StatusCreated, s.status(j))
}

// writeResult answers a plan in the form that was asked for.
func (s *Server) writeResult(c echo.Context, plan *planner.Plan, form resultForm) error {
	switch {
	case form == asReference:
		return c.JSON(http.StatusOK, map[string]any{"plan": link{Href: s.Public + "/plans/" + plan.ID, Rel: "item", Type: typeGeoJSON}})
	case form != inDocument:
		return s.writePlan(c, plan, "")
	}
	var body bytes.Buffer
	if err := format.WriteGeoJSON(&body, plan); err != nil {
		return err
	}
	return c.JSON(http.StatusOK, map[string]any{"plan": map[string]any{"value": json.RawMessage(body.Bytes()), "mediaType": typeGeoJSON}})
}

// statusJSON is a job's status (7.11, statusInfo).
type statusJSON struct {
	ProcessID string         `json:"processID"`
	Type      string         `json:"type"`
	JobID     string         `json:"jobID"`
	Status    data.JobStatus `json:"status"`
	Message   string         `json:"message"`
	Created   time.Time      `json:"created"`
	Started   time.Time      `json:"started,omitzero"`
	Finished  time.Time      `json:"finished,omitzero"`
	Updated   time.Time      `json:"updated"`
	Progress  int            `json:"progress"`
	Links     []link         `json:"links"`
}

func (s *Server) status(j data.Job) statusJSON {
	at := s.Public + "/jobs/" + j.ID
	status := statusJSON{
		cmp.Or(j.Process, nightPlan), "process", j.ID, j.Status, j.Message, j.Created, j.Started, j.Finished, j.Updated, j.Progress,
		[]link{{at, "self", typeJSON, "this job"}},
	}
	switch {
	case j.Status == data.Successful && j.Process != "":
		status.Links = append(status.Links, link{at + "/results", "http://www.opengis.net/def/rel/ogc/1.0/results", typeJSON, "the answer"})
	case j.Status == data.Successful:
		status.Links = append(status.Links, link{at + "/results", "http://www.opengis.net/def/rel/ogc/1.0/results", typeGeoJSON, "the plan"})
	}
	return status
}

// listJobs answers GET /jobs.
func (s *Server) listJobs(c echo.Context) error {
	jobs, err := s.Store.Jobs(c.Request().Context())
	if err != nil {
		return err
	}
	all := []statusJSON{}
	for _, j := range jobs {
		all = append(all, s.status(j))
	}
	return s.json(c, typeJSON, map[string]any{"jobs": all, "links": []link{{s.Public + "/jobs", "self", typeJSON, "this list"}}})
}

// oneJob answers GET /jobs/{job}.
func (s *Server) oneJob(c echo.Context) error {
	j, err := s.job(c.Request().Context(), c.Param("job"))
	if err != nil {
		return err
	}
	return s.json(c, typeJSON, s.status(j))
}

// dismissJob answers DELETE /jobs/{job}: the work stops.
func (s *Server) dismissJob(c echo.Context) error {
	j, err := s.dismiss(c.Request().Context(), c.Param("job"))
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, s.status(j))
}

// results answers GET /jobs/{job}/results.
func (s *Server) results(c echo.Context) error {
	j, err := s.job(c.Request().Context(), c.Param("job"))
	switch {
	case err != nil:
		return err
	case j.Status == data.Failed:
		return failureOf(j)
	case j.Status != data.Successful:
		return exception("result-not-ready", http.StatusNotFound, "the job is "+string(j.Status)+"; there is no result")
	case j.Process != "":
		return send(c, typeJSON, j.Answer)
	}
	plan, err := s.Store.Plan(c.Request().Context(), j.Plan)
	if err != nil {
		return err
	}
	return s.writeResult(c, plan, resultForm(j.Form))
}
