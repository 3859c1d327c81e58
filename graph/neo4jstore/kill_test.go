package neo4jstore_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/graph/neo4jstore"
	"github.com/procgraph/procgraph/internal/neo4jtest"
)

// childOptions names the case that this binary, started anew as a child, writes.
const childOptions = "NEO4JSTORE_TEST_CHILD"

// testLock is how long a lock holds in these tests.
const testLock = 1500 * time.Millisecond

func TestMain(m *testing.M) {
	text := os.Getenv(childOptions)
	if text == "" {
		code := m.Run()
		if err := goleak.Find(); err != nil && code == 0 {
			fmt.Fprintln(os.Stderr, err)
			code = 1
		}
		os.Exit(code)
	}
	var o neo4jstore.Options
	err := json.Unmarshal([]byte(text), &o)
	if err == nil {
		neo4jstore.SetLockTime(testLock)
		neo4jstore.SetLimits(50, 40)
		err = ingest(context.Background(), o, os.Stdout)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

const killHosts, killRecords = 3, 120

// ingest does what a run does: records first, then the graph of each host. It
// says each step on out.
func ingest(ctx context.Context, o neo4jstore.Options, out io.Writer) error {
	s, err := neo4jstore.Open(ctx, o)
	if err != nil {
		return err
	}
	defer s.Close()
	w, err := s.Begin(ctx, nil)
	if err != nil {
		return err
	}
	defer w.Close()
	fmt.Fprintln(out, "begun")
	for i := range killHosts {
		var batch []graph.Observation
		for n := range killRecords {
			o := graph.Observation{Event: graph.ProcessStart, EventID: 1, Log: "sysmon", Computer: fmt.Sprintf("host%d", i), RecordID: uint64(n + 1), File: "a.evtx"}
			o.Set(graph.Image, fmt.Sprintf(`C:\%d.exe`, n))
			batch = append(batch, o)
		}
		for part := range slices.Chunk(batch, 60) {
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
	if err := w.SetDirectory(ctx, nil, []graph.User{{Key: "u:S-1-5-18", Name: `NT AUTHORITY\SYSTEM`}}, nil); err != nil {
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
		g := odd(host(n, fmt.Sprintf("host%d", i)))
		if err := w.SetHostGraph(ctx, "h:"+computer, graph.HostState{Computers: []string{computer}}, g); err != nil {
			return err
		}
		fmt.Fprintln(out, "graph")
	}
	return nil
}

// startChild starts a child that ingests, and returns the lines it prints.
func startChild(t *testing.T, o neo4jstore.Options) (*exec.Cmd, *bufio.Scanner) {
	t.Helper()
	exe, err := os.Executable()
	check(t, err)
	text, err := json.Marshal(o)
	check(t, err)
	child := exec.Command(exe)
	child.Env = append(os.Environ(), childOptions+"="+string(text))
	child.Stderr = os.Stderr
	out, err := child.StdoutPipe()
	check(t, err)
	check(t, child.Start())
	return child, bufio.NewScanner(out)
}

// whole is the content of a case that was written without interruption.
func whole(t *testing.T) string {
	t.Helper()
	o := options(t)
	check(t, ingest(t.Context(), o, io.Discard))
	return content(t, o)
}

func TestKilledRunIsCompleted(t *testing.T) {
	want := whole(t)
	const steps = killHosts * killRecords / 60
	// Killed between and within steps: the moment after a line is in the next transaction.
	for _, lines := range []int{0, 2, steps + 1, steps + 2, steps + 3} {
		o := options(t)
		child, out := startChild(t, o)
		for range lines {
			out.Scan()
		}
		time.Sleep(time.Duration(lines) * 37 * time.Millisecond % (120 * time.Millisecond))
		check(t, child.Process.Kill())
		child.Wait()
		check(t, ingest(t.Context(), o, io.Discard))
		if got := content(t, o); got != want {
			t.Errorf("killed after %d lines: the case differs after a second run (%d bytes, want %d)", lines, len(got), len(want))
		}
	}
}

// TestOneWriterAcrossProcesses: another process's lock is seen, and lapses after its end.
func TestOneWriterAcrossProcesses(t *testing.T) {
	o := options(t)
	child, out := startChild(t, o)
	defer child.Process.Kill()
	if !out.Scan() || out.Text() != "begun" {
		t.Fatalf("the child said %q", out.Text())
	}
	s, err := neo4jstore.Open(t.Context(), o)
	check(t, err)
	defer s.Close()
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	waits := 0
	if _, err := s.Begin(ctx, func() { waits++ }); !errors.Is(err, graph.ErrBusy) || waits != 1 {
		t.Errorf("got %v after %d waits, want ErrBusy after one", err, waits)
	}
	check(t, child.Process.Kill())
	child.Wait()
	began := time.Now()
	w, err := s.Begin(t.Context(), nil)
	check(t, err)
	if took := time.Since(began); took > 4*testLock {
		t.Errorf("a dead writer's lock held for %s", took)
	}
	check(t, w.Close())
}

// TestLockIsLost: a writer whose lock lapsed cannot write into the next one's run.
func TestLockIsLost(t *testing.T) {
	s := open(t)
	defer s.Close()
	first, err := s.Begin(t.Context(), nil)
	check(t, err)
	neo4jstore.StopRenewal(first)
	neo4jstore.ExpireLock(t, s)
	second, err := s.Begin(t.Context(), nil)
	check(t, err)
	if err := first.SetFacts(t.Context(), "alpha", []byte("late")); !errors.Is(err, graph.ErrBusy) {
		t.Errorf("the first writer wrote: %v", err)
	}
	check(t, second.SetFacts(t.Context(), "alpha", []byte("good")))
	check(t, first.Close())
	check(t, second.SetFacts(t.Context(), "beta", nil)) // the first one's end took nothing away
	check(t, second.Close())
}

// TestServerIsKilled: the server dies in the middle of a run and comes back.
func TestServerIsKilled(t *testing.T) {
	server := neo4jtest.NewPrivate(t)
	o := neo4jstore.Options{URI: server.URI, User: server.User, Password: server.Password, Case: "killed"}
	defer neo4jstore.SetLimits(50, 40)()
	check(t, ingest(t.Context(), o, io.Discard)) // the schema and the plans are there
	want := content(t, o)
	s, err := neo4jstore.Open(t.Context(), o)
	check(t, err)
	check(t, s.Clear(t.Context()))
	check(t, s.Close())
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	lines, ended := io.Pipe()
	failed := make(chan error, 1)
	go func() {
		err := ingest(ctx, o, ended)
		failed <- err
		ended.CloseWithError(err)
	}()
	for out := bufio.NewScanner(lines); out.Scan(); {
		if out.Text() == "graph" {
			break // the first of three is written, the second is under way
		}
	}
	go io.Copy(io.Discard, lines)
	server.Kill()
	if err := <-failed; err == nil {
		t.Error("a run ended well without its server")
	}
	_, err = neo4jstore.Open(t.Context(), o)
	if !errors.Is(err, graph.ErrUnavailable) {
		t.Errorf("opening without a server: %v, want ErrUnavailable", err)
	}
	if bytes.Contains([]byte(fmt.Sprint(err)), []byte(server.Password)) {
		t.Error("the error holds the password")
	}
	server.Restart()
	check(t, ingest(t.Context(), o, io.Discard))
	if got := content(t, o); got != want {
		t.Errorf("the case differs after a second run (%d bytes, want %d)", len(got), len(want))
	}
}
