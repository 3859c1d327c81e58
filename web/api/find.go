package api

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/procgraph/procgraph/graph"
)

// The groups of /find.
const (
	findProcesses = "processes"
	findUsers     = "users"
	findHosts     = "hosts"
	findSessions  = "sessions"
)

// findTime is the longest that one group may take: who types does not wait longer.
const findTime = 5 * time.Second

// FindGroup are the results of one kind.
type FindGroup struct {
	// Group is processes, users, hosts or sessions.
	Group string `json:"group"`
	// Total is the number of results without the limit.
	Total int `json:"total"`
	// Late says that the group took too long and is not complete.
	Late bool `json:"late,omitempty"`
	// Note says in plain words why there is less than one might expect.
	Note string `json:"note,omitempty"`
	// The results, best first: the member of the group is set.
	Processes []graph.ProcessRow  `json:"processes,omitempty"`
	Users     []graph.UserSummary `json:"users,omitempty"`
	Hosts     []graph.HostSummary `json:"hosts,omitempty"`
	Sessions  []graph.SessionRow  `json:"sessions,omitempty"`
}

// FindView is the answer of /find.
type FindView struct {
	Query FindQuery `json:"query"`
	// HostKey and UserKey are what host: and user: stand for, where that is one.
	HostKey string      `json:"host_key,omitempty"`
	UserKey string      `json:"user_key,omitempty"`
	Groups  []FindGroup `json:"groups"`
}

func findParams() []Param {
	return []Param{
		{Name: "q", Required: true, Doc: "words of image, command line, hash, SID, address, logon ID (0x...), PID or GUID, and host:NAME, user:NAME, time:WHEN (UTC; a day, an hour, or FROM..TO)"},
		{Name: "group", Allowed: []string{findProcesses, findUsers, findHosts, findSessions}, Doc: "only this group, so that no group waits for another; all when missing"},
		limitParam(8, 100, "the most results of a group"),
	}
}

func (a *API) find(ctx context.Context, v Values) (any, error) {
	f := finder{a: a, limit: v.Int("limit"), view: FindView{Query: parseFind(v.Text("q")), Groups: []FindGroup{}}}
	if err := f.place(ctx); err != nil {
		return nil, err
	}
	groups := []string{findHosts, findUsers, findSessions, findProcesses}
	if only := v.Text("group"); only != "" {
		groups = []string{only}
	}
	found, failed := make([]FindGroup, len(groups)), make([]error, len(groups))
	var wait sync.WaitGroup
	for i, name := range groups {
		wait.Go(func() { found[i], failed[i] = f.group(ctx, name) })
	}
	wait.Wait()
	if err := errors.Join(failed...); err != nil {
		return nil, err
	}
	f.view.Groups = append(f.view.Groups, found...)
	return f.view, nil
}

// finder answers one question; its groups are looked up at the same time.
type finder struct {
	a     *API
	limit int
	view  FindView
	hosts []hostEntry
	users []userEntry
	// unplaced says why host: or user: stand for no single thing.
	unplaced string
}

// place finds what host: and user: stand for.
func (f *finder) place(ctx context.Context) error {
	known, err := f.a.directory.get(ctx)
	if err != nil {
		return err
	}
	f.hosts, f.users = known.hosts, known.users
	q := &f.view.Query
	if q.Host != "" {
		i, n := best(f.hosts, func(h *hostEntry) int { return closeness(h.called, q.Host) })
		if n == 1 {
			f.view.HostKey = f.hosts[i].Key
		} else {
			f.unplaced = placeWords("host", q.Host, n)
		}
	}
	if q.User != "" {
		i, n := best(f.users, func(u *userEntry) int { return closeness(u.called, q.User) })
		if n == 1 {
			f.view.UserKey = f.users[i].Key
		} else {
			f.unplaced = placeWords("user", q.User, n)
		}
	}
	return nil
}

func placeWords(what, name string, n int) string {
	if n == 0 {
		return fmt.Sprintf("no %s is called %s", what, graph.Excerpt(name))
	}
	return fmt.Sprintf("%d %ss fit %s:%s; write more of the name", n, what, what, graph.Excerpt(name))
}

// best returns the place of the closest entry, and how many are as close.
func best[T any](list []T, close func(*T) int) (at, count int) {
	most := 0
	for i := range list {
		switch c := close(&list[i]); {
		case c > most:
			at, count, most = i, 1, c
		case c == most && c > 0:
			count++
		}
	}
	return at, count
}

func (f *finder) group(ctx context.Context, name string) (FindGroup, error) {
	limited, cancel := context.WithTimeout(ctx, findTime)
	defer cancel()
	g := FindGroup{Group: name}
	var err error
	switch name {
	case findHosts:
		f.findHosts(&g)
	case findUsers:
		f.findUsers(&g)
	case findSessions:
		err = f.findSessions(limited, &g)
	default:
		err = f.findProcesses(limited, &g)
	}
	if err != nil && ctx.Err() == nil && limited.Err() != nil {
		g.Late, g.Note, err = true, fmt.Sprintf("this took longer than %s; write more of what you look for", findTime), nil
	}
	return g, err
}

// ranked orders what fits all words, the closest first, in the order of the list.
func ranked[T, R any](list []T, words []string, limit int, called func(*T) string, result func(*T) R) (results []R, total int) {
	type hit struct{ at, close int }
	var hits []hit
	for i := range list {
		close := 0
		for _, w := range words {
			c := closeness(called(&list[i]), w)
			if c == 0 {
				close = 0
				break
			}
			close += c
		}
		if close > 0 {
			hits = append(hits, hit{i, close})
		}
	}
	slices.SortStableFunc(hits, func(a, b hit) int { return cmp.Compare(b.close, a.close) })
	for _, h := range hits[:min(limit, len(hits))] {
		results = append(results, result(&list[h.at]))
	}
	return results, len(hits)
}

func (f *finder) findHosts(g *FindGroup) {
	words := f.view.Query.Words
	if f.view.Query.Host != "" {
		words = []string{f.view.Query.Host}
	}
	g.Hosts, g.Total = ranked(f.hosts, words, f.limit, func(h *hostEntry) string { return h.called }, func(h *hostEntry) graph.HostSummary { return h.HostSummary })
}

func (f *finder) findUsers(g *FindGroup) {
	words := f.view.Query.Words
	if f.view.Query.User != "" {
		words = []string{f.view.Query.User}
	}
	g.Users, g.Total = ranked(f.users, words, f.limit, func(u *userEntry) string { return u.called }, func(u *userEntry) graph.UserSummary { return u.UserSummary })
}

// findSessions finds those that came from an address or have a logon ID, within
// host:, user: and time:.
func (f *finder) findSessions(ctx context.Context, g *FindGroup) error {
	q := &f.view.Query
	if len(q.Words) != 1 || f.unplaced != "" {
		return nil
	}
	filter := graph.SessionFilter{Host: f.view.HostKey, User: f.view.UserKey, From: q.From, To: q.To}
	if from, ok := address(q.Words[0]); ok {
		filter.SourceIP = from
	} else if id, ok := logonID(q.Words[0]); ok {
		filter.LogonID = id
	} else {
		return nil
	}
	list, err := f.a.store.Sessions(ctx, filter, graph.Page{Limit: f.limit})
	g.Sessions, g.Total = list.Items, list.Total
	return err
}

func (f *finder) findProcesses(ctx context.Context, g *FindGroup) error {
	q := &f.view.Query
	if f.unplaced != "" {
		g.Note = f.unplaced
		return nil
	}
	filter := graph.ProcessFilter{Host: f.view.HostKey, User: f.view.UserKey, From: q.From, To: q.To}
	if len(q.Words) == 0 {
		return f.firstStarts(ctx, filter, g)
	}
	if id, ok := identity(q.Words); ok && f.view.UserKey == "" && !q.From.Known() && !q.To.Known() {
		id.Host = f.view.HostKey
		rows, err := f.a.store.FindProcesses(ctx, id, graph.MaxPage)
		if err != nil {
			return err
		}
		g.Processes, g.Total = rows[:min(len(rows), f.limit)], len(rows)
		if id.GUID != "" || len(rows) >= f.limit {
			return nil
		}
	}
	list, err := f.a.store.Search(ctx, strings.Join(q.Words, " "), filter, graph.Page{Limit: f.limit})
	if err != nil {
		return err
	}
	known := map[string]bool{}
	for i := range g.Processes {
		known[g.Processes[i].Key] = true
	}
	for _, p := range list.Items {
		if !known[p.Key] && len(g.Processes) < f.limit {
			g.Processes = append(g.Processes, p)
		}
	}
	g.Total = max(g.Total, list.Total)
	return nil
}

// firstStarts lists the first processes that began within host:, user: and time:
// where nothing else was typed.
func (f *finder) firstStarts(ctx context.Context, filter graph.ProcessFilter, g *FindGroup) error {
	if filter == (graph.ProcessFilter{}) {
		return nil
	}
	events, err := f.a.store.Timeline(ctx, filter, graph.TimelinePage{At: filter.From, Limit: min(4*f.limit, graph.MaxPage)})
	if err != nil {
		return err
	}
	for _, e := range events.Items {
		if e.Event == graph.ProcessStarted && e.Process != nil && len(g.Processes) < f.limit {
			g.Processes = append(g.Processes, *e.Process)
		}
	}
	g.Total = len(g.Processes)
	g.Note = "the first that began; add a word to look for one"
	return nil
}

// identity reads one word as a GUID or a PID.
func identity(words []string) (id graph.ProcessIdentity, ok bool) {
	if len(words) != 1 {
		return id, false
	}
	if _, ok := graph.ParseGUID(words[0]); ok {
		return graph.ProcessIdentity{GUID: words[0]}, true
	}
	digits, base := words[0], 10
	if hex, ok := strings.CutPrefix(strings.ToLower(digits), "0x"); ok {
		digits, base = hex, 16
	}
	pid, err := strconv.ParseInt(digits, base, 64)
	if err != nil || pid < 0 || pid > 1<<32 {
		return id, false
	}
	return graph.ProcessIdentity{PID: &pid}, true
}
