package evtx_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/procgraph/procgraph/ingest/evtx"
	"github.com/procgraph/procgraph/internal/evtxwriter"
)

// sample is a file of several chunks, with one spare chunk at its end.
func sample(t testing.TB) []byte {
	t.Helper()
	return write(t, evtxwriter.Options{SpareChunks: 1}, sysmonEvents(200)...)
}

func TestFileDamage(t *testing.T) {
	whole := &collect{}
	mustRead(t, sample(t), evtx.Options{}, whole)
	inChunk := map[int64]int{} // records by chunk
	for _, r := range whole.records {
		inChunk[(r.Place.Offset-chunkAt)/chunkLen]++
	}
	if len(inChunk) < 4 {
		t.Fatalf("the sample has only %d chunks", len(inChunk))
	}
	chunk := func(n int) int { return chunkAt + n*chunkLen }
	tests := map[string]struct {
		damage  func(file []byte) []byte
		lost    int // records
		rejects []string
		notices []string
		check   func(evtx.Summary) bool
	}{
		"none": {func(f []byte) []byte { return f }, 0, nil, nil,
			func(s evtx.Summary) bool {
				return s.EmptyChunks == 1 && s.FileHeader && !s.HeaderDirty && !s.HeaderStale
			}},
		"dirty flag": {func(f []byte) []byte { f[0x78] = 1; return f }, 0, nil, []string{"not closed properly"},
			func(s evtx.Summary) bool { return s.HeaderDirty }},
		"file header checksum": {func(f []byte) []byte { f[0x18]++; return f }, 0, nil, []string{"checksum of the file header"}, nil},
		"stale chunk count": {func(f []byte) []byte { f[0x2a] = 1; return f }, 0, nil, []string{"checksum of the file header", "counts 1 chunks"},
			func(s evtx.Summary) bool { return s.HeaderStale }},
		"chunk data checksum": {func(f []byte) []byte { f[chunk(1)+0x34] ^= 1; return f }, 0, nil,
			[]string{fmt.Sprintf("header and data checksum of the chunk at offset %d", chunk(1))}, func(s evtx.Summary) bool { return s.BadChecksums == 1 }},
		"chunk header checksum": {func(f []byte) []byte { f[chunk(1)+0x08] ^= 1; return f }, 0, nil,
			[]string{fmt.Sprintf("the header checksum of the chunk at offset %d", chunk(1))}, nil},
		"no checksums by flag": {func(f []byte) []byte { f[chunk(1)+0x78] |= 4; f[chunk(1)+0x08] ^= 1; return f }, 0, nil, nil, nil},
		"free offset impossible": {func(f []byte) []byte { le.PutUint32(f[chunk(1)+0x30:], 1<<20); return f }, 0, []string{"no record where one is expected"},
			[]string{"does not say where its used part ends"}, nil},
		"zeroed chunk amid": {func(f []byte) []byte { clear(f[chunk(1):chunk(2)]); return f }, inChunk[1],
			[]string{fmt.Sprintf("chunk at offset %d is overwritten with zeros", chunk(1))},
			[]string{fmt.Sprintf("chunk at offset %d is overwritten with zeros", chunk(1)), "the file header counts"}, nil},
		"zeroed first chunk": {func(f []byte) []byte { clear(f[chunk(0):chunk(1)]); return f }, inChunk[0],
			[]string{"overwritten with zeros"}, []string{"overwritten with zeros", "the file header counts"}, nil},
		"chunk magic gone": {func(f []byte) []byte { f[chunk(2)] = 'x'; return f }, inChunk[2],
			[]string{fmt.Sprintf("no chunk where one is expected, at offset %d", chunk(2))}, []string{"the file header counts"}, nil},
		"no file header": {func(f []byte) []byte { return f[chunkAt:] }, 0, nil, []string{"has no file header", "belong to no chunk"},
			func(s evtx.Summary) bool { return !s.FileHeader }},
		"file header overwritten": {func(f []byte) []byte { clear(f[:128]); return f }, 0, nil, []string{"has no file header", "belong to no chunk"}, nil},
		"sectors put in": {func(f []byte) []byte {
			return append(append(append([]byte{}, f[:chunk(1)]...), make([]byte, 8192)...), f[chunk(1):]...)
		}, 0, []string{fmt.Sprintf("at offset %d (8192 bytes)", chunk(1))}, nil, nil},
		"record magic gone":  {func(f []byte) []byte { f[chunk(1)+0x200] = 0; return seal(f) }, -1, []string{"no record where one is expected"}, nil, nil},
		"record size broken": {func(f []byte) []byte { le.PutUint32(f[chunk(1)+0x204:], 40); return seal(f) }, -1, []string{"two sizes of the record differ"}, nil, nil},
		"record size huge":   {func(f []byte) []byte { le.PutUint32(f[chunk(1)+0x204:], 1<<31); return seal(f) }, -1, []string{"impossible size"}, nil, nil},
		"trailing size only": {func(f []byte) []byte {
			size := int(le.Uint32(f[chunk(1)+0x204:]))
			f[chunk(1)+0x200+size-4] ^= 0xff
			return seal(f)
		}, 0, nil, nil, nil},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			for _, workers := range []int{1, 3} {
				c := &collect{}
				sum := mustRead(t, tt.damage(sample(t)), evtx.Options{Workers: workers}, c)
				// -1: the first record of a chunk is lost; it holds templates that others
				// of its chunk may need, so only the other chunks are sure.
				if lost := len(whole.records) - len(c.records); lost != tt.lost && (tt.lost >= 0 || lost < 1 || lost > inChunk[1]) {
					t.Errorf("%d records lost, want %d", lost, tt.lost)
				}
				if sum.Records != len(c.records) || sum.Rejected != len(c.rejects) {
					t.Errorf("summary %+v, %d records, %d rejects", sum, len(c.records), len(c.rejects))
				}
				var reasons []string
				for _, r := range c.rejects {
					reasons = append(reasons, r.Reason)
				}
				expect(t, "reject", reasons, tt.rejects)
				reasons = nil
				for _, n := range c.notices {
					reasons = append(reasons, n.Reason)
				}
				expect(t, "notice", reasons, tt.notices)
				if tt.check != nil && !tt.check(sum) {
					t.Errorf("summary %+v", sum)
				}
			}
		})
	}
}

// expect wants each reason to contain its counterpart.
func expect(t *testing.T, what string, got, want []string) {
	t.Helper()
	if len(got) != len(want) {
		t.Errorf("%ss %q, want %q", what, got, want)
		return
	}
	for i := range want {
		if !strings.Contains(got[i], want[i]) {
			t.Errorf("%s %q, want %q in it", what, got[i], want[i])
		}
	}
}

// TestRecordsBeyondTheUsedPartAreNotEvents moves the free-space offset before the
// last record, which is then a stale copy.
func TestRecordsBeyondTheUsedPartAreNotEvents(t *testing.T) {
	file := write(t, evtxwriter.Options{}, sysmonEvents(10)...)
	last := le.Uint32(file[chunkAt+0x2c:])
	le.PutUint32(file[chunkAt+0x30:], last)
	c := &collect{}
	mustRead(t, seal(file), evtx.Options{}, c)
	if len(c.records) != 9 || len(c.rejects)+len(c.notices) != 0 {
		t.Errorf("%d records, %v, %v; want 9 and nothing else", len(c.records), c.rejects, c.notices)
	}
}

// TestCutFiles cuts a file at many places: every record before the cut is read, and a
// cut through a record is told.
func TestCutFiles(t *testing.T) {
	file := write(t, evtxwriter.Options{}, sysmonEvents(120)...)
	whole := &collect{}
	mustRead(t, file, evtx.Options{}, whole)
	rnd := rand.New(rand.NewPCG(3, 4))
	cuts := []int{128, 4096, chunkAt + 100, chunkAt + 0x200, chunkAt + 0x210, chunkAt + chunkLen, len(file) - 1}
	for range 400 {
		cuts = append(cuts, chunkAt+rnd.IntN(len(file)-chunkAt))
	}
	for _, cut := range cuts {
		want, through := 0, false
		for _, r := range whole.records {
			end := r.Place.Offset + int64(le.Uint32(file[r.Place.Offset+4:]))
			if end <= int64(cut) {
				want++
			} else if r.Place.Offset < int64(cut) {
				through = true
			}
		}
		c := &collect{}
		mustRead(t, file[:cut], evtx.Options{}, c)
		if len(c.records) != want {
			t.Errorf("cut at %d: %d records, want %d", cut, len(c.records), want)
		}
		if told := len(c.rejects) == 1 && strings.Contains(c.rejects[0].Reason, "cut off by the end of the file"); told != through {
			t.Errorf("cut at %d: rejects %v, through a record: %v", cut, c.rejects, through)
		}
		// The header of the chunk that is cut tells how many records are missing.
		if through {
			rest := 0
			at := (int64(cut) - chunkAt) / chunkLen
			for _, r := range whole.records[want:] {
				if (r.Place.Offset-chunkAt)/chunkLen == at {
					rest++
				}
			}
			if n := c.notices[0].Reason; !strings.Contains(n, fmt.Sprintf("; %d of its", rest)) {
				t.Errorf("cut at %d: %q, %d records are missing", cut, n, rest)
			}
		}
	}
}

// TestFlippedBits reads thousands of damaged files: nothing may panic, hang or grow.
func TestFlippedBits(t *testing.T) {
	base := write(t, evtxwriter.Options{}, sysmonEvents(40)...)
	begin := time.Now()
	lost := 0
	for seed := range uint64(3000) {
		rnd := rand.New(rand.NewPCG(seed, 99))
		file := append([]byte(nil), base...)
		for range 1 + rnd.IntN(20) {
			file[chunkAt+rnd.IntN(len(file)-chunkAt)] ^= 1 << rnd.IntN(8)
		}
		c := &count{}
		sum := mustRead(t, file, evtx.Options{Workers: 1}, c)
		if c.records > 60 || c.fields > 100000 {
			t.Fatalf("seed %d: %d records with %d fields", seed, c.records, c.fields)
		}
		lost += 40 - sum.Records
	}
	if took := time.Since(begin); took > 60*time.Second {
		t.Errorf("took %s", took)
	}
	// About ten flips in 64 KiB; a reader that gave up on each would lose far more.
	if lost > 3000*8 {
		t.Errorf("%d of %d records lost", lost, 3000*40)
	}
}
