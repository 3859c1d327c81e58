package evtx_test

import (
	"bytes"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/procgraph/procgraph/ingest/evtx"
	"github.com/procgraph/procgraph/ingest/winevent"
)

// good is a payload of a whole event without a template.
func good(x *bx) {
	x.raw(0x0f, 1, 1, 0).header("42").start("EventData").startNamed("Data", "n").text("v").end().end().end().raw(0)
}

// TestHostileRecords puts one hostile record between two good ones.
func TestHostileRecords(t *testing.T) {
	event := func(body func(d *bx)) func(*bx) {
		return func(d *bx) { d.header("1"); body(d); d.end() }
	}
	many := func(n int, f func(d *bx, i int)) func(*bx) {
		return event(func(d *bx) {
			d.start("EventData")
			for i := range n {
				f(d, i)
			}
			d.end()
		})
	}
	tests := map[string]struct {
		payload func(x *bx)
		reason  string
	}{
		"template that holds itself": {func(x *bx) {
			x.instance(func(d *bx) {
				self := d.at - 28 // its definition
				d.header("1").raw(0x0c, 1).u32(7).u32(self).end()
			}, 0)
		}, "template instance where only elements may stand"},
		"huge value count":          {func(x *bx) { x.instance(event(func(*bx) {}), 1<<30) }, "too many values"},
		"negative value count":      {func(x *bx) { x.instance(event(func(*bx) {}), -1) }, "too many values"},
		"value count beyond record": {func(x *bx) { x.instance(event(func(*bx) {}), 4000) }, "ends within its template instance"},
		"definition outside":        {func(x *bx) { x.raw(0x0f, 1, 1, 0, 0x0c, 1).u32(7).u32(1 << 30).u32(0).raw(0) }, "template cannot be used"},
		"definition is text":        {func(x *bx) { x.raw(0x0f, 1, 1, 0, 0x0c, 1).u32(7).u32(0x210).u32(0).raw(0) }, "template cannot be used"},
		"unknown token":             {func(x *bx) { x.raw(0x0f, 1, 1, 0, 0x3b, 1, 2, 3) }, "unknown token"},
		"nothing":                   {func(x *bx) { x.raw(0) }, "holds no event"},
		"no event id":               {func(x *bx) { x.raw(0x0f, 1, 1, 0).start("Event").end().raw(0) }, "no event id"},
		"event id is no number":     {func(x *bx) { x.raw(0x0f, 1, 1, 0).header("x").end().raw(0) }, "no event id"},
		"elements never closed":     {func(x *bx) { x.raw(0x0f, 1, 1, 0).header("1").raw(0) }, "not closed properly"},
		"elements nested 1000 deep": {func(x *bx) {
			x.raw(0x0f, 1, 1, 0).header("1")
			for range 1000 {
				x.start("a")
			}
		}, "nested too deeply"},
		"values nested too deep": {func(x *bx) { nest(x, 9) }, "nested too deeply"},
		"one long value many times": {func(x *bx) {
			x.instance(many(300, func(d *bx, _ int) { d.start("Data").sub(0, 1).end() }), 0, val{1, bytes.Repeat([]byte("a\x00"), 15000)})
		}, "expands to too much data"},
		"one long value many times in one datum": {func(x *bx) {
			x.instance(many(1, func(d *bx, _ int) {
				d.start("Data")
				for range 3000 {
					d.sub(0, 1)
				}
				d.end()
			}), 0, val{1, bytes.Repeat([]byte("a\x00"), 15000)})
		}, "expands to too much data"},
		"one array many times": {func(x *bx) {
			x.instance(many(200, func(d *bx, _ int) { d.start("Data").sub(0, 0x84).end() }), 0, val{0x84, make([]byte, 30000)})
		}, "expands to too much data"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			file := craft(t, payload(good), payload(tt.payload), payload(good))
			begin := time.Now()
			c := &collect{}
			sum := mustRead(t, file, evtx.Options{}, c)
			if took := time.Since(begin); took > 5*time.Second {
				t.Errorf("took %s", took)
			}
			if sum.Records != 2 || len(c.rejects) != 1 {
				t.Fatalf("%d records, rejects %v", sum.Records, c.rejects)
			}
			if r := c.rejects[0]; !strings.Contains(r.Reason, tt.reason) || r.Place.Record != 2 {
				t.Errorf("reject %+v, want record 2 and %q", r, tt.reason)
			}
		})
	}
}

// nest writes an event whose EventData is in a value, in a value and so on.
func nest(x *bx, depth int) { nestAt(x, depth, true) }

func nestAt(x *bx, depth int, root bool) {
	if depth == 0 {
		x.raw(0x0f, 1, 1, 0).startNamed("Data", "n").text("v").end().raw(0)
		return
	}
	def := func(d *bx) {
		if root {
			d.header("1").start("EventData").sub(0, 0x21).end().end()
		} else {
			d.start("Data").sub(0, 0x21).end()
		}
	}
	inner := within(x, def)
	nestAt(inner, depth-1, false)
	x.instance(def, 0, val{0x21, inner.b})
}

// within begins the fragment that is to be the only value of an instance that x
// will write with def: its place is what a first pass without it measures.
func within(x *bx, def func(*bx)) *bx {
	probe := &bx{at: x.at}
	probe.instance(def, 0, val{0x21, nil})
	return &bx{at: probe.at + len(probe.b) - 1}
}

// TestHostileWorkIsBounded has nested values multiply: eight levels that each use
// the next one a hundred times.
func TestHostileWorkIsBounded(t *testing.T) {
	var level func(x *bx, depth int)
	level = func(x *bx, depth int) {
		def := func(d *bx) {
			if depth == 8 {
				d.header("1")
				defer d.end()
			}
			d.start("EventData")
			for range 100 {
				if depth == 0 {
					d.raw(0x0e).raw(0, 0, 1) // a value that is null
				} else {
					d.sub(0, 0x21)
				}
			}
			d.end()
		}
		if depth == 0 {
			x.instance(def, 0, val{0, nil})
			return
		}
		inner := within(x, def)
		level(inner, depth-1)
		x.instance(def, 0, val{0x21, inner.b})
	}
	file := craft(t, payload(good), payload(func(x *bx) { level(x, 8) }), payload(good))
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	begin := time.Now()
	c := &collect{}
	mustRead(t, file, evtx.Options{}, c)
	took := time.Since(begin)
	runtime.ReadMemStats(&after)
	if took > 5*time.Second || after.TotalAlloc-before.TotalAlloc > 64<<20 {
		t.Errorf("took %s and %d MiB", took, (after.TotalAlloc-before.TotalAlloc)>>20)
	}
	if len(c.rejects) == 0 || !strings.Contains(c.rejects[0].Reason, "too much data") {
		t.Errorf("rejects %v", c.rejects)
	}
}

// TestRejectsAreBounded has more bad records than are delivered one by one.
func TestRejectsAreBounded(t *testing.T) {
	var bad []func(int) []byte
	for range 1500 {
		bad = append(bad, payload(func(x *bx) { x.raw(0x3b, 0, 0, 0) }))
	}
	c := &collect{}
	sum := mustRead(t, craft(t, bad...), evtx.Options{}, c)
	if sum.Rejected != 1500 || len(c.rejects) != evtx.MaxRejects {
		t.Errorf("%d rejected, %d delivered", sum.Rejected, len(c.rejects))
	}
	if n := len(c.notices); n != 1 || !strings.Contains(c.notices[0].Reason, "500 more unusable records") {
		t.Errorf("notices %v", c.notices)
	}
}

// TestRareForms reads what Windows may write and samples hardly have.
func TestRareForms(t *testing.T) {
	utf16 := func(s string) []byte { return (&bx{}).chars(s).b }
	tests := map[string]struct {
		payload func(x *bx)
		section string
		want    winevent.Fields
		bad     bool // repaired
	}{
		"no template":                 {good, "EventData", winevent.Fields{{Name: "n", Value: "v"}}, false},
		"no template, dependency ids": {func(x *bx) { x.dep = true; good(x) }, "EventData", winevent.Fields{{Name: "n", Value: "v"}}, false},
		"text in pieces": {func(x *bx) {
			x.instance(func(d *bx) {
				d.header("42").start("EventData").start("Data").text("a").raw(0x08, '<', 0, 0x07).counted("[cdata]")
				d.raw(0x09).name("amp").raw(0x49).name("odd").text("z").sub(0, 1).end().end().end()
			}, 0, val{1, utf16("!")})
		}, "EventData", winevent.Fields{{Value: "a<[cdata]&&odd;z!"}}, false},
		"processing instruction": {func(x *bx) {
			x.instance(func(d *bx) {
				d.raw(0x0a).name("pi").raw(0x0b).counted("gone").header("42").start("EventData").end().end()
			}, 0)
		}, "EventData", winevent.Fields{}, false},
		"ProcessingErrorData": {func(x *bx) {
			x.instance(func(d *bx) {
				d.header("42").start("ProcessingErrorData").start("ErrorCode").sub(0, 8).end().start("DataItemName").end()
				d.start("EventPayload").sub(1, 0x0e).end().end().end()
			}, 0, val{8, []byte{15, 0, 0, 0}}, val{0x0e, []byte{0xca, 0xfe}})
		}, "ProcessingErrorData", winevent.Fields{{Name: "ErrorCode", Value: "15"}, {Name: "DataItemName"}, {Name: "EventPayload", Value: "CAFE"}}, false},
		"lone surrogate": {func(x *bx) {
			x.instance(func(d *bx) { d.header("42").start("EventData").startNamed("Data", "n").sub(0, 1).end().end().end() }, 0, val{1, []byte{0x3d, 0xd8, 'x', 0}})
		}, "EventData", winevent.Fields{{Name: "n", Value: "\uFFFDx"}}, true},
		"arrays": {func(x *bx) {
			x.instance(func(d *bx) {
				d.header("42").start("EventData").startNamed("Data", "s").sub(0, 0x81).end().startNamed("Data", "h").sub(1, 0x94).end()
				d.startNamed("Data", "e").sub(2, 0x81).end().startNamed("Data", "mixed").text("<").sub(1, 0x94).text(">").end().end().end()
			}, 0, val{0x81, utf16("a\x00\x00b\x00")}, val{0x94, []byte{1, 0, 0, 0, 255, 0, 0, 0}}, val{0x81, nil})
		}, "EventData", winevent.Fields{{Name: "s", Value: "a"}, {Name: "s"}, {Name: "s", Value: "b"}, {Name: "h", Value: "0x1"}, {Name: "h", Value: "0xff"}, {Name: "e"}, {Name: "mixed", Value: "<0x1,0xff>"}}, false},
		"value that does not fit its type": {func(x *bx) {
			x.instance(func(d *bx) {
				d.header("42").start("EventData").startNamed("Data", "g").sub(0, 0x0f).end().startNamed("Data", "u").sub(1, 0x77).end().startNamed("Data", "none").sub(9, 1).end().end().end()
			}, 0, val{0x0f, []byte{1, 2, 3}}, val{0x77, []byte{0xab}})
		}, "EventData", winevent.Fields{{Name: "g", Value: "010203"}, {Name: "u", Value: "AB"}, {Name: "none"}}, false},
		"name that is nowhere": {func(x *bx) {
			x.instance(func(d *bx) {
				d.header("42").start("EventData").raw(1, 0xff, 0xff).u32(0).u32(1 << 20).raw(2).text("v").end().end().end()
			}, 0)
		}, "EventData", winevent.Fields{{Value: "v"}}, true},
		"name of a wrong length": {func(x *bx) {
			x.instance(func(d *bx) {
				d.header("42").start("EventData").raw(1, 0xff, 0xff).u32(0).u32(d.at+len(d.b)+4).raw(0, 0, 0, 0, 0, 0, 1, 0x80)
				d.chars("Datum").raw(0, 0, 2).text("v").end().end().end()
			}, 0)
		}, "EventData", winevent.Fields{{Name: "Datum", Value: "v"}}, false},
		"attributes of UserData": {func(x *bx) {
			x.instance(func(d *bx) {
				d.header("42").start("UserData").startNamed("Certificate", "CN=x").start("Leaf").text("1").end().end().end().end()
			}, 0)
		}, "UserData", winevent.Fields{{Name: "Certificate@Name", Value: "CN=x"}, {Name: "Leaf", Value: "1"}}, false},
		"values nested": {func(x *bx) { nest(x, 8) }, "EventData", winevent.Fields{{Name: "n", Value: "v"}}, false},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			c := &collect{}
			mustRead(t, craft(t, payload(tt.payload)), evtx.Options{}, c)
			if len(c.records) != 1 {
				t.Fatalf("%d records, rejects %v", len(c.records), c.rejects)
			}
			got := c.records[0]
			if diff := cmp.Diff(tt.want, got.Fields); diff != "" {
				t.Error(diff)
			}
			if got.Section != tt.section || got.Repaired != tt.bad || (got.EventID != 42 && got.EventID != 1) {
				t.Errorf("record %+v", got)
			}
		})
	}
}

func TestRecognise(t *testing.T) {
	for in, want := range map[string]bool{"ElfFile\x00rest": true, "ElfChnk\x00": true, "ElfFile": false, "": false, "{\"a\":1}": false} {
		if got := evtx.Recognise([]byte(in)); got != want {
			t.Errorf("%q: %v", fmt.Sprintf("%.8s", in), got)
		}
	}
}
