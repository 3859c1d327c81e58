package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/procgraph/procgraph/graph"
)

func TestCypherParams(t *testing.T) {
	got, err := cypherParams([]string{"a=42", "b=true", `c=["x",1.5]`, `d="42"`, "e=ws01", "f=", "$g=a=b", "h=9007199254740993", "i=1 2", "j=null"})
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]any{"a": json.Number("42"), "b": true, "c": []any{"x", json.Number("1.5")}, "d": "42", "e": "ws01", "f": "", "g": "a=b",
		"h": json.Number("9007199254740993"), "i": "1 2", "j": nil}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	for _, bad := range [][]string{{"x"}, {"=1"}, {"$=1"}, {"x=1", "$x=2"}} {
		var usage usageError
		if _, err := cypherParams(bad); !errors.As(err, &usage) {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

// hostileRows are an answer of all kinds of values with texts that mean harm.
func hostileRows() [][]any {
	node := &graph.CypherNode{ID: "1", Labels: []string{"Process"}, Key: "p:1", Properties: map[string]any{"commandLine": "a\x1b[2J\u202e.exe"}}
	other := &graph.CypherNode{ID: "2", Labels: []string{"Host"}, Key: "h:1", Properties: map[string]any{}}
	ran := &graph.CypherRelationship{ID: "3", Type: "RAN_ON", Start: "2", End: "1", Properties: map[string]any{}}
	return [][]any{
		{"=cmd|' /C calc'!A0", graph.CypherInt(-5), node},
		{"-x\u009b31m", graph.CypherInt(1 << 60), &graph.CypherPath{Nodes: []*graph.CypherNode{node, other}, Relationships: []*graph.CypherRelationship{ran}}},
		{"tail\r\n\x00", graph.CypherFloat(math.Inf(1)), []any{nil, true, "\u200b"}},
		{nil, graph.CypherFloat(-0.5), map[string]any{"@a": "\U000e0041"}},
	}
}

func printHostile(t *testing.T, format string, terminal bool) (out, said string) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	s := newCypherSink(&app{ctx: t.Context(), out: &stdout, err: &stderr, terminal: terminal}, format)
	if err := s.Columns([]string{"=text", "n", "v"}); err != nil {
		t.Fatal(err)
	}
	for _, row := range hostileRows() {
		if err := s.Row(row); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.finish(graph.CypherSummary{Rows: 4, Limit: graph.CypherRowLimit, Notices: []string{"all cases\x1b"}}); err != nil {
		t.Fatal(err)
	}
	return stdout.String(), stderr.String()
}

// TestCypherOutputIsSafe: no format lets a control reach a terminal, or a formula a spreadsheet.
func TestCypherOutputIsSafe(t *testing.T) {
	for _, format := range []string{"table", "json", "jsonl", "csv"} {
		out, said := printHostile(t, format, true)
		for i, r := range out + said {
			if r != '\n' && (r < ' ' || r == 0x7f || r == 0x9b || r == 0x202e || r == 0x200b || r == 0xe0041) {
				t.Errorf("%s holds %U at %d", format, r, i)
			}
		}
		if format != "json" && !strings.Contains(said, "first 4 of more") {
			t.Errorf("%s says %q", format, said)
		}
	}
	out, _ := printHostile(t, "csv", false)
	if !strings.HasPrefix(out, "'=text,n,v\n'=cmd|' /C calc'!A0,-5,") || !strings.Contains(out, "\n'-x") || !strings.Contains(out, ",Infinity,") || !strings.Contains(out, "\n,-0.5,") {
		t.Errorf("%q", out)
	}
}

func TestCypherJSONIsWhole(t *testing.T) {
	out, _ := printHostile(t, "json", false)
	var answer graph.CypherAnswer
	if err := json.Unmarshal([]byte(out), &answer); err != nil {
		t.Fatal(err)
	}
	if len(answer.Rows) != 4 || answer.Truncated != "rows" || answer.Rows[1][1] != "1152921504606846976" || answer.Rows[1][0] != "-x\u009b31m" || answer.Rows[0][1] != -5.0 {
		t.Errorf("%+v", answer)
	}
	out, _ = printHostile(t, "jsonl", false)
	lines := strings.Split(strings.TrimSpace(out), "\n")
	var row struct {
		Text string `json:"=text"`
		V    struct {
			Kind string `json:"$type"`
		} `json:"v"`
	}
	if err := json.Unmarshal([]byte(lines[0]), &row); err != nil || len(lines) != 4 || row.Text != "=cmd|' /C calc'!A0" || row.V.Kind != "node" {
		t.Errorf("%v, %+v in %s", err, row, out)
	}
}

func TestCypherText(t *testing.T) {
	rows := hostileRows()
	for want, v := range map[string]any{
		"null": nil, "true": true, "[null, true, \u200b]": rows[2][2], "1152921504606846976": rows[1][1],
		"(:Process a\x1b[2J\u202e.exe p:1)<-[:RAN_ON]-(:Host h:1)": rows[1][2], `{"@a":"\udb40\udc41"}`: rows[3][2],
	} {
		if got := cypherText(v); got != want {
			t.Errorf("%v is %q, want %q", v, got, want)
		}
	}
}

func TestCypherErrorIsExplained(t *testing.T) {
	sentence, next := explain(fmt.Errorf("x: %w", &graph.CypherError{Kind: graph.CypherWrong, Message: "m", Hint: "h", Line: 2, Column: 3}))
	if !strings.Contains(sentence, "line 2, column 3: m") || next != "h" {
		t.Errorf("%q, %q", sentence, next)
	}
}
