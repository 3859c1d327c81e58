package api

import (
	"cmp"
	"context"
	"strings"
	"sync"

	"github.com/procgraph/procgraph/graph"
)

// directory keeps all hosts and users, read anew when the store's version changes.
type directory struct {
	store graph.Reader
	mu    sync.Mutex
	// version is of the store when known was read.
	version string
	known   *roster
}

// roster is all hosts and users with what they are and may be called. It is shared
// and not to be changed.
type roster struct {
	hosts []hostEntry
	users []userEntry
	// hostNames and userNames are the shown names by key.
	hostNames, userNames map[string]string
}

type hostEntry struct {
	graph.HostSummary
	called string // all names, addresses and the key, in lower case, a line each
}

type userEntry struct {
	graph.UserSummary
	called string
}

func (d *directory) get(ctx context.Context) (*roster, error) {
	version, err := d.store.Version(ctx)
	if err != nil {
		return nil, err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.known != nil && d.version == version {
		return d.known, nil
	}
	hosts, err := d.store.Hosts(ctx)
	if err != nil {
		return nil, err
	}
	users, err := graph.AllUsers(ctx, d.store)
	if err != nil {
		return nil, err
	}
	d.version, d.known = version, newRoster(hosts, users)
	return d.known, nil
}

func newRoster(hosts []graph.HostSummary, users []graph.UserSummary) *roster {
	r := &roster{
		hosts: make([]hostEntry, 0, len(hosts)), users: make([]userEntry, 0, len(users)),
		hostNames: make(map[string]string, len(hosts)), userNames: make(map[string]string, len(users)),
	}
	for _, h := range hosts {
		r.hosts = append(r.hosts, hostEntry{h, called(append(append([]string{h.Key, h.Name, h.MachineGUIDPart}, h.Aliases...), h.Addresses...))})
		r.hostNames[h.Key] = h.Name
	}
	for _, u := range users {
		r.users = append(r.users, userEntry{u, called(append([]string{u.Key, u.SID, u.Name}, u.Names...))})
		r.userNames[u.Key] = cmp.Or(u.Name, u.SID)
	}
	return r
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
