package archive

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// visited is what a recorder saw: an entry with its text, or a refusal.
type visited struct{ Path, Name, Text, Refused string }

type recorder struct {
	seen     []visited
	atRandom bool
	fail     error
}

func (r *recorder) Entry(_ context.Context, e *Entry) error {
	if r.fail != nil {
		return r.fail
	}
	head, err := e.Head()
	if err != nil {
		return err
	}
	var text []byte
	if r.atRandom {
		at, size, err := e.ReaderAt()
		if err != nil {
			return err
		}
		text, err = io.ReadAll(io.NewSectionReader(at, 0, size))
		if err != nil {
			return err
		}
	} else {
		stream, err := e.Reader()
		if err != nil {
			return err
		}
		if text, err = io.ReadAll(stream); err != nil {
			return fmt.Errorf("reading: %w", err)
		}
	}
	if !bytes.HasPrefix(text, head) {
		return errors.New("Head is not the beginning of the content")
	}
	r.seen = append(r.seen, visited{Path: e.Path, Name: e.Name, Text: string(text)})
	return nil
}

func (r *recorder) Refused(path, reason string) error {
	r.seen = append(r.seen, visited{Path: path, Refused: reason})
	return nil
}

type file struct{ name, text string }

func zipOf(t testing.TB, files ...file) []byte {
	t.Helper()
	var b bytes.Buffer
	zw := zip.NewWriter(&b)
	for _, f := range files {
		w, err := zw.CreateHeader(&zip.FileHeader{Name: f.name, Method: zip.Deflate})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(f.text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := zw.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func tarOf(t testing.TB, headers ...tar.Header) []byte {
	t.Helper()
	var b bytes.Buffer
	tw := tar.NewWriter(&b)
	for _, h := range headers {
		text := h.Linkname
		if h.Typeflag == tar.TypeReg {
			h.Size, h.Linkname = int64(len(text)), ""
		}
		h.Mode = 0o644
		if err := tw.WriteHeader(&h); err != nil {
			t.Fatal(err)
		}
		if h.Typeflag == tar.TypeReg {
			if _, err := tw.Write([]byte(text)); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := tw.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// regular is a tar header whose Linkname carries the text for tarOf.
func regular(name, text string) tar.Header {
	return tar.Header{Typeflag: tar.TypeReg, Name: name, Linkname: text}
}

func gz(t testing.TB, data []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write(data); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func zst(t testing.TB, data []byte) []byte {
	t.Helper()
	w, err := zstd.NewWriter(nil)
	if err != nil {
		t.Fatal(err)
	}
	return w.EncodeAll(data, nil)
}

// bz2 holds "hello\n"; the standard library only unpacks this format.
var bz2 = []byte("BZh91AY&SY\xc1\xc0\x80\xe2\x00\x00\x01\x41\x00\x00\x10\x02\x44\xa0\x00\x30\xcd\x00\xc3\x46\x29\x97\x17\x72\x45\x38\x50\x90\xc1\xc0\x80\xe2")

// walk runs both Walk and WalkStream, for stream and random reading, and checks
// that they see the same.
func walk(t *testing.T, name string, data []byte, l Limits) []visited {
	t.Helper()
	l.TempDir = t.TempDir()
	var first []visited
	for i := range 4 {
		r := &recorder{atRandom: i%2 == 1}
		var err error
		if i < 2 {
			err = Walk(context.Background(), name, bytes.NewReader(data), int64(len(data)), l, r)
		} else {
			err = WalkStream(context.Background(), name, bytes.NewReader(data), l, r)
		}
		if err != nil {
			t.Fatal(err)
		}
		if i == 0 {
			first = r.seen
		} else if diff := cmp.Diff(first, r.seen); diff != "" {
			t.Errorf("run %d differs: (-first +this)\n%s", i, diff)
		}
		if left, _ := os.ReadDir(l.TempDir); len(left) > 0 {
			t.Errorf("temporary files left: %v", left)
		}
	}
	return first
}

func TestWalk(t *testing.T) {
	long := strings.Repeat("0123456789abcdef", 20000)
	tests := []struct {
		name, file string
		data       []byte
		want       []visited
	}{
		{"plain file", "dir/a.json", []byte("{}"), []visited{{Path: "dir/a.json", Name: "a.json", Text: "{}"}}},
		{"empty file", "a.json", nil, []visited{{Path: "a.json", Name: "a.json"}}},
		{"zip", "o.zip", zipOf(t, file{"in/a.txt", "A"}, file{"in/", ""}, file{`win\b.txt`, long}), []visited{
			{Path: "o.zip/in/a.txt", Name: "a.txt", Text: "A"}, {Path: "o.zip/win/b.txt", Name: "b.txt", Text: long},
		}},
		{"gzip", "a.json.gz", gz(t, []byte(long)), []visited{{Path: "a.json.gz", Name: "a.json", Text: long}}},
		{"two gzip members", "a.gz", append(gz(t, []byte("one ")), gz(t, []byte("two"))...), []visited{{Path: "a.gz", Name: "a", Text: "one two"}}},
		{"zstd", "a.json.zst", zst(t, []byte(long)), []visited{{Path: "a.json.zst", Name: "a.json", Text: long}}},
		{"bzip2", "a.bz2", bz2, []visited{{Path: "a.bz2", Name: "a", Text: "hello\n"}}},
		{"tar", "o.tar", tarOf(t, regular("in/a.txt", "A"), regular("b", "B")), []visited{
			{Path: "o.tar/in/a.txt", Name: "a.txt", Text: "A"}, {Path: "o.tar/b", Name: "b", Text: "B"},
		}},
		{"tar.gz", "o.tgz", gz(t, tarOf(t, regular("a.txt", "A"))), []visited{{Path: "o.tgz/a.txt", Name: "a.txt", Text: "A"}}},
		{"tar.zst", "o.tar.zst", zst(t, tarOf(t, regular("a.txt", "A"))), []visited{{Path: "o.tar.zst/a.txt", Name: "a.txt", Text: "A"}}},
		{"zip in tar.gz in zip", "o.zip", zipOf(t, file{"x.tar.gz", string(gz(t, tarOf(t, regular("y.zip", string(zipOf(t, file{"a", "A"}))))))}, file{"b", "B"}), []visited{
			{Path: "o.zip/x.tar.gz/y.zip/a", Name: "a", Text: "A"}, {Path: "o.zip/b", Name: "b", Text: "B"},
		}},
		{"names", "o.zip", zipOf(t, file{"../up", "x"}, file{"/abs", "x"}, file{`C:\x`, "x"}, file{"a/NUL.txt", "x"}, file{"com1", "x"}, file{"a/..\\b", "x"}, file{"good..txt", "G"}), []visited{
			{Path: "o.zip/../up", Refused: "the entry's name leads out of the archive (..)"},
			{Path: "o.zip//abs", Refused: "the entry's name is an absolute path"},
			{Path: "o.zip/C:/x", Refused: "the entry's name has a drive letter"},
			{Path: "o.zip/a/NUL.txt", Refused: "the entry has the name of a Windows device"},
			{Path: "o.zip/com1", Refused: "the entry has the name of a Windows device"},
			{Path: "o.zip/a/../b", Refused: "the entry's name leads out of the archive (..)"},
			{Path: "o.zip/good..txt", Name: "good..txt", Text: "G"},
		}},
		{"links", "o.tar", tarOf(t, tar.Header{Typeflag: tar.TypeSymlink, Name: "l", Linkname: "/etc/passwd"}, tar.Header{Typeflag: tar.TypeFifo, Name: "f"}, regular("a", "A")), []visited{
			{Path: "o.tar/l", Refused: "links are not followed"}, {Path: "o.tar/f", Refused: "not a regular file"}, {Path: "o.tar/a", Name: "a", Text: "A"},
		}},
		{"7z", "o.7z", []byte("7z\xbc\xaf\x27\x1c rest"), []visited{{Path: "o.7z", Refused: "the 7z format is not supported"}}},
		{"cut gzip", "a.gz", gz(t, []byte(long))[:200], []visited{{Path: "a.gz", Refused: "damaged: it ends too early"}}},
		{"damaged zip entry", "o.zip", damage(zipOf(t, file{"a", long}, file{"b", "B"})), []visited{
			{Path: "o.zip/a", Refused: "damaged: zip: checksum error"}, {Path: "o.zip/b", Name: "b", Text: "B"},
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := walk(t, tt.file, tt.data, DefaultLimits())
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

// damage changes the checksum of a zip's first entry, in its directory.
func damage(data []byte) []byte {
	i := bytes.Index(data, []byte("PK\x01\x02"))
	data[i+16] ^= 0xFF
	return data
}

func TestLimits(t *testing.T) {
	zeros := strings.Repeat("\x00", 4<<20)
	small := Limits{MaxEntry: 1 << 20, MaxTotal: 2 << 20, MaxRatio: 100, RatioFrom: 1 << 16, MaxEntries: 3, MaxDepth: 2}
	// Random half bytes pack two to one.
	noise := make([]byte, 900<<10)
	seed := uint32(1)
	for i := range noise {
		seed = seed*1664525 + 1013904223
		noise[i] = byte(seed >> 28)
	}
	tests := []struct {
		name string
		data []byte
		want []string
	}{
		{"bomb in zip", zipOf(t, file{"bomb", zeros[:1<<19]}, file{"b", "B"}), []string{"x/bomb: it expands to more than 100 times its packed size, as a zip bomb does", "x/b"}},
		{"bomb in gzip", gz(t, []byte(zeros[:1<<19])), []string{"x: it expands to more than 100 times its packed size, as a zip bomb does"}},
		{"bomb in zstd in zip", zipOf(t, file{"a.zst", string(zst(t, []byte(zeros[:1<<19])))}, file{"b", "B"}), []string{"x/a.zst: the archive expands to more than 100 times its size, as a zip bomb does", "x/b"}},
		{"large entry", zipOf(t, file{"large", zeros}, file{"b", "B"}), []string{"x/large: its size of 4194304 bytes is above the limit of 1048576", "x/b"}},
		{"large in gzip", gz(t, append(noise, noise...)), []string{"x: it expands to more than the limit of 1048576 bytes"}},
		{"large in all", zipOf(t, file{"a", string(noise)}, file{"b", string(noise)}, file{"c", string(noise)}), []string{"x/a", "x/b", "x/c: the archive expands to more than the limit of 2097152 bytes"}},
		{"many entries", zipOf(t, file{"a", ""}, file{"b", ""}, file{"c", ""}, file{"d", ""}, file{"e", ""}), []string{"x/a", "x/b", "x/c", "x: more than 3 files and folders in one archive; the rest of it is not read"}},
		{"deep", zipOf(t, file{"1.zip", string(zipOf(t, file{"2.zip", string(zipOf(t, file{"a", "A"}))}))}, file{"b", "B"}), []string{"x/1.zip/2.zip: archives are nested more than 2 deep", "x/b"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, v := range walk(t, "x", tt.data, small) {
				line := v.Path
				if v.Refused != "" {
					line += ": " + v.Refused
				}
				got = append(got, line)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

func TestDefaultLimitsTakeRealLogs(t *testing.T) {
	l := DefaultLimits()
	const log = 5 << 30
	for _, ratio := range []int64{20, 30, 100} {
		if log > l.MaxEntry || tooDense(log, log/ratio, &l) {
			t.Errorf("a log of 5 GiB packed %d to 1 is refused", ratio)
		}
	}
	if !tooDense(1<<30, 1<<20, &l) {
		t.Error("1 GiB from 1 MiB is not refused")
	}
}

func TestErrorsEndTheWalk(t *testing.T) {
	data := zipOf(t, file{"a", "A"})
	own := errors.New("own")
	if err := Walk(context.Background(), "x", bytes.NewReader(data), int64(len(data)), DefaultLimits(), &recorder{fail: own}); !errors.Is(err, own) {
		t.Errorf("the visitor's error became %v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := Walk(ctx, "x", bytes.NewReader(data), int64(len(data)), DefaultLimits(), &recorder{}); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled walk returned %v", err)
	}
}

func FuzzWalk(f *testing.F) {
	f.Add(zipOf(f, file{"a", "A"}, file{"b/c", "CCCCCCCC"}))
	f.Add(gz(f, tarOf(f, regular("a.txt", "A"))))
	f.Add(zst(f, []byte("hello hello hello")))
	f.Add(bz2)
	f.Add(zipOf(f, file{"x.gz", string(gz(f, []byte("deep")))}))
	f.Add(tarOf(f, tar.Header{Typeflag: tar.TypeSymlink, Name: "l", Linkname: "x"}))
	l := Limits{MaxEntry: 1 << 20, MaxTotal: 4 << 20, MaxRatio: 100, RatioFrom: 1 << 16, MaxEntries: 100, MaxDepth: 3}
	f.Fuzz(func(t *testing.T, data []byte) {
		r := &recorder{}
		if err := Walk(context.Background(), "x", bytes.NewReader(data), int64(len(data)), l, r); err != nil {
			t.Fatal(err)
		}
		total := 0
		for _, v := range r.seen {
			total += len(v.Text)
		}
		if int64(total) > l.MaxTotal+int64(len(data)) {
			t.Errorf("%d bytes came out", total)
		}
	})
}
