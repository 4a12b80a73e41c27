package server

import (
	"log/slog"
	"net"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"

	"nightbeat/data"
	"nightbeat/data/format"
	"nightbeat/planner"
)

// Config is all that a server needs; it reads nothing from its surroundings.
type Config struct {
	Store     data.Store
	Public    string             // how clients reach the server, such as http://127.0.0.1:8080; links begin with it
	Closed    bool               // nobody gets in without an account, even where there is none yet
	Behind    []*net.IPNet       // proxies that are trusted to say where a request comes from
	Roads     planner.Roads      // nil where there is no map
	Scene     format.Scene       // what surrounds a plan on drawings
	Landmarks []planner.Landmark // from which must points are chosen
	Origins   []string           // whose pages may read the answers; none but our own where empty. Each has passed CheckOrigin
	Log       *slog.Logger
	Now       func() time.Time
	AtOnce    int                // plans made at once; a further request waits, then is told to come back
	Threads   int                // cores that the search of one plan may use; 0 for all
	Calendar  []planner.Occasion // days that are not like others: for plans whose request names none, and for comparisons
}

// The limits that keep one request from starving the others.
const (
	headerTimeout = 5 * time.Second
	readTimeout   = time.Minute
	writeTimeout  = planner.MaxLimit + time.Minute
	idleTimeout   = 2 * time.Minute
	maxHeader     = 64 << 10
	packing       = 2 // of gzip: a third of the time of the default for a tenth more bytes
)

// Server answers HTTP.
type Server struct {
	Config
	planning  chan struct{} // a place for each plan being made
	importing chan struct{} // the same for imports
	hashing   chan struct{} // the same for passwords being looked at, which takes memory
	layers    layers
	replies   replies
	name      string        // under which it takes jobs
	submitted chan struct{} // wakes whoever waits for a job
	working   working
	deaf      atomic.Bool // jobs cannot be taken
	closed    atomic.Bool // there are accounts
	doors     throttle
	sights    sights
	origins   http.CrossOriginProtection
	metrics   *metrics
}

// New is a server with its routes.
func New(c Config) *Server {
	s := &Server{Config: c, planning: make(chan struct{}, max(1, c.AtOnce)), importing: make(chan struct{}, 1), hashing: make(chan struct{}, 2)}
	s.name, s.submitted = newID(), make(chan struct{}, cap(s.planning))
	s.closed.Store(c.Closed)
	for _, own := range append([]string{c.Public}, c.Origins...) {
		_ = s.origins.AddTrustedOrigin(own) // what is no origin is trusted by nobody
	}
	s.metrics = newMetrics(s)
	s.layers = layers{server: s, kept: map[string]*planLayers{}}
	return s
}

// HTTP is the server ready to listen, with the limits set.
func (s *Server) HTTP() *http.Server {
	return &http.Server{
		Handler: s.Handler(), ReadHeaderTimeout: headerTimeout, ReadTimeout: readTimeout, WriteTimeout: writeTimeout,
		IdleTimeout: idleTimeout, MaxHeaderBytes: maxHeader, ErrorLog: slog.NewLogLogger(s.Log.Handler(), slog.LevelDebug),
	}
}

// Handler is every address of the server, in one list.
func (s *Server) Handler() http.Handler {
	e := echo.New()
	e.HTTPErrorHandler = s.refuse
	e.IPExtractor = s.origin()
	routes := map[string]bool{}
	registered := func(method, path string) bool { return routes[method+" "+path] }
	logged := func(next echo.HandlerFunc) echo.HandlerFunc { return s.logged(registered, next) }
	admitted := func(next echo.HandlerFunc) echo.HandlerFunc { return s.admitted(registered, next) }
	e.Use(middleware.RequestID(), logged, s.recovered(), s.guarded, s.cors(), s.sameOrigin, middleware.GzipWithConfig(middleware.GzipConfig{Level: packing, Skipper: packed}), admitted)

	get := func(path string, h echo.HandlerFunc, parameters ...string) {
		e.Match([]string{http.MethodGet, http.MethodHead}, path, known(h, parameters...))
	}
	show := func(path string, h echo.HandlerFunc, parameters ...string) {
		get(path, h, append(parameters, choices...)...)
	}
	show("/", s.landing, "plan", "f")
	show("/duty", s.duty, "plan", "from")
	show("/duty/ask", s.askPage, "plan")
	show("/duty/brief", s.brief, "plan")
	show("/duty/done", s.done, "plan")
	get("/duty/done.csv", s.doneCSV, "plan", "by")
	get("/duty/done.pdf", s.donePDF, "plan")
	show("/duty/log", s.serviceLog, "month")
	for ending := range logFiles {
		get("/duty/log."+ending, s.logFile(ending), "month")
	}
	e.POST("/duty/done/service", known(s.countService))
	e.POST("/duty/done/track", known(s.uploadTrack, choices...))
	show("/month", s.month, "from", "to", "control")
	get("/month.csv", s.monthFile, "from", "to", "control")
	get("/month.json", s.monthFile, "from", "to", "control")
	get("/month.pdf", s.monthFile, "from", "to", "control")
	get("/month.svg", s.monthFile, "from", "to", "control")
	show("/month/fairness", s.fairnessPage, "from", "to")
	get("/month/fairness.csv", s.fairnessCSV, "from", "to")
	get("/month/fairness.pdf", s.fairnessPDF, "from", "to")
	show("/month/staffing", s.staffingPage, "job")
	e.POST("/month/staffing", known(s.askStaffing))
	get("/month/staffing.csv", s.staffingFile, "job")
	get("/month/staffing.pdf", s.staffingFile, "job")
	get("/month/staffing.svg", s.staffingFile, "job")
	show("/duty/workload", s.workload, "month")
	get("/duty/workload.csv", s.workloadCSV, "month")
	show("/repeat", s.repeat, "category")
	get("/repeat.svg", s.repeatSVG, "category")
	get("/repeat.csv", s.repeatCSV, "category")
	e.POST("/repeat/rounds", known(s.rounds))
	show("/experiments", s.listExperiments, drawFields...)
	show("/experiments/:id", s.oneExperiment)
	get("/experiments/:id/map.svg", s.lotMap)
	e.POST("/experiments", known(s.drawLots))
	e.POST("/experiments/:id/end", known(s.endExperiment))
	show("/wall", s.wall, "plan", "at")
	show("/u/:token", s.officer, "at")
	get("/u/:token/route.gpx", s.officerGPX)
	e.POST("/u/:token/reports", known(s.report))
	e.POST("/u/:token/track", known(s.officerTrack))
	e.POST("/plans/possible", known(s.possible))
	get("/healthz", s.health)
	get("/readyz", s.ready)
	get(metricsPath, s.metrics.write)
	show("/sign-in", s.signInPage, "next")
	e.POST("/sign-in", known(s.signIn))
	e.POST("/sign-out", known(s.signOut))
	get("/conformance", s.conformance, "f")
	get("/api", s.api, "f")
	get("/api.html", s.apiPage)
	get("/collections", s.listCollections, "f")
	get("/collections/:collection", s.oneCollection, "f")
	get("/collections/:collection/schema", s.schema, "f")
	get("/collections/:collection/queryables", s.schema, "f")
	e.Match([]string{http.MethodGet, http.MethodHead}, itemsPath, s.items) // each knows its own parameters
	get("/collections/:collection/items/:id", s.item, "f", "crs", "plan")
	get("/tiles/:set", s.tileSet, "plan", "f")
	get("/tiles/:set/:z/:x/:y", s.tile, "plan")
	get("/plans", s.listPlans)
	get("/plans/latest", s.latestPlan)
	get("/plans/:id", s.onePlan, "crs", "unit")
	get("/plans/:id/reports", s.planReports)
	get("/plans/:id/areas", s.planAreas)
	get("/plans/:id/since", s.since)
	e.POST("/plans", known(s.makePlan))
	e.POST("/plans/:id/approve", known(s.approve))
	e.POST("/plans/:id/changes", known(s.changePlan))
	e.POST("/plans/:id/fits", known(s.fits))
	get("/processes", s.listProcesses, "f")
	get("/processes/:process", s.oneProcess, "f")
	e.POST("/processes/:process/execution", known(s.execute))
	get("/jobs", s.listJobs, "f")
	get("/jobs/:job", s.oneJob, "f")
	get("/jobs/:job/events", s.events)
	get("/jobs/:job/results", s.results, "f")
	e.DELETE("/jobs/:job", known(s.dismissJob))
	e.POST("/incidents", known(s.importIncidents))
	show("/areas", s.listAreas)
	show("/areas/:id", s.areaSheet, "from", "to")
	e.POST("/areas", known(s.keepAreas))
	e.DELETE("/areas/:id", known(s.dropArea))
	get("/presets", s.listPresets)
	e.POST("/presets", known(s.keepPreset))
	e.DELETE("/presets/:name", known(s.dropPreset))
	get("/words/:lang", table)
	get("/static/:name", static)
	for _, r := range e.Routes() {
		routes[r.Method+" "+r.Path] = true
	}
	return e
}

// origin finds the address of the machine that asks: the one of the connection, unless a trusted proxy says another.
func (s *Server) origin() echo.IPExtractor {
	if len(s.Behind) == 0 {
		return echo.ExtractIPDirect()
	}
	trust := []echo.TrustOption{echo.TrustLoopback(false), echo.TrustLinkLocal(false), echo.TrustPrivateNet(false)}
	for _, proxy := range s.Behind {
		trust = append(trust, echo.TrustIPRange(proxy))
	}
	return echo.ExtractIPFromXFFHeader(trust...)
}

// sameOrigin refuses what a foreign page has a browser send.
func (s *Server) sameOrigin(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if err := s.origins.Check(c.Request()); err != nil {
			return problem(http.StatusForbidden, "Origin", "this request comes from another site's page")
		}
		return next(c)
	}
}

// known refuses query parameters that an address does not have, as OGC API - Features Part 1, 7.3 asks.
func known(h echo.HandlerFunc, parameters ...string) echo.HandlerFunc {
	return func(c echo.Context) error {
	given:
		for name := range c.QueryParams() {
			for _, p := range parameters {
				if name == p {
					continue given
				}
			}
			return problem(http.StatusBadRequest, name, "this address has no such parameter")
		}
		return h(c)
	}
}

// policy is what a page may load: our own files only, no script or style within the page. The map makes pictures of its
// own (data:, blob:).
const policy = "default-src 'none'; script-src 'self'; worker-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self' data: blob:; " +
	"manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

// guarded sets the headers that keep a browser from doing more than it should.
func (s *Server) guarded(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		h := c.Response().Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cache-Control", "no-store")
		if s.secure() {
			h.Set("Strict-Transport-Security", "max-age=31536000")
		}
		return next(c)
	}
}

// logged writes a line a request: no coordinates, no query, no personal text.
func (s *Server) logged(registered func(method, path string) bool, next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		start := s.Now()
		err := next(c)
		if err != nil {
			c.Error(err)
		}
		took := s.Now().Sub(start)
		s.count(c, registered(c.Request().Method, c.Path()), took.Seconds())
		s.Log.Info("request", "id", c.Response().Header().Get(echo.HeaderXRequestID), "method", c.Request().Method,
			"route", c.Path(), "status", c.Response().Status, "took", took)
		return nil
	}
}

// recovered makes one answer of a panic; where it happened only the log says.
func (s *Server) recovered() echo.MiddlewareFunc {
	return middleware.RecoverWithConfig(middleware.RecoverConfig{LogErrorFunc: func(c echo.Context, err error, stack []byte) error {
		s.Log.Error("panic", "id", c.Response().Header().Get(echo.HeaderXRequestID), "route", c.Path(), "error", err, "stack", string(stack))
		return err
	}})
}

// health tells that the server is up; ready, that the store answers too.
func (s *Server) health(c echo.Context) error { return c.String(http.StatusOK, "ok\n") }

func (s *Server) ready(c echo.Context) error {
	if _, err := s.Store.Span(c.Request().Context()); err != nil {
		s.Log.Error("not ready", "error", err)
		return problem(http.StatusServiceUnavailable, "", "the store does not answer")
	}
	return c.String(http.StatusOK, "ready\n")
}
