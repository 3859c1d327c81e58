package graph

import (
	"fmt"
	"math"
	"time"
)

// Time is a moment in UTC with the precision its source had. The zero Time is
// "not recorded". Times compare with Before and Equal, which ignore precision.
type Time struct {
	// Ticks is the number of 100 ns steps since 1601-01-01 UTC (a FILETIME);
	// 0 is "not recorded".
	Ticks int64
	// Digits is the number of fractional digits to print, 0 to 7.
	Digits uint8
}

// TicksPerSecond is the number of FILETIME steps in a second.
const TicksPerSecond = 10_000_000

// epochTicks is 1970-01-01 as a FILETIME.
const epochTicks = 116444736000000000

// TimeOf converts t, cut to 100 ns, to be printed with digits fractional digits.
func TimeOf(t time.Time, digits uint8) Time {
	if t.IsZero() {
		return Time{}
	}
	if digits > 7 {
		digits = 7
	}
	return Time{Ticks: t.Unix()*TicksPerSecond + int64(t.Nanosecond())/100 + epochTicks, Digits: digits}
}

// UnixSecond is the whole second s since 1970 in UTC, as a Time without fraction.
func UnixSecond(s int64) Time { return Time{Ticks: s*TicksPerSecond + epochTicks} }

// Known says whether the time was recorded.
func (t Time) Known() bool { return t.Ticks != 0 }

// Go returns the moment as a time.Time in UTC; the zero time when not recorded.
func (t Time) Go() time.Time {
	if t.Ticks == 0 {
		return time.Time{}
	}
	since := t.Ticks - epochTicks
	seconds, rest := since/TicksPerSecond, since%TicksPerSecond
	return time.Unix(seconds, rest*100).UTC()
}

// Add returns t moved by d, with the same precision. An unknown time stays unknown.
func (t Time) Add(d time.Duration) Time {
	if t.Ticks == 0 {
		return t
	}
	t.Ticks += int64(d / 100)
	return t
}

// Sub is the duration from u to t; 0 when either is unknown. Beyond what a
// time.Duration holds, some 292 years, it is the longest there is.
func (t Time) Sub(u Time) time.Duration {
	if t.Ticks == 0 || u.Ticks == 0 {
		return 0
	}
	const most = math.MaxInt64 / 100
	return time.Duration(min(max(t.Ticks-u.Ticks, -most), most)) * 100
}

// Before says whether both are known and t is earlier than u.
func (t Time) Before(u Time) bool { return t.Ticks != 0 && u.Ticks != 0 && t.Ticks < u.Ticks }

// After says whether both are known and t is later than u.
func (t Time) After(u Time) bool { return u.Before(t) }

// String prints RFC 3339 in UTC with t.Digits fractional digits; "" when unknown.
func (t Time) String() string {
	if t.Ticks == 0 {
		return ""
	}
	g := t.Go()
	text := g.Format("2006-01-02T15:04:05")
	if t.Digits > 0 {
		text += "." + fmt.Sprintf("%07d", g.Nanosecond()/100)[:t.Digits]
	}
	return text + "Z"
}

// MarshalText implements encoding.TextMarshaler.
func (t Time) MarshalText() ([]byte, error) { return []byte(t.String()), nil }

// UnmarshalText reads what MarshalText wrote; the precision is kept.
func (t *Time) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*t = Time{}
		return nil
	}
	g, err := time.Parse(time.RFC3339Nano, string(text))
	if err != nil {
		return fmt.Errorf("reading a time: %w", err)
	}
	var digits uint8
	for i, c := range text {
		if c == '.' {
			for _, d := range text[i+1:] {
				if d < '0' || d > '9' {
					break
				}
				digits++
			}
			break
		}
	}
	*t = TimeOf(g.UTC(), digits)
	return nil
}

// IsZero lets encoding/json leave out an unknown time (omitzero).
func (t Time) IsZero() bool { return t.Ticks == 0 }
