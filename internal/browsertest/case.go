package browsertest

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/graph/sqlitestore"
)

// Host is one host of a case with its whole graph.
type Host struct {
	Host  graph.Host
	Graph graph.HostGraph
}

// NewCase writes a case file with these hosts and users, and returns it open.
// It is closed when the test ends.
func NewCase(t testing.TB, users []graph.User, hosts ...Host) *sqlitestore.Store {
	t.Helper()
	ctx := context.Background()
	store, err := sqlitestore.Open(ctx, filepath.Join(t.TempDir(), "case.procgraph"), sqlitestore.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	if err := Fill(ctx, store, users, hosts...); err != nil {
		t.Fatal(err)
	}
	return store
}

// Fill makes these the hosts and users of the store. It sorts the hosts' processes.
func Fill(ctx context.Context, store graph.Store, users []graph.User, hosts ...Host) (err error) {
	w, err := store.Begin(ctx, nil)
	if err != nil {
		return fmt.Errorf("writing the case: %w", err)
	}
	defer func() {
		if closeErr := w.Close(); err == nil {
			err = closeErr
		}
	}()
	slices.SortFunc(hosts, func(a, b Host) int { return strings.Compare(a.Host.Key, b.Host.Key) })
	var directory []graph.Host
	for _, h := range hosts {
		directory = append(directory, h.Host)
	}
	if err := w.SetDirectory(ctx, directory, users, nil); err != nil {
		return fmt.Errorf("writing hosts and users: %w", err)
	}
	for _, h := range hosts {
		slices.SortFunc(h.Graph.Processes, func(a, b graph.Process) int { return strings.Compare(a.Key, b.Key) })
		state := graph.HostState{Computers: []string{h.Host.Name}, Directory: "test"}
		if err := w.SetHostGraph(ctx, h.Host.Key, state, h.Graph); err != nil {
			return fmt.Errorf("writing host %s: %w", h.Host.Name, err)
		}
	}
	return nil
}

// epoch is when the made cases begin.
var epoch = time.Date(2024, 3, 5, 8, 0, 0, 0, time.UTC)

// at is a moment of a made case.
func at(after time.Duration) graph.Time { return graph.TimeOf(epoch.Add(after), 3) }

// process makes a process. parent may be "".
func process(host, key, parent, image, commandLine string, pid int64, start time.Duration) graph.Process {
	p := graph.Process{
		Key: key, Host: host, PID: &pid, Image: image, CommandLine: commandLine,
		Start: at(start), Observed: true, IntegrityLevel: "Medium",
		Sources: []graph.Source{{Log: "sysmon", EventID: 1, RecordID: uint64(pid), File: "made.evtx"}},
	}
	if parent != "" {
		p.Parent, p.ParentVia = parent, "guid"
	}
	return p
}

// LargeHost is a host with count processes and more: System at the root, under
// it services.exe with fanOut children of its own (svchost.exe), and the rest in
// branches of a hundred under explorer.exe. Keys sort as they are made.
func LargeHost(count, fanOut int) Host {
	const host = "h-large"
	images := []string{`C:\Windows\System32\cmd.exe`, `C:\Windows\System32\conhost.exe`, `C:\Program Files\Editor\editor.exe`, `C:\Windows\System32\WindowsPowerShell\v1.0\powershell.exe`}
	g := graph.HostGraph{}
	add := func(p graph.Process) string {
		if p.Start.Ticks%3 == 0 {
			p.End = p.Start.Add(7 * time.Second)
		}
		g.Processes = append(g.Processes, p)
		return p.Key
	}
	key := func(i int) string { return fmt.Sprintf("p-large-%07d", i) }
	next := 0
	make1 := func(parent, image, commandLine string) string {
		i := next
		next++
		return add(process(host, key(i), parent, image, commandLine, int64(4+4*i), time.Duration(i)*100*time.Millisecond))
	}
	system := make1("", "System", "")
	services := make1(system, `C:\Windows\System32\services.exe`, `C:\Windows\system32\services.exe`)
	for i := range fanOut {
		make1(services, `C:\Windows\System32\svchost.exe`, fmt.Sprintf(`C:\Windows\system32\svchost.exe -k group%d`, i))
	}
	explorer := make1(system, `C:\Windows\explorer.exe`, `C:\Windows\Explorer.EXE`)
	branch := ""
	for i := 0; next < count; i++ {
		if i%100 == 0 {
			branch = make1(explorer, `C:\Windows\System32\cmd.exe`, fmt.Sprintf(`cmd.exe /c batch-%d.cmd`, i/100))
			continue
		}
		make1(branch, images[i%len(images)], fmt.Sprintf(`step.exe --number %d`, i))
	}
	return Host{Host: graph.Host{Key: host, Name: "large.example.test"}, Graph: g}
}
