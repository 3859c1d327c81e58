package fieldcase

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// Mismatch is one difference between an export and what is expected.
type Mismatch struct {
	// Label is what differs: a label of the expectation, or a word such as "counts".
	Label string
	// Field is the member or the rule.
	Field string
	// Want and Got are values as JSON, or words.
	Want, Got string
	// Note says that another result is worse but not wrong: a warning of the
	// right class about another thing.
	Note bool
}

// String is the mismatch on one line.
func (m Mismatch) String() string {
	note := ""
	if m.Note {
		note = "note: "
	}
	return fmt.Sprintf("%s%s: %s: want %s, got %s", note, m.Label, m.Field, m.Want, m.Got)
}

// absent stands for a member that is left out.
const absent = "(absent)"

// show is a value as JSON; equal values look alike. nil is absent.
func show(v any) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return fmt.Sprint(v)
	}
	if text := string(bytes.TrimSpace(b.Bytes())); text != "null" {
		return text
	}
	return absent
}
