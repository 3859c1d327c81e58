package graphexport

import (
	"bytes"
	"encoding/csv"
	"encoding/xml"
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/procgraph/procgraph/graph"
)

// lines is an export of the nodes.
func lines(t *testing.T, nodes ...graph.Node) *bytes.Buffer {
	t.Helper()
	var b bytes.Buffer
	for _, n := range nodes {
		line, err := graph.EncodeLine(n)
		if err != nil {
			t.Fatal(err)
		}
		b.Write(append(line, '\n'))
	}
	return &b
}

func sample() []graph.Node {
	pid := int64(4242)
	start := graph.Time{Ticks: 133540000000000000, Digits: 3}
	return []graph.Node{
		&graph.Host{Key: "h|1", Name: "ws01.example.test", Aliases: []string{"WS01", "ws01"}},
		&graph.User{Key: "S-1-5-21-1", SID: "S-1-5-21-1", Name: `EXAMPLE\alice`, Kind: graph.AccountUser},
		&graph.LogonSession{Key: "s1", Host: "h|1", User: "S-1-5-21-1", LogonID: "0x1", LogonType: 3, SourceIP: "192.0.2.7", Observed: true, Linked: "s2"},
		&graph.LogonSession{Key: "s2", Host: "h|1", User: "S-1-5-21-1", LogonID: "0x2", SourceIP: "192.0.2.7", Linked: "s1", SourceHost: "h|1"},
		&graph.Process{Key: "c", Host: "h|1", User: "S-1-5-21-1", Session: "s1", Parent: "p", ParentVia: "guid", PID: &pid, Start: start, Observed: true,
			Image: `C:\a.exe`, CommandLine: "=cmd|'/c calc'!A0 <b>&\x1b[0m\x00\ufffe\t\r\n]]>", Hashes: map[string]string{"SHA256": "ab", "MD5": "cd"},
			ParentClaims: []graph.ParentClaim{{Parent: "p", Source: "sysmon"}, {Parent: "q", Source: "security"}},
			RemoteOrigin: &graph.RemoteOrigin{Session: "s1", SourceIP: "192.0.2.7"},
			Sources:      []graph.Source{{Log: "sysmon", EventID: 1, RecordID: 7, File: "a.evtx"}}},
		&graph.Process{Key: "p", Host: "h|1"},
		&graph.Process{Key: "q", Host: "h|1", CommandLine: "-x, \"y\""},
		&graph.LogonAttempt{Key: "a", EventID: 4625, Host: "h|1", TargetUser: "S-1-5-21-1", SourceIP: "192.0.2.9", Count: 2},
		&graph.Warning{Key: "w", Class: graph.ParentStub, About: "p"},
	}
}

// document is GraphML as a reader of it sees it.
type document struct {
	Keys []struct {
		ID  string `xml:"id,attr"`
		For string `xml:"for,attr"`
	} `xml:"key"`
	Nodes []struct {
		ID   string `xml:"id,attr"`
		Data []data `xml:"data"`
	} `xml:"graph>node"`
	Edges []struct {
		Source string `xml:"source,attr"`
		Target string `xml:"target,attr"`
		Data   []data `xml:"data"`
	} `xml:"graph>edge"`
}

type data struct {
	Key  string `xml:"key,attr"`
	Text string `xml:",chardata"`
}

func graphMLOf(t *testing.T, nodes ...graph.Node) (string, document) {
	t.Helper()
	spool, err := os.CreateTemp(t.TempDir(), "edges")
	if err != nil {
		t.Fatal(err)
	}
	defer spool.Close()
	var out bytes.Buffer
	if err := GraphML(lines(t, nodes...), &out, spool); err != nil {
		t.Fatal(err)
	}
	var doc document
	if err := xml.Unmarshal(out.Bytes(), &doc); err != nil {
		t.Fatalf("no XML: %v\n%s", err, out.String())
	}
	return out.String(), doc
}

func TestGraphML(t *testing.T) {
	text, doc := graphMLOf(t, sample()...)
	declared := make(map[string]bool)
	for _, k := range doc.Keys {
		if declared[k.ID] {
			t.Errorf("key %s is declared twice", k.ID)
		}
		declared[k.ID] = true
	}
	label := make(map[string]string)
	var process map[string]string
	for _, n := range doc.Nodes {
		values := make(map[string]string)
		for _, d := range n.Data {
			if !declared[d.Key] {
				t.Errorf("node %s: key %s is not declared", n.ID, d.Key)
			}
			values[d.Key] = d.Text
		}
		if label[n.ID] != "" {
			t.Errorf("node %s stands twice", n.ID)
		}
		label[n.ID] = values["label"] + " " + values["n_key"]
		if values["n_key"] == "c" {
			process = values
		}
	}
	var edges []string
	for _, e := range doc.Edges {
		if label[e.Source] == "" || label[e.Target] == "" {
			t.Errorf("edge %s to %s: an end is no node", e.Source, e.Target)
		}
		line := label[e.Source] + " "
		for _, d := range e.Data {
			line += d.Text + " "
		}
		edges = append(edges, line+label[e.Target])
	}
	wantEdges := []string{
		"LogonSession s1 ON_HOST Host h|1", "LogonSession s1 OF_USER User S-1-5-21-1", "LogonSession s1 FROM_ADDRESS Address 192.0.2.7",
		"LogonSession s1 LINKED_TO LogonSession s2",
		"LogonSession s2 ON_HOST Host h|1", "LogonSession s2 OF_USER User S-1-5-21-1", "LogonSession s2 FROM_HOST Host h|1",
		"LogonSession s2 FROM_ADDRESS Address 192.0.2.7", "LogonSession s2 LINKED_TO LogonSession s1",
		"Process c RAN_ON Host h|1", "Process c RAN_AS User S-1-5-21-1", "Process c IN_SESSION LogonSession s1", "Process p SPAWNED guid Process c",
		"Process c CLAIMED_PARENT sysmon Process p", "Process c CLAIMED_PARENT security Process q",
		"Process p RAN_ON Host h|1", "Process q RAN_ON Host h|1",
		"LogonAttempt a ON_HOST Host h|1", "LogonAttempt a TARGET_USER User S-1-5-21-1", "LogonAttempt a FROM_ADDRESS Address 192.0.2.9",
	}
	if diff := cmp.Diff(wantEdges, edges); diff != "" {
		t.Errorf("edges (-want +got):\n%s", diff)
	}
	if len(doc.Nodes) != 10 { // 8 of the sample and 2 addresses
		t.Errorf("%d nodes, want 10", len(doc.Nodes))
	}
	wantProcess := map[string]string{
		"label": "Process", "n_key": "c", "n_host": "h|1", "n_user": "S-1-5-21-1", "n_session": "s1", "n_parent": "p", "n_parentVia": "guid",
		"n_pid": "4242", "n_start": "2024-03-04T04:26:40.000Z", "n_observed": "true", "n_image": `C:\a.exe`,
		"n_commandLine": "=cmd|'/c calc'!A0 <b>&\ufffd[0m\ufffd\ufffd\t\r\n]]>", "n_hashes": "MD5=cd,SHA256=ab",
		"n_parentClaims": "sysmon: p; security: q", "n_remoteOrigin": "s1 192.0.2.7", "n_sources": "sysmon 1 #7 in a.evtx",
	}
	if diff := cmp.Diff(wantProcess, process); diff != "" {
		t.Errorf("process (-want +got):\n%s", diff)
	}
	if strings.Index(text, "<edge ") < strings.LastIndex(text, "<node ") {
		t.Error("an edge stands before a node")
	}
	if strings.ContainsAny(text, "\x1b\x00") {
		t.Error("a control character got into the XML")
	}
}

func TestGraphMLOfNothing(t *testing.T) {
	if _, doc := graphMLOf(t); len(doc.Nodes) != 0 || len(doc.Edges) != 0 {
		t.Errorf("an empty export gives %+v", doc)
	}
}

func TestIDsDiffer(t *testing.T) {
	seen := make(map[string]string)
	for _, key := range []string{"a", "a_", "a|", "a_7c", "A", "é", "a b", "", "<", "a:b"} {
		got := id(graph.KindProcess, key)
		if other, ok := seen[got]; ok {
			t.Errorf("%q and %q both get %s", key, other, got)
		}
		seen[got] = key
	}
}

func TestProcessesCSV(t *testing.T) {
	var out bytes.Buffer
	if err := ProcessesCSV(lines(t, sample()...), &out); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(&out).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) != 4 {
		t.Fatalf("%d rows, want a header and 3 processes", len(rows))
	}
	cell := func(row int, name string) string {
		for i, column := range rows[0] {
			if column == name {
				return rows[row][i]
			}
		}
		t.Fatalf("no column %s", name)
		return ""
	}
	for _, want := range []struct {
		row         int
		name, value string
	}{
		{1, "key", "c"}, {1, "host_name", "ws01.example.test"}, {1, "user_name", `EXAMPLE\alice`}, {1, "pid", "4242"},
		{1, "command_line", "'=cmd|'/c calc'!A0 <b>&\x1b[0m\x00\ufffe\t\n]]>"}, // encoding/csv reads \r\n as \n
		{1, "source_ip", "192.0.2.7"}, {2, "pid", ""}, {2, "observed", "false"}, {3, "command_line", "'-x, \"y\""},
	} {
		if got := cell(want.row, want.name); got != want.value {
			t.Errorf("row %d, %s: %q, want %q", want.row, want.name, got, want.value)
		}
	}
}

func TestGuard(t *testing.T) {
	for in, want := range map[string]string{
		"": "", "a=b": "a=b", "=1": "'=1", "+1": "'+1", "-1": "'-1", "@a": "'@a", "\ta": "'\ta", "\ra": "'\ra", " =1": " =1", "'x": "'x",
	} {
		if got := guard(in); got != want {
			t.Errorf("guard(%q) = %q, want %q", in, got, want)
		}
	}
}

// failing stops after some bytes.
type failing struct{ left int }

var errFull = errors.New("disk full")

func (f *failing) Write(b []byte) (int, error) {
	if f.left -= len(b); f.left < 0 {
		return 0, errFull
	}
	return len(b), nil
}

func TestErrorsAreReported(t *testing.T) {
	if err := ProcessesCSV(lines(t, sample()...), &failing{10}); !errors.Is(err, errFull) {
		t.Errorf("CSV to a full disk: %v", err)
	}
	spool, err := os.CreateTemp(t.TempDir(), "edges")
	if err != nil {
		t.Fatal(err)
	}
	defer spool.Close()
	if err := GraphML(lines(t, sample()...), &failing{10}, spool); !errors.Is(err, errFull) {
		t.Errorf("GraphML to a full disk: %v", err)
	}
	if err := ProcessesCSV(strings.NewReader("{\"kind\":\"host\"\n"), &bytes.Buffer{}); err == nil || !strings.Contains(err.Error(), "line 1") {
		t.Errorf("a broken line: %v", err)
	}
}
