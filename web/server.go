package web

import (
	"cmp"
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/klauspost/compress/gzhttp"
	"github.com/prometheus/client_golang/prometheus"

	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/graph/hunts"
	"github.com/procgraph/procgraph/internal/importjob"
	"github.com/procgraph/procgraph/web/api"
)

//go:embed static
var embedded embed.FS

// ErrTokenNeeded: the address can be reached from other machines and no token was given.
var ErrTokenNeeded = errors.New("an address that is not loopback needs a token")

// Options are what the server serves.
type Options struct {
	// Store is required; Capabilities are its.
	Store        graph.Reader
	Capabilities graph.Capabilities
	// Addr is the address it listens on, host:port. It decides whether a token is
	// needed and which Host headers are taken.
	Addr string
	// Token, when not empty, is asked of every request but /healthz and /readyz.
	Token string
	// Ingest and Decode may be nil, see api.Options.
	Ingest api.IngestStatus
	Decode func(commandLine string) []api.Decoded
	// Cypher answers queries; nil where the store cannot.
	Cypher graph.CypherRunner
	// Hunts are the saved questions; nil takes those that come with the program.
	Hunts *hunts.Library
	// Notes keeps notes; nil where the case is only read.
	Notes api.NoteKeeper
	// Importer takes uploads; nil where the case is only read.
	Importer importjob.Importer
	// Logger may be nil.
	Logger *slog.Logger
	// Registry takes the metrics and serves /metrics; nil makes one.
	Registry *prometheus.Registry
}

// Server serves one store.
type Server struct {
	options Options
	api     *api.API
	assets  *assets
	hosts   map[string]bool
	metrics *metrics
	logger  *slog.Logger
	handler http.Handler
}

// New returns a server. ErrTokenNeeded (wrapped) when Addr is not loopback and
// there is no token.
func New(o Options) (*Server, error) {
	if err := checkAddress(o.Addr, o.Token); err != nil {
		return nil, err
	}
	if o.Registry == nil {
		o.Registry = prometheus.NewRegistry()
	}
	if err := measure(&o); err != nil {
		return nil, err
	}
	a, err := api.New(api.Options{Store: o.Store, Capabilities: o.Capabilities, Ingest: o.Ingest, Decode: o.Decode, Cypher: o.Cypher, Hunts: o.Hunts, Notes: o.Notes, Importer: o.Importer})
	if err != nil {
		return nil, err
	}
	static, err := fs.Sub(embedded, "static")
	if err != nil {
		return nil, fmt.Errorf("opening the page's files: %w", err)
	}
	files, err := newAssets(static)
	if err != nil {
		return nil, err
	}
	s := &Server{options: o, api: a, assets: files, hosts: hostsOf(o.Addr), logger: o.Logger}
	if s.logger == nil {
		s.logger = slog.New(slog.DiscardHandler)
	}
	if s.metrics, err = newMetrics(o.Registry); err != nil {
		return nil, err
	}
	compress, err := gzhttp.NewWrapper(gzhttp.MinSize(1024))
	if err != nil {
		return nil, fmt.Errorf("setting up compression: %w", err)
	}
	s.handler = compress(s.routes())
	return s, nil
}

// Handler is the whole server as a handler.
func (s *Server) Handler() http.Handler { return s.handler }

// reading are the methods that every address answers.
var reading = []string{http.MethodGet, http.MethodHead}

func (s *Server) routes() http.Handler {
	gin.SetMode(gin.ReleaseMode)
	r := gin.New()
	r.HandleMethodNotAllowed = true
	// The router's own redirects would answer before any check below.
	r.RedirectTrailingSlash = false
	r.Use(s.recovery, s.observe, headers, s.checkHost, s.refuseBody)
	r.Match(reading, "/healthz", func(c *gin.Context) { c.String(http.StatusOK, "ok\n") })
	r.Match(reading, "/readyz", s.ready)
	r.Use(s.checkToken)
	r.Match(reading, "/metrics", gin.WrapH(s.metrics.handler()))
	endpoints := r.Group(api.Prefix)
	endpoints.Match(reading, api.OpenAPIPath, func(c *gin.Context) { s.send(c, api.OpenAPI(c.GetHeader("If-None-Match"))) })
	for _, e := range api.Endpoints() {
		endpoints.Match(reading, e.Path, func(c *gin.Context) {
			s.send(c, s.api.Answer(c.Request.Context(), &e, c.Request.URL.RawQuery, c.GetHeader("If-None-Match")))
		})
	}
	for _, action := range api.Actions() {
		endpoints.Handle(action.Verb(), action.Path, s.checkOrigin, func(c *gin.Context) { s.act(c, &action) })
	}
	r.NoMethod(s.otherMethod)
	r.NoRoute(s.page)
	return r
}

// send writes an answer of the API.
func (s *Server) send(c *gin.Context, r api.Response) {
	if r.Err != nil && r.Status >= http.StatusInternalServerError {
		s.logger.Error("request failed", "path", c.Request.URL.Path, "error", r.Err.Error())
	}
	if r.ETag != "" {
		c.Header("ETag", r.ETag)
	}
	c.Header("Cache-Control", "private, no-cache")
	c.Status(r.Status)
	if r.FileName != "" {
		c.Header("Content-Disposition", `attachment; filename="`+r.FileName+`"`)
	}
	if len(r.Body) > 0 {
		c.Data(r.Status, cmp.Or(r.ContentType, "application/json; charset=utf-8"), r.Body)
	}
	c.Abort()
}

func (s *Server) ready(c *gin.Context) {
	if _, err := s.options.Store.Version(c.Request.Context()); err != nil {
		c.String(http.StatusServiceUnavailable, "the store does not answer\n")
		return
	}
	c.String(http.StatusOK, "ready\n")
}

// The timeouts of a connection. Answers have none: a large export may take long.
const (
	headerTimeout   = 10 * time.Second
	idleTimeout     = 2 * time.Minute
	shutdownTimeout = 5 * time.Second
	maxHeader       = 64 << 10
)

// Serve answers on l until ctx ends; then requests that run are cancelled. It
// closes l. The error is nil after a clean end.
func (s *Server) Serve(ctx context.Context, l net.Listener) error {
	base, cancel := context.WithCancel(context.WithoutCancel(ctx))
	defer cancel()
	server := &http.Server{
		Handler: s.handler, ReadHeaderTimeout: headerTimeout, IdleTimeout: idleTimeout, MaxHeaderBytes: maxHeader,
		BaseContext: func(net.Listener) context.Context { return base },
		ErrorLog:    slog.NewLogLogger(s.logger.Handler(), slog.LevelDebug),
	}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(l) }()
	select {
	case err := <-ended:
		return fmt.Errorf("serving the page: %w", err)
	case <-ctx.Done():
	}
	cancel()
	stop, done := context.WithTimeout(context.WithoutCancel(ctx), shutdownTimeout)
	defer done()
	if err := server.Shutdown(stop); err != nil {
		server.Close()
	}
	if err := <-ended; !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("serving the page: %w", err)
	}
	return nil
}

// checkAddress refuses an address that others can reach without a token.
func checkAddress(addr, token string) error {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return fmt.Errorf("reading the address %q: %w", addr, err)
	}
	if token != "" || isLoopback(host) {
		return nil
	}
	return fmt.Errorf("%w: %s can be reached from other machines", ErrTokenNeeded, addr)
}

func isLoopback(host string) bool {
	if strings.EqualFold(host, "localhost") {
		return true
	}
	a, err := netip.ParseAddr(strings.Trim(host, "[]"))
	return err == nil && a.Unmap().IsLoopback()
}

// hostsOf are the host names, beside loopback, that requests may be for. A
// wildcard address takes any address, but no name: a name could be rebound.
func hostsOf(addr string) map[string]bool {
	host, _, _ := net.SplitHostPort(addr)
	return map[string]bool{strings.ToLower(host): host != ""}
}
