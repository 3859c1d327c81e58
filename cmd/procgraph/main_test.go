package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"github.com/rogpeppe/go-internal/testscript"
)

// The test binary is the procgraph of the scripts.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"procgraph": main})
}

// TestScripts runs testdata/script: each a command with what it has to print.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits":      exits,
			"jsonobject": jsonObject,
			"safe":       safe,
		},
	})
}

// exits CODE COMMAND ARGS... runs a command that has to end with the code.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE COMMAND ARGS...")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	code := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		var exit *exec.ExitError
		if !errors.As(err, &exit) {
			ts.Fatalf("%s: %v", args[1], err)
		}
		code = exit.ExitCode()
	}
	if code != want {
		ts.Fatalf("%s ended with %d, want %d", strings.Join(args[1:], " "), code, want)
	}
}

// jsonObject FILE PATH=VALUE... checks that FILE holds exactly one JSON object
// and what stands in it: PATH is members and list places joined by dots, VALUE
// is JSON; without "=VALUE" the member has only to be there.
func jsonObject(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) == 0 {
		ts.Fatalf("usage: jsonobject FILE PATH=VALUE...")
	}
	dec := json.NewDecoder(strings.NewReader(ts.ReadFile(args[0])))
	var object map[string]any
	if err := dec.Decode(&object); err != nil {
		ts.Fatalf("%s is no JSON object: %v", args[0], err)
	}
	if dec.More() {
		ts.Fatalf("%s holds more than one JSON object", args[0])
	}
	for _, arg := range args[1:] {
		path, want, hasWant := strings.Cut(arg, "=")
		got, ok := lookUp(object, strings.Split(path, "."))
		if !ok {
			ts.Fatalf("%s: no member %s", args[0], path)
		}
		text, err := json.Marshal(got)
		ts.Check(err)
		if hasWant && string(text) != want {
			ts.Fatalf("%s: %s is %s, want %s", args[0], path, text, want)
		}
	}
}

func lookUp(v any, path []string) (any, bool) {
	for _, name := range path {
		switch x := v.(type) {
		case map[string]any:
			member, ok := x[name]
			if !ok {
				return nil, false
			}
			v = member
		case []any:
			i, err := strconv.Atoi(name)
			if err != nil || i < 0 || i >= len(x) {
				return nil, false
			}
			v = x[i]
		default:
			return nil, false
		}
	}
	return v, true
}

// safe FILE... checks that no control, format or bidirectional character is in
// the files: what a terminal may be shown.
func safe(ts *testscript.TestScript, neg bool, args []string) {
	for _, file := range args {
		data := []byte(ts.ReadFile(file))
		if len(bytes.TrimSpace(data)) == 0 {
			ts.Fatalf("%s is empty: nothing was tested", file)
		}
		for i, r := range string(data) {
			if r != '\n' && unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp) {
				ts.Fatalf("%s holds %U at byte %d", file, r, i)
			}
		}
	}
}
