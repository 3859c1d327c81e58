package sqlitestore

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"strings"

	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/graph/answer"
)

// SetDirectory implements graph.Writer.
func (w *writer) SetDirectory(ctx context.Context, hosts []graph.Host, users []graph.User, warnings []graph.Warning) error {
	return w.write(ctx, "hosts and users", func(u *update) (bool, error) {
		changed, err := u.setEntries("host", len(hosts), func(i int) entry {
			h := &hosts[i]
			return entry{node: h, name: h.Name}
		})
		if err != nil {
			return false, err
		}
		changedUsers, err := u.setEntries("user", len(users), func(i int) entry {
			n := &users[i]
			all := append([]string{n.SID, n.Name}, n.Names...)
			return entry{node: n, name: n.Name, folded: answer.FoldText(strings.Join(all, "\n"))}
		})
		if err != nil {
			return false, err
		}
		warnings = slices.Clone(warnings)
		slices.SortFunc(warnings, func(a, b graph.Warning) int { return strings.Compare(a.Key, b.Key) })
		changedWarnings, err := u.writeWarnings(0, warnings)
		return changed || changedUsers || changedWarnings, err
	})
}

// entry is a host or a user of the directory.
type entry struct {
	node         graph.Node
	name, folded string
}

// setEntries writes the hosts or the users that differ and removes those that are gone.
func (u *update) setEntries(table string, n int, at func(i int) entry) (changed bool, err error) {
	have := map[string]int64{} // hash by key
	err = u.each("stored-"+table+"s", nil, func(rows *sql.Rows) error {
		var key string
		var hash int64
		err := rows.Scan(&key, &hash)
		have[key] = hash
		return err
	})
	if err != nil {
		return false, err
	}
	put, err := newBulk(u, "put-"+table+"s")
	if err != nil {
		return false, err
	}
	for i := range n {
		e := at(i)
		different, err := u.putEntry(put, e, have)
		if err != nil {
			return false, errors.Join(err, put.abandon())
		}
		changed = changed || different
	}
	if err := put.close(); err != nil {
		return false, err
	}
	for key := range have {
		if err := u.exec("drop-"+table, key); err != nil {
			return false, err
		}
		changed = true
	}
	return changed, nil
}

// putEntry takes the entry out of have: what is left there at the end is gone.
func (u *update) putEntry(put *bulk, e entry, have map[string]int64) (changed bool, err error) {
	key := e.node.NodeKey()
	line, err := graph.EncodeLine(e.node)
	if err != nil {
		return false, err
	}
	hash := fingerprint(line)
	before, known := have[key]
	delete(have, key)
	if known && before == hash {
		return false, nil
	}
	id, err := u.term(key)
	if err != nil {
		return false, err
	}
	row := []any{id, key, e.name, hash, string(line)}
	if put.columns > len(row) {
		row = append(row, e.folded)
	}
	return true, put.add(row...)
}
