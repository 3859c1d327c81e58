package sqlitestore

import "database/sql"

// bulkLoad is the number of new processes from which on the indexes that they do
// not come in the order of are built after them, as a whole: a place in the middle
// of a large index for each row costs several times more, in time and in the
// write-ahead log, and leaves pages half empty.
const bulkLoad = 50_000

// setAside removes these indexes until restore builds them anew. Both are of the
// transaction, so that no reader ever misses them.
type setAside struct {
	u      *update
	create []string
}

// setIndexesAside does so when most of the processes will be new ones.
func (u *update) setIndexesAside(fresh int) (*setAside, error) {
	s := &setAside{u: u}
	if fresh < bulkLoad {
		return s, nil
	}
	have, err := u.one("count-processes")
	if err != nil || int64(fresh) < have {
		return s, err
	}
	var names []string
	err = u.each("unordered-indexes", nil, func(rows *sql.Rows) error {
		var name, text string
		err := rows.Scan(&name, &text)
		names, s.create = append(names, name), append(s.create, text)
		return err
	})
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		if _, err := u.tx.ExecContext(u.ctx, "DROP INDEX "+name); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// restore builds the indexes.
func (s *setAside) restore() error {
	for _, text := range s.create {
		if _, err := s.u.tx.ExecContext(s.u.ctx, text); err != nil {
			return err
		}
	}
	return nil
}
