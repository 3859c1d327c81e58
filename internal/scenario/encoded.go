package scenario

import (
	"encoding/base64"
	"unicode/utf16"
)

// encodedCommand is text as PowerShell's -EncodedCommand wants it: Base64 of
// UTF-16 in little-endian order.
func encodedCommand(text string) string {
	var b []byte
	for _, unit := range utf16.Encode([]rune(text)) {
		b = append(b, byte(unit), byte(unit>>8))
	}
	return base64.StdEncoding.EncodeToString(b)
}
