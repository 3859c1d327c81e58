package evtx

import (
	"encoding/binary"
	"math"
	"strconv"
	"time"
)

// Value types ([MS-EVEN6] 2.2.12, BinXmlValueType).
const (
	typeNull       = 0x00
	typeString     = 0x01
	typeAnsi       = 0x02
	typeInt8       = 0x03
	typeUInt8      = 0x04
	typeInt16      = 0x05
	typeUInt16     = 0x06
	typeInt32      = 0x07
	typeUInt32     = 0x08
	typeInt64      = 0x09
	typeUInt64     = 0x0a
	typeFloat32    = 0x0b
	typeFloat64    = 0x0c
	typeBool       = 0x0d
	typeBinary     = 0x0e
	typeGUID       = 0x0f
	typeSizeT      = 0x10
	typeFiletime   = 0x11
	typeSystemtime = 0x12
	typeSID        = 0x13
	typeHexInt32   = 0x14
	typeHexInt64   = 0x15
	typeBinXML     = 0x21
	typeArray      = 0x80
)

const (
	upperHex = "0123456789ABCDEF"
	lowerHex = "0123456789abcdef"
)

func le16(b []byte) uint16 { return binary.LittleEndian.Uint16(b) }
func le32(b []byte) uint32 { return binary.LittleEndian.Uint32(b) }
func le64(b []byte) uint64 { return binary.LittleEndian.Uint64(b) }

// little reads a little-endian number of 1, 2, 4 or 8 bytes.
func little(b []byte) (uint64, bool) {
	switch len(b) {
	case 1:
		return uint64(b[0]), true
	case 2:
		return uint64(le16(b)), true
	case 4:
		return uint64(le32(b)), true
	case 8:
		return le64(b), true
	}
	return 0, false
}

// unsigned reads a value of an integer type that is not negative.
func unsigned(typ uint8, b []byte) (uint64, bool) {
	switch typ {
	case typeUInt8, typeUInt16, typeUInt32, typeUInt64, typeHexInt32, typeHexInt64, typeSizeT:
		return little(b)
	case typeInt8, typeInt16, typeInt32, typeInt64:
		n, ok := signed(b)
		return uint64(n), ok && n >= 0
	}
	return 0, false
}

func signed(b []byte) (int64, bool) {
	n, ok := little(b)
	shift := 64 - 8*uint(len(b))
	return int64(n<<shift) >> shift, ok
}

// appendValue appends the text of a value as Windows renders it in event XML,
// except that GUIDs are in lower case. A value whose size does not fit its type, or
// whose type is unknown, is appended as upper-case hexadecimal bytes. repaired
// says that the text had bad UTF-16 in it.
func appendValue(out []byte, typ uint8, b []byte) (_ []byte, repaired bool) {
	if len(b) == 0 {
		return out, false
	}
	switch typ {
	case typeNull:
		return out, false
	case typeString:
		return appendUTF16(out, b)
	case typeAnsi:
		return appendAnsi(out, b), false
	case typeInt8, typeInt16, typeInt32, typeInt64:
		if n, ok := signed(b); ok {
			return strconv.AppendInt(out, n, 10), false
		}
	case typeUInt8, typeUInt16, typeUInt32, typeUInt64:
		if n, ok := little(b); ok {
			return strconv.AppendUint(out, n, 10), false
		}
	case typeHexInt32, typeHexInt64, typeSizeT:
		if n, ok := little(b); ok {
			return strconv.AppendUint(append(out, '0', 'x'), n, 16), false
		}
	case typeBool:
		if n, ok := little(b); ok {
			return strconv.AppendBool(out, n != 0), false
		}
	case typeFloat32:
		if len(b) == 4 {
			return appendFloat(out, float64(math.Float32frombits(le32(b))), 32), false
		}
	case typeFloat64:
		if len(b) == 8 {
			return appendFloat(out, math.Float64frombits(le64(b)), 64), false
		}
	case typeGUID:
		if len(b) == 16 {
			return appendGUID(out, b), false
		}
	case typeFiletime:
		if len(b) == 8 {
			if t, ok := filetime(le64(b)); ok {
				return appendTime(out, t, 7), false
			}
			return strconv.AppendUint(out, le64(b), 10), false
		}
	case typeSystemtime:
		if t, ok := systemtime(b); ok {
			return appendTime(out, t, 3), false
		}
	case typeSID:
		if s, ok := appendSID(out, b); ok {
			return s, false
		}
	}
	return appendHex(out, b), false
}

// appendJoined appends a value that stands amid other text; the items of an array
// are separated by commas.
func appendJoined(out []byte, typ uint8, b []byte) (_ []byte, repaired bool) {
	if typ&typeArray == 0 {
		return appendValue(out, typ, b)
	}
	for first := true; len(b) > 0; first = false {
		if !first {
			out = append(out, ',')
		}
		var item []byte
		var bad bool
		item, b = nextItem(typ, b)
		out, bad = appendValue(out, typ&^typeArray, item)
		repaired = repaired || bad
	}
	return out, repaired
}

// nextItem splits the first item off an array.
func nextItem(typ uint8, b []byte) (item, rest []byte) {
	n := len(b)
	switch typ &^ typeArray {
	case typeString:
		for i := 0; i+1 < len(b); i += 2 {
			if b[i] == 0 && b[i+1] == 0 {
				return b[:i], b[i+2:]
			}
		}
	case typeAnsi:
		for i := range b {
			if b[i] == 0 {
				return b[:i], b[i+1:]
			}
		}
	case typeInt8, typeUInt8:
		n = 1
	case typeInt16, typeUInt16:
		n = 2
	case typeInt32, typeUInt32, typeFloat32, typeHexInt32, typeBool:
		n = 4
	case typeInt64, typeUInt64, typeFloat64, typeHexInt64, typeFiletime:
		n = 8
	case typeSizeT:
		if n = 4; len(b)%8 == 0 {
			n = 8
		}
	case typeGUID, typeSystemtime:
		n = 16
	case typeSID:
		if len(b) >= 8 {
			n = 8 + 4*int(b[1])
		}
	}
	n = min(n, len(b))
	return b[:n], b[n:]
}

func appendHex(out, b []byte) []byte {
	for _, c := range b {
		out = append(out, upperHex[c>>4], upperHex[c&15])
	}
	return out
}

// appendFloat writes numbers of ordinary size without an exponent.
func appendFloat(out []byte, f float64, bits int) []byte {
	format := byte('f')
	if a := math.Abs(f); a != 0 && (a < 1e-6 || a >= 1e21) {
		format = 'e'
	}
	return strconv.AppendFloat(out, f, format, -1, bits)
}

// appendGUID writes a GUID in braces and lower case.
func appendGUID(out, b []byte) []byte {
	out = append(out, '{')
	for i, at := range [16]uint8{3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15} {
		if i == 4 || i == 6 || i == 8 || i == 10 {
			out = append(out, '-')
		}
		c := b[at]
		out = append(out, lowerHex[c>>4], lowerHex[c&15])
	}
	return append(out, '}')
}

// appendSID writes a security identifier; an authority of more than 32 bits is in
// hexadecimal ([MS-DTYP] 2.4.2.1).
func appendSID(out, b []byte) ([]byte, bool) {
	if len(b) < 8 || b[0] != 1 || len(b) < 8+4*int(b[1]) {
		return out, false
	}
	authority := uint64(binary.BigEndian.Uint16(b[2:]))<<32 | uint64(binary.BigEndian.Uint32(b[4:]))
	out = append(out, "S-1-"...)
	if authority >= 1<<32 {
		out = append(out, '0', 'x')
		for shift := 44; shift >= 0; shift -= 4 {
			out = append(out, upperHex[authority>>shift&15])
		}
	} else {
		out = strconv.AppendUint(out, authority, 10)
	}
	for i := range int(b[1]) {
		out = append(out, '-')
		out = strconv.AppendUint(out, uint64(le32(b[8+4*i:])), 10)
	}
	return out, true
}

// maxFiletime is the last 100 ns of the year 9999, counted from 1601.
const maxFiletime = 2650467743999999999

// filetime converts 100 ns units since 1601-01-01 UTC; ok is false beyond the year 9999.
func filetime(n uint64) (t time.Time, ok bool) {
	if n > maxFiletime {
		return time.Time{}, false
	}
	const perSecond, epoch = 10_000_000, 11_644_473_600
	return time.Unix(int64(n/perSecond)-epoch, int64(n%perSecond)*100).UTC(), true
}

// systemtime converts a SYSTEMTIME (eight 16-bit numbers, day of week third).
func systemtime(b []byte) (t time.Time, ok bool) {
	if len(b) != 16 {
		return time.Time{}, false
	}
	year, month, day := int(le16(b)), int(le16(b[2:])), int(le16(b[6:]))
	hour, minute, sec, ms := int(le16(b[8:])), int(le16(b[10:])), int(le16(b[12:])), int(le16(b[14:]))
	if year < 1601 || year > 9999 || month < 1 || month > 12 || day < 1 || day > 31 || hour > 23 || minute > 59 || sec > 59 || ms > 999 {
		return time.Time{}, false
	}
	return time.Date(year, time.Month(month), day, hour, minute, sec, ms*int(time.Millisecond), time.UTC), true
}

// appendTime writes RFC 3339 in UTC with the given number of fractional digits.
func appendTime(out []byte, t time.Time, digits int) []byte {
	year, month, day := t.Date()
	hour, minute, sec := t.Clock()
	out = appendPadded(out, year, 4)
	out = appendPadded(append(out, '-'), int(month), 2)
	out = appendPadded(append(out, '-'), day, 2)
	out = appendPadded(append(out, 'T'), hour, 2)
	out = appendPadded(append(out, ':'), minute, 2)
	out = appendPadded(append(out, ':'), sec, 2)
	fraction := t.Nanosecond()
	for range 9 - digits {
		fraction /= 10
	}
	out = appendPadded(append(out, '.'), fraction, digits)
	return append(out, 'Z')
}

func appendPadded(out []byte, n, width int) []byte {
	var digits [10]byte
	for i := width - 1; i >= 0; i-- {
		digits[i] = byte('0' + n%10)
		n /= 10
	}
	return append(out, digits[:width]...)
}
