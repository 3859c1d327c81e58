package derive_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/graph/derive"
	"github.com/procgraph/procgraph/graph/sqlitestore"
)

// BenchmarkDerive shows time and memory of deriving the graph of a case file of
// a million processes, on one host and on 200. The peak is that of the whole
// run of the test binary: run one size at a time (-bench 'Derive/hosts=1/processes=1000000$').
func BenchmarkDerive(b *testing.B) {
	for _, hosts := range []int{1, 200} {
		for _, n := range []int{10_000, 100_000, 1_000_000} {
			b.Run(fmt.Sprintf("hosts=%d/processes=%d", hosts, n), func(b *testing.B) {
				if n > 100_000 && testing.Short() {
					b.Skip("the largest size is left out with -short")
				}
				for b.Loop() {
					b.StopTimer()
					s := benchmarkCase(b, hosts, n/hosts)
					w, err := s.Begin(b.Context(), nil)
					if err != nil {
						b.Fatal(err)
					}
					b.StartTimer()
					result, err := derive.Graph(b.Context(), w, nil)
					b.StopTimer()
					if err != nil || result.Hosts != hosts {
						b.Fatalf("%d hosts of %d: %v", result.Hosts, hosts, err)
					}
					if err := w.Close(); err != nil {
						b.Fatal(err)
					}
					if err := s.Close(); err != nil {
						b.Fatal(err)
					}
					b.StartTimer()
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/process")
				b.ReportMetric(peakMiB(b), "peak-MiB")
			})
		}
	}
}

// peakMiB is the most memory that this process has held, where the system tells (Linux); else 0.
func peakMiB(b *testing.B) float64 {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(status), "VmHWM:")
	kib := 0.0
	if _, err := fmt.Sscan(rest, &kib); err != nil {
		b.Fatal(err)
	}
	return kib / 1024
}

// benchmarkCase is a case file with the records of n processes on each host:
// both logs see each start, most ends are logged, PIDs are used again, every tenth parent is unseen.
func benchmarkCase(b *testing.B, hosts, n int) *sqlitestore.Store {
	b.Helper()
	s, err := sqlitestore.Open(b.Context(), filepath.Join(b.TempDir(), "case.procgraph"), sqlitestore.Options{})
	if err != nil {
		b.Fatal(err)
	}
	w, err := s.Begin(b.Context(), nil)
	if err != nil {
		b.Fatal(err)
	}
	const batchSize = 5000
	batch := make([]graph.Observation, 0, batchSize)
	flush := func() {
		if _, err := w.AddObservations(b.Context(), batch); err != nil {
			b.Fatal(err)
		}
		batch = batch[:0]
	}
	for h := range hosts {
		m := machine{name: fmt.Sprintf("HOST%03d", h), part: fmt.Sprintf("a1b2c3%02x", h)}
		for i := range n {
			for _, o := range m.process(i) {
				if batch = append(batch, o); len(batch) == batchSize {
					flush()
				}
			}
		}
	}
	flush()
	if err := w.Close(); err != nil {
		b.Fatal(err)
	}
	return s
}

// machine makes the records of one host, process by process.
type machine struct{ name, part string }

func began(i int) graph.Time {
	t := graph.UnixSecond(1_700_000_000 + 3*int64(i))
	t.Digits = 3
	return t
}

func (m machine) guid(i int) string {
	seconds := uint32(began(i).Go().Unix())
	return fmt.Sprintf("%s-%04x-%04x-%04x-%012x", m.part, seconds&0xffff, seconds>>16, i&0xffff, i+1)
}

func (m machine) observation(class graph.EventClass, log string, id uint32, number int, at graph.Time) graph.Observation {
	o := graph.Observation{Event: class, EventID: id, Log: log, Computer: m.name, RecordID: uint64(number), File: log + ".evtx"}
	o.Time = graph.Stamp{Time: at, Zone: graph.ZoneUTC}
	if log == "sysmon" {
		o.UtcTime = o.Time
	}
	return o
}

// process makes the records of process i: Sysmon 1, 4688 and, mostly, Sysmon 5.
func (m machine) process(i int) (records []graph.Observation) {
	program := func(i int) string { return fmt.Sprintf(`C:\Program Files\App%d\app%d.exe`, i%200, i%200) }
	line := func(i int) string { return fmt.Sprintf(`"%s" --number %d --flag --mode background`, program(i), i) }
	pid := func(i int) string { return fmt.Sprint(4 * (100 + i%10_000)) }
	at, parent := began(i), max(0, i-1-i%5)
	sysmon := m.observation(graph.ProcessStart, "sysmon", 1, 2*i+1, at)
	for _, v := range []graph.Value{
		{Field: graph.ProcessGUID, Text: m.guid(i)}, {Field: graph.ProcessPID, Text: pid(i)}, {Field: graph.Image, Text: program(i)},
		{Field: graph.CommandLine, Text: line(i)}, {Field: graph.CurrentDirectory, Text: `C:\Windows\System32\`},
		{Field: graph.IntegrityLevel, Text: "Medium"}, {Field: graph.TerminalSessionID, Text: "1"},
		{Field: graph.Hashes, Text: fmt.Sprintf("MD5=%032X,SHA256=%064X,IMPHASH=%032X", i%200, i%200, i%200)},
		{Field: graph.Description, Text: fmt.Sprintf("Application %d", i%200)}, {Field: graph.Company, Text: "Example"},
		{Field: graph.UserText, Text: `EXAMPLE\alice`}, {Field: graph.LogonID, Text: "0x4a5af"},
		{Field: graph.ParentGUID, Text: m.guid(parent)}, {Field: graph.ParentPID, Text: pid(parent)},
		{Field: graph.ParentImage, Text: program(parent)}, {Field: graph.ParentCommandLine, Text: line(parent)},
	} {
		sysmon.Set(v.Field, v.Text)
	}
	if i%10 == 0 {
		unseen := max(0, i-7)
		sysmon.Set(graph.ParentGUID, fmt.Sprintf("%s%012x", m.guid(unseen)[:24], 1<<40+unseen))
	}
	security := m.observation(graph.ProcessStart, "security", 4688, 2*i+1, at)
	for _, v := range []graph.Value{
		{Field: graph.ProcessPID, Text: pid(i)}, {Field: graph.Image, Text: program(i)}, {Field: graph.CommandLine, Text: line(i)},
		{Field: graph.ParentPID, Text: pid(parent)}, {Field: graph.SubjectSID, Text: "S-1-5-21-1-2-3-1105"},
		{Field: graph.SubjectName, Text: "alice"}, {Field: graph.SubjectDomain, Text: "EXAMPLE"}, {Field: graph.SubjectLogonID, Text: "0x4a5af"},
	} {
		security.Set(v.Field, v.Text)
	}
	records = append(records, sysmon, security)
	if i%4 != 0 {
		end := m.observation(graph.ProcessEnd, "sysmon", 5, 2*i+2, at.Add(600e9))
		end.Set(graph.ProcessGUID, m.guid(i))
		end.Set(graph.ProcessPID, pid(i))
		records = append(records, end)
	}
	return records
}
