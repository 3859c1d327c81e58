package jsonl

import (
	"bufio"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/procgraph/procgraph/ingest/winevent"
	"github.com/procgraph/procgraph/internal/testneed"
)

func readFile(t testing.TB, path string, o Options) (*collector, Summary) {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	c := &collector{}
	sum, err := Read(context.Background(), f, o, c)
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return c, sum
}

// TestCorpus checks the number of records, that none is rejected, and that each
// file has the one shape that it is known to have.
func TestCorpus(t *testing.T) {
	shapes := map[string]string{
		"demo": "nxlog", "nxlog": "nxlog", "nxlog2019": "nxlog", "flat": "flat-powershell", "flatts": "flat-powershell",
		"sd2": "eventdata-columns", "winlogbeat6": "winlogbeat6", "winlogbeat7": "winlogbeat",
	}
	corpus := testneed.Shared(t, "corpus", "corpus")
	files, _ := filepath.Glob(filepath.Join(corpus, "mordor", "*.json"))
	if len(files) == 0 {
		t.Fatal("no files")
	}
	for _, path := range files {
		base := filepath.Base(path)
		t.Run(base, func(t *testing.T) {
			c, sum := readFile(t, path, Options{})
			for _, r := range c.rejects {
				t.Errorf("rejected: %+v", r)
			}
			if len(c.notices) > 0 {
				t.Errorf("notices: %+v", c.notices)
			}
			want := truthRecords(t, filepath.Join(corpus, "truth", "mordor", base+".truth.json"))
			if sum.Records != want || sum.Values != want || len(c.records) != want {
				t.Errorf("%d records, %d values; want %d", sum.Records, sum.Values, want)
			}
			prefix, _, _ := strings.Cut(base, "_")
			shape := shapes[prefix]
			switch base {
			case "sentinel_log4shell_security.json":
				shape = "sentinel-securityevent"
			case "sentinel_log4shell_sysmon.json":
				shape = "sentinel-windowsevent"
			}
			if sum.Shapes[shape] != want {
				t.Errorf("shapes %v, want all %s", sum.Shapes, shape)
			}
			for _, r := range c.records {
				checkProcessRecord(t, prefix, r)
			}
		})
	}
}

// checkProcessRecord checks what every reader of process events relies on.
func checkProcessRecord(t *testing.T, file string, r *winevent.Record) {
	t.Helper()
	if r.Computer == "" || r.Channel == "" || r.EventID == 0 || !r.Time.Known() {
		t.Errorf("line %d: incomplete header: %q %q %d %v", r.Place.Line, r.Computer, r.Channel, r.EventID, r.Time)
	}
	if strings.HasPrefix(strings.ToLower(r.Computer), "wec") {
		t.Errorf("line %d: the collector %q became the host", r.Place.Line, r.Computer)
	}
	var need []string
	switch {
	case strings.HasSuffix(r.Channel, "Sysmon/Operational") && r.EventID == 1:
		need = []string{"ProcessGuid", "ProcessId", "Image", "CommandLine", "User", "UtcTime", "ParentProcessGuid"}
	case strings.HasSuffix(r.Channel, "Sysmon/Operational") && r.EventID == 5:
		need = []string{"ProcessGuid", "ProcessId", "Image", "UtcTime"}
	case strings.EqualFold(r.Channel, "Security") && r.EventID == 4688:
		need = []string{"NewProcessId", "NewProcessName", "ProcessId", "SubjectLogonId"}
	case strings.EqualFold(r.Channel, "Security") && r.EventID == 4624:
		need = []string{"TargetLogonId", "LogonType", "TargetUserName"}
	}
	for _, name := range need {
		// NXLog's shape of 2019 lost this field to the logger's ProcessID, and
		// other NXLog files lack it in records that NXLog could not render.
		if strings.HasPrefix(file, "nxlog") && name == "ProcessId" {
			if v, ok := r.Fields.Get(name); ok && file == "nxlog2019" {
				t.Errorf("line %d: ProcessId %q is the logger's", r.Place.Line, v)
			}
			continue
		}
		if _, ok := r.Fields.Get(name); !ok {
			t.Errorf("line %d: %d has no %s: %v", r.Place.Line, r.EventID, name, r.Fields)
		}
	}
	for _, name := range []string{"host", "agent", "beat", "ExecutionProcessID", "UserID", "Hostname", "SourceModuleName", "@timestamp"} {
		for _, f := range r.Fields {
			if f.Name == name {
				t.Errorf("line %d: the header's %s became a field", r.Place.Line, name)
			}
		}
	}
}

func truthRecords(t *testing.T, path string) int {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var truth struct{ Records int }
	if err := json.Unmarshal(data, &truth); err != nil {
		t.Fatal(err)
	}
	return truth.Records
}

// TestFieldCases reads every line of every field case. The rejected lines are
// those that the case says.
func TestFieldCases(t *testing.T) {
	cases := testneed.Shared(t, "corpus", "fieldcases")
	files, _ := filepath.Glob(filepath.Join(cases, "*", "input.jsonl"))
	if len(files) == 0 {
		t.Fatal("no cases")
	}
	for _, path := range files {
		name := filepath.Base(filepath.Dir(path))
		c, sum := readFile(t, path, Options{})
		var expect struct {
			Input  struct{ Lines int }
			Counts struct {
				Rejected int `json:"lines_rejected"`
			}
			Warnings []struct{ Class string }
		}
		data, err := os.ReadFile(filepath.Join(filepath.Dir(path), "expect.json"))
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(data, &expect); err != nil {
			t.Fatal(err)
		}
		if sum.Rejected != expect.Counts.Rejected || sum.Values != countLines(t, path) {
			t.Errorf("%s: %d values, %d rejected (%v); want %d lines, %d rejected",
				name, sum.Values, sum.Rejected, c.rejects, countLines(t, path), expect.Counts.Rejected)
		}
		wantRepaired, repaired := 0, 0
		for _, w := range expect.Warnings {
			if w.Class == "text-repaired" {
				wantRepaired++
			}
		}
		for _, r := range c.records {
			if r.Repaired {
				repaired++
			}
			if strings.HasPrefix(r.Computer, "wec") {
				t.Errorf("%s: the collector became the host", name)
			}
		}
		if repaired != wantRepaired {
			t.Errorf("%s: %d repaired records, want %d", name, repaired, wantRepaired)
		}
	}
}

func countLines(t *testing.T, path string) int {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	n := 0
	s := bufio.NewScanner(f)
	s.Buffer(nil, 16<<20)
	for s.Scan() {
		if len(strings.TrimSpace(s.Text())) > 0 {
			n++
		}
	}
	return n
}
