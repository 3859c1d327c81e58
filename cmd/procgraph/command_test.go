package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/web/api"
)

func TestCheckStore(t *testing.T) {
	for store, ok := range map[storeFlag]bool{
		{Store: ""}: false, {Store: "http://example.test/x"}: false, {Store: "neo4j://db"}: true, {Store: "BOLT+S://db:7687"}: true,
		{Store: "neo4j://neo4j:secret@db"}: false, {Store: "bolt://neo4j@db"}: false, {Store: "bolt://"}: false, {Store: "neo4j://db/x"}: false,
		{Store: "case.procgraph"}: true, {Store: "/tmp/x", Case: "default"}: true, {Store: `C:\cases\a.procgraph`}: true,
		{Store: "case.procgraph", Case: "other"}: false, {Store: "neo4j://db", Case: "other"}: true,
	} {
		err := store.checkStore()
		var u usageError
		if (err == nil) != ok || err != nil && !errors.As(err, &u) {
			t.Errorf("check of %+v = %v, want ok %v", store, err, ok)
		}
		if err != nil && strings.Contains(err.Error()+u.next, "secret") {
			t.Errorf("check of %+v shows the password: %v", store, err)
		}
	}
}

func TestServerCredentials(t *testing.T) {
	file := filepath.Join(t.TempDir(), "password")
	if err := os.WriteFile(file, []byte("from file\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		env            map[string]string
		user, password string
		ok             bool
	}{
		{map[string]string{}, "", "", true},
		{map[string]string{serverPasswordVariable: "p"}, "neo4j", "p", true},
		{map[string]string{serverUserVariable: "ann", serverPasswordVariable: "p"}, "ann", "p", true},
		{map[string]string{serverUserVariable: "ann", serverPasswordFileVariable: file}, "ann", "from file", true},
		{map[string]string{serverPasswordVariable: "p", serverPasswordFileVariable: file}, "", "", false},
		{map[string]string{serverPasswordFileVariable: file + "x"}, "", "", false},
	} {
		user, password, err := serverCredentials("neo4j://db.example.test", func(name string) string { return tt.env[name] })
		if user != tt.user || password != tt.password || (err == nil) != tt.ok {
			t.Errorf("with %v: %q, %q, %v", tt.env, user, password, err)
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

func TestAmbiguousNamesCandidates(t *testing.T) {
	var found []graph.ProcessRow
	for i := range mostCandidates + 1 {
		found = append(found, graph.ProcessRow{Process: graph.Process{Key: fmt.Sprint("p", i), Image: `C:\a.exe`}})
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
