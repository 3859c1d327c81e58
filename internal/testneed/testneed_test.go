package testneed

import (
	"runtime"
	"testing"
)

// recorder is a test that writes down how it was ended.
type recorder struct {
	testing.TB
	ended string
}

func (r *recorder) Helper()               {}
func (r *recorder) Fatalf(string, ...any) { r.end("failed") }
func (r *recorder) Skip(...any)           { r.end("skipped") }
func (r *recorder) end(how string)        { r.ended = how; runtime.Goexit() }

func TestMissing(t *testing.T) {
	for _, test := range []struct{ require, need, want string }{
		{"", "neo4j", "skipped"},
		{"browser,corpus", "neo4j", "skipped"},
		{"browser, neo4j", "neo4j", "failed"},
		{"neo4j", "neo4j", "failed"},
		{"neo4j2", "neo4j", "skipped"},
	} {
		t.Setenv(Variable, test.require)
		r := &recorder{}
		done := make(chan struct{})
		go func() {
			defer close(done)
			Missing(r, test.need, "it is not here")
		}()
		<-done
		if r.ended != test.want {
			t.Errorf("%s=%q: a test that lacks %s %s, want it %s", Variable, test.require, test.need, r.ended, test.want)
		}
	}
}
