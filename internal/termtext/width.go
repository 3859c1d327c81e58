package termtext

import (
	"strings"

	"github.com/rivo/uniseg"
)

// ellipsis ends a text that was cut; it takes one column.
const ellipsis = "…"

// Width is the number of terminal columns that s takes (Unicode UAX #11: wide
// characters take two, combining marks none). s is escaped text.
func Width(s string) int {
	if plain(s) {
		return len(s)
	}
	return uniseg.StringWidth(s)
}

// Cut returns s, or as much of its beginning as fits into width columns with
// an ellipsis at the end. Characters are never split. A width of 0 or less
// gives "". s is escaped text (see Escape).
func Cut(s string, width int) string {
	if width <= 0 {
		return ""
	}
	if len(s) <= width && plain(s) {
		return s
	}
	room := width - 1
	used, kept := 0, 0
	state := -1
	rest := s
	for rest != "" {
		var cluster string
		var columns int
		cluster, rest, columns, state = uniseg.FirstGraphemeClusterInString(rest, state)
		used += columns
		if used > width {
			return s[:kept] + ellipsis
		}
		if used <= room {
			kept += len(cluster)
		}
	}
	return s
}

// Pad returns s followed by as many spaces as fill width columns. A longer s
// stays as it is.
func Pad(s string, width int) string {
	if n := width - Width(s); n > 0 {
		return s + strings.Repeat(" ", n)
	}
	return s
}
