package server

import (
	"strconv"

	"github.com/labstack/echo/v4"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// metricsPath is where Prometheus reads: from loopback, with a token that is for it, or as an admin.
const metricsPath = "/metrics"

// metrics count requests by address, never by what stands in them.
type metrics struct {
	registry *prometheus.Registry
	requests *prometheus.CounterVec
	took     *prometheus.HistogramVec
}

func newMetrics(s *Server) *metrics {
	m := &metrics{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "nightbeat_requests_total", Help: "Requests answered."}, []string{"method", "route", "status"}),
		took: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "nightbeat_request_seconds", Help: "How long requests took.", Buckets: []float64{.005, .02, .1, .5, 2, 10, 60},
		}, []string{"route"}),
	}
	gauge := func(name, help string, value func() int) prometheus.Collector {
		return prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: name, Help: help}, func() float64 { return float64(value()) })
	}
	m.registry.MustRegister(m.requests, m.took, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
		gauge("nightbeat_plans_in_work", "Plans being made.", func() int { return len(s.planning) }),
		gauge("nightbeat_jobs_open", "Jobs that wait or run.", s.openJobs))
	return m
}

// write answers GET /metrics.
func (m *metrics) write(c echo.Context) error {
	promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{DisableCompression: true}).ServeHTTP(c.Response(), c.Request())
	return nil
}

// count counts a request that was answered. All addresses that are not there count as one.
func (s *Server) count(c echo.Context, registered bool, seconds float64) {
	method, route := c.Request().Method, c.Path()
	if !registered {
		method, route = "other", "other"
	}
	s.metrics.requests.WithLabelValues(method, route, strconv.Itoa(c.Response().Status)).Inc()
	s.metrics.took.WithLabelValues(route).Observe(seconds)
}
