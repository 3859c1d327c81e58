package web_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/web"
)

// runner answers Cypher with what a test tells it to.
type runner struct {
	asked   graph.CypherQuery
	summary graph.CypherSummary
	err     error
	entered chan struct{} // when not nil, RunCypher waits for its context
	left    chan error
}

func (r *runner) RunCypher(ctx context.Context, q graph.CypherQuery, out graph.CypherSink) (graph.CypherSummary, error) {
	r.asked = q
	if r.entered != nil {
		close(r.entered)
		<-ctx.Done()
		r.left <- ctx.Err()
		return r.summary, ctx.Err()
	}
	if r.err != nil {
		return r.summary, r.err
	}
	if err := out.Columns([]string{"n", "p"}); err != nil {
		return r.summary, err
	}
	node := &graph.CypherNode{ID: "1", Labels: []string{"Process"}, Key: "p:1", Properties: map[string]any{"pid": graph.CypherInt(4)}}
	return r.summary, out.Row([]any{graph.CypherInt(1 << 60), node})
}

func post(h http.Handler, body string, change func(*http.Request)) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, "http://127.0.0.1:7475/api/v1/cypher", strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	if change != nil {
		change(r)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func TestCypherAnswers(t *testing.T) {
	run := &runner{summary: graph.CypherSummary{Rows: 1, Limit: graph.CypherRowLimit, Notices: []string{"all cases"}, Took: 7 * time.Millisecond}}
	h := newServer(t, web.Options{Store: newSlow(), Cypher: run}).Handler()
	w := post(h, `{"query":"RETURN $a","params":{"a":9007199254740993},"limit":5,"timeout_seconds":2}`, nil)
	view := data(t, w)
	want := `"rows":[["1152921504606846976",{"$type":"node","id":"1","labels":["Process"],"key":"p:1","properties":{"pid":4}}]]`
	if !strings.Contains(w.Body.String(), want) || view["truncated"] != "rows" || !strings.HasPrefix(view["summary"].(string), "first 1 of more") || view["took_ms"] != 7.0 {
		t.Errorf("%s", w.Body)
	}
	if q := run.asked; q.Text != "RETURN $a" || q.Limits.Rows != 5 || q.Limits.Time != 2*time.Second || fmt.Sprint(q.Params["a"]) != "9007199254740993" {
		t.Errorf("%+v", q)
	}
	readContract(t, h).checkMethod(t, "post", "/api/v1/cypher", "200", w.Body.Bytes())
}

func TestCypherErrors(t *testing.T) {
	run := &runner{}
	h := newServer(t, web.Options{Store: newSlow(), Cypher: run}).Handler()
	c := readContract(t, h)
	for _, e := range []struct {
		err    error
		status int
		part   string
	}{
		{&graph.CypherError{Kind: graph.CypherWrong, Message: "m", Hint: "h", Line: 3, Column: 4}, 400, `"code":"invalid","message":"m","hint":"h","line":3,"column":4`},
		{&graph.CypherError{Kind: graph.CypherRefused, Message: "m", Hint: "h"}, 403, `"code":"forbidden"`},
		{&graph.CypherError{Kind: graph.CypherCostly, Message: "m", Hint: "h"}, 422, `"code":"limit"`},
		{&graph.CypherError{Kind: graph.CypherBusy, Message: "m", Hint: "h"}, 429, `"code":"busy"`},
		{graph.ErrUnavailable, 503, `"code":"unavailable"`},
		{errors.New("secret"), 500, `"code":"internal"`},
	} {
		run.err = e.err
		w := post(h, `{"query":"RETURN 1"}`, nil)
		if w.Code != e.status || !strings.Contains(w.Body.String(), e.part) || strings.Contains(w.Body.String(), "secret") {
			t.Errorf("%v gives %d %s", e.err, w.Code, w.Body)
		}
		c.checkMethod(t, "post", "/api/v1/cypher", "default", w.Body.Bytes())
	}
}

func TestCypherOnACaseFile(t *testing.T) {
	h := newServer(t, web.Options{Store: newSlow()}).Handler()
	w := post(h, `{"query":"RETURN 1"}`, nil)
	if w.Code != http.StatusNotImplemented || !strings.Contains(w.Body.String(), `"code":"unsupported"`) || !strings.Contains(w.Body.String(), "procgraph neo4j start") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}

// TestPostIsGuarded: what a page of another site, or a careless client, may not send.
func TestPostIsGuarded(t *testing.T) {
	run := &runner{}
	h := newServer(t, web.Options{Store: newSlow(), Cypher: run, Token: "secret"}).Handler()
	bearer := func(r *http.Request) { r.Header.Set("Authorization", "Bearer secret") }
	head := func(name, value string) func(*http.Request) {
		return func(r *http.Request) {
			bearer(r)
			r.Header.Set(name, value)
		}
	}
	const good = `{"query":"RETURN 1"}`
	for _, c := range []struct {
		name, body string
		change     func(*http.Request)
		status     int
	}{
		{"good", good, bearer, 200},
		{"own page", good, head("Sec-Fetch-Site", "same-origin"), 200},
		{"own origin", good, head("Origin", "http://127.0.0.1:7475"), 200},
		{"charset", good, head("Content-Type", "application/json; charset=UTF-8"), 200},
		{"no token", good, nil, 401},
		{"another site", good, head("Sec-Fetch-Site", "cross-site"), 403},
		{"another port's page", good, head("Sec-Fetch-Site", "same-site"), 403},
		{"another origin", good, head("Origin", "http://evil.example.test"), 403},
		{"another port's origin", good, head("Origin", "http://127.0.0.1:8000"), 403},
		{"no origin of a sandbox", good, head("Origin", "null"), 403},
		{"a form", good, head("Content-Type", "application/x-www-form-urlencoded"), 415},
		{"plain text", good, head("Content-Type", "text/plain"), 415},
		{"no type", good, head("Content-Type", ""), 415},
		{"another charset", good, head("Content-Type", "application/json; charset=utf-16"), 415},
		{"another host", good, func(r *http.Request) { bearer(r); r.Host = "evil.example.test" }, 421},
		{"parameters", good, func(r *http.Request) { bearer(r); r.URL.RawQuery = "x=1" }, 400},
		{"too large", `{"query":"` + strings.Repeat("a", 1<<20) + `"}`, bearer, 413},
		{"unknown member", `{"query":"RETURN 1","x":1}`, bearer, 400},
		{"two objects", good + good, bearer, 400},
		{"no JSON", "RETURN 1", bearer, 400},
		{"a list", "[]", bearer, 400},
		{"no UTF-8", "{\"query\":\"\xff\"}", bearer, 400},
		{"nothing", "", bearer, 400},
		{"too many rows", `{"query":"RETURN 1","limit":10001}`, bearer, 400},
		{"too long a time", `{"query":"RETURN 1","timeout_seconds":301}`, bearer, 400},
		{"GET", "", func(r *http.Request) { bearer(r); r.Method = http.MethodGet }, 405},
	} {
		t.Run(c.name, func(t *testing.T) {
			run.asked = graph.CypherQuery{}
			w := post(h, c.body, c.change)
			if w.Code != c.status || c.status != 200 && !strings.Contains(w.Body.String(), `"hint":"`) {
				t.Errorf("%d %s", w.Code, w.Body)
			}
			if c.status != 200 && run.asked.Text != "" {
				t.Error("the query was run")
			}
		})
	}
	r := httptest.NewRequest(http.MethodPost, "http://127.0.0.1:7475/api/v1/stats", strings.NewReader("{}"))
	bearer(r)
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	if w.Code != http.StatusRequestEntityTooLarge {
		t.Errorf("a body for another address gives %d", w.Code)
	}
}

// TestCypherEndsWithItsClient: a query is cancelled when the connection goes.
func TestCypherEndsWithItsClient(t *testing.T) {
	run := &runner{entered: make(chan struct{}), left: make(chan error, 1)}
	address, _, _ := serve(t, newServer(t, web.Options{Store: newSlow(), Cypher: run}))
	host := strings.TrimSuffix(strings.TrimPrefix(address, "http://"), "/")
	conn, err := net.Dial("tcp", host)
	if err != nil {
		t.Fatal(err)
	}
	const body = `{"query":"RETURN 1"}`
	fmt.Fprintf(conn, "POST /api/v1/cypher HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", host, len(body), body)
	select {
	case <-run.entered:
	case <-time.After(10 * time.Second):
		answer, _ := io.ReadAll(io.LimitReader(bufio.NewReader(conn), 100))
		t.Fatalf("the query was not run: %s", answer)
	}
	conn.Close()
	select {
	case err := <-run.left:
		if !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
	case <-time.After(10 * time.Second):
		t.Error("the query goes on")
	}
}
