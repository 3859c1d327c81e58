package winevent

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/procgraph/procgraph/graph"
)

// Begin starts an observation from what every record has: place, time, flaws.
func Begin(r *Record, class graph.EventClass, log string) *graph.Observation {
	o := &graph.Observation{
		Event: class, EventID: r.EventID, Log: log, Computer: r.Computer, RecordID: r.RecordID,
		Time: r.Time.stamp(), Received: r.Received.stamp(), Shipped: r.Shipped.stamp(),
		Values: make([]graph.Value, 0, 24),
	}
	if r.Repaired {
		o.Flag(graph.TextRepaired)
	}
	return o
}

func (c Clock) stamp() graph.Stamp {
	if c.Zone == ZoneAbsent || c.Wall.IsZero() {
		return graph.Stamp{}
	}
	return graph.Stamp{Time: graph.TimeOf(c.Wall, c.Digits), Zone: graph.Zone(c.Zone)}
}

// LogName is the export's name of a channel: "sysmon", "security", else the
// channel in lower case. Channel names count without case.
func LogName(channel string) string {
	lower := strings.ToLower(strings.TrimSpace(channel))
	switch {
	case strings.Contains(lower, "sysmon"):
		return "sysmon"
	case lower == "security":
		return "security"
	}
	return lower
}

// Unsafe says whether text holds characters that act on a terminal or reorder
// what is read: controls other than tab and line breaks, bidirectional
// controls, zero-width characters (Unicode TR 36).
func Unsafe(text string) bool {
	for i := 0; i < len(text); i++ {
		c := text[i]
		if c < 0x20 && c != '\t' && c != '\n' && c != '\r' || c == 0x7f {
			return true
		}
		if c >= utf8.RuneSelf {
			return strings.ContainsFunc(text[i:], unsafeRune)
		}
	}
	return false
}

func unsafeRune(r rune) bool {
	if r < 0x20 {
		return r != '\t' && r != '\n' && r != '\r'
	}
	return r == 0x7f || r >= 0x80 && r <= 0x9f || unicode.Is(unicode.Bidi_Control, r) ||
		r >= 0x200b && r <= 0x200d || r == 0x2060 || r == 0xfeff
}
