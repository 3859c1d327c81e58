package evtxwriter_test

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"github.com/procgraph/procgraph/internal/evtxwriter"
)

// TestWriteSample writes sample.evtx and sample.jsonl, what was written, into the
// folder named by PROCGRAPH_EVTX_SAMPLE, for testdata/check_with_evtx.py.
func TestWriteSample(t *testing.T) {
	dir := os.Getenv("PROCGRAPH_EVTX_SAMPLE")
	if dir == "" {
		t.Skip("PROCGRAPH_EVTX_SAMPLE names no folder to write to")
	}
	rnd := rand.New(rand.NewPCG(1, 2))
	var events []*evtxwriter.Event
	var lines bytes.Buffer
	enc := json.NewEncoder(&lines)
	for range 5000 {
		e, r := randomEvent(rnd)
		if e.UserData != nil && len(e.UserData.Data) == 0 {
			continue // an element without content reads the same whatever it held
		}
		events = append(events, e)
		fields := [][2]string{}
		for _, f := range r.Fields {
			fields = append(fields, [2]string{f.Name, f.Value})
		}
		if err := enc.Encode(map[string]any{
			"provider": r.Provider, "channel": r.Channel, "computer": r.Computer, "eventId": r.EventID,
			"version": r.Version, "recordId": r.RecordID, "time": r.Time.Wall.Format("2006-01-02T15:04:05.0000000Z"),
			"section": r.Section, "message": r.Message, "fields": fields,
		}); err != nil {
			t.Fatal(err)
		}
	}
	for name, b := range map[string][]byte{
		"sample.evtx":  write(t, evtxwriter.Options{SpareChunks: 3}, events...),
		"sample.jsonl": lines.Bytes(),
	} {
		if err := os.WriteFile(filepath.Join(dir, name), b, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
