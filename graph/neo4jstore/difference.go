package neo4jstore

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"

	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/graph/answer"
)

// What is to be done with a node.
const (
	same    = iota
	changed // it is stored with another content
	fresh   // it is not stored for this host
)

// difference compares nodes of one kind with what is stored. It holds a number a
// node and the keys of what is gone, never the old nodes.
type difference struct {
	kind   string // plural, as in the queries' names
	n      int
	keyAt  func(i int) string // export keys, sorted
	lineAt func(i int) ([]byte, error)
	hashes []int64
	sizes  []int32 // bytes of the lines
	todo   []byte  // same, changed or fresh
	gone   []string
	counts [3]int
	size   int // bytes of the lines to be written
}

// modelVersion is part of every content hash: it moves on when what is written
// of a node changes, so that an old case is written anew by its next run.
const modelVersion = 1

// fingerprint is the first 64 bits of a SHA-256 over a line and what else a node
// shows. 0 and -1 are kept for "not settled".
func fingerprint(line []byte, more []byte) int64 {
	h := sha256.New()
	h.Write([]byte{modelVersion})
	h.Write(line)
	h.Write([]byte{0})
	h.Write(more)
	var sum [sha256.Size]byte
	n := int64(binary.LittleEndian.Uint64(h.Sum(sum[:0])))
	if n == 0 || n == -1 {
		n = 1
	}
	return n
}

// checkKeys wants keys sorted and unique.
func checkKeys(kind string, n int, keyAt func(i int) string) error {
	for i := range n {
		if key := keyAt(i); key == "" || (i > 0 && keyAt(i-1) >= key) {
			return fmt.Errorf("%w: the keys of the %s are not sorted and unique at %q", graph.ErrInvalid, kind, key)
		}
	}
	return nil
}

// hash encodes the nodes. more gives what the hash covers beside the line.
func (d *difference) hash(more func(i int, b []byte) []byte) error {
	d.hashes, d.sizes, d.todo = make([]int64, d.n), make([]int32, d.n), make([]byte, d.n)
	var extra []byte
	for i := range d.n {
		line, err := d.lineAt(i)
		if err != nil {
			return err
		}
		extra = more(i, extra[:0])
		d.hashes[i], d.sizes[i] = fingerprint(line, extra), int32(len(line))
	}
	return nil
}

// read compares with what is stored, in a transaction that may be repeated. The
// query's rows are (key, hash, …); also, when not nil, sees them too.
func (d *difference) read(r reader, query string, params map[string]any, also func(r row)) error {
	long, prefix := r.s.longKeys(d.n, d.keyAt), r.s.prefix
	for i := range d.todo {
		d.todo[i] = fresh
	}
	d.gone = nil
	return r.each(query, params, func(r row) error {
		if also != nil {
			also(r)
		}
		key := r.text(0)
		i, ok := long[key]
		if !ok {
			i = answer.FindKey(d.n, d.keyAt, key[len(prefix):])
		}
		switch {
		case i < 0:
			d.gone = append(d.gone, key)
		case d.hashes[i] == r.int(1):
			d.todo[i] = same
		default:
			d.todo[i] = changed
		}
		return nil
	})
}

// sum counts what read found.
func (d *difference) sum() {
	for i, t := range d.todo {
		d.counts[t]++
		if t != same {
			d.size += int(d.sizes[i])
		}
	}
}

// rows is the number of nodes to be touched.
func (d *difference) rows() int { return d.counts[changed] + d.counts[fresh] + len(d.gone) }

// longKeys finds the nodes whose database key is not prefix + key.
func (s *Store) longKeys(n int, keyAt func(i int) string) map[string]int {
	long := map[string]int{}
	for i := range n {
		if key := keyAt(i); len(key) > maxKey {
			long[s.key(key)] = i
		}
	}
	return long
}

// keysTaken says whether an error is that of a key that another node has.
func keysTaken(err error) bool {
	server := serverError(err)
	return server != nil && server.Code == "Neo.ClientError.Schema.ConstraintValidationFailed"
}

// present are those of the keys that have a node.
func (u *update) present(kind string, keys []string) (map[string]bool, error) {
	have := map[string]bool{}
	err := u.each("write_present_"+kind, map[string]any{"keys": keys}, func(r row) error {
		have[r.text(0)] = true
		return nil
	})
	return have, err
}
