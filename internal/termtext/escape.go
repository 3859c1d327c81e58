// Package termtext makes text from logs safe to print on a terminal or in a
// log line, and cuts it to a number of columns.
//
// A command line or a user name in a log is chosen by whoever ran the program.
// Printed as it is, it could move the cursor, hide itself, change the window's
// title or turn a line around. Escape makes all of that visible instead.
package termtext

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxMarks is the number of combining marks that may follow one character.
// No living script needs more; a tower of them covers the lines around it.
const maxMarks = 6

// invisible are graphic characters that show nothing or change what stands
// beside them. Format characters (Cf: bidirectional controls, zero-width
// characters, tags) are not graphic and need no mention.
var invisible = []*unicode.RangeTable{
	unicode.Other_Default_Ignorable_Code_Point,
	unicode.Variation_Selector,
}

// Escape returns s with every character that is not plainly visible written as
// an escape: \t, \n and \r; \x1b for other ASCII controls and for bytes that
// are no UTF-8; \u202e or \U000e0001 for the rest. Spaces stay. The result is
// valid UTF-8 without controls and Escape leaves it as it is.
//
// A backslash is not doubled, for Windows paths are to stay readable: the
// escape is for the eye and cannot be turned back.
func Escape(s string) string {
	if plain(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s) + 16)
	marks := 0
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		if unicode.In(r, unicode.Mn, unicode.Me) {
			marks++
		} else {
			marks = 0
		}
		switch {
		case r == utf8.RuneError && size == 1:
			fmt.Fprintf(&b, `\x%02x`, s[i])
		case visible(r) && marks <= maxMarks:
			b.WriteString(s[i : i+size])
		default:
			b.WriteString(escape(r))
		}
		i += size
	}
	return b.String()
}

// plain says whether s is printable ASCII, as nearly all text in logs is.
func plain(s string) bool {
	for i := range len(s) {
		if s[i] < 0x20 || s[i] >= 0x7f {
			return false
		}
	}
	return true
}

// visible says whether r shows itself and leaves its neighbours alone.
func visible(r rune) bool {
	return unicode.IsGraphic(r) && !unicode.In(r, invisible...)
}

func escape(r rune) string {
	switch {
	case r == '\t':
		return `\t`
	case r == '\n':
		return `\n`
	case r == '\r':
		return `\r`
	case r < utf8.RuneSelf:
		return fmt.Sprintf(`\x%02x`, r)
	case r <= 0xffff:
		return fmt.Sprintf(`\u%04x`, r)
	}
	return fmt.Sprintf(`\U%08x`, r)
}
