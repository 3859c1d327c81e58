package evtxwriter

import (
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode/utf16"
	"unicode/utf8"
)

var le = binary.LittleEndian

// ErrTooLarge is returned for an event that does not fit into a chunk (64 KiB).
var ErrTooLarge = errors.New("the event is too large for a chunk of 64 KiB")

// values are encoded values of one template instance: descriptions and data.
type values struct {
	descs []byte
	data  []byte
	count int
}

func (v *values) reset() { v.descs, v.data, v.count = v.descs[:0], v.data[:0], 0 }

// done describes the value that was appended to data since from.
func (v *values) done(t Type, from int) error {
	size := len(v.data) - from
	if size > 0xffff {
		return ErrTooLarge
	}
	v.descs = append(v.descs, byte(size), byte(size>>8), byte(t), 0)
	v.count++
	return nil
}

func (v *values) null() { v.descs = append(v.descs, 0, 0, 0, 0); v.count++ }

func (v *values) uint(t Type, n uint64) {
	from := len(v.data)
	v.data = appendLittle(v.data, t, n)
	_ = v.done(t, from) // at most 8 bytes
}

// string appends a string, or null for the empty one.
func (v *values) string(s string) error {
	if s == "" {
		v.null()
		return nil
	}
	from := len(v.data)
	v.data = appendUTF16(v.data, s)
	return v.done(TypeString, from)
}

// add appends val, whose type is settled.
func (v *values) add(val *Value) (err error) {
	from := len(v.data)
	switch val.typ {
	case TypeNull:
	case TypeString:
		v.data = appendUTF16(v.data, val.text)
	case TypeAnsi:
		v.data = append(v.data, val.text...)
	case TypeBinary:
		v.data = append(v.data, val.bytes...)
	case TypeGUID:
		v.data, err = appendGUID(v.data, val.text)
	case TypeSID:
		v.data, err = appendSID(v.data, val.text)
	case TypeFiletime:
		var n uint64
		n, err = filetime(val.time)
		v.data = le.AppendUint64(v.data, n)
	case TypeSystemtime:
		v.data = appendSystemtime(v.data, val.time)
	case TypeStrings:
		for _, s := range val.items {
			if strings.ContainsRune(s, 0) {
				return fmt.Errorf("value %q: an array item contains NUL", val.Name)
			}
			v.data = append(appendUTF16(v.data, s), 0, 0)
		}
	default:
		v.data = appendLittle(v.data, val.typ, val.num)
		if len(v.data) == from {
			return fmt.Errorf("value %q: unknown type 0x%02x", val.Name, uint8(val.typ))
		}
	}
	if err != nil {
		return fmt.Errorf("value %q: %w", val.Name, err)
	}
	return v.done(val.typ, from)
}

func appendLittle(b []byte, t Type, n uint64) []byte {
	switch t {
	case TypeInt8, TypeUInt8:
		return append(b, byte(n))
	case TypeInt16, TypeUInt16:
		return le.AppendUint16(b, uint16(n))
	case TypeInt32, TypeUInt32, TypeHexInt32, TypeBool, TypeFloat32:
		return le.AppendUint32(b, uint32(n))
	case TypeInt64, TypeUInt64, TypeHexInt64, TypeSizeT, TypeFloat64:
		return le.AppendUint64(b, n)
	}
	return b
}

func appendUTF16(b []byte, s string) []byte {
	for i := 0; i < len(s); {
		if c := s[i]; c < utf8.RuneSelf {
			b = append(b, c, 0)
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		i += n
		if r1, r2 := utf16.EncodeRune(r); r1 != utf8.RuneError {
			b = le.AppendUint16(le.AppendUint16(b, uint16(r1)), uint16(r2))
		} else {
			b = le.AppendUint16(b, uint16(r))
		}
	}
	return b
}

// appendGUID encodes a GUID: the first three groups little-endian.
func appendGUID(b []byte, s string) ([]byte, error) {
	if len(s) == 38 && s[0] == '{' && s[37] == '}' {
		s = s[1:37]
	}
	if len(s) != 36 || s[8] != '-' || s[13] != '-' || s[18] != '-' || s[23] != '-' {
		return b, fmt.Errorf("%q is no GUID", s)
	}
	var g [16]byte
	at := 0
	for _, group := range [][2]int{{0, 8}, {9, 13}, {14, 18}, {19, 23}, {24, 36}} {
		n, err := hex.Decode(g[at:], []byte(s[group[0]:group[1]]))
		if err != nil {
			return b, fmt.Errorf("%q is no GUID", s)
		}
		at += n
	}
	g[0], g[1], g[2], g[3] = g[3], g[2], g[1], g[0]
	g[4], g[5] = g[5], g[4]
	g[6], g[7] = g[7], g[6]
	return append(b, g[:]...), nil
}

// appendSID encodes "S-1-authority-subauthority...".
func appendSID(b []byte, s string) ([]byte, error) {
	bad := fmt.Errorf("%q is no SID", s)
	rest, ok := strings.CutPrefix(s, "S-1-")
	if !ok {
		return b, bad
	}
	parts := strings.Split(rest, "-")
	if len(parts) > 16 {
		return b, bad
	}
	authority, err := strconv.ParseUint(parts[0], 0, 48)
	if err != nil {
		return b, bad
	}
	out := append(b, 1, byte(len(parts)-1), byte(authority>>40), byte(authority>>32))
	out = binary.BigEndian.AppendUint32(out, uint32(authority))
	for _, p := range parts[1:] {
		n, err := strconv.ParseUint(p, 10, 32)
		if err != nil {
			return b, bad
		}
		out = le.AppendUint32(out, uint32(n))
	}
	return out, nil
}

// filetime converts to 100 ns units since 1601-01-01 UTC.
func filetime(t time.Time) (uint64, error) {
	t = t.UTC()
	if y := t.Year(); y < 1601 || y > 9999 {
		return 0, fmt.Errorf("the time %s cannot be written", t.Format(time.RFC3339))
	}
	return uint64(t.Unix()+11_644_473_600)*10_000_000 + uint64(t.Nanosecond()/100), nil
}

func appendSystemtime(b []byte, t time.Time) []byte {
	t = t.UTC()
	for _, n := range [8]int{t.Year(), int(t.Month()), int(t.Weekday()), t.Day(), t.Hour(), t.Minute(), t.Second(), t.Nanosecond() / 1e6} {
		b = le.AppendUint16(b, uint16(n))
	}
	return b
}
