package cypherguard

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// quote reads a string or a name in backticks. A server of Cypher 5 resolves
// \uXXXX before it looks for tokens, so that '\u0027' ends the string: escapes for
// characters that matter to a lexer are refused, the others mean the same either way.
func (l *lexer) quote(q byte) error {
	from := l.here()
	var out strings.Builder
	for i := l.at + 1; i < len(l.text); {
		c := l.text[i]
		if r, n, ok := unicodeEscape(l.text[i:]); ok {
			if structural(r) {
				l.lines(i - l.at)
				return l.here().refuse("Write the character itself, or give the text as a parameter.", "an escape for a character that could end the string or the name")
			}
			out.WriteRune(r)
			i += n
			continue
		}
		switch {
		case c == q && q == '`' && i+1 < len(l.text) && l.text[i+1] == q:
			out.WriteByte(q)
			i += 2
		case c == q:
			l.lines(i + 1 - l.at)
			k := quoted
			if q == '`' {
				k = escaped
			}
			l.add(k, out.String(), from)
			return nil
		case c == '\\' && q != '`' && i+1 < len(l.text):
			// A pair such as \\ before u0027: whether it is read as one or as the other, see above.
			if _, _, ok := unicodeEscape(l.text[i+1:]); ok {
				out.WriteByte(c)
				i++
				continue
			}
			r, n := utf8.DecodeRuneInString(l.text[i+1:])
			out.WriteString(resolve(r))
			i += 1 + n
		default:
			out.WriteByte(c)
			i++
		}
	}
	if q == '`' {
		return from.wrong("the name in backticks is not closed")
	}
	return from.wrong("the string is not closed")
}

// resolve is what a backslash and a character stand for.
func resolve(c rune) string {
	switch c {
	case 'n':
		return "\n"
	case 'r':
		return "\r"
	case 't':
		return "\t"
	case 'b':
		return "\b"
	case 'f':
		return "\f"
	}
	return string(c)
}

// unicodeEscape reads \uXXXX, with any number of u, at the beginning of s.
func unicodeEscape(s string) (r rune, n int, ok bool) {
	if len(s) < 2 || s[0] != '\\' || s[1] != 'u' {
		return 0, 0, false
	}
	n = 2
	for n < len(s) && s[n] == 'u' {
		n++
	}
	if n+4 > len(s) {
		return 0, 0, false
	}
	v, err := strconv.ParseUint(s[n:n+4], 16, 16)
	if err != nil {
		return 0, 0, false
	}
	return rune(v), n + 4, true
}

// structural says whether a character means something to a lexer.
func structural(r rune) bool {
	return r < ' ' || r == 0x7f || r == 0x85 || r == 0x2028 || r == 0x2029 || strings.ContainsRune("'\"`\\/*", r)
}
