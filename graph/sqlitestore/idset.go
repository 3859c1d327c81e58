package sqlitestore

import (
	"database/sql/driver"
	"encoding/binary"
	"errors"

	"modernc.org/sqlite"
)

// The aggregate function procgraph_ids(id) returns a set of ids as one value: a
// row for each id costs several times as much as the query that finds it.
func init() {
	sqlite.MustRegisterFunction("procgraph_ids", &sqlite.FunctionImpl{
		NArgs: 1, Deterministic: true,
		MakeAggregate: func(sqlite.FunctionContext) (sqlite.AggregateFunction, error) { return &idSet{}, nil },
	})
}

// idSet gathers ids.
type idSet struct{ ids bitset }

var errIDSet = errors.New("procgraph_ids takes ids")

func (s *idSet) Step(_ *sqlite.FunctionContext, args []driver.Value) error {
	id, ok := args[0].(int64)
	if !ok || id < 0 {
		return errIDSet
	}
	s.ids.add(id)
	return nil
}

// WindowInverse implements sqlite.AggregateFunction; no query needs it.
func (s *idSet) WindowInverse(*sqlite.FunctionContext, []driver.Value) error { return errIDSet }

// WindowValue returns the set's words, little-endian.
func (s *idSet) WindowValue(*sqlite.FunctionContext) (driver.Value, error) {
	b := make([]byte, 0, 8*len(s.ids))
	for _, w := range s.ids {
		b = binary.LittleEndian.AppendUint64(b, w)
	}
	return b, nil
}

func (s *idSet) Final(*sqlite.FunctionContext) {}

// idSet reads the set that a query returns as its one value.
func (r reader) idSet(text string, args ...any) (bitset, error) {
	var b []byte
	if err := r.tx.QueryRowContext(r.ctx, text, args...).Scan(&b); err != nil {
		return nil, err
	}
	set := make(bitset, len(b)/8)
	for i := range set {
		set[i] = binary.LittleEndian.Uint64(b[8*i:])
	}
	return set, nil
}
