package sqlitestore_test

import (
	"flag"
	"fmt"
	"math/rand"
	"slices"
	"strings"
	"testing"

	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/graph/sqlitestore"
)

// sizes are the numbers of processes or records; a million only when asked for
// by name ("-bench /1M").
func sizes() map[string]int {
	m := map[string]int{"10k": 10_000, "100k": 100_000}
	if f := flag.Lookup("test.bench"); f != nil && strings.Contains(f.Value.String(), "1M") {
		m["1M"] = 1_000_000
	}
	return m
}

func eachSize(b *testing.B, f func(b *testing.B, n int)) {
	for name, n := range sizes() {
		b.Run(name, func(b *testing.B) { f(b, n) })
	}
}

var images = []string{"svchost", "conhost", "cmd", "chrome", "powershell", "explorer", "winword", "taskhostw", "backgroundtaskhost", "git"}

// host is a believable host of n processes: one supernode with a twentieth of
// them, one chain of 400, command lines of which two in three repeat.
func host(n int) graph.HostGraph {
	r := rand.New(rand.NewSource(1))
	const key = "h:bench.example.test"
	g := graph.HostGraph{Processes: make([]graph.Process, 0, n)}
	users := []string{"u:S-1-5-18", "u:S-1-5-21-1-2-3-1001", "u:S-1-5-21-1-2-3-1002"}
	for i := range 50 {
		g.Sessions = append(g.Sessions, graph.LogonSession{Key: fmt.Sprintf("s:bench:%03d", i), Host: key, LogonID: fmt.Sprintf("0x%x", 1000+i), User: users[i%3], Observed: true})
	}
	id := func(i int) string {
		return fmt.Sprintf("p:bench.example.test:%08x-5678-65f0-%04x-%012x", 0xa1b2c3d4, i>>16, i&0xffff)
	}
	for i := range n {
		image := images[r.Intn(len(images))]
		p := graph.Process{Key: id(i), Host: key, GUID: id(i)[21:], Image: `C:\Windows\System32\` + image + ".exe", Observed: i%7 != 0,
			Start: graph.UnixSecond(1_700_000_000 + int64(i/3)), User: users[i%3], Session: g.Sessions[i%50].Key, IntegrityLevel: "Medium",
			Hashes:  map[string]string{"MD5": fmt.Sprintf("%032X", len(image)*7919), "SHA256": fmt.Sprintf("%064X", len(image)*104729)},
			Sources: []graph.Source{{Log: "sysmon", EventID: 1, RecordID: uint64(i + 1), File: "Microsoft-Windows-Sysmon%4Operational.evtx"}}}
		pid := int64(i%60000 + 4)
		p.PID = &pid
		p.CommandLine = fmt.Sprintf(`"%s" -k group%d --type=renderer --field-trial-handle=%d`, p.Image, r.Intn(40), r.Intn(50))
		if r.Intn(3) == 0 {
			p.CommandLine += fmt.Sprintf(` --id=%08x-%08x /prefetch:%d`, r.Uint32(), r.Uint32(), r.Intn(9))
		}
		switch {
		case i == n/2:
			p.CommandLine = "mimikatz.exe sekurlsa::logonpasswords"
		case i > 0 && i <= 400:
			p.Parent = id(i - 1)
		case i%20 == 3:
			p.Parent = id(0)
		case i > 400 && i%5 != 0:
			p.Parent = id(r.Intn(i))
		}
		g.Processes = append(g.Processes, p)
	}
	slices.SortFunc(g.Processes, func(a, b graph.Process) int { return strings.Compare(a.Key, b.Key) })
	return g
}

func BenchmarkAddObservations(b *testing.B) {
	eachSize(b, func(b *testing.B, n int) {
		batch := make([]graph.Observation, n)
		g := host(min(n, 100_000))
		for i := range batch {
			p := &g.Processes[i%len(g.Processes)]
			o := graph.Observation{Event: graph.ProcessStart, EventID: 1, Log: "sysmon", Computer: "bench.example.test", RecordID: uint64(i + 1), File: "a.evtx",
				Time: graph.Stamp{Time: p.Start, Zone: graph.ZoneUTC}, UtcTime: graph.Stamp{Time: p.Start, Zone: graph.ZoneUTC}}
			for f, v := range map[graph.Field]string{graph.ProcessGUID: p.GUID, graph.Image: p.Image, graph.CommandLine: p.CommandLine, graph.ParentImage: p.Image,
				graph.Hashes: "MD5=" + p.Hashes["MD5"] + ",SHA256=" + p.Hashes["SHA256"], graph.UserText: `EXAMPLE\alice`, graph.LogonID: "0x3e7"} {
				o.Set(f, v)
			}
			batch[i] = o
		}
		b.ResetTimer()
		for range b.N {
			b.StopTimer()
			s := open(b)
			b.StartTimer()
			w := begin(b, s)
			for part := range slices.Chunk(batch, 5000) {
				if _, err := w.AddObservations(b.Context(), part); err != nil {
					b.Fatal(err)
				}
			}
			check(b, w.Close())
			b.StopTimer()
			s.Close()
			b.StartTimer()
		}
		b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/float64(n), "µs/record")
	})
}

func begin(b testing.TB, s *sqlitestore.Store) graph.Writer {
	w, err := s.Begin(b.Context(), nil)
	check(b, err)
	return w
}

func check(b testing.TB, err error) {
	b.Helper()
	if err != nil {
		b.Fatal(err)
	}
}

func BenchmarkSetHostGraph(b *testing.B) {
	eachSize(b, func(b *testing.B, n int) {
		g := host(n)
		for range b.N {
			b.StopTimer()
			s := open(b)
			w := begin(b, s)
			b.StartTimer()
			check(b, w.SetHostGraph(b.Context(), "h:bench.example.test", graph.HostState{}, g))
			check(b, w.Close())
			b.StopTimer()
			s.Close()
			b.StartTimer()
		}
		b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/float64(n), "µs/process")
	})
}

// BenchmarkSetSameHostGraph writes a graph that is already there but for one process.
func BenchmarkSetSameHostGraph(b *testing.B) {
	eachSize(b, func(b *testing.B, n int) {
		g := host(n)
		s := open(b)
		defer s.Close()
		w := begin(b, s)
		defer w.Close()
		check(b, w.SetHostGraph(b.Context(), "h:bench.example.test", graph.HostState{}, g))
		b.ResetTimer()
		for i := range b.N {
			g.Processes[0].Description = fmt.Sprint(i)
			check(b, w.SetHostGraph(b.Context(), "h:bench.example.test", graph.HostState{}, g))
		}
	})
}

func BenchmarkQueries(b *testing.B) {
	eachSize(b, func(b *testing.B, n int) {
		s := open(b)
		defer s.Close()
		g := host(n)
		w := begin(b, s)
		check(b, w.SetHostGraph(b.Context(), "h:bench.example.test", graph.HostState{}, g))
		check(b, w.SetDirectory(b.Context(), []graph.Host{{Key: "h:bench.example.test", Name: "bench"}}, []graph.User{{Key: "u:S-1-5-18", Name: `NT AUTHORITY\SYSTEM`}}, nil))
		super, deep := g.Processes[0].Key, g.Processes[400].Key
		g = graph.HostGraph{}
		run := func(name string, f func(i int) error) {
			b.Run(name, func(b *testing.B) {
				for i := range b.N {
					check(b, f(i))
				}
			})
		}
		// fresh makes every answer come from the file: what is remembered is of another version.
		fresh := func(i int) error { return w.AddFileReport(b.Context(), graph.FileReport{File: fmt.Sprint(i % 10)}) }
		ctx, none := b.Context(), graph.ProcessFilter{}
		run("roots", func(int) error {
			_, err := s.Roots(ctx, graph.ProcessFilter{Host: "h:bench.example.test"}, graph.Page{})
			return err
		})
		run("children of a supernode", func(int) error { _, _, err := s.Children(ctx, super, none, graph.Page{}); return err })
		run("ancestors", func(int) error { _, _, err := s.Ancestors(ctx, deep, 400); return err })
		run("subtree of 1000", func(int) error { _, err := s.Subtree(ctx, super, none, 100, 1000); return err })
		run("stats", func(i int) error {
			check(b, fresh(i))
			_, err := s.Stats(ctx)
			return err
		})
		for _, text := range []string{"mimik", "-k", "a1b2", "powershell group7", "svchost"} {
			run("search "+text, func(i int) error {
				check(b, fresh(i))
				_, err := s.Search(ctx, text, none, graph.Page{})
				return err
			})
		}
		for name, f := range map[string]graph.ProcessFilter{"rare text": {Text: "mimik"}, "user": {User: "u:S-1-5-18"}, "image": {Image: "cmd.exe"}, "hour": {From: graph.UnixSecond(1_700_000_100), To: graph.UnixSecond(1_700_003_700)}} {
			run("roots under "+name, func(i int) error {
				check(b, fresh(i))
				_, err := s.Roots(ctx, f, graph.Page{})
				return err
			})
			run("roots again under "+name, func(int) error { _, err := s.Roots(ctx, f, graph.Page{}); return err })
		}
		check(b, w.Close())
	})
}
