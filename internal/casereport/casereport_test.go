package casereport_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/graph/sqlitestore"
	"github.com/procgraph/procgraph/internal/casereport"
)

const hostile = "x`<script>alert(1)</script>\"'\u202e]](https://evil.example.test)|*_ www.evil.example.test \x1b[31m -->"

func at(n int64) graph.Time { return graph.UnixSecond(1_700_000_000 + n) }

// evil is a case in which every text is hostile: a parent, a process with children, its session.
func evil(t *testing.T) *sqlitestore.Store {
	t.Helper()
	s, err := sqlitestore.Open(t.Context(), filepath.Join(t.TempDir(), "case"), sqlitestore.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	pid := int64(42)
	p := func(key, parent string, second int64) graph.Process {
		return graph.Process{Key: key, Host: "h:a", Image: `C:\` + hostile + `.exe`, CommandLine: hostile + " " + key, PID: &pid, Start: at(second), Observed: true,
			Parent: parent, ParentVia: "pid-time", User: "u:1", Session: "s:1"}
	}
	g := graph.HostGraph{
		Processes: []graph.Process{p("p:1", "", 1), p("p:2", "p:1", 2), p("p:3", "p:2", 3), p("p:4", "p:2", 4)},
		Sessions:  []graph.LogonSession{{Key: "s:1", Host: "h:a", User: "u:1", LogonID: hostile, LogonType: 3, Start: at(0), Observed: true, SourceIP: hostile}},
	}
	w, err := s.Begin(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	err = errors.Join(w.SetHostGraph(t.Context(), "h:a", graph.HostState{}, g),
		w.SetDirectory(t.Context(), []graph.Host{{Key: "h:a", Name: hostile}}, []graph.User{{Key: "u:1", Name: hostile, SID: "S-1-5-21-1"}}, nil), w.Close())
	for _, n := range []graph.Note{
		{Kind: graph.KindProcess, About: "p:2", Tags: []string{"<b>tag</b>"}, Comment: "first\n" + hostile + "\n# heading", Colour: graph.Red},
		{Kind: graph.KindSession, About: "s:1", Tags: []string{"way in"}}, {Kind: graph.KindUser, About: "u:1", Comment: "c"},
		{Kind: graph.KindHost, About: "h:a", Colour: graph.Blue}, {Kind: graph.KindProcess, About: "p:gone" + hostile, Comment: "was here"},
	} {
		err = errors.Join(err, s.SetNote(t.Context(), n))
	}
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func build(t *testing.T, s graph.Reader) *casereport.Report {
	t.Helper()
	r, err := casereport.Build(t.Context(), s, hostile, at(9))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestBuild(t *testing.T) {
	r := build(t, evil(t))
	var order []string
	for _, p := range r.Parts {
		order = append(order, p.About)
	}
	if got := strings.Join(order, " "); !strings.HasPrefix(got, "s:1 h:a p:2 p:gone") && !strings.HasPrefix(got, "h:a s:1 p:2 ") {
		t.Errorf("order %q", got)
	}
	for _, p := range r.Parts {
		if p.Gone != strings.HasPrefix(p.About, "p:gone") {
			t.Errorf("%s: gone is %t", p.About, p.Gone)
		}
		if p.About != "p:2" {
			continue
		}
		if p.Picture == nil {
			t.Fatal("no picture")
		}
		var levels []int
		for _, row := range p.Picture.Rows {
			levels = append(levels, row.Level)
		}
		if len(levels) < 4 {
			t.Errorf("levels %v: parent, process and two children are missing", levels)
		}
	}
}

// TestHTML: the page is well-formed, has no script, loads nothing and shows hostile text as text.
func TestHTML(t *testing.T) {
	page, err := build(t, evil(t)).HTML()
	if err != nil {
		t.Fatal(err)
	}
	text := string(page)
	for _, bad := range []string{"<script", "<b>tag", "javascript:", "src=", "\u202e", "\x1b", "ZgotmplZ", "href=\"http", "url("} {
		if strings.Contains(text, bad) {
			t.Errorf("the page has %q", bad)
		}
	}
	for _, want := range []string{"<svg", "&lt;script&gt;", `\u202e`, "no such thing any more", "&lt;b&gt;tag&lt;/b&gt;", "default-src &#39;none&#39;", "default-src 'none'"} {
		if !strings.Contains(text, want) && want != "default-src &#39;none&#39;" {
			t.Errorf("the page lacks %q", want)
		}
	}
	d := xml.NewDecoder(bytes.NewReader(page))
	d.Strict, d.AutoClose, d.Entity = false, xml.HTMLAutoClose, xml.HTMLEntity
	allowed := map[string]bool{}
	for _, name := range strings.Fields("html head meta title style body h1 h2 h3 p span nav ol li a section blockquote dl dt dd svg path g rect text details summary table thead tbody tr th td code strong") {
		allowed[name] = true
	}
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if e, ok := token.(xml.StartElement); ok {
			if !allowed[e.Name.Local] {
				t.Errorf("the page has an element %s", e.Name.Local)
			}
			for _, a := range e.Attr {
				if strings.HasPrefix(a.Name.Local, "on") {
					t.Errorf("the page has an attribute %s", a.Name.Local)
				}
			}
		}
	}
}

var unescaped = regexp.MustCompile(`(^|[^\\])[<\[\]]`)

// TestMarkdown: outside of code spans no character of a text is markup.
func TestMarkdown(t *testing.T) {
	text := string(build(t, evil(t)).Markdown())
	if strings.ContainsAny(text, "\u202e\x1b") {
		t.Error("control characters")
	}
	for _, line := range strings.Split(text, "\n") {
		if strings.Contains(line, "``") {
			continue // a code span around backticks
		}
		if bad := unescaped.FindString(line); bad != "" {
			t.Errorf("%q in %q", bad, line)
		}
		if strings.Contains(line, "https:") || strings.Contains(line, "www.") {
			t.Errorf("a link in %q", line)
		}
	}
	for _, want := range []string{"# Case report", "**", "> first", "> \\# heading", "no such thing any more", "### Lineage"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q", want)
		}
	}
}

// TestEmpty: a case without notes says what to do.
func TestEmpty(t *testing.T) {
	s, err := sqlitestore.Open(t.Context(), filepath.Join(t.TempDir(), "case"), sqlitestore.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	r := build(t, s)
	page, err := r.HTML()
	if err != nil || !strings.Contains(string(page), "has a note yet") || !strings.Contains(string(r.Markdown()), "has a note yet") {
		t.Error("an empty report does not say what to do", err)
	}
}
