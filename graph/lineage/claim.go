package lineage

import (
	"errors"
	"slices"
	"strings"

	"github.com/procgraph/procgraph/graph"
)

// maxDisputed is the most processes with several parents that are looked at.
const maxDisputed = 300

// claims adds the parents that only one source names, with what is above them, for
// each process of a chain: a borrowed parent hides where a process came from.
func (b *builder) claims(chain []graph.ProcessRow, role Role, hop int) error {
	for i := range chain {
		p := &chain[i]
		for _, c := range p.ParentClaims {
			if c.Parent == p.Parent {
				continue
			}
			row, err := b.r.Process(b.ctx, c.Parent)
			if errors.Is(err, graph.ErrNotFound) {
				continue
			}
			if err != nil {
				return err
			}
			if !b.process(row, role, hop) {
				return nil
			}
			b.claim(&row, p, c.Source)
			if _, err := b.ancestry(row, role, hop); err != nil {
				return err
			}
		}
	}
	return nil
}

func (b *builder) claim(parent, child *graph.ProcessRow, source string) {
	b.link(Link{From: ID(graph.KindProcess, parent.Key), To: ID(graph.KindProcess, child.Key), Kind: Spawned, Confidence: Claimed,
		Why: sourceName(source) + " names this parent, another source another"})
}

func sourceName(s string) string {
	if s == "" {
		return "one log"
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

// claimed adds the processes that, by one source only, are children of the set, and
// what is below them. It returns all that it added.
func (b *builder) claimed(set []graph.ProcessRow, role Role, hop int) ([]graph.ProcessRow, error) {
	if err := b.readDisputed(); err != nil {
		return nil, err
	}
	var all []graph.ProcessRow
	for i := range b.disputed {
		child := &b.disputed[i]
		for _, c := range child.ParentClaims {
			at := slices.IndexFunc(set, func(p graph.ProcessRow) bool { return p.Key == c.Parent })
			if at < 0 || c.Parent == child.Parent {
				continue
			}
			known := b.has(ID(graph.KindProcess, child.Key))
			if !b.process(*child, role, hop) {
				return all, nil
			}
			b.claim(&set[at], child, c.Source)
			if id := ID(graph.KindProcess, child.Parent); b.has(id) {
				b.spawn(b.node(id).Process, child)
			}
			if known {
				continue
			}
			below, err := b.descend(*child, role, hop)
			if err != nil {
				return nil, err
			}
			all = append(append(all, *child), below...)
		}
	}
	return all, nil
}

// readDisputed reads the processes that a warning says have several parents.
func (b *builder) readDisputed() error {
	if b.asked {
		return nil
	}
	b.asked = true
	list, err := b.r.Warnings(b.ctx, graph.ParentMismatch, "", graph.Page{Limit: maxDisputed})
	if err != nil {
		return err
	}
	if list.Next != "" {
		b.note("More processes have disputed parents than were looked at.")
	}
	for i := range list.Items {
		row, err := b.r.Process(b.ctx, list.Items[i].About)
		if errors.Is(err, graph.ErrNotFound) {
			continue
		}
		if err != nil {
			return err
		}
		b.disputed = append(b.disputed, row)
	}
	return nil
}
