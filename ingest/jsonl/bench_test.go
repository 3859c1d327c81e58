package jsonl

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/valyala/fastjson"

	"github.com/procgraph/procgraph/ingest/winevent"
	"github.com/procgraph/procgraph/internal/testneed"
)

type discard struct{}

func (discard) Record(*winevent.Record) error { return nil }
func (discard) Reject(winevent.Reject) error  { return nil }
func (discard) Notice(winevent.Notice) error  { return nil }

// benchData is some 50 MB of one recording.
func benchData(b *testing.B, name string) []byte {
	data, err := os.ReadFile(filepath.Join(testneed.Shared(b, "corpus", "corpus"), "mordor", name))
	if err != nil {
		b.Fatal(err)
	}
	return bytes.Repeat(data, 50<<20/len(data))
}

// BenchmarkParser is the parser alone: what Read is measured against.
func BenchmarkParser(b *testing.B) {
	data := benchData(b, "nxlog_reboot_run_keys.json")
	var p fastjson.Parser
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		for line := range bytes.SplitSeq(data, []byte{'\n'}) {
			if len(line) > 0 {
				if _, err := p.ParseBytes(line); err != nil {
					b.Fatal(err)
				}
			}
		}
	}
}

func BenchmarkRead(b *testing.B) {
	processes := func(_, channel string, id uint32) winevent.Need {
		switch id {
		case 1, 5, 7, 10, 11, 12, 13, 4688, 4689, 4624, 4634:
			return winevent.NeedFields
		}
		return winevent.NeedHeader
	}
	for _, bb := range []struct {
		name, file string
		want       winevent.Want
	}{
		{"nxlog/all", "nxlog_reboot_run_keys.json", nil},
		{"nxlog/processes", "nxlog_reboot_run_keys.json", processes},
		{"winlogbeat/all", "winlogbeat6_msbuild_lateral.json", nil},
		{"array-xml/all", "sd2_array_sysmon.json", nil},
		{"array-xml/processes", "sd2_array_sysmon.json", func(_, _ string, id uint32) winevent.Need {
			if id == 1 || id == 5 {
				return winevent.NeedFields
			}
			return winevent.NeedHeader
		}},
	} {
		b.Run(bb.name, func(b *testing.B) {
			data := benchData(b, bb.file)
			b.SetBytes(int64(len(data)))
			b.ReportAllocs()
			for b.Loop() {
				sum, err := Read(context.Background(), bytes.NewReader(data), Options{Want: bb.want}, discard{})
				if err != nil || sum.Rejected > 0 {
					b.Fatal(err, sum)
				}
			}
		})
	}
}
