package jsonl

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"

	"github.com/procgraph/procgraph/ingest/winevent"
)

// ev is a small event with a record number to tell it by.
func ev(n int) string {
	return fmt.Sprintf(`{"EventTime":"2024-03-05 11:00:00","EventID":1,"Hostname":"h","SourceName":"s","SourceModuleName":"m","Channel":"c","RecordNumber":%d,"a":"x{[\"}],{"}`, n)
}

// pretty is ev over several lines, indented by prefix.
func pretty(prefix string, n int) string {
	return strings.ReplaceAll(fmt.Sprintf("{\n  \"EventTime\": \"2024-03-05 11:00:00\",\n  \"EventID\": 1,\n  \"Hostname\": \"h\",\n  \"SourceName\": \"s\",\n  \"SourceModuleName\": \"m\",\n  \"nested\": [\n    {\n      \"a\": 1\n    },\n    {}\n  ],\n  \"RecordNumber\": %d\n}", n), "\n", "\n"+prefix)
}

// got lists what came out: record numbers with their lines, or reasons.
func got(c *collector) []string {
	out := make([]string, len(c.records)+len(c.rejects))
	for _, r := range c.records {
		out[r.Place.Record-1] = fmt.Sprintf("%d@%d", r.RecordID, r.Place.Line)
	}
	for _, r := range c.rejects {
		out[r.Place.Record-1] = fmt.Sprintf("%s@%d", r.Reason, r.Place.Line)
	}
	return out
}

func utf16Text(order binary.AppendByteOrder, s string) string {
	var b []byte
	for _, u := range utf16.Encode([]rune(s)) {
		b = order.AppendUint16(b, u)
	}
	return string(b)
}

func TestFraming(t *testing.T) {
	tests := []struct {
		name, in string
		want     []string
	}{
		{"lines", ev(1) + "\n" + ev(2) + "\r\n\n" + ev(3), []string{"1@1", "2@2", "3@4"}},
		{"byte order mark", "\xEF\xBB\xBF" + ev(1) + "\n" + ev(2), []string{"1@1", "2@2"}},
		{"utf-16le", "\xFF\xFE" + utf16Text(binary.LittleEndian, ev(1)+"\r\n"+ev(2)), []string{"1@1", "2@2"}},
		{"utf-16be bare", utf16Text(binary.BigEndian, ev(1)+"\r\n"+ev(2)), []string{"1@1", "2@2"}},
		{"array on one line", "[" + ev(1) + "," + ev(2) + "]", []string{"1@1", "2@1"}},
		{"array on lines", "[\n" + ev(1) + ",\n" + ev(2) + "\n]\n", []string{"1@2", "2@3"}},
		{"array, comma first", "[" + ev(1) + "\n," + ev(2) + "\n]\n", []string{"1@1", "2@2"}},
		{"array, pretty", "[\n  " + pretty("  ", 1) + ",\n  " + pretty("  ", 2) + "\n]\n", []string{"1@2", "2@16"}},
		{"empty array", "[]", nil},
		{"two arrays", "[" + ev(1) + "]\n[" + ev(2) + "]", []string{"1@1", "2@2"}},
		{"one object", ev(1), []string{"1@1"}},
		{"one pretty object", pretty("", 1), []string{"1@1"}},
		{"pretty objects", pretty("", 1) + "\n" + pretty("", 2) + "\n", []string{"1@1", "2@15"}},
		{"concatenated", ev(1) + ev(2) + " " + ev(3), []string{"1@1", "2@1", "3@1"}},
		{"concatenated among lines", ev(1) + "\n" + ev(2) + ev(3) + "\n" + ev(4), []string{"1@1", "2@2", "3@2", "4@3"}},
		{"broken line", ev(1) + "\n" + `{"a":"b` + "\n" + ev(2), []string{"1@1", "broken JSON@2", "2@3"}},
		{"broken line at a comma", ev(1) + "\n" + `{"a":1,` + "\n" + ev(2), []string{"1@1", "broken JSON@2", "2@3"}},
		{"broken line at a colon", ev(1) + "\n" + `{"a":` + "\n" + ev(2), []string{"1@1", "broken JSON@2", "2@3"}},
		{"broken line in an array", ev(1) + "\n" + `{"a":[1,` + "\n" + ev(2), []string{"1@1", "broken JSON@2", "2@3"}},
		{"broken line that ends well", ev(1) + "\n" + `{"a":b c}` + "\n" + ev(2), []string{"1@1", "broken JSON@2", "2@3"}},
		{"first line broken", `{"a":1,` + "\n" + ev(1) + "\n" + ev(2), []string{"broken JSON@1", "1@2", "2@3"}},
		{"junk line", ev(1) + "\nhello\n" + ev(2) + "\nnull\n", []string{"1@1", "not a JSON object@2", "2@3", "not a JSON object@4"}},
		{"cut at the end", ev(1) + "\n" + `{"a":`, []string{"1@1", "broken JSON: the file ends inside the value@2"}},
		{"broken pretty object", "{\n  \"a\": {\n    \"b\": x\n  },\n  \"c\": 1\n" + pretty("", 1), []string{"broken JSON@1", "1@6"}},
		{"broken pretty element", "[\n  {\n    \"a\": [\n      {\n        \"b\": !\n      }\n    ]\n  },\n  " + pretty("  ", 1) + "\n]", []string{"broken JSON@2", "1@9"}},
		{"broken element on one line", "[" + ev(1) + `,{"a":!},` + ev(2) + "]", []string{"1@1", "broken JSON@1", "2@1"}},
		{"broken element on its line", "[\n" + ev(1) + ",\n{\"a\":!},\n" + ev(2) + "\n]", []string{"1@2", "broken JSON@3", "2@4"}},
		{"scalars in an array", "[1,\"x\"," + ev(1) + ",null]", []string{"not a JSON object@1", "not a JSON object@1", "1@1", "not a JSON object@1"}},
		{"Elasticsearch lines", `{"_index":"i","_source":` + ev(1) + "}\n" + `{"_index":"i","_source":` + ev(2) + "}", []string{"1@1", "2@2"}},
		{"Elasticsearch answer", `{"took":1,"hits":{"total":2,"hits":[{"_source":` + ev(1) + `},{"_source":` + ev(2) + `}]}}`, []string{"1@1", "2@1"}},
		{"Elasticsearch answer, pretty", "{\n\"took\": 1,\n \"hits\": {\n  \"hits\": [\n   {\n    \"_source\": " + pretty("    ", 1) + "\n   },\n   {\"_source\":" + ev(2) + "}\n  ]\n },\n \"x\": [1]\n}\n" + ev(3), []string{"1@5", "2@21", "3@26"}},
		{"Azure list", `{"value":[` + ev(1) + `,` + ev(2) + `]}`, []string{"1@1", "2@1"}},
		{"Azure list, pretty", "{\n  \"value\": [\n" + ev(1) + ",\n" + ev(2) + "\n  ]\n}", []string{"1@3", "2@4"}},
		{"records", `{"records":[` + ev(1) + `]}`, []string{"1@1"}},
		{"tables", `{"tables":[{"name":"P","columns":[{"name":"EventTime"},{"name":"EventID"},{"name":"SourceModuleName"},{"name":"RecordNumber"}],"rows":[["2024-03-05 11:00:00",1,"m",1],["2024-03-05 11:00:00",1,"m",2]]}]}`, []string{"1@1", "2@1"}},
		{"too deep", strings.Repeat(`{"hits":{"hits":[`, 10) + strings.Repeat("]}}", 10), []string{"wrapper objects are nested too deeply@1"}},
		{"nothing", "", nil},
		{"blanks", " \r\n\t\n", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for _, slow := range []bool{false, true} {
				var r io.Reader = strings.NewReader(tt.in)
				if slow {
					r = iotest.OneByteReader(r)
				}
				c := &collector{}
				if _, err := Read(context.Background(), r, Options{}, c); err != nil {
					t.Fatal(err)
				}
				list := got(c)
				if len(list) == 0 {
					list = nil
				}
				if diff := cmp.Diff(tt.want, list); diff != "" {
					t.Errorf("slow %v: (-want +got)\n%s", slow, diff)
				}
				if len(c.notices) > 0 {
					t.Errorf("notices %v", c.notices)
				}
			}
		})
	}
}

func TestCutArray(t *testing.T) {
	c, _ := read(t, "["+ev(1)+",", Options{})
	if len(c.records) != 1 || len(c.notices) != 1 {
		t.Errorf("%d records, notices %v; want 1 and 1", len(c.records), c.notices)
	}
}

// TestOffsets checks that a place leads to its value in the decoded text.
func TestOffsets(t *testing.T) {
	text := "[ " + ev(1) + ",\r\n  " + pretty("  ", 2) + ", " + ev(3) + "]"
	c, _ := read(t, "\xFF\xFE"+utf16Text(binary.LittleEndian, text), Options{})
	for i, r := range c.records {
		rest := text[r.Place.Offset:]
		if rest[0] != '{' || !strings.Contains(rest[:min(len(rest), 260)], fmt.Sprintf("%d", i+1)) {
			t.Errorf("record %d: offset %d is at %q", i+1, r.Place.Offset, rest[:10])
		}
	}
	if len(c.records) != 3 {
		t.Errorf("%d records", len(c.records))
	}
}

// endless gives prefix, then n bytes of filler, then suffix.
func endless(prefix string, n int64, suffix string) io.Reader {
	return io.MultiReader(strings.NewReader(prefix), io.LimitReader(filler{}, n), strings.NewReader(suffix))
}

type filler struct{}

func (filler) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'x'
	}
	return len(p), nil
}

func TestTooLarge(t *testing.T) {
	const limit = 1 << 20
	tests := []struct {
		name           string
		prefix, suffix string
		want           []string
	}{
		{"line", ev(1) + "\n" + `{"a":"`, "\"}\n" + ev(2) + "\n", []string{"1@1", "the JSON value is larger than the limit@2", "2@3"}},
		{"line of no JSON", ev(1) + "\n", "\n" + ev(2) + "\n", []string{"1@1", "not a JSON object@2", "2@3"}},
		{"first line", `{"a":"`, "\"}\n" + ev(2) + "\n", []string{"the JSON value is larger than the limit@1", "2@2"}},
		{"element", "[" + ev(1) + `,{"a":"`, "\"}," + ev(2) + "]", []string{"1@1", "the JSON value is larger than the limit@1", "2@1"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := &collector{}
			var before, after runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&before)
			_, err := Read(context.Background(), endless(tt.prefix, 64<<20, tt.suffix), Options{MaxLine: limit}, c)
			if err != nil {
				t.Fatal(err)
			}
			runtime.ReadMemStats(&after)
			if used := after.TotalAlloc - before.TotalAlloc; used > 16<<20 {
				t.Errorf("%d bytes were allocated for a value above a limit of %d", used, limit)
			}
			if diff := cmp.Diff(tt.want, got(c)); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

func TestManyMembers(t *testing.T) {
	c, _ := read(t, `{"a":[`+strings.Repeat("0,", maxMembers)+"0]}\n"+ev(1)+"\n", Options{})
	want := []string{fmt.Sprintf("the JSON value has more than %d members@1", maxMembers), "1@2"}
	if diff := cmp.Diff(want, got(c)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestLargeValue(t *testing.T) {
	long := strings.Repeat(`C:\\x,`, 1<<20)
	c, _ := read(t, strings.Replace(ev(1), `"a":"`, `"CommandLine":"`+long, 1)+"\n"+ev(2)+"\n", Options{})
	if diff := cmp.Diff([]string{"1@1", "2@2"}, got(c)); diff != "" {
		t.Fatalf("(-want +got)\n%s", diff)
	}
	if v, _ := c.records[0].Fields.Get("CommandLine"); !strings.HasPrefix(v, strings.ReplaceAll(long, `\\`, `\`)) {
		t.Error("the long command line was changed")
	}
}

func TestRepairedText(t *testing.T) {
	tests := []struct {
		name, value, want string
		repaired          bool
	}{
		{"plain", "gr\u00fc\u00df \U0001F600", "gr\u00fc\u00df \U0001F600", false},
		{"pair", `\ud83d\ude00`, "\U0001F600", false},
		{"pair in capitals", `\uD83D\uDE00`, "\U0001F600", false},
		{"lone high", `a\ud83d b`, "a\uFFFD b", true},
		{"lone low", `a\ude00b`, "a\uFFFDb", true},
		{"two highs", `\ud83d\ud83d\ude00`, "\uFFFD\U0001F600", true},
		{"high, other escape", `\ud83d\u0041`, "\uFFFDA", true},
		{"backslash before ud83d", `a\\ud83d b`, `a\ud83d b`, false},
		{"bad byte", "caf\xe9", "caf\uFFFD", true},
		{"genuine", `\ufffd`, "\uFFFD", false},
	}
	for _, tt := range tests {
		c, _ := read(t, strings.Replace(ev(1), `"a":"`, `"v":"`+tt.value+`","a":"`, 1), Options{})
		if len(c.records) != 1 {
			t.Errorf("%s: %v", tt.name, c.rejects)
			continue
		}
		if v, _ := c.records[0].Fields.Get("v"); v != tt.want || c.records[0].Repaired != tt.repaired {
			t.Errorf("%s: %q, repaired %v; want %q, %v", tt.name, v, c.records[0].Repaired, tt.want, tt.repaired)
		}
	}
	c, _ := read(t, "\xFF\xFE"+utf16Text(binary.LittleEndian, `{"EventTime":"x","EventID":1,"SourceModuleName":"m","v":"a`)+"\x3d\xd8"+utf16Text(binary.LittleEndian, `b"}`), Options{})
	if v, _ := c.records[0].Fields.Get("v"); v != "a\uFFFDb" || !c.records[0].Repaired {
		t.Errorf("lone surrogate in UTF-16: %q, repaired %v", v, c.records[0].Repaired)
	}
}

func TestWant(t *testing.T) {
	want := func(provider, channel string, id uint32) winevent.Need {
		if id == 2 {
			return winevent.NeedFields
		}
		return winevent.NeedHeader
	}
	c, _ := read(t, ev(1)+"\n"+strings.Replace(ev(2), `"EventID":1`, `"EventID":2`, 1), Options{Want: want})
	if c.records[0].Fields != nil || !c.records[0].Time.Known() || c.records[0].RecordID != 1 {
		t.Errorf("unwanted event: %+v", c.records[0])
	}
	if len(c.records[1].Fields) != 1 {
		t.Errorf("wanted event: %+v", c.records[1])
	}
}

// TestOrder reads enough for many batches and checks that they come in order.
func TestOrder(t *testing.T) {
	const n = 20000
	var b bytes.Buffer
	for i := range n {
		b.WriteString(ev(i))
		b.WriteByte('\n')
	}
	var last int64
	c := &collector{}
	sum, err := Read(context.Background(), bytes.NewReader(b.Bytes()), Options{Progress: func(n int64) { last = n }}, c)
	if err != nil {
		t.Fatal(err)
	}
	for i, r := range c.records {
		if r.RecordID != uint64(i) || r.Place.Line != int64(i+1) || r.Place.Record != uint64(i+1) {
			t.Fatalf("record %d is %d at %+v", i, r.RecordID, r.Place)
		}
	}
	if sum.Records != n || sum.Shapes["nxlog"] != n || last != int64(b.Len()) {
		t.Errorf("summary %+v, progress %d of %d", sum, last, b.Len())
	}
}

type failing struct {
	collector
	after int
	err   error
}

func (f *failing) Record(*winevent.Record) error {
	if f.after--; f.after < 0 {
		return f.err
	}
	return nil
}

func TestErrors(t *testing.T) {
	own := errors.New("own")
	text := strings.Repeat(ev(1)+"\n", 5000)
	if _, err := Read(context.Background(), strings.NewReader(text), Options{}, &failing{after: 10, err: own}); !errors.Is(err, own) {
		t.Errorf("sink's error became %v", err)
	}
	if _, err := Read(context.Background(), iotest.ErrReader(own), Options{}, &collector{}); !errors.Is(err, own) {
		t.Errorf("reader's error became %v", err)
	}
	if _, err := Read(context.Background(), io.MultiReader(strings.NewReader(text), iotest.ErrReader(own)), Options{}, &collector{}); !errors.Is(err, own) {
		t.Errorf("late reader's error became %v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Read(ctx, strings.NewReader(text), Options{}, &collector{}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled read returned %v", err)
	}
}

func TestRecognise(t *testing.T) {
	tests := []struct {
		in   string
		want bool
	}{
		{`{"a":1}`, true}, {" \r\n{ \n \"a\"", true}, {`[{"a":1}]`, true}, {"[\n  {", true}, {"[]", true},
		{"\xEF\xBB\xBF{\"a\"", true}, {"\xFF\xFE" + utf16Text(binary.LittleEndian, `{"a"`), true},
		{utf16Text(binary.BigEndian, `[{"a"`), true},
		{"", false}, {"<Event>", false}, {"[2020-01-01] text", false}, {"{text}", false}, {"ElfFile\x00", false}, {"PK\x03\x04", false},
	}
	for _, tt := range tests {
		if got := Recognise([]byte(tt.in)); got != tt.want {
			t.Errorf("Recognise(%q) = %v", tt.in, got)
		}
	}
}
