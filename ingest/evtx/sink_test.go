package evtx_test

import (
	"bytes"
	"context"
	"testing"

	"go.uber.org/goleak"

	"github.com/procgraph/procgraph/ingest/evtx"
	"github.com/procgraph/procgraph/ingest/winevent"
	"github.com/procgraph/procgraph/internal/evtxwriter"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// collect is a sink that keeps all it is given.
type collect struct {
	records []*winevent.Record
	rejects []winevent.Reject
	notices []winevent.Notice
}

func (c *collect) Record(r *winevent.Record) error { c.records = append(c.records, r); return nil }
func (c *collect) Reject(r winevent.Reject) error  { c.rejects = append(c.rejects, r); return nil }
func (c *collect) Notice(n winevent.Notice) error  { c.notices = append(c.notices, n); return nil }

// mustRead reads an input whose reading may not fail, whatever it holds.
func mustRead(t testing.TB, file []byte, o evtx.Options, sink winevent.Sink) evtx.Summary {
	t.Helper()
	sum, err := evtx.Read(context.Background(), bytes.NewReader(file), int64(len(file)), o, sink)
	if err != nil {
		t.Fatal(err)
	}
	return sum
}

// write makes a file of the given events.
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
