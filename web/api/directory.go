package api

import (
	"context"
	"sync"

	"github.com/procgraph/procgraph/graph"
)

// directory keeps the names of hosts and users, read anew when the store's version changes.
type directory struct {
	store   graph.Reader
	mu      sync.Mutex
	version string
	names   *names
}

// names are shown names by key. They are not changed once made.
type names struct{ hosts, users map[string]string }

func newDirectory(store graph.Reader) *directory { return &directory{store: store} }

func (d *directory) get(ctx context.Context) (*names, error) {
	version, err := d.store.Version(ctx)
	if err != nil {
		return nil, err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.names != nil && d.version == version {
		return d.names, nil
	}
	n := &names{map[string]string{}, map[string]string{}}
	hosts, err := d.store.Hosts(ctx)
	if err != nil {
		return nil, err
	}
	for _, h := range hosts {
		n.hosts[h.Key] = h.Name
	}
	page := graph.Page{Limit: graph.MaxPage}
	for {
		users, err := d.store.Users(ctx, page)
		if err != nil {
			return nil, err
		}
		for _, u := range users.Items {
			n.users[u.Key] = u.Name
			if u.Name == "" {
				n.users[u.Key] = u.SID
			}
		}
		if users.Next == "" {
			break
		}
		page.After = users.Next
	}
	d.version, d.names = version, n
	return n, nil
}
