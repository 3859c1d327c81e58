package storesequal_test

import (
	"bytes"
	"context"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/graph/transfer"
)

// counted is the progress of a copy.
type counted struct{ total, copied, hosts int }

func (c *counted) Total(n int)       { c.total = n }
func (c *counted) Copied(n int)      { c.copied += n }
func (c *counted) Hosts(done, _ int) { c.hosts = done }

func copyCase(t *testing.T, from, to graph.Store) transfer.Result {
	t.Helper()
	w, err := to.Begin(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	var p counted
	result, err := transfer.Copy(t.Context(), from, to, w, &p)
	if err != nil {
		t.Fatal(err)
	}
	if p.copied != result.Records || p.total != result.Records {
		t.Errorf("the progress is of %d of %d records, %d were copied", p.copied, p.total, result.Records)
	}
	return result
}

func sameCase(t *testing.T, what string, a, b graph.Store) {
	t.Helper()
	if x, y := export(t, a), export(t, b); !bytes.Equal(x, y) || len(x) == 0 {
		compareExports(t, what, x, y)
	}
	notes := func(s graph.Store) []graph.Note {
		list, err := s.Notes(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return list
	}
	files := func(s graph.Store) []graph.FileReport {
		list, err := s.Files(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return list
	}
	if d := cmp.Diff(notes(a), notes(b)); d != "" || len(notes(a)) == 0 {
		t.Errorf("%s: notes: %s", what, d)
	}
	if d := cmp.Diff(files(a), files(b)); d != "" {
		t.Errorf("%s: files: %s", what, d)
	}
}

// source is a case of field cases, one record of which was delivered twice, with notes.
func source(t *testing.T) graph.Store {
	t.Helper()
	s := openSQLite(t)
	read(t, s, fieldCases(t)...)
	w, err := s.Begin(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	resent := 0
	computers, err := s.Computers(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for o, err := range s.Observations(t.Context(), computers) {
		if err != nil {
			t.Fatal(err)
		}
		if o.Resent {
			resent++
		}
	}
	if resent == 0 {
		t.Fatal("no record was delivered more than once: this tests nothing")
	}
	for i, about := range []string{"h:one", "h:two"} {
		n := graph.Note{Kind: graph.KindHost, About: about, Comment: "seen", Changed: graph.UnixSecond(int64(1_700_000_000 + i))}
		if err := s.SetNote(t.Context(), n); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

// TestCopyToAFile copies a case file into another, twice.
func TestCopyToAFile(t *testing.T) {
	from, to := source(t), openSQLite(t)
	first := copyCase(t, from, to)
	sameCase(t, "the copy", from, to)
	if first.Known != 0 || first.Notes != 2 || first.Hosts == 0 {
		t.Errorf("%+v", first)
	}
	again := copyCase(t, from, to)
	sameCase(t, "the copy of the copy", from, to)
	if again.Known != first.Records || again.Records != first.Records || again.Hosts != 0 || again.Notes != 0 || again.NotesKept != 2 {
		t.Errorf("%+v", again)
	}
}

// TestCopyThroughNeo4j copies a case file into a server and from there into a file.
func TestCopyThroughNeo4j(t *testing.T) {
	from, server, to := source(t), openNeo4j(t), openSQLite(t)
	copyCase(t, from, server)
	sameCase(t, "the server's", from, server)
	copyCase(t, server, to)
	sameCase(t, "the file's", from, to)
}

// TestCopyIntoACase: a copy into a case that holds something is the union, and the
// later of two notes stays.
func TestCopyIntoACase(t *testing.T) {
	cases := fieldCases(t)
	half := len(cases) / 2
	all, one, two := openSQLite(t), openSQLite(t), openSQLite(t)
	read(t, all, cases...)
	read(t, one, cases[:half]...)
	read(t, two, cases[half:]...)
	set := func(s graph.Store, about, comment string, second int64) {
		if err := s.SetNote(t.Context(), graph.Note{Kind: graph.KindUser, About: about, Comment: comment, Changed: graph.UnixSecond(second)}); err != nil {
			t.Fatal(err)
		}
	}
	set(one, "u:a", "new", 1_700_000_009)
	set(two, "u:a", "old", 1_700_000_001)
	set(one, "u:b", "old", 1_700_000_001)
	set(two, "u:b", "new", 1_700_000_009)
	set(all, "u:a", "new", 1_700_000_009)
	set(all, "u:b", "new", 1_700_000_009)
	if r := copyCase(t, one, two); r.Notes != 1 || r.NotesKept != 1 {
		t.Errorf("%+v", r)
	}
	compareExports(t, "the union", export(t, all), export(t, two))
	notes := func(s graph.Store) []graph.Note {
		list, err := s.Notes(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return list
	}
	if d := cmp.Diff(notes(all), notes(two)); d != "" {
		t.Errorf("notes: %s", d)
	}
}

// meddled is a store in which somebody writes a note about the same thing after the
// copy has looked at the notes.
type meddled struct {
	graph.Store
	note graph.Note
}

func (m meddled) Notes(ctx context.Context) ([]graph.Note, error) {
	list, err := m.Store.Notes(ctx)
	return list, errors.Join(err, m.SetNote(ctx, m.note))
}

// TestCopyKeepsTheNoteOfTheMoment: a note that is written while the copy goes on stays.
func TestCopyKeepsTheNoteOfTheMoment(t *testing.T) {
	from, to := source(t), openSQLite(t)
	mine := graph.Note{Kind: graph.KindHost, About: "h:one", Comment: "just now", Changed: graph.UnixSecond(1_800_000_000)}
	if r := copyCase(t, from, meddled{to, mine}); r.Notes != 1 || r.NotesKept != 1 {
		t.Errorf("%+v", r)
	}
	list, err := to.Notes(t.Context())
	if err != nil || len(list) != 2 {
		t.Fatalf("%+v, %v", list, err)
	}
	if d := cmp.Diff(mine, list[0]); d != "" {
		t.Error(d)
	}
}
