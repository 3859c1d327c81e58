package web_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/procgraph/procgraph/web"
	"github.com/procgraph/procgraph/web/api"
)

// contract compiles the schemas of the document that the server serves.
type contract struct {
	compiler *jsonschema.Compiler
	paths    []string
}

const documentURL = "https://example.test/openapi.json"

func readContract(t *testing.T, h http.Handler) contract {
	t.Helper()
	w := get(h, api.Prefix+api.OpenAPIPath, nil)
	if w.Code != http.StatusOK {
		t.Fatalf("status %d", w.Code)
	}
	body := w.Body.Bytes()
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	c := contract{compiler: jsonschema.NewCompiler()}
	c.compiler.AssertFormat()
	if err := c.compiler.AddResource(documentURL, document); err != nil {
		t.Fatal(err)
	}
	var paths struct {
		Paths map[string]map[string]any `json:"paths"`
	}
	if err := json.Unmarshal(body, &paths); err != nil {
		t.Fatal(err)
	}
	for p, methods := range paths.Paths {
		if methods["get"] != nil { // actions answer POST: action_test.go
			c.paths = append(c.paths, p)
		}
	}
	slices.Sort(c.paths)
	return c
}

// check validates a body against the schema of an address's answer, "200" or "default".
func (c contract) check(t *testing.T, path, status string, body []byte) {
	t.Helper()
	c.checkMethod(t, "get", path, status, body)
}

func (c contract) checkMethod(t *testing.T, method, path, status string, body []byte) {
	t.Helper()
	escaped := strings.ReplaceAll(path, "/", "~1")
	schema, err := c.compiler.Compile(documentURL + "#/paths/" + escaped + "/" + method + "/responses/" + status + "/content/application~1json/schema")
	if err != nil {
		t.Fatal(err)
	}
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if err := schema.Validate(value); err != nil {
		t.Errorf("%s: %v", path, err)
	}
}

// TestAnswersKeepTheContract compares what the server answers over a real case
// with the document: each documented address answers, and as described.
func TestAnswersKeepTheContract(t *testing.T) {
	h := server(t, demoCase(t), "127.0.0.1:7475", "")
	c := readContract(t, h)
	key := func(list string) string {
		items := data(t, get(h, api.Prefix+list, nil))["items"].([]any)
		if len(items) == 0 {
			t.Fatalf("%s is empty", list)
		}
		return url.QueryEscape(items[0].(map[string]any)["key"].(string))
	}
	process, session := key("/search?q=powershell"), key("/sessions?limit=1")
	queries := map[string][]string{
		"/session": {"key=" + session}, "/children": {"key=" + key("/roots?limit=1")}, "/ancestors": {"key=" + process},
		"/process": {"key=" + process}, "/search": {"q=powershell", "q=nothing-has-this-name"}, "/find": {"q=powershell", "q=host:x+192.0.2.14&group=sessions", "q=user:alice+time:2024"},
		"/sources": {"key=" + process, "kind=session&key=" + session},
		"/subtree": {"", "key=" + process, "depth=1000&limit=2"}, "/attempts": {"", "event_id=4625"},
		"/lineage": {"key=" + process, "down=0&hops=0&key=" + process}, "/neighbours": {"kind=process&key=" + process, "kind=session&key=" + session, "kind=address&key=192.0.2.14"},
		"/path":     {"from_kind=process&from_key=" + process + "&to_kind=session&to_key=" + session, "from_kind=process&from_key=" + process + "&to_kind=process&to_key=" + process},
		"/timeline": {"limit=5", "before=end&limit=3", "text=powershell"}, "/activity": {"", "buckets=3&text=nothing-has-this-name"},
		"/warnings": {"", "class=log-cleared"}, "/roots": {"limit=2", "observed=false"},
	}
	for _, path := range c.paths {
		name := strings.TrimPrefix(path, api.Prefix)
		if name == api.OpenAPIPath {
			continue
		}
		list := queries[name]
		if list == nil {
			list = []string{""}
		}
		for _, q := range list {
			w := get(h, path+"?"+q, nil)
			if w.Code != http.StatusOK {
				t.Errorf("%s?%s gives %d: %.200s", path, q, w.Code, w.Body)
				continue
			}
			if strings.HasPrefix(w.Header().Get("Content-Type"), "application/json") {
				c.check(t, path, "200", w.Body.Bytes())
			} else if name != "/report" {
				t.Errorf("%s is no JSON", path)
			}
		}
		w := get(h, path+"?nonsense=1", nil)
		c.check(t, path, "default", w.Body.Bytes())
	}
	if len(c.paths) != len(api.Endpoints())+1 {
		t.Errorf("%d addresses are documented, %d exist", len(c.paths), len(api.Endpoints())+1)
	}
}

// TestContractCanFail proves that the schemas refuse what breaks the contract.
func TestContractCanFail(t *testing.T) {
	h := newServer(t, web.Options{Store: newSlow()}).Handler()
	c := readContract(t, h)
	schema, err := c.compiler.Compile(documentURL + "#/paths/~1api~1v1~1roots/get/responses/200/content/application~1json/schema")
	if err != nil {
		t.Fatal(err)
	}
	for _, body := range []string{
		`{"status":"error","data":{"items":[],"total":0,"of":0}}`,
		`{"status":"success","data":{"items":null,"total":0,"of":0}}`,
		`{"status":"success","data":{"items":[{"key":"a"}],"total":1,"of":1}}`,
		`{"status":"success","data":{"items":[],"total":"0","of":0}}`,
	} {
		value, err := jsonschema.UnmarshalJSON(strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		if schema.Validate(value) == nil {
			t.Errorf("%s was taken", body)
		}
	}
}
