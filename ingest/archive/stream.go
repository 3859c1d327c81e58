package archive

import (
	"archive/tar"
	"compress/bzip2"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// zstdWindow bounds the memory of a Zstandard decoder. zstd --long=27 needs 128 MiB.
const zstdWindow = 128 << 20

func zstdOptions() []zstd.DOption {
	return []zstd.DOption{
		zstd.WithDecoderConcurrency(1),
		zstd.WithDecoderLowmem(true),
		zstd.WithDecoderMaxWindow(zstdWindow),
	}
}

// packedStream walks into a gzip, Zstandard or bzip2 stream.
func (w *walker) packedStream(ctx context.Context, src *source, k kind, at place, depth int) error {
	raw, err := src.stream()
	if err != nil {
		return err
	}
	counted := &countingReader{r: raw}
	unpacker, err := unpack(k, counted)
	if err != nil {
		return w.damaged(ctx, at, err)
	}
	defer unpacker.Close()
	m := &meter{ctx: ctx, r: unpacker, w: w, packed: func() int64 { return counted.n }}
	inner := streamSource(m, -1)
	defer inner.close()
	return w.visit(ctx, inner, at.unpacked(), depth+1)
}

func unpack(k kind, r io.Reader) (io.ReadCloser, error) {
	switch k {
	case kindGzip:
		return gzip.NewReader(r)
	case kindZstd:
		d, err := zstd.NewReader(r, zstdOptions()...)
		if err != nil {
			return nil, err
		}
		return d.IOReadCloser(), nil
	}
	return io.NopCloser(bzip2.NewReader(r)), nil
}

func (w *walker) tar(ctx context.Context, src *source, at place, depth int) error {
	r, err := src.stream()
	if err != nil {
		return err
	}
	tr := tar.NewReader(r)
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		header, err := tr.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil && !errors.Is(err, tar.ErrInsecurePath) {
			return w.damaged(ctx, at, err)
		}
		if err := w.count(at); err != nil {
			return err
		}
		if err := w.tarEntry(ctx, tr, header, at, depth); err != nil {
			return err
		}
	}
}

func (w *walker) tarEntry(ctx context.Context, tr *tar.Reader, header *tar.Header, archive place, depth int) error {
	name, refusal := checkName(header.Name)
	at := archive.inside(name)
	if refusal == "" {
		refusal = w.tarRefusal(header)
	}
	if refusal != "" {
		return w.visitor.Refused(at.path, refusal)
	}
	if header.Typeflag != tar.TypeReg {
		return nil
	}
	inner := streamSource(tr, header.Size)
	defer inner.close()
	return w.visit(ctx, inner, at, depth+1)
}

func (w *walker) tarRefusal(h *tar.Header) string {
	switch h.Typeflag {
	case tar.TypeReg:
	case tar.TypeDir, tar.TypeXGlobalHeader:
		return ""
	case tar.TypeSymlink, tar.TypeLink:
		return "links are not followed"
	case tar.TypeGNUSparse:
		return "sparse files are not supported"
	default:
		return "not a regular file"
	}
	for key := range h.PAXRecords {
		if strings.HasPrefix(key, "GNU.sparse.") {
			return "sparse files are not supported"
		}
	}
	if h.Size > w.limits.MaxEntry {
		return fmt.Sprintf("its size of %d bytes is above the limit of %d", h.Size, w.limits.MaxEntry)
	}
	return ""
}

// plainReason says what is wrong with an archive without text from inside it.
func plainReason(err error) string {
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		return "it ends too early"
	case errors.Is(err, gzip.ErrChecksum), errors.Is(err, zstd.ErrCRCMismatch):
		return "a checksum is wrong"
	case errors.Is(err, zstd.ErrWindowSizeExceeded), errors.Is(err, zstd.ErrDecoderSizeExceeded):
		return "it needs more memory to unpack than the limit"
	}
	return err.Error()
}
