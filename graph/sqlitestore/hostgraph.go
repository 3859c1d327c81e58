package sqlitestore

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/graph/answer"
)

// SetHostGraph implements graph.Writer.
func (w *writer) SetHostGraph(ctx context.Context, hostKey string, state graph.HostState, nodes graph.HostGraph) error {
	if hostKey == "" {
		return fmt.Errorf("%w: a host without a key", graph.ErrInvalid)
	}
	return w.write(ctx, "the graph of "+hostKey, func(u *update) (bool, error) {
		changed, err := u.setHostGraph(hostKey, &state, &nodes)
		if err != nil {
			return false, err
		}
		for _, c := range answer.Computers(state.Computers) {
			if err := u.exec("untouch-computer", c); err != nil {
				return false, err
			}
		}
		return changed, nil
	})
}

// RemoveHostGraph implements graph.Writer. Of a host that has no graph there is nothing to remove.
func (w *writer) RemoveHostGraph(ctx context.Context, hostKey string) error {
	return w.write(ctx, "the removal of "+hostKey, func(u *update) (bool, error) {
		host, err := u.term(hostKey)
		if err != nil {
			return false, err
		}
		if _, err := u.writeNodes(host, &graph.HostGraph{}); err != nil {
			return false, err
		}
		if _, err := u.setStandouts(host, nil); err != nil {
			return false, err
		}
		if err := u.exec("drop-user-numbers", host); err != nil {
			return false, err
		}
		n, err := u.execCount("drop-host-graph", host)
		return n > 0, err
	})
}

func (u *update) setHostGraph(hostKey string, state *graph.HostState, nodes *graph.HostGraph) (changed bool, err error) {
	host, err := u.term(hostKey)
	if err != nil {
		return false, err
	}
	changed, err = u.writeNodes(host, nodes)
	if err != nil {
		return false, err
	}
	n := answer.Count(nodes)
	restood, err := u.setStandouts(host, nodes.Standouts)
	if err != nil {
		return false, err
	}
	stateText, err := json.Marshal(state)
	if err != nil {
		return false, err
	}
	var before string
	if err := u.tx.QueryRowContext(u.ctx, query("host-state-text"), host).Scan(&before); err != nil {
		return false, err
	}
	hash, err := standoutHash(nodes.Standouts)
	if err != nil {
		return false, err
	}
	err = u.exec("put-host-graph", host, string(stateText), hash, n.Processes, n.Stubs, len(nodes.Sessions),
		len(nodes.Attempts), n.FailedLogons, n.Roots, len(nodes.Standouts),
		n.ProcessSpan.First.String(), n.ProcessSpan.Last.String(), n.Span.First.String(), n.Span.Last.String())
	if err != nil {
		return false, err
	}
	if err := u.setUserNumbers(host, n.Users); err != nil {
		return false, err
	}
	return changed || restood || before != string(stateText), nil
}

// writeNodes writes what differs, in the order of the references between the kinds.
func (u *update) writeNodes(host int64, nodes *graph.HostGraph) (changed bool, err error) {
	counts := countSessions(nodes)
	sessions, c1, err := u.writeSessions(host, nodes.Sessions, counts)
	if err != nil {
		return false, err
	}
	c2, err := u.writeProcesses(host, nodes.Processes, nodes.Sessions, sessions)
	if err != nil {
		return false, err
	}
	c3, err := u.writeAttempts(host, nodes.Attempts)
	if err != nil {
		return false, err
	}
	c4, err := u.writeWarnings(host, nodes.Warnings)
	return c1 || c2 || c3 || c4, err
}

// countSessions counts the processes of each session, by its index.
func countSessions(nodes *graph.HostGraph) []int {
	counts := make([]int, len(nodes.Sessions))
	key := func(i int) string { return nodes.Sessions[i].Key }
	for i := range nodes.Processes {
		if s := answer.FindKey(len(nodes.Sessions), key, nodes.Processes[i].Session); s >= 0 {
			counts[s]++
		}
	}
	return counts
}

func (u *update) writeSessions(host int64, list []graph.LogonSession, counts []int) (d *difference, changed bool, err error) {
	d, fresh, err := u.changes("sessions", "session", host, len(list), func(i int) string { return list[i].Key }, "drop-session")
	if err != nil {
		return nil, false, err
	}
	put, err := newNodeRows(u, "put-sessions")
	if err != nil {
		return nil, false, err
	}
	changed = len(d.gone) > 0
	for i := range list {
		s := &list[i]
		line, err := graph.EncodeLine(s)
		if err != nil {
			return nil, false, errors.Join(err, put.abandon())
		}
		hash := fingerprint(line, int64(counts[i]))
		if !fresh[i] && hash == d.old[i].hash {
			continue
		}
		changed = true
		user, err := u.term(s.User)
		if err == nil {
			err = put.add(fresh[i], d.old[i].id, s.Key, host, user, answer.FirstKnown(s.Start, s.StartHint), answer.LastOpen(s),
				s.LogonType, s.Remote(), counts[i], hash, string(line))
		}
		if err != nil {
			return nil, false, errors.Join(err, put.abandon())
		}
	}
	return d, changed, put.close()
}

func (u *update) writeAttempts(host int64, list []graph.LogonAttempt) (changed bool, err error) {
	d, fresh, err := u.changes("attempts", "attempt", host, len(list), func(i int) string { return list[i].Key },
		"drop-attempt-users", "drop-attempt")
	if err != nil {
		return false, err
	}
	put, err := newNodeRows(u, "put-attempts")
	if err != nil {
		return false, err
	}
	users, err := newBulk(u, "put-attempt-users")
	if err != nil {
		return false, errors.Join(err, put.abandon())
	}
	changed = len(d.gone) > 0
	for i := range list {
		different, err := u.writeAttempt(put, users, host, &list[i], d.old[i], fresh[i])
		if err != nil {
			return false, errors.Join(err, put.abandon(), users.abandon())
		}
		changed = changed || different
	}
	return changed, errors.Join(put.close(), users.close())
}

func (u *update) writeAttempt(put *nodeRows, users *bulk, host int64, a *graph.LogonAttempt, old stored, fresh bool) (changed bool, err error) {
	line, err := graph.EncodeLine(a)
	if err != nil {
		return false, err
	}
	hash := fingerprint(line)
	if !fresh && hash == old.hash {
		return false, nil
	}
	if !fresh {
		if err := u.exec("drop-attempt-users", old.id); err != nil {
			return false, err
		}
	}
	for _, key := range []string{a.User, a.TargetUser} {
		user, err := u.term(key)
		if err == nil && user != 0 {
			err = users.add(user, old.id)
		}
		if err != nil {
			return false, err
		}
	}
	return true, put.add(fresh, old.id, a.Key, host, a.Time.Ticks, int64(a.EventID), hash, string(line))
}

// writeWarnings writes the warnings of a host; host 0 holds those of the whole case.
func (u *update) writeWarnings(host int64, list []graph.Warning) (changed bool, err error) {
	d, fresh, err := u.changes("warnings", "warning", host, len(list), func(i int) string { return list[i].Key }, "drop-warning")
	if err != nil {
		return false, err
	}
	put, err := newNodeRows(u, "put-warnings")
	if err != nil {
		return false, err
	}
	changed = len(d.gone) > 0
	for i := range list {
		n := &list[i]
		line, err := graph.EncodeLine(n)
		if err != nil {
			return false, errors.Join(err, put.abandon())
		}
		hash := fingerprint(line)
		if !fresh[i] && hash == d.old[i].hash {
			continue
		}
		changed = true
		if err := put.add(fresh[i], d.old[i].id, n.Key, host, string(n.Class), n.About, hash, string(line)); err != nil {
			return false, errors.Join(err, put.abandon())
		}
	}
	return changed, put.close()
}

// setStandouts replaces a host's standouts when they differ.
func (u *update) setStandouts(host int64, list []graph.Standout) (changed bool, err error) {
	before, err := u.one("standout-hash", host)
	if err != nil {
		return false, err
	}
	hash, err := standoutHash(list)
	if err != nil || hash == before {
		return false, err
	}
	if err := u.exec("drop-standouts", host); err != nil {
		return false, err
	}
	put, err := newBulk(u, "put-standouts")
	if err != nil {
		return false, err
	}
	for _, s := range answer.SortStandouts(list) {
		line, err := json.Marshal(s)
		if err == nil {
			err = put.add(host, -s.Severity, s.Time.Ticks, s.About, string(s.AboutKind), s.Rule, string(line))
		}
		if err != nil {
			return false, errors.Join(err, put.abandon())
		}
	}
	return true, put.close()
}

// standoutHash is 0 for none.
func standoutHash(list []graph.Standout) (int64, error) {
	if len(list) == 0 {
		return 0, nil
	}
	all, err := json.Marshal(answer.SortStandouts(list))
	return fingerprint(all), err
}
