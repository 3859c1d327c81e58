package metrics

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/procgraph/procgraph/graph"
)

// reader measures each query of the store below it.
type reader struct {
	graph.Reader
	took *prometheus.HistogramVec
}

// Reader returns r with procgraph_store_query_duration_seconds, by query and
// outcome (ok, error, cancelled), registered on registry. Its answers are r's.
func Reader(r graph.Reader, registry prometheus.Registerer) (graph.Reader, error) {
	took := prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Name:    "procgraph_store_query_duration_seconds",
		Help:    "Time of a query to the store, by query and outcome.",
		Buckets: prometheus.ExponentialBuckets(0.0005, 4, 9),
	}, []string{"query", "outcome"})
	if err := registry.Register(took); err != nil {
		return nil, fmt.Errorf("registering the metrics of the store: %w", err)
	}
	return &reader{r, took}, nil
}

// note is deferred with the address of the named result.
func (r *reader) note(query string, begin time.Time, err *error) {
	outcome := "ok"
	switch {
	case errors.Is(*err, context.Canceled):
		outcome = "cancelled"
	case *err != nil:
		outcome = "error"
	}
	r.took.WithLabelValues(query, outcome).Observe(time.Since(begin).Seconds())
}

func (r *reader) Stats(ctx context.Context) (s graph.Stats, err error) {
	defer r.note("stats", time.Now(), &err)
	return r.Reader.Stats(ctx)
}

func (r *reader) Hosts(ctx context.Context) (l []graph.HostSummary, err error) {
	defer r.note("hosts", time.Now(), &err)
	return r.Reader.Hosts(ctx)
}

func (r *reader) Users(ctx context.Context, p graph.Page) (l graph.List[graph.UserSummary], err error) {
	defer r.note("users", time.Now(), &err)
	return r.Reader.Users(ctx, p)
}

func (r *reader) User(ctx context.Context, key string) (u graph.UserSummary, err error) {
	defer r.note("user", time.Now(), &err)
	return r.Reader.User(ctx, key)
}

func (r *reader) Sessions(ctx context.Context, f graph.SessionFilter, p graph.Page) (l graph.List[graph.SessionRow], err error) {
	defer r.note("sessions", time.Now(), &err)
	return r.Reader.Sessions(ctx, f, p)
}

func (r *reader) Session(ctx context.Context, key string) (s graph.SessionRow, err error) {
	defer r.note("session", time.Now(), &err)
	return r.Reader.Session(ctx, key)
}

func (r *reader) Attempts(ctx context.Context, f graph.AttemptFilter, p graph.Page) (l graph.List[graph.LogonAttempt], err error) {
	defer r.note("attempts", time.Now(), &err)
	return r.Reader.Attempts(ctx, f, p)
}

func (r *reader) Process(ctx context.Context, key string) (p graph.ProcessRow, err error) {
	defer r.note("process", time.Now(), &err)
	return r.Reader.Process(ctx, key)
}

func (r *reader) Roots(ctx context.Context, f graph.ProcessFilter, p graph.Page) (l graph.List[graph.ProcessRow], err error) {
	defer r.note("roots", time.Now(), &err)
	return r.Reader.Roots(ctx, f, p)
}

func (r *reader) Children(ctx context.Context, key string, f graph.ProcessFilter, p graph.Page) (l graph.List[graph.ProcessRow], by []graph.ImageCount, err error) {
	defer r.note("children", time.Now(), &err)
	return r.Reader.Children(ctx, key, f, p)
}

func (r *reader) Ancestors(ctx context.Context, key string, limit int) (chain []graph.ProcessRow, more bool, err error) {
	defer r.note("ancestors", time.Now(), &err)
	return r.Reader.Ancestors(ctx, key, limit)
}

func (r *reader) Subtree(ctx context.Context, key string, f graph.ProcessFilter, maxDepth, limit int) (s graph.Subtree, err error) {
	defer r.note("subtree", time.Now(), &err)
	return r.Reader.Subtree(ctx, key, f, maxDepth, limit)
}

func (r *reader) FindProcesses(ctx context.Context, id graph.ProcessIdentity, limit int) (l []graph.ProcessRow, err error) {
	defer r.note("find_processes", time.Now(), &err)
	return r.Reader.FindProcesses(ctx, id, limit)
}

func (r *reader) Search(ctx context.Context, text string, f graph.ProcessFilter, p graph.Page) (l graph.List[graph.ProcessRow], err error) {
	defer r.note("search", time.Now(), &err)
	return r.Reader.Search(ctx, text, f, p)
}

func (r *reader) Standouts(ctx context.Context, host string, p graph.Page) (l graph.List[graph.Standout], err error) {
	defer r.note("standouts", time.Now(), &err)
	return r.Reader.Standouts(ctx, host, p)
}

func (r *reader) Warnings(ctx context.Context, class graph.WarningClass, about string, p graph.Page) (l graph.List[graph.Warning], err error) {
	defer r.note("warnings", time.Now(), &err)
	return r.Reader.Warnings(ctx, class, about, p)
}

func (r *reader) WarningClasses(ctx context.Context) (l []graph.WarningCount, err error) {
	defer r.note("warning_classes", time.Now(), &err)
	return r.Reader.WarningClasses(ctx)
}

func (r *reader) Files(ctx context.Context) (l []graph.FileReport, err error) {
	defer r.note("files", time.Now(), &err)
	return r.Reader.Files(ctx)
}

func (r *reader) SourceRecords(ctx context.Context, kind graph.Kind, key string) (l []graph.Observation, err error) {
	defer r.note("source_records", time.Now(), &err)
	return r.Reader.SourceRecords(ctx, kind, key)
}

func (r *reader) Notes(ctx context.Context) (l []graph.Note, err error) {
	defer r.note("notes", time.Now(), &err)
	return r.Reader.Notes(ctx)
}

func (r *reader) Version(ctx context.Context) (v string, err error) {
	defer r.note("version", time.Now(), &err)
	return r.Reader.Version(ctx)
}

func (r *reader) Export(ctx context.Context, w io.Writer) (err error) {
	defer r.note("export", time.Now(), &err)
	return r.Reader.Export(ctx, w)
}

func (r *reader) Activity(ctx context.Context, f graph.ProcessFilter, buckets int) (a graph.Activity, err error) {
	defer r.note("activity", time.Now(), &err)
	return r.Reader.Activity(ctx, f, buckets)
}

func (r *reader) Timeline(ctx context.Context, f graph.ProcessFilter, p graph.TimelinePage) (t graph.Timeline, err error) {
	defer r.note("timeline", time.Now(), &err)
	return r.Reader.Timeline(ctx, f, p)
}
