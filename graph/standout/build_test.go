package standout

import (
	"encoding/base64"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"

	"github.com/procgraph/procgraph/graph"
)

var day = graph.TimeOf(time.Date(2024, 3, 5, 9, 0, 0, 0, time.UTC), 3)

// at is seconds after the test day's beginning.
func at(seconds int) graph.Time { return day.Add(time.Duration(seconds) * time.Second) }

// proc makes a process on host h1: key, parent's key, image, command line.
func proc(key, parent, image, command string) graph.Process {
	return graph.Process{Key: key, Host: "h1", Parent: parent, Image: image, CommandLine: command, Start: at(0), Observed: true}
}

// directory knows the host and the users of the tests.
func directory() Names {
	return NewDirectory(
		[]graph.Host{{Key: "h1", Name: "ws01.example.test", Aliases: []string{"WS01"}}},
		[]graph.User{
			{Key: "alice", Name: `EXAMPLE\alice`, Kind: graph.AccountUser},
			{Key: "bob", Name: `EXAMPLE\bob`, Kind: graph.AccountUser},
			{Key: "ws01$", Name: `EXAMPLE\WS01$`, Kind: graph.MachineUser},
		},
	)
}

// found lists what Find says as "rule about".
func found(g *graph.HostGraph) []string {
	var out []string
	for _, s := range Find(g, directory()) {
		out = append(out, s.Rule+" "+s.About)
	}
	slices.Sort(out)
	return out
}

type ruleTest struct {
	name  string
	graph graph.HostGraph
	want  []string // all remarks, as "rule about"
}

func runRules(t *testing.T, tests []ruleTest) {
	t.Helper()
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, found(&tt.graph)); diff != "" {
				t.Errorf("remarks (-want +got):\n%s", diff)
			}
		})
	}
}

// processes makes a graph of processes only.
func processes(p ...graph.Process) graph.HostGraph { return graph.HostGraph{Processes: p} }

func encode(text string) string {
	var raw []byte
	for _, u := range utf16.Encode([]rune(text)) {
		raw = append(raw, byte(u), byte(u>>8))
	}
	return base64.StdEncoding.EncodeToString(raw)
}

const (
	sys    = `C:\Windows\System32\`
	word   = `C:\Program Files\Microsoft Office\root\Office16\WINWORD.EXE`
	chrome = `C:\Program Files\Google\Chrome\Application\chrome.exe`
	psh    = sys + `WindowsPowerShell\v1.0\powershell.exe`
)

func TestRulesAreWellFormed(t *testing.T) {
	seen := make(map[string]bool)
	for _, r := range rules {
		if r.Name == "" || r.Title == "" || seen[r.Name] || strings.ToLower(r.Name) != r.Name {
			t.Errorf("rule %+v: the name or title is missing, repeated or not in lower case", r.Name)
		}
		seen[r.Name] = true
		if r.Severity < low || r.Severity > high || len(r.Techniques) == 0 {
			t.Errorf("rule %s: severity %d, techniques %v", r.Name, r.Severity, r.Techniques)
		}
		if (r.process == nil) == (r.host == nil) {
			t.Errorf("rule %s needs exactly one of process and host", r.Name)
		}
		if r.innermost && r.process == nil {
			t.Errorf("rule %s: innermost is for hits on processes", r.Name)
		}
	}
}
