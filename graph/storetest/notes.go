package storetest

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/procgraph/procgraph/graph"
)

var noteTests = []test{
	{"kept, replaced and removed", testNotes},
	{"out of bounds", testNoteBounds},
	{"set while a run writes", testNoteWhileWriting},
	{"no part of the export or the version", testNotesApart},
	{"outlive what they are about", testNotesOutlive},
	{"replaced only when seen", testNoteReplaced},
	{"replaced by one of many at once", testNoteRace},
	{"gone when the case is cleared", testNotesCleared},
	{"what the case was derived from", testRecordReader},
}

func note(kind graph.Kind, about, comment string, tags ...string) graph.Note {
	return graph.Note{Kind: kind, About: about, Comment: comment, Tags: tags, Changed: at(1)}
}

func (s *suite) notes() []graph.Note {
	s.Helper()
	list, err := s.store.Notes(s.ctx())
	s.ok(err)
	return list
}

func testNotes(s *suite) {
	s.same("none", s.notes(), []graph.Note(nil))
	user := note(graph.KindUser, alice, "the first victim")
	shell := note(graph.KindProcess, pa("powershell"), "", "loader", "bad", "bad", " ")
	host := graph.Note{Kind: graph.KindHost, About: alpha, Colour: graph.Red, Changed: at(3)}
	hostile := note(graph.KindProcess, "p:\u202e<script>'\"; DROP TABLE note; --\x00", "=cmd|' /C calc'!A0 <img src=x onerror=alert(1)>\n\x1b[31m")
	for _, n := range []graph.Note{user, shell, host, hostile} {
		s.ok(s.store.SetNote(s.ctx(), n))
	}
	shell.Tags = []string{"bad", "loader"}
	s.same("notes", s.notes(), []graph.Note{host, shell, hostile, user})
	shell.Comment, shell.Tags, shell.Colour = "again", nil, graph.Blue
	s.ok(s.store.SetNote(s.ctx(), shell))
	s.ok(s.store.SetNote(s.ctx(), graph.Note{Kind: graph.KindUser, About: alice, Comment: " ", Changed: at(9)}))
	s.ok(s.store.SetNote(s.ctx(), graph.Note{Kind: graph.KindUser, About: bob}))
	s.same("after a change and a removal", s.notes(), []graph.Note{host, shell, hostile})
}

func testNoteReplaced(s *suite) {
	first, second := note(graph.KindHost, alpha, "first"), note(graph.KindHost, alpha, "second")
	first.Changed, second.Changed = at(1), at(2)
	other := at(3)
	s.is(s.store.ReplaceNote(s.ctx(), first, &other), graph.ErrNoteChanged)
	s.same("nothing to replace", s.notes(), []graph.Note(nil))
	s.ok(s.store.ReplaceNote(s.ctx(), first, nil))
	s.is(s.store.ReplaceNote(s.ctx(), second, nil), graph.ErrNoteChanged)
	s.is(s.store.ReplaceNote(s.ctx(), second, &other), graph.ErrNoteChanged)
	s.is(s.store.ReplaceNote(s.ctx(), note(graph.KindHost, alpha, "\xff"), &first.Changed), graph.ErrInvalid)
	s.same("nobody saw it", s.notes(), []graph.Note{first})
	s.ok(s.store.ReplaceNote(s.ctx(), second, &first.Changed))
	s.same("replaced", s.notes(), []graph.Note{second})
	none := graph.Note{Kind: graph.KindHost, About: alpha}
	s.is(s.store.ReplaceNote(s.ctx(), none, &first.Changed), graph.ErrNoteChanged)
	s.ok(s.store.ReplaceNote(s.ctx(), none, &second.Changed))
	s.same("removed", s.notes(), []graph.Note(nil))
	s.ok(s.store.ReplaceNote(s.ctx(), none, nil))
	s.same("nothing removed", s.notes(), []graph.Note(nil))
}

// testNoteRace: of writers that saw the same note one has its way, whether it writes
// the first, another or none.
func testNoteRace(s *suite) {
	var seen *graph.Time
	for round := range 6 {
		const writers = 8
		errs := make(chan error, writers)
		begin := make(chan struct{})
		for i := range writers {
			go func() {
				n := note(graph.KindHost, alpha, fmt.Sprint("writer ", i))
				n.Changed = at(int64(100*round + i + 1))
				if round%3 == 2 { // a removal
					n.Comment = ""
				}
				<-begin
				errs <- s.store.ReplaceNote(s.ctx(), n, seen)
			}()
		}
		close(begin)
		won := 0
		for range writers {
			if err := <-errs; err == nil {
				won++
			} else {
				s.is(err, graph.ErrNoteChanged)
			}
		}
		if won != 1 {
			s.Fatalf("round %d: %d of %d writers had their way", round, won, writers)
		}
		seen = nil
		for _, n := range s.notes() {
			seen = &n.Changed
		}
		if (seen == nil) != (round%3 == 2) {
			s.Fatalf("round %d: the note was seen at %v", round, seen)
		}
	}
}

func testNoteBounds(s *suite) {
	many := make([]string, graph.MaxNoteTags+1)
	for i := range many {
		many[i] = strings.Repeat("t", i+1)
	}
	for _, n := range []graph.Note{
		note("", alpha, "x"), note(graph.KindWarning, alpha, "x"), note(graph.KindHost, "", "x"),
		note(graph.KindHost, strings.Repeat("k", graph.MaxNoteTarget+1), "x"), note(graph.KindHost, "h:\xff", "x"),
		note(graph.KindHost, alpha, strings.Repeat("c", graph.MaxComment+1)), note(graph.KindHost, alpha, "\xff"),
		note(graph.KindHost, alpha, "", many...), note(graph.KindHost, alpha, "", strings.Repeat("t", graph.MaxTagLength+1)),
		note(graph.KindHost, alpha, "", "two\nlines"), note(graph.KindHost, alpha, "", "a,b"), note(graph.KindHost, alpha, "", "\u202etag"),
		{Kind: graph.KindHost, About: alpha, Colour: "ultraviolet"},
	} {
		err := s.store.SetNote(s.ctx(), n)
		s.is(err, graph.ErrInvalid)
		var typed *graph.NoteError
		if !errors.As(err, &typed) {
			s.Errorf("%v is no NoteError", err)
		}
	}
	s.same("nothing was kept", s.notes(), []graph.Note(nil))
	most := note(graph.KindHost, strings.Repeat("ö", graph.MaxNoteTarget/2), strings.Repeat("ü", graph.MaxComment/2), many[:graph.MaxNoteTags]...)
	s.ok(s.store.SetNote(s.ctx(), most))
	s.same("the largest", s.notes(), []graph.Note{most})
}

func testNoteWhileWriting(s *suite) {
	n := note(graph.KindHost, alpha, "seen")
	s.write(func(w graph.Writer) {
		s.add(w, record("alpha", 1, "a.exe"))
		s.ok(s.store.SetNote(s.ctx(), n))
		s.add(w, record("alpha", 2, "a.exe"))
	})
	s.same("notes", s.notes(), []graph.Note{n})
}

func testNotesApart(s *suite) {
	s.fill()
	export, version := s.export(), s.version()
	s.ok(s.store.SetNote(s.ctx(), note(graph.KindHost, alpha, "seen")))
	s.same("export", s.export(), export)
	s.same("version", s.version(), version)
}

func testNotesOutlive(s *suite) {
	s.fill()
	n := note(graph.KindProcess, pa("cmd"), "seen")
	s.ok(s.store.SetNote(s.ctx(), n))
	s.write(func(w graph.Writer) { s.ok(w.RemoveHostGraph(s.ctx(), alpha)) })
	s.same("notes", s.notes(), []graph.Note{n})
	s.put(company())
	s.same("notes after the thing came back", s.notes(), []graph.Note{n})
}

func testNotesCleared(s *suite) {
	s.ok(s.store.SetNote(s.ctx(), note(graph.KindHost, alpha, "seen")))
	s.ok(s.store.Clear(s.ctx()))
	s.same("notes", s.notes(), []graph.Note(nil))
}

func testRecordReader(s *suite) {
	a := delivered(record("Alpha", 1, "a.exe"), 7, "a.json")
	ranges := []graph.RecordRange{{Computer: "alpha", Log: "sysmon", Lo: 1, Hi: 3}, {Computer: "beta", Log: "sysmon", Lo: 5, Hi: 6}}
	s.write(func(w graph.Writer) {
		s.add(w, a, delivered(a, 8, "a.json"))
		s.ok(w.AddRecordRanges(s.ctx(), ranges))
		s.ok(w.SetHostGraph(s.ctx(), alpha, graph.HostState{Computers: []string{"alpha"}}, graph.HostGraph{}))
	})
	computers, err := s.store.Computers(s.ctx())
	s.ok(err)
	s.same("computers", computers, []string{"alpha", "beta"})
	got, err := s.store.RecordRanges(s.ctx(), computers)
	s.ok(err)
	s.same("ranges", got, ranges)
	var read []bool
	for o, err := range s.store.Observations(s.ctx(), computers) {
		s.ok(err)
		read = append(read, o.Resent)
	}
	s.same("records", read, []bool{true})
	if !slices.IsSorted(computers) {
		s.Error("computers are not sorted")
	}
}
