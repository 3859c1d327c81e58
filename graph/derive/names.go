package derive

import (
	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/graph/resolve"
)

// names looks up users and hosts by key, for the rules of package standout.
type names struct {
	users map[string]graph.User
	hosts map[string]graph.Host
}

func newNames(d *resolve.Directory) names {
	n := names{users: map[string]graph.User{}, hosts: map[string]graph.Host{}}
	for _, u := range d.Users() {
		n.users[u.Key] = u
	}
	for _, h := range d.Hosts() {
		n.hosts[h.Key] = h
	}
	return n
}

// User implements standout.Names.
func (n names) User(key string) (graph.User, bool) {
	u, ok := n.users[key]
	return u, ok
}

// Host implements standout.Names.
func (n names) Host(key string) (graph.Host, bool) {
	h, ok := n.hosts[key]
	return h, ok
}
