package server

import (
	"fmt"
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"
)

// cors lets pages of the origins listed, and no others, read what the server answers (Fetch standard, 3.2). Cookies are
// never sent along; a token in a header is.
func (s *Server) cors() echo.MiddlewareFunc {
	if len(s.Origins) == 0 {
		return func(next echo.HandlerFunc) echo.HandlerFunc { return next }
	}
	return middleware.CORSWithConfig(middleware.CORSConfig{
		AllowOrigins:  s.Origins,
		AllowMethods:  []string{http.MethodGet, http.MethodHead},
		AllowHeaders:  []string{echo.HeaderAccept, echo.HeaderAuthorization, "If-None-Match"},
		ExposeHeaders: []string{"Content-Crs", echo.HeaderContentDisposition, "ETag", echo.HeaderRetryAfter},
		MaxAge:        600, // seconds
	})
}

// CheckOrigin refuses what is not the origin of a page, such as https://gis.example.org, and what would let many in.
func CheckOrigin(origin string) error {
	u, err := url.Parse(origin)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.Scheme+"://"+u.Host != origin {
		return fmt.Errorf("%.100q is no origin: write scheme, host and port, such as https://gis.example.org", origin)
	}
	for _, c := range u.Host {
		if c == '*' || c == '?' {
			return fmt.Errorf("%.100q would let many in: list each origin", origin)
		}
	}
	return nil
}
