package server

import (
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"nightbeat/data"
	"nightbeat/data/format"
)

// right is who may come to an address, and what the audit trail calls it.
type right struct {
	method, path string
	may          []data.Role // nil for everyone, signed in or not
	did          string      // empty where nothing is noted
}

// The roles that share a right.
var (
	signedIn = data.Roles()
	readers  = []data.Role{data.Commander, data.Analyst, data.Viewer, data.Officer}
	overview = []data.Role{data.Commander, data.Analyst, data.Viewer}
	planners = []data.Role{data.Commander, data.Analyst}
)

// rights is the one table of who may do what. HEAD goes with GET. What is not in it nobody may do.
var rights = []right{
	{http.MethodGet, "/healthz", nil, ""},
	{http.MethodGet, "/readyz", nil, ""},
	{http.MethodGet, "/static/:name", nil, ""},
	{http.MethodGet, "/words/:lang", nil, ""},
	{http.MethodGet, "/sign-in", nil, ""},
	{http.MethodPost, "/sign-in", nil, ""}, // notes by itself who signed in
	{http.MethodPost, "/sign-out", signedIn, "sign out"},
	{http.MethodGet, "/metrics", []data.Role{data.Admin}, ""}, // also from loopback, and for tokens that are for it

	{http.MethodGet, "/", signedIn, "see plan"},
	{http.MethodGet, "/duty", readers, "see plan"},
	{http.MethodGet, "/duty/ask", planners, ""},
	{http.MethodGet, "/duty/brief", planners, "print briefing"},
	{http.MethodGet, "/duty/done", overview, "see hand-over"},
	{http.MethodGet, "/duty/done.csv", overview, "see hand-over"},
	{http.MethodGet, "/duty/done.pdf", overview, "see hand-over"},
	{http.MethodPost, "/duty/done/service", planners, "count service"},
	{http.MethodGet, "/duty/log", overview, "see service log"},
	{http.MethodGet, "/duty/log.csv", overview, "see service log"},
	{http.MethodGet, "/duty/log.json", overview, "see service log"},
	{http.MethodGet, "/duty/log.pdf", overview, "see service log"},
	{http.MethodPost, "/duty/done/track", planners, "add track"},
	{http.MethodGet, "/month", overview, "see comparison"},
	{http.MethodGet, "/month.csv", overview, "see comparison"},
	{http.MethodGet, "/month.json", overview, "see comparison"},
	{http.MethodGet, "/month.pdf", overview, "see comparison"},
	{http.MethodGet, "/month.svg", overview, "see comparison"},
	{http.MethodGet, "/month/fairness", overview, "see fairness"},
	{http.MethodGet, "/month/fairness.csv", overview, "see fairness"},
	{http.MethodGet, "/month/fairness.pdf", overview, "see fairness"},
	{http.MethodGet, "/month/staffing", overview, ""},
	{http.MethodPost, "/month/staffing", planners, "ask staffing"},
	{http.MethodGet, "/month/staffing.csv", overview, ""},
	{http.MethodGet, "/month/staffing.pdf", overview, ""},
	{http.MethodGet, "/month/staffing.svg", overview, ""},
	{http.MethodGet, "/duty/workload", overview, "see workload"},
	{http.MethodGet, "/duty/workload.csv", overview, "see workload"},
	{http.MethodGet, "/repeat", overview, "see repeat places"},
	{http.MethodGet, "/repeat.svg", overview, ""}, // the page that shows it is noted
	{http.MethodGet, "/repeat.csv", overview, "see repeat places"},
	{http.MethodPost, "/repeat/rounds", planners, "ask plan"},
	{http.MethodGet, "/experiments", overview, "see experiments"},
	{http.MethodGet, "/experiments/:id", overview, "see experiment"},
	{http.MethodGet, "/experiments/:id/map.svg", overview, ""},
	{http.MethodPost, "/experiments", planners, "draw lots"},
	{http.MethodPost, "/experiments/:id/end", planners, "end experiment"},
	{http.MethodGet, "/wall", overview, "see plan"},
	{http.MethodGet, "/u/:token", nil, ""}, // the token is the right
	{http.MethodGet, "/u/:token/route.gpx", nil, ""},
	{http.MethodPost, "/u/:token/reports", nil, ""},
	{http.MethodPost, "/u/:token/track", nil, ""},
	{http.MethodPost, "/plans/possible", planners, ""},
	{http.MethodGet, "/conformance", signedIn, ""},
	{http.MethodGet, "/api", signedIn, ""},
	{http.MethodGet, "/api.html", signedIn, ""},

	{http.MethodGet, "/collections", readers, ""},
	{http.MethodGet, "/collections/:collection", readers, ""},
	{http.MethodGet, "/collections/:collection/schema", readers, ""},
	{http.MethodGet, "/collections/:collection/queryables", readers, ""},
	{http.MethodGet, "/collections/:collection/items", readers, "see collection"},
	{http.MethodGet, "/collections/:collection/items/:id", readers, "see feature"},

	{http.MethodGet, "/tiles/:set", readers, ""},
	{http.MethodGet, "/tiles/:set/:z/:x/:y", readers, ""}, // the page that shows them is noted

	{http.MethodGet, "/plans", overview, "list plans"},
	{http.MethodGet, "/plans/latest", readers, "see plan"},
	{http.MethodGet, "/plans/:id", readers, "see plan"},
	{http.MethodGet, "/plans/:id/reports", overview, "see reports"},
	{http.MethodGet, "/plans/:id/areas", overview, "see reports"},
	{http.MethodGet, "/plans/:id/since", planners, "see reports"},
	{http.MethodPost, "/plans", planners, "ask plan"},
	{http.MethodPost, "/plans/:id/approve", []data.Role{data.Commander}, "approve plan"},
	{http.MethodPost, "/plans/:id/changes", planners, "change plan"},
	{http.MethodPost, "/plans/:id/fits", planners, ""}, // changes nothing

	{http.MethodGet, "/processes", planners, ""},
	{http.MethodGet, "/processes/:process", planners, ""},
	{http.MethodPost, "/processes/:process/execution", planners, "ask plan"},
	{http.MethodGet, "/jobs", planners, ""},
	{http.MethodGet, "/jobs/:job", planners, ""},
	{http.MethodGet, "/jobs/:job/events", planners, ""},
	{http.MethodGet, "/jobs/:job/results", planners, "see plan"},
	{http.MethodDelete, "/jobs/:job", planners, "dismiss job"},

	{http.MethodGet, "/areas", overview, ""},
	{http.MethodGet, "/areas/:id", overview, "see area"},
	{http.MethodPost, "/areas", planners, "keep areas"},
	{http.MethodDelete, "/areas/:id", planners, "delete area"},
	{http.MethodGet, "/presets", planners, ""},
	{http.MethodPost, "/presets", planners, "keep preset"},
	{http.MethodDelete, "/presets/:name", planners, "delete preset"},
	{http.MethodPost, "/incidents", []data.Role{data.Analyst}, "import incidents"},
}

// rightTo finds the row of an address.
func rightTo(method, path string) (right, bool) {
	if method == http.MethodHead {
		method = http.MethodGet
	}
	i := slices.IndexFunc(rights, func(r right) bool { return r.method == method && r.path == path })
	if i < 0 {
		return right{}, false
	}
	return rights[i], true
}

// sees tells whether a role may read a layer: incidents, risk and repeat places are not for all.
func sees(role data.Role, layer string) bool {
	switch role {
	case data.Commander, data.Analyst:
		return true
	case data.Viewer:
		return layer != format.IncidentLayer().Name
	case data.Officer:
		return !slices.Contains([]string{format.IncidentLayer().Name, format.RiskLayer().Name, format.RepeatLayer().Name, format.ExperimentLayer().Name}, layer)
	}
	return false
}

// changes tells whether a request changes something.
func changes(method string) bool {
	return method != http.MethodGet && method != http.MethodHead && method != http.MethodOptions
}

// admitted lets a request through to where its caller may go, and nowhere else. Until there is an account everybody who
// reaches the server may do all; it listens on loopback then.
func (s *Server) admitted(registered func(method, path string) bool, next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		who := meet(c)
		r, listed := rightTo(c.Request().Method, c.Path())
		if listed && r.may == nil {
			return next(c)
		}
		open, err := s.open(c.Request().Context())
		switch {
		case err != nil:
			return err
		case open && !s.atHome(c.Request().Host):
			return problem(http.StatusMisdirectedRequest, "Host", "this server answers to its own address only, %s", s.Public)
		case open:
			return s.noted(c, r, next)
		}
		if err := s.identify(c.Request(), who); err != nil && !(r.path == metricsPath && who.loopback()) {
			return s.unauthorized(c, err)
		}
		if registered(c.Request().Method, c.Path()) {
			if err := permit(who, r, c.Request().Method); err != nil {
				return s.denied(c, r, err)
			}
		}
		return s.noted(c, r, next)
	}
}

// permit refuses a caller whom the table does not let in; an address without a row lets in nobody.
func permit(who *caller, r right, method string) error {
	switch {
	case r.path == metricsPath && (who.loopback() || who.scope == data.Metrics):
		return nil
	case !slices.Contains(r.may, who.user.Role):
		return problem(http.StatusForbidden, "", "your role, %s, may not do this", who.user.Role)
	case who.scope == data.Metrics, who.scope == data.Read && changes(method):
		return problem(http.StatusForbidden, "", "this token is for %s only", who.scope)
	}
	return nil
}
