package resolve

import (
	"cmp"
	"slices"
	"strings"

	"github.com/procgraph/procgraph/graph"
)

// userTable joins names and SIDs to users.
type userTable struct {
	names map[string]map[string]bool // by SID: spellings
	// sids are the SIDs that a name (lower case) was given with; bare holds the spellings of
	// each name that a record gives without a SID.
	sids   map[string]map[string]bool
	bare   map[string]map[string]bool
	parent map[string]string // names joined by sessions, lower case
	// home is the user key of each name.
	home map[string]string
}

func newUserTable() *userTable {
	return &userTable{
		names: map[string]map[string]bool{}, sids: map[string]map[string]bool{}, bare: map[string]map[string]bool{},
		parent: map[string]string{}, home: map[string]string{},
	}
}

func put(m map[string]map[string]bool, key, value string) {
	if m[key] == nil {
		m[key] = map[string]bool{}
	}
	m[key][value] = true
}

// note takes in an account.
func (t *userTable) note(a account) {
	a = a.withBuiltInSID()
	lower := strings.ToLower(a.name)
	switch {
	case a.sid == "":
		put(t.bare, lower, a.name)
	case a.name == "":
		put(t.names, a.sid, "")
	default:
		put(t.names, a.sid, a.name)
		if speaksFor(a) {
			put(t.sids, lower, a.sid)
		}
	}
}

// speaksFor says whether a name alone means this SID: HOST1$ with the SID of
// SYSTEM is the host's own work, while HOST1$ elsewhere is its domain account.
func speaksFor(a account) bool {
	return !strings.HasSuffix(a.name, "$") || !strings.HasPrefix(a.sid, "S-1-5-1") && !strings.HasPrefix(a.sid, "S-1-5-2") ||
		strings.HasPrefix(a.sid, "S-1-5-21-")
}

// same joins two names.
func (t *userTable) same(a, b string) {
	put(t.bare, strings.ToLower(a), a)
	put(t.bare, strings.ToLower(b), b)
	x, y := t.root(strings.ToLower(a)), t.root(strings.ToLower(b))
	if x != y {
		t.parent[max(x, y)] = min(x, y)
	}
}

func (t *userTable) root(name string) string {
	for {
		up, ok := t.parent[name]
		if !ok {
			return name
		}
		name = up
	}
}

// settle decides the user of each name: its one SID, else the one SID of the
// names it was joined with, else the name itself.
func (t *userTable) settle() {
	joined := map[string]map[string]bool{}
	for name, sids := range t.sids {
		for sid := range sids {
			put(joined, t.root(name), sid)
		}
	}
	for name := range t.bare {
		own, all := t.sids[name], joined[t.root(name)]
		switch {
		case len(own) == 1:
			t.home[name] = "u:" + only(own)
		case len(own) == 0 && len(all) == 1:
			t.home[name] = "u:" + only(all)
		case len(own) == 0 && len(all) == 0:
			t.home[name] = nameKey(t.root(name))
		default:
			t.home[name] = nameKey(name)
		}
	}
}

func only(set map[string]bool) string {
	for v := range set {
		return v
	}
	return ""
}

// nameKey is the key of a user that is known by name only. The mark of a bare
// name's host becomes part of it.
func nameKey(name string) string { return "u:" + strings.ReplaceAll(name, "\x00", `\`) }

// key is the user key of an account.
func (t *userTable) key(a account) string {
	if a = a.withBuiltInSID(); a.sid != "" {
		return "u:" + a.sid
	}
	lower := strings.ToLower(a.name)
	if k, ok := t.home[lower]; ok {
		return k
	}
	return nameKey(lower)
}

// nodes are the users, by key.
func (t *userTable) nodes() []graph.User {
	byKey := map[string]*graph.User{}
	get := func(key string) *graph.User {
		u := byKey[key]
		if u == nil {
			u = &graph.User{Key: key}
			byKey[key] = u
		}
		return u
	}
	for sid, names := range t.names {
		u := get("u:" + sid)
		u.SID = sid
		for n := range names {
			u.Names = append(u.Names, n)
		}
	}
	for lower, spellings := range t.bare {
		u := get(t.home[lower])
		for s := range spellings {
			u.Names = append(u.Names, s)
		}
	}
	users := make([]graph.User, 0, len(byKey))
	for _, u := range byKey {
		finish(u)
		users = append(users, *u)
	}
	slices.SortFunc(users, func(a, b graph.User) int { return cmp.Compare(a.Key, b.Key) })
	return users
}

// finish sorts the names, chooses the one that is shown, and tells the kind.
func finish(u *graph.User) {
	for i, n := range u.Names {
		if j := strings.IndexByte(n, 0); j >= 0 {
			u.Names[i] = n[j+1:]
		}
	}
	slices.Sort(u.Names)
	u.Names = slices.DeleteFunc(slices.Compact(u.Names), func(n string) bool { return n == "" })
	shown := slices.Clone(u.Names)
	slices.SortFunc(shown, compareShown)
	if len(shown) > 0 {
		u.Name = shown[0]
	}
	if name, ok := shownNames[u.SID]; ok {
		u.Name = name
		if !slices.Contains(u.Names, name) {
			u.Names = append(u.Names, name)
			slices.Sort(u.Names)
		}
	}
	u.Kind = userKind(u.SID, u.Name)
}

// compareShown puts first what is best to show: a NetBIOS domain, in capitals
// as Windows prints it, before DNS domains, bare names and UPNs.
func compareShown(a, b string) int {
	rank := func(n string) int {
		authority := ""
		if i := strings.LastIndexByte(n, '\\'); i >= 0 {
			authority = n[:i]
		}
		switch {
		case authority == "" && strings.Contains(n, "@"):
			return 4
		case authority == "":
			return 3
		case strings.Contains(authority, "."):
			return 2
		case authority != strings.ToUpper(authority):
			return 1
		}
		return 0
	}
	return cmp.Or(cmp.Compare(rank(a), rank(b)), strings.Compare(a, b))
}
