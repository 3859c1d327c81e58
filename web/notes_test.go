package web_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/internal/importjob"
	"github.com/procgraph/procgraph/web"
)

func send(h http.Handler, method, path, contentType, body string, change func(*http.Request)) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, "http://127.0.0.1:7475/api/v1"+path, strings.NewReader(body))
	r.Header.Set("Content-Type", contentType)
	if change != nil {
		change(r)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func put(h http.Handler, note string) *httptest.ResponseRecorder {
	return send(h, http.MethodPut, "/notes", "application/json", note, nil)
}

func TestNotes(t *testing.T) {
	store := demoCase(t)
	s := newServer(t, web.Options{Store: store, Capabilities: store.Capabilities(), Notes: store})
	h := s.Handler()
	c := readContract(t, h)
	host := data(t, get(h, "/api/v1/hosts", nil))["items"].([]any)[0].(map[string]any)
	key, _ := json.Marshal(host["key"])
	first := put(h, fmt.Sprintf(`{"about_kind":"host","about":%s,"tags":["b","a"," a "],"comment":" seen "}`, key))
	view := data(t, first)
	if fmt.Sprint(view["tags"]) != "[a b]" || view["comment"] != "seen" || view["title"] != host["name"] {
		t.Errorf("%v", view)
	}
	c.checkMethod(t, "put", "/api/v1/notes", "200", first.Body.Bytes())
	list := get(h, "/api/v1/notes", nil)
	if d := data(t, list); len(d["items"].([]any)) != 1 || d["writable"] != true {
		t.Errorf("%v", d)
	}
	c.check(t, "/api/v1/notes", "200", list.Body.Bytes())

	seen, _ := json.Marshal(view["changed"])
	for _, e := range []struct {
		name, note string
		status     int
	}{
		{"without what was seen", fmt.Sprintf(`{"about_kind":"host","about":%s,"comment":"x"}`, key), 409},
		{"seen another", fmt.Sprintf(`{"about_kind":"host","about":%s,"comment":"x","seen":"2001-01-01T00:00:00Z"}`, key), 409},
		{"unknown host", `{"about_kind":"host","about":"h:nowhere","comment":"x"}`, 404},
		{"unknown kind", `{"about_kind":"warning","about":"x","comment":"x"}`, 400},
		{"a colour that is none", fmt.Sprintf(`{"about_kind":"host","about":%s,"colour":"ultraviolet"}`, key), 400},
		{"too long", fmt.Sprintf(`{"about_kind":"host","about":%s,"comment":%q}`, key, strings.Repeat("x", graph.MaxComment+1)), 400},
		{"unknown member", fmt.Sprintf(`{"about_kind":"host","about":%s,"x":1}`, key), 400},
		{"too large", `{"about":"` + strings.Repeat("x", 128<<10) + `"}`, 413},
		{"seen", fmt.Sprintf(`{"about_kind":"host","about":%s,"comment":"x","seen":%s}`, key, seen), 200},
	} {
		w := put(h, e.note)
		if w.Code != e.status {
			t.Errorf("%s: %d %s", e.name, w.Code, w.Body)
		}
		if e.status != 200 {
			c.checkMethod(t, "put", "/api/v1/notes", "default", w.Body.Bytes())
		}
	}
	if w := send(h, http.MethodPut, "/notes", "application/json", "{}", func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "cross-site") }); w.Code != http.StatusForbidden {
		t.Errorf("another site: %d", w.Code)
	}
	if w := send(h, http.MethodPost, "/notes", "application/json", "{}", nil); w.Code != http.StatusRequestEntityTooLarge && w.Code != http.StatusMethodNotAllowed {
		t.Errorf("POST: %d %s", w.Code, w.Body)
	}
	if w := get(h, "/api/v1/report?format=md", nil); w.Code != 200 || !strings.HasPrefix(w.Body.String(), "# Case report") || w.Header().Get("Content-Disposition") != `attachment; filename="report.md"` {
		t.Errorf("%d %v %.100s", w.Code, w.Header(), w.Body)
	}
	reading := newServer(t, web.Options{Store: store, Capabilities: store.Capabilities()}).Handler()
	if w := put(reading, "{}"); w.Code != http.StatusNotImplemented {
		t.Errorf("a server that only reads: %d", w.Code)
	}
	if d := data(t, get(reading, "/api/v1/notes", nil)); d["writable"] != false {
		t.Errorf("%v", d)
	}
}

// TestNotesAtOnce: of requests that have seen the same note one is kept, the others are told.
func TestNotesAtOnce(t *testing.T) {
	store := demoCase(t)
	h := newServer(t, web.Options{Store: store, Capabilities: store.Capabilities(), Notes: store}).Handler()
	host := data(t, get(h, "/api/v1/hosts", nil))["items"].([]any)[0].(map[string]any)
	key, _ := json.Marshal(host["key"])
	const writers = 8
	answers := make(chan *httptest.ResponseRecorder, writers)
	begin := make(chan struct{})
	for i := range writers {
		go func() {
			<-begin
			answers <- put(h, fmt.Sprintf(`{"about_kind":"host","about":%s,"comment":"writer %d"}`, key, i))
		}()
	}
	close(begin)
	statuses := map[int]int{}
	for range writers {
		statuses[(<-answers).Code]++
	}
	if statuses[http.StatusOK] != 1 || statuses[http.StatusConflict] != writers-1 {
		t.Errorf("answers by status: %v", statuses)
	}
}

// importer keeps what it is given.
type importer struct {
	name, body string
	err        error
}

func (i *importer) Import(_ context.Context, name string, body io.Reader) (importjob.Job, error) {
	text, err := io.ReadAll(body)
	if i.err != nil {
		err = i.err
	}
	i.name, i.body = name, string(text)
	return importjob.Job{ID: "1", Name: name, State: importjob.Queued}, err
}

func (i *importer) Jobs() []importjob.Job { return []importjob.Job{{ID: "1", State: importjob.Done}} }

func (i *importer) Job(id string) (importjob.Job, error) {
	if id != "1" {
		return importjob.Job{}, importjob.ErrUnknown
	}
	return importjob.Job{ID: "1", State: importjob.Done, Reports: []graph.FileReport{{File: "a", Rejections: []graph.Rejection{}}}}, nil
}

func (i *importer) Cancel(id string) (importjob.Job, error) { return i.Job(id) }
func (i *importer) Limit() int64                            { return 5 << 20 }

func TestImport(t *testing.T) {
	i := &importer{}
	h := newServer(t, web.Options{Store: newSlow(), Importer: i, Token: "secret"}).Handler()
	c := readContract(t, newServer(t, web.Options{Store: newSlow()}).Handler())
	bearer := func(r *http.Request) { r.Header.Set("Authorization", "Bearer secret") }
	octets := "application/octet-stream"
	for _, e := range []struct {
		name, path, kind, body string
		change                 func(*http.Request)
		err                    error
		status                 int
	}{
		{"good", "/import?name=a%2Fb.evtx", octets, "content", bearer, nil, 200},
		{"no token", "/import?name=a", octets, "content", nil, nil, 401},
		{"another site", "/import?name=a", octets, "content", func(r *http.Request) { bearer(r); r.Header.Set("Origin", "http://evil.example.test") }, nil, 403},
		{"a form", "/import?name=a", "multipart/form-data; boundary=x", "content", bearer, nil, 415},
		{"another parameter", "/import?path=a", octets, "content", bearer, nil, 400},
		{"too large", "/import?name=a", octets, "content", bearer, importjob.ErrTooLarge, 413},
		{"no room", "/import?name=a", octets, "content", bearer, importjob.ErrFull, 429},
		{"cancel", "/import/cancel", "application/json", `{"id":"1"}`, bearer, nil, 200},
		{"cancel nothing", "/import/cancel", "application/json", `{"id":"2"}`, bearer, nil, 404},
	} {
		i.body, i.err = "", e.err
		w := send(h, http.MethodPost, e.path, e.kind, e.body, e.change)
		if w.Code != e.status || e.status != 200 && !strings.Contains(w.Body.String(), `"hint":"`) {
			t.Errorf("%s: %d %s", e.name, w.Code, w.Body)
		}
		if e.status > 400 && e.err == nil && i.body != "" {
			t.Errorf("%s: the body was taken", e.name)
		}
		path, _, _ := strings.Cut("/api/v1"+e.path, "?")
		if e.status == 200 {
			c.checkMethod(t, "post", path, "200", w.Body.Bytes())
		}
	}
	if w := send(h, http.MethodPost, "/import?name=a%2Fb.evtx", octets, "content", bearer); w.Code != 200 && i.name != "a/b.evtx" || i.body != "" && i.body != "content" {
		t.Errorf("%q %q", i.name, i.body)
	}
	for path, status := range map[string]int{"/imports": 200, "/imports?id=1": 200, "/imports?id=2": 404} {
		w := get(h, "/api/v1"+path, bearer)
		if w.Code != status {
			t.Errorf("%s: %d %s", path, w.Code, w.Body)
		}
		if status == 200 {
			c.check(t, "/api/v1/imports", "200", w.Body.Bytes())
		}
	}
	reading := newServer(t, web.Options{Store: newSlow()}).Handler()
	if w := send(reading, http.MethodPost, "/import", octets, "x", nil); w.Code != http.StatusNotImplemented {
		t.Errorf("a server that only reads: %d %s", w.Code, w.Body)
	}
}
