package api

import (
	"context"
	"strings"
	"sync"

	"github.com/procgraph/procgraph/graph"
)

// roster keeps all hosts and users with what they may be called, read anew when the
// store's version changes. What it returns is shared and not to be changed.
type roster struct {
	store graph.Reader
	mu    sync.Mutex
	// version is of the store when the lists were read.
	version string
	hosts   []hostEntry
	users   []userEntry
}

type hostEntry struct {
	graph.HostSummary
	called string // all names, addresses and the key, in lower case, a line each
}

type userEntry struct {
	graph.UserSummary
	called string
}

func (r *roster) get(ctx context.Context) ([]hostEntry, []userEntry, error) {
	version, err := r.store.Version(ctx)
	if err != nil {
		return nil, nil, err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.version == version && version != "" {
		return r.hosts, r.users, nil
	}
	list, err := r.store.Hosts(ctx)
	if err != nil {
		return nil, nil, err
	}
	hosts := make([]hostEntry, 0, len(list))
	for _, h := range list {
		hosts = append(hosts, hostEntry{h, called(append(append([]string{h.Key, h.Name, h.MachineGUIDPart}, h.Aliases...), h.Addresses...))})
	}
	var users []userEntry
	page := graph.Page{Limit: graph.MaxPage}
	for {
		some, err := r.store.Users(ctx, page)
		if err != nil {
			return nil, nil, err
		}
		for _, u := range some.Items {
			users = append(users, userEntry{u, called(append([]string{u.Key, u.SID, u.Name}, u.Names...))})
		}
		if page.After = some.Next; page.After == "" {
			break
		}
	}
	r.version, r.hosts, r.users = version, hosts, users
	return hosts, users, nil
}

func called(names []string) string { return "\n" + strings.ToLower(strings.Join(names, "\n")) + "\n" }

// closeness says how well a name fits: 3 it is one of them, 2 one begins with it or
// with it after a backslash, 1 it stands within one, 0 it does not.
func closeness(called, name string) int {
	switch name = strings.ToLower(name); {
	case name == "":
		return 0
	case strings.Contains(called, "\n"+name+"\n"), strings.Contains(called, "\\"+name+"\n"), strings.Contains(called, "\n"+name+".") && !strings.Contains(name, "."):
		return 3
	case strings.Contains(called, "\n"+name), strings.Contains(called, "\\"+name):
		return 2
	case strings.Contains(called, name):
		return 1
	}
	return 0
}
