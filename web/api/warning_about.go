package api

import (
	"context"
	"errors"
	"strings"
	"sync"

	"github.com/procgraph/procgraph/graph"
)

// WarningRow is a warning with names.
type WarningRow struct {
	graph.Warning
	HostName string `json:"host_name,omitempty"`
	UserName string `json:"user_name,omitempty"`
	// Subject is what About names; absent where it names a file, or nothing of the graph.
	Subject *SubjectView `json:"subject,omitempty"`
}

// SubjectView is a process, session, host or user in a few words.
type SubjectView struct {
	Kind graph.Kind `json:"kind"`
	// Name is the image of a process, the user of a session, the name of a host or user.
	Name     string     `json:"name,omitempty"`
	PID      *int64     `json:"pid,omitempty"`
	LogonID  string     `json:"logon_id,omitempty"`
	Host     string     `json:"host,omitempty"`
	HostName string     `json:"host_name,omitempty"`
	Start    graph.Time `json:"start,omitzero"`
}

// subjectsAtOnce bounds the questions that one page of warnings asks at a time.
const subjectsAtOnce = 8

// warningRows names what the warnings are about; each thing is asked for once.
func (a *API) warningRows(ctx context.Context, warnings []graph.Warning) ([]WarningRow, error) {
	known, err := a.directory.get(ctx)
	if err != nil {
		return nil, err
	}
	rows := make([]WarningRow, len(warnings))
	abouts := map[string][]int{}
	for i, w := range warnings {
		rows[i] = WarningRow{Warning: w, HostName: known.hostNames[w.Host], UserName: known.userNames[w.User]}
		if w.About != "" {
			abouts[w.About] = append(abouts[w.About], i)
		}
	}
	err = askEach(ctx, abouts, func(ctx context.Context, about string, at []int) error {
		s, err := a.subject(ctx, known, about, warnings[at[0]].Class)
		for _, i := range at {
			rows[i].Subject = s
		}
		return err
	})
	return rows, err
}

// askEach asks about each key, subjectsAtOnce at a time; the first error ends it.
func askEach(ctx context.Context, keys map[string][]int, ask func(ctx context.Context, key string, at []int) error) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	slots := make(chan struct{}, subjectsAtOnce)
	var asking sync.WaitGroup
	for key, at := range keys {
		slots <- struct{}{}
		asking.Go(func() {
			defer func() { <-slots }()
			if err := ask(ctx, key, at); err != nil {
				cancel(err)
			}
		})
	}
	asking.Wait()
	return context.Cause(ctx)
}

// processImages are the images of the processes that made the attempts, by key;
// each is asked for once.
func (a *API) processImages(ctx context.Context, attempts []graph.LogonAttempt) (map[string]string, error) {
	keys := map[string][]int{}
	for i, n := range attempts {
		if n.Process != "" {
			keys[n.Process] = append(keys[n.Process], i)
		}
	}
	names := make([]string, len(attempts))
	err := askEach(ctx, keys, func(ctx context.Context, key string, at []int) error {
		p, err := a.store.Process(ctx, key)
		if errors.Is(err, graph.ErrNotFound) {
			return nil
		}
		if err == nil {
			names[at[0]] = p.Image
		}
		return err
	})
	images := make(map[string]string, len(keys))
	for key, at := range keys {
		images[key] = names[at[0]]
	}
	return images, err
}

// subject finds what a key names; nil where it names nothing of the graph.
func (a *API) subject(ctx context.Context, known *roster, key string, class graph.WarningClass) (*SubjectView, error) {
	if name, ok := known.hostNames[key]; ok {
		return &SubjectView{Kind: graph.KindHost, Name: name, Host: key, HostName: name}, nil
	}
	if name, ok := known.userNames[key]; ok {
		return &SubjectView{Kind: graph.KindUser, Name: name}, nil
	}
	kinds := []func(context.Context, string) (*SubjectView, error){a.processSubject, a.sessionSubject}
	if strings.HasPrefix(string(class), "session-") || class == graph.WorkstationAddrDisagree {
		kinds[0], kinds[1] = kinds[1], kinds[0]
	}
	for _, find := range kinds {
		s, err := find(ctx, key)
		if !errors.Is(err, graph.ErrNotFound) {
			return s, err
		}
	}
	return nil, nil
}

func (a *API) processSubject(ctx context.Context, key string) (*SubjectView, error) {
	p, err := a.store.Process(ctx, key)
	if err != nil {
		return nil, err
	}
	s := &SubjectView{Kind: graph.KindProcess, Name: p.Image, PID: p.PID, Host: p.Host, HostName: p.HostName, Start: p.Begun()}
	return s, nil
}

func (a *API) sessionSubject(ctx context.Context, key string) (*SubjectView, error) {
	l, err := a.store.Session(ctx, key)
	if err != nil {
		return nil, err
	}
	s := &SubjectView{Kind: graph.KindSession, Name: l.UserName, LogonID: l.LogonID, Host: l.Host, HostName: l.HostName, Start: l.Begun()}
	return s, nil
}
