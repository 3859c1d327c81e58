package graph

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Note is what an analyst wrote about a process, a session, a user or a host. Notes
// are no part of the graph or its export: nothing in the logs makes or changes one,
// and one outlives the thing that it is about.
type Note struct {
	// Kind and About say what the note is about: KindProcess, KindSession, KindUser
	// or KindHost, and its key.
	Kind  Kind   `json:"about_kind"`
	About string `json:"about"`
	// Tags are short words, sorted, each once.
	Tags    []string `json:"tags,omitempty"`
	Comment string   `json:"comment,omitempty"`
	Colour  Colour   `json:"colour,omitempty"`
	// Changed is when the note was written, by the clock of the computer that wrote it.
	Changed Time `json:"changed,omitzero"`
}

// Colour marks a note's thing in the page.
type Colour string

// The colours of a note.
const (
	NoColour Colour = ""
	Red      Colour = "red"
	Orange   Colour = "orange"
	Yellow   Colour = "yellow"
	Green    Colour = "green"
	Blue     Colour = "blue"
	Purple   Colour = "purple"
	Grey     Colour = "grey"
)

// Colours returns those that a note may have, without NoColour. The slice is the caller's.
func Colours() []Colour { return []Colour{Red, Orange, Yellow, Green, Blue, Purple, Grey} }

// noteKinds are what a note may be about.
var noteKinds = []Kind{KindProcess, KindSession, KindUser, KindHost}

// The bounds of notes. Lengths are in bytes of UTF-8.
const (
	MaxNotes      = 10_000 // of one case
	MaxNoteTags   = 16
	MaxTagLength  = 64
	MaxComment    = 16 << 10
	MaxNoteTarget = 8 << 10 // of About
)

// NoteError says what is wrong with a note. It is an ErrInvalid.
type NoteError struct {
	// Member is the note's member as JSON names it; "" is the notes of the case as a whole.
	Member string
	Reason string
}

// Error implements error.
func (e *NoteError) Error() string {
	if e.Member == "" {
		return e.Reason
	}
	return e.Member + ": " + e.Reason
}

// Unwrap makes it an ErrInvalid.
func (e *NoteError) Unwrap() error { return ErrInvalid }

// ErrTooManyNotes is what SetNote gives for one more than MaxNotes. It is an ErrInvalid.
var ErrTooManyNotes error = &NoteError{Reason: fmt.Sprintf("a case holds at most %d notes", MaxNotes)}

// ErrNoteChanged is what ReplaceNote gives when the note is no longer the one that was seen.
var ErrNoteChanged = errors.New("the note was changed since it was read")

// SeenAs says whether have, nil where there is no note, is what a writer saw, see
// Store.ReplaceNote.
func SeenAs(have *Note, seen *Time) bool {
	if have == nil || seen == nil {
		return have == nil && seen == nil
	}
	return have.Changed == *seen
}

// Empty says that the note says nothing: setting it removes what was there.
func (n *Note) Empty() bool { return len(n.Tags) == 0 && n.Comment == "" && n.Colour == NoColour }

// Clean returns the note as a store keeps it: tags trimmed, sorted and each once,
// the comment without space around it. A note out of bounds gives a *NoteError.
func (n Note) Clean() (Note, error) {
	if !slices.Contains(noteKinds, n.Kind) {
		return n, &NoteError{"about_kind", fmt.Sprintf("a note is about a process, session, user or host, not %q", string(n.Kind))}
	}
	if n.About == "" || len(n.About) > MaxNoteTarget || !utf8.ValidString(n.About) {
		return n, &NoteError{"about", "it is the key of the thing"}
	}
	if n.Colour != NoColour && !slices.Contains(Colours(), n.Colour) {
		return n, &NoteError{"colour", fmt.Sprintf("there is no colour %q", string(n.Colour))}
	}
	if n.Comment = strings.TrimSpace(n.Comment); len(n.Comment) > MaxComment || !utf8.ValidString(n.Comment) {
		return n, &NoteError{"comment", fmt.Sprintf("it is UTF-8 of at most %d bytes", MaxComment)}
	}
	tags := make([]string, 0, len(n.Tags))
	for _, t := range n.Tags {
		t = strings.TrimSpace(t)
		switch {
		case t == "":
			continue
		case len(t) > MaxTagLength || !utf8.ValidString(t) || strings.ContainsFunc(t, unprintable):
			return n, &NoteError{"tags", fmt.Sprintf("a tag is one line of at most %d bytes", MaxTagLength)}
		}
		tags = append(tags, t)
	}
	slices.Sort(tags)
	if n.Tags = slices.Compact(tags); len(n.Tags) > MaxNoteTags {
		return n, &NoteError{"tags", fmt.Sprintf("a note has at most %d", MaxNoteTags)}
	}
	if len(n.Tags) == 0 {
		n.Tags = nil
	}
	return n, nil
}

func unprintable(r rune) bool { return r == ',' || !unicode.IsGraphic(r) }

// CompareNotes orders notes by kind and key, as Reader.Notes returns them.
func CompareNotes(a, b Note) int {
	return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.About, b.About))
}
