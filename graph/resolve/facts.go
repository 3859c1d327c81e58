package resolve

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/procgraph/procgraph/graph"
)

// Facts are what the records of one computer name say that other hosts may
// need: to join spellings of hosts and users, and to prove whose an address is.
// All lists are sorted sets.
type Facts struct {
	// Spellings of the computer's name as recorded.
	Spellings []string `json:"spellings,omitempty"`
	// Accounts are SIDs and names that records give together, or a name alone.
	Accounts []AccountFact `json:"accounts,omitempty"`
	// Same are names that one session shows to be one account.
	Same [][2]string `json:"same,omitempty"`
	// Machines are the machine parts of the Sysmon GUIDs.
	Machines []MachineFact `json:"machines,omitempty"`
	// Addresses are the host's own, by day.
	Addresses []AddressFact `json:"addresses,omitempty"`
	// Claims are workstation names that clients gave, with the address they came from.
	Claims []ClaimFact `json:"claims,omitempty"`
	// Proofs are addresses from which a machine account logged on by Kerberos.
	Proofs []ProofFact `json:"proofs,omitempty"`
	// Servers are names of hosts that explicit credentials were meant for.
	Servers []string `json:"servers,omitempty"`
	// Duplicates is how many records turned out to be copies of others of this host.
	Duplicates int `json:"duplicates,omitempty"`
}

// AccountFact names an account; a name without authority counts within its host.
type AccountFact struct {
	SID  string `json:"sid,omitempty"`
	Name string `json:"name,omitempty"`
}

// MachineFact is a machine part and when its GUIDs began, in FILETIME ticks.
type MachineFact struct {
	Part        string `json:"part"`
	First, Last int64
}

// AddressFact is an address that was the host's own on a day (FILETIME ticks).
type AddressFact struct {
	Address string `json:"address"`
	Day     int64  `json:"day"`
}

// ClaimFact is a workstation name that a client at an address gave first at a time.
type ClaimFact struct {
	Workstation string `json:"workstation"` // lower case
	Address     string `json:"address"`
	First       int64  `json:"first"`
}

// ProofFact is an address from which the machine account of a host logged on.
type ProofFact struct {
	Machine string `json:"machine"` // short name, lower case
	Address string `json:"address"`
	Day     int64  `json:"day"`
}

// Encode returns the facts for a store.
func (f *Facts) Encode() ([]byte, error) { return json.Marshal(f) }

// DecodeFacts reads what Encode returned.
func DecodeFacts(data []byte) (Facts, error) {
	var f Facts
	if len(data) == 0 {
		return f, nil
	}
	if err := json.Unmarshal(data, &f); err != nil {
		return f, fmt.Errorf("reading the facts of a computer: %w", err)
	}
	return f, nil
}

// normalise sorts the sets.
func (f *Facts) normalise() {
	slices.Sort(f.Spellings)
	f.Spellings = slices.Compact(f.Spellings)
	slices.SortFunc(f.Accounts, func(a, b AccountFact) int {
		return cmp.Or(strings.Compare(a.SID, b.SID), strings.Compare(a.Name, b.Name))
	})
	f.Accounts = slices.Compact(f.Accounts)
	slices.SortFunc(f.Same, func(a, b [2]string) int {
		return cmp.Or(strings.Compare(a[0], b[0]), strings.Compare(a[1], b[1]))
	})
	f.Same = slices.Compact(f.Same)
	slices.SortFunc(f.Machines, func(a, b MachineFact) int { return strings.Compare(a.Part, b.Part) })
	slices.SortFunc(f.Addresses, func(a, b AddressFact) int {
		return cmp.Or(strings.Compare(a.Address, b.Address), cmp.Compare(a.Day, b.Day))
	})
	f.Addresses = slices.Compact(f.Addresses)
	slices.SortFunc(f.Claims, func(a, b ClaimFact) int {
		return cmp.Or(strings.Compare(a.Workstation, b.Workstation), strings.Compare(a.Address, b.Address), cmp.Compare(a.First, b.First))
	})
	f.Claims = slices.CompactFunc(f.Claims, func(a, b ClaimFact) bool { return a.Workstation == b.Workstation && a.Address == b.Address })
	slices.SortFunc(f.Proofs, func(a, b ProofFact) int {
		return cmp.Or(strings.Compare(a.Machine, b.Machine), strings.Compare(a.Address, b.Address), cmp.Compare(a.Day, b.Day))
	})
	f.Proofs = slices.Compact(f.Proofs)
	slices.Sort(f.Servers)
	f.Servers = slices.Compact(f.Servers)
}

// factsBuilder gathers facts while a host is resolved; sets keep it small.
type factsBuilder struct {
	accounts map[account]bool
	same     map[[2]string]bool
	machines map[string]*MachineFact
	// spellings and addresses are those of facts, to note each once.
	spellings map[string]bool
	addresses map[AddressFact]bool
	facts     Facts
}

func newFactsBuilder() *factsBuilder {
	return &factsBuilder{
		accounts: map[account]bool{}, same: map[[2]string]bool{}, machines: map[string]*MachineFact{},
		spellings: map[string]bool{}, addresses: map[AddressFact]bool{},
	}
}

// spelling notes a spelling of the computer's name.
func (b *factsBuilder) spelling(name string) {
	if !b.spellings[name] {
		b.spellings[name] = true
		b.facts.Spellings = append(b.facts.Spellings, name)
	}
}

// address notes an address of the host.
func (b *factsBuilder) address(a AddressFact) {
	if !b.addresses[a] {
		b.addresses[a] = true
		b.facts.Addresses = append(b.facts.Addresses, a)
	}
}

func (b *factsBuilder) account(a account) {
	if a.known() {
		b.accounts[a] = true
	}
}

// sameAccount notes that two names are one account, with whatever SID is known.
func (b *factsBuilder) sameAccount(a, c account) {
	b.account(a)
	b.account(c)
	switch {
	case a.name == "" || c.name == "" || strings.EqualFold(a.name, c.name) || a.sid != "" && c.sid != "":
	case a.sid != "":
		b.account(account{a.sid, c.name})
	case c.sid != "":
		b.account(account{c.sid, a.name})
	default:
		pair := [2]string{a.name, c.name}
		slices.Sort(pair[:])
		b.same[pair] = true
	}
}

func (b *factsBuilder) machine(guid string, at graph.Time) {
	part := graph.GUIDMachine(guid)
	if part == "" || part == "00000000" {
		return
	}
	m := b.machines[part]
	if m == nil {
		b.machines[part] = &MachineFact{Part: part, First: at.Ticks, Last: at.Ticks}
		return
	}
	if at.Known() && (m.First == 0 || at.Ticks < m.First) {
		m.First = at.Ticks
	}
	m.Last = max(m.Last, at.Ticks)
}

func (b *factsBuilder) build() Facts {
	f := b.facts
	for a := range b.accounts {
		f.Accounts = append(f.Accounts, AccountFact{a.sid, a.name})
	}
	for p := range b.same {
		f.Same = append(f.Same, p)
	}
	for _, m := range b.machines {
		f.Machines = append(f.Machines, *m)
	}
	f.normalise()
	return f
}
