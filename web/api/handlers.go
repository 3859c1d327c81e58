package api

import (
	"context"

	"github.com/procgraph/procgraph/graph"
)

func (a *API) stats(ctx context.Context, _ Values) (any, error) {
	s, err := a.store.Stats(ctx)
	c := a.capabilities
	return StatsView{s, StoreView{c.Name, c.Location, c.Cypher}}, err
}

func (a *API) hosts(ctx context.Context, _ Values) (any, error) {
	list, err := a.store.Hosts(ctx)
	return Items[graph.HostSummary]{some(list)}, err
}

func (a *API) users(ctx context.Context, v Values) (any, error) {
	l, err := a.store.Users(ctx, v.page())
	l.Items = some(l.Items)
	return l, err
}

func (a *API) sessions(ctx context.Context, v Values) (any, error) {
	f := graph.SessionFilter{Host: v.Text("host"), User: v.Text("user"), From: v.Time("from"), To: v.Time("to"), Type: v.Int("type")}
	if remote := v.Bool("remote"); remote != nil {
		f.Remote = *remote
	}
	l, err := a.store.Sessions(ctx, f, v.page())
	l.Items = some(l.Items)
	return l, err
}

func (a *API) session(ctx context.Context, v Values) (any, error) {
	return a.store.Session(ctx, v.Text("key"))
}

func (a *API) attempts(ctx context.Context, v Values) (any, error) {
	f := graph.AttemptFilter{Host: v.Text("host"), User: v.Text("user"), From: v.Time("from"), To: v.Time("to"), EventID: uint32(v.Int("event_id"))}
	l, err := a.store.Attempts(ctx, f, v.page())
	if err != nil {
		return nil, err
	}
	known, err := a.directory.get(ctx)
	if err != nil {
		return nil, err
	}
	images, err := a.processImages(ctx, l.Items)
	if err != nil {
		return nil, err
	}
	rows := graph.List[AttemptRow]{Items: make([]AttemptRow, 0, len(l.Items)), Next: l.Next, Total: l.Total, Of: l.Of}
	for _, n := range l.Items {
		rows.Items = append(rows.Items, AttemptRow{n, known.hostNames[n.Host], known.userNames[n.User], known.userNames[n.TargetUser], images[n.Process]})
	}
	return rows, nil
}

func (a *API) roots(ctx context.Context, v Values) (any, error) {
	l, err := a.store.Roots(ctx, v.processFilter(), v.page())
	l.Items = some(l.Items)
	return l, err
}

func (a *API) children(ctx context.Context, v Values) (any, error) {
	l, byImage, err := a.store.Children(ctx, v.Text("key"), v.processFilter(), v.page())
	l.Items = some(l.Items)
	return ChildrenView{l, some(byImage)}, err
}

func (a *API) subtree(ctx context.Context, v Values) (any, error) {
	s, err := a.store.Subtree(ctx, v.Text("key"), v.processFilter(), v.Int("depth"), v.Int("limit"))
	s.Rows = some(s.Rows)
	return s, err
}

func (a *API) ancestors(ctx context.Context, v Values) (any, error) {
	chain, more, err := a.store.Ancestors(ctx, v.Text("key"), v.Int("limit"))
	return AncestorsView{some(chain), more}, err
}

func (a *API) search(ctx context.Context, v Values) (any, error) {
	l, err := a.store.Search(ctx, v.Text("q"), v.processFilter(), v.page())
	l.Items = some(l.Items)
	return l, err
}

func (a *API) standouts(ctx context.Context, v Values) (any, error) {
	l, err := a.store.Standouts(ctx, v.Text("host"), v.page())
	l.Items = some(l.Items)
	return l, err
}

func (a *API) warnings(ctx context.Context, v Values) (any, error) {
	l, err := a.store.Warnings(ctx, graph.WarningClass(v.Text("class")), v.Text("about"), v.page())
	if err != nil {
		return nil, err
	}
	counts, err := a.store.WarningClasses(ctx)
	if err != nil {
		return nil, err
	}
	rows, err := a.warningRows(ctx, l.Items)
	view := WarningsView{List: graph.List[WarningRow]{Items: rows, Next: l.Next, Total: l.Total, Of: l.Of}, Classes: []ClassView{}}
	for _, c := range counts {
		w := warningText(c.Class)
		view.Classes = append(view.Classes, ClassView{c.Class, c.Count, w.Title, w.Meaning, w.Advice})
	}
	return view, err
}

func (a *API) files(ctx context.Context, _ Values) (any, error) {
	files, err := a.store.Files(ctx)
	if err != nil {
		return nil, err
	}
	s, err := a.store.Stats(ctx)
	view := FilesView{Items: some(files), Events: []EventView{}, Missing: missingEvents(s.Events)}
	for _, e := range s.Events {
		view.Events = append(view.Events, EventView{e, eventTitle(e.Provider, e.EventID)})
	}
	return view, err
}

func (a *API) progress(context.Context, Values) (any, error) { return a.ingest(), nil }

func (a *API) sources(ctx context.Context, v Values) (any, error) {
	kind := graph.Kind(v.Text("kind"))
	if kind == "" {
		kind = graph.KindProcess
	}
	list, err := a.sourceRecords(ctx, kind, v.Text("key"))
	return Items[SourceRecord]{list}, err
}

func (a *API) sourceRecords(ctx context.Context, kind graph.Kind, key string) ([]SourceRecord, error) {
	observations, err := a.store.SourceRecords(ctx, kind, key)
	list := make([]SourceRecord, 0, len(observations))
	for _, o := range observations {
		list = append(list, sourceRecord(o))
	}
	return list, err
}

// some is list, or an empty one: the API has no null lists.
func some[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}
