package sqlitestore

import (
	"database/sql"
	"errors"
	"fmt"
	"sort"

	"github.com/procgraph/procgraph/graph"
)

// stored is what the case has of a node: its row and the fingerprint of what is in it.
type stored struct {
	id, hash int64
	text     int64 // of a process: its search_text
}

// difference compares nodes of one kind and host with what is stored. It holds
// two or three numbers a node and never the old lines.
type difference struct {
	old  []stored // by index of the new nodes; id 0: not stored yet
	gone []stored
	next int64 // the next free id
}

// compare reads the stored rows of a host (query stored-KIND) and matches them
// to n nodes whose keys come sorted. New nodes are given their ids at once.
func (u *update) compare(kind string, host int64, n int, keyAt func(i int) string) (*difference, error) {
	for i := range n {
		if key := keyAt(i); key == "" || (i > 0 && keyAt(i-1) >= key) {
			return nil, fmt.Errorf("%w: the keys of the %s are not sorted and unique at %q", graph.ErrInvalid, kind, key)
		}
	}
	d := &difference{old: make([]stored, n)}
	err := u.each("stored-"+kind, []any{host}, func(rows *sql.Rows) error {
		var s stored
		var key sql.RawBytes
		if err := rows.Scan(&s.id, &s.hash, &s.text, &key); err != nil {
			return err
		}
		i := sort.Search(n, func(i int) bool { return keyAt(i) >= string(key) })
		if i < n && keyAt(i) == string(key) {
			d.old[i] = s
		} else {
			d.gone = append(d.gone, s)
		}
		return nil
	})
	return d, err
}

// number gives ids to the new nodes, after the last id in use.
func (d *difference) number(last int64) (fresh []bool) {
	fresh = make([]bool, len(d.old))
	d.next = last + 1
	for i := range d.old {
		if d.old[i].id == 0 {
			d.old[i].id, fresh[i] = d.next, true
			d.next++
		}
	}
	return fresh
}

// changes compares and numbers, and removes what is gone with the given statements.
func (u *update) changes(kind, one string, host int64, n int, keyAt func(i int) string, drops ...string) (*difference, []bool, error) {
	d, err := u.compare(kind, host, n, keyAt)
	if err != nil {
		return nil, nil, err
	}
	for _, drop := range drops {
		if err := u.dropAll(drop, d.gone); err != nil {
			return nil, nil, err
		}
	}
	last, err := u.one("last-" + one)
	if err != nil {
		return nil, nil, err
	}
	return d, d.number(last), nil
}

// dropAll runs a statement for each of the rows.
func (u *update) dropAll(name string, rows []stored) error {
	if len(rows) == 0 {
		return nil
	}
	stmt, err := u.tx.PrepareContext(u.ctx, query(name))
	if err != nil {
		return err
	}
	for _, s := range rows {
		if _, err := stmt.ExecContext(u.ctx, s.id); err != nil {
			return errors.Join(err, stmt.Close())
		}
	}
	return stmt.Close()
}
