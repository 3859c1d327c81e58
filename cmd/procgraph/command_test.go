package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/web/api"
)

func TestNormalGUID(t *testing.T) {
	const want = "12345678-9abc-def0-0102-030405060708"
	for _, in := range []string{want, strings.ToUpper(want), "{" + want + "}"} {
		if got, ok := normalGUID(in); !ok || got != want {
			t.Errorf("normalGUID(%q) = %q, %v", in, got, ok)
		}
	}
	for _, in := range []string{"", "ws01:42", want[1:], want + "0", strings.ReplaceAll(want, "-", "x"), strings.Replace(want, "1", "g", 1)} {
		if got, ok := normalGUID(in); ok {
			t.Errorf("normalGUID(%q) = %q, want none", in, got)
		}
	}
}

func TestCheckStore(t *testing.T) {
	for store, usage := range map[string]bool{"": true, "http://example.test/x": true, "neo4j://db": false, "BOLT+S://db": false} {
		err := checkStore(store)
		var u usageError
		if err == nil || errors.As(err, &u) != usage {
			t.Errorf("checkStore(%q) = %v, wrong usage %v", store, err, usage)
		}
	}
	for _, store := range []string{"case.procgraph", "/tmp/x", `C:\cases\a.procgraph`} {
		if err := checkStore(store); err != nil {
			t.Errorf("checkStore(%q) = %v", store, err)
		}
	}
}

func TestAddressNeedsToken(t *testing.T) {
	for _, tt := range []struct {
		addr, token string
		ok          bool
	}{
		{"127.0.0.1:7475", "", true}, {"localhost:0", "", true}, {"[::1]:80", "", true}, {"127.3.2.1:80", "", true},
		{"0.0.0.0:7475", "", false}, {":7475", "", false}, {"192.0.2.1:80", "", false}, {"ws01:80", "", false},
		{"0.0.0.0:7475", "secret", true}, {"127.0.0.1", "", false}, {"127.0.0.1", "secret", false},
	} {
		f := pageFlags{Addr: tt.addr, Token: tt.token}
		if err := f.check(); (err == nil) != tt.ok {
			t.Errorf("address %q with token %q: %v, want ok %v", tt.addr, tt.token, err, tt.ok)
		}
	}
}

func TestBrowserCommand(t *testing.T) {
	none := func(string) string { return "" }
	x11 := func(name string) string { return map[string]string{"DISPLAY": ":0"}[name] }
	wayland := func(name string) string { return map[string]string{"WAYLAND_DISPLAY": "wayland-0"}[name] }
	for _, tt := range []struct {
		system string
		env    func(string) string
		want   string
	}{
		{"linux", none, ""}, {"linux", x11, "xdg-open"}, {"freebsd", wayland, "xdg-open"}, {"darwin", none, "open"}, {"windows", none, "rundll32"},
	} {
		name, args := browserCommand(tt.system, tt.env, "http://127.0.0.1:1/")
		if name != tt.want || name != "" && args[len(args)-1] != "http://127.0.0.1:1/" {
			t.Errorf("%s: %q %q, want %q", tt.system, name, args, tt.want)
		}
	}
}

func TestExplain(t *testing.T) {
	for _, tt := range []struct {
		err      error
		sentence string // a part of it
		hasNext  bool
	}{
		{noCaseError{"x"}, "no case here (x): run 'procgraph ingest FILES' first", true},
		{fmt.Errorf("begin: %w", graph.ErrBusy), "another procgraph is writing", true},
		{fmt.Errorf("x: %w", graph.ErrNewer), "newer version", true},
		{fmt.Errorf("x: %w", graph.ErrNotACase), "not a procgraph case", true},
		{fmt.Errorf("%w: no process", graph.ErrNotFound), "no process", true},
		{fmt.Errorf("x: %w", context.Canceled), "stopped", true},
		{&fs.PathError{Op: "open", Path: "p", Err: fs.ErrNotExist}, "p", true},
		{usageError{"wrong", "right"}, "wrong", true},
		{errors.New("disk full"), "disk full", false},
	} {
		sentence, next := explain(tt.err)
		if !strings.Contains(sentence, tt.sentence) || (next != "") != tt.hasNext {
			t.Errorf("explain(%v) = %q, %q", tt.err, sentence, next)
		}
	}
}

func TestStatus(t *testing.T) {
	s := newStatus()
	s.Total(100)
	s.File("a")
	s.Add(60)
	s.Records(7)
	s.File("b")
	want := api.IngestProgress{Running: true, BytesTotal: 100, BytesDone: 60, Records: 7, Current: "b", FilesDone: 1}
	if diff := cmp.Diff(want, s.Get()); diff != "" {
		t.Error(diff)
	}
	s.Ended(errors.New("disk full"))
	want.Running, want.Current, want.Error = false, "", "disk full"
	if diff := cmp.Diff(want, s.Get()); diff != "" {
		t.Error(diff)
	}
	s = newStatus()
	s.File("a")
	s.Ended(nil)
	if got := s.Get(); got.FilesDone != 1 || got.Running || got.Error != "" {
		t.Errorf("after a good end: %+v", got)
	}
	s = newStatus()
	s.Ended(fmt.Errorf("reading: %w", context.Canceled))
	if got := s.Get(); got.Error != "" {
		t.Errorf("stopping is shown as an error: %+v", got)
	}
}

// Lines may come in any pieces.
func TestProcessScan(t *testing.T) {
	pid := int64(42)
	var export strings.Builder
	for _, n := range []graph.Node{
		&graph.Host{Key: "h1", Name: "a"}, &graph.Process{Key: "p1", Host: "h1", PID: &pid, Observed: true},
		&graph.Process{Key: "p2", Host: "h2", PID: &pid}, &graph.Process{Key: "p3", Host: "h1", Image: `"pid":42,`},
		&graph.Warning{Key: "w"},
	} {
		line, err := graph.EncodeLine(n)
		if err != nil {
			t.Fatal(err)
		}
		export.Write(append(line, '\n'))
	}
	for _, size := range []int{1, 7, 1000} {
		scan := &processScan{mark: []byte(`"pid":42,`), match: func(p *graph.Process) bool { return p.Host == "h1" && p.PID != nil }}
		var err error
		for rest := export.String(); rest != "" && err == nil; {
			n := min(size, len(rest))
			_, err = scan.Write([]byte(rest[:n]))
			rest = rest[n:]
		}
		if !errors.Is(err, errScanned) {
			t.Errorf("pieces of %d: %v, want an early end at the warning", size, err)
		}
		if len(scan.found) != 1 || scan.found[0].Key != "p1" {
			t.Errorf("pieces of %d: found %+v", size, scan.found)
		}
	}
}

func TestAmbiguousNamesCandidates(t *testing.T) {
	var found []graph.Process
	for i := range mostCandidates + 1 {
		found = append(found, graph.Process{Key: fmt.Sprint("p", i), Image: `C:\a.exe`})
	}
	text := ambiguous("ws01:42", found).Error()
	if !strings.Contains(text, "p0 (a.exe)") || strings.Contains(text, "p10") || !strings.HasSuffix(text, "and more") {
		t.Error(text)
	}
}

func TestClock(t *testing.T) {
	at := graph.Time{Ticks: 133540000001234567, Digits: 7}
	for digits, want := range map[uint8]string{0: "2024-03-04 04:26:40Z", 1: "2024-03-04 04:26:40.1Z", 7: "2024-03-04 04:26:40.123Z"} {
		at.Digits = digits
		if got := clock(at); got != want {
			t.Errorf("%d digits: %q, want %q", digits, got, want)
		}
	}
	if got := clock(graph.Time{}); got != "-" {
		t.Errorf("unknown time: %q", got)
	}
}
