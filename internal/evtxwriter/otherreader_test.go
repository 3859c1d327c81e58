package evtxwriter_test

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/procgraph/procgraph/internal/evtxwriter"
	"github.com/procgraph/procgraph/internal/testneed"
)

// TestAnotherReader has a reader of another make, the PyPI package "evtx", read what
// was written. It needs "evtx": a python3 that has the package.
func TestAnotherReader(t *testing.T) {
	if err := exec.CommandContext(t.Context(), "python3", "-c", "import evtx").Run(); err != nil {
		testneed.Missing(t, "evtx", "there is no python3 with the package evtx")
	}
	dir := t.TempDir()
	file, lines := filepath.Join(dir, "sample.evtx"), filepath.Join(dir, "sample.jsonl")
	events, written := sample(t)
	for path, content := range map[string][]byte{file: write(t, evtxwriter.Options{SpareChunks: 3}, events...), lines: written} {
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	out, err := exec.CommandContext(t.Context(), "python3", "testdata/check_with_evtx.py", file, lines).CombinedOutput()
	if err != nil {
		t.Errorf("%v\n%s", err, out)
	}
	t.Logf("%s", out)
}

// sample makes events, and a JSON line of each as testdata/check_with_evtx.py takes it.
func sample(t *testing.T) (events []*evtxwriter.Event, lines []byte) {
	t.Helper()
	rnd := rand.New(rand.NewPCG(1, 2))
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
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
	return events, b.Bytes()
}
