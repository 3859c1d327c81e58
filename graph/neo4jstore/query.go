package neo4jstore

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"regexp"
	"strings"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"github.com/procgraph/procgraph/graph"
)

//go:embed cypher/*.cypher
var cypherFiles embed.FS

// queries are the named queries: the text of cypher/NAME.cypher.
var queries = loadQueries()

func loadQueries() map[string]string {
	names, err := fs.Glob(cypherFiles, "cypher/*.cypher")
	if err != nil {
		panic(err)
	}
	all := make(map[string]string, len(names))
	for _, name := range names {
		text, err := cypherFiles.ReadFile(name)
		if err != nil {
			panic(err)
		}
		all[strings.TrimSuffix(path.Base(name), ".cypher")] = string(text)
	}
	all = include(all)
	for name, text := range all {
		all[name] = planOptions + parameter.ReplaceAllString(text, "$$$1[0]")
	}
	return all
}

// planOptions stand before every named query. The plans are ours, by hints, and do
// not depend on how much there is: the server need not make them again when the
// numbers of nodes have changed. Cypher 5 is what they are written in, whatever the
// database's default is.
const planOptions = "CYPHER 5 replan=skip\n"

// parameter finds $name in a query's file. It is sent as a list of one, $name[0]: the
// server keeps a plan for each order of magnitude of the size of each text and list
// among the parameters, but does not look inside of lists. (Nor inside of maps; but
// $map.name is the reading of a property to the planner, and makes it fear conflicts.)
var parameter = regexp.MustCompile(`\$(\w+)`)

// includeLine is a line "//include NAME". The text of part_X stands in its place.
// Of a family NAME_by_X the query is made once for each member, as QUERY@X: which
// index leads to the nodes is known before the query is sent, and plans of one
// index each take the server a fraction of the time that one of all takes.
var includeLine = regexp.MustCompile(`(?m)^//include ([a-z_]+)$`)

func include(files map[string]string) map[string]string {
	all := map[string]string{}
	for name, text := range files {
		if strings.HasPrefix(name, "part_") {
			continue
		}
		text = includeLine.ReplaceAllStringFunc(text, func(line string) string {
			if part, ok := files[strings.TrimPrefix(line, "//include ")]; ok {
				return part
			}
			return line
		})
		all[name] = text
	}
	for name, text := range maps.Clone(all) {
		family := includeLine.FindStringSubmatch(text)
		if family == nil {
			continue
		}
		delete(all, name)
		for member, inner := range all {
			if anchor, ok := strings.CutPrefix(member, family[1]+"_by_"); ok {
				all[name+"@"+anchor] = includeLine.ReplaceAllLiteralString(text, inner)
			}
		}
	}
	return all
}

// anchored is the name of the query for the parameter "anchor", where it is made
// once for each.
func anchored(name string, params map[string]any) string {
	if anchor, ok := params["anchor"].(string); ok {
		if _, ok := queries[name+"@"+anchor]; ok {
			return name + "@" + anchor
		}
	}
	return name
}

// query returns the text of a named query.
func query(name string) string {
	text, ok := queries[name]
	if !ok {
		panic("no such query: " + name)
	}
	return text
}

// params adds what every query is bound to.
func (s *Store) params(p map[string]any) map[string]any {
	all := make(map[string]any, len(p)+2)
	maps.Copy(all, p)
	all["case"], all["keyPrefix"] = s.caseName, s.prefix
	return all
}

// bound are the parameters of a named query as they are sent.
func (s *Store) bound(p map[string]any) map[string]any {
	all := s.params(p)
	for name, value := range all {
		all[name] = []any{value}
	}
	return all
}

// session opens a session that brings so many rows at a time, 0 for the driver's
// choice. The caller closes it.
func (s *Store) session(ctx context.Context, mode neo4j.AccessMode, fetch int) neo4j.SessionWithContext {
	return s.driver.NewSession(ctx, neo4j.SessionConfig{AccessMode: mode, DatabaseName: s.database, BookmarkManager: s.bookmarks, FetchSize: fetch})
}

// closeSession gives a session back even after its context has ended.
func closeSession(ctx context.Context, session neo4j.SessionWithContext) {
	session.Close(context.WithoutCancel(ctx))
}

// direct runs one query outside of managed transactions (schema, server facts).
func (s *Store) direct(ctx context.Context, mode neo4j.AccessMode, text string, params map[string]any, f func(r row) error) error {
	session := s.session(ctx, mode, 0)
	defer closeSession(ctx, session)
	result, err := session.Run(ctx, text, params)
	if err != nil {
		return err
	}
	return eachRow(ctx, result, f)
}

func eachRow(ctx context.Context, result neo4j.ResultWithContext, f func(r row) error) error {
	var record *neo4j.Record
	for result.NextRecord(ctx, &record) {
		if f == nil {
			continue
		}
		if err := f(row{record}); err != nil {
			return err
		}
	}
	return result.Err()
}

// Times of a reader that meets a writing step.
const (
	settlePoll = 2 * time.Millisecond
	settleMost = 100 * time.Millisecond // the longest pause between two tries
	settleTime = 20 * time.Second       // then it answers with what there is
)

// read runs f in one managed read transaction. f sees whole steps: when a step
// was written meanwhile it is run again, so that it must begin its results anew
// each time. (A staged step is not waited for, see the package's documentation.)
func (s *Store) read(ctx context.Context, what string, f func(r reader) error) error {
	session := s.session(ctx, neo4j.AccessModeRead, 0)
	defer closeSession(ctx, session)
	deadline := time.Now().Add(settleTime)
	for pause := settlePoll; ; pause = min(2*pause, settleMost) {
		settled, answer := false, error(nil)
		err := inRead(ctx, session, func(tx neo4j.ManagedTransaction) error {
			r := reader{ctx: ctx, tx: tx, s: s}
			before, err := r.moment()
			if err != nil {
				return err
			}
			r.at = before
			late := time.Now().After(deadline)
			if before.writing() && !late {
				settled = false // of an earlier try
				return nil
			}
			answer = f(r)
			if fromServer(answer) || ctx.Err() != nil {
				return answer
			}
			// An error of f, such as a node not found, may come of half a step, too.
			after, err := r.moment()
			settled = late || before.same(after)
			return err
		})
		if err != nil {
			return s.fail(ctx, "reading "+what, err)
		}
		if settled {
			return s.fail(ctx, "reading "+what, answer)
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("reading %s: %w", what, context.Cause(ctx))
		case <-time.After(pause):
		}
	}
}

func inRead(ctx context.Context, session neo4j.SessionWithContext, f func(tx neo4j.ManagedTransaction) error) error {
	_, err := session.ExecuteRead(ctx, func(tx neo4j.ManagedTransaction) (any, error) { return nil, f(tx) })
	return err
}

// moment is the state of the case's steps.
type moment struct {
	epoch  int64
	staged bool
	// live: the lock is held by somebody who renews it.
	live    bool
	version string // of the case
}

// writing says that a step is being written and will soon be done. A step whose
// writer was killed is not: what it left is what there is until the next run.
func (m moment) writing() bool { return m.epoch%2 != 0 && m.live && !m.staged }

// same says that no step began or ended between two moments, or a staged one goes on.
func (m moment) same(after moment) bool {
	return m.epoch == after.epoch || after.staged && after.live
}

// reader is one read transaction.
type reader struct {
	ctx context.Context
	tx  neo4j.ManagedTransaction
	s   *Store
	at  moment // when it began
}

func (r reader) moment() (m moment, err error) {
	row, err := r.one("write_moment", nil)
	if err != nil {
		return m, err
	}
	return moment{epoch: row.int(0), staged: row.bool(1), live: row.bool(2), version: fmt.Sprintf("%s-%d", row.text(3), row.int(4))}, nil
}

// version is the case's version as this transaction saw it first.
func (r reader) version() (string, error) { return r.at.version, nil }

// state names what there is to be read: it moves with the version, and with the
// end of each step, before which a part of the step may be unseen.
func (r reader) state() string { return fmt.Sprintf("%s/%d", r.at.version, r.at.epoch) }

// each calls f for every row of a named query, which has $case and $keyPrefix bound.
func (r reader) each(name string, params map[string]any, f func(r row) error) error {
	return r.eachText(query(anchored(name, params)), params, f)
}

// eachText is each for a text that was put together. Nothing that came from
// outside is ever part of it: values are parameters.
func (r reader) eachText(text string, params map[string]any, f func(r row) error) error {
	result, err := r.tx.Run(r.ctx, text, r.s.bound(params))
	if err != nil {
		return err
	}
	return eachRow(r.ctx, result, f)
}

// one returns the first row of a named query; no row is graph.ErrNotFound.
func (r reader) one(name string, params map[string]any) (first row, err error) {
	err = r.each(name, params, func(have row) error {
		if first.Record == nil {
			first = have
		}
		return nil
	})
	if err == nil && first.Record == nil {
		err = graph.ErrNotFound
	}
	return first, err
}

// row is one record of an answer. A null gives the zero value.
type row struct{ *neo4j.Record }

func (r row) text(i int) string {
	v, _ := r.Values[i].(string)
	return v
}

func (r row) int(i int) int64 {
	v, _ := r.Values[i].(int64)
	return v
}

func (r row) bool(i int) bool {
	v, _ := r.Values[i].(bool)
	return v
}

func (r row) bytes(i int) []byte {
	v, _ := r.Values[i].([]byte)
	return v
}

func (r row) texts(i int) []string {
	list, _ := r.Values[i].([]any)
	out := make([]string, 0, len(list))
	for _, v := range list {
		if text, ok := v.(string); ok {
			out = append(out, text)
		}
	}
	return out
}

func (r row) ints(i int) []int64 {
	list, _ := r.Values[i].([]any)
	out := make([]int64, 0, len(list))
	for _, v := range list {
		if n, ok := v.(int64); ok {
			out = append(out, n)
		}
	}
	return out
}

// errLockLost: another writer took the lock while this one slept.
var errLockLost = errors.New("the lock of this writing run has lapsed and another run has taken it")
