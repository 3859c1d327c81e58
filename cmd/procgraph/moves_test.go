package main

import (
	"strings"
	"testing"
	"time"

	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/internal/browsertest"
)

// at is a second of the morning of these tests.
func at(second int) graph.Time {
	return graph.TimeOf(time.Date(2024, 3, 5, 8, 0, second, 0, time.UTC), 0)
}

func process(host, key, session string, second int) graph.Process {
	return graph.Process{Key: key, Host: host, Image: `C:\` + key + "\u202e.exe", User: "u", Session: session, Start: at(second), Observed: true}
}

// session is a network logon of u from host h-a to host h-b.
func session(key string, second int) graph.LogonSession {
	return graph.LogonSession{Key: key, Host: "h-b", User: "u", LogonType: 3, Start: at(second), Observed: true, SourceIP: "192.0.2.1", SourceHost: "h-a"}
}

// TestMovesCountLogonsLikeThem: possible logons of one user to one host are one move that counts the others.
func TestMovesCountLogonsLikeThem(t *testing.T) {
	store := browsertest.NewCase(t, []graph.User{{Key: "u", Name: `EXAMPLE\ana`}},
		browsertest.Host{Host: graph.Host{Key: "h-a", Name: "a.example.test"}, Graph: graph.HostGraph{Processes: []graph.Process{process("h-a", "tool", "", 10)}}},
		browsertest.Host{Host: graph.Host{Key: "h-b", Name: "b.example.test"}, Graph: graph.HostGraph{
			Sessions: []graph.LogonSession{session("s1", 600), session("s2", 700), session("s3", 800)}, Processes: []graph.Process{process("h-b", "later", "s2", 701)}}})
	moves, _, err := movesOf(t.Context(), store, "tool")
	if err != nil {
		t.Fatal(err)
	}
	if len(moves) != 1 || moves[0].Session.Key != "s2" || len(moves[0].OpenedBy) != 1 || moves[0].OpenedBy[0].More != 2 {
		t.Fatalf("%+v", moves)
	}
	if text := describeEnd(moves[0].OpenedBy[0]); !strings.Contains(text, "2 more logons like this one") {
		t.Errorf("the others are not counted: %s", text)
	}
}

// TestMovesTellWhatOpenedALogon: a process with explicit credentials is proven, one that was only alive is possible.
func TestMovesTellWhatOpenedALogon(t *testing.T) {
	users := []graph.User{{Key: "u", Name: `EXAMPLE\ana`}}
	store := browsertest.NewCase(t, users,
		browsertest.Host{Host: graph.Host{Key: "h-a", Name: "a.example.test"}, Graph: graph.HostGraph{
			Processes: []graph.Process{process("h-a", "tool", "", 10)},
			Attempts:  []graph.LogonAttempt{{Key: "x", EventID: 4648, Host: "h-a", Time: at(11), User: "u", TargetUser: "u", TargetHost: "b.example.test", Process: "tool"}}}},
		browsertest.Host{Host: graph.Host{Key: "h-b", Name: "b.example.test"}, Graph: graph.HostGraph{
			Sessions:  []graph.LogonSession{session("near", 12), session("off", 600)},
			Processes: []graph.Process{process("h-b", "shell", "near", 13), process("h-b", "later", "off", 601)}}})
	for key, want := range map[string]string{"shell": "session-proven", "later": "possible"} {
		moves, _, err := movesOf(t.Context(), store, key)
		if err != nil {
			t.Fatal(err)
		}
		if len(moves) != 1 || moves[0].Direction != "origin" || len(moves[0].OpenedBy) != 1 || len(moves[0].Began) != 1 {
			t.Fatalf("%s: %+v", key, moves)
		}
		if m := moves[0]; m.OpenedBy[0].Process.Key != "tool" || m.OpenedBy[0].Confidence != want || m.Began[0].Process.Key != key {
			t.Errorf("%s: %+v", key, m)
		}
		var out strings.Builder
		p := (&app{out: &out}).printer()
		printMoves(p, moves)
		if err := p.done(); err != nil {
			t.Fatal(err)
		}
		text := out.String()
		for _, part := range []string{"logons on the way here", "from a.example.test", "opened by  tool", strings.TrimPrefix(want, "session-") + ":"} {
			if !strings.Contains(text, part) {
				t.Errorf("%s: no %q in:\n%s", key, part, text)
			}
		}
		if strings.Contains(text, "\u202e") {
			t.Errorf("a mark of direction reaches the terminal:\n%q", text)
		}
	}
	moves, _, err := movesOf(t.Context(), store, "tool")
	if err != nil || len(moves) != 2 || moves[0].Direction != "consequence" || moves[0].Session.Key != "near" || moves[0].OpenedBy[0].Confidence != "session-proven" {
		t.Errorf("what the tool led to: %+v, %v", moves, err)
	}
}
