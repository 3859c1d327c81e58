package winevent

import (
	"strconv"
	"strings"
)

// NotKnown says whether a value is one of the spellings by which Windows, Sysmon
// and exporters say that they do not know: empty, "-", "?", "(null)",
// "<unknown process>" (microsoft/SysmonCommon, eventsCommon.cpp).
func NotKnown(text string) bool {
	switch strings.TrimSpace(text) {
	case "", "-", "?", "(null)", "<unknown process>", "N/A":
		return true
	}
	return false
}

// Known returns text unless it says "not known"; then "".
func Known(text string) string {
	if NotKnown(text) {
		return ""
	}
	return text
}

// Number reads an integer by value: "0x1c8" in any case or padding is
// hexadecimal, digits alone are decimal. ok is false for anything else.
func Number(text string) (n uint64, ok bool) {
	text = strings.TrimSpace(text)
	if len(text) > 2 && text[0] == '0' && (text[1] == 'x' || text[1] == 'X') {
		n, err := strconv.ParseUint(text[2:], 16, 64)
		return n, err == nil
	}
	n, err := strconv.ParseUint(text, 10, 64)
	return n, err == nil
}

// Decimal is Number printed in decimal; "" when it is no number.
func Decimal(text string) string {
	n, ok := Number(text)
	if !ok {
		return ""
	}
	return strconv.FormatUint(n, 10)
}

// PID is a process ID in decimal; "" for what cannot be one (over 32 bits).
func PID(text string) string {
	n, ok := Number(text)
	if !ok || n > 0xffffffff {
		return ""
	}
	return strconv.FormatUint(n, 10)
}

// LogonID is a logon ID as 0x and lower-case hex without padding; "" for zero
// (no session) and for what is no number.
func LogonID(text string) string {
	n, ok := Number(text)
	if !ok || n == 0 {
		return ""
	}
	return "0x" + strconv.FormatUint(n, 16)
}

// GUID is a GUID in lower case without braces; "" for a zero GUID and for text that is none.
func GUID(text string) string {
	text = strings.TrimSpace(text)
	if len(text) == 38 && text[0] == '{' && text[37] == '}' {
		text = text[1:37]
	}
	if len(text) != 36 {
		return ""
	}
	var out [36]byte
	zero := true
	for i := range 36 {
		c := text[i]
		switch {
		case i == 8 || i == 13 || i == 18 || i == 23:
			if c != '-' {
				return ""
			}
		case c >= '0' && c <= '9':
			zero = zero && c == '0'
		case c >= 'a' && c <= 'f':
			zero = false
		case c >= 'A' && c <= 'F':
			zero = false
			c += 'a' - 'A'
		default:
			return ""
		}
		out[i] = c
	}
	if zero {
		return ""
	}
	return string(out[:])
}

// ProcessGUID is GUID, but "" also when the last 64 bits are zero: Sysmon writes
// such a GUID for a process that it has no entry for, and all such processes of
// one second share it (microsoft/SysmonForLinux#56).
func ProcessGUID(text string) string {
	g := GUID(text)
	if g == "" || g[19:] == "0000-000000000000" {
		return ""
	}
	return g
}

// SID is a security identifier; "" for S-1-0-0 (nobody) and for text that is none.
func SID(text string) string {
	text = strings.TrimSpace(text)
	if len(text) < 5 || (text[0] != 'S' && text[0] != 's') || text[1] != '-' {
		return ""
	}
	for _, c := range text[2:] {
		if c != '-' && (c < '0' || c > '9') {
			return ""
		}
	}
	if text[1:] == "-1-0-0" {
		return ""
	}
	return "S" + text[1:]
}
