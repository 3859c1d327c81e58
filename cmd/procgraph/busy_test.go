package main

import (
	"bytes"
	"context"
	"path/filepath"
	"strings"
	"testing"

	"github.com/procgraph/procgraph/graph/sqlitestore"
)

// TestBusyCase: while somebody writes a case, a second ingest says so, waits,
// and gives up in time; readers go on.
func TestBusyCase(t *testing.T) {
	path := filepath.Join(t.TempDir(), "c.db")
	store, err := sqlitestore.Open(t.Context(), path, sqlitestore.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	w, err := store.Begin(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	logs := writeFile(t, sysmonLine(1, 3000, `C:\\a.exe`))
	var out, notes bytes.Buffer
	if code := run(t.Context(), []string{"ingest", "--store", path, "--wait", "200ms", logs}, strings.NewReader(""), &out, &notes); code != exitFailed {
		t.Errorf("a second writer ended with %d", code)
	}
	for _, want := range []string{"waiting up to 200ms", "another procgraph is writing this case\n"} {
		if !strings.Contains(notes.String(), want) {
			t.Errorf("standard error lacks %q: %s", want, notes.String())
		}
	}
	if code := run(t.Context(), []string{"stats", "--store", path}, strings.NewReader(""), &out, &notes); code != exitDone {
		t.Errorf("a reader beside a writer ended with %d: %s", code, notes.String())
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if code := run(t.Context(), []string{"ingest", "--store", path, logs}, strings.NewReader(""), &out, &notes); code != exitDone {
		t.Errorf("after the first writer ended: %d: %s", code, notes.String())
	}
}

// TestStoppedIngest: Ctrl-C is told in plain words, and the same command
// completes the case.
func TestStoppedIngest(t *testing.T) {
	path := filepath.Join(t.TempDir(), "c.db")
	logs := writeFile(t, sysmonLine(1, 3000, `C:\\a.exe`))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var out, notes bytes.Buffer
	if code := run(ctx, []string{"ingest", "--store", path, logs}, strings.NewReader(""), &out, &notes); code != exitFailed {
		t.Errorf("ended with %d", code)
	}
	if !strings.Contains(notes.String(), "procgraph: stopped\n") || out.Len() > 0 {
		t.Errorf("standard output %q, standard error %q", out.String(), notes.String())
	}
	if code := run(t.Context(), []string{"ingest", "--store", path, logs}, strings.NewReader(""), &out, &notes); code != exitDone {
		t.Errorf("the second run ended with %d: %s", code, notes.String())
	}
}
