package scenario

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/procgraph/procgraph/ingest/evtx"
	"github.com/procgraph/procgraph/ingest/winevent"
)

// demoDigest is the SHA-256 of the demo's JSON lines. It changes only with a
// change of the world, which STORY.md, README and tests may then have to follow.
const demoDigest = "2c83fec1c5b47eeb8c8c153175c0ba10f176a7e32980a0ae14f8018c905ff2d7"

func TestSameConfigSameBytes(t *testing.T) {
	digest := func(c Config) string {
		h := sha256.New()
		if _, err := WriteJSONLines(t.Context(), h, c); err != nil {
			t.Fatal(err)
		}
		return hex.EncodeToString(h.Sum(nil))
	}
	if got := digest(Demo()); got != demoDigest {
		t.Errorf("the demo's digest is %s, want %s", got, demoDigest)
	}
	other := Demo()
	other.OmitTruth = true
	if digest(other) != demoDigest {
		t.Error("the bytes depend on OmitTruth")
	}
	other.Seed++
	if digest(other) == demoDigest {
		t.Error("the bytes do not depend on the seed")
	}
}

// TestJSONLinesHoldTheEvents reads each line back with encoding/json.
func TestJSONLinesHoldTheEvents(t *testing.T) {
	_, out := world(t, "small")
	for i := range out.records {
		r := &out.records[i]
		var line struct {
			Event struct {
				System struct {
					Provider struct {
						Attributes map[string]string `json:"#attributes"`
					}
					EventID     json.RawMessage
					TimeCreated struct {
						Attributes map[string]string `json:"#attributes"`
					}
					EventRecordID uint64
					Channel       string
					Computer      string
					Security      *struct {
						Attributes map[string]string `json:"#attributes"`
					}
				}
				EventData map[string]any
				UserData  map[string]map[string]any
			}
		}
		text := appendLine(nil, &r.Event)
		if err := json.Unmarshal(text, &line); err != nil || bytes.IndexByte(text, '\n') != len(text)-1 {
			t.Fatalf("%v: %s", err, text)
		}
		s := line.Event.System
		at, err := time.Parse(time.RFC3339Nano, s.TimeCreated.Attributes["SystemTime"])
		if err != nil || !at.Equal(r.Time) || s.EventRecordID != r.RecordID || s.Channel != r.Channel || s.Computer != r.Computer ||
			s.Provider.Attributes["Name"] != r.Provider || !strings.EqualFold(s.Provider.Attributes["Guid"], r.ProviderGUID) ||
			(s.Security != nil) != (r.UserSID != "") || !strings.Contains(string(s.EventID), string(appendDigits(nil, int64(r.EventID), 1))) {
			t.Fatalf("System differs: %s", text)
		}
		data := line.Event.EventData
		if r.UserData != "" {
			data = line.Event.UserData[r.UserData]
			delete(data, "#attributes")
		}
		want := map[string]any{}
		for _, f := range r.Data {
			switch f.Type {
			case UInt32Field:
				want[f.Name] = float64(f.Number)
			case HexField, Hex32Field:
				want[f.Name] = "0x" + strconv.FormatUint(f.Number, 16)
			case GUIDField:
				want[f.Name] = strings.ToUpper(f.Text)
			case TimeField:
				want[f.Name] = ticks(f.Number).time().Format("2006-01-02T15:04:05.0000000Z07:00")
			default:
				want[f.Name] = f.Text
			}
		}
		if len(want) == 0 {
			want = nil
		}
		if diff := cmp.Diff(want, data); diff != "" {
			t.Fatalf("data differs (-want +got):\n%s", diff)
		}
	}
}

func TestTextIsEscaped(t *testing.T) {
	for _, text := range []string{"", `C:\x "y"`, "\x00\x1f\r\n\t", "Team überblick 漢字 🙂", "a\u2028b"} {
		var got string
		if err := json.Unmarshal(appendText(nil, text), &got); err != nil || got != text {
			t.Errorf("%q became %q, %v", text, got, err)
		}
	}
}

// sink keeps what the EVTX reader finds.
type sink struct {
	records []winevent.Record
	rejects []winevent.Reject
}

func (s *sink) Record(r *winevent.Record) error { s.records = append(s.records, *r); return nil }
func (s *sink) Reject(r winevent.Reject) error  { s.rejects = append(s.rejects, r); return nil }
func (s *sink) Notice(winevent.Notice) error    { return nil }

// rendered is how the reader gives the fields.
func rendered(fields []Field) winevent.Fields {
	var all winevent.Fields
	for _, f := range fields {
		value := f.Text
		switch f.Type {
		case UInt32Field:
			value = strconv.FormatUint(f.Number, 10)
		case HexField, Hex32Field:
			value = "0x" + strconv.FormatUint(f.Number, 16)
		case GUIDField:
			value = "{" + f.Text + "}"
		case TimeField:
			value = ticks(f.Number).time().Format("2006-01-02T15:04:05.0000000Z07:00")
		}
		all = append(all, winevent.Field{Name: f.Name, Value: value})
	}
	return all
}

func TestEVTXFilesHoldTheEvents(t *testing.T) {
	truth, out := world(t, "small")
	dir := t.TempDir()
	if _, err := WriteEVTX(t.Context(), dir, worlds()["small"]); err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(dir, "*", "*.evtx"))
	if err != nil {
		t.Fatal(err)
	}
	type id struct {
		host, channel string
		record        uint64
	}
	want := map[id]*record{}
	for i := range out.records {
		r := &out.records[i]
		want[id{r.Computer, r.Channel, r.RecordID}] = r
	}
	total := 0
	for _, path := range files {
		f, err := os.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		info, err := f.Stat()
		if err != nil {
			t.Fatal(err)
		}
		found := &sink{}
		if _, err := evtx.Read(t.Context(), f, info.Size(), evtx.Options{}, found); err != nil {
			t.Fatal(err)
		}
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
		for i := range found.records {
			r := &found.records[i]
			w := want[id{r.Computer, r.Channel, r.RecordID}]
			if w == nil || r.EventID != w.EventID || !r.Time.Wall.Equal(w.Time) || r.Provider != w.Provider {
				t.Fatalf("%s: record %d of %s is another", path, r.RecordID, r.Time.Wall)
			}
			if diff := cmp.Diff(rendered(w.Data), found.records[i].Fields, cmpopts.EquateEmpty()); diff != "" {
				t.Fatalf("%s: record %d (-want +got):\n%s", path, r.RecordID, diff)
			}
		}
		if len(found.rejects) > 0 {
			t.Errorf("%s: %v", path, found.rejects)
		}
		total += len(found.records)
	}
	if int64(total) != truth.Events || len(files) < 10 {
		t.Errorf("%d records in %d files, want %d", total, len(files), truth.Events)
	}
}

// failing takes some events and then fails.
type failing struct{ left int }

var errFull = errors.New("full")

func (f *failing) Event(*Host, *Event) error {
	if f.left--; f.left < 0 {
		return errFull
	}
	return nil
}

func (f *failing) Write(p []byte) (int, error) { return 0, errFull }

func TestErrorsEndTheGeneration(t *testing.T) {
	out := &failing{left: 50}
	if _, err := Generate(t.Context(), Demo(), out); !errors.Is(err, errFull) || out.left != -1 {
		t.Errorf("error %v after %d events more", err, -out.left-1)
	}
	if _, err := WriteJSONLines(t.Context(), out, Demo()); !errors.Is(err, errFull) {
		t.Errorf("error %v", err)
	}
	blocked := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(blocked, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := WriteEVTX(t.Context(), blocked, Demo()); err == nil {
		t.Error("no error for a folder that is a file")
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Generate(ctx, Demo(), discard{}); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}

func TestUnusableConfigs(t *testing.T) {
	for name, change := range map[string]func(*Config){
		"too few hosts":  func(c *Config) { c.Hosts = 4 },
		"too many hosts": func(c *Config) { c.Hosts = 1001 },
		"no day":         func(c *Config) { c.Days = 0 },
		"negative":       func(c *Config) { c.Processes = -1 },
		"no start":       func(c *Config) { c.Start = time.Time{} },
	} {
		c := Demo()
		change(&c)
		if _, err := Generate(t.Context(), c, discard{}); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}
