package evtx_test

import (
	"bytes"
	"context"
	"errors"
	"testing"

	"github.com/procgraph/procgraph/ingest/evtx"
	"github.com/procgraph/procgraph/ingest/winevent"
	"github.com/procgraph/procgraph/internal/evtxwriter"
)

// weigh is a sink that adds up how much it was given.
type weigh struct {
	records, rejects, notices, bytes int
}

func (w *weigh) Record(r *winevent.Record) error {
	w.records++
	w.bytes += len(r.Message)
	for _, f := range r.Fields {
		w.bytes += len(f.Value)
	}
	return nil
}
func (w *weigh) Reject(winevent.Reject) error { w.rejects++; return nil }
func (w *weigh) Notice(winevent.Notice) error { w.notices++; return nil }

// FuzzRead mutates the used part of one chunk (small inputs, so that the fuzzer
// gets at records quickly); the file around it and its checksums are made here.
func FuzzRead(f *testing.F) {
	used := func(file []byte) []byte {
		return file[chunkAt+0x200 : chunkAt+int(le.Uint32(file[chunkAt+0x30:]))]
	}
	f.Add(used(write(f, evtxwriter.Options{}, sysmonEvents(4)...)), true)
	f.Add(used(write(f, evtxwriter.Options{}, &evtxwriter.Event{EventID: 1102, Message: "m", UserData: &evtxwriter.UserData{
		Element: "LogFileCleared", Data: []evtxwriter.Value{evtxwriter.SID("SubjectUserSid", "S-1-5-18")}}})), true)
	f.Add(used(write(f, evtxwriter.Options{}, &evtxwriter.Event{EventID: 1, Data: []evtxwriter.Value{
		evtxwriter.Strings("", "a", "", "b"), evtxwriter.Float64("f", 1e300), evtxwriter.Ansi("a", "\x80"), evtxwriter.Binary("b", []byte{1})}})), false)
	f.Add(used(craft(f, payload(good), payload(func(x *bx) { nest(x, 8) }))), true)
	f.Add(used(craft(f, payload(func(x *bx) {
		x.instance(func(d *bx) {
			d.header("42").start("EventData").start("Data").text("a").raw(0x08, '<', 0, 0x07).counted("c").raw(0x09).name("amp").sub(0, 0x81).end().end().end()
		}, 0, val{0x81, []byte{'a', 0, 0, 0}})
	}))), true)
	empty := write(f, evtxwriter.Options{})
	f.Fuzz(func(t *testing.T, records []byte, header bool) {
		records = records[:min(len(records), chunkLen-0x200)]
		file := append([]byte(nil), empty...)
		copy(file[chunkAt+0x200:], records)
		le.PutUint32(file[chunkAt+0x30:], uint32(0x200+len(records)))
		if !header {
			file = file[chunkAt:]
		}
		w := &weigh{}
		sum, err := evtx.Read(context.Background(), bytes.NewReader(file), int64(len(file)), evtx.Options{Workers: 1}, w)
		if err != nil {
			t.Fatal(err)
		}
		if sum.Records != w.records || sum.Rejected != w.rejects || w.records > len(records)/28 || w.bytes > 17<<20 {
			t.Fatalf("summary %+v, sink %+v", sum, w)
		}
	})
}

// FuzzReadFile mutates a whole input.
func FuzzReadFile(f *testing.F) {
	f.Add(write(f, evtxwriter.Options{}, sysmonEvents(2)...)[:chunkAt+4096])
	f.Add([]byte("ElfFile\x00"))
	f.Add([]byte("ElfChnk\x00"))
	f.Fuzz(func(t *testing.T, file []byte) {
		w := &weigh{}
		_, err := evtx.Read(context.Background(), bytes.NewReader(file), int64(len(file)), evtx.Options{Workers: 1}, w)
		if err != nil && !errors.Is(err, evtx.ErrNotEVTX) {
			t.Fatal(err)
		}
	})
}
