package neo4jstore_test

import (
	"fmt"
	"math/rand"
	"slices"
	"strings"

	"github.com/procgraph/procgraph/graph"
)

var images = []string{"svchost", "conhost", "cmd", "chrome", "powershell", "explorer", "winword", "taskhostw", "backgroundtaskhost", "git"}

// host is a believable host of n processes: one supernode with a twentieth of
// them, one chain of up to 400, and everything that nodes can refer to.
func host(n int, name string) graph.HostGraph {
	r := rand.New(rand.NewSource(1))
	key := "h:" + name
	g := graph.HostGraph{Processes: make([]graph.Process, 0, n)}
	users := []string{"u:S-1-5-18", "u:S-1-5-21-1-2-3-1001", "u:S-1-5-21-1-2-3-1002"}
	sessions := min(50, 4+n/20*2)
	for i := range sessions {
		s := graph.LogonSession{Key: fmt.Sprintf("s:%s:%03d", name, i), Host: key, LogonID: fmt.Sprintf("0x%x", 1000+i), User: users[i%3], Observed: true,
			Start: graph.UnixSecond(1_700_000_000 + int64(i)), SourceIP: fmt.Sprintf("192.0.2.%d", i%20)}
		s.Linked = fmt.Sprintf("s:%s:%03d", name, i^1)
		g.Sessions = append(g.Sessions, s)
	}
	id := func(i int) string {
		return fmt.Sprintf("p:%s:%08x-5678-65f0-%04x-%012x", name, 0xa1b2c3d4, i>>16, i&0xffff)
	}
	for i := range n {
		image := images[r.Intn(len(images))]
		p := graph.Process{Key: id(i), Host: key, GUID: id(i)[len(name)+3:], Image: `C:\Windows\System32\` + image + ".exe", Observed: i%7 != 0,
			Start: graph.UnixSecond(1_700_000_000 + int64(i/3)), User: users[i%3], Session: g.Sessions[i%sessions].Key, IntegrityLevel: "Medium",
			Hashes:  map[string]string{"MD5": fmt.Sprintf("%032X", len(image)*7919), "SHA256": fmt.Sprintf("%064X", len(image)*104729)},
			Sources: []graph.Source{{Log: "sysmon", EventID: 1, RecordID: uint64(i + 1), File: "Microsoft-Windows-Sysmon%4Operational.evtx"}}}
		pid := int64(i%60000 + 4)
		p.PID = &pid
		p.CommandLine = fmt.Sprintf(`"%s" -k group%d --type=renderer --field-trial-handle=%d`, p.Image, r.Intn(40), r.Intn(50))
		if r.Intn(3) == 0 {
			p.CommandLine += fmt.Sprintf(` --id=%08x-%08x /prefetch:%d`, r.Uint32(), r.Uint32(), r.Intn(9))
		}
		switch {
		case i > 0 && i <= min(400, n/4):
			p.Parent = id(i - 1)
		case i%20 == 3:
			p.Parent = id(0)
		case i > 400 && i%5 != 0:
			p.Parent = id(r.Intn(i))
		}
		if p.Parent != "" {
			p.ParentVia = "guid"
		}
		g.Processes = append(g.Processes, p)
	}
	slices.SortFunc(g.Processes, func(a, b graph.Process) int { return strings.Compare(a.Key, b.Key) })
	return g
}

// odd adds what is rare to a host of at least 20 processes: a cycle, parents that
// sources disagree about, a starter, attempts, warnings, standouts.
func odd(g graph.HostGraph) graph.HostGraph {
	p := g.Processes
	last := len(p) - 1
	p[last].Parent, p[last-1].Parent = p[last-1].Key, p[last].Key
	p[last-2].Parent = p[last-2].Key
	p[1].ParentClaims = []graph.ParentClaim{{Parent: p[last].Key, Source: "sysmon"}, {Parent: p[0].Key, Source: "security"}}
	p[2].StartedBy = "u:S-1-5-18"
	p[3].Session, p[4].Parent = "s:nowhere", "p:nowhere"
	for i := range 7 {
		g.Attempts = append(g.Attempts, graph.LogonAttempt{Key: fmt.Sprintf("a:%s:%d", p[0].Host, i), EventID: 4625, Host: p[0].Host, Time: graph.UnixSecond(1_700_000_000 + int64(i)),
			User: p[i].User, TargetUser: p[i+1].User, Process: p[i].Key, Session: p[i].Session, SourceIP: fmt.Sprintf("192.0.2.%d", 100+i), Count: i + 1})
		g.Warnings = append(g.Warnings, graph.Warning{Key: fmt.Sprintf("w:%s:%d", p[0].Host, i), Class: graph.PIDReused, About: p[i].Key})
		g.Standouts = append(g.Standouts, graph.Standout{Rule: "rule", About: p[i].Key, AboutKind: graph.KindProcess, Host: p[0].Host, Severity: 1 + i%3, Title: "A rule"})
	}
	return g
}
