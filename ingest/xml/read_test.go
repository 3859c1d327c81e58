package xml

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"time"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/procgraph/procgraph/ingest/winevent"
)

// collector is a Sink that keeps everything.
type collector struct {
	records []*winevent.Record
	rejects []winevent.Reject
}

func (c *collector) Record(r *winevent.Record) error { c.records = append(c.records, r); return nil }
func (c *collector) Reject(r winevent.Reject) error  { c.rejects = append(c.rejects, r); return nil }
func (c *collector) Notice(winevent.Notice) error    { return nil }

// ev is a small event with a record number to tell it by.
func ev(n int) string {
	return fmt.Sprintf(`<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provider Name='p'/><EventID Qualifiers="0">1</EventID><EventRecordID>%d</EventRecordID><Channel>c</Channel><Computer>h</Computer></System><EventData><Data Name='a'>x</Data></EventData></Event>`, n)
}

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

func utf16LE(s string) string {
	var b []byte
	for _, u := range utf16.Encode([]rune(s)) {
		b = binary.LittleEndian.AppendUint16(b, u)
	}
	return string(b)
}

func TestFraming(t *testing.T) {
	const prolog = "<?xml version=\"1.0\" encoding=\"utf-8\" standalone=\"yes\"?>\n"
	tests := []struct {
		name, in string
		want     []string
	}{
		{"Event Viewer", prolog + "<Events>" + ev(1) + ev(2) + "</Events>", []string{"1@2", "2@2"}},
		{"bare lines", ev(1) + "\r\n" + ev(2) + "\r\n", []string{"1@1", "2@2"}},
		{"Splunk prefix", "03/05/2024 11:00:00 host=x " + ev(1) + "\n03/05/2024 host=x " + ev(2), []string{"1@1", "2@2"}},
		{"utf-16", "\xFF\xFE" + utf16LE(prolog+"<Events>\n"+ev(1)+"</Events>"), []string{"1@3"}},
		{"comment in the prolog", "<!-- by hand -->\n<Events>" + ev(1) + "</Events>", []string{"1@2"}},
		{"EventData is no Event", "<EventData/><EventsX/>" + ev(1), []string{"1@1"}},
		{"cut event", ev(1)[:100] + "\n" + ev(2), []string{"broken event: it has no end@1", "2@2"}},
		{"cut file", ev(1) + "\n" + ev(2)[:100], []string{"1@1", "broken event: it has no end@2"}},
		{"no beginning", "x</System></Event>\n" + ev(2), []string{"broken event: it has no beginning@1", "2@2"}},
		{"not well formed", strings.Replace(ev(1), "<Data Name='a'>x", "<Data Name='a'>x<y>", 1) + "\n" + ev(2), []string{"broken event: the XML is not well formed@1", "2@2"}},
		{"entity", strings.Replace(ev(1), ">x<", ">&xxe;<", 1) + ev(2), []string{"broken event: the XML is not well formed@1", "2@1"}},
		{"no id", strings.Replace(ev(1), ">1</EventID>", "></EventID>", 1), []string{"broken event: the event has no EventID@1"}},
		{"no system", "<Event></Event>", []string{"broken event: the event has no EventID@1"}},
		{"self-closing", "<Event/>\n" + ev(1), []string{"broken event: it has no end@1", "1@2"}},
		{"too deep", strings.Replace(ev(1), ">x<", ">"+strings.Repeat("<d>", 100)+strings.Repeat("</d>", 100)+"<", 1) + ev(2), []string{"broken event: elements are nested too deeply@1", "2@1"}},
		{"nothing", "", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for _, slow := range []bool{false, true} {
				var r io.Reader = strings.NewReader(tt.in)
				if slow {
					r = iotest.OneByteReader(r)
				}
				c := &collector{}
				sum, err := Read(context.Background(), r, Options{}, c)
				if err != nil {
					t.Fatal(err)
				}
				list := got(c)
				if len(list) == 0 {
					list = nil
				}
				if diff := cmp.Diff(tt.want, list); diff != "" {
					t.Errorf("slow %v: (-want +got)\n%s", slow, diff)
				}
				if sum.Values != len(tt.want) || sum.Records+sum.Rejected != sum.Values {
					t.Errorf("summary %+v", sum)
				}
			}
		})
	}
}

func TestDoctypeIsRefused(t *testing.T) {
	in := "<?xml version='1.0'?>\n<!DOCTYPE Events [<!ENTITY e SYSTEM 'file:///etc/passwd'><!ENTITY f \"" + ev(1) + "\">]>\n<Events>" + ev(2) + "</Events>"
	c := &collector{}
	if _, err := Read(context.Background(), strings.NewReader(in), Options{}, c); err != nil {
		t.Fatal(err)
	}
	want := []winevent.Reject{{Place: winevent.Place{Line: 2, Offset: 22}, Reason: string(problemDoctype)}}
	if diff := cmp.Diff(want, c.rejects); diff != "" || len(c.records) > 0 {
		t.Errorf("%d records, rejects (-want +got)\n%s", len(c.records), diff)
	}
}

func TestTooLarge(t *testing.T) {
	in := ev(1) + "\n" + strings.Replace(ev(2), ">x<", ">"+strings.Repeat("x", 1<<20)+"<", 1) + "\n" + ev(3)
	c := &collector{}
	if _, err := Read(context.Background(), strings.NewReader(in), Options{MaxEvent: 1 << 16}, c); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"1@1", "the event is larger than the limit@2", "3@3"}, got(c)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestRecords(t *testing.T) {
	wall := time.Date(2024, 3, 5, 16, 40, 0, 4512000, time.UTC)
	clock := winevent.Clock{Wall: wall, Digits: 7, Zone: winevent.ZoneUTC}
	const head = `<Event xmlns="x"><System><Provider Name="Microsoft-Windows-Security-Auditing" Guid="{g}" EventSourceName="other"/><EventID>4688</EventID><Version>2</Version><Level>0</Level><Keywords>0x8020000000000000</Keywords><TimeCreated SystemTime="2024-03-05T16:40:00.0045120Z"/><EventRecordID>77</EventRecordID><Correlation/><Execution ProcessID="4" ThreadID="9"/><Channel>Security</Channel><Computer>HOST1.example.test</Computer><Security UserID="S-1-5-18"/></System>`
	base := winevent.Record{Provider: "Microsoft-Windows-Security-Auditing", EventID: 4688, Version: 2, Channel: "Security", Computer: "HOST1.example.test", RecordID: 77, Time: clock, Shape: ShapeXML}
	tests := []struct {
		name, in string
		want     func(*winevent.Record)
	}{
		{"event data", head + "<EventData><Data Name='NewProcessId'>0x1</Data>\n<Data Name=\"CommandLine\">a &amp; &lt;b&gt;\n<![CDATA[<c>]]></Data><Data Name='E'/><Data>bare</Data><Binary>00</Binary></EventData></Event>", func(r *winevent.Record) {
			r.Section = "EventData"
			r.Fields = winevent.Fields{{Name: "NewProcessId", Value: "0x1"}, {Name: "CommandLine", Value: "a & <b>\n<c>"}, {Name: "E"}, {Value: "bare"}, {Name: "Binary", Value: "00"}}
		}},
		{"rendered", head + "<EventData><Data Name='a'>b</Data></EventData><RenderingInfo Culture='en-US'><Message>A new process.</Message><Level>Information</Level><Channel>Security</Channel><Keywords><Keyword>Audit Success</Keyword></Keywords></RenderingInfo></Event>", func(r *winevent.Record) {
			r.Section, r.Message = "EventData", "A new process."
			r.Fields = winevent.Fields{{Name: "a", Value: "b"}}
		}},
		{"user data", head + "<UserData><LogFileCleared xmlns='y'><SubjectUserName>alice</SubjectUserName><Sub><Leaf>1</Leaf></Sub></LogFileCleared></UserData></Event>", func(r *winevent.Record) {
			r.Section = "UserData"
			r.Fields = winevent.Fields{{Name: "SubjectUserName", Value: "alice"}, {Name: "Leaf", Value: "1"}}
		}},
		{"control characters", head + "<EventData><Data Name='a'>x\x01y&#x2;z&#13;\xe9</Data></EventData></Event>", func(r *winevent.Record) {
			r.Section, r.Repaired = "EventData", true
			r.Fields = winevent.Fields{{Name: "a", Value: "x\uFFFDy\uFFFDz\r\uFFFD"}}
		}},
		{"forwarded", strings.Replace(head, "<Channel>Security<", "<Channel>ForwardedEvents<", 1) + "</Event>", func(*winevent.Record) {}},
		{"processing error", head + "<ProcessingErrorData><ErrorCode>15003</ErrorCode></ProcessingErrorData></Event>", func(r *winevent.Record) {
			r.Section = "ProcessingErrorData"
			r.Fields = winevent.Fields{{Name: "ErrorCode", Value: "15003"}}
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := &collector{}
			if _, err := Read(context.Background(), strings.NewReader(tt.in), Options{}, c); err != nil || len(c.records) != 1 {
				t.Fatal(err, c.rejects)
			}
			want := base
			want.Place = winevent.Place{Line: 1, Record: 1}
			tt.want(&want)
			if diff := cmp.Diff(&want, c.records[0]); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

func TestWant(t *testing.T) {
	c := &collector{}
	o := Options{Want: func(provider, channel string, id uint32) winevent.Need { return winevent.NeedHeader }}
	if _, err := Read(context.Background(), strings.NewReader(ev(1)), o, c); err != nil || len(c.records) != 1 || c.records[0].Fields != nil || c.records[0].RecordID != 1 {
		t.Errorf("%v, %+v", err, c.records)
	}
}

func TestErrors(t *testing.T) {
	own := errors.New("own")
	if _, err := Read(context.Background(), io.MultiReader(strings.NewReader(ev(1)), iotest.ErrReader(own)), Options{}, &collector{}); !errors.Is(err, own) {
		t.Errorf("reader's error became %v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Read(ctx, strings.NewReader(ev(1)), Options{}, &collector{}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled read returned %v", err)
	}
}

func TestRecognise(t *testing.T) {
	tests := []struct {
		in   string
		want bool
	}{
		{ev(1), true}, {"<?xml version='1.0'?><Events><Event", true}, {"2024 x=y <Event xmlns", true}, {"\xFF\xFE" + utf16LE("<Events>"), true},
		{`{"EventData":"<Event>"}`, false}, {"<EventData>", false}, {"<html>", false}, {"", false}, {"ElfFile\x00", false},
	}
	for _, tt := range tests {
		if got := Recognise([]byte(tt.in)); got != tt.want {
			t.Errorf("Recognise(%q) = %v", tt.in, got)
		}
	}
}

func TestParseEventData(t *testing.T) {
	tests := []struct {
		name, in string
		want     Data
		err      bool
	}{
		{"plain", "<EventData xmlns='x'>\r\n <Data Name='a'>b</Data>\r\n</EventData>", Data{Fields: winevent.Fields{{Name: "a", Value: "b"}}, Section: "EventData"}, false},
		{"in a DataItem", "<DataItem type='t'><EventData><Data Name='a'>b</Data></EventData></DataItem>", Data{Fields: winevent.Fields{{Name: "a", Value: "b"}}, Section: "EventData"}, false},
		{"user data", "<UserData><E><A>b</A></E></UserData>", Data{Fields: winevent.Fields{{Name: "A", Value: "b"}}, Section: "UserData"}, false},
		{"none", "<x/>", Data{}, true},
		{"cut", "<EventData><Data", Data{Section: "EventData"}, true},
		{"doctype", "<!DOCTYPE x><EventData/>", Data{}, true},
	}
	for _, tt := range tests {
		got, err := ParseEventData(tt.in)
		if (err != nil) != tt.err {
			t.Errorf("%s: %v", tt.name, err)
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", tt.name, diff)
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, s := range []string{
		ev(1) + "\n" + ev(2), "<Events>" + ev(1) + "</Events>", ev(1)[:100] + ev(2), "<!DOCTYPE x>" + ev(1), "<Event/></Event>",
		"<Event><System><EventID>1</EventID></System><UserData><a><b>&#1;\x01</b></a></UserData><RenderingInfo><Message>m</Message></RenderingInfo></Event>",
		"\xFF\xFE" + utf16LE(ev(1)),
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		c := &collector{}
		sum, err := Read(context.Background(), bytes.NewReader(data), Options{MaxEvent: 4096}, c)
		if err != nil {
			t.Fatal(err)
		}
		if sum.Records != len(c.records) || sum.Rejected != len(c.rejects) {
			t.Errorf("summary %+v, %d records, %d rejects", sum, len(c.records), len(c.rejects))
		}
		for _, r := range c.records {
			for _, field := range r.Fields {
				if !utf8.ValidString(field.Name) || !utf8.ValidString(field.Value) {
					t.Errorf("%q", field)
				}
			}
		}
	})
}
