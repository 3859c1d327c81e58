package web_test

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/procgraph/procgraph/graph/hunts"
	"github.com/procgraph/procgraph/web"
)

func postHunt(h http.Handler, body string) (int, string) {
	w := post(h, body, func(r *http.Request) { r.URL.Path = "/api/v1/hunts/run" })
	return w.Code, w.Body.String()
}

func TestHuntsAreListed(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"mine.cypher":   "// title: Mine\n// question: Which?\nMATCH (n:Host {caseName: $case}) RETURN n.name AS host\n",
		"broken.cypher": "// title: Broken\n// question: Which?\nMATCH (n:Host {caseName: $case}) DELETE n\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	l, err := hunts.Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	h := newServer(t, web.Options{Store: newSlow(), Hunts: l}).Handler()
	w := get(h, "/api/v1/hunts", nil)
	view := data(t, w)
	if n := len(view["items"].([]any)); n < 21 || view["runnable"] != false {
		t.Errorf("%d hunts, runnable %v", n, view["runnable"])
	}
	if !strings.Contains(w.Body.String(), `"problems":[{"file":"broken.cypher","line":3,"reason":"`) || !strings.Contains(w.Body.String(), `"name":"mine"`) {
		t.Errorf("%s", w.Body)
	}
	readContract(t, h).checkMethod(t, "get", "/api/v1/hunts", "200", w.Body.Bytes())
}

func TestHuntsRun(t *testing.T) {
	run := &runner{}
	h := newServer(t, web.Options{Store: newSlow(), Cypher: run}).Handler()
	for _, c := range []struct {
		body   string
		status int
		part   string
	}{
		{`{"name":"process-ancestry","params":{"process":"p:1"}}`, 200, `"columns":["n","p"]`},
		{`{"name":"process-ancestry"}`, 400, "the parameter process: it is missing"},
		{`{"name":"process-ancestry","params":{"process":"p:1","limit":0}}`, 400, "limit: it must be a whole number from 1"},
		{`{"name":"process-ancestry","params":{"process":"p:1","other":0}}`, 400, "other"},
		{`{"name":"nothing"}`, 404, `"code":"not_found"`},
		{`{"name":"rarest","timeout_seconds":-1}`, 400, "timeout_seconds"},
		{`{"name":"rarest","params":{"what":"colour"}}`, 400, "image, hash, pair"},
	} {
		if status, body := postHunt(h, c.body); status != c.status || !strings.Contains(body, c.part) {
			t.Errorf("%s gives %d %s", c.body, status, body)
		}
	}
	if status, _ := postHunt(h, `{"name":"process-descendants","params":{"process":"p:2","limit":90000}}`); status != 200 ||
		run.asked.Params["process"] != "p:2" || run.asked.Limits.Rows != 10_000 || !strings.Contains(run.asked.Text, "SPAWNED") {
		t.Errorf("%d, asked %+v", status, run.asked)
	}
}

func TestHuntsOnACaseFile(t *testing.T) {
	h := newServer(t, web.Options{Store: newSlow()}).Handler()
	if status, body := postHunt(h, `{"name":"rarest"}`); status != http.StatusNotImplemented || !strings.Contains(body, `"code":"unsupported"`) || !strings.Contains(body, "procgraph neo4j start") {
		t.Errorf("%d %s", status, body)
	}
}
