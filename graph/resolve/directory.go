package resolve

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/procgraph/procgraph/graph"
)

// Group is one host: the computer names (lower case) that mean it.
type Group struct {
	// Key is the host's key, Name the longest spelling in lower case.
	Key, Name string
	// Computers are the spellings in lower case, sorted.
	Computers []string
	// Ambiguous says that the short name could be more than one host.
	Ambiguous bool
}

// GroupHosts joins computer names (lower case) to hosts. Full names compare
// as they are; a short name joins a full name only if exactly one full name has
// it. Addresses are never cut.
func GroupHosts(computers []string) []Group {
	fulls := map[string][]string{}
	for _, c := range computers {
		if s := shortName(c); s != c {
			fulls[s] = append(fulls[s], c)
		}
	}
	groups := map[string]*Group{}
	for _, c := range computers {
		name, short := c, shortName(c)
		full := fulls[short]
		if c == short && len(full) == 1 {
			name = full[0]
		}
		key := short
		if len(full) > 1 {
			key = name
		}
		g := groups[name]
		if g == nil {
			g = &Group{Key: "h:" + key, Name: name}
			groups[name] = g
		}
		g.Computers = append(g.Computers, c)
		g.Ambiguous = g.Ambiguous || c == short && len(full) > 1
	}
	list := make([]Group, 0, len(groups))
	for _, g := range groups {
		slices.Sort(g.Computers)
		list = append(list, *g)
	}
	slices.SortFunc(list, func(a, b Group) int { return cmp.Compare(a.Key, b.Key) })
	return list
}

// shortName is the first label of a host name; an address is its own short name.
func shortName(name string) string {
	if _, err := netip.ParseAddr(name); err == nil {
		return name
	}
	if i := strings.IndexByte(name, '.'); i > 0 {
		return name[:i]
	}
	return name
}

// Directory is what all hosts together tell: hosts, users, and whose an address is.
type Directory struct {
	groups   []Group
	facts    map[string]Facts // by host key, of all its computers
	byName   map[string]*Group
	users    *userTable
	owners   map[string][]ownership // by address
	own      map[string][]string    // addresses by host key
	claimed  map[string][]ClaimFact // by workstation, earliest first
	warnings []graph.Warning
}

// ownership says that an address was a host's own on a day.
type ownership struct {
	host string
	day  int64
}

// NewDirectory joins the facts of all computers (by name in lower case).
func NewDirectory(facts map[string]Facts) *Directory {
	computers := make([]string, 0, len(facts))
	for c := range facts {
		computers = append(computers, c)
	}
	slices.Sort(computers)
	d := &Directory{
		groups: GroupHosts(computers), facts: map[string]Facts{}, byName: map[string]*Group{}, users: newUserTable(),
		owners: map[string][]ownership{}, claimed: map[string][]ClaimFact{},
	}
	full := map[string]int{}
	for _, g := range d.groups {
		if s := shortName(g.Name); s != g.Name {
			full[s]++
		}
	}
	for i := range d.groups {
		g := &d.groups[i]
		all := Facts{}
		for _, c := range g.Computers {
			all.add(facts[c])
			d.byName[c] = g
		}
		all.normalise()
		d.facts[g.Key] = all
		if s := shortName(g.Name); d.byName[s] == nil && full[s] <= 1 {
			d.byName[s] = g
		}
	}
	d.gather()
	d.warn()
	return d
}

// add joins the facts of another spelling.
func (f *Facts) add(o Facts) {
	f.Spellings = append(f.Spellings, o.Spellings...)
	f.Accounts = append(f.Accounts, o.Accounts...)
	f.Same = append(f.Same, o.Same...)
	f.Addresses = append(f.Addresses, o.Addresses...)
	f.Claims = append(f.Claims, o.Claims...)
	f.Proofs = append(f.Proofs, o.Proofs...)
	f.Servers = append(f.Servers, o.Servers...)
	f.Machines = append(f.Machines, o.Machines...)
	f.Duplicates += o.Duplicates
}

// gather fills the tables from the facts, in the order of the host keys.
func (d *Directory) gather() {
	for _, g := range d.groups {
		f := d.facts[g.Key]
		for _, a := range f.Accounts {
			d.users.note(scoped(account{a.SID, a.Name}, g.Key))
		}
		for _, pair := range f.Same {
			d.users.same(scoped(account{name: pair[0]}, g.Key).name, scoped(account{name: pair[1]}, g.Key).name)
		}
		for _, a := range f.Addresses {
			d.owners[a.Address] = append(d.owners[a.Address], ownership{g.Key, a.Day})
		}
		for _, p := range f.Proofs {
			if h := d.byName[p.Machine]; h != nil && h.Key != g.Key {
				d.owners[p.Address] = append(d.owners[p.Address], ownership{h.Key, p.Day})
			}
		}
		for _, c := range f.Claims {
			d.claimed[c.Workstation] = append(d.claimed[c.Workstation], c)
		}
	}
	for _, list := range d.claimed {
		slices.SortFunc(list, func(a, b ClaimFact) int {
			return cmp.Or(cmp.Compare(a.First, b.First), strings.Compare(a.Address, b.Address))
		})
	}
	d.users.settle()
	d.settleAddresses()
}

// group is the host of a key, or nil. Groups are sorted by key.
func (d *Directory) group(key string) *Group {
	i, ok := slices.BinarySearchFunc(d.groups, key, func(g Group, k string) int { return cmp.Compare(g.Key, k) })
	if !ok {
		return nil
	}
	return &d.groups[i]
}

// Groups are the hosts, by key.
func (d *Directory) Groups() []Group { return d.groups }

// HostOfAddress is the key of the host whose own an address provably was at a
// time: the only host it ever was the own of, or the only one on that day.
func (d *Directory) HostOfAddress(addr string, at graph.Time) string {
	list := d.owners[addr]
	if !identifiesHost(addr) || len(list) == 0 {
		return ""
	}
	day := at.Ticks - at.Ticks%ticksPerDay
	ever, that := map[string]bool{}, map[string]bool{}
	for _, o := range list {
		ever[o.host] = true
		if o.day == day {
			that[o.host] = true
		}
	}
	if len(ever) == 1 {
		return list[0].host
	}
	if len(that) == 1 {
		for host := range that {
			return host
		}
	}
	return ""
}

const ticksPerDay = 86400 * graph.TicksPerSecond

// hostNamed is the host that a name means, or nil.
func (d *Directory) hostNamed(name string) *Group {
	name = strings.TrimSuffix(strings.ToLower(strings.TrimSpace(name)), ".")
	return d.byName[strings.TrimPrefix(name, `\\`)]
}

// otherAddress is the address from which a workstation's name came first, when
// that is another one than addr.
func (d *Directory) otherAddress(workstation, addr string) string {
	h := d.hostNamed(workstation)
	if h != nil {
		own := d.own[h.Key]
		if slices.Contains(own, addr) {
			return ""
		}
		if len(own) > 0 {
			return own[0]
		}
	}
	if list := d.claimed[strings.ToLower(workstation)]; len(list) > 0 && list[0].Address != addr {
		return list[0].Address
	}
	return ""
}

// settleAddresses lists, for each host, the addresses that are provably its own and no other's, sorted.
func (d *Directory) settleAddresses() {
	d.own = map[string][]string{}
	for addr, list := range d.owners {
		one := identifiesHost(addr)
		for _, o := range list {
			one = one && o.host == list[0].host
		}
		if one {
			d.own[list[0].host] = append(d.own[list[0].host], addr)
		}
	}
	for _, own := range d.own {
		slices.Sort(own)
	}
}

// Digest sums up all that the graph of a host takes from the directory: while
// it stays the same, new records of other hosts do not change the host.
func (d *Directory) Digest(key string) string {
	h := sha256.New()
	f := d.facts[key]
	if g := d.group(key); g != nil {
		fmt.Fprintf(h, "%s\x00%v\x00", g.Name, g.Computers)
	}
	for _, a := range f.Accounts {
		fmt.Fprintf(h, "%s\x00%s\x00%s\n", a.SID, a.Name, d.userKey(account{a.SID, a.Name}, key))
	}
	for _, c := range f.Claims {
		fmt.Fprintf(h, "%s\x00%s\x00%v\x00%s\n", c.Workstation, c.Address, d.owners[c.Address], d.otherAddress(c.Workstation, c.Address))
	}
	for _, s := range f.Servers {
		name := ""
		if g := d.hostNamed(s); g != nil {
			name = g.Name
		}
		fmt.Fprintf(h, "%s\x00%s\n", s, name)
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}

// userKey is the key of the user that an account of that host is, "" for nobody.
func (d *Directory) userKey(a account, hostKey string) string {
	if !a.known() {
		return ""
	}
	return d.users.key(scoped(a, hostKey))
}

// scoped makes a bare name, which counts within its host only, unlike all others.
func scoped(a account, hostKey string) account {
	if a.sid == "" && a.name != "" && !strings.ContainsAny(a.name, `\@`) {
		a.name = hostKey + "\x00" + a.name
	}
	return a
}

// Hosts are the host nodes, by key.
func (d *Directory) Hosts() []graph.Host {
	hosts := make([]graph.Host, 0, len(d.groups))
	for _, g := range d.groups {
		f := d.facts[g.Key]
		h := graph.Host{Key: g.Key, Name: g.Name, Addresses: d.own[g.Key]}
		for _, s := range f.Spellings {
			if s != g.Name {
				h.Aliases = append(h.Aliases, s)
			}
		}
		if len(f.Machines) > 0 {
			h.MachineGUIDPart = f.Machines[0].Part
		}
		hosts = append(hosts, h)
	}
	return hosts
}

// Users are the user nodes, by key.
func (d *Directory) Users() []graph.User { return d.users.nodes() }

// Warnings are the warnings about the case as a whole, by key.
func (d *Directory) Warnings() []graph.Warning { return d.warnings }

// warn finds ambiguous names and machine parts that hosts share.
func (d *Directory) warn() {
	parts := map[string][]string{}
	spans := map[string][]MachineFact{}
	for _, g := range d.groups {
		if g.Ambiguous {
			d.warnings = append(d.warnings, graph.Warning{
				Key: "w:" + string(graph.HostNameAmbiguous) + ":" + g.Key, Class: graph.HostNameAmbiguous, About: g.Key, Host: g.Key,
				Detail: fmt.Sprintf("several full host names begin with %q; records that give only the short name stay apart", g.Name),
			})
		}
		last := ""
		for _, m := range d.facts[g.Key].Machines {
			if m.Part != last {
				parts[m.Part] = append(parts[m.Part], g.Key)
			}
			spans[m.Part] = append(spans[m.Part], m)
			last = m.Part
		}
	}
	for part, hosts := range parts {
		if len(hosts) < 2 {
			continue
		}
		d.warnings = append(d.warnings, graph.Warning{
			Key: "w:" + string(graph.MachineIDSharedByHosts) + ":" + part, Class: graph.MachineIDSharedByHosts, About: hosts[0],
			Detail: fmt.Sprintf("the Sysmon machine part %s is shared by %s: %s", part, strings.Join(trimKeys(hosts), ", "), renamedOrCloned(spans[part])),
		})
	}
	slices.SortFunc(d.warnings, func(a, b graph.Warning) int { return cmp.Compare(a.Key, b.Key) })
}

func trimKeys(keys []string) []string {
	names := make([]string, len(keys))
	for i, k := range keys {
		names[i] = strings.TrimPrefix(k, "h:")
	}
	return names
}

// renamedOrCloned tells what overlapping or separate spans speak for.
func renamedOrCloned(spans []MachineFact) string {
	slices.SortFunc(spans, func(a, b MachineFact) int { return cmp.Or(cmp.Compare(a.First, b.First), cmp.Compare(a.Last, b.Last)) })
	for i := 1; i < len(spans); i++ {
		if spans[i].First <= spans[i-1].Last {
			return "their times overlap, so these are likely clones of one image"
		}
	}
	return "their times do not overlap, so this is likely one machine that was renamed"
}
