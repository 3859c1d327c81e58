package neo4jstore

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/graph/answer"
)

// role is a way in which nodes refer to a host or a user: the middle of the names
// of its queries (write_list_ROLE, write_join_ROLE, write_name_ROLE).
type role struct {
	name  string
	named bool // the nodes show the name
}

// The roles, in the order of the columns of write_references_to_hosts and _users.
var (
	hostRoles = []role{{"process_host", true}, {"session_host", true}, {"session_source", false}, {"attempt_host", true}}
	userRoles = []role{{"process_user", true}, {"process_starter", false}, {"session_user", true}, {"attempt_user", true}, {"attempt_target", true}}
)

// entries are the hosts or the users of a directory, and what is to be done with them.
type entries struct {
	difference
	roles  []role
	nameAt func(i int) string
	row    func(i int, line string, hash int64) properties
	stored map[string]storedEntry // by database key
	jobs   []job
	// affected is the number of nodes that the jobs touch.
	affected int
	// joined are the entries that stay unsettled until their jobs are done.
	joined map[int]bool
}

type storedEntry struct {
	hash int64
	name string
}

// job makes the nodes that refer to an entry, in one role, follow it.
type job struct {
	role role
	key  string
	join bool   // make the relationship, too
	name string // "" takes the name away
}

// SetDirectory implements graph.Writer.
func (w *writer) SetDirectory(ctx context.Context, hosts []graph.Host, users []graph.User, warnings []graph.Warning) error {
	s := w.store
	hosts, users, warnings = slices.Clone(hosts), slices.Clone(users), slices.Clone(warnings)
	slices.SortFunc(hosts, func(a, b graph.Host) int { return strings.Compare(a.Key, b.Key) })
	slices.SortFunc(users, func(a, b graph.User) int { return strings.Compare(a.Key, b.Key) })
	slices.SortFunc(warnings, func(a, b graph.Warning) int { return strings.Compare(a.Key, b.Key) })
	h := &entries{roles: hostRoles, nameAt: func(i int) string { return hosts[i].Name },
		difference: difference{kind: "hosts", n: len(hosts), keyAt: func(i int) string { return hosts[i].Key },
			lineAt: func(i int) ([]byte, error) { return graph.EncodeLine(&hosts[i]) }},
		row: func(i int, line string, hash int64) properties { return s.hostProperties(&hosts[i], line, hash) }}
	u := &entries{roles: userRoles, nameAt: func(i int) string { return users[i].Name },
		difference: difference{kind: "users", n: len(users), keyAt: func(i int) string { return users[i].Key },
			lineAt: func(i int) ([]byte, error) { return graph.EncodeLine(&users[i]) }},
		row: func(i int, line string, hash int64) properties { return s.userProperties(&users[i], line, hash) }}
	d := &directoryWrite{w: w, all: []*entries{h, u}, warnings: &difference{kind: "warnings", n: len(warnings),
		keyAt:  func(i int) string { return warnings[i].Key },
		lineAt: func(i int) ([]byte, error) { return graph.EncodeLine(&warnings[i]) }}}
	d.warningRow = func(i int, line string, hash int64) properties {
		return s.warningProperties(&warnings[i], s.key(""), line, hash)
	}
	return d.write(ctx)
}

func (s *Store) hostProperties(n *graph.Host, line string, hash int64) properties {
	p := s.base(n, line, hash)
	p.text("name", n.Name)
	p["sortName"] = boundText(n.Name)
	p.texts("aliases", n.Aliases)
	p.text("machineGuidPart", n.MachineGUIDPart)
	p.texts("addresses", n.Addresses)
	return p
}

func (s *Store) userProperties(n *graph.User, line string, hash int64) properties {
	p := s.base(n, line, hash)
	p.text("sid", n.SID)
	p.text("name", n.Name)
	p["sortName"] = boundText(n.Name)
	p.texts("names", n.Names)
	p.text("userKind", string(n.Kind))
	p.text("searchText", answer.FoldText(strings.Join(append([]string{n.SID, n.Name}, n.Names...), "\n")))
	return p
}

// directoryWrite is the writing of a directory.
type directoryWrite struct {
	w          *writer
	all        []*entries
	warnings   *difference
	warningRow func(i int, line string, hash int64) properties
}

func nothingMore(_ int, b []byte) []byte { return b }

func (d *directoryWrite) write(ctx context.Context) error {
	rows := 0
	if err := d.read(ctx); err != nil {
		return err
	}
	for _, e := range d.all {
		if e.rows() == 0 {
			continue
		}
		if err := e.plan(ctx, d.w); err != nil {
			return err
		}
		rows += e.rows() + e.affected
	}
	if rows += d.warnings.rows(); rows == 0 {
		return nil
	}
	const what = "hosts and users"
	if rows <= limits.together {
		return d.w.step(ctx, false, func() error {
			return d.w.write(ctx, what, func(u *update) (bool, error) {
				for c := range d.chunks(func(j job, yield func(c chunk) bool) bool { return yield(d.w.jobAtOnce(j)) }) {
					if err := c(u); err != nil {
						return false, err
					}
				}
				return true, nil
			})
		})
	}
	return d.w.step(ctx, true, func() error {
		for c := range d.chunks(func(j job, yield func(c chunk) bool) bool { return d.w.jobPaged(ctx, j, yield) }) {
			if err := d.w.write(ctx, what, func(u *update) (bool, error) { return true, c(u) }); err != nil {
				return err
			}
		}
		return nil
	})
}

// read compares all with what is stored, in one transaction.
func (d *directoryWrite) read(ctx context.Context) error {
	all := []*difference{d.warnings}
	for _, e := range d.all {
		all = append(all, &e.difference)
	}
	for _, e := range all {
		if err := checkKeys(e.kind, e.n, e.keyAt); err != nil {
			return err
		}
		if err := e.hash(nothingMore); err != nil {
			return err
		}
	}
	err := d.w.reading(ctx, "the stored hosts and users", func(r reader) error {
		for _, e := range d.all {
			e.stored = map[string]storedEntry{}
			err := e.read(r, "write_stored_"+e.kind, nil, func(r row) { e.stored[r.text(0)] = storedEntry{r.int(1), r.text(2)} })
			if err != nil {
				return err
			}
		}
		return d.warnings.read(r, "write_stored_warnings", map[string]any{"host": d.w.store.key("")}, nil)
	})
	if err != nil {
		return err
	}
	for _, e := range all {
		e.sum()
	}
	return nil
}

// plan finds out which nodes must follow. Most often there are none: an import
// brings a user before his processes.
func (e *entries) plan(ctx context.Context, w *writer) error {
	type need struct {
		index int // -1: gone
		join  bool
		name  string
	}
	needs, keys := map[string]need{}, []string{}
	add := func(key string, n need) { needs[key] = n; keys = append(keys, key) }
	for _, i := range e.inOrder() {
		key := w.store.key(e.keyAt(int(i)))
		before, known := e.stored[key]
		unsettled := !known || before.hash == 0
		if unsettled || before.name != e.nameAt(int(i)) {
			add(key, need{int(i), unsettled, e.nameAt(int(i))})
		}
	}
	for _, key := range e.gone {
		add(key, need{index: -1})
	}
	e.joined = map[int]bool{}
	for part := range slices.Chunk(keys, nameChunk) {
		var jobs []job
		var affected int
		begin := func() { jobs, affected = nil, 0 }
		err := w.look(ctx, "references", "write_references_to_"+e.kind, map[string]any{"keys": part}, begin, func(row row) error {
			n := needs[row.text(0)]
			for i, r := range e.roles {
				count := int(row.int(1 + i))
				if count == 0 || !n.join && !r.named {
					continue
				}
				jobs, affected = append(jobs, job{role: r, key: row.text(0), join: n.join, name: n.name}), affected+count
				if n.join {
					e.joined[n.index] = true
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
		e.jobs, e.affected = append(e.jobs, jobs...), e.affected+affected
	}
	return nil
}

// chunks yields the work: new entries without their last hash where nodes are to
// be joined to them, then the jobs, then what changed, then what is gone.
func (d *directoryWrite) chunks(run func(j job, yield func(c chunk) bool) bool) func(yield func(c chunk) bool) {
	return func(yield func(c chunk) bool) {
		for _, e := range d.all {
			if !e.chunks(run, yield) {
				return
			}
		}
		h := &hostWrite{w: d.w, checkTaken: true}
		if !warningChunks(h, d.warnings, d.warningRow, yield) {
			return
		}
		dropGone(d.warnings, yield)
	}
}

func (e *entries) chunks(run func(j job, yield func(c chunk) bool) bool, yield func(c chunk) bool) bool {
	var added, others, settle []int32
	for _, i := range e.inOrder() {
		switch {
		case e.todo[i] == fresh:
			added = append(added, i)
		default:
			others = append(others, i)
		}
		if e.joined[int(i)] {
			settle = append(settle, i)
		}
	}
	settled := func(i int) bool { return !e.joined[i] }
	for list := range slices.Chunk(added, limits.rows) {
		if !yield(e.rowsChunk("write_add_"+e.kind, list, settled)) {
			return false
		}
	}
	for _, j := range e.jobs {
		if !run(j, yield) {
			return false
		}
	}
	for list := range slices.Chunk(others, limits.rows) {
		if !yield(e.rowsChunk("write_set_"+e.kind, list, always)) {
			return false
		}
	}
	for list := range slices.Chunk(settle, limits.rows) {
		ok := yield(func(u *update) error { return u.runRows("write_settle_"+e.kind, e.settleRows(u.s, list)) })
		if !ok {
			return false
		}
	}
	for _, key := range e.gone {
		if !cutOff(e.kind, key, yield) {
			return false
		}
	}
	return dropGone(&e.difference, yield)
}

// cutOff deletes the relationships of a node, a bounded number in each chunk.
func cutOff(kind, key string, yield func(c chunk) bool) bool {
	for done := false; !done; {
		ok := yield(func(u *update) error {
			n, err := u.count("write_cut_"+kind, map[string]any{"key": key, "most": int64(limits.rows)})
			done = n < int64(limits.rows)
			return err
		})
		if !ok {
			return false
		}
	}
	return true
}

func (e *entries) rowsChunk(name string, list []int32, settled func(i int) bool) chunk {
	return func(u *update) error {
		rows, err := e.rowsOf(list, e.row, settled)
		if err != nil {
			return err
		}
		return u.runRows(name, rows)
	}
}

// dropGone removes nodes that have no or few relationships.
func dropGone(d *difference, yield func(c chunk) bool) bool {
	for keys := range slices.Chunk(d.gone, dropChunk) {
		if !yield(func(u *update) error { return u.run("write_drop_"+d.kind, map[string]any{"keys": keys}) }) {
			return false
		}
	}
	return true
}

// apply makes some nodes follow the entry.
func (j job) apply(u *update, keys []string) error {
	name := "write_name_" + j.role.name
	if j.join {
		name = "write_join_" + j.role.name
	}
	return u.run(name, map[string]any{"keys": keys, "key": j.key, "name": textOrNil(j.name)})
}

// jobAtOnce does a job that touches few nodes.
func (w *writer) jobAtOnce(j job) chunk {
	return func(u *update) error {
		var keys []string
		err := u.each("write_list_"+j.role.name, map[string]any{"key": j.key}, func(r row) error {
			keys = append(keys, r.text(0))
			return nil
		})
		if err != nil || len(keys) == 0 {
			return err
		}
		return j.apply(u, keys)
	}
}

// jobPaged reads the nodes of a job and yields them page by page. It reads what
// the writing does not change.
func (w *writer) jobPaged(ctx context.Context, j job, yield func(c chunk) bool) bool {
	session := w.store.session(ctx, neo4j.AccessModeRead, 0)
	defer closeSession(ctx, session)
	var keys []string
	flush := func() bool {
		page := keys
		keys = nil
		return len(page) == 0 || yield(func(u *update) error { return j.apply(u, page) })
	}
	result, err := session.Run(ctx, query("write_list_"+j.role.name), w.store.bound(map[string]any{"key": j.key}))
	if err == nil {
		err = eachRow(ctx, result, func(r row) error {
			if keys = append(keys, r.text(0)); len(keys) >= limits.rows && !flush() {
				return errStopped
			}
			return nil
		})
	}
	if err == errStopped {
		return false
	}
	if err != nil {
		return yield(func(*update) error { return fmt.Errorf("reading the nodes of %s: %w", j.key, err) })
	}
	return flush()
}
