package derive_test

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/graph/derive"
	"github.com/procgraph/procgraph/graph/sqlitestore"
	"github.com/procgraph/procgraph/graph/transfer"
)

// oldCase is a case of version 1: the field cases 001, 028, 035, 036, 039, 044, 050
// and 070 as the program of commit 25cf9b8 read them.
func oldCase(t *testing.T) string {
	t.Helper()
	packed, err := os.Open("testdata/version1.procgraph.gz")
	if err != nil {
		t.Fatal(err)
	}
	defer packed.Close()
	in, err := gzip.NewReader(packed)
	if err != nil {
		t.Fatal(err)
	}
	content, err := io.ReadAll(in)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "old.procgraph")
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// silent is a transfer.Progress.
type silent struct{}

func (silent) Total(int)      {}
func (silent) Copied(int)     {}
func (silent) Hosts(int, int) {}

// portOfLoopback is what the first version did not keep of a logon.
var portOfLoopback = regexp.MustCompile(`"source_port":[0-9]+,("source_local":true)`)

// asOfOld drops what rules since the first version tell otherwise: the words of
// warnings, and the port of a logon from loopback.
func asOfOld(export []byte) (lines []string) {
	for line := range strings.Lines(string(export)) {
		if !strings.HasPrefix(line, `{"kind":"warning"`) {
			lines = append(lines, portOfLoopback.ReplaceAllString(line, "$1"))
		}
	}
	return lines
}

// TestOldCase: a case of the first version is refused plainly by a reader, shows its
// old graph to one who may write, and gets the graph that its records give today
// with the next run, new records or not.
func TestOldCase(t *testing.T) {
	path := oldCase(t)
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	_, err = sqlitestore.Open(t.Context(), path, sqlitestore.Options{ReadOnly: true})
	if !errors.Is(err, graph.ErrUnsupported) || !strings.Contains(err.Error(), "open it once for writing") {
		t.Fatalf("a reader gets: %v", err)
	}
	if after, err := os.ReadFile(path); err != nil || !bytes.Equal(before, after) {
		t.Fatalf("a reader changed the file (%v)", err)
	}
	old, err := sqlitestore.Open(t.Context(), path, sqlitestore.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { old.Close() })
	// What the new columns say of the old rows.
	seen := graph.UnixSecond(4_000_000_000)
	all, err := old.Roots(t.Context(), graph.ProcessFilter{}, graph.Page{})
	if err != nil || all.Of != 24 {
		t.Fatalf("%d processes, %v", all.Of, err)
	}
	open, err := old.Roots(t.Context(), graph.ProcessFilter{From: seen}, graph.Page{})
	if err != nil || open.Total == 0 || open.Total == all.Of {
		t.Fatalf("%d of %d processes have no end, %v", open.Total, all.Of, err)
	}
	fresh := newCase(t)
	w, err := fresh.Begin(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	_, err = transfer.Copy(t.Context(), old, fresh, w, silent{})
	if err := errors.Join(err, w.Close()); err != nil {
		t.Fatal(err)
	}
	want := export(t, fresh)
	if diff := cmp.Diff(asOfOld(want), asOfOld(export(t, old))); diff != "" {
		t.Errorf("the old graph, -fresh +old:\n%s", diff)
	}
	run := func() derive.Result {
		w, err := old.Begin(t.Context(), nil)
		if err != nil {
			t.Fatal(err)
		}
		defer w.Close()
		return deriveGraph(t, w)
	}
	if result := run(); result.Hosts != 2 || result.Duplicates != 0 {
		t.Errorf("the run over an old case: %+v", result)
	}
	if diff := cmp.Diff(string(want), string(export(t, old))); diff != "" {
		t.Errorf("the graph made anew, -fresh +old:\n%s", diff)
	}
	if result := run(); result != (derive.Result{}) {
		t.Errorf("the run after it: %+v", result)
	}
	// New records are taken in: every table of the old file can be written.
	found, err := old.Search(t.Context(), "brandnew", graph.ProcessFilter{}, graph.Page{})
	if err != nil || found.Total != 0 {
		t.Fatal(found.Total, err)
	}
	line := `{"Channel":"Microsoft-Windows-Sysmon/Operational","EventID":1,"SourceName":"Microsoft-Windows-Sysmon","Hostname":"HOST1.example.test","RecordNumber":900001,` +
		`"UtcTime":"2024-03-06 10:00:00.000","EventTime":"2024-03-06 10:00:00","ProcessGuid":"{a1b2c3d4-3d10-65e8-9900-000000001b00}","ProcessId":"9876",` +
		`"Image":"C:\\Tools\\brandnew.exe","CommandLine":"brandnew.exe -x","User":"EXAMPLE\\alice"}` + "\n"
	if report, result := ingestInto(t, old, [][]byte{[]byte(line)}); report.Used != 1 || result.Hosts == 0 {
		t.Fatalf("used %d, %+v", report.Used, result)
	}
	found, err = old.Search(t.Context(), "brandnew", graph.ProcessFilter{}, graph.Page{})
	if err != nil || found.Total != 1 {
		t.Errorf("%d processes found in the old case, %v", found.Total, err)
	}
}
