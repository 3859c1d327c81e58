package neo4jstore

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/graph/answer"
)

// Bounds of one transaction that adds records.
const (
	maxRecordRows  = 5000
	maxRecordBytes = 8 << 20
)

// AddObservations implements graph.Writer. A copy that brings nothing new (no
// smaller delivery, file or spelling) touches nothing. A batch too large for one
// transaction is kept in several, each with its own marks.
func (w *writer) AddObservations(ctx context.Context, batch []graph.Observation) (duplicates int, err error) {
	rows := w.store.recordRows(batch)
	for len(rows) > 0 {
		part := rows[:recordsWithin(rows)]
		rows = rows[len(part):]
		n, err := w.addRecords(ctx, part)
		duplicates += n
		if err != nil {
			return duplicates, err
		}
	}
	return duplicates, nil
}

// recordsWithin is how many of the rows one transaction takes. Copies of a record
// stand side by side and may be parted: the second part finds what the first wrote.
func recordsWithin(rows []recordRow) int {
	size := 0
	for i := range rows {
		size += len(rows[i].content) + 200
		if i > 0 && (size > maxRecordBytes || i >= maxRecordRows) {
			return i
		}
	}
	return len(rows)
}

// recordRow is an observation as its node keeps it.
type recordRow struct {
	key               string
	id                [16]byte
	computer          string // lower case
	log, file         string
	number            int64
	event             uint32
	delivery, content []byte
	resent            bool
}

func (s *Store) recordRows(batch []graph.Observation) []recordRow {
	rows := make([]recordRow, len(batch))
	for i := range batch {
		o, r := &batch[i], &rows[i]
		r.content, r.delivery = graph.EncodeObservation(o)
		r.id = graph.ObservationID(o)
		r.key = s.key(base64.RawURLEncoding.EncodeToString(r.id[:]))
		r.computer, r.log, r.file = strings.ToLower(o.Computer), o.Log, o.File
		r.number, r.event = int64(o.RecordID), o.EventID
	}
	// In the order of the index on place and number, the inserts run along its pages.
	slices.SortStableFunc(rows, func(a, b recordRow) int {
		if c := strings.Compare(a.computer, b.computer); c != 0 {
			return c
		}
		if c := strings.Compare(a.log, b.log); c != 0 {
			return c
		}
		if a.number != b.number {
			if a.number < b.number {
				return -1
			}
			return 1
		}
		return bytes.Compare(a.id[:], b.id[:])
	})
	return rows
}

// merge takes over what a copy brings. What is kept must not depend on the order
// of deliveries: the smallest of each that is there.
func (r *recordRow) merge(c *recordRow) (changed bool) {
	if c.resent && !r.resent { // copies that were united before
		r.resent, changed = true, true
	}
	if len(c.delivery) > 0 {
		order := bytes.Compare(c.delivery, r.delivery)
		if len(r.delivery) > 0 && order != 0 && !r.resent {
			r.resent, changed = true, true
		}
		if len(r.delivery) == 0 || order < 0 {
			r.delivery, changed = c.delivery, true
		}
	}
	if bytes.Compare(c.content, r.content) < 0 {
		r.content, changed = c.content, true
	}
	if c.file != "" && (r.file == "" || c.file < r.file) {
		r.file, changed = c.file, true
	}
	return changed
}

// uniteCopies merges the copies within sorted rows.
func uniteCopies(rows []recordRow) []recordRow {
	out := make([]recordRow, 0, len(rows))
	for i := range rows {
		if n := len(out); n > 0 && out[n-1].key == rows[i].key {
			// The rows are the batch's own and are merged again when a transaction is repeated.
			out[n-1].merge(&rows[i])
			continue
		}
		out = append(out, rows[i])
	}
	return out
}

// touchedComputers is what a computer's mark takes: how many records are new.
type touchedComputers map[string]int

func (w *writer) addRecords(ctx context.Context, part []recordRow) (duplicates int, err error) {
	rows := uniteCopies(part)
	err = w.write(ctx, "records", func(u *update) (bool, error) {
		known, err := u.knownRecords(rows)
		if err != nil {
			return false, err
		}
		touched := touchedComputers{}
		var fresh, changed []any
		for i := range rows {
			r := &rows[i]
			have, ok := known[r.key]
			switch {
			case !ok:
				fresh = append(fresh, r.all(w.store))
				touched[r.computer]++
			case have.merge(r):
				changed = append(changed, []any{r.key, have.file, bytesOrNil(have.delivery), have.content, trueOrNil(have.resent)})
				touched[r.computer] += 0
			}
		}
		duplicates = len(part) - len(fresh)
		if err := u.runRows("write_add_records", fresh); err != nil {
			return false, err
		}
		if err := u.runRows("write_merge_records", changed); err != nil {
			return false, err
		}
		return len(touched) > 0, u.touch(touched)
	})
	if err != nil {
		return 0, err
	}
	return duplicates, nil
}

func (u *update) knownRecords(rows []recordRow) (map[string]*recordRow, error) {
	keys := make([]string, len(rows))
	for i := range rows {
		keys[i] = rows[i].key
	}
	known := map[string]*recordRow{}
	err := u.each("write_find_records", map[string]any{"keys": keys}, func(r row) error {
		known[r.text(0)] = &recordRow{key: r.text(0), resent: r.bool(1), delivery: r.bytes(2), file: r.text(3), content: r.bytes(4)}
		return nil
	})
	return known, err
}

// all are the values of a new record's node, as write_add_records numbers them.
func (r *recordRow) all(s *Store) []any {
	return []any{r.key, s.key(r.computer), boundText(r.log), r.number, int64(r.event), r.id[:], r.file, bytesOrNil(r.delivery), r.content, trueOrNil(r.resent)}
}

func bytesOrNil(b []byte) any {
	if len(b) == 0 {
		return nil
	}
	return b
}

func trueOrNil(v bool) any {
	if !v {
		return nil
	}
	return true
}

// runRows runs a query over rows; of none there is nothing to do.
func (u *update) runRows(name string, rows []any) error {
	if len(rows) == 0 {
		return nil
	}
	return u.run(name, map[string]any{"rows": rows})
}

func (u *update) touch(touched touchedComputers) error {
	names := make([]string, 0, len(touched))
	for name := range touched {
		names = append(names, name)
	}
	slices.Sort(names)
	rows := make([]any, len(names))
	for i, name := range names {
		rows[i] = []any{u.s.key(name), name, touched[name]}
	}
	return u.runRows("write_touch_computers", rows)
}

// recordFetch is the number of records on their way at once: one can be large.
const recordFetch = 200

// errStopped: the caller wants no more.
var errStopped = errors.New("stopped")

// Observations implements graph.Writer.
func (w *writer) Observations(ctx context.Context, computers []string) iter.Seq2[*graph.StoredObservation, error] {
	return w.store.Observations(ctx, computers)
}

// Observations implements graph.RecordReader. The transaction is not repeated after an
// error, because records have been handed out by then.
func (s *Store) Observations(ctx context.Context, computers []string) iter.Seq2[*graph.StoredObservation, error] {
	return func(yield func(*graph.StoredObservation, error) bool) {
		err := s.eachRecord(ctx, computers, func(o *graph.StoredObservation) error {
			if !yield(o, nil) {
				return errStopped
			}
			return nil
		})
		if err != nil && !errors.Is(err, errStopped) {
			yield(nil, s.fail(ctx, "reading records", err))
		}
	}
}

func (s *Store) eachRecord(ctx context.Context, computers []string, f func(o *graph.StoredObservation) error) error {
	session := s.session(ctx, neo4j.AccessModeRead, recordFetch)
	defer closeSession(ctx, session)
	for _, computer := range answer.Computers(computers) {
		result, err := session.Run(ctx, query("write_records_of_computer"), s.bound(map[string]any{"computer": s.key(computer)}))
		if err != nil {
			return err
		}
		err = eachRow(ctx, result, func(r row) error {
			o, err := decodeRecord(r)
			if err != nil {
				return err
			}
			return f(o)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// decodeRecord makes an observation of a row (id, resent, file, delivery, content).
func decodeRecord(r row) (*graph.StoredObservation, error) {
	o := &graph.StoredObservation{Resent: r.bool(1)}
	var err error
	if o.Observation, err = graph.DecodeObservation(r.bytes(4), r.bytes(3)); err != nil {
		return nil, fmt.Errorf("record %x: %w", r.bytes(0), err)
	}
	o.File = r.text(2)
	copy(o.ID[:], r.bytes(0))
	return o, nil
}
