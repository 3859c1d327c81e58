package sqlitestore

import (
	"database/sql"
	"encoding/json"
	"fmt"

	"github.com/procgraph/procgraph/graph"
)

// processRows reads the processes with these ids, in this order. match says of
// an id whether it matches the filter; nil: all do.
func (r reader) processRows(ids []int64, match func(id int64) bool) ([]graph.ProcessRow, error) {
	out := make([]graph.ProcessRow, 0, len(ids))
	sessions := make([]int64, 0, len(ids))
	at := make(map[int64]int, len(ids))
	list := idList(ids)
	err := r.each(query("process-rows"), []any{list}, func(rows *sql.Rows) error {
		var line sql.RawBytes
		var id, session int64
		var row graph.ProcessRow
		if err := rows.Scan(&line, &row.ChildCount, &id, &session, &row.HostName, &row.UserName); err != nil {
			return err
		}
		if err := decodeLine(line, &row.Process); err != nil {
			return err
		}
		row.Match = match == nil || match(id)
		at[id] = len(out)
		out = append(out, row)
		sessions = append(sessions, session)
		return nil
	})
	if err != nil {
		return nil, err
	}
	briefs, err := r.sessionBriefs(sessions)
	if err != nil {
		return nil, err
	}
	for i := range out {
		out[i].Logon = briefs[sessions[i]]
	}
	return out, r.each(query("process-flags"), []any{list}, func(rows *sql.Rows) error {
		var id int64
		var flag string
		var severity int
		if err := rows.Scan(&id, &flag, &severity); err != nil {
			return err
		}
		row := &out[at[id]]
		if n := len(row.Flags); n == 0 || row.Flags[n-1] != flag {
			row.Flags = append(row.Flags, flag)
		}
		row.Severity = max(row.Severity, severity)
		return nil
	})
}

// decodeLine reads a stored line into a node of the kind that the table holds.
func decodeLine(line []byte, node any) error {
	if err := json.Unmarshal(line, node); err != nil {
		return fmt.Errorf("a stored line cannot be read: %w", err)
	}
	return nil
}

// sessionBriefs reads the sessions with these ids, each once; 0 is none.
func (r reader) sessionBriefs(ids []int64) (map[int64]*graph.SessionBrief, error) {
	var want bitset
	for _, id := range ids {
		if id != 0 {
			want.add(id)
		}
	}
	briefs := map[int64]*graph.SessionBrief{}
	err := r.each(query("session-lines"), []any{idList(want.ids())}, func(rows *sql.Rows) error {
		var id int64
		var line sql.RawBytes
		var from string
		if err := rows.Scan(&id, &line, &from); err != nil {
			return err
		}
		var s graph.LogonSession
		if err := decodeLine(line, &s); err != nil {
			return err
		}
		briefs[id] = &graph.SessionBrief{Key: s.Key, LogonID: s.LogonID, LogonType: s.LogonType, BuiltIn: s.BuiltIn,
			Observed: s.Observed, SourceIP: s.SourceIP, SourceLocal: s.SourceLocal, SourceHost: from}
		return nil
	})
	return briefs, err
}
