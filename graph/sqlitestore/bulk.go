package sqlitestore

import (
	"context"
	"database/sql"
	"errors"
)

// bulk sends the rows of one INSERT many at a time: a step of the statement
// costs more than a few columns more.
type bulk struct {
	ctx     context.Context
	tx      *sql.Tx
	name    string
	fresh   bool
	size    int // rows a statement
	columns int
	full    *sql.Stmt
	args    []any
	// changed counts the rows that the statements inserted or changed.
	changed int64
	// onFlush, when set, is called with the arguments of the rows just sent
	// and the number of them that changed something.
	onFlush func(args []any, changed int64) error
}

// bulkRows is the usual number of rows a statement; more brings nothing measurable.
const bulkRows = 32

func newBulk(u *update, name string) (*bulk, error) { return newBulkOf(u, name, false) }

// newBulkOf prepares an INSERT; of fresh rows it is known that none is there yet.
func newBulkOf(u *update, name string, fresh bool) (*bulk, error) {
	text, columns := queryRows(name, bulkRows, fresh)
	full, err := u.tx.PrepareContext(u.ctx, text)
	if err != nil {
		return nil, err
	}
	return &bulk{ctx: u.ctx, tx: u.tx, name: name, fresh: fresh, size: bulkRows, columns: columns, full: full,
		args: make([]any, 0, bulkRows*columns)}, nil
}

// add queues one row. Byte slices must stay unchanged until the next flush.
func (b *bulk) add(row ...any) error {
	b.args = append(b.args, row...)
	if len(b.args) < b.size*b.columns {
		return nil
	}
	return b.run(b.full)
}

func (b *bulk) run(stmt *sql.Stmt) error {
	res, err := stmt.ExecContext(b.ctx, b.args...)
	if err != nil {
		return err
	}
	n, err := res.RowsAffected()
	if err != nil {
		return err
	}
	b.changed += n
	if b.onFlush != nil {
		if err := b.onFlush(b.args, n); err != nil {
			return err
		}
	}
	clear(b.args)
	b.args = b.args[:0]
	return nil
}

// flush sends what is queued.
func (b *bulk) flush() error {
	if len(b.args) == 0 {
		return nil
	}
	text, _ := queryRows(b.name, len(b.args)/b.columns, b.fresh)
	rest, err := b.tx.PrepareContext(b.ctx, text)
	if err != nil {
		return err
	}
	return errors.Join(b.run(rest), rest.Close())
}

// close flushes and frees the statement.
func (b *bulk) close() error {
	return errors.Join(b.flush(), b.full.Close())
}

// abandon frees the statement after an error.
func (b *bulk) abandon() error {
	if b == nil {
		return nil
	}
	return b.full.Close()
}

// nodeRows writes rows of nodes, new and changed ones by different statements:
// SQLite need not be able to take back a statement that only inserts (OR FAIL),
// which saves a copy of every page. An error undoes the whole transaction anyway.
type nodeRows struct {
	fresh, changed *bulk
}

func newNodeRows(u *update, name string) (*nodeRows, error) {
	fresh, err := newBulkOf(u, name, true)
	if err != nil {
		return nil, err
	}
	changed, err := newBulk(u, name)
	if err != nil {
		return nil, errors.Join(err, fresh.abandon())
	}
	return &nodeRows{fresh, changed}, nil
}

func (r *nodeRows) add(fresh bool, row ...any) error {
	if fresh {
		return r.fresh.add(row...)
	}
	return r.changed.add(row...)
}

// close writes what is queued and frees the statements.
func (r *nodeRows) close() error { return errors.Join(r.fresh.close(), r.changed.close()) }

func (r *nodeRows) abandon() error {
	if r == nil {
		return nil
	}
	return errors.Join(r.fresh.abandon(), r.changed.abandon())
}
