package resolve

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/procgraph/procgraph/graph"
)

// synthetic adds the records of a host with n processes: both logs see each
// start, most ends are logged, PIDs are used again, every tenth parent is unseen.
func synthetic(n int) *Records {
	random := rand.New(rand.NewPCG(1, 2))
	start := graph.UnixSecond(1_700_000_000)
	records := NewRecords()
	add := func(o graph.Observation) {
		records.Add(&graph.StoredObservation{Observation: o, ID: graph.ObservationID(&o)})
	}
	guid := func(i int, at graph.Time) string {
		seconds := uint32(at.Go().Unix())
		return fmt.Sprintf("a1b2c3d4-%04x-%04x-%04x-%012x", seconds&0xffff, seconds>>16, i&0xffff, i+1)
	}
	pid := func(i int) int { return 4 * (100 + i%10_000) }
	starts := make([]graph.Time, n)
	for i := range n {
		at := start
		at.Ticks += int64(i) * 3 * graph.TicksPerSecond
		at.Digits = 3
		starts[i] = at
		parent := max(0, i-1-random.IntN(5))
		sysmon := graph.Observation{Event: graph.ProcessStart, EventID: 1, Log: "sysmon", Computer: "HOST1", RecordID: uint64(2*i + 1),
			Time: graph.Stamp{Time: at, Zone: graph.ZoneUTC}, UtcTime: graph.Stamp{Time: at, Zone: graph.ZoneUTC}, File: "s.evtx"}
		sysmon.Set(graph.ProcessGUID, guid(i, at))
		sysmon.Set(graph.ProcessPID, fmt.Sprint(pid(i)))
		sysmon.Set(graph.Image, fmt.Sprintf(`C:\Program Files\App%d\app.exe`, i%50))
		sysmon.Set(graph.CommandLine, fmt.Sprintf(`"C:\Program Files\App%d\app.exe" --number %d --flag`, i%50, i))
		sysmon.Set(graph.UserText, `EXAMPLE\alice`)
		sysmon.Set(graph.LogonID, "0x4a5af")
		sysmon.Set(graph.ParentGUID, guid(parent, starts[parent]))
		sysmon.Set(graph.ParentPID, fmt.Sprint(pid(parent)))
		sysmon.Set(graph.ParentImage, fmt.Sprintf(`C:\Program Files\App%d\app.exe`, parent%50))
		if i%10 == 0 {
			sysmon.Set(graph.ParentGUID, guid(i, start))
		}
		add(sysmon)
		security := graph.Observation{Event: graph.ProcessStart, EventID: 4688, Log: "security", Computer: "HOST1", RecordID: uint64(2*i + 1),
			Time: graph.Stamp{Time: at, Zone: graph.ZoneUTC}, File: "s.evtx"}
		security.Set(graph.ProcessPID, fmt.Sprint(pid(i)))
		security.Set(graph.Image, fmt.Sprintf(`C:\Program Files\App%d\app.exe`, i%50))
		security.Set(graph.ParentPID, fmt.Sprint(pid(parent)))
		security.Set(graph.SubjectSID, "S-1-5-21-1-2-3-1105")
		security.Set(graph.SubjectName, "alice")
		security.Set(graph.SubjectDomain, "EXAMPLE")
		security.Set(graph.SubjectLogonID, "0x4a5af")
		add(security)
		if i%4 != 0 {
			end := at.Add(60_000_000_000)
			exit := graph.Observation{Event: graph.ProcessEnd, EventID: 5, Log: "sysmon", Computer: "HOST1", RecordID: uint64(2*i + 2),
				Time: graph.Stamp{Time: end, Zone: graph.ZoneUTC}, UtcTime: graph.Stamp{Time: end, Zone: graph.ZoneUTC}, File: "s.evtx"}
			exit.Set(graph.ProcessGUID, guid(i, at))
			exit.Set(graph.ProcessPID, fmt.Sprint(pid(i)))
			add(exit)
		}
	}
	return records
}

// BenchmarkResolve shows that the cost grows linearly with the processes of one host.
func BenchmarkResolve(b *testing.B) {
	for _, n := range []int{10_000, 100_000, 1_000_000} {
		b.Run(fmt.Sprintf("processes=%d", n), func(b *testing.B) {
			if n > 100_000 && testing.Short() {
				b.Skip("the largest size is left out with -short")
			}
			for b.Loop() {
				b.StopTimer()
				records := synthetic(n)
				b.StartTimer()
				h := records.Resolve(nil)
				d := NewDirectory(map[string]Facts{"host1": h.Facts()})
				g := h.HostGraph(d, "h:host1")
				if len(g.Processes) < n {
					b.Fatalf("%d processes of %d", len(g.Processes), n)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/process")
		})
	}
}
