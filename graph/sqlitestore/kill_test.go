package sqlitestore_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/graph/sqlitestore"
)

// childCase names the case that this binary, started anew as a child, writes.
const childCase = "SQLITESTORE_TEST_CHILD_CASE"

func TestMain(m *testing.M) {
	path := os.Getenv(childCase)
	if path == "" {
		code := m.Run()
		if err := goleak.Find(); err != nil && code == 0 {
			fmt.Fprintln(os.Stderr, err)
			code = 1
		}
		os.Exit(code)
	}
	if err := ingest(path, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

const killHosts, killRecords = 3, 800

func killHost(i int) string { return fmt.Sprintf("h:host%d", i) }

// ingest does what a run does: records first, then the graph of each host. It
// says each step on out.
func ingest(path string, out io.Writer) error {
	ctx := context.Background()
	s, err := sqlitestore.Open(ctx, path, sqlitestore.Options{})
	if err != nil {
		return err
	}
	w, err := s.Begin(ctx, nil)
	if err != nil {
		return err
	}
	fmt.Fprintln(out, "begun")
	for i := range killHosts {
		var batch []graph.Observation
		for n := range killRecords {
			o := graph.Observation{Event: graph.ProcessStart, EventID: 1, Log: "sysmon", Computer: fmt.Sprintf("host%d", i), RecordID: uint64(n + 1), File: "a.evtx"}
			o.Set(graph.Image, fmt.Sprintf(`C:\%d.exe`, n))
			batch = append(batch, o)
		}
		for part := range slices.Chunk(batch, 200) {
			if _, err := w.AddObservations(ctx, part); err != nil {
				return err
			}
			fmt.Fprintln(out, "records")
		}
	}
	touched, err := w.Touched(ctx)
	if err != nil {
		return err
	}
	for i := range killHosts {
		computer := fmt.Sprintf("host%d", i)
		if !slices.Contains(touched, computer) {
			continue
		}
		n := 0
		for _, err := range w.Observations(ctx, []string{computer}) {
			if err != nil {
				return err
			}
			n++
		}
		if err := w.SetHostGraph(ctx, killHost(i), graph.HostState{Computers: []string{computer}}, host(n)); err != nil {
			return err
		}
		fmt.Fprintln(out, "graph")
	}
	return errors.Join(w.Close(), s.Close())
}

// startChild starts a child that ingests, and returns the lines it prints.
func startChild(t *testing.T, path string) (*exec.Cmd, *bufio.Scanner) {
	t.Helper()
	exe, err := os.Executable()
	check(t, err)
	child := exec.Command(exe)
	child.Env = append(os.Environ(), childCase+"="+path)
	child.Stderr = os.Stderr
	out, err := child.StdoutPipe()
	check(t, err)
	check(t, child.Start())
	return child, bufio.NewScanner(out)
}

func TestKilledRunIsCompleted(t *testing.T) {
	whole := filepath.Join(t.TempDir(), "whole")
	check(t, ingest(whole, io.Discard))
	want := exportOf(t, whole)
	const steps = killHosts * killRecords / 200
	// Killed between and within steps: the moment after a line is in the next transaction.
	for _, lines := range []int{0, 1, 3, steps, steps + 1, steps + 2} {
		path := filepath.Join(t.TempDir(), "killed")
		child, out := startChild(t, path)
		for range lines {
			out.Scan()
		}
		time.Sleep(time.Duration(lines) * 7 * time.Millisecond % (30 * time.Millisecond))
		check(t, child.Process.Kill())
		child.Wait()
		if _, err := os.Stat(path); err == nil {
			s, err := sqlitestore.Open(t.Context(), path, sqlitestore.Options{ReadOnly: true})
			if err == nil { // else it was killed before there was a case
				export(t, s)
				check(t, s.Close())
			}
		}
		check(t, ingest(path, io.Discard))
		if got := exportOf(t, path); got != want {
			t.Errorf("killed after %d lines: the export after a second run differs (%d bytes, want %d)", lines, len(got), len(want))
		}
	}
}

func exportOf(t *testing.T, path string) string {
	t.Helper()
	s, err := sqlitestore.Open(t.Context(), path, sqlitestore.Options{ReadOnly: true})
	check(t, err)
	defer s.Close()
	return export(t, s)
}

// TestOneWriterAcrossProcesses: another process's lock is seen, and ends with it.
func TestOneWriterAcrossProcesses(t *testing.T) {
	path := filepath.Join(t.TempDir(), "case")
	child, out := startChild(t, path)
	defer child.Process.Kill()
	if !out.Scan() || out.Text() != "begun" {
		t.Fatalf("the child said %q", out.Text())
	}
	s, err := sqlitestore.Open(t.Context(), path, sqlitestore.Options{})
	check(t, err)
	defer s.Close()
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	waits := 0
	if _, err := s.Begin(ctx, func() { waits++ }); !errors.Is(err, graph.ErrBusy) || waits != 1 {
		t.Errorf("got %v after %d waits, want ErrBusy after one", err, waits)
	}
	check(t, child.Process.Kill())
	child.Wait()
	w, err := s.Begin(t.Context(), nil)
	check(t, err)
	check(t, w.Close())
}
