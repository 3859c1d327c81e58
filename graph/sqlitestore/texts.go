package sqlitestore

import (
	"database/sql"
	"errors"
	"slices"
	"strings"

	"github.com/procgraph/procgraph/graph"
)

// textWriter keeps each distinct text that a search looks through once: most
// processes share theirs with others, and the index is the dearest part of a write.
type textWriter struct {
	u        *update
	find     *sql.Stmt
	rows     *bulk
	first    int64 // the first id given here
	next     int64
	recent   map[int64]int64 // id by hash, of texts met in this run
	forgot   bool            // recent was emptied once
	released map[int64]bool
}

// maxRecent bounds recent; what is forgotten is found in the table again.
const maxRecent = 500_000

func newTextWriter(u *update) (*textWriter, error) {
	last, err := u.one("last-text")
	if err != nil {
		return nil, err
	}
	t := &textWriter{u: u, first: last + 1, next: last + 1, recent: map[int64]int64{}, released: map[int64]bool{}}
	if t.find, err = u.tx.PrepareContext(u.ctx, query("find-text")); err != nil {
		return nil, err
	}
	if t.rows, err = newBulkOf(u, "add-texts", true); err != nil {
		return nil, errors.Join(err, t.abandon())
	}
	return t, nil
}

// fold is the text of a process that a search looks through, in lower case, a line each part.
func fold(n *graph.Process) string {
	var b strings.Builder
	b.WriteString(n.Image)
	b.WriteByte('\n')
	b.WriteString(n.CommandLine)
	values := make([]string, 0, len(n.Hashes))
	for _, v := range n.Hashes {
		values = append(values, v)
	}
	slices.Sort(values)
	for _, v := range values {
		b.WriteByte('\n')
		b.WriteString(v)
	}
	return foldText(b.String())
}

// foldText puts a text or a needle into lower case. The full-text index ends a
// text at a NUL, so a NUL becomes U+FFFD in both.
func foldText(s string) string {
	return strings.ReplaceAll(strings.ToLower(s), "\x00", "\uFFFD")
}

// id returns the row of the text of a process, adding it when it is new.
func (t *textWriter) id(n *graph.Process) (int64, error) {
	if n.Image == "" && n.CommandLine == "" && len(n.Hashes) == 0 {
		return 0, nil
	}
	folded := fold(n)
	hash := fingerprint([]byte(folded))
	if id, ok := t.recent[hash]; ok {
		return id, nil
	}
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
	t.recent[hash] = id
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
