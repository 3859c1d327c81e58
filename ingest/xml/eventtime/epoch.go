package eventtime

import (
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/procgraph/procgraph/ingest/winevent"
)

// Bounds between the units of an epoch number. They are far apart: a number of
// seconds below 1e11 is before the year 5138, one of milliseconds below 1e14 likewise.
const (
	maxSeconds      = int64(1e11)
	maxMilliseconds = int64(1e14)
	maxMicroseconds = int64(1e17)
	maxFileTime     = int64(1e18)
)

// fileTimeEpoch is 1970-01-01 in FILETIME units (100 ns since 1601-01-01).
const fileTimeEpoch = int64(116444736000000000)

// Epoch reads a number literal as a moment in UTC: seconds since 1970 with an
// optional fraction, or whole milliseconds, microseconds, nanoseconds since
// 1970, or a FILETIME; its magnitude tells which. The literal may have an
// exponent. ok is false when it is not such a number.
func Epoch(literal string) (c winevent.Clock, ok bool) {
	if strings.ContainsAny(literal, "eE") {
		return epochFloat(literal)
	}
	whole, fraction, ok := splitNumber(literal)
	if !ok {
		return winevent.Clock{}, false
	}
	switch {
	case whole < 0:
		return winevent.Clock{}, false
	case whole < maxSeconds:
		nanos, digits, _, ok := parseFraction(fraction)
		if !ok {
			return winevent.Clock{}, false
		}
		wall := time.Unix(whole, nanos).UTC().Truncate(resolution)
		return winevent.Clock{Wall: wall, Digits: digits, Zone: winevent.ZoneUTC}, true
	case whole < maxMilliseconds:
		return fromUnits(whole, time.Millisecond, 3)
	case whole < maxMicroseconds:
		return fromUnits(whole, time.Microsecond, 6)
	case whole < maxFileTime:
		wall := time.Unix(0, (whole-fileTimeEpoch)*100).UTC()
		return winevent.Clock{Wall: wall, Digits: 7, Zone: winevent.ZoneUTC}, true
	default:
		wall := time.Unix(0, whole).UTC().Truncate(resolution)
		return winevent.Clock{Wall: wall, Digits: 9, Zone: winevent.ZoneUTC}, true
	}
}

// epochFloat reads a literal with an exponent, to the microsecond: a float64
// of present-day seconds has no more.
func epochFloat(literal string) (winevent.Clock, bool) {
	f, err := strconv.ParseFloat(literal, 64)
	if err != nil || math.IsNaN(f) || f < 0 || f >= float64(maxMicroseconds) {
		return winevent.Clock{}, false
	}
	switch {
	case f >= float64(maxMilliseconds):
		return fromUnits(int64(f), time.Microsecond, 6)
	case f >= float64(maxSeconds):
		return fromUnits(int64(f), time.Millisecond, 3)
	}
	return fromUnits(int64(math.Round(f*1e6)), time.Microsecond, 6)
}

func fromUnits(n int64, unit time.Duration, digits uint8) (winevent.Clock, bool) {
	perSecond := int64(time.Second / unit)
	wall := time.Unix(n/perSecond, (n%perSecond)*int64(unit)).UTC()
	return winevent.Clock{Wall: wall, Digits: digits, Zone: winevent.ZoneUTC}, true
}

// splitNumber splits "12.5" into 12 and ".5".
func splitNumber(s string) (whole int64, fraction string, ok bool) {
	if i := strings.IndexByte(s, '.'); i >= 0 {
		s, fraction = s[:i], s[i:]
	}
	whole, err := strconv.ParseInt(s, 10, 64)
	return whole, fraction, err == nil
}
