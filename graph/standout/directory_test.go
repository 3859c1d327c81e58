package standout

import "github.com/procgraph/procgraph/graph"

// Directory is a Names over the hosts and users of a case.
type Directory struct {
	users map[string]*graph.User
	hosts map[string]*graph.Host
}

// NewDirectory makes a Directory. The slices must not change while it is used.
func NewDirectory(hosts []graph.Host, users []graph.User) *Directory {
	d := &Directory{users: make(map[string]*graph.User, len(users)), hosts: make(map[string]*graph.Host, len(hosts))}
	for i := range users {
		d.users[users[i].Key] = &users[i]
	}
	for i := range hosts {
		d.hosts[hosts[i].Key] = &hosts[i]
	}
	return d
}

// User implements Names.
func (d *Directory) User(key string) (graph.User, bool) {
	if u := d.users[key]; u != nil {
		return *u, true
	}
	return graph.User{}, false
}

// Host implements Names.
func (d *Directory) Host(key string) (graph.Host, bool) {
	if h := d.hosts[key]; h != nil {
		return *h, true
	}
	return graph.Host{}, false
}
