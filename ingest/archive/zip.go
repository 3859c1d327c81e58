package archive

import (
	"archive/zip"
	"compress/bzip2"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"

	"github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/zstd"
)

// Compression methods beside Store and Deflate, from the zip specification
// (APPNOTE 4.4.5).
const (
	methodBzip2 = 12
	methodZstd  = 93
	// methodDeflate64 is what Windows Explorer uses for files above 2 GiB.
	methodDeflate64 = 9
)

// flagEncrypted is bit 0 of an entry's general purpose flags.
const flagEncrypted = 1

// directoryBytes is what one entry of a zip's directory may take, on average,
// before the directory is refused: it is read into memory as a whole.
const directoryBytes = 512

func (w *walker) zip(ctx context.Context, src *source, at place, depth int) error {
	if err := src.spool(&w.limits); err != nil {
		return w.spoolFailed(ctx, src, at, err)
	}
	budget := &directoryReader{r: src, left: int64(w.limits.MaxEntries)*directoryBytes + 1<<20}
	zr, err := zip.NewReader(budget, src.size)
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return w.damaged(ctx, at, err)
	}
	budget.left = math.MaxInt64
	zr.RegisterDecompressor(zip.Deflate, func(r io.Reader) io.ReadCloser { return flate.NewReader(r) })
	zr.RegisterDecompressor(methodBzip2, func(r io.Reader) io.ReadCloser { return io.NopCloser(bzip2.NewReader(r)) })
	zr.RegisterDecompressor(methodZstd, zstd.ZipDecompressor(zstdOptions()...))
	for _, f := range zr.File {
		if err := w.count(at); err != nil {
			return err
		}
		if err := w.zipEntry(ctx, f, at, depth); err != nil {
			return err
		}
	}
	return nil
}

func (w *walker) zipEntry(ctx context.Context, f *zip.File, archive place, depth int) error {
	name, refusal := checkName(f.Name)
	at := archive.inside(name)
	if refusal == "" {
		refusal = w.zipRefusal(f)
	}
	if refusal != "" {
		return w.visitor.Refused(at.path, refusal)
	}
	if f.FileInfo().IsDir() {
		return nil
	}
	r, err := f.Open()
	if err != nil {
		return w.damaged(ctx, at, err)
	}
	defer r.Close()
	packed := int64(f.CompressedSize64)
	m := &meter{ctx: ctx, r: r, w: w, packed: func() int64 { return packed }}
	inner := streamSource(m, int64(f.UncompressedSize64))
	defer inner.close()
	return w.visit(ctx, inner, at, depth+1)
}

// zipRefusal tells, before anything is read, why an entry is refused.
func (w *walker) zipRefusal(f *zip.File) string {
	mode := f.Mode()
	switch {
	case mode&fs.ModeSymlink != 0:
		return "symbolic links are not followed"
	case mode.IsDir():
		return ""
	case !mode.IsRegular():
		return "not a regular file"
	case f.Flags&flagEncrypted != 0:
		return "the entry is encrypted"
	case f.Method == methodDeflate64:
		return "the compression method Deflate64 is not supported: unpack the archive with another tool first"
	case f.Method != zip.Store && f.Method != zip.Deflate && f.Method != methodBzip2 && f.Method != methodZstd:
		return fmt.Sprintf("the compression method %d is not supported", f.Method)
	case f.UncompressedSize64 > uint64(w.limits.MaxEntry):
		return fmt.Sprintf("its size of %d bytes is above the limit of %d", f.UncompressedSize64, w.limits.MaxEntry)
	case f.CompressedSize64 > math.MaxInt64:
		return "damaged: impossible sizes"
	case tooDense(int64(f.UncompressedSize64), int64(f.CompressedSize64), &w.limits):
		return fmt.Sprintf("it expands to more than %g times its packed size, as a zip bomb does", w.limits.MaxRatio)
	}
	return ""
}

// spoolFailed tells a packed stream that could not be read, which is refused,
// from a temporary file that could not be written, which ends the walk.
func (w *walker) spoolFailed(ctx context.Context, src *source, at place, err error) error {
	if src.err != nil {
		return w.damaged(ctx, at, src.err)
	}
	return err
}

// directoryReader bounds what is read before the directory is known.
type directoryReader struct {
	r    io.ReaderAt
	left int64
}

func (d *directoryReader) ReadAt(p []byte, off int64) (int, error) {
	if d.left -= int64(len(p)); d.left < 0 {
		return 0, &LimitError{"the archive's directory is too large"}
	}
	return d.r.ReadAt(p, off)
}
