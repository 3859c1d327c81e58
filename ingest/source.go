package ingest

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/procgraph/procgraph/ingest/archive"
)

// stdinName is how standard input is called in reports and sources.
const stdinName = "stdin"

// readSource reads one file, or what is inside it when it is an archive.
func (r *run) readSource(ctx context.Context, s source) error {
	v := &visitor{run: r, source: s}
	if s.content != nil {
		r.progress.File(s.path)
		return archive.Walk(ctx, s.path, s.content, s.size, archive.DefaultLimits(), v)
	}
	if s.path == stdin {
		v.source.path = stdinName
		r.progress.File(stdinName)
		return archive.WalkStream(ctx, stdinName, r.options.Stdin, archive.DefaultLimits(), v)
	}
	file, err := os.Open(s.path)
	if err != nil {
		if s.inFolder {
			return v.refuse(ctx, s.path, err.Error())
		}
		return fmt.Errorf("opening %s: %w", s.path, err)
	}
	defer file.Close()
	r.progress.File(s.path)
	return archive.Walk(ctx, s.path, file, s.size, archive.DefaultLimits(), v)
}

// visitor reads the files of one source.
type visitor struct {
	run    *run
	source source
}

// Entry implements archive.Visitor.
func (v *visitor) Entry(ctx context.Context, e *archive.Entry) error {
	f, err := v.run.readFile(ctx, e, e.Path, e.Name, e.Size)
	switch {
	case err == nil:
		return v.run.finish(ctx, f)
	case !errors.Is(err, errNotRecognised):
		// What was read before the damage counts; the damage follows as Refused.
		if ctx.Err() == nil && (f.Used > 0 || f.Ignored > 0 || f.Duplicates > 0 || f.Rejected > 0) {
			f.Notices = append(f.Notices, "the file could not be read to its end")
			return errors.Join(v.run.finish(ctx, f), err)
		}
		return err
	case v.source.inFolder || e.Path != v.source.path:
		v.run.report.Skipped = append(v.run.report.Skipped, e.Path)
		return nil
	}
	return v.refuse(ctx, e.Path, errNotRecognised.Error())
}

// Refused implements archive.Visitor.
func (v *visitor) Refused(path, reason string) error {
	return v.refuse(context.Background(), path, reason)
}

// refuse reports a file that was not read, or not to its end.
func (v *visitor) refuse(ctx context.Context, path, reason string) error {
	f := newTally(path, filepath.Base(path), -1)
	for i := range v.run.report.Files {
		if have := &v.run.report.Files[i]; have.File == path {
			have.Refused = reason
			v.run.report.Refused++
			return v.run.sink.AddFileReport(ctx, *have)
		}
	}
	f.Refused = reason
	return v.run.finish(ctx, f.FileReport)
}
