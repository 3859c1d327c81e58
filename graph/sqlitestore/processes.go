package sqlitestore

import (
	"errors"

	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/graph/answer"
)

// processWrite writes the processes of one host that differ from what is stored.
type processWrite struct {
	u          *update
	host       int64
	list       []graph.Process
	children   []int32
	d          *difference
	rows       *nodeRows
	lines      *nodeRows
	columns    *columnWriter
	texts      *textWriter
	sessionAt  func(i int) string
	sessions   int
	sessionIDs *difference
}

func (p *processWrite) keyAt(i int) string { return p.list[i].Key }

// writeProcesses takes the sessions of the host with the ids that their rows have.
func (u *update) writeProcesses(host int64, list []graph.Process, sessions []graph.LogonSession, ids *difference) (changed bool, err error) {
	p := &processWrite{u: u, host: host, list: list, sessions: len(sessions), sessionIDs: ids,
		sessionAt: func(i int) string { return sessions[i].Key }}
	d, fresh, err := u.changes("processes", "process", host, len(list), p.keyAt, "drop-process", "drop-process-line")
	if err != nil {
		return false, err
	}
	p.d = d
	indexes, err := u.setIndexesAside(countTrue(fresh))
	if err != nil {
		return false, err
	}
	if err := p.begin(); err != nil {
		return false, errors.Join(err, p.abandon())
	}
	changed = len(d.gone) > 0
	for _, g := range d.gone {
		p.texts.release(g.text)
		if err := p.columns.drop(g.id); err != nil {
			return false, errors.Join(err, p.abandon())
		}
	}
	for i := range list {
		different, err := p.write(i, fresh[i])
		if err != nil {
			return false, errors.Join(err, p.abandon())
		}
		changed = changed || different
	}
	// The texts that nobody uses can be told only when the rows are written.
	return changed, errors.Join(p.rows.close(), p.lines.close(), indexes.restore(), p.columns.flush(), p.texts.close())
}

func countTrue(list []bool) (n int) {
	for _, v := range list {
		if v {
			n++
		}
	}
	return n
}

func (p *processWrite) begin() (err error) {
	p.columns = newColumnWriter(p.u)
	p.children = make([]int32, len(p.list))
	for i := range p.list {
		if parent := answer.FindKey(len(p.list), p.keyAt, p.list[i].Parent); parent >= 0 {
			p.children[parent]++
		}
	}
	if p.rows, err = newNodeRows(p.u, "put-processes"); err != nil {
		return err
	}
	if p.lines, err = newNodeRows(p.u, "put-process-lines"); err != nil {
		return err
	}
	p.texts, err = newTextWriter(p.u)
	return err
}

// abandon frees the statements after an error.
func (p *processWrite) abandon() error {
	err := errors.Join(p.rows.abandon(), p.lines.abandon())
	if p.texts != nil {
		err = errors.Join(err, p.texts.abandon())
	}
	return err
}

// write writes one process when its line, its place in the tree or its number of children differs.
func (p *processWrite) write(i int, fresh bool) (changed bool, err error) {
	n := &p.list[i]
	line, err := graph.EncodeLine(n)
	if err != nil {
		return false, err
	}
	parent := -p.host // a root, also where the parent named is no process of this graph
	if at := answer.FindKey(len(p.list), p.keyAt, n.Parent); at >= 0 {
		parent = p.d.old[at].id
	}
	var session int64
	if at := answer.FindKey(p.sessions, p.sessionAt, n.Session); at >= 0 {
		session = p.sessionIDs.old[at].id
	}
	old := p.d.old[i]
	hash := fingerprint(line, parent, session, int64(p.children[i]))
	if !fresh && hash == old.hash {
		return false, nil
	}
	user, err := p.u.term(n.User)
	if err != nil {
		return false, err
	}
	image, err := p.u.term(graph.BaseName(n.Image))
	if err != nil {
		return false, err
	}
	text, err := p.texts.id(n)
	if err != nil {
		return false, err
	}
	if !fresh && old.text != text {
		p.texts.release(old.text)
	}
	var pid any
	if n.PID != nil {
		pid = *n.PID
	}
	var guid any
	if g, ok := graph.ParseGUID(n.GUID); ok {
		guid = g[:]
	}
	sort, last := answer.FirstKnown(n.Start, n.StartHint), answer.LastAlive(n)
	column, err := packColumn(parent, p.host, user, session, image, text, n.Observed, sort, last)
	if err == nil {
		err = p.columns.put(old.id, column)
	}
	if err != nil {
		return false, err
	}
	err = p.rows.add(fresh, old.id, parent, p.host, user, session, image, text, pid, guid, n.Observed,
		sort, last, p.children[i], hash, n.Key)
	if err != nil {
		return false, err
	}
	return true, p.lines.add(fresh, old.id, string(line))
}
