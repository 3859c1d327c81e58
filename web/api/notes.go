package api

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"time"

	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/internal/casereport"
)

// NoteKeeper keeps notes. A graph.Store is one.
type NoteKeeper interface {
	ReplaceNote(ctx context.Context, n graph.Note, seen *graph.Time) error
}

// NoteRequest is the body of PUT /notes. A note without tags, comment and colour
// removes what was there.
type NoteRequest struct {
	Kind    graph.Kind   `json:"about_kind"`
	About   string       `json:"about"`
	Tags    []string     `json:"tags,omitempty"`
	Comment string       `json:"comment,omitempty"`
	Colour  graph.Colour `json:"colour,omitempty"`
	// Seen is "changed" of the note that the editor began with; missing where there was
	// none. When another one is there by now, the answer is 409 and nothing is changed.
	Seen *graph.Time `json:"seen,omitempty"`
}

// NoteView is a note with what is known of its thing.
type NoteView struct {
	graph.Note
	// Title names the thing; Where is the host's name; At its start.
	Title string     `json:"title,omitempty"`
	Where string     `json:"where,omitempty"`
	At    graph.Time `json:"at,omitzero"`
	// Host is the host's key, for a link.
	Host string `json:"host,omitempty"`
	// Gone says that the case has no such thing any more.
	Gone bool `json:"gone,omitempty"`
}

// NotesView lists the notes.
type NotesView struct {
	Items []NoteView `json:"items"`
	// Writable says that notes can be kept here.
	Writable bool           `json:"writable"`
	Colours  []graph.Colour `json:"colours"`
}

func (a *API) listNotes(ctx context.Context, _ Values) (any, error) {
	things, err := casereport.Describe(ctx, a.store)
	if err != nil {
		return nil, err
	}
	view := NotesView{Items: make([]NoteView, 0, len(things)), Writable: a.notes != nil, Colours: graph.Colours()}
	for i := range things {
		view.Items = append(view.Items, ViewOfNote(&things[i]))
	}
	return view, nil
}

// ViewOfNote is a note with its thing as the API and the command line tell it.
func ViewOfNote(t *casereport.Thing) NoteView {
	return NoteView{Note: t.Note, Title: t.Title, Where: t.Where, At: t.At, Host: t.Host, Gone: t.Gone}
}

var (
	errNotesReadOnly = &Error{Status: http.StatusNotImplemented, Code: CodeUnsupported, Message: "notes cannot be kept: the case is open for reading only",
		Hint: "Start procgraph serve without --read-only, on a case that may be written."}
	errNoteChanged = &Error{Status: http.StatusConflict, Code: CodeBusy, Message: "somebody else has changed this note since it was read",
		Hint: "Look at the note as it is now, then change it again."}
)

func (a *API) setNote(ctx context.Context, _ Values, body io.Reader) (any, error) {
	if a.notes == nil {
		return nil, errNotesReadOnly
	}
	var r NoteRequest
	if err := readJSON(body, &r); err != nil {
		return nil, err
	}
	n, err := graph.Note{Kind: r.Kind, About: r.About, Tags: r.Tags, Comment: r.Comment, Colour: r.Colour, Changed: now()}.Clean()
	if err != nil {
		return nil, noteError(err)
	}
	thing, err := casereport.About(ctx, a.store, n)
	if err != nil {
		return nil, err
	}
	// A thing that is gone keeps its note until somebody removes it, but gets no new one.
	if thing.Gone && r.Seen == nil {
		return nil, a.noNewNote(ctx, n)
	}
	if err := a.notes.ReplaceNote(ctx, n, r.Seen); err != nil {
		return nil, noteError(err)
	}
	return ViewOfNote(&thing), nil
}

// now is the time of a note, to the millisecond.
func now() graph.Time { return graph.TimeOf(time.Now().UTC().Truncate(time.Millisecond), 3) }

// noNewNote says why a thing that is gone gets no new note: it has one that the
// writer has not seen, or there is no such thing.
func (a *API) noNewNote(ctx context.Context, n graph.Note) error {
	list, err := a.store.Notes(ctx)
	switch {
	case err != nil:
		return err
	case slices.ContainsFunc(list, func(have graph.Note) bool { return graph.CompareNotes(have, n) == 0 }):
		return errNoteChanged
	}
	return fmt.Errorf("%s %q: %w", n.Kind, n.About, graph.ErrNotFound)
}

// noteError words why a note was not kept.
func noteError(err error) error {
	if errors.Is(err, graph.ErrNoteChanged) {
		return errNoteChanged
	}
	var bad *graph.NoteError
	if errors.As(err, &bad) {
		return invalid("the note cannot be kept: %s", bad.Error())
	}
	return err
}

func reportParams() []Param {
	return []Param{{Name: "format", Allowed: []string{casereport.FormatHTML, casereport.FormatMarkdown}, Doc: "html (one file, without scripts; when missing) or md (Markdown)"}}
}

func (a *API) report(ctx context.Context, v Values) (any, error) {
	d := Document{ContentType: "text/html; charset=utf-8", FileName: "report.html"}
	if v.Text("format") == casereport.FormatMarkdown {
		d = Document{ContentType: "text/markdown; charset=utf-8", FileName: "report.md"}
	}
	var err error
	d.Body, err = casereport.Write(ctx, a.store, a.capabilities.Location, now(), v.Text("format"))
	return d, err
}
