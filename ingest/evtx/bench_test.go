package evtx_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	golangevtx "github.com/0xrawsec/golang-evtx/evtx"

	"github.com/procgraph/procgraph/ingest/evtx"
	"github.com/procgraph/procgraph/ingest/winevent"
	"github.com/procgraph/procgraph/internal/evtxwriter"
)

// sysmonEvents makes n events that look like a Sysmon log: two process starts,
// one end and one network connection in four.
func sysmonEvents(n int) []*evtxwriter.Event {
	start := time.Date(2024, 5, 1, 8, 0, 0, 0, time.UTC)
	out := make([]*evtxwriter.Event, n)
	for i := range out {
		when := start.Add(time.Duration(i) * 137 * time.Millisecond)
		guid := fmt.Sprintf("{747f3d96-%04x-5d31-0000-0010%08x}", i>>16, i)
		e := &evtxwriter.Event{
			Provider: "Microsoft-Windows-Sysmon", ProviderGUID: "{5770385f-c22a-43e0-bf4c-06f5698ffbd9}",
			Channel: "Microsoft-Windows-Sysmon/Operational", Computer: "ws01.corp.example", Level: 4,
			Keywords: 1 << 63, ProcessID: 1980, ThreadID: 2776, UserSID: "S-1-5-18", RecordID: uint64(i + 1), Time: when,
		}
		text := evtxwriter.Text
		e.Data = []evtxwriter.Value{text("RuleName", ""), text("UtcTime", when.Format("2006-01-02 15:04:05.000")),
			text("ProcessGuid", guid), text("ProcessId", fmt.Sprint(1000+4*(i%5000))), text("Image", `C:\Windows\System32\svchost.exe`)}
		switch i % 4 {
		case 0, 1:
			e.EventID, e.Version, e.Task = 1, 5, 1
			e.Data = append(e.Data, text("FileVersion", "10.0.17763.1 (WinBuild.160101.0800)"), text("Description", "Host Process for Windows Services"),
				text("Product", "Microsoft® Windows® Operating System"), text("Company", "Microsoft Corporation"), text("OriginalFileName", "svchost.exe"),
				text("CommandLine", fmt.Sprintf(`C:\Windows\system32\svchost.exe -k netsvcs -p -s Service%d`, i)), text("CurrentDirectory", `C:\Windows\system32\`),
				text("User", `NT AUTHORITY\SYSTEM`), text("LogonGuid", "{747f3d96-d4a4-5d31-0000-0020e7030000}"), text("LogonId", "0x3e7"),
				text("TerminalSessionId", "0"), text("IntegrityLevel", "System"),
				text("Hashes", fmt.Sprintf("SHA1=%040X,MD5=%032X,SHA256=%064X,IMPHASH=%032X", i, i, i, i)),
				text("ParentProcessGuid", guid), text("ParentProcessId", "624"), text("ParentImage", `C:\Windows\System32\services.exe`),
				text("ParentCommandLine", `C:\Windows\system32\services.exe`))
		case 2:
			e.EventID, e.Version, e.Task = 5, 3, 5
		case 3:
			e.EventID, e.Version, e.Task = 3, 5, 3
			e.Data = append(e.Data, text("User", `NT AUTHORITY\SYSTEM`), text("Protocol", "tcp"), text("Initiated", "true"), text("SourceIsIpv6", "false"),
				text("SourceIp", "10.0.2.15"), text("SourceHostname", "ws01"), text("SourcePort", fmt.Sprint(49152+i%10000)), text("SourcePortName", ""),
				text("DestinationIsIpv6", "false"), text("DestinationIp", "10.0.2.2"), text("DestinationHostname", ""), text("DestinationPort", "443"), text("DestinationPortName", "https"))
		}
		out[i] = e
	}
	return out
}

// count is a sink that only counts.
type count struct{ records, fields int }

func (c *count) Record(r *winevent.Record) error { c.records++; c.fields += len(r.Fields); return nil }
func (c *count) Reject(winevent.Reject) error    { return nil }
func (c *count) Notice(winevent.Notice) error    { return nil }

func onlyStarts(_, _ string, id uint32) winevent.Need {
	if id == 1 || id == 4688 {
		return winevent.NeedFields
	}
	return winevent.NeedHeader
}

func benchFiles(b *testing.B) map[string][]byte {
	files := map[string][]byte{"written": write(b, evtxwriter.Options{}, sysmonEvents(20000)...)}
	if dir := os.Getenv("PROCGRAPH_EVTX_BENCH"); dir != "" {
		// Any other file, for example a large log of one's own.
		data, err := os.ReadFile(dir)
		if err != nil {
			b.Fatal(err)
		}
		files["given"] = data
	}
	return files
}

func BenchmarkRead(b *testing.B) {
	files := benchFiles(b)
	b.Run("corpus", func(b *testing.B) {
		data, err := os.ReadFile(filepath.Join(corpus(b), "atomic_red_team_511.evtx"))
		if err != nil {
			b.Fatal(err)
		}
		benchRead(b, data)
	})
	for name, data := range files {
		b.Run(name, func(b *testing.B) { benchRead(b, data) })
	}
}

func benchRead(b *testing.B, data []byte) {
	for name, o := range map[string]evtx.Options{
		"all":      {Workers: 1},
		"starts":   {Workers: 1, Want: onlyStarts},
		"parallel": {Workers: 2},
	} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(data)))
			b.ReportAllocs()
			var c count
			for b.Loop() {
				if _, err := evtx.Read(context.Background(), bytes.NewReader(data), int64(len(data)), o, &c); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(c.records)/b.Elapsed().Seconds(), "records/s")
		})
	}
}

// BenchmarkGolangEvtx is golang-evtx's own reader on the same files, to JSON maps.
func BenchmarkGolangEvtx(b *testing.B) {
	path := filepath.Join(b.TempDir(), "written.evtx")
	if err := os.WriteFile(path, write(b, evtxwriter.Options{}, sysmonEvents(20000)...), 0o600); err != nil {
		b.Fatal(err)
	}
	for name, path := range map[string]string{"corpus": filepath.Join(corpus(b), "atomic_red_team_511.evtx"), "written": path} {
		b.Run(name, func(b *testing.B) {
			st, err := os.Stat(path)
			if err != nil {
				b.Fatal(err)
			}
			b.SetBytes(st.Size())
			b.ReportAllocs()
			records := 0
			for b.Loop() {
				records += len(golangRead(b, path))
			}
			b.ReportMetric(float64(records)/b.Elapsed().Seconds(), "records/s")
		})
	}
}

// golangRead reads a file to its end with golang-evtx's own reader. (It leaks
// goroutines when it is stopped early, so it never is.)
func golangRead(tb testing.TB, path string) []*golangevtx.GoEvtxMap {
	tb.Helper()
	f, err := golangevtx.Open(path)
	if err != nil {
		tb.Fatal(err)
	}
	defer f.Close()
	var out []*golangevtx.GoEvtxMap
	for e := range f.FastEvents() {
		out = append(out, e)
	}
	return out
}
