package api

import (
	"context"
	"errors"

	"github.com/procgraph/procgraph/graph"
)

// process gathers everything about one process.
func (a *API) process(ctx context.Context, v Values) (any, error) {
	row, err := a.store.Process(ctx, v.Text("key"))
	if err != nil {
		return nil, err
	}
	view := ProcessView{Process: row, Claims: []ClaimView{}, PossibleOrigins: []graph.SessionRow{}}
	steps := []func(context.Context, *ProcessView) error{a.addRelatives, a.addSession, a.addRemarks}
	for _, step := range steps {
		if err := step(ctx, &view); err != nil {
			return nil, err
		}
	}
	if view.Sources, err = a.sourceRecords(ctx, graph.KindProcess, row.Key); err != nil {
		return nil, err
	}
	view.Decoded = some(a.decode(row.CommandLine))
	return view, nil
}

func (a *API) addRelatives(ctx context.Context, view *ProcessView) error {
	if view.Process.Parent != "" {
		parent, err := a.store.Process(ctx, view.Process.Parent)
		if err != nil && !errors.Is(err, graph.ErrNotFound) {
			return err
		}
		if err == nil {
			view.Parent = &parent
		}
	}
	for _, c := range view.Process.ParentClaims {
		claimed, err := a.store.Process(ctx, c.Parent)
		if errors.Is(err, graph.ErrNotFound) {
			continue
		}
		if err != nil {
			return err
		}
		view.Claims = append(view.Claims, ClaimView{c.Source, claimed})
	}
	return nil
}

func (a *API) addSession(ctx context.Context, view *ProcessView) error {
	find := func(key string) (*graph.SessionRow, error) {
		s, err := a.store.Session(ctx, key)
		if errors.Is(err, graph.ErrNotFound) {
			return nil, nil
		}
		return &s, err
	}
	if key := view.Process.Session; key != "" {
		s, err := find(key)
		if err != nil {
			return err
		}
		view.Session = s
	}
	for _, key := range view.Process.RemoteOriginMaybe {
		s, err := find(key)
		if err != nil {
			return err
		}
		if s != nil {
			view.PossibleOrigins = append(view.PossibleOrigins, *s)
		}
	}
	if view.Process.StartedBy == "" {
		return nil
	}
	known, err := a.directory.get(ctx)
	if err != nil {
		return err
	}
	view.StartedByName = known.userNames[view.Process.StartedBy]
	return nil
}

// remarksPage is more remarks than one host has about a process.
const remarksPage = graph.MaxPage

func (a *API) addRemarks(ctx context.Context, view *ProcessView) error {
	w, err := a.store.Warnings(ctx, "", view.Process.Key, graph.Page{Limit: remarksPage})
	if err != nil {
		return err
	}
	view.Warnings = some(w.Items)
	view.Standouts, err = a.standoutsOf(ctx, &view.Process, view.Warnings)
	return err
}

// standoutsOf finds the standouts about one process among those of its host.
// Its flags that no warning about it explains name the rules that spoke of it:
// most processes cost no query, and the search ends when each rule was found.
// (A rule may be named as a class is: log-cleared stands on the process that did it.)
func (a *API) standoutsOf(ctx context.Context, p *graph.ProcessRow, warnings []graph.Warning) ([]graph.Standout, error) {
	found := []graph.Standout{}
	rules := map[string]bool{}
	for _, flag := range p.Flags {
		rules[flag] = true
	}
	for i := range warnings {
		delete(rules, string(warnings[i].Class))
	}
	page := graph.Page{Limit: remarksPage}
	for len(rules) > 0 {
		list, err := a.store.Standouts(ctx, p.Host, page)
		if err != nil {
			return nil, err
		}
		for _, s := range list.Items {
			if s.About == p.Key {
				found = append(found, s)
				delete(rules, s.Rule)
			}
		}
		if list.Next == "" {
			break
		}
		page.After = list.Next
	}
	return found, nil
}
