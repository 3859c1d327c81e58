package sqlitestore

import (
	"bytes"
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/graph/answer"
)

// AddObservations implements graph.Writer. A copy that brings nothing new (no
// smaller delivery, file or spelling) touches nothing.
func (w *writer) AddObservations(ctx context.Context, batch []graph.Observation) (duplicates int, err error) {
	if len(batch) == 0 {
		return 0, nil
	}
	err = w.write(ctx, "records", func(u *update) (bool, error) {
		rows, err := u.observationRows(batch)
		if err != nil {
			return false, err
		}
		fresh, merged, err := u.insertObservations(rows)
		if err != nil {
			return false, err
		}
		added := 0
		for computer, n := range fresh {
			added += n
			if err := u.exec("touch-computer", computer, n); err != nil {
				return false, err
			}
		}
		duplicates = len(batch) - added
		return added > 0 || merged, nil
	})
	return duplicates, err
}

// observationRow is an observation as the table keeps it.
type observationRow struct {
	computer, log, record, file int64
	id                          [16]byte
	delivery, content           []byte
}

func (r *observationRow) args() []any {
	return []any{r.computer, r.log, r.record, r.id[:], r.file, r.delivery, r.content}
}

// observationRows encodes a batch in the order of the table, which makes the
// inserts run along its leaves. Copies within the batch stay side by side.
func (u *update) observationRows(batch []graph.Observation) ([]observationRow, error) {
	rows := make([]observationRow, len(batch))
	for i := range batch {
		o, r := &batch[i], &rows[i]
		var err error
		if r.computer, err = u.computer(o.Computer); err != nil {
			return nil, err
		}
		if r.log, err = u.term(o.Log); err != nil {
			return nil, err
		}
		if r.file, err = u.term(o.File); err != nil {
			return nil, err
		}
		r.record, r.id = int64(o.RecordID), graph.ObservationID(o)
		r.content, r.delivery = graph.EncodeObservation(o)
		if r.delivery == nil {
			r.delivery = []byte{}
		}
	}
	slices.SortStableFunc(rows, func(a, b observationRow) int {
		return cmp.Or(cmp.Compare(a.computer, b.computer), cmp.Compare(a.log, b.log), cmp.Compare(a.record, b.record),
			bytes.Compare(a.id[:], b.id[:]))
	})
	return rows, nil
}

// insertObservations adds the new rows and merges the copies. fresh counts the
// new ones of each computer and has a computer of which a copy changed something.
func (u *update) insertObservations(rows []observationRow) (fresh map[int64]int, merged bool, err error) {
	add, err := newBulk(u, "add-observations")
	if err != nil {
		return nil, false, err
	}
	fresh = map[int64]int{}
	sent := 0 // rows of the statements so far
	add.onFlush = func(args []any, added int64) error {
		part := rows[sent : sent+len(args)/add.columns]
		sent += len(part)
		if added > 0 {
			fresh[part[0].computer] += int(added)
		}
		if int(added) == len(part) {
			return nil
		}
		changed, err := u.mergeObservations(part)
		if changed {
			merged = true
			fresh[part[0].computer] += 0 // touched all the same
		}
		return err
	}
	for i := range rows {
		if i > 0 && rows[i].computer != rows[i-1].computer {
			err = add.flush() // a statement's rows are of one computer
		}
		if err == nil {
			err = add.add(rows[i].args()...)
		}
		if err != nil {
			return nil, false, errors.Join(err, add.abandon())
		}
	}
	err = add.close()
	return fresh, merged, err
}

// mergeObservations takes over what the copies among rows bring; for a row that
// was just inserted it changes nothing.
func (u *update) mergeObservations(rows []observationRow) (changed bool, err error) {
	for i := range rows {
		n, err := u.execCount("merge-observation", rows[i].args()...)
		if err != nil {
			return changed, err
		}
		changed = changed || n > 0
	}
	return changed, nil
}

// computer returns the id of a computer by its name, giving it one when it is new.
func (u *update) computer(name string) (int64, error) {
	name = strings.ToLower(name)
	if id, ok := u.computers[name]; ok {
		return id, nil
	}
	id, err := u.one("find-computer", name)
	if errors.Is(err, sql.ErrNoRows) {
		id, err = u.one("add-computer", name)
	}
	if err == nil {
		u.computers[name] = id
	}
	return id, err
}

// Observations implements graph.Writer.
func (w *writer) Observations(ctx context.Context, computers []string) iter.Seq2[*graph.StoredObservation, error] {
	return w.store.Observations(ctx, computers)
}

// Observations implements graph.RecordReader. It reads one state of the case, and a
// writer may write while it goes on.
func (s *Store) Observations(ctx context.Context, computers []string) iter.Seq2[*graph.StoredObservation, error] {
	return func(yield func(*graph.StoredObservation, error) bool) {
		stopped := errors.New("stopped")
		err := s.read(ctx, "records", func(r reader) error {
			for _, computer := range answer.Computers(computers) {
				var id int64
				err := r.scanOne("find-computer", []any{computer}, &id)
				if errors.Is(err, graph.ErrNotFound) {
					continue
				}
				if err != nil {
					return err
				}
				err = r.each(query("observations"), []any{id}, func(rows *sql.Rows) error {
					o, err := scanObservation(rows)
					if err == nil && !yield(o, nil) {
						err = stopped
					}
					return err
				})
				if err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil && !errors.Is(err, stopped) {
			yield(nil, err)
		}
	}
}

// rawObservation is a row of the observation queries, valid until the next row.
type rawObservation struct {
	id, delivery, content sql.RawBytes
	resent                bool
	file                  string
}

func scanRaw(rows *sql.Rows) (raw rawObservation, err error) {
	err = rows.Scan(&raw.id, &raw.resent, &raw.file, &raw.delivery, &raw.content)
	return raw, err
}

// decode makes an observation that is the caller's.
func (raw *rawObservation) decode() (*graph.StoredObservation, error) {
	o := &graph.StoredObservation{Resent: raw.resent}
	var err error
	if o.Observation, err = graph.DecodeObservation(raw.content, raw.delivery); err != nil {
		return nil, fmt.Errorf("record %x: %w", []byte(raw.id), err)
	}
	o.File = raw.file
	copy(o.ID[:], raw.id)
	return o, nil
}

func scanObservation(rows *sql.Rows) (*graph.StoredObservation, error) {
	raw, err := scanRaw(rows)
	if err != nil {
		return nil, err
	}
	return raw.decode()
}
