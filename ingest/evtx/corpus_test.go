package evtx_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/procgraph/procgraph/ingest/evtx"
	"github.com/procgraph/procgraph/ingest/winevent"
	"github.com/procgraph/procgraph/internal/testneed"
)

// corpus is the folder with the public EVTX recordings.
func corpus(t testing.TB) string {
	t.Helper()
	return testneed.Shared(t, "corpus", "corpus/evtx")
}

var guidText = regexp.MustCompile(`^\{?([0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12})\}?$`)

var escape = strings.NewReplacer("\\", "\\\\", "\t", "\\t", "\r\n", "\\n", "\r", "\\n", "\n", "\\n")

// goldenLine is a record as testdata/golden_with_evtx.py writes it.
func goldenLine(r *winevent.Record) string {
	parts := []string{
		fmt.Sprint(r.RecordID), fmt.Sprint(r.EventID), r.Provider, r.Channel, r.Computer,
		r.Time.Wall.Format("2006-01-02T15:04:05.000000Z"), r.Section,
	}
	for _, f := range r.Fields {
		v := f.Value
		if strings.TrimSpace(v) == "" || strings.Contains(f.Name, "@") {
			continue
		}
		if m := guidText.FindStringSubmatch(v); m != nil {
			v = "{" + strings.ToLower(m[1]) + "}"
		}
		v = strings.Map(func(r rune) rune {
			if r < ' ' && r != '\t' && r != '\r' && r != '\n' {
				return '\uFFFD' // XML, through which the other reader's data went, forbids them
			}
			return r
		}, v)
		parts = append(parts, f.Name+"="+escape.Replace(v))
	}
	return strings.Join(parts, "\t")
}

// TestCorpus compares every record of the corpus with what an independent reader
// found there (testdata/corpus.golden.json).
func TestCorpus(t *testing.T) {
	dir := corpus(t)
	var golden map[string]struct {
		Records int    `json:"records"`
		SHA256  string `json:"sha256"`
	}
	b, err := os.ReadFile("testdata/corpus.golden.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b, &golden); err != nil {
		t.Fatal(err)
	}
	files, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	if len(files) != len(golden) {
		t.Errorf("the corpus has %d files, the golden file %d", len(files), len(golden))
	}
	for _, file := range files {
		t.Run(file.Name(), func(t *testing.T) {
			data, err := os.ReadFile(filepath.Join(dir, file.Name()))
			if err != nil {
				t.Fatal(err)
			}
			for _, workers := range []int{1, 3} {
				c := &collect{}
				sum := mustRead(t, data, evtx.Options{Workers: workers}, c)
				if len(c.rejects) > 0 || len(c.notices) > 0 {
					t.Errorf("faults: %v %v", c.rejects, c.notices)
				}
				want := golden[file.Name()]
				if len(c.records) != want.Records || sum.Records != want.Records {
					t.Errorf("%d records (summary: %d), want %d", len(c.records), sum.Records, want.Records)
				}
				h := sha256.New()
				var lines strings.Builder
				for i, r := range c.records {
					if r.Place.Record != uint64(i+1) || r.Repaired || r.Shape != "evtx" || r.Time.Zone != winevent.ZoneUTC || r.Time.Digits != 7 {
						t.Errorf("record %d: %+v", i+1, r)
					}
					lines.WriteString(goldenLine(r) + "\n")
				}
				h.Write([]byte(lines.String()))
				if got := hex.EncodeToString(h.Sum(nil)); got != want.SHA256 {
					t.Errorf("the records hash to %s, want %s", got, want.SHA256)
					if out := os.Getenv("PROCGRAPH_EVTX_LINES"); out != "" {
						_ = os.WriteFile(filepath.Join(out, file.Name()+".lines"), []byte(lines.String()), 0o644)
					}
				}
			}
		})
	}
}
