package sqlitestore

import (
	"bytes"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"sync"
)

const (
	// chunkIDs is the number of ids that one row of process_column holds.
	chunkIDs = 1024
	// columnSize is the size of one process in it, in bytes. See schema/0004.sql.
	columnSize = 43
)

// column is what process_column keeps of one process.
type column struct {
	parent, host, user, session, image, text int32
	observed                                 bool
	sort, last                               int64
}

// packed is a column as it is stored.
type packed []byte

func (p packed) number(at int) int32 { return int32(binary.BigEndian.Uint32(p[at:])) }
func (p packed) remainder() uint16   { return binary.BigEndian.Uint16(p) }
func (p packed) parent() int32       { return p.number(2) }
func (p packed) host() int32         { return p.number(6) }
func (p packed) user() int32         { return p.number(10) }
func (p packed) session() int32      { return p.number(14) }
func (p packed) image() int32        { return p.number(18) }
func (p packed) text() int32         { return p.number(22) }
func (p packed) observed() bool      { return p[26] != 0 }
func (p packed) sort() int64         { return int64(binary.BigEndian.Uint64(p[27:])) }
func (p packed) last() int64         { return int64(binary.BigEndian.Uint64(p[35:])) }

func (p packed) column() column {
	return column{p.parent(), p.host(), p.user(), p.session(), p.image(), p.text(), p.observed(), p.sort(), p.last()}
}

// errColumns: the rows of process_column are not what this program writes.
var errColumns = errors.New("the packed columns of the processes are damaged")

// packedChunk is a row of process_column.
type packedChunk struct {
	number int64
	data   []byte
}

func (k packedChunk) check() error {
	if len(k.data)%columnSize != 0 || k.number < 0 || k.number > math.MaxInt32/chunkIDs {
		return errColumns
	}
	return nil
}

// each calls f for every process of the chunk.
func (k packedChunk) each(f func(id int64, c packed)) {
	for data := k.data; len(data) > 0; data = data[columnSize:] {
		c := packed(data[:columnSize:columnSize])
		f(k.number*chunkIDs+int64(c.remainder()), c)
	}
}

// maxKeptColumns bounds the columns in memory, in bytes: those of some three million processes.
const maxKeptColumns = 128 << 20

// keptColumns are the columns of one version. They are kept when they are asked
// for twice, so that a case that is being written is not copied for every answer.
type keptColumns struct {
	mu      sync.Mutex
	asked   string // the version of the last question
	version string
	chunks  []packedChunk
}

// at returns the columns of a version, and whether they are to be kept when they are not here.
func (k *keptColumns) at(version string) (chunks []packedChunk, here, keep bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.version == version {
		return k.chunks, true, false
	}
	keep, k.asked = k.asked == version, version
	return nil, false, keep
}

func (k *keptColumns) put(version string, chunks []packedChunk) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.version, k.chunks = version, chunks
}

// eachColumn calls f for every process, by id. The column is valid during the call.
func (r reader) eachColumn(f func(id int64, c packed)) error {
	version, err := r.version()
	if err != nil {
		return err
	}
	kept, here, keep := r.columns.at(version)
	if here {
		for _, k := range kept {
			k.each(f)
		}
		return r.ctx.Err()
	}
	size := 0
	err = r.each(query("columns"), nil, func(rows *sql.Rows) error {
		var k packedChunk
		var data sql.RawBytes
		if err := rows.Scan(&k.number, &data); err != nil {
			return err
		}
		k.data = data
		if err := k.check(); err != nil {
			return err
		}
		if size += len(data); keep && size <= maxKeptColumns {
			k.data = bytes.Clone(data)
			kept = append(kept, k)
		}
		k.each(f)
		return r.ctx.Err()
	})
	if err == nil && keep && size <= maxKeptColumns {
		r.columns.put(version, kept)
	}
	return err
}

// encode appends the record of the process whose id has this remainder.
func (c *column) encode(b []byte, remainder int) []byte {
	b = binary.BigEndian.AppendUint16(b, uint16(remainder))
	for _, n := range []int32{c.parent, c.host, c.user, c.session, c.image, c.text} {
		b = binary.BigEndian.AppendUint32(b, uint32(n))
	}
	observed := byte(0)
	if c.observed {
		observed = 1
	}
	b = append(b, observed)
	b = binary.BigEndian.AppendUint64(b, uint64(c.sort))
	return binary.BigEndian.AppendUint64(b, uint64(c.last))
}

// columnChunk is a row of process_column unpacked.
type columnChunk struct {
	have    [chunkIDs]bool
	columns [chunkIDs]column
}

// columnWriter writes process_column. Ids come mostly in runs, so that a few
// chunks in memory spare writing each more than once.
type columnWriter struct {
	u      *update
	chunks map[int64]*columnChunk
}

// maxChunks bounds the chunks in memory, some 60 kB each.
const maxChunks = 128

func newColumnWriter(u *update) *columnWriter {
	return &columnWriter{u: u, chunks: map[int64]*columnChunk{}}
}

// put sets the column of a process.
func (w *columnWriter) put(id int64, c column) error {
	k, err := w.chunk(id)
	if err == nil {
		k.have[id%chunkIDs], k.columns[id%chunkIDs] = true, c
	}
	return err
}

// drop removes the column of a process.
func (w *columnWriter) drop(id int64) error {
	k, err := w.chunk(id)
	if err == nil {
		k.have[id%chunkIDs] = false
	}
	return err
}

func (w *columnWriter) chunk(id int64) (*columnChunk, error) {
	n := id / chunkIDs
	if k := w.chunks[n]; k != nil {
		return k, nil
	}
	if len(w.chunks) >= maxChunks {
		if err := w.flush(); err != nil {
			return nil, err
		}
	}
	k := &columnChunk{}
	err := w.u.each("columns-of-chunk", []any{n}, func(rows *sql.Rows) error {
		var data sql.RawBytes
		if err := rows.Scan(&data); err != nil {
			return err
		}
		for ; len(data) >= columnSize; data = data[columnSize:] {
			c := packed(data[:columnSize])
			at := c.remainder()
			if at >= chunkIDs {
				return errColumns
			}
			k.have[at], k.columns[at] = true, c.column()
		}
		return nil
	})
	w.chunks[n] = k
	return k, err
}

// flush writes the chunks in memory.
func (w *columnWriter) flush() error {
	for n, k := range w.chunks {
		var data []byte
		for i := range k.columns {
			if k.have[i] {
				data = k.columns[i].encode(data, i)
			}
		}
		var err error
		if len(data) == 0 {
			err = w.u.exec("drop-columns", n)
		} else {
			err = w.u.exec("put-columns", n, data)
		}
		if err != nil {
			return err
		}
	}
	clear(w.chunks)
	return nil
}

// narrow makes an id fit a column.
func narrow(id int64) (int32, error) {
	if id > math.MaxInt32 || id < math.MinInt32 {
		return 0, fmt.Errorf("the case is full: the number %d is beyond 32 bits", id)
	}
	return int32(id), nil
}

// packColumn makes a column of ids and times.
func packColumn(parent, host, user, session, image, text int64, observed bool, sort, last int64) (column, error) {
	c := column{observed: observed, sort: sort, last: last}
	for _, n := range []struct {
		to   *int32
		from int64
	}{{&c.parent, parent}, {&c.host, host}, {&c.user, user}, {&c.session, session}, {&c.image, image}, {&c.text, text}} {
		var err error
		if *n.to, err = narrow(n.from); err != nil {
			return c, err
		}
	}
	return c, nil
}
