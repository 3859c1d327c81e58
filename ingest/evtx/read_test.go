package evtx_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/procgraph/procgraph/ingest/evtx"
	"github.com/procgraph/procgraph/ingest/winevent"
	"github.com/procgraph/procgraph/internal/evtxwriter"

	golangevtx "github.com/0xrawsec/golang-evtx/evtx"
)

// stopping is a sink that calls stop at its nth record and returns what stop returns.
type stopping struct {
	collect
	n    int
	stop func() error
}

func (s *stopping) Record(r *winevent.Record) error {
	_ = s.collect.Record(r)
	if len(s.records) == s.n {
		return s.stop()
	}
	return nil
}

func TestReadStops(t *testing.T) {
	file := write(t, evtxwriter.Options{}, sysmonEvents(2000)...)
	errSink := errors.New("the store is full")
	for _, workers := range []int{1, 2, 4} {
		ctx, cancel := context.WithCancel(context.Background())
		tests := map[string]struct {
			stop func() error
			want error
			most int
		}{
			"sink error": {func() error { return errSink }, errSink, 100},
			// A record or so of the same chunk may still come.
			"cancelled": {func() error { cancel(); return nil }, context.Canceled, 200},
		}
		for name, tt := range tests {
			s := &stopping{n: 100, stop: tt.stop}
			c := ctx
			if tt.want == errSink {
				c = context.Background()
			}
			sum, err := evtx.Read(c, bytes.NewReader(file), int64(len(file)), evtx.Options{Workers: workers}, s)
			if !errors.Is(err, tt.want) || len(s.records) > tt.most || sum.Records != len(s.records) {
				t.Errorf("%s, %d workers: %v after %d records, summary %+v", name, workers, err, len(s.records), sum)
			}
		}
		cancel()
	}
}

// failing fails on reads beyond at.
type failing struct {
	*bytes.Reader
	at int64
}

var errDisk = errors.New("bad sector")

func (f failing) ReadAt(b []byte, off int64) (int, error) {
	if off >= f.at {
		return 0, errDisk
	}
	return f.Reader.ReadAt(b, off)
}

func TestReadErrors(t *testing.T) {
	file := write(t, evtxwriter.Options{}, sysmonEvents(500)...)
	for _, workers := range []int{1, 3} {
		c := &collect{}
		r := failing{bytes.NewReader(file), chunkAt + 3*chunkLen}
		_, err := evtx.Read(context.Background(), r, int64(len(file)), evtx.Options{Workers: workers}, c)
		if !errors.Is(err, errDisk) || len(c.records) == 0 {
			t.Errorf("%v after %d records", err, len(c.records))
		}
	}
	for name, in := range map[string][]byte{"empty": nil, "text": bytes.Repeat([]byte("no event log\n"), 10000)} {
		if _, err := evtx.Read(context.Background(), bytes.NewReader(in), int64(len(in)), evtx.Options{}, &collect{}); !errors.Is(err, evtx.ErrNotEVTX) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := evtx.Read(context.Background(), bytes.NewReader(nil), -1, evtx.Options{}, &collect{}); err == nil {
		t.Error("a negative size was taken")
	}
	// A size beyond the file's end, as of a log that shrank, is a cut file.
	c := &collect{}
	if _, err := evtx.Read(context.Background(), bytes.NewReader(file), int64(len(file))*2, evtx.Options{}, c); err != nil || len(c.records) != 500 {
		t.Errorf("%v, %d records", err, len(c.records))
	}
}

// TestWorkersAgree compares what one and several goroutines deliver, in order.
func TestWorkersAgree(t *testing.T) {
	file := write(t, evtxwriter.Options{SpareChunks: 2}, sysmonEvents(1500)...)
	alone, many := &collect{}, &collect{}
	var steps []int64
	one := mustRead(t, file, evtx.Options{Workers: 1}, alone)
	two := mustRead(t, file, evtx.Options{Workers: 4, Progress: func(n int64) { steps = append(steps, n) }}, many)
	if diff := cmp.Diff(one, two); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(alone, many, cmp.AllowUnexported(collect{})); diff != "" {
		t.Error(diff)
	}
	for i := range steps {
		if i > 0 && steps[i] <= steps[i-1] {
			t.Errorf("progress went from %d to %d", steps[i-1], steps[i])
		}
	}
	if n := len(steps); n == 0 || steps[n-1] != int64(len(file)) {
		t.Errorf("progress ended at %v, the file has %d bytes", steps, len(file))
	}
}

func TestWant(t *testing.T) {
	file := write(t, evtxwriter.Options{}, sysmonEvents(40)...)
	all, some := &collect{}, &collect{}
	mustRead(t, file, evtx.Options{}, all)
	mustRead(t, file, evtx.Options{Want: func(provider, channel string, id uint32) winevent.Need {
		if provider != "Microsoft-Windows-Sysmon" || channel != "Microsoft-Windows-Sysmon/Operational" {
			t.Errorf("asked for %q %q", provider, channel)
		}
		return onlyStarts(provider, channel, id)
	}}, some)
	for i, r := range all.records {
		if r.EventID != 1 {
			r.Fields, r.Section = nil, ""
		}
		if diff := cmp.Diff(r, some.records[i]); diff != "" {
			t.Error(diff)
		}
	}
}

// TestGolangEvtxReadsTheSame has golang-evtx's own reader read a written file: the
// file is good, and both readers see the same.
func TestGolangEvtxReadsTheSame(t *testing.T) {
	file := write(t, evtxwriter.Options{}, sysmonEvents(60)...)
	path := filepath.Join(t.TempDir(), "written.evtx")
	if err := os.WriteFile(path, file, 0o600); err != nil {
		t.Fatal(err)
	}
	c := &collect{}
	mustRead(t, file, evtx.Options{}, c)
	theirs := golangRead(t, path)
	if len(theirs) != len(c.records) {
		t.Fatalf("golang-evtx has %d records, this reader %d", len(theirs), len(c.records))
	}
	seen := map[uint64]*golangevtx.GoEvtxMap{}
	for _, m := range theirs {
		n, err := m.GetUint(&golangevtx.EventRecordIDPath)
		if err != nil {
			t.Fatal(err)
		}
		seen[n] = m
	}
	for _, r := range c.records {
		m := seen[r.RecordID]
		if m == nil {
			t.Fatalf("golang-evtx has no record %d", r.RecordID)
		}
		if id := m.EventID(); id != int64(r.EventID) {
			t.Errorf("record %d: event %d, want %d", r.RecordID, id, r.EventID)
		}
		for _, name := range []string{"Image", "UtcTime", "ProcessId", "CommandLine", "ParentImage"} {
			path := golangevtx.Path("/Event/EventData/" + name)
			want, _ := m.GetString(&path)
			if got, _ := r.Fields.Get(name); got != want {
				t.Errorf("record %d: %s is %q, golang-evtx has %q", r.RecordID, name, got, want)
			}
		}
	}
}
