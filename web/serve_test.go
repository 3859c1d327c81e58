package web_test

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/web"
)

// slow is a store whose Stats waits for its context and whose Hosts panics.
type slow struct {
	graph.Reader
	entered chan struct{}
	left    chan error
}

func newSlow() slow { return slow{entered: make(chan struct{}), left: make(chan error, 1)} }

func (s slow) Version(context.Context) (string, error) { return "1", nil }

func (s slow) Stats(ctx context.Context) (graph.Stats, error) {
	close(s.entered)
	<-ctx.Done()
	s.left <- ctx.Err()
	return graph.Stats{}, ctx.Err()
}

func (s slow) Hosts(context.Context) ([]graph.HostSummary, error) { panic("a secret of the store") }

func newServer(t *testing.T, o web.Options) *web.Server {
	t.Helper()
	if o.Addr == "" {
		o.Addr = "127.0.0.1:7475"
	}
	s, err := web.New(o)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// serve runs the server on a free port and returns its address, a way to end
// it, and its result.
func serve(t *testing.T, s *web.Server) (address string, end context.CancelFunc, result chan error) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	t.Cleanup(cancel)
	result = make(chan error, 1)
	go func() { result <- s.Serve(ctx, l) }()
	return "http://" + l.Addr().String(), cancel, result
}

func within(t *testing.T, what string, c <-chan error) error {
	t.Helper()
	select {
	case err := <-c:
		return err
	case <-time.After(8 * time.Second):
		t.Fatalf("%s does not end", what)
		return nil
	}
}

func TestClientGoneEndsItsQuery(t *testing.T) {
	defer goleak.VerifyNone(t)
	store := newSlow()
	address, end, result := serve(t, newServer(t, web.Options{Store: store}))
	ctx, leave := context.WithCancel(t.Context())
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	gone := make(chan error, 1)
	go func() {
		r, _ := http.NewRequestWithContext(ctx, http.MethodGet, address+"/api/v1/stats", nil)
		_, err := client.Do(r)
		gone <- err
	}()
	<-store.entered
	leave()
	if err := within(t, "the query", store.left); err != context.Canceled {
		t.Errorf("the query ends with %v", err)
	}
	if err := within(t, "the client", gone); err == nil {
		t.Error("the client got an answer")
	}
	end()
	if err := within(t, "the server", result); err != nil {
		t.Error(err)
	}
}

func TestShutdownEndsQueries(t *testing.T) {
	defer goleak.VerifyNone(t)
	store := newSlow()
	address, end, result := serve(t, newServer(t, web.Options{Store: store}))
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	gone := make(chan error, 1)
	go func() {
		w, err := client.Get(address + "/api/v1/stats")
		if err == nil {
			w.Body.Close()
		}
		gone <- err
	}()
	<-store.entered
	end()
	within(t, "the query", store.left)
	if err := within(t, "the server", result); err != nil {
		t.Error(err)
	}
	within(t, "the client", gone)
	if _, err := client.Get(address + "/healthz"); err == nil {
		t.Error("the server still answers")
	}
}

func TestPanicIsAnEnvelope(t *testing.T) {
	var log bytes.Buffer
	h := newServer(t, web.Options{Store: newSlow(), Logger: slog.New(slog.NewTextHandler(&log, nil))}).Handler()
	w := get(h, "/api/v1/hosts", nil)
	if w.Code != http.StatusInternalServerError || !strings.Contains(w.Body.String(), `"code":"internal"`) {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	if strings.Contains(w.Body.String(), "secret") {
		t.Errorf("the answer tells the inside: %s", w.Body)
	}
	if !strings.Contains(log.String(), "a secret of the store") {
		t.Errorf("the log does not say what happened: %s", log.String())
	}
}

func TestLogsHoldNoTokens(t *testing.T) {
	var log bytes.Buffer
	logger := slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	h := newServer(t, web.Options{Store: newSlow(), Token: "t0ken-of-the-case", Logger: logger}).Handler()
	for _, target := range []string{"/?token=t0ken-of-the-case", "/tree?token=t0ken-of-the-case-not", "/api/v1/hosts?token=t0ken-of-the-case", "/a%1b%5b2Jb%e2%80%ae"} {
		get(h, target, nil)
		get(h, target, func(r *http.Request) { r.Header.Set("Authorization", "Bearer t0ken-of-the-case") })
	}
	if strings.Contains(log.String(), "t0ken") || !strings.Contains(log.String(), "status=303") {
		t.Errorf("the log: %s", log.String())
	}
	if strings.ContainsAny(log.String(), "\x1b\u202e") {
		t.Errorf("the log holds raw control characters: %q", log.String())
	}
}

// TestTokenRedirect: the redirect stays on this server, whatever path was asked for.
func TestTokenRedirect(t *testing.T) {
	token := `a;b "c" é` // no cookie can hold it as it is
	h := newServer(t, web.Options{Store: newSlow(), Token: token}).Handler()
	for path, to := range map[string]string{
		"/": "/", "//evil.example.test": "/evil.example.test", "/%09/evil.example.test": "/%09/evil.example.test",
		"/%5Cevil.example.test": "/evil.example.test", "/tree?host=a%26b&token=x": "", "/a%3Fb": "/a%3Fb",
	} {
		r := httptest.NewRequest(http.MethodGet, "http://127.0.0.1/", nil)
		r.URL.Path, r.URL.RawPath = "", ""
		u, err := r.URL.Parse("http://127.0.0.1" + path)
		if err != nil {
			t.Fatal(err)
		}
		q := u.Query()
		if to != "" {
			q.Set("token", token)
		}
		u.RawQuery = q.Encode()
		r.URL = u
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if to == "" {
			if w.Code != http.StatusUnauthorized || len(w.Result().Cookies()) != 0 {
				t.Errorf("%s with a wrong token: %d, cookies %v", path, w.Code, w.Result().Cookies())
			}
			continue
		}
		if w.Code != http.StatusSeeOther || w.Header().Get("Location") != to {
			t.Errorf("%s: %d to %q, want %q", path, w.Code, w.Header().Get("Location"), to)
			continue
		}
		c := w.Result().Cookies()[0]
		if strings.Contains(c.Value, token) {
			t.Errorf("the cookie holds the token: %q", c.Value)
		}
		if w := get(h, "/", func(r *http.Request) { r.AddCookie(c) }); w.Code != http.StatusOK {
			t.Errorf("with the cookie: %d", w.Code)
		}
	}
	if w := get(h, "/", func(r *http.Request) { r.AddCookie(&http.Cookie{Name: "procgraph_token", Value: "wrong"}) }); w.Code != http.StatusUnauthorized {
		t.Errorf("with a wrong cookie: %d", w.Code)
	}
}

func TestMethodsAndBodies(t *testing.T) {
	h := newServer(t, web.Options{Store: newSlow()}).Handler()
	ask := func(method, target string, body io.Reader) *httptest.ResponseRecorder {
		r := httptest.NewRequest(method, "http://127.0.0.1:7475"+target, body)
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		return w
	}
	for _, c := range []struct {
		method, target string
		body           io.Reader
		status         int
		code           string
	}{
		{http.MethodHead, "/healthz", nil, http.StatusOK, ""},
		{http.MethodHead, "/api/v1/ingest", nil, http.StatusOK, ""},
		{http.MethodPost, "/api/v1/ingest", nil, http.StatusMethodNotAllowed, "method_not_allowed"},
		{http.MethodGet, "/api/v1/ingest/", nil, http.StatusNotFound, "not_found"},
		{http.MethodGet, "/api/v2/ingest", nil, http.StatusNotFound, "not_found"},
		{http.MethodGet, "/api/v1/ingest", strings.NewReader("x"), http.StatusRequestEntityTooLarge, "too_large"},
		{http.MethodGet, "/api/v1/ingest", io.MultiReader(strings.NewReader("x")), http.StatusRequestEntityTooLarge, "too_large"},
	} {
		w := ask(c.method, c.target, c.body)
		if w.Code != c.status || c.code != "" && !strings.Contains(w.Body.String(), `"code":"`+c.code+`"`) {
			t.Errorf("%s %s: %d %s", c.method, c.target, w.Code, w.Body)
		}
		if w.Header().Get("Content-Security-Policy") == "" || w.Header().Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s %s: no security headers", c.method, c.target)
		}
	}
}

func TestMetricsTellOfStoreAndIngest(t *testing.T) {
	h := server(t, demoCase(t), "127.0.0.1:7475", "")
	get(h, "/api/v1/stats", nil)
	if w := get(h, "/metrics", nil); !strings.Contains(w.Body.String(), `procgraph_store_query_duration_seconds_count{outcome="ok",query="stats"} 1`) {
		t.Errorf("the store's queries are not measured: %.300s", w.Body)
	}
}
