package importqueue

import (
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"log/slog"
	"os"
	"strings"
	"sync"
	"time"
	"unicode"

	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/internal/importjob"
)

// Options say what a queue works on.
type Options struct {
	Store graph.Store
	// Limit is the most bytes of one file. Files that wait may together take twice as much.
	Limit int64
	// Wait bounds the wait for another writer.
	Wait time.Duration
	// Explain puts an error into plain words, with what to do; nil takes the error's own.
	Explain func(error) (sentence, next string)
	// Logger may be nil.
	Logger *slog.Logger
}

// The most jobs that wait, and the most that are remembered.
const (
	maxWaiting    = 2000
	maxRemembered = 3000
)

// job is one import with its file.
type job struct {
	importjob.Job
	file   *os.File // nil once it was read
	ctx    context.Context
	cancel context.CancelFunc
}

// Queue is an importjob.Importer. It is safe for concurrent use.
type Queue struct {
	options Options
	folder  string
	ctx     context.Context
	stop    context.CancelFunc
	wake    chan struct{}
	ended   chan struct{}

	mu   sync.Mutex
	jobs []*job
	held int64 // bytes of the files that wait
}

var _ importjob.Importer = (*Queue)(nil)

// New starts a queue. The caller closes it before the store.
func New(o Options) (*Queue, error) {
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Explain == nil {
		o.Explain = func(err error) (string, string) { return err.Error(), "" }
	}
	folder, err := os.MkdirTemp("", "procgraph-import-")
	if err != nil {
		return nil, fmt.Errorf("making a folder for imports: %w", err)
	}
	ctx, stop := context.WithCancel(context.Background())
	q := &Queue{options: o, folder: folder, ctx: ctx, stop: stop, wake: make(chan struct{}, 1), ended: make(chan struct{})}
	go q.work()
	return q, nil
}

// Close stops what runs and removes what waits.
func (q *Queue) Close() error {
	q.stop()
	<-q.ended
	q.mu.Lock()
	defer q.mu.Unlock()
	for _, j := range q.jobs {
		q.release(j)
	}
	return os.RemoveAll(q.folder)
}

// Limit implements importjob.Importer.
func (q *Queue) Limit() int64 { return q.options.Limit }

// Import implements importjob.Importer.
func (q *Queue) Import(ctx context.Context, name string, body io.Reader) (importjob.Job, error) {
	if err := q.hasRoom(); err != nil {
		return importjob.Job{}, err
	}
	file, size, err := q.spool(ctx, body)
	if err != nil {
		return importjob.Job{}, err
	}
	j := &job{file: file, Job: importjob.Job{ID: rand.Text(), Name: Label(name), Size: size, State: importjob.Queued}}
	j.ctx, j.cancel = context.WithCancel(q.ctx)
	q.mu.Lock()
	defer q.mu.Unlock()
	q.held += size
	q.jobs = append(q.jobs, j)
	q.forget()
	select {
	case q.wake <- struct{}{}:
	default:
	}
	return j.Job, nil
}

func (q *Queue) hasRoom() error {
	q.mu.Lock()
	defer q.mu.Unlock()
	waiting := 0
	for _, j := range q.jobs {
		if !j.State.Ended() {
			waiting++
		}
	}
	if q.ctx.Err() != nil || waiting >= maxWaiting || q.held >= q.options.Limit {
		return importjob.ErrFull
	}
	return nil
}

// spool keeps the body in a file that has no name of the browser's and, where the
// system allows it, none at all: then it is gone with the process.
func (q *Queue) spool(ctx context.Context, body io.Reader) (file *os.File, size int64, err error) {
	if file, err = os.CreateTemp(q.folder, "upload-"); err != nil {
		return nil, 0, fmt.Errorf("keeping the upload: %w", err)
	}
	_ = os.Remove(file.Name()) // Windows keeps the name until drop
	if size, err = io.Copy(file, io.LimitReader(body, q.options.Limit+1)); err == nil {
		err = ctx.Err()
	}
	if err == nil && size > q.options.Limit {
		err = importjob.ErrTooLarge
	}
	if err != nil {
		drop(file)
		return nil, 0, fmt.Errorf("keeping the upload: %w", err)
	}
	return file, size, nil
}

func drop(file *os.File) {
	file.Close()
	os.Remove(file.Name())
}

// release gives up a job's file. The lock is held.
func (q *Queue) release(j *job) {
	j.cancel()
	if j.file != nil {
		drop(j.file)
		j.file = nil
		q.held -= j.Size
	}
}

// forget drops the oldest jobs that have ended. The lock is held.
func (q *Queue) forget() {
	for i := 0; len(q.jobs) > maxRemembered && i < len(q.jobs); {
		if q.jobs[i].State.Ended() {
			q.jobs = append(q.jobs[:i], q.jobs[i+1:]...)
		} else {
			i++
		}
	}
}

// Jobs implements importjob.Importer.
func (q *Queue) Jobs() []importjob.Job {
	q.mu.Lock()
	defer q.mu.Unlock()
	list := make([]importjob.Job, len(q.jobs))
	for i, j := range q.jobs {
		list[i] = j.Job
		list[i].Reports = nil
	}
	return list
}

// Job implements importjob.Importer.
func (q *Queue) Job(id string) (importjob.Job, error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for _, j := range q.jobs {
		if j.ID == id {
			return j.Job, nil
		}
	}
	return importjob.Job{}, importjob.ErrUnknown
}

// Cancel implements importjob.Importer.
func (q *Queue) Cancel(id string) (importjob.Job, error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for _, j := range q.jobs {
		if j.ID != id {
			continue
		}
		if j.State == importjob.Queued {
			j.State = importjob.Cancelled
			q.release(j)
		}
		j.cancel()
		return j.Job, nil
	}
	return importjob.Job{}, importjob.ErrUnknown
}

// maxLabel bounds a name, in bytes.
const maxLabel = 500

// Label makes a name from a browser fit to be shown: one line of graphic
// characters with slashes, without steps upwards and without a beginning that looks absolute.
func Label(name string) string {
	name = strings.Map(func(r rune) rune {
		switch {
		case r == '\\':
			return '/'
		case !unicode.IsGraphic(r):
			return '\uFFFD'
		}
		return r
	}, strings.ToValidUTF8(name, "\uFFFD"))
	var parts []string
	for _, p := range strings.Split(name, "/") {
		if p = strings.TrimSpace(p); p != "" && p != "." && p != ".." {
			parts = append(parts, p)
		}
	}
	name = strings.Join(parts, "/")
	for len(name) > maxLabel {
		if _, rest, ok := strings.Cut(name, "/"); ok {
			name = rest
			continue
		}
		name = strings.ToValidUTF8(name[len(name)-maxLabel:], "")
	}
	if name == "" || name == "-" {
		return "upload"
	}
	return name
}
