package importqueue_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/procgraph/procgraph/graph/sqlitestore"
	"github.com/procgraph/procgraph/internal/importjob"
	"github.com/procgraph/procgraph/internal/importqueue"
	"github.com/procgraph/procgraph/internal/scenario"
)

func TestLabel(t *testing.T) {
	for name, want := range map[string]string{
		"a.evtx": "a.evtx", "/etc/passwd": "etc/passwd", `C:\logs\a.evtx`: "C:/logs/a.evtx", "../../a": "a", "a/../b/./c": "a/b/c", "": "upload", "-": "upload", "..": "upload",
		"a\nb\x00\u202e.evtx": "a\uFFFDb\uFFFD\uFFFD.evtx", "\xff": "\uFFFD",
	} {
		if got := importqueue.Label(name); got != want {
			t.Errorf("%q becomes %q, want %q", name, got, want)
		}
	}
	long := importqueue.Label(strings.Repeat("folder/", 200) + strings.Repeat("ö", 400))
	if len(long) > 500 || !strings.HasSuffix(long, "ö") || strings.Contains(long, "\uFFFD") {
		t.Errorf("%d bytes: %q", len(long), long)
	}
}

type fixture struct {
	*importqueue.Queue
	store *sqlitestore.Store
	logs  []byte
	temp  string
}

func newFixture(t *testing.T, limit int64) *fixture {
	t.Helper()
	f := &fixture{temp: t.TempDir()}
	t.Setenv("TMPDIR", f.temp)
	t.Setenv("TMP", f.temp)
	var err error
	if f.store, err = sqlitestore.Open(t.Context(), filepath.Join(t.TempDir(), "case"), sqlitestore.Options{}); err != nil {
		t.Fatal(err)
	}
	if f.Queue, err = importqueue.New(importqueue.Options{Store: f.store, Limit: limit, Wait: 10 * time.Second}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := errors.Join(f.Close(), f.store.Close()); err != nil {
			t.Error(err)
		}
		if left, err := os.ReadDir(f.temp); err != nil || len(left) > 0 {
			t.Errorf("left behind: %v %v", left, err)
		}
	})
	var logs bytes.Buffer
	config := scenario.Demo()
	config.Processes, config.OmitTruth = 60, true
	if _, err := scenario.WriteJSONLines(t.Context(), &logs, config); err != nil {
		t.Fatal(err)
	}
	f.logs = logs.Bytes()
	return f
}

// until waits until a job has ended.
func (f *fixture) until(t *testing.T, id string) importjob.Job {
	t.Helper()
	for end := time.Now().Add(2 * time.Minute); ; time.Sleep(10 * time.Millisecond) {
		j, err := f.Job(id)
		if err != nil {
			t.Fatal(err)
		}
		if j.State.Ended() {
			return j
		}
		if time.Now().After(end) {
			t.Fatalf("%+v", j)
		}
	}
}

func (f *fixture) send(t *testing.T, name string, content []byte) importjob.Job {
	t.Helper()
	j, err := f.Import(t.Context(), name, bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	return j
}

func TestImport(t *testing.T) {
	f := newFixture(t, 16<<20)
	broken := append(bytes.Clone(f.logs), "{broken\n"...)
	ids := []string{f.send(t, "/up/../logs.jsonl", broken).ID, f.send(t, "again.jsonl", f.logs).ID, f.send(t, "none.bin", []byte("\x00\x01")).ID}
	var got []importjob.Job
	for _, id := range ids {
		j := f.until(t, id)
		if j.State != importjob.Done || j.Error != "" {
			t.Errorf("%+v", j)
		}
		got = append(got, j)
	}
	if j := got[0]; j.Name != "up/logs.jsonl" || j.Used == 0 || j.Rejected != 1 || len(j.Reports) != 1 || j.Reports[0].File != "up/logs.jsonl" || j.Reports[0].Rejections[0].Line == 0 {
		t.Errorf("%+v", j)
	}
	if j := got[1]; j.Used != 0 || j.Duplicates != got[0].Used {
		t.Errorf("the same again: %+v", j)
	}
	if j := got[2]; j.Refused != 1 || j.Reports[0].Refused == "" {
		t.Errorf("no log: %+v", j)
	}
	stats, err := f.store.Stats(t.Context())
	if err != nil || stats.Processes == 0 || stats.Files != 3 {
		t.Errorf("%+v %v", stats, err)
	}
	for _, j := range f.Jobs() {
		if j.Reports != nil {
			t.Error("the list has reports")
		}
	}
}

func TestBounds(t *testing.T) {
	f := newFixture(t, 100)
	if _, err := f.Import(t.Context(), "a", strings.NewReader(strings.Repeat("x", 101))); !errors.Is(err, importjob.ErrTooLarge) {
		t.Errorf("too large: %v", err)
	}
	// While another writer has the case, what comes waits; then there is no room.
	w, err := f.store.Begin(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	first := f.send(t, "a", bytes.Repeat([]byte("x"), 100))
	if _, err := f.Import(t.Context(), "b", strings.NewReader("x")); !errors.Is(err, importjob.ErrFull) {
		t.Errorf("no room: %v", err)
	}
	if _, err := f.Cancel(first.ID); err != nil {
		t.Fatal(err)
	}
	if j := f.until(t, first.ID); j.State != importjob.Cancelled {
		t.Errorf("%+v", j)
	}
	second := f.send(t, "b", []byte("x"))
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if j := f.until(t, second.ID); j.State != importjob.Done {
		t.Errorf("%+v", j)
	}
	if _, err := f.Cancel("nothing"); !errors.Is(err, importjob.ErrUnknown) {
		t.Errorf("an unknown job: %v", err)
	}
	if _, err := f.Job("nothing"); !errors.Is(err, importjob.ErrUnknown) {
		t.Errorf("an unknown job: %v", err)
	}
}

// cut is a body whose sender goes away.
type cut struct{}

func (cut) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

func TestCutUpload(t *testing.T) {
	f := newFixture(t, 16<<20)
	if _, err := f.Import(t.Context(), "a", io.MultiReader(bytes.NewReader(f.logs), cut{})); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("got %v", err)
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := f.Import(gone, "a", bytes.NewReader(f.logs)); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if d := cmp.Diff([]importjob.Job{}, f.Jobs()); d != "" {
		t.Errorf("jobs: %s", d)
	}
}

// TestCloseWhileReading: what runs is stopped and what waits is removed.
func TestCloseWhileReading(t *testing.T) {
	f := newFixture(t, 16<<20)
	for range 5 {
		f.send(t, "a.jsonl", f.logs)
	}
}

// spelled is a process creation on a host in one spelling of its name.
func spelled(host string) []byte {
	return fmt.Appendf(nil, `{"EventTime":"2024-03-05 14:40:01","Hostname":%q,"EventID":1,"SourceName":"Microsoft-Windows-Sysmon","Version":5,"RecordNumber":7,`+
		`"Channel":"Microsoft-Windows-Sysmon/Operational","UtcTime":"2024-03-05 14:40:01.000","ProcessGuid":"{a1b2c3d4-3000-65e7-0001-000000001b00}",`+
		`"ProcessId":"3000","Image":"C:\\a.exe","CommandLine":"x","User":"EXAMPLE\\alice","LogonId":"0x4a5af"}`+"\n", host)
}

// TestLateDuplicates: copies that are known as such only when the host's spellings
// are joined are told as `procgraph ingest` tells them.
func TestLateDuplicates(t *testing.T) {
	f := newFixture(t, 16<<20)
	first := f.until(t, f.send(t, "both.jsonl", append(spelled("WS01"), spelled("WS01.example.test")...)).ID)
	if first.Used != 1 || first.Duplicates != 1 || first.MoreDuplicates != 0 || len(first.Reports) != 1 {
		t.Fatalf("in one file: %+v", first)
	}
	if r := first.Reports[0]; r.Used != 1 || r.Duplicates != 1 || r.Read != 2 {
		t.Errorf("the file's report: %+v", r)
	}

	// Two jobs that are read together: while another run writes, both wait.
	f = newFixture(t, 16<<20)
	w, err := f.store.Begin(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	ids := []string{f.send(t, "short.jsonl", spelled("WS01")).ID, f.send(t, "long.jsonl", spelled("WS01.example.test")).ID}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	a, b := f.until(t, ids[0]), f.until(t, ids[1])
	if a.Used != 1 || b.Used != 1 || a.Duplicates != 0 || b.Duplicates != 0 || a.MoreDuplicates != 0 || b.MoreDuplicates != 1 {
		t.Errorf("in two jobs of one run:\n%+v\n%+v", a, b)
	}
}
