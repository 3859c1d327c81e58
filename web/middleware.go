package web

import (
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/procgraph/procgraph/web/api"
)

// policy lets in nothing from elsewhere and no inline script or style.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; " +
	"base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// headers sets what every answer has.
func headers(c *gin.Context) {
	h := c.Writer.Header()
	h.Set("Content-Security-Policy", policy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
}

// checkHost refuses requests for other names than the server's: a page elsewhere
// that rebinds its name to this address cannot read the case.
func (s *Server) checkHost(c *gin.Context) {
	host := c.Request.Host
	if h, _, err := net.SplitHostPort(host); err == nil {
		host = h
	}
	host = strings.ToLower(strings.Trim(host, "[]"))
	if isLoopback(host) || s.hosts[host] || s.anyAddress() && isAddress(host) {
		return
	}
	s.send(c, api.Failure(&api.Error{Status: http.StatusMisdirectedRequest, Code: api.CodeForbidden,
		Message: "this server does not answer under that name", Hint: "Use the address that procgraph printed."}, ""))
}

// anyAddress says whether the server listens on all addresses.
func (s *Server) anyAddress() bool {
	for host := range s.hosts {
		a, err := netip.ParseAddr(host)
		if host == "" || err == nil && a.IsUnspecified() {
			return true
		}
	}
	return len(s.hosts) == 0
}

func isAddress(host string) bool {
	_, err := netip.ParseAddr(host)
	return err == nil
}

// cookie carries the token of the page's requests.
const cookie = "procgraph_token"

// refuseBody: only actions take a body, and one that is not read would hold its connection.
func (s *Server) refuseBody(c *gin.Context) {
	if c.Request.ContentLength == 0 || isAction(c.Request.Method, c.FullPath()) {
		return
	}
	c.Header("Connection", "close")
	s.send(c, api.Failure(&api.Error{Status: http.StatusRequestEntityTooLarge, Code: api.CodeTooLarge,
		Message: "this address takes no request body", Hint: "Ask with GET and put all parameters into the address."}, ""))
}

// checkToken asks for the token as a Bearer header or the cookie that
// /?token=... sets. Tokens are compared in constant time, whatever their length.
func (s *Server) checkToken(c *gin.Context) {
	if s.options.Token == "" {
		return
	}
	if given := c.Query("token"); given != "" && c.Request.Method == http.MethodGet && !isAPI(c.Request.URL.Path) {
		if s.rightToken(given) {
			http.SetCookie(c.Writer, &http.Cookie{Name: cookie, Value: s.pass(), Path: "/", HttpOnly: true, SameSite: http.SameSiteStrictMode})
			c.Redirect(http.StatusSeeOther, withoutToken(c.Request.URL))
			c.Abort()
			return
		}
	}
	if given, ok := strings.CutPrefix(c.GetHeader("Authorization"), "Bearer "); ok && s.rightToken(given) {
		return
	}
	if k, err := c.Request.Cookie(cookie); err == nil && same(k.Value, s.pass()) {
		return
	}
	c.Header("WWW-Authenticate", "Bearer")
	s.send(c, api.Failure(&api.Error{Status: http.StatusUnauthorized, Code: api.CodeUnauthorized,
		Message: "this server asks for its token", Hint: "Open the address that procgraph printed, with ?token=..., or send it as a Bearer header."}, ""))
}

func (s *Server) rightToken(given string) bool { return same(given, s.options.Token) }

// pass is the cookie's value. It is made from the token, so that any token fits
// into a cookie, and a server on another port, which browsers send the same
// cookies, does not learn the token itself.
func (s *Server) pass() string {
	mac := hmac.New(sha256.New, []byte(s.options.Token))
	mac.Write([]byte("procgraph cookie"))
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

// same compares in constant time, whatever the lengths.
func same(a, b string) bool {
	x, y := sha256.Sum256([]byte(a)), sha256.Sum256([]byte(b))
	return subtle.ConstantTimeCompare(x[:], y[:]) == 1
}

// withoutToken is the same address on this server without its token. A path such
// as //host, or one with characters that browsers drop, must not lead elsewhere.
func withoutToken(u *url.URL) string {
	q := u.Query()
	q.Del("token")
	to := url.URL{Path: "/" + strings.TrimLeft(u.Path, "/\\"), RawQuery: q.Encode()}
	return to.String()
}

// recovery answers a panic with the error envelope and logs it.
func (s *Server) recovery(c *gin.Context) {
	defer func() {
		if p := recover(); p != nil {
			if p == http.ErrAbortHandler { //nolint:errorlint // the panic value itself
				panic(p)
			}
			s.logger.Error("a handler panicked", "path", c.Request.URL.Path, "panic", fmt.Sprint(p))
			if !c.Writer.Written() {
				s.send(c, api.Failure(fmt.Errorf("panic: %v", p), ""))
			}
		}
	}()
	c.Next()
}

// observe measures and logs each request. Neither query nor token is logged.
func (s *Server) observe(c *gin.Context) {
	begin := time.Now()
	c.Next()
	route := c.FullPath()
	if route == "" {
		route = "page"
	}
	s.metrics.request(route, c.Writer.Status(), time.Since(begin))
	s.logger.Debug("request", "method", c.Request.Method, "route", route, "status", c.Writer.Status(), "took", time.Since(begin))
}
