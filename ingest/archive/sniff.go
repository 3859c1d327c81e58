package archive

import (
	"bytes"
	"strconv"
	"strings"
)

// kind is a format that files are packed in.
type kind uint8

const (
	kindOther kind = iota
	kindZip
	kindTar
	kindGzip
	kindZstd
	kindBzip2
	kindXz
	kind7z
	kindRar
)

var kindNames = [...]string{"no archive", "zip", "tar", "gzip", "Zstandard", "bzip2", "xz compression", "the 7z format", "the rar format"}

func (k kind) String() string { return kindNames[k] }

func (k kind) unsupported() bool { return k == kindXz || k == kind7z || k == kindRar }

// sniff recognises a format by the first bytes of a file.
func sniff(head []byte) kind {
	has := func(magic string) bool { return bytes.HasPrefix(head, []byte(magic)) }
	switch {
	case has("PK\x03\x04"), has("PK\x05\x06"), has("PK\x07\x08PK\x03\x04"):
		return kindZip
	case has("\x1f\x8b\x08"):
		return kindGzip
	case has("\x28\xb5\x2f\xfd"), len(head) >= 4 && head[0]&0xF0 == 0x50 && string(head[1:4]) == "\x2a\x4d\x18":
		return kindZstd
	case has("BZh") && len(head) >= 10 && (string(head[4:10]) == "1AY&SY" || string(head[4:10]) == "\x17rE8P\x90"):
		return kindBzip2
	case has("\xfd7zXZ\x00"):
		return kindXz
	case has("7z\xbc\xaf\x27\x1c"):
		return kind7z
	case has("Rar!\x1a\x07"):
		return kindRar
	case isTar(head):
		return kindTar
	}
	return kindOther
}

// isTar checks the header checksum, which every version of tar has.
func isTar(head []byte) bool {
	const headerSize, sumFrom, sumTo = 512, 148, 156
	if len(head) < headerSize || head[0] == 0 {
		return false
	}
	field := strings.Trim(string(head[sumFrom:sumTo]), " \x00")
	want, err := strconv.ParseInt(field, 8, 32)
	if err != nil {
		return false
	}
	var sum int64
	for i, c := range head[:headerSize] {
		if i >= sumFrom && i < sumTo {
			c = ' '
		}
		sum += int64(c)
	}
	return sum == want
}
