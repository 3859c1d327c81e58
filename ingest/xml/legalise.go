package xml

import (
	"bytes"
	"strconv"
	"unicode/utf8"

	"github.com/procgraph/procgraph/ingest/xml/decodetext"
)

const replacement = "\uFFFD"

// legalise replaces what XML 1.0 cannot hold by U+FFFD: bad UTF-8, control
// characters and references to them. Windows writes them all the same, since a
// command line may contain anything.
func legalise(b []byte) (legal []byte, changed bool) {
	b, changed = decodetext.Repair(b)
	if !mayBeIllegal(b) {
		return b, changed
	}
	out := make([]byte, 0, len(b)+16)
	for i := 0; i < len(b); {
		switch c := b[i]; {
		case c < 0x20 && c != '\t' && c != '\n' && c != '\r':
			out = append(out, replacement...)
			changed = true
			i++
		case c == '&':
			n, legal := reference(b[i:])
			if legal {
				out = append(out, b[i:i+n]...)
			} else {
				out = append(out, replacement...)
				changed = true
			}
			i += n
		case c == 0xEF && isNonCharacter(b[i:]):
			out = append(out, replacement...)
			changed = true
			i += 3
		default:
			out = append(out, c)
			i++
		}
	}
	return out, changed
}

// mayBeIllegal is the quick look that nearly every event passes.
func mayBeIllegal(b []byte) bool {
	for _, c := range b {
		if c < 0x20 && c != '\t' && c != '\n' && c != '\r' {
			return true
		}
	}
	return bytes.Contains(b, []byte("&#")) || bytes.Contains(b, []byte("\xEF\xBF\xBE")) || bytes.Contains(b, []byte("\xEF\xBF\xBF"))
}

// isNonCharacter says whether b begins with U+FFFE or U+FFFF.
func isNonCharacter(b []byte) bool {
	return len(b) >= 3 && b[1] == 0xBF && (b[2] == 0xBE || b[2] == 0xBF)
}

// reference returns the length of the reference that begins b, and whether it
// names a character that XML allows. A lone '&' has length 1 and is left to the
// XML decoder to judge.
func reference(b []byte) (n int, legal bool) {
	const longest = len("&#x10FFFF;")
	if len(b) < 4 || b[1] != '#' {
		return 1, true
	}
	end := bytes.IndexByte(b[:min(len(b), longest)], ';')
	if end <= len("&#") { // no end, or no digits
		return 1, true
	}
	digits, base := b[2:end], 10
	if digits[0] == 'x' || digits[0] == 'X' {
		digits, base = digits[1:], 16
	}
	v, err := strconv.ParseUint(string(digits), base, 32)
	if err != nil {
		return 1, true
	}
	return end + 1, v <= utf8.MaxRune && isCharacter(rune(v))
}
