package ingest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"

	"github.com/procgraph/procgraph/graph"
)

// Sink takes what a run finds. A graph.Writer is one.
type Sink interface {
	// AddObservations keeps a batch; the slice is the caller's again afterwards.
	AddObservations(ctx context.Context, batch []graph.Observation) (duplicates int, err error)
	AddRecordRanges(ctx context.Context, ranges []graph.RecordRange) error
	AddFileReport(ctx context.Context, r graph.FileReport) error
}

// Progress is told how a run goes on. Methods are called from one goroutine.
type Progress interface {
	// Total is the number of bytes to read, as far as it is known at the start.
	Total(bytes int64)
	// File begins a file.
	File(path string)
	// Add counts bytes read; negative when a retry begins anew.
	Add(bytes int64)
	// Records counts records handed to the sink.
	Records(n int64)
}

// Options say what to read.
type Options struct {
	// Paths are files, folders (read recursively, in the order of names) and "-" for Stdin.
	Paths []string
	Stdin io.Reader
	// Opened are read after Paths.
	Opened []Opened
	// Progress may be nil.
	Progress Progress
	Logger   *slog.Logger
	// Workers bounds the goroutines that decode one file; 0 chooses.
	Workers int
}

// Opened is an input that is open already, such as an upload. Its owner closes it.
type Opened struct {
	// Name is what reports and sources call it; it is no path and nothing is opened by it.
	Name    string
	Content io.ReaderAt
	Size    int64
}

// run is one run.
type run struct {
	options  Options
	sink     Sink
	progress Progress
	logger   *slog.Logger
	report   Report
}

// Run reads all inputs into the sink. What is wrong with an input stands in its
// report and costs only itself; an error means that the run could not go on: a
// path that does not exist, the sink's error, or the context's. The report tells
// what was done until then.
func Run(ctx context.Context, o Options, sink Sink) (*Report, error) {
	r := &run{options: o, sink: sink, progress: o.Progress, logger: o.Logger}
	r.report.Files = []graph.FileReport{}
	if r.progress == nil {
		r.progress = quiet{}
	}
	if r.logger == nil {
		r.logger = slog.New(slog.DiscardHandler)
	}
	sources, total, err := find(o.Paths)
	if err != nil {
		return &r.report, err
	}
	for _, o := range o.Opened {
		sources = append(sources, source{path: o.Name, content: o.Content, size: o.Size})
		total += o.Size
	}
	r.progress.Total(total)
	for _, s := range sources {
		if err := ctx.Err(); err != nil {
			return &r.report, err
		}
		if err := r.readSource(ctx, s); err != nil {
			return &r.report, err
		}
	}
	return &r.report, nil
}

// source is one file to open.
type source struct {
	path string
	// inFolder says that it was found in a folder: then it may be anything.
	inFolder bool
	size     int64
	// content, when not nil, is the open file.
	content io.ReaderAt
}

// stdin is the path that means standard input.
const stdin = "-"

// find lists the files under the paths. Links are followed when they are
// named, not when they are met in a folder.
func find(paths []string) (sources []source, total int64, err error) {
	for _, path := range paths {
		if path == stdin {
			sources = append(sources, source{path: stdin, size: -1})
			continue
		}
		info, err := os.Stat(path)
		if err != nil {
			return nil, 0, fmt.Errorf("opening %s: %w", path, err)
		}
		if !info.IsDir() {
			sources = append(sources, source{path: path, size: info.Size()})
			total += info.Size()
			continue
		}
		err = filepath.WalkDir(path, func(p string, d fs.DirEntry, err error) error {
			if err != nil {
				return fmt.Errorf("reading the folder %s: %w", p, err)
			}
			if !d.Type().IsRegular() {
				return nil
			}
			info, err := d.Info()
			if errors.Is(err, fs.ErrNotExist) {
				return nil
			}
			if err != nil {
				return fmt.Errorf("reading the folder %s: %w", p, err)
			}
			sources = append(sources, source{path: p, inFolder: true, size: info.Size()})
			total += info.Size()
			return nil
		})
		if err != nil {
			return nil, 0, err
		}
	}
	return sources, total, nil
}

// finish keeps a file's report, here and in the sink.
func (r *run) finish(ctx context.Context, f graph.FileReport) error {
	r.report.add(f)
	if err := r.sink.AddFileReport(ctx, f); err != nil {
		return fmt.Errorf("keeping the report of %s: %w", f.File, err)
	}
	return nil
}

// quiet is the Progress that says nothing.
type quiet struct{}

func (quiet) Total(int64)   {}
func (quiet) File(string)   {}
func (quiet) Add(int64)     {}
func (quiet) Records(int64) {}
