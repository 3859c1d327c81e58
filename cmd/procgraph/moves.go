package main

import (
	"cmp"
	"context"
	"fmt"

	"github.com/procgraph/procgraph/graph"
	across "github.com/procgraph/procgraph/graph/lineage"
	"github.com/procgraph/procgraph/internal/termtext"
)

// move is a logon on the way to a process or from it, mostly from another host.
type move struct {
	// Direction is "origin" (it led to the process) or "consequence".
	Direction string           `json:"direction"`
	Session   graph.SessionRow `json:"session"`
	// OpenedBy are the processes that opened the session or may have.
	OpenedBy []moveEnd `json:"opened_by"`
	// Began are the processes that ran in it, or may have come through it.
	Began []moveEnd `json:"began"`
}

// moveEnd is a process at either side of a logon: "session-proven" or "possible".
type moveEnd struct {
	Process    graph.ProcessRow `json:"process"`
	Confidence string           `json:"confidence"`
	Why        string           `json:"why,omitempty"`
	// More counts further logons like this one that are not shown.
	More int `json:"more,omitempty"`
}

// movesOf returns the logons of a process's lineage in the order in which they were
// found, and what bounds left out.
func movesOf(ctx context.Context, r graph.Reader, key string) (moves []move, notes []string, err error) {
	l, err := across.Of(ctx, r, key, across.Options{})
	if err != nil {
		return nil, nil, err
	}
	moves = []move{}
	nodes, at := map[string]*across.Node{}, map[string]int{}
	for i := range l.Nodes {
		n := &l.Nodes[i]
		nodes[n.ID] = n
		if n.Session != nil {
			at[n.ID] = len(moves)
			moves = append(moves, move{Direction: string(n.Role), Session: *n.Session, OpenedBy: []moveEnd{}, Began: []moveEnd{}})
		}
	}
	for _, k := range l.Links {
		switch k.Kind {
		case across.Logon:
			m := &moves[at[k.To]]
			m.OpenedBy = append(m.OpenedBy, moveEnd{*nodes[k.From].Process, string(k.Confidence), k.Why, k.More})
		case across.RanIn:
			m := &moves[at[k.From]]
			m.Began = append(m.Began, moveEnd{*nodes[k.To].Process, string(k.Confidence), k.Why, k.More})
		}
	}
	return moves, l.Notes, nil
}

// printMoves tells the logons of a lineage; nothing where there are none.
func printMoves(p *printer, moves []move) {
	for _, part := range []struct{ direction, title string }{
		{string(across.RoleOrigin), "logons on the way here"}, {string(across.RoleConsequence), "logons that it led to"}} {
		title := "\n" + part.title
		for i := range moves {
			m := &moves[i]
			if m.Direction != part.direction {
				continue
			}
			if title != "" {
				p.line(title)
				title = ""
			}
			s := &m.Session
			from := cmp.Or(s.SourceHostName, s.SourceIP, "this host")
			p.line(fmt.Sprintf("  %s  type %d  %s on %s, from %s", clock(s.Start), s.LogonType, termtext.Escape(s.UserName), termtext.Escape(s.HostName), termtext.Escape(from)))
			for _, e := range m.OpenedBy {
				p.line("    opened by  " + describeEnd(e))
			}
			for _, e := range m.Began {
				p.line("    brought    " + describeEnd(e))
			}
		}
	}
}

func describeEnd(e moveEnd) string {
	sure := "proven: "
	if e.Confidence == string(across.Possible) {
		sure = "possible: "
	}
	more := ""
	if e.More > 0 {
		more = fmt.Sprintf("; it may have opened %d more logons like this one", e.More)
	}
	return describe(&e.Process, "on "+termtext.Escape(e.Process.HostName), "["+sure+termtext.Escape(e.Why)+more+"]")
}
