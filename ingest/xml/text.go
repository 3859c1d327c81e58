package xml

import (
	"bytes"
	"strconv"
	"unicode/utf8"
)

// decode returns text with its references resolved and its line ends made "\n"
// (https://www.w3.org/TR/xml/#sec-line-ends): raw itself where there is nothing to do.
func (s *scanner) decode(raw []byte) ([]byte, error) {
	amp := bytes.IndexByte(raw, '&')
	if amp < 0 {
		return s.lines(raw), nil
	}
	from := len(s.scratch)
	for amp >= 0 {
		s.appendLines(raw[:amp])
		r, size := resolve(raw[amp:])
		if size == 0 {
			return nil, errNotWellFormed
		}
		s.scratch = utf8.AppendRune(s.scratch, r)
		raw = raw[amp+size:]
		amp = bytes.IndexByte(raw, '&')
	}
	s.appendLines(raw)
	return s.scratch[from:len(s.scratch):len(s.scratch)], nil
}

// lines returns text with its line ends made "\n".
func (s *scanner) lines(raw []byte) []byte {
	if bytes.IndexByte(raw, '\r') < 0 {
		return raw
	}
	from := len(s.scratch)
	s.appendLines(raw)
	return s.scratch[from:len(s.scratch):len(s.scratch)]
}

// appendLines appends text to scratch, its line ends made "\n".
func (s *scanner) appendLines(raw []byte) {
	for {
		i := bytes.IndexByte(raw, '\r')
		if i < 0 {
			s.scratch = append(s.scratch, raw...)
			return
		}
		s.scratch = append(append(s.scratch, raw[:i]...), '\n')
		raw = bytes.TrimPrefix(raw[i+1:], []byte{'\n'})
	}
}

// longestReference bounds the search for a reference's end; leading zeros may
// make one longer than it needs to be.
const longestReference = 64

// resolve returns the character that the reference at the beginning of b stands
// for, and its length; length 0 when it is none.
func resolve(b []byte) (r rune, size int) {
	end := bytes.IndexByte(b[:min(len(b), longestReference)], ';')
	if end < 0 {
		return 0, 0
	}
	switch string(b[1:end]) {
	case "lt":
		r = '<'
	case "gt":
		r = '>'
	case "amp":
		r = '&'
	case "apos":
		r = '\''
	case "quot":
		r = '"'
	default:
		if r = number(string(b[1:end])); r == 0 {
			return 0, 0
		}
	}
	return r, end + 1
}

// number is the character of a reference like "#65" or "#x41"; 0 when it is none that XML allows.
func number(name string) rune {
	if len(name) < 2 || name[0] != '#' {
		return 0
	}
	digits, base := name[1:], 10
	if digits[0] == 'x' {
		digits, base = digits[1:], 16
	}
	n, err := strconv.ParseUint(digits, base, 32)
	if err != nil || n > utf8.MaxRune || !isCharacter(rune(n)) {
		return 0
	}
	return rune(n)
}

// isCharacter says whether XML may hold a character (https://www.w3.org/TR/xml/#NT-Char).
func isCharacter(r rune) bool {
	switch {
	case r < 0x20:
		return r == '\t' || r == '\n' || r == '\r'
	case r >= 0xD800 && r <= 0xDFFF, r == 0xFFFE, r == 0xFFFF:
		return false
	}
	return r <= utf8.MaxRune
}
