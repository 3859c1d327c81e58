package web_test

import (
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/internal/democase"
	"github.com/procgraph/procgraph/web"
	"github.com/procgraph/procgraph/web/api"
)

// demoCase is a case file with the generated company in it.
func demoCase(t *testing.T) graph.Store {
	t.Helper()
	d, err := democase.Make(context.Background(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	return d.Store
}

func server(t *testing.T, store graph.Store, addr, token string) http.Handler {
	t.Helper()
	s, err := web.New(web.Options{Store: store, Capabilities: store.Capabilities(), Addr: addr, Token: token})
	if err != nil {
		t.Fatal(err)
	}
	return s.Handler()
}

func get(h http.Handler, target string, change func(*http.Request)) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodGet, "http://127.0.0.1:7475"+target, nil)
	if change != nil {
		change(r)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

// data is the data of a successful answer.
func data(t *testing.T, w *httptest.ResponseRecorder) map[string]any {
	t.Helper()
	var envelope struct {
		Status string         `json:"status"`
		Data   map[string]any `json:"data"`
	}
	if err := json.Unmarshal(w.Body.Bytes(), &envelope); err != nil {
		t.Fatalf("%v in %.200s", err, w.Body)
	}
	if w.Code != http.StatusOK || envelope.Status != "success" {
		t.Fatalf("status %d, %.300s", w.Code, w.Body)
	}
	return envelope.Data
}

func TestEveryEndpointAnswers(t *testing.T) {
	h := server(t, demoCase(t), "127.0.0.1:7475", "")
	roots := data(t, get(h, "/api/v1/roots?limit=1000", nil))["items"].([]any)
	key := ""
	for _, r := range roots {
		if row := r.(map[string]any); row["child_count"].(float64) > 0 {
			key = url.QueryEscape(row["key"].(string))
		}
	}
	sessions := data(t, get(h, "/api/v1/sessions?limit=5", nil))["items"].([]any)
	session := url.QueryEscape(sessions[0].(map[string]any)["key"].(string))
	if key == "" {
		t.Fatal("no root has children")
	}
	query := map[string]string{"/session": "?key=" + session, "/children": "?key=" + key, "/ancestors": "?key=" + key, "/process": "?key=" + key,
		"/sources": "?key=" + key, "/search": "?q=powershell", "/find": "?q=powershell", "/lineage": "?key=" + key, "/neighbours": "?kind=process&key=" + key,
		"/path": "?from_kind=process&from_key=" + key + "&to_kind=session&to_key=" + session}
	for _, e := range api.Endpoints() {
		t.Run(e.Path, func(t *testing.T) {
			target := api.Prefix + e.Path + query[e.Path]
			w := get(h, target, nil)
			if e.Path == "/report" { // a file that says when it was made
				if w.Code != http.StatusOK || w.Header().Get("Content-Disposition") != `attachment; filename="report.html"` {
					t.Errorf("status %d, %v", w.Code, w.Header())
				}
				return
			}
			data(t, w)
			tag := w.Header().Get("ETag")
			again := get(h, target, func(r *http.Request) { r.Header.Set("If-None-Match", tag) })
			if tag == "" || again.Code != http.StatusNotModified {
				t.Errorf("ETag %q gives %d, not 304", tag, again.Code)
			}
			if w := get(h, api.Prefix+e.Path+"?nonsense=1", nil); w.Code != http.StatusBadRequest || !strings.Contains(w.Body.String(), "nonsense") {
				t.Errorf("an unknown parameter gives %d: %s", w.Code, w.Body)
			}
		})
	}
	if n := len(data(t, get(h, "/api/v1/children?key="+key, nil))["items"].([]any)); n == 0 {
		t.Error("no children")
	}
}

func TestErrors(t *testing.T) {
	h := server(t, demoCase(t), "127.0.0.1:7475", "")
	for _, c := range []struct {
		target string
		status int
		code   string
	}{
		{"/api/v1/process?key=p:no:such", http.StatusNotFound, "not_found"},
		{"/api/v1/process", http.StatusBadRequest, "invalid"},
		{"/api/v1/roots?from=yesterday", http.StatusBadRequest, "invalid"},
		{"/api/v1/roots?after=%21%21", http.StatusBadRequest, "invalid"},
		{"/api/v1/none", http.StatusNotFound, "not_found"},
	} {
		w := get(h, c.target, nil)
		if w.Code != c.status || !strings.Contains(w.Body.String(), `"code":"`+c.code+`"`) {
			t.Errorf("%s: %d %s", c.target, w.Code, w.Body)
		}
	}
	r := httptest.NewRequest(http.MethodPost, "http://127.0.0.1/api/v1/stats", nil)
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	if w.Code != http.StatusMethodNotAllowed {
		t.Errorf("POST gives %d", w.Code)
	}
}

func TestHostHeader(t *testing.T) {
	h := server(t, demoCase(t), "127.0.0.1:7475", "")
	for host, status := range map[string]int{
		"127.0.0.1:7475": 200, "localhost": 200, "[::1]:7475": 200, "127.8.8.8": 200,
		"evil.example.test": 421, "127.0.0.1.example.test:7475": 421, "192.0.2.1": 421, "": 421,
	} {
		if w := get(h, "/api/v1/stats", func(r *http.Request) { r.Host = host }); w.Code != status {
			t.Errorf("Host %q gives %d, want %d", host, w.Code, status)
		}
	}
}

func TestToken(t *testing.T) {
	store := demoCase(t)
	if _, err := web.New(web.Options{Store: store, Addr: "0.0.0.0:7475"}); !errors.Is(err, web.ErrTokenNeeded) {
		t.Fatalf("another address without a token: %v", err)
	}
	h := server(t, store, "0.0.0.0:7475", "secret")
	if w := get(h, "/api/v1/stats", nil); w.Code != http.StatusUnauthorized {
		t.Errorf("without a token: %d", w.Code)
	}
	if w := get(h, "/api/v1/stats", func(r *http.Request) { r.Header.Set("Authorization", "Bearer wrong") }); w.Code != http.StatusUnauthorized {
		t.Errorf("with a wrong token: %d", w.Code)
	}
	if w := get(h, "/api/v1/stats", func(r *http.Request) { r.Header.Set("Authorization", "Bearer secret") }); w.Code != http.StatusOK {
		t.Errorf("with the token: %d", w.Code)
	}
	if w := get(h, "/healthz", nil); w.Code != http.StatusOK {
		t.Errorf("/healthz: %d", w.Code)
	}
	w := get(h, "/tree?host=h%3Aa&token=secret", nil)
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/tree?host=h%3Aa" {
		t.Fatalf("%d to %q", w.Code, w.Header().Get("Location"))
	}
	c := w.Result().Cookies()[0]
	if !c.HttpOnly || c.SameSite != http.SameSiteStrictMode {
		t.Errorf("cookie %+v", c)
	}
	if w := get(h, "/api/v1/stats", func(r *http.Request) { r.AddCookie(c) }); w.Code != http.StatusOK {
		t.Errorf("with the cookie: %d", w.Code)
	}
}

func TestPageAndHeaders(t *testing.T) {
	h := server(t, demoCase(t), "127.0.0.1:7475", "")
	for target, kind := range map[string]string{"/": "text/html", "/tree": "text/html", "/main.js": "text/javascript", "/css/page.css": "text/css"} {
		w := get(h, target, nil)
		if w.Code != http.StatusOK || !strings.HasPrefix(w.Header().Get("Content-Type"), kind) {
			t.Errorf("%s: %d %s", target, w.Code, w.Header().Get("Content-Type"))
		}
		if csp := w.Header().Get("Content-Security-Policy"); !strings.Contains(csp, "default-src 'none'") || strings.Contains(csp, "unsafe") {
			t.Errorf("%s: policy %q", target, csp)
		}
		if w.Header().Get("Access-Control-Allow-Origin") != "" {
			t.Errorf("%s: CORS is allowed", target)
		}
	}
	if w := get(h, "/none.js", nil); w.Code != http.StatusNotFound {
		t.Errorf("a missing file gives %d", w.Code)
	}
	if w := get(h, "/metrics", nil); !strings.Contains(w.Body.String(), "procgraph_http_request_duration_seconds") {
		t.Errorf("/metrics: %.200s", w.Body)
	}
	if w := get(h, "/readyz", nil); w.Code != http.StatusOK {
		t.Errorf("/readyz: %d", w.Code)
	}
	w := get(h, "/api/v1/hosts", func(r *http.Request) { r.Header.Set("Accept-Encoding", "gzip") })
	if w.Header().Get("Content-Encoding") != "gzip" {
		t.Fatalf("not compressed: %v", w.Header())
	}
	z, err := gzip.NewReader(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	if body, err := io.ReadAll(z); err != nil || !json.Valid(body) {
		t.Errorf("%v in %.100s", err, body)
	}
}
