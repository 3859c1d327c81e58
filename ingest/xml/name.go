package xml

import (
	"bytes"
	"unicode/utf8"
)

// name reads the name at the scanner's place, which must be one.
func (s *scanner) name() ([]byte, error) {
	from, ascii := s.pos, true
	for s.pos < len(s.in) {
		c := s.in[s.pos]
		if c >= utf8.RuneSelf {
			ascii = false
		} else if !nameBytes[c] {
			break
		}
		s.pos++
	}
	name := s.in[from:s.pos]
	if len(name) == 0 || bytes.Count(name, []byte{':'}) > 1 {
		return nil, errNotWellFormed
	}
	if c := name[0]; c == '-' || c == '.' || c >= '0' && c <= '9' {
		return nil, errNotWellFormed
	}
	if !ascii && !isName(name) {
		return nil, errNotWellFormed
	}
	return name, nil
}

// nameBytes are the ASCII characters of a name.
var nameBytes = func() (set [utf8.RuneSelf]bool) {
	for _, c := range []byte("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_:-.") {
		set[c] = true
	}
	return set
}()

// runeRange is a range of characters, both ends included.
type runeRange struct{ lo, hi rune }

// The characters beyond ASCII with which a name may begin, and those that may
// follow besides.
// Source: https://www.w3.org/TR/xml/#NT-NameStartChar and #NT-NameChar.
var (
	nameStart = []runeRange{
		{0xC0, 0xD6}, {0xD8, 0xF6}, {0xF8, 0x2FF}, {0x370, 0x37D}, {0x37F, 0x1FFF}, {0x200C, 0x200D},
		{0x2070, 0x218F}, {0x2C00, 0x2FEF}, {0x3001, 0xD7FF}, {0xF900, 0xFDCF}, {0xFDF0, 0xFFFD}, {0x10000, 0xEFFFF},
	}
	nameMore = []runeRange{{0xB7, 0xB7}, {0x300, 0x36F}, {0x203F, 0x2040}}
)

// isName checks the characters beyond ASCII of a name.
func isName(name []byte) bool {
	for i := 0; i < len(name); {
		r, size := utf8.DecodeRune(name[i:])
		switch {
		case r < utf8.RuneSelf:
		case r == utf8.RuneError && size == 1:
			return false
		case !inRanges(nameStart, r) && (i == 0 || !inRanges(nameMore, r)):
			return false
		}
		i += size
	}
	return true
}

func inRanges(ranges []runeRange, r rune) bool {
	for _, span := range ranges {
		if r >= span.lo && r <= span.hi {
			return true
		}
	}
	return false
}

// localPart is a name without its namespace's prefix.
func localPart(name []byte) []byte {
	if i := bytes.IndexByte(name, ':'); i > 0 && i < len(name)-1 {
		return name[i+1:]
	}
	return name
}
