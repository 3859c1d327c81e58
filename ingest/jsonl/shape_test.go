package jsonl

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/procgraph/procgraph/ingest/winevent"
)

func read(t *testing.T, text string, o Options) (*collector, Summary) {
	t.Helper()
	c := &collector{}
	sum, err := Read(context.Background(), strings.NewReader(text), o, c)
	if err != nil {
		t.Fatal(err)
	}
	return c, sum
}

func at(s string, digits uint8, zone winevent.Zone) winevent.Clock {
	wall, err := time.Parse("2006-01-02T15:04:05.999999999", s)
	if err != nil {
		panic(err)
	}
	return winevent.Clock{Wall: wall, Digits: digits, Zone: zone}
}

const sysmonChannel = "Microsoft-Windows-Sysmon/Operational"

// fields builds Fields from pairs.
func fields(pairs ...string) winevent.Fields {
	f := winevent.Fields{}
	for i := 0; i < len(pairs); i += 2 {
		f = append(f, winevent.Field{Name: pairs[i], Value: pairs[i+1]})
	}
	return f
}

func TestShapes(t *testing.T) {
	sysmon := winevent.Record{Provider: providerSysmon, EventID: 1, Channel: sysmonChannel, Computer: "HOST1.example.test"}
	security := winevent.Record{Provider: providerSecurity, EventID: 4688, Channel: "Security", Computer: "HOST1.example.test"}
	tests := []struct {
		name string
		in   string
		base winevent.Record
		want func(*winevent.Record)
	}{
		{
			name: "nxlog with ExecutionProcessID",
			in:   `{"EventTime":"2024-03-05 11:00:00","Hostname":"HOST1.example.test","Keywords":-92,"EventType":"SetValue","EventTypeOrignal":"INFO","EventID":1,"SourceName":"Microsoft-Windows-Sysmon","Version":5,"RecordNumber":7,"ExecutionProcessID":2212,"ThreadID":9,"Channel":"Microsoft-Windows-Sysmon/Operational","Domain":"NT AUTHORITY","AccountName":"SYSTEM","UserID":"S-1-5-18","AccountType":"User","ProcessId":"8100","ProcessID":"3","Flag":true,"Nothing":null,"Number":1e3,"Message":"Process Create:","EventReceivedTime":"2024-03-05 11:00:01","SourceModuleName":"eventlog","SourceModuleType":"im_msvistalog","@timestamp":"2024-03-05T15:00:02.417Z","host":"wec.example.test","tags":["x"],"ProcessId":"8101"}`,
			base: sysmon,
			want: func(r *winevent.Record) {
				r.Shape, r.Version, r.RecordID = "nxlog", 5, 7
				r.Time = at("2024-03-05T11:00:00", 0, winevent.ZoneNone)
				r.Received = at("2024-03-05T11:00:01", 0, winevent.ZoneNone)
				r.Shipped = at("2024-03-05T15:00:02.417", 3, winevent.ZoneUTC)
				r.Message = "Process Create:"
				r.Fields = fields("EventType", "SetValue", "ProcessId", "8100", "ProcessID", "3", "Flag", "true", "Number", "1e3", "ProcessId", "8101")
			},
		},
		{
			name: "nxlog of 2019, epoch time",
			in:   `{"EventTime":1709636400123456,"Hostname":"HOST1.example.test","EventType":"AUDIT_SUCCESS","EventID":"4688","SourceName":"Microsoft-Windows-Security-Auditing","RecordNumber":"7","Channel":"Security","NewProcessId":"0xc44","SourceModuleType":"im_msvistalog","ProcessID":4,"ThreadID":200}`,
			base: security,
			want: func(r *winevent.Record) {
				r.Shape, r.RecordID = "nxlog", 7
				r.Time = at("2024-03-05T11:00:00.123456", 6, winevent.ZoneUTC)
				r.Fields = fields("NewProcessId", "0xc44")
			},
		},
		{
			name: "nxlog whose event has an AccountName",
			in:   `{"EventTime":"2024-03-05T11:00:00-04:00","Hostname":"HOST1.example.test","EventID":4688,"SourceName":"Microsoft-Windows-Security-Auditing","Channel":"ForwardedEvents","AccountName":"alice","SourceModuleType":"im_msvistalog","Version":"12.5"}`,
			base: security,
			want: func(r *winevent.Record) {
				r.Shape = "nxlog"
				r.Time = at("2024-03-05T15:00:00", 0, winevent.ZoneUTC)
				r.Fields = fields("AccountName", "alice", "Version", "12.5")
			},
		},
		{
			name: "flat, no provider",
			in:   `{"TimeCreated":"2024-03-05 06:10:58.819","NewProcessId":"0x1718","EventID":4688,"Channel":"Security","Task":"13313","Hostname":"HOST1.example.test","ProcessID":"3428","Message":"A new process has been created."}`,
			base: winevent.Record{EventID: 4688, Channel: "Security", Computer: "HOST1.example.test"},
			want: func(r *winevent.Record) {
				r.Shape = "flat-powershell"
				r.Time = at("2024-03-05T06:10:58.819", 3, winevent.ZoneNone)
				r.Message = "A new process has been created."
				r.Fields = fields("NewProcessId", "0x1718", "ProcessID", "3428")
			},
		},
		{
			name: "flat with a false Z",
			in:   `{"SourceName":"Microsoft-Windows-Sysmon","ProviderGuid":"{x}","Level":"4","Keywords":"0x8","Channel":"Microsoft-Windows-Sysmon/Operational","Hostname":"HOST1.example.test","TimeCreated":"2024-03-05T09:07:15.635Z","@timestamp":"2024-03-05T09:07:15.635Z","EventID":1,"Task":"1","EventType":"CreateKey","Version":"13.0"}`,
			base: sysmon,
			want: func(r *winevent.Record) {
				r.Shape = "flat-powershell"
				r.Time = at("2024-03-05T09:07:15.635", 3, winevent.ZoneDoubtful)
				r.Fields = fields("EventType", "CreateKey", "Version", "13.0")
			},
		},
		{
			name: "EventData text and columns",
			in:   `{"EventSourceName":"Microsoft-Windows-Sysmon","Provider":"Microsoft-Windows-Sysmon","Channel":"Microsoft-Windows-Sysmon/Operational","Computer":"HOST1.example.test","TimeCreated":"2024-03-05T02:01:50.082Z","TimeGenerated":"2024-03-05T06:01:50.082Z","EventRecordID":"58","EventID":1,"EventData":"\u003cEventData\u003e\u003cData Name=\"Image\"\u003eC:\\a \u0026amp; b.exe\u003c/Data\u003e\u003c/EventData\u003e","Image":"other"}`,
			base: sysmon,
			want: func(r *winevent.Record) {
				r.Shape, r.RecordID, r.Section = "eventdata-columns", 58, "EventData"
				r.Time = at("2024-03-05T02:01:50.082", 3, winevent.ZoneDoubtful)
				r.Fields = fields("Image", `C:\a & b.exe`)
			},
		},
		{
			name: "sentinel WindowsEvent, object",
			in:   `{"TenantId":"x","TimeGenerated":"2024-03-05T08:54:06.34Z","Provider":"Microsoft-Windows-Sysmon","Channel":"Microsoft-Windows-Sysmon/Operational","Computer":"HOST1.example.test","EventID":1,"EventRecordId":"12","EventData":{"ProcessId":"4","Image":"a"},"Type":"WindowsEvent"}`,
			base: sysmon,
			want: func(r *winevent.Record) {
				r.Shape, r.Section, r.RecordID = "sentinel-windowsevent", "EventData", 12
				r.Time = at("2024-03-05T08:54:06.34", 2, winevent.ZoneUTC)
				r.Fields = fields("ProcessId", "4", "Image", "a")
			},
		},
		{
			name: "sentinel WindowsEvent, JSON text with a lone surrogate",
			in:   `{"TimeGenerated":"2024-03-05T08:54:06.34Z","Provider":"Microsoft-Windows-Sysmon","Channel":"Microsoft-Windows-Sysmon/Operational","Computer":"HOST1.example.test","EventID":1,"EventData":"{\"Image\":\"a\\ud83db\"}","Type":"WindowsEvent"}`,
			base: sysmon,
			want: func(r *winevent.Record) {
				r.Shape, r.Section, r.Repaired = "sentinel-windowsevent", "EventData", true
				r.Time = at("2024-03-05T08:54:06.34", 2, winevent.ZoneUTC)
				r.Fields = fields("Image", "a\uFFFDb")
			},
		},
		{
			name: "sentinel SecurityEvent, columns",
			in:   `{"TenantId":"x","TimeGenerated":"2024-03-05T08:54:08.42Z","TimeCollected":"2024-03-05T08:54:38.1Z","Account":"EXAMPLE\\alice","AccountType":"User","Computer":"HOST1.example.test","EventSourceName":"Microsoft-Windows-Security-Auditing","Channel":"Security","EventID":4688,"Activity":"4688 - A","NewProcessId":"0x824","ProcessId":"0xf60","Process":"a.exe","IpAddress":"","Type":"SecurityEvent","SystemProcessId":4}`,
			base: security,
			want: func(r *winevent.Record) {
				r.Shape = "sentinel-securityevent"
				r.Time = at("2024-03-05T08:54:08.42", 2, winevent.ZoneUTC)
				r.Shipped = at("2024-03-05T08:54:38.1", 1, winevent.ZoneUTC)
				r.Fields = fields("NewProcessId", "0x824", "ProcessId", "0xf60")
			},
		},
		{
			name: "sentinel Event",
			in:   `{"TenantId":"x","TimeGenerated":"2024-03-05T08:54:08Z","Source":"Microsoft-Windows-Sysmon","EventLog":"Microsoft-Windows-Sysmon/Operational","Computer":"HOST1.example.test","EventID":1,"UserName":"NT AUTHORITY\\SYSTEM","EventData":"<DataItem type=\"System.XmlData\" time=\"x\"><EventData xmlns=\"y\"><Data Name=\"ProcessId\">4</Data></EventData></DataItem>","ParameterXml":"<Param>-</Param>","RenderedDescription":"Process Create:","Type":"Event"}`,
			base: sysmon,
			want: func(r *winevent.Record) {
				r.Shape, r.Section, r.Message = "sentinel-event", "EventData", "Process Create:"
				r.Time = at("2024-03-05T08:54:08", 0, winevent.ZoneUTC)
				r.Fields = fields("ProcessId", "4")
			},
		},
		{
			name: "winlogbeat 6",
			in:   `{"@timestamp":"2024-03-05T20:37:10.356Z","@metadata":{"beat":"winlogbeat"},"message":"A new","version":2,"thread_id":1,"user":{"name":"SYSTEM","identifier":"S-1-5-18"},"beat":{"name":"WEC"},"record_number":"287720","process_id":4,"source_name":"Microsoft-Windows-Security-Auditing","log_name":"Security","event_data":{"NewProcessId":"0x1e70","ProcessId":"0x154c"},"host":{"name":"WEC"},"event_id":4688,"computer_name":"HOST1.example.test","type":"wineventlog"}`,
			base: security,
			want: func(r *winevent.Record) {
				r.Shape, r.Section, r.Version, r.RecordID, r.Message = "winlogbeat6", "EventData", 2, 287720, "A new"
				r.Time = at("2024-03-05T20:37:10.356", 3, winevent.ZoneUTC)
				r.Fields = fields("NewProcessId", "0x1e70", "ProcessId", "0x154c")
			},
		},
		{
			name: "winlogbeat 7, user data",
			in:   `{"@timestamp":"2024-03-05T05:50:40.112Z","event":{"code":1102,"created":"2024-03-05T05:50:41Z"},"host":{"name":"WEC"},"agent":{"type":"winlogbeat"},"winlog":{"event_id":1102,"process":{"pid":9},"user":{"name":"SYSTEM"},"user_data":{"SubjectUserName":"alice","xml_name":"LogFileCleared"},"channel":"Security","provider_name":"Microsoft-Windows-Eventlog","record_id":12,"computer_name":"HOST1.example.test"},"message":"The audit log was cleared."}`,
			base: winevent.Record{Provider: "Microsoft-Windows-Eventlog", EventID: 1102, Channel: "Security", Computer: "HOST1.example.test"},
			want: func(r *winevent.Record) {
				r.Shape, r.Section, r.RecordID, r.Message = "winlogbeat", "UserData", 12, "The audit log was cleared."
				r.Time = at("2024-03-05T05:50:40.112", 3, winevent.ZoneUTC)
				r.Received = at("2024-03-05T05:50:41", 0, winevent.ZoneUTC)
				r.Fields = fields("SubjectUserName", "alice")
			},
		},
		{
			name: "winlogbeat 8, fields moved to ECS",
			in:   `{"@timestamp":"2024-03-05T16:40:00.000Z","event":{"code":"1","provider":"Microsoft-Windows-Sysmon"},"host":{"name":"wec"},"process":{"entity_id":"{g}","pid":9200,"executable":"c.exe","command_line":"c /six","hash":{"md5":"AA"},"pe":{"imphash":"BB"},"parent":{"pid":3000}},"user":{"domain":"EXAMPLE","name":"alice","id":"S-1-5-18"},"winlog":{"channel":"Microsoft-Windows-Sysmon/Operational","event_id":"1","record_id":"64","computer_name":"HOST1.example.test","process":{"pid":2212},"event_data":{"LogonId":"0x4a5af"}}}`,
			base: sysmon,
			want: func(r *winevent.Record) {
				r.Shape, r.Section, r.RecordID = "winlogbeat", "EventData", 64
				r.Time = at("2024-03-05T16:40:00", 3, winevent.ZoneUTC)
				r.Fields = fields("LogonId", "0x4a5af", "ProcessGuid", "{g}", "ProcessId", "9200", "Image", "c.exe", "CommandLine", "c /six",
					"ParentProcessId", "3000", "User", `EXAMPLE\alice`, "Hashes", "MD5=AA,IMPHASH=BB")
			},
		},
		{
			name: "winlogbeat, an exit whose PID was dropped",
			in:   `{"@timestamp":"2024-03-05T16:40:00.000Z","winlog":{"channel":"Microsoft-Windows-Sysmon/Operational","event_id":5,"provider_name":"Microsoft-Windows-Sysmon","computer_name":"HOST1.example.test","event_data":{"ProcessGuid":"{g}","Image":"c.exe"}}}`,
			base: winevent.Record{Provider: providerSysmon, EventID: 5, Channel: sysmonChannel, Computer: "HOST1.example.test"},
			want: func(r *winevent.Record) {
				r.Shape, r.Section = "winlogbeat", "EventData"
				r.Time = at("2024-03-05T16:40:00", 3, winevent.ZoneUTC)
				r.Fields = fields("ProcessGuid", "{g}", "Image", "c.exe")
			},
		},
		{
			name: "winlogbeat, a start without its NewProcessId",
			in:   `{"@timestamp":"2024-03-05T16:40:00.000Z","winlog":{"channel":"Security","event_id":"4688","provider_name":"Microsoft-Windows-Security-Auditing","computer_name":"HOST1.example.test","event_data":{"ProcessId":"0xf60"}},"process":{"executable":"c.exe"}}`,
			base: security,
			want: func(r *winevent.Record) {
				r.Shape, r.Section = "winlogbeat", "EventData"
				r.Time = at("2024-03-05T16:40:00", 3, winevent.ZoneUTC)
				r.Fields = fields("ProcessId", "0xf60", "NewProcessName", "c.exe")
			},
		},
		{
			name: "winlogbeat, the message alone",
			in:   `{"@timestamp":"2024-03-05T16:40:00.000Z","winlog":{"channel":"Security","event_id":"4688","provider_name":"Microsoft-Windows-Security-Auditing","computer_name":"HOST1.example.test"},"message":"A new process has been created."}`,
			base: security,
			want: func(r *winevent.Record) {
				r.Shape, r.Message = "winlogbeat", "A new process has been created."
				r.Time = at("2024-03-05T16:40:00", 3, winevent.ZoneUTC)
				r.Fields = fields()
			},
		},
		{
			name: "evtx_dump",
			in:   `{"Event":{"#attributes":{"xmlns":"x"},"EventData":{"ProcessId":9200,"Image":"c.exe","Empty":null,"Data":{"#text":["one","two"]}},"System":{"Channel":"Microsoft-Windows-Sysmon/Operational","Computer":"HOST1.example.test","EventID":{"#attributes":{"Qualifiers":0},"#text":1},"EventRecordID":6400,"Execution":{"#attributes":{"ProcessID":2212}},"Provider":{"#attributes":{"Name":"Microsoft-Windows-Sysmon"}},"Security":{"#attributes":{"UserID":"S-1-5-18"}},"TimeCreated":{"#attributes":{"SystemTime":"2024-03-05T16:40:00.004512Z"}},"Version":5}}}`,
			base: sysmon,
			want: func(r *winevent.Record) {
				r.Shape, r.Section, r.RecordID, r.Version = "evtx_dump", "EventData", 6400, 5
				r.Time = at("2024-03-05T16:40:00.004512", 6, winevent.ZoneUTC)
				r.Fields = fields("ProcessId", "9200", "Image", "c.exe", "", "one", "", "two")
			},
		},
		{
			name: "evtx_dump, separate attributes, user data",
			in:   `{"Event":{"System":{"Provider_attributes":{"Name":"Microsoft-Windows-Eventlog"},"EventID":1102,"Channel":"Security","Computer":"HOST1.example.test","TimeCreated_attributes":{"SystemTime":"2024-03-05 16:40:00.5 UTC"}},"UserData":{"LogFileCleared":{"SubjectUserName":"alice"},"LogFileCleared_attributes":{"xmlns":"x"}}}}`,
			base: winevent.Record{Provider: "Microsoft-Windows-Eventlog", EventID: 1102, Channel: "Security", Computer: "HOST1.example.test"},
			want: func(r *winevent.Record) {
				r.Shape, r.Section = "evtx_dump", "UserData"
				r.Time = at("2024-03-05T16:40:00.5", 1, winevent.ZoneUTC)
				r.Fields = fields("SubjectUserName", "alice")
			},
		},
		{
			name: "XML converted with @ attributes",
			in:   `{"Event":{"@xmlns":"x","System":{"Provider":{"@Name":"Microsoft-Windows-Sysmon"},"EventID":"1","Channel":"Microsoft-Windows-Sysmon/Operational","Computer":"HOST1.example.test","TimeCreated":{"@SystemTime":"2024-03-05T16:40:00.5Z"}},"EventData":{"Data":[{"@Name":"ProcessId","#text":"9200"},{"@Name":"RuleName"},"bare"]}}}`,
			base: sysmon,
			want: func(r *winevent.Record) {
				r.Shape, r.Section = "evtx_dump", "EventData"
				r.Time = at("2024-03-05T16:40:00.5", 1, winevent.ZoneUTC)
				r.Fields = fields("ProcessId", "9200", "RuleName", "", "", "bare")
			},
		},
		{
			name: "EvtxECmd",
			in:   `{"ChunkNumber":3,"Computer":"HOST1.example.test","Payload":"{\"EventData\":{\"Data\":[{\"@Name\":\"ProcessId\",\"#text\":\"9200\"}]}}","PayloadData1":"ProcessID: 7","UserId":"S-1-5-18","Channel":"Microsoft-Windows-Sysmon/Operational","Provider":"Microsoft-Windows-Sysmon","EventId":1,"EventRecordId":"6400","ProcessId":2212,"ThreadId":31,"TimeCreated":"2024-03-05T16:40:00.0045120+00:00","RecordNumber":1}`,
			base: sysmon,
			want: func(r *winevent.Record) {
				r.Shape, r.Section, r.RecordID = "evtxecmd", "EventData", 6400
				r.Time = at("2024-03-05T16:40:00.004512", 7, winevent.ZoneUTC)
				r.Fields = fields("ProcessId", "9200")
			},
		},
		{
			name: "Wazuh",
			in:   `{"timestamp":"2024-03-05T16:40:01.000+0000","agent":{"name":"x"},"manager":{"name":"wz"},"data":{"win":{"system":{"providerName":"Microsoft-Windows-Sysmon","eventID":"1","channel":"Microsoft-Windows-Sysmon/Operational","computer":"HOST1.example.test","eventRecordID":"6400","processID":"2212","systemTime":"2024-03-05T16:40:00.0045120Z","message":"\"Process Create:\""},"eventdata":{"processGuid":"{g}","processId":"9200","param1":"x"}}}}`,
			base: sysmon,
			want: func(r *winevent.Record) {
				r.Shape, r.Section, r.RecordID, r.Message = "wazuh", "EventData", 6400, "Process Create:"
				r.Time = at("2024-03-05T16:40:00.004512", 7, winevent.ZoneUTC)
				r.Shipped = at("2024-03-05T16:40:01", 3, winevent.ZoneUTC)
				r.Fields = fields("ProcessGuid", "{g}", "ProcessId", "9200", "param1", "x")
			},
		},
		{
			name: "Velociraptor",
			in:   `{"System":{"Provider":{"Name":"Microsoft-Windows-Sysmon","Guid":"{x}"},"EventID":{"Value":1},"Channel":"Microsoft-Windows-Sysmon/Operational","Computer":"HOST1.example.test","EventRecordID":6400,"Execution":{"ProcessID":2212},"TimeCreated":{"SystemTime":1709656800.004512}},"EventData":{"ProcessId":9200,"LogonId":304559},"Message":"m"}`,
			base: sysmon,
			want: func(r *winevent.Record) {
				r.Shape, r.Section, r.RecordID, r.Message = "velociraptor", "EventData", 6400, "m"
				r.Time = at("2024-03-05T16:40:00.004512", 6, winevent.ZoneUTC)
				r.Fields = fields("ProcessId", "9200", "LogonId", "304559")
			},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c, sum := read(t, tt.in+"\n", Options{})
			if sum.Records != 1 || len(c.rejects) != 0 {
				t.Fatalf("%d records, rejects %+v", sum.Records, c.rejects)
			}
			want := tt.base
			want.Place = winevent.Place{Line: 1, Record: 1}
			tt.want(&want)
			if diff := cmp.Diff(&want, c.records[0]); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

func TestRefused(t *testing.T) {
	tests := []struct{ name, in, reason string }{
		{"not an event", `{"name":"x","value":7}`, `not a recognised Windows event shape: it has the members "name", "value"`},
		{"hostile name", `{"\u001b[31m":1,"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa":2}`, `not a recognised Windows event shape: it has the members "\x1b[31m", "aaaaaaaaaaaaaaaaaaaaaaaa"...`},
		{"raw Get-WinEvent", `{"Id":4688,"ProviderName":"p","Properties":[{"Value":1}],"MachineName":"h"}`, `not a recognised Windows event shape: it has the members "Id", "ProviderName", "Properties", "MachineName"`},
		{"scalar", `7`, reasonNoObject},
		{"empty", `{}`, "an empty JSON object"},
		{"no id", `{"winlog":{"channel":"Security"}}`, "winlogbeat: the event has no event id that is a number"},
		{"huge id", `{"winlog":{"event_id":99999999999}}`, "winlogbeat: the event has no event id that is a number"},
		{"ECS without data", `{"winlog":{"event_id":1,"provider_name":"Microsoft-Windows-Sysmon"}}`, "winlogbeat: the event's own data (winlog.event_data) is missing, and no ECS member or message holds it"},
		{"ECS with an empty section", `{"winlog":{"event_id":4688,"provider_name":"Microsoft-Windows-Security-Auditing","event_data":{}},"process":{"name":"a.exe"},"user":{"name":"SYSTEM"}}`, "winlogbeat: the event's own data (winlog.event_data) is missing, and no ECS member or message holds it"},
		{"EvtxECmd without data", `{"EventId":1,"EventRecordId":"1","Provider":"p"}`, "evtxecmd: the event's data (Payload) is missing"},
		{"broken text inside", `{"EventId":1,"Payload":"{\"a\""}`, "evtxecmd: broken JSON text inside"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c, sum := read(t, tt.in, Options{})
			want := []winevent.Reject{{Place: winevent.Place{Line: 1, Record: 1}, Reason: tt.reason}}
			if diff := cmp.Diff(want, c.rejects); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
			if sum.Rejected != 1 || sum.Records != 0 {
				t.Errorf("summary %+v", sum)
			}
		})
	}
}
