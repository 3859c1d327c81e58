package xml

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/procgraph/procgraph/ingest/winevent"
)

// sysmonStart is a Sysmon 1 as "wevtutil /f:xml" writes it.
func sysmonStart(n int) string {
	return fmt.Sprintf(`<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provider Name='Microsoft-Windows-Sysmon' Guid='{5770385f-c22a-43e0-bf4c-06f5698ffbd9}'/><EventID>1</EventID><Version>5</Version><Level>4</Level><Task>1</Task><Opcode>0</Opcode><Keywords>0x8000000000000000</Keywords><TimeCreated SystemTime='2024-03-05T16:40:00.0045120Z'/><EventRecordID>%d</EventRecordID><Correlation/><Execution ProcessID='2212' ThreadID='3104'/><Channel>Microsoft-Windows-Sysmon/Operational</Channel><Computer>HOST1.example.test</Computer><Security UserID='S-1-5-18'/></System><EventData><Data Name='RuleName'>-</Data><Data Name='UtcTime'>2024-03-05 16:40:00.000</Data><Data Name='ProcessGuid'>{a1b2c3d4-3002-65e7-0002-000000001b00}</Data><Data Name='ProcessId'>%d</Data><Data Name='Image'>C:\Windows\System32\cmd.exe</Data><Data Name='FileVersion'>10.0.19041.746 (WinBuild.160101.0800)</Data><Data Name='Description'>Windows Command Processor</Data><Data Name='Product'>Microsoft® Windows® Operating System</Data><Data Name='Company'>Microsoft Corporation</Data><Data Name='OriginalFileName'>Cmd.Exe</Data><Data Name='CommandLine'>"C:\Windows\System32\cmd.exe" /c whoami &amp;&amp; echo %d &gt; out.txt</Data><Data Name='CurrentDirectory'>C:\Users\alice\</Data><Data Name='User'>EXAMPLE\alice</Data><Data Name='LogonGuid'>{a1b2c3d4-df10-65e6-afa5-040000000000}</Data><Data Name='LogonId'>0x4a5af</Data><Data Name='TerminalSessionId'>1</Data><Data Name='IntegrityLevel'>Medium</Data><Data Name='Hashes'>SHA1=F1EFB0FDDC156E4C61C5F78A54700E4E7984D55D,MD5=8A2122E8162DBEF04694B9C3E0B6CDEE,SHA256=B99D61D874728EDC0918CA0EB10EAB93D381E7367E377406E65963366C874450,IMPHASH=272245E2988E1E430500B852C4FB5E18</Data><Data Name='ParentProcessGuid'>{a1b2c3d4-df15-65e6-6000-000000001b00}</Data><Data Name='ParentProcessId'>2900</Data><Data Name='ParentImage'>C:\Windows\explorer.exe</Data><Data Name='ParentCommandLine'>C:\Windows\Explorer.EXE</Data><Data Name='ParentUser'>EXAMPLE\alice</Data></EventData></Event>`, n, n%60000, n)
}

// discard is a Sink that keeps nothing.
type discard struct{ records int }

func (d *discard) Record(*winevent.Record) error { d.records++; return nil }
func (d *discard) Reject(r winevent.Reject) error {
	return fmt.Errorf("rejected: %s", r.Reason)
}
func (d *discard) Notice(winevent.Notice) error { return nil }

func BenchmarkRead(b *testing.B) {
	for name, event := range map[string]func(int) string{"small": ev, "sysmon": sysmonStart} {
		b.Run(name, func(b *testing.B) {
			var all strings.Builder
			for n := range 10_000 {
				all.WriteString(event(n) + "\r\n")
			}
			data := []byte(all.String())
			b.SetBytes(int64(len(data)))
			b.ReportAllocs()
			for b.Loop() {
				sink := &discard{}
				if _, err := Read(context.Background(), bytes.NewReader(data), Options{}, sink); err != nil || sink.records != 10_000 {
					b.Fatal(sink.records, err)
				}
			}
		})
	}
}
