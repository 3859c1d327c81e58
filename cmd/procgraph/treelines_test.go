package main

import (
	"bytes"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/procgraph/procgraph/graph"
)

// row is a process in a tree.
func row(key, parent string, depth, children int) graph.ProcessRow {
	return graph.ProcessRow{Process: graph.Process{Key: key, Parent: parent, Image: `C:\` + key + ".exe", Observed: true}, Depth: depth, ChildCount: children}
}

// draw draws rows, each as its key.
func draw(t *testing.T, rows ...graph.ProcessRow) string {
	t.Helper()
	var out bytes.Buffer
	a := &app{out: &out}
	p := a.printer()
	printLines(p, treeLines(rows, func(r *graph.ProcessRow) string { return r.Key }))
	if err := p.done(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestTreeLines(t *testing.T) {
	tests := []struct {
		name string
		rows []graph.ProcessRow
		want []string
	}{
		{"none", nil, nil},
		{"one", []graph.ProcessRow{row("a", "", 0, 0)}, []string{"a"}},
		{"branches", []graph.ProcessRow{row("a", "", 0, 2), row("b", "a", 1, 2), row("c", "b", 2, 0), row("d", "b", 2, 0), row("e", "a", 1, 1), row("f", "e", 2, 0), row("g", "", 0, 0)},
			[]string{"a", "├─ b", "│  ├─ c", "│  └─ d", "└─ e", "   └─ f", "g"}},
		{"cut in depth", []graph.ProcessRow{row("a", "", 0, 2), row("b", "a", 1, 3), row("c", "a", 1, 0)},
			[]string{"a", "├─ b", "│  └─ … and 3 more", "└─ c"}},
		{"cut in number", []graph.ProcessRow{row("a", "", 0, 2), row("b", "a", 1, 5), row("c", "b", 2, 1), row("d", "c", 3, 0)},
			[]string{"a", "├─ b", "│  ├─ c", "│  │  └─ d", "│  └─ … and 4 more", "└─ … and 1 more"}},
		{"part of a tree", []graph.ProcessRow{row("a", "above", 0, 1), row("b", "a", 1, 0)}, []string{"a", "└─ b"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			want := strings.Join(tt.want, "\n")
			if want != "" {
				want += "\n"
			}
			if diff := cmp.Diff(want, draw(t, tt.rows...)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// A chain of many thousand generations is drawn without recursion, and its
// lines stay short.
func TestDeepTree(t *testing.T) {
	var rows []graph.ProcessRow
	for i := range 20_000 {
		rows = append(rows, row("p"+strconv.Itoa(i), "p"+strconv.Itoa(i-1), i, 1))
	}
	rows[len(rows)-1].ChildCount = 0
	lines := strings.Split(strings.TrimSpace(draw(t, rows...)), "\n")
	if len(lines) != 20_000 {
		t.Fatalf("%d lines", len(lines))
	}
	last := lines[len(lines)-1]
	if !strings.HasPrefix(last, "(level 19999) ") || !strings.HasSuffix(last, "└─ p19999") || len(last) > 200 {
		t.Errorf("last line %q", last)
	}
}

func TestDescribe(t *testing.T) {
	pid := int64(42)
	start := graph.Time{Ticks: 133540000001234567, Digits: 7}
	tests := []struct {
		name string
		row  graph.ProcessRow
		want string
	}{
		{"all", graph.ProcessRow{Process: graph.Process{PID: &pid, Image: `C:\Windows\CMD.exe`, CommandLine: "cmd /c dir", Start: start, Observed: true,
			RemoteOrigin: &graph.RemoteOrigin{SourceIP: "192.0.2.7"}}, UserName: `EXAMPLE\alice`, Flags: []string{"lsass-dump", "parent-stub"}},
			`CMD.exe (42)  2024-03-04 04:26:40.123Z  EXAMPLE\alice  [from 192.0.2.7]  !lsass-dump  cmd /c dir`},
		{"stub", graph.ProcessRow{Process: graph.Process{StartHint: graph.UnixSecond(1709526400)}},
			"(image not known)  ~2024-03-04 04:26:40Z  [stub: start not seen]"},
		{"hostile", graph.ProcessRow{Process: graph.Process{Image: "C:\\a\x1b[2J.exe", CommandLine: "x\u202ey\nz", Observed: true}, UserName: "u\x07"},
			`a\x1b[2J.exe  u\x07  x\u202ey\nz`},
		{"long", graph.ProcessRow{Process: graph.Process{Image: "a", CommandLine: strings.Repeat("x", 1000), Observed: true}},
			"a  " + strings.Repeat("x", mostCommand-1) + "…"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := describe(&tt.row); got != tt.want {
				t.Errorf("got  %q\nwant %q", got, tt.want)
			}
		})
	}
}

func TestLineageJudgesLinks(t *testing.T) {
	stub := row("stub", "", 0, 1)
	stub.Observed = false
	byStub := row("a", "stub", 0, 1)
	byStub.ParentVia = "pid-time"
	top := row("b", "a", 0, 2)
	top.ParentVia = "pid-time"
	certain := row("c", "b", 1, 0)
	certain.ParentVia = "guid"
	disputed := row("d", "b", 1, 0)
	disputed.ParentVia, disputed.ParentClaims = "guid", []graph.ParentClaim{{Parent: "b", Source: "sysmon"}}
	l := newLineage(top, []graph.ProcessRow{stub, byStub}, false, graph.Subtree{Rows: []graph.ProcessRow{top, certain, disputed}, Total: 3})
	got := map[string]string{l.Process.Key: l.Process.Confidence}
	for _, links := range [][]link{l.Ancestors, l.Descendants} {
		for _, x := range links {
			got[x.Key] = x.Confidence
		}
	}
	want := map[string]string{"stub": "", "a": "by reference", "b": "likely", "c": "certain", "d": "disputed"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if l.Total != 2 {
		t.Errorf("total %d, want 2 descendants", l.Total)
	}
	var out bytes.Buffer
	p := (&app{out: &out}).printer()
	printLineage(p, l)
	if err := p.done(); err != nil {
		t.Fatal(err)
	}
	wantText := "stub.exe  [stub: start not seen]\n└─ a.exe  [via pid-time, by reference]\n   └─ ▶ b.exe  [via pid-time, likely]\n" +
		"      ├─ c.exe  [via guid, certain]\n      └─ d.exe  [via guid, disputed]\n"
	if diff := cmp.Diff(wantText, out.String()); diff != "" {
		t.Error(diff)
	}
}
