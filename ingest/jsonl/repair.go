package jsonl

import (
	"bytes"

	"github.com/procgraph/procgraph/ingest/xml/decodetext"
)

// repairText replaces bytes that are not UTF-8 and escapes of unpaired
// surrogates by U+FFFD. It may change b in place and returns b itself unless
// bytes had to be put in.
func repairText(b []byte) (text []byte, repaired bool) {
	text, repaired = decodetext.Repair(b)
	if !bytes.Contains(text, []byte(`\u`)) {
		return text, repaired
	}
	if bytes.Contains(text, []byte(`\ud`)) || bytes.Contains(text, []byte(`\uD`)) {
		repaired = repairEscapes(text) || repaired
	}
	return text, repaired
}

// repairEscapes rewrites each escape of an unpaired surrogate as \ufffd, in place.
func repairEscapes(b []byte) (repaired bool) {
	for i := 0; i < len(b); {
		j := bytes.IndexByte(b[i:], '\\')
		if j < 0 {
			return repaired
		}
		i += j
		unit, ok := escapedUnit(b[i:])
		if !ok || unit < 0xD800 || unit > 0xDFFF {
			// Any other escape; both of its characters are passed over, so that
			// the second backslash of "\\" begins none.
			i += 2
			continue
		}
		if unit < 0xDC00 {
			if low, ok := escapedUnit(b[i+6:]); ok && low >= 0xDC00 && low <= 0xDFFF {
				i += 12
				continue
			}
		}
		copy(b[i:], `\ufffd`)
		repaired = true
		i += 6
	}
	return repaired
}

// escapedUnit reads the UTF-16 code unit of a \uXXXX that begins b.
func escapedUnit(b []byte) (unit uint32, ok bool) {
	if len(b) < 6 || b[0] != '\\' || b[1] != 'u' {
		return 0, false
	}
	for _, c := range b[2:6] {
		unit <<= 4
		switch {
		case c >= '0' && c <= '9':
			unit |= uint32(c - '0')
		case c >= 'a' && c <= 'f':
			unit |= uint32(c-'a') + 10
		case c >= 'A' && c <= 'F':
			unit |= uint32(c-'A') + 10
		default:
			return 0, false
		}
	}
	return unit, true
}
