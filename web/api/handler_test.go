package api

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/procgraph/procgraph/graph"
)

// remarked is a store with one process and the standouts of its host.
type remarked struct {
	graph.Reader
	row       graph.ProcessRow
	warnings  []graph.Warning
	standouts []graph.Standout
	asked     int
}

func (r *remarked) Version(context.Context) (string, error) { return "1", nil }

func (r *remarked) Process(context.Context, string) (graph.ProcessRow, error) { return r.row, nil }

func (r *remarked) SourceRecords(context.Context, graph.Kind, string) ([]graph.Observation, error) {
	return nil, nil
}

func (r *remarked) Warnings(context.Context, graph.WarningClass, string, graph.Page) (graph.List[graph.Warning], error) {
	return graph.List[graph.Warning]{Items: r.warnings}, nil
}

// Standouts gives one standout a page.
func (r *remarked) Standouts(_ context.Context, _ string, p graph.Page) (graph.List[graph.Standout], error) {
	r.asked++
	n := len(p.After)
	l := graph.List[graph.Standout]{Items: r.standouts[n : n+1]}
	if n+1 < len(r.standouts) {
		l.Next = p.After + "x"
	}
	return l, nil
}

func TestStandoutsOfAProcess(t *testing.T) {
	on := func(about, rule string) graph.Standout {
		return graph.Standout{About: about, AboutKind: graph.KindProcess, Rule: rule}
	}
	all := []graph.Standout{on("q", "rare-parent"), on("p", "log-cleared"), on("q", "lsass-dump"), on("p", "lsass-dump"), on("q", "rare-parent")}
	for _, c := range []struct {
		name     string
		flags    []string
		warnings []graph.Warning
		want     []string
		asked    int
	}{
		{"no flags", nil, nil, nil, 0},
		{"warnings only", []string{"parent-stub"}, []graph.Warning{{Class: graph.ParentStub}}, nil, 0},
		{"a rule named as a class is", []string{"log-cleared"}, nil, []string{"log-cleared"}, 2},
		{"two rules and a warning", []string{"log-cleared", "lsass-dump", "parent-stub"}, []graph.Warning{{Class: graph.ParentStub}}, []string{"log-cleared", "lsass-dump"}, 4},
		{"a flag that nothing explains any more", []string{"rare-parent"}, nil, []string{"log-cleared", "lsass-dump"}, 5},
	} {
		t.Run(c.name, func(t *testing.T) {
			store := &remarked{row: graph.ProcessRow{Process: graph.Process{Key: "p"}, Flags: c.flags}, warnings: c.warnings, standouts: all}
			a, err := New(Options{Store: store})
			if err != nil {
				t.Fatal(err)
			}
			view := ProcessView{Process: store.row}
			if err := a.addRemarks(t.Context(), &view); err != nil {
				t.Fatal(err)
			}
			var rules []string
			for _, s := range view.Standouts {
				rules = append(rules, s.Rule)
			}
			if d := cmp.Diff(c.want, rules); d != "" || store.asked != c.asked {
				t.Errorf("%d pages were read, want %d; rules: %s", store.asked, c.asked, d)
			}
		})
	}
}

// TestErrorTable checks the one table from errors to answers.
func TestErrorTable(t *testing.T) {
	for _, c := range []struct {
		err    error
		status int
		code   Code
	}{
		{graph.ErrNotFound, http.StatusNotFound, CodeNotFound},
		{graph.ErrInvalid, http.StatusBadRequest, CodeInvalid},
		{graph.ErrBusy, http.StatusConflict, CodeBusy},
		{graph.ErrUnsupported, http.StatusNotImplemented, CodeUnsupported},
		{graph.ErrUnavailable, http.StatusServiceUnavailable, CodeUnavailable},
		{context.DeadlineExceeded, http.StatusServiceUnavailable, CodeUnavailable},
		{graph.ErrNewer, http.StatusInternalServerError, CodeInternal},
		{errors.New("dial 192.0.2.1: password hunter2 refused"), http.StatusInternalServerError, CodeInternal},
	} {
		r := Failure(fmt.Errorf("querying: %w", c.err), "process")
		answer := ErrorFor(c.err, "process")
		if r.Status != c.status || answer.Code != c.code || answer.Message == "" || answer.Hint == "" {
			t.Errorf("%v gives %d, %+v", c.err, r.Status, answer)
		}
		if c.code == CodeInternal && answer.Message == c.err.Error() && !errors.Is(c.err, graph.ErrNewer) {
			t.Errorf("%v is told to the caller", c.err)
		}
	}
	if r := Failure(fmt.Errorf("reading: %w", context.Canceled), ""); r.Status != StatusClientClosed || r.Body != nil {
		t.Errorf("a cancelled request gives %d %s", r.Status, r.Body)
	}
}

// anything answers every query with nothing.
type anything struct{ graph.Reader }

func (anything) Users(context.Context, graph.Page) (l graph.List[graph.UserSummary], err error) {
	return
}
func (anything) User(context.Context, string) (u graph.UserSummary, err error) { return }
func (anything) Sessions(context.Context, graph.SessionFilter, graph.Page) (l graph.List[graph.SessionRow], err error) {
	return
}
func (anything) Session(context.Context, string) (s graph.SessionRow, err error) { return }
func (anything) Attempts(context.Context, graph.AttemptFilter, graph.Page) (l graph.List[graph.LogonAttempt], err error) {
	return
}
func (anything) Process(context.Context, string) (p graph.ProcessRow, err error) { return }
func (anything) Roots(context.Context, graph.ProcessFilter, graph.Page) (l graph.List[graph.ProcessRow], err error) {
	return
}
func (anything) Children(context.Context, string, graph.ProcessFilter, graph.Page) (l graph.List[graph.ProcessRow], by []graph.ImageCount, err error) {
	return
}
func (anything) Ancestors(context.Context, string, int) (l []graph.ProcessRow, more bool, err error) {
	return
}
func (anything) Subtree(context.Context, string, graph.ProcessFilter, int, int) (s graph.Subtree, err error) {
	return
}
func (anything) Search(context.Context, string, graph.ProcessFilter, graph.Page) (l graph.List[graph.ProcessRow], err error) {
	return
}
func (anything) Activity(context.Context, graph.ProcessFilter, int) (a graph.Activity, err error) {
	return
}
func (anything) Timeline(context.Context, graph.ProcessFilter, graph.TimelinePage) (t graph.Timeline, err error) {
	return
}
func (anything) Standouts(context.Context, string, graph.Page) (l graph.List[graph.Standout], err error) {
	return
}
func (anything) Warnings(context.Context, graph.WarningClass, string, graph.Page) (l graph.List[graph.Warning], err error) {
	return
}
func (anything) WarningClasses(context.Context) ([]graph.WarningCount, error) { return nil, nil }
func (anything) SourceRecords(context.Context, graph.Kind, string) ([]graph.Observation, error) {
	return nil, nil
}
func (anything) Stats(context.Context) (s graph.Stats, err error)   { return }
func (anything) Hosts(context.Context) ([]graph.HostSummary, error) { return nil, nil }
func (anything) Files(context.Context) ([]graph.FileReport, error)  { return nil, nil }
func (anything) Notes(context.Context) ([]graph.Note, error)        { return nil, nil }
func (anything) FindProcesses(context.Context, graph.ProcessIdentity, int) ([]graph.ProcessRow, error) {
	return nil, nil
}
func (anything) Version(context.Context) (string, error) { return "1", nil }

// TestHandlersReadAllTheirParameters: what is documented is heard, and nothing else.
func TestHandlersReadAllTheirParameters(t *testing.T) {
	a, err := New(Options{Store: anything{}})
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range Endpoints() {
		query := ""
		for _, p := range e.Params {
			switch {
			case p.Required && p.Allowed != nil:
				query += p.Name + "=" + p.Allowed[0] + "&"
			case p.Required:
				query += p.Name + "=x&"
			}
		}
		v, err := ParseQuery(e.Params, query)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := e.handle(a, t.Context(), v); err != nil {
			t.Errorf("%s: %v", e.Path, err)
		}
		for _, p := range e.Params {
			if !v.read[p.Name] {
				t.Errorf("%s takes %s and does not use it", e.Path, p.Name)
			}
		}
	}
}

func TestETagFollowsVersionAndQuery(t *testing.T) {
	a, err := New(Options{Store: anything{}})
	if err != nil {
		t.Fatal(err)
	}
	endpoints := Endpoints()
	tag := func(path, query string) string {
		i := slices.IndexFunc(endpoints, func(e Endpoint) bool { return e.Path == path })
		return a.Answer(t.Context(), &endpoints[i], query, "").ETag
	}
	one := tag("/roots", "host=a&user=b")
	if one == "" || one != tag("/roots", "user=b&host=a") {
		t.Errorf("the order of parameters changes the ETag: %q", one)
	}
	for _, other := range []string{tag("/roots", "host=b&user=a"), tag("/roots", ""), tag("/users", "")} {
		if other == one || other == "" {
			t.Errorf("another question has the ETag %q", other)
		}
	}
}
