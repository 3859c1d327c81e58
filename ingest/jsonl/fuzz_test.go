package jsonl

import (
	"bytes"
	"context"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/procgraph/procgraph/ingest/winevent"
)

// FuzzRead checks that no input makes Read fail or lose count, and that all
// text that comes out is UTF-8.
func FuzzRead(f *testing.F) {
	for _, s := range []string{
		ev(1) + "\n" + ev(2), "[" + ev(1) + ",{\"a\":!}," + ev(2) + "]", pretty("", 1), ev(1) + ev(2),
		`{"hits":{"hits":[{"_source":` + ev(1) + "}]}}", "{\n\"value\": [\n" + ev(1) + "]}", "\xFF\xFE{\x00\"\x00a\x00",
		`{"tables":[{"columns":[{"name":"EventID"}],"rows":[[1]]}]}`,
		`{"Event":{"System":{"EventID":{"#text":1}},"EventData":{"Data":[{"@Name":"a","#text":"b"},"c"]}}}`,
		`{"EventId":1,"Payload":"{\"EventData\":{\"Data\":\"x\\ud83d\"}}"}`,
		`{"winlog":{"event_id":1,"event_data":{"a":[1,{"b":null}]}}}`,
		`{"win":{"system":{"eventID":"1"},"eventdata":{"a":"b"}}}`,
		`{"System":{"EventID":{"Value":1},"TimeCreated":{"SystemTime":1.5e9}},"EventData":"<EventData><Data Name='a'>&#1;</Data></EventData>"}`,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		c := &collector{}
		sum, err := Read(context.Background(), bytes.NewReader(data), Options{MaxLine: 4096}, c)
		if err != nil {
			t.Fatal(err)
		}
		if sum.Records != len(c.records) || sum.Rejected != len(c.rejects) || sum.Values != sum.Records+sum.Rejected {
			t.Errorf("summary %+v, %d records, %d rejects", sum, len(c.records), len(c.rejects))
		}
		for _, r := range c.records {
			checkText(t, r)
		}
		for _, r := range c.rejects {
			if !utf8.ValidString(r.Reason) || strings.ContainsAny(r.Reason, "\x1b\n") {
				t.Errorf("reason %q", r.Reason)
			}
		}
	})
}

func checkText(t *testing.T, r *winevent.Record) {
	for _, s := range []string{r.Provider, r.Channel, r.Computer, r.Message} {
		if !utf8.ValidString(s) {
			t.Errorf("%q", s)
		}
	}
	for _, f := range r.Fields {
		if !utf8.ValidString(f.Name) || !utf8.ValidString(f.Value) {
			t.Errorf("%q", f)
		}
	}
}
