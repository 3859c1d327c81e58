package evtx

import (
	"unicode/utf16"
	"unicode/utf8"
)

// appendUTF16 appends UTF-16LE text as UTF-8, without the NULs at its end. A lone
// surrogate becomes U+FFFD and repaired is true; an odd last byte is dropped.
func appendUTF16(out, b []byte) (_ []byte, repaired bool) {
	b = b[:len(b)&^1]
	for len(b) > 0 && b[len(b)-1] == 0 && b[len(b)-2] == 0 {
		b = b[:len(b)-2]
	}
	for len(b) > 0 {
		// Nearly all text is ASCII: four characters at a time.
		for len(b) >= 8 {
			x := le64(b)
			if x&0xff80_ff80_ff80_ff80 != 0 {
				break
			}
			out = append(out, byte(x), byte(x>>16), byte(x>>32), byte(x>>48))
			b = b[8:]
		}
		if len(b) == 0 {
			break
		}
		c := rune(le16(b))
		b = b[2:]
		switch {
		case c < utf8.RuneSelf:
			out = append(out, byte(c))
			continue
		case !utf16.IsSurrogate(c):
		case len(b) >= 2:
			if full := utf16.DecodeRune(c, rune(le16(b))); full != utf8.RuneError {
				c, b = full, b[2:]
				break
			}
			c, repaired = utf8.RuneError, true
		default:
			c, repaired = utf8.RuneError, true
		}
		out = utf8.AppendRune(out, c)
	}
	return out, repaired
}

// ansi holds the characters that Windows code page 1252 has at 0x80 to 0x9f. The
// code page of a host is not recorded; this one is the most frequent.
var ansi = [32]rune{
	'€', 0x81, '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', 0x8d, 'Ž', 0x8f,
	0x90, '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', 0x9d, 'ž', 'Ÿ',
}

// appendAnsi appends 8-bit text as UTF-8, without the NULs at its end: as it is
// if it is UTF-8 already, else as code page 1252.
func appendAnsi(out, b []byte) []byte {
	for len(b) > 0 && b[len(b)-1] == 0 {
		b = b[:len(b)-1]
	}
	if utf8.Valid(b) {
		return append(out, b...)
	}
	for _, c := range b {
		r := rune(c)
		if c >= 0x80 && c <= 0x9f {
			r = ansi[c-0x80]
		}
		out = utf8.AppendRune(out, r)
	}
	return out
}
