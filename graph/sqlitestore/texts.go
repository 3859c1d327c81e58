package sqlitestore

import (
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"errors"

	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/graph/answer"
)

// textWriter keeps each distinct text that a search looks through once: most
// processes share theirs with others, and the index is the dearest part of a write.
type textWriter struct {
	u        *update
	find     *sql.Stmt
	rows     *bulk
	first    int64 // the first id given here
	next     int64
	recent   map[textHash]int64 // id of texts met in this run
	forgot   bool               // recent was emptied once
	released map[int64]bool
}

// textHash tells texts apart where they are not compared: 128 bits, for of 64 a
// command line can be made that hides behind another.
type textHash [16]byte

// maxRecent bounds recent; what is forgotten is found in the table again.
const maxRecent = 500_000

func newTextWriter(u *update) (*textWriter, error) {
	last, err := u.one("last-text")
	if err != nil {
		return nil, err
	}
	t := &textWriter{u: u, first: last + 1, next: last + 1, recent: map[textHash]int64{}, released: map[int64]bool{}}
	if t.find, err = u.tx.PrepareContext(u.ctx, query("find-text")); err != nil {
		return nil, err
	}
	if t.rows, err = newBulkOf(u, "add-texts", true); err != nil {
		return nil, errors.Join(err, t.abandon())
	}
	return t, nil
}

// id returns the row of the text of a process, adding it when it is new.
func (t *textWriter) id(n *graph.Process) (int64, error) {
	folded := answer.ProcessText(n)
	if folded == "" {
		return 0, nil
	}
	sum := sha256.Sum256([]byte(folded))
	recent := textHash(sum[:])
	if id, ok := t.recent[recent]; ok {
		return id, nil
	}
	hash := int64(binary.LittleEndian.Uint64(sum[:])) // as fingerprint makes it
	var id int64
	if t.first > 1 || t.forgot { // else all there is, is in recent
		var err error
		if id, err = t.stored(hash, folded); err != nil {
			return 0, err
		}
	}
	if id == 0 {
		id = t.next
		t.next++
		if err := t.rows.add(id, hash, folded); err != nil {
			return 0, err
		}
	}
	if len(t.recent) >= maxRecent {
		// Rows still queued must be in the table before they are looked up there.
		if err := t.rows.flush(); err != nil {
			return 0, err
		}
		clear(t.recent)
		t.forgot = true
	}
	t.recent[recent] = id
	return id, nil
}

// stored looks a text up in the table; 0 when it is not there.
func (t *textWriter) stored(hash int64, folded string) (found int64, err error) {
	rows, err := t.find.QueryContext(t.u.ctx, hash)
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	for rows.Next() {
		var id int64
		var have sql.RawBytes
		if err := rows.Scan(&id, &have); err != nil {
			return 0, err
		}
		if string(have) == folded {
			found = id
		}
	}
	return found, rows.Err()
}

// release notes that a process no longer uses a text.
func (t *textWriter) release(id int64) {
	if id != 0 {
		t.released[id] = true
	}
}

// close indexes the new texts and drops the released ones that no process uses.
// The index is written in one statement: between two it would put what it has
// into the file, a small segment each time.
func (t *textWriter) close() error {
	if err := errors.Join(t.rows.close(), t.find.Close()); err != nil {
		return err
	}
	if t.next > t.first {
		if err := t.u.exec("index-texts", t.first); err != nil {
			return err
		}
	}
	for id := range t.released {
		n, err := t.u.execCount("drop-unused-text", id)
		if err == nil && n > 0 {
			err = t.u.exec("unindex-text", id)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// abandon frees the statements after an error.
func (t *textWriter) abandon() error {
	return errors.Join(t.find.Close(), t.rows.abandon())
}
