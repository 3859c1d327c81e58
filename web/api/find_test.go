package api

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/procgraph/procgraph/graph"
)

func TestParseFind(t *testing.T) {
	for _, c := range []struct {
		text string
		want string
	}{
		{"", "[] host= user= - 0"},
		{"  cmd  /c ", "[cmd /c] host= user= - 0"},
		{`host:ws01 whoami`, "[whoami] host=ws01 user= - 0"},
		{`HOST:ws01 User:"EXAMPLE\bob smith" net`, `[net] host=ws01 user=EXAMPLE\bob smith - 0`},
		{`C:\Windows\cmd.exe http://x`, `[C:\Windows\cmd.exe http://x] host= user= - 0`},
		{`"two words`, "[two words] host= user= - 0"},
		{"time:2024-05-01", "[] host= user= 2024-05-01T00:00:00Z-2024-05-01T23:59:59.9999999Z 0"},
		{"time:2024-05-01T13", "[] host= user= 2024-05-01T13:00:00Z-2024-05-01T13:59:59.9999999Z 0"},
		{"time:2024-05-01t13:05z", "[] host= user= 2024-05-01T13:05:00Z-2024-05-01T13:05:59.9999999Z 0"},
		{"time:2024-05-01..2024-05-02T12", "[] host= user= 2024-05-01T00:00:00Z-2024-05-02T12:59:59.9999999Z 0"},
		{"time:2024-05-01..", "[] host= user= 2024-05-01T00:00:00Z- 0"},
		{"time:..2024-05", "[] host= user= -2024-05-31T23:59:59.9999999Z 0"},
		{"time:2024-05-01T13:00:00.5Z", "[] host= user= 2024-05-01T13:00:00.5Z-2024-05-01T13:00:00.5Z 0"},
		{"time:", "[] host= user= - 0"},
		{"time:yesterday", "[] host= user= - 1"},
		{"time:..", "[] host= user= - 1"},
		{"time:2024-05-02..2024-05-01", "[] host= user= - 1"},
	} {
		q := parseFind(c.text)
		if got := fmt.Sprintf("%v host=%s user=%s %s-%s %d", q.Words, q.Host, q.User, q.From, q.To, len(q.Problems)); got != c.want {
			t.Errorf("%q gives %s, want %s", c.text, got, c.want)
		}
	}
}

func TestCloseness(t *testing.T) {
	list := called([]string{"h:ws01.example.test", "ws01.example.test", `EXAMPLE\Bob`, "S-1-5-21-1", "192.0.2.1"})
	for name, want := range map[string]int{"WS01": 3, "ws01.example.test": 3, "ws0": 2, "s01": 1, "bob": 3, "bo": 2, "S-1-5-21-1": 3, "192.0.2.1": 3, "x": 1, "q": 0, "": 0} {
		if got := closeness(list, name); got != want {
			t.Errorf("%q: %d, want %d", name, got, want)
		}
	}
}

// company is a store with two hosts, two users and what a test lets it find.
type company struct {
	anything
	slow     bool
	searched *graph.ProcessFilter
	text     string
	identity graph.ProcessIdentity
	sessions graph.SessionFilter
}

func (c *company) Hosts(context.Context) ([]graph.HostSummary, error) {
	return []graph.HostSummary{{Host: graph.Host{Key: "h:ws01.a.test", Name: "ws01.a.test"}}, {Host: graph.Host{Key: "h:ws02.a.test", Name: "ws02.a.test", Addresses: []string{"192.0.2.2"}}}}, nil
}

func (c *company) Users(context.Context, graph.Page) (l graph.List[graph.UserSummary], err error) {
	l.Items = []graph.UserSummary{{User: graph.User{Key: "u:1", Name: `A\bob`, SID: "S-1-5-21-7"}}, {User: graph.User{Key: "u:2", Name: `A\bobby`}}}
	return l, nil
}

func (c *company) Search(ctx context.Context, text string, f graph.ProcessFilter, _ graph.Page) (l graph.List[graph.ProcessRow], err error) {
	c.searched, c.text = &f, text
	if c.slow {
		<-ctx.Done()
		return l, ctx.Err()
	}
	l.Items, l.Total = []graph.ProcessRow{{Process: graph.Process{Key: "p:found"}}, {Process: graph.Process{Key: "p:pid"}}}, 2
	return l, nil
}

func (c *company) FindProcesses(_ context.Context, id graph.ProcessIdentity, _ int) ([]graph.ProcessRow, error) {
	c.identity = id
	return []graph.ProcessRow{{Process: graph.Process{Key: "p:pid"}}}, nil
}

func (c *company) Sessions(_ context.Context, f graph.SessionFilter, _ graph.Page) (l graph.List[graph.SessionRow], err error) {
	c.sessions = f
	l.Items, l.Total = []graph.SessionRow{{LogonSession: graph.LogonSession{Key: "s:1"}}}, 1
	return l, nil
}

func ask(t *testing.T, c *company, query string) FindView {
	t.Helper()
	a, err := New(Options{Store: c})
	if err != nil {
		t.Fatal(err)
	}
	v, err := ParseQuery(findParams(), query)
	if err != nil {
		t.Fatal(err)
	}
	data, err := a.find(t.Context(), v)
	if err != nil {
		t.Fatal(err)
	}
	return data.(FindView)
}

func summary(v FindView) (lines []string) {
	for _, g := range v.Groups {
		line := fmt.Sprintf("%s %d:", g.Group, g.Total)
		for _, p := range g.Processes {
			line += " " + p.Key
		}
		for _, u := range g.Users {
			line += " " + u.Key
		}
		for _, h := range g.Hosts {
			line += " " + h.Key
		}
		for _, s := range g.Sessions {
			line += " " + s.Key
		}
		if g.Note != "" {
			line += " (" + g.Note + ")"
		}
		lines = append(lines, line)
	}
	return lines
}

func TestFind(t *testing.T) {
	for _, c := range []struct {
		query string
		want  []string
	}{
		{"q=whoami", []string{"hosts 0:", "users 0:", "sessions 0:", "processes 2: p:found p:pid"}},
		{"q=bob", []string{"hosts 0:", "users 2: u:1 u:2", "sessions 0:", "processes 2: p:found p:pid"}},
		{"q=S-1-5-21-7", []string{"hosts 0:", "users 1: u:1", "sessions 0:", "processes 2: p:found p:pid"}},
		{"q=::ffff:192.0.2.2", []string{"hosts 0:", "users 0:", "sessions 1: s:1", "processes 2: p:found p:pid"}},
		{"q=192.0.2.2", []string{"hosts 1: h:ws02.a.test", "users 0:", "sessions 1: s:1", "processes 2: p:found p:pid"}},
		{"q=4321&group=processes", []string{"processes 2: p:pid p:found"}},
		{"q=%7Ba1b2c3d4-0000-1111-2222-333344445555%7D&group=processes", []string{"processes 1: p:pid"}},
		{"q=host:ws01&group=hosts", []string{"hosts 1: h:ws01.a.test"}},
		{"q=host:ws+x&group=processes", []string{"processes 0: (2 hosts fit host:ws; write more of the name)"}},
		{"q=user:none+x&group=processes", []string{"processes 0: (no user is called none)"}},
	} {
		if d := cmp.Diff(c.want, summary(ask(t, &company{}, c.query))); d != "" {
			t.Errorf("%s: %s", c.query, d)
		}
	}
}

func TestFindFilters(t *testing.T) {
	c := &company{}
	v := ask(t, c, "q=host:ws01+user:bob+time:2024+net+user&group=processes")
	first, last, _ := parseSpan("2024")
	want := graph.ProcessFilter{Host: "h:ws01.a.test", User: "u:1", From: first, To: last}
	if d := cmp.Diff(&want, c.searched); d != "" || c.text != "net user" || v.HostKey != want.Host || v.UserKey != want.User {
		t.Errorf("%q %s %+v", c.text, d, v)
	}
	ask(t, c, "q=0x10e1+host:ws02&group=processes")
	if c.identity.PID == nil || *c.identity.PID != 4321 || c.identity.Host != "h:ws02.a.test" {
		t.Errorf("%+v", c.identity)
	}
	ask(t, c, "q=0x00000000000A10E1+host:ws01&group=sessions")
	if d := cmp.Diff(graph.SessionFilter{Host: "h:ws01.a.test", LogonID: "0xa10e1"}, c.sessions); d != "" {
		t.Error(d)
	}
	ask(t, c, "q=::ffff:192.0.2.2+host:ws01&group=sessions")
	if d := cmp.Diff(graph.SessionFilter{Host: "h:ws01.a.test", SourceIP: "192.0.2.2"}, c.sessions); d != "" {
		t.Error(d)
	}
}

// TestFindEndsWithItsClient: a question that was withdrawn is an error, no late group.
func TestFindEndsWithItsClient(t *testing.T) {
	a, err := New(Options{Store: &company{slow: true}})
	if err != nil {
		t.Fatal(err)
	}
	v, err := ParseQuery(findParams(), "q=x&group=processes")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer cancel()
	if _, err := a.find(ctx, v); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v", err)
	}
}
