package evtxwriter_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/procgraph/procgraph/ingest/evtx"
	"github.com/procgraph/procgraph/ingest/winevent"
	"github.com/procgraph/procgraph/internal/evtxwriter"
)

// collect is a sink that keeps all it is given.
type collect struct {
	records []*winevent.Record
	faults  []string
}

func (c *collect) Record(r *winevent.Record) error { c.records = append(c.records, r); return nil }
func (c *collect) Reject(r winevent.Reject) error {
	c.faults = append(c.faults, r.Reason)
	return nil
}
func (c *collect) Notice(n winevent.Notice) error {
	c.faults = append(c.faults, n.Reason)
	return nil
}

func write(t testing.TB, o evtxwriter.Options, events ...*evtxwriter.Event) []byte {
	t.Helper()
	var b evtxwriter.Buffer
	w, err := evtxwriter.New(&b, o)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range events {
		if err := w.Write(e); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// read reads a file in which nothing may be wrong.
func read(t testing.TB, file []byte) []*winevent.Record {
	t.Helper()
	var c collect
	sum, err := evtx.Read(context.Background(), bytes.NewReader(file), int64(len(file)), evtx.Options{}, &c)
	if err != nil || len(c.faults) > 0 || sum.HeaderStale || sum.BadChecksums > 0 {
		t.Fatalf("reading back: %v, %v, %+v", err, c.faults, sum)
	}
	return c.records
}

const guid = "{5770385f-c22a-43e0-bf4c-06f5698ffbd9}"

var at = time.Date(2024, 2, 29, 23, 59, 58, 123456700, time.UTC)

func TestEveryTypeReadsBack(t *testing.T) {
	long := strings.Repeat("x", 20000)
	tests := []struct {
		v    evtxwriter.Value
		want string
	}{
		{evtxwriter.String("s", `"C:\a b\c.exe" <&>`), `"C:\a b\c.exe" <&>`},
		{evtxwriter.String("empty", ""), ""},
		{evtxwriter.String("unicode", "Größe 日本語 \U0001F600 \u0000 x"), "Größe 日本語 \U0001F600 \u0000 x"},
		{evtxwriter.String("long", long), long},
		{evtxwriter.Ansi("ansi", "caf\xe9 \x80"), "café €"},
		{evtxwriter.Int("i8", evtxwriter.TypeInt8, -128), "-128"},
		{evtxwriter.Int("i16", evtxwriter.TypeInt16, -1), "-1"},
		{evtxwriter.Int("i32", evtxwriter.TypeInt32, math.MinInt32), "-2147483648"},
		{evtxwriter.Int("i64", evtxwriter.TypeInt64, math.MinInt64), "-9223372036854775808"},
		{evtxwriter.UInt("u8", evtxwriter.TypeUInt8, 255), "255"},
		{evtxwriter.UInt("u16", evtxwriter.TypeUInt16, 65535), "65535"},
		{evtxwriter.UInt("u32", evtxwriter.TypeUInt32, math.MaxUint32), "4294967295"},
		{evtxwriter.UInt("u64", evtxwriter.TypeUInt64, math.MaxUint64), "18446744073709551615"},
		{evtxwriter.UInt("h32", evtxwriter.TypeHexInt32, 0xc000006d), "0xc000006d"},
		{evtxwriter.UInt("h64", evtxwriter.TypeHexInt64, 0), "0x0"},
		{evtxwriter.UInt("size", evtxwriter.TypeSizeT, 0x7ff6a0), "0x7ff6a0"},
		{evtxwriter.Float32("f", 1.5), "1.5"},
		{evtxwriter.Float64("d", -1000000), "-1000000"},
		{evtxwriter.Float64("tiny", 1e-9), "1e-09"},
		{evtxwriter.Bool("yes", true), "true"},
		{evtxwriter.Bool("no", false), "false"},
		{evtxwriter.Binary("bin", []byte{0, 0xab, 0x0f}), "00AB0F"},
		{evtxwriter.GUID("guid", "5770385F-C22A-43E0-BF4C-06F5698FFBD9"), guid},
		{evtxwriter.SID("sid", "S-1-5-21-1-2-4294967295-500"), "S-1-5-21-1-2-4294967295-500"},
		{evtxwriter.SID("sid0", "S-1-0-0"), "S-1-0-0"},
		{evtxwriter.SID("bigauthority", "S-1-0x100000000000-7"), "S-1-0x100000000000-7"},
		{evtxwriter.Filetime("ft", at), "2024-02-29T23:59:58.1234567Z"},
		{evtxwriter.Filetime("ft0", time.Date(1601, 1, 1, 0, 0, 0, 0, time.UTC)), "1601-01-01T00:00:00.0000000Z"},
		{evtxwriter.Systemtime("st", at), "2024-02-29T23:59:58.123Z"},
		{evtxwriter.Null("null"), ""},
		{evtxwriter.String("", "unnamed"), "unnamed"},
		{evtxwriter.String("s", "a second s"), "a second s"},
	}
	e := &evtxwriter.Event{Provider: "P", Channel: "C", Computer: "H", EventID: 7, RecordID: 9, Time: at}
	var want winevent.Fields
	for _, tt := range tests {
		e.Data = append(e.Data, tt.v)
		want = append(want, winevent.Field{Name: tt.v.Name, Value: tt.want})
	}
	got := read(t, write(t, evtxwriter.Options{}, e))
	if len(got) != 1 {
		t.Fatalf("%d records, want 1", len(got))
	}
	if diff := cmp.Diff(want, got[0].Fields); diff != "" {
		t.Error(diff)
	}
}

func TestSystemPartReadsBack(t *testing.T) {
	e := &evtxwriter.Event{
		Provider: "Microsoft-Windows-Sysmon", ProviderGUID: guid, Channel: "Microsoft-Windows-Sysmon/Operational",
		Computer: "ws01.corp.example", EventID: 1, Version: 5, RecordID: 1 << 40, Time: at, Level: 4, Task: 1,
		Keywords: 1 << 63, ProcessID: 2000, ThreadID: 2004, UserSID: "S-1-5-18", Message: "Process Create:\r\nx",
		Data: []evtxwriter.Value{evtxwriter.Strings("", "a", "", "b")},
	}
	bare := &evtxwriter.Event{EventID: 100000}
	cleared := &evtxwriter.Event{
		Provider: "Microsoft-Windows-Eventlog", Channel: "Security", Computer: "ws01", EventID: 1102, RecordID: 3, Time: at,
		UserData: &evtxwriter.UserData{Element: "LogFileCleared", Namespace: "http://manifests.microsoft.com/win/2004/08/windows/eventlog",
			Data: []evtxwriter.Value{evtxwriter.SID("SubjectUserSid", "S-1-5-18"), evtxwriter.Text("SubjectLogonId", "0x3e7")}},
	}
	clock := winevent.Clock{Wall: at, Digits: 7, Zone: winevent.ZoneUTC}
	want := []*winevent.Record{
		{Provider: e.Provider, EventID: 1, Version: 5, Channel: e.Channel, Computer: e.Computer, RecordID: 1 << 40, Time: clock,
			Fields: winevent.Fields{{Value: "a"}, {Value: ""}, {Value: "b"}}, Section: "EventData", Message: e.Message,
			Shape: "evtx", Place: winevent.Place{Offset: 4096 + 512, Record: 1}},
		{EventID: 100000, Fields: winevent.Fields{}, Section: "EventData", Shape: "evtx", Place: winevent.Place{Record: 2}},
		{Provider: cleared.Provider, EventID: 1102, Channel: "Security", Computer: "ws01", RecordID: 3, Time: clock,
			Fields:  winevent.Fields{{Name: "SubjectUserSid", Value: "S-1-5-18"}, {Name: "SubjectLogonId", Value: "0x3e7"}},
			Section: "UserData", Shape: "evtx", Place: winevent.Place{Record: 3}},
	}
	got := read(t, write(t, evtxwriter.Options{}, e, bare, cleared))
	for i := range want {
		if i > 0 {
			want[i].Place.Offset = got[i].Place.Offset // the first one is enough
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// TestTextTakesTheSchemasType tells the types apart by what only they can do: a
// GUID loses its case, a type that does not fit leaves the text as it is.
func TestTextTakesTheSchemasType(t *testing.T) {
	tests := []struct{ provider, name, in, want string }{
		{"Microsoft-Windows-Sysmon", "ProcessGuid", "{5770385F-C22A-43E0-BF4C-06F5698FFBD9}", guid},
		{"Microsoft-Windows-Sysmon", "Image", "{5770385F-C22A-43E0-BF4C-06F5698FFBD9}", "{5770385F-C22A-43E0-BF4C-06F5698FFBD9}"},
		{"Microsoft-Windows-Sysmon", "ProcessId", "4711", "4711"},
		{"Microsoft-Windows-Sysmon", "ProcessId", "04711", "04711"},
		{"Microsoft-Windows-Sysmon", "ProcessId", "-", "-"},
		{"Microsoft-Windows-Sysmon", "Initiated", "true", "true"},
		{"Microsoft-Windows-Security-Auditing", "TargetLogonId", "0x3e7", "0x3e7"},
		{"Microsoft-Windows-Security-Auditing", "TargetLogonId", "0x3E7", "0x3E7"},
		{"Microsoft-Windows-Security-Auditing", "TargetUserSid", "S-1-5-18", "S-1-5-18"},
		{"Microsoft-Windows-Security-Auditing", "TargetUserSid", "S-1-05-18", "S-1-05-18"},
		{"Microsoft-Windows-Security-Auditing", "LogonType", "3", "3"},
		{"Microsoft-Windows-Security-Auditing", "Status", "0xc000006d", "0xc000006d"},
	}
	for _, tt := range tests {
		got := read(t, write(t, evtxwriter.Options{}, &evtxwriter.Event{Provider: tt.provider, EventID: 1, Data: []evtxwriter.Value{evtxwriter.Text(tt.name, tt.in)}}))
		if v, _ := got[0].Fields.Get(tt.name); v != tt.want {
			t.Errorf("%s %s %q: read back %q, want %q", tt.provider, tt.name, tt.in, v, tt.want)
		}
	}
}

func TestBadEventsAreRefusedAndTheFileStaysGood(t *testing.T) {
	value := func(v evtxwriter.Value) *evtxwriter.Event {
		return &evtxwriter.Event{EventID: 1, Data: []evtxwriter.Value{v}}
	}
	tests := map[string]struct {
		e     *evtxwriter.Event
		large bool
	}{
		"value over 64 KiB":    {value(evtxwriter.String("x", strings.Repeat("y", 40000))), true},
		"record over a chunk":  {value(evtxwriter.String("x", strings.Repeat("y", 32500))), true},
		"many values":          {&evtxwriter.Event{EventID: 1, Data: make([]evtxwriter.Value, 20000)}, true},
		"GUID":                 {value(evtxwriter.GUID("g", "{nothing}")), false},
		"SID":                  {value(evtxwriter.SID("s", "S-2-1")), false},
		"time":                 {value(evtxwriter.Filetime("t", time.Time{})), false},
		"NUL in an array item": {value(evtxwriter.Strings("a", "b\x00c")), false},
		"UserData, no element": {&evtxwriter.Event{EventID: 1, UserData: &evtxwriter.UserData{}}, false},
		"UserData, no name":    {&evtxwriter.Event{EventID: 1, UserData: &evtxwriter.UserData{Element: "E", Data: []evtxwriter.Value{evtxwriter.String("", "")}}}, false},
		"long name":            {value(evtxwriter.String(strings.Repeat("n", 2000), "")), false},
		"event time":           {&evtxwriter.Event{EventID: 1, Time: time.Date(1500, 1, 1, 0, 0, 0, 0, time.UTC)}, false},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			var b evtxwriter.Buffer
			w, err := evtxwriter.New(&b, evtxwriter.Options{})
			if err != nil {
				t.Fatal(err)
			}
			for i := range 3 {
				if err := w.Write(value(evtxwriter.String("good", strconv.Itoa(i)))); err != nil {
					t.Fatal(err)
				}
				if err := w.Write(tt.e); err == nil || errors.Is(err, evtxwriter.ErrTooLarge) != tt.large {
					t.Fatalf("got %v", err)
				}
			}
			if err := w.Close(); err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, r := range read(t, b.Bytes()) {
				got = append(got, r.Fields[0].Value)
			}
			if diff := cmp.Diff([]string{"0", "1", "2"}, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestRandomEventsReadBack writes random events of random shapes over many chunks.
func TestRandomEventsReadBack(t *testing.T) {
	for seed := range uint64(6) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			rnd := rand.New(rand.NewPCG(seed, 7))
			var events []*evtxwriter.Event
			var want []*winevent.Record
			for range 400 {
				e, r := randomEvent(rnd)
				events, want = append(events, e), append(want, r)
			}
			file := write(t, evtxwriter.Options{SpareChunks: 2}, events...)
			got := read(t, file)
			for i := range got {
				got[i].Place = winevent.Place{}
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Fatal(diff)
			}
			if !bytes.Equal(file, write(t, evtxwriter.Options{SpareChunks: 2}, events...)) {
				t.Error("the same events gave another file")
			}
		})
	}
}

func randomEvent(rnd *rand.Rand) (*evtxwriter.Event, *winevent.Record) {
	when := time.Unix(rnd.Int64N(4e9), rnd.Int64N(1e7)*100).UTC()
	e := &evtxwriter.Event{
		Provider: "Provider-" + strconv.Itoa(rnd.IntN(5)), Channel: randomText(rnd), Computer: randomText(rnd),
		EventID: rnd.Uint32N(70000), Version: uint8(rnd.Uint32()), RecordID: rnd.Uint64(), Time: when,
	}
	r := &winevent.Record{
		Provider: e.Provider, Channel: e.Channel, Computer: e.Computer, EventID: e.EventID, Version: e.Version,
		RecordID: e.RecordID, Time: winevent.Clock{Wall: when, Digits: 7, Zone: winevent.ZoneUTC},
		Fields: winevent.Fields{}, Section: "EventData", Shape: "evtx",
	}
	if rnd.IntN(4) == 0 {
		e.Message = randomText(rnd)
		r.Message = e.Message
	}
	if rnd.IntN(4) == 0 {
		e.UserData = &evtxwriter.UserData{Element: "E" + strconv.Itoa(rnd.IntN(3))}
		r.Section = "UserData"
	}
	for i := range rnd.IntN(25) {
		v, text := randomValue(rnd, fmt.Sprintf("n%d", i+rnd.IntN(3)))
		if e.UserData != nil {
			e.UserData.Data = append(e.UserData.Data, v)
		} else {
			e.Data = append(e.Data, v)
		}
		r.Fields = append(r.Fields, winevent.Field{Name: v.Name, Value: text})
	}
	if e.UserData != nil && len(e.UserData.Data) == 0 {
		// The element itself is then the leaf.
		r.Fields = winevent.Fields{{Name: e.UserData.Element}}
	}
	return e, r
}

func randomText(rnd *rand.Rand) string {
	n := rnd.IntN(30)
	if rnd.IntN(60) == 0 {
		n = rnd.IntN(6000)
	}
	alphabet := []rune("abcXYZ019 \\:/-{}<>&\"'äß€日\U0001F600\n\t")
	out := make([]rune, n)
	for i := range out {
		out[i] = alphabet[rnd.IntN(len(alphabet))]
	}
	return string(out)
}

func randomValue(rnd *rand.Rand, name string) (evtxwriter.Value, string) {
	switch n := rnd.Uint64(); rnd.IntN(9) {
	case 0:
		return evtxwriter.UInt(name, evtxwriter.TypeHexInt64, n), "0x" + strconv.FormatUint(n, 16)
	case 1:
		return evtxwriter.UInt(name, evtxwriter.TypeUInt32, uint64(uint32(n))), strconv.FormatUint(uint64(uint32(n)), 10)
	case 2:
		return evtxwriter.Int(name, evtxwriter.TypeInt64, int64(n)), strconv.FormatInt(int64(n), 10)
	case 3:
		s := fmt.Sprintf("S-1-5-21-%d-%d", uint32(n), uint32(n>>32))
		return evtxwriter.SID(name, s), s
	case 4:
		s := fmt.Sprintf("{%08x-0000-1111-2222-%012x}", uint32(n), n>>16)
		return evtxwriter.GUID(name, s), s
	case 5:
		return evtxwriter.Null(name), ""
	default:
		s := randomText(rnd)
		return evtxwriter.Text(name, s), s
	}
}

func TestWriteErrorsAreReturned(t *testing.T) {
	w, err := evtxwriter.New(&evtxwriter.Buffer{}, evtxwriter.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if err := w.Write(&evtxwriter.Event{}); err == nil {
		t.Error("a closed file took an event")
	}
	if _, err := evtxwriter.New(full{}, evtxwriter.Options{}); !errors.Is(err, errFull) {
		t.Errorf("got %v", err)
	}
}

var errFull = errors.New("no space left")

type full struct{}

func (full) Write([]byte) (int, error)      { return 0, errFull }
func (full) Seek(int64, int) (int64, error) { return 0, nil }

func BenchmarkWrite(b *testing.B) {
	w, err := evtxwriter.New(discard{}, evtxwriter.Options{})
	if err != nil {
		b.Fatal(err)
	}
	e := &evtxwriter.Event{Provider: "Microsoft-Windows-Sysmon", Channel: "Microsoft-Windows-Sysmon/Operational", Computer: "ws01", EventID: 1, Time: at,
		Data: []evtxwriter.Value{evtxwriter.Text("ProcessGuid", guid), evtxwriter.Text("ProcessId", "4711"), evtxwriter.Text("Image", `C:\Windows\System32\cmd.exe`), evtxwriter.Text("CommandLine", `cmd.exe /c whoami`)}}
	b.ReportAllocs()
	for b.Loop() {
		e.RecordID++
		if err := w.Write(e); err != nil {
			b.Fatal(err)
		}
	}
}

type discard struct{}

func (discard) Write(p []byte) (int, error)    { return len(p), nil }
func (discard) Seek(int64, int) (int64, error) { return 0, nil }
