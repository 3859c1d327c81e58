package resolve

import (
	"cmp"
	"strings"

	"github.com/procgraph/procgraph/graph"
)

// flawWarnings turn what is wrong with a record into warnings about its process.
var flawWarnings = []struct {
	flaw   graph.Flaw
	class  graph.WarningClass
	detail string
}{
	{graph.FieldLost, graph.FieldLostWarning, "the exporter dropped a field of this event"},
	{graph.SchemaMismatch, graph.SchemaMismatchWarning, "values stand under the wrong names; what comes after the shift was not used"},
	{graph.ValueTruncated, graph.ValueTruncatedWarning, "a copy of this record has only the beginning of a text; the whole is shown"},
	{graph.TextRepaired, graph.TextRepairedWarning, "bytes that are no valid text became U+FFFD"},
	{graph.UnsafeText, graph.UnsafeTextWarning, "the text holds control or direction characters; they are shown as escapes"},
}

// processProblems warns about one process.
func (m *emitter) processProblems(l *lifetime) {
	for _, f := range flawWarnings {
		for _, e := range append(l.creations(), l.ends...) {
			if !e.has(f.flaw) {
				continue
			}
			detail := f.detail
			if f.flaw == graph.FieldLost && e.has(graph.FieldRecovered) {
				detail += "; it was read from the message text"
			}
			m.warn(problem{class: f.class, about: l, detail: detail})
			break
		}
	}
	if l.observed() && !l.creation().has(graph.ValueTruncated) {
		if _, cut := l.commandLine(); cut != "" {
			m.warn(problem{class: graph.ValueTruncatedWarning, about: l, detail: cut})
		}
	}
	if l.collided {
		m.warn(problem{class: graph.GUIDCollision, about: l, detail: "another process has the same ProcessGuid; the PID tells them apart"})
	}
	if l.observed() {
		return
	}
	switch {
	case len(l.ends) > 0:
		m.warn(problem{class: graph.ExitWithoutStart, about: l, detail: "only the end of this process was logged"})
	case len(l.quotedBy) > 0 || l.guid != "":
		p := problem{class: graph.ParentStub, about: l, detail: "known only from what other records say: its own start was not read"}
		if child := m.firstChild[l]; child != nil {
			p.about, p.named, p.detail = child, l, "the parent is known only from what its children say: its own start was not read"
		}
		m.warn(p)
	}
}

// warn makes the warning of a problem. Its key is the class and what it is about.
func (m *emitter) warn(p problem) {
	w := graph.Warning{Class: p.class, About: m.host, Detail: p.detail, Host: m.host, Log: p.log, Time: p.time, User: m.user(p.user)}
	key := strings.TrimPrefix(m.host, "h:")
	switch {
	case p.about != nil:
		w.About, key = p.about.key, cmp.Or(p.named, p.about).key
	case p.onSession != nil:
		w.About, key = p.onSession.key, p.onSession.key
	case p.event != nil:
		if l := m.h.lifetimeOf(p.event); l != nil {
			w.About = l.key
		}
		w.Time = p.event.at
		w.Log = p.event.Log
		key += ":" + recordName(p.event)
	case p.name != "":
		key += ":" + p.name
	}
	w.Key = "w:" + string(p.class) + ":" + key
	w.Key += m.again("warning", w.Key)
	m.out.Warnings = append(m.out.Warnings, w)
}

// lifetimeOf is the process whose creation or exit a record is, or nil.
func (h *Host) lifetimeOf(e *event) *lifetime {
	for _, l := range h.processes.byPID[e.pid] {
		for _, c := range append(l.creations(), l.ends...) {
			if c == e || c.ID == e.ID {
				return l
			}
		}
	}
	return nil
}
