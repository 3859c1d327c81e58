package api

import (
	"context"
	"errors"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/procgraph/procgraph/graph"
)

var errBroken = errors.New("broken")

// named is a store with some processes, sessions, hosts and users.
type named struct {
	graph.Reader
	processes map[string]graph.ProcessRow
	sessions  map[string]graph.SessionRow
	warnings  []graph.Warning

	mu    sync.Mutex
	asked map[string]int
}

func (n *named) Version(context.Context) (string, error) { return "1", nil }

func (n *named) Hosts(context.Context) ([]graph.HostSummary, error) {
	return []graph.HostSummary{{Host: graph.Host{Key: "h:a", Name: "a.example.test"}}}, nil
}

func (n *named) Users(context.Context, graph.Page) (graph.List[graph.UserSummary], error) {
	return graph.List[graph.UserSummary]{Items: []graph.UserSummary{{User: graph.User{Key: "u:1", Name: `EXAMPLE\ana`}}}}, nil
}

func (n *named) count(kind, key string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.asked[kind+" "+key]++
}

func (n *named) Process(_ context.Context, key string) (graph.ProcessRow, error) {
	n.count("process", key)
	if key == "p:broken" {
		return graph.ProcessRow{}, errBroken
	}
	p, ok := n.processes[key]
	if !ok {
		return p, graph.ErrNotFound
	}
	return p, nil
}

func (n *named) Session(_ context.Context, key string) (graph.SessionRow, error) {
	n.count("session", key)
	s, ok := n.sessions[key]
	if !ok {
		return s, graph.ErrNotFound
	}
	return s, nil
}

func TestWarningsSayWhatTheyAreAbout(t *testing.T) {
	pid := int64(4321)
	start := graph.TimeOf(graph.Time{Ticks: 133540000000000000}.Go(), 3)
	store := &named{
		asked:     map[string]int{},
		processes: map[string]graph.ProcessRow{"p:1": {Process: graph.Process{Key: "p:1", Host: "h:a", Image: `C:\x.exe`, PID: &pid, StartHint: start}, HostName: "a.example.test"}},
		sessions:  map[string]graph.SessionRow{"s:1": {LogonSession: graph.LogonSession{Key: "s:1", Host: "h:a", LogonID: "0x1f", Start: start}, HostName: "a.example.test", UserName: `EXAMPLE\ana`}},
		warnings: []graph.Warning{
			{Key: "1", Class: graph.PIDReused, About: "p:1", Host: "h:a"},
			{Key: "2", Class: graph.ParentStub, About: "p:1"},
			{Key: "3", Class: graph.SessionNotClosed, About: "s:1"},
			{Key: "4", Class: graph.LogClearedWarning, About: "h:a", User: "u:1"},
			{Key: "5", Class: graph.InputIncomplete, About: "logs/cut.evtx"},
			{Key: "6", Class: graph.RecordGap},
		},
	}
	a, err := New(Options{Store: store})
	if err != nil {
		t.Fatal(err)
	}
	got, err := a.warningRows(t.Context(), store.warnings)
	if err != nil {
		t.Fatal(err)
	}
	process := &SubjectView{Kind: graph.KindProcess, Name: `C:\x.exe`, PID: &pid, Host: "h:a", HostName: "a.example.test", Start: start}
	want := []WarningRow{
		{Warning: store.warnings[0], HostName: "a.example.test", Subject: process},
		{Warning: store.warnings[1], Subject: process},
		{Warning: store.warnings[2], Subject: &SubjectView{Kind: graph.KindSession, Name: `EXAMPLE\ana`, LogonID: "0x1f", Host: "h:a", HostName: "a.example.test", Start: start}},
		{Warning: store.warnings[3], UserName: `EXAMPLE\ana`, Subject: &SubjectView{Kind: graph.KindHost, Name: "a.example.test", Host: "h:a", HostName: "a.example.test"}},
		{Warning: store.warnings[4]},
		{Warning: store.warnings[5]},
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("rows (-want +got):\n%s", d)
	}
	asked := map[string]int{"process p:1": 1, "session s:1": 1, "process logs/cut.evtx": 1, "session logs/cut.evtx": 1}
	if d := cmp.Diff(asked, store.asked); d != "" {
		t.Errorf("asked (-want +got):\n%s", d)
	}

	store.warnings = append(store.warnings, graph.Warning{Key: "7", Class: graph.PIDReused, About: "p:broken"})
	if _, err := a.warningRows(t.Context(), store.warnings); err == nil {
		t.Error("an error of the store is not told")
	}
}
