// Package eventtime reads the spellings of time that Windows event exports use
// into winevent.Clock. It never guesses a zone: a time without one stays so.
package eventtime

import (
	"strings"
	"time"

	"github.com/procgraph/procgraph/ingest/winevent"
)

// resolution is what a winevent.Clock keeps: Windows stamps events in 100 ns.
const resolution = 100 * time.Nanosecond

// Parse reads a written date and time.
//
// Accepted are "2006-01-02T15:04:05" and "2006-01-02 15:04:05" with up to nine
// fractional digits, followed by nothing (ZoneNone), by "Z" or " UTC" (ZoneUTC),
// or by an offset as "+02:00", "+0200" or " +02" (ZoneUTC, converted). The form
// "/Date(1600000000000)/" of .NET is milliseconds since 1970 in UTC.
// ok is false for everything else; the clock is then the zero value.
func Parse(s string) (c winevent.Clock, ok bool) {
	s = strings.TrimSpace(s)
	if inner, found := strings.CutPrefix(s, "/Date("); found {
		return parseDotNet(inner)
	}
	wall, rest, ok := parseDateTime(s)
	if !ok {
		return winevent.Clock{}, false
	}
	nanos, digits, rest, ok := parseFraction(rest)
	if !ok {
		return winevent.Clock{}, false
	}
	wall = wall.Add(time.Duration(nanos)).Truncate(resolution)
	offset, zone, ok := parseZone(rest)
	if !ok {
		return winevent.Clock{}, false
	}
	return winevent.Clock{Wall: wall.Add(-offset), Digits: digits, Zone: zone}, true
}

// parseDateTime reads the 19 characters of date and time of day.
func parseDateTime(s string) (t time.Time, rest string, ok bool) {
	const layoutLen = len("2006-01-02T15:04:05")
	if len(s) < layoutLen || s[4] != '-' || s[7] != '-' || (s[10] != 'T' && s[10] != ' ' && s[10] != 't') ||
		s[13] != ':' || s[16] != ':' {
		return t, s, false
	}
	year, ok1 := digits4(s)
	month, ok2 := digits2(s[5:])
	day, ok3 := digits2(s[8:])
	hour, ok4 := digits2(s[11:])
	minute, ok5 := digits2(s[14:])
	second, ok6 := digits2(s[17:])
	if !(ok1 && ok2 && ok3 && ok4 && ok5 && ok6) || month < 1 || month > 12 || day < 1 || hour > 23 || minute > 59 || second > 59 {
		return t, s, false
	}
	t = time.Date(year, time.Month(month), day, hour, minute, second, 0, time.UTC)
	// time.Date rolls 31 April over into May; such a date was not written by Windows.
	if t.Day() != day {
		return time.Time{}, s, false
	}
	return t, s[layoutLen:], true
}

func digits2(s string) (int, bool) {
	a, b := s[0]-'0', s[1]-'0'
	return int(a)*10 + int(b), a <= 9 && b <= 9
}

func digits4(s string) (int, bool) {
	hi, ok1 := digits2(s)
	lo, ok2 := digits2(s[2:])
	return hi*100 + lo, ok1 && ok2
}

// parseFraction reads an optional ".123" or ",123" into nanoseconds.
func parseFraction(s string) (nanos int64, digits uint8, rest string, ok bool) {
	if s == "" || (s[0] != '.' && s[0] != ',') {
		return 0, 0, s, true
	}
	i := 1
	for i < len(s) && s[i] >= '0' && s[i] <= '9' {
		if digits < 9 {
			nanos = nanos*10 + int64(s[i]-'0')
			digits++
		}
		i++
	}
	if digits == 0 {
		return 0, 0, s, false
	}
	for n := digits; n < 9; n++ {
		nanos *= 10
	}
	return nanos, digits, s[i:], true
}

// parseZone reads what follows the fraction.
func parseZone(s string) (offset time.Duration, zone winevent.Zone, ok bool) {
	s = strings.TrimLeft(s, " ")
	switch s {
	case "":
		return 0, winevent.ZoneNone, true
	case "Z", "z", "UTC", "GMT":
		return 0, winevent.ZoneUTC, true
	}
	sign := time.Duration(1)
	switch s[0] {
	case '+':
	case '-':
		sign = -1
	default:
		return 0, 0, false
	}
	s = s[1:]
	if len(s) == 5 && s[2] == ':' {
		s = s[:2] + s[3:]
	}
	if len(s) == 2 {
		s += "00"
	}
	if len(s) != 4 {
		return 0, 0, false
	}
	h, ok1 := digits2(s)
	m, ok2 := digits2(s[2:])
	// The widest offset in use is +14:00.
	if !ok1 || !ok2 || h > 14 || m > 59 {
		return 0, 0, false
	}
	return sign * (time.Duration(h)*time.Hour + time.Duration(m)*time.Minute), winevent.ZoneUTC, true
}

// parseDotNet reads the inside of "/Date(…)/", whose optional offset is only a
// display hint: the number is UTC already.
func parseDotNet(s string) (winevent.Clock, bool) {
	number, found := strings.CutSuffix(s, ")/")
	if !found {
		return winevent.Clock{}, false
	}
	if i := strings.LastIndexAny(number, "+-"); i > 0 {
		number = number[:i]
	}
	whole, _, ok := splitNumber(number)
	if !ok {
		return winevent.Clock{}, false
	}
	return fromUnits(whole, time.Millisecond, 3)
}
