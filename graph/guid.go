package graph

import "encoding/hex"

// ParseGUID reads a GUID, with or without braces and in any case, as 16 bytes in
// the order they are written in.
func ParseGUID(text string) (guid [16]byte, ok bool) {
	if len(text) == 38 && text[0] == '{' && text[37] == '}' {
		text = text[1:37]
	}
	if len(text) != 36 || text[8] != '-' || text[13] != '-' || text[18] != '-' || text[23] != '-' {
		return guid, false
	}
	n, err := hex.Decode(guid[:], []byte(text[:8]+text[9:13]+text[14:18]+text[19:23]+text[24:]))
	return guid, err == nil && n == len(guid)
}

// FormatGUID writes a GUID as the export does: lower case, without braces.
func FormatGUID(guid [16]byte) string {
	text := hex.EncodeToString(guid[:])
	return text[:8] + "-" + text[8:12] + "-" + text[12:16] + "-" + text[16:20] + "-" + text[20:]
}
