package scenario

import "time"

// ticks is a moment or a distance in steps of 100 ns, as a FILETIME has them,
// but counted from 1970-01-01 UTC.
type ticks int64

const (
	microsecond ticks = 10
	millisecond       = 1000 * microsecond
	second            = 1000 * millisecond
	minute            = 60 * second
	hour              = 60 * minute
	day               = 24 * hour
)

func ticksOf(t time.Time) ticks { return ticks(t.Unix())*second + ticks(t.Nanosecond()/100) }

func (t ticks) time() time.Time {
	return time.Unix(int64(t/second), int64(t%second)*100).UTC()
}

// wholeMilliseconds is the precision of Sysmon's UtcTime.
func (t ticks) wholeMilliseconds() ticks { return t - t%millisecond }

// appendDigits writes n in decimal, padded with zeroes to width.
func appendDigits(b []byte, n int64, width int) []byte {
	var digits [20]byte
	i := len(digits)
	for n > 0 || width > 0 {
		i--
		digits[i] = byte('0' + n%10)
		n /= 10
		width--
	}
	return append(b, digits[i:]...)
}

// appendMoment writes "2006-01-02", separator, "15:04:05" and the first
// fraction digits of the second.
func (t ticks) appendMoment(b []byte, separator byte, fraction int) []byte {
	year, month, dayOfMonth := t.time().Date()
	b = append(appendDigits(b, int64(year), 4), '-')
	b = append(appendDigits(b, int64(month), 2), '-')
	b = append(appendDigits(b, int64(dayOfMonth), 2), separator)
	clock := t % day
	b = append(appendDigits(b, int64(clock/hour), 2), ':')
	b = append(appendDigits(b, int64(clock%hour/minute), 2), ':')
	b = append(appendDigits(b, int64(clock%minute/second), 2), '.')
	rest := int64(clock % second)
	for i := fraction; i < 7; i++ {
		rest /= 10
	}
	return appendDigits(b, rest, fraction)
}

// utcTime is the text of Sysmon's UtcTime.
func (t ticks) utcTime() string { return string(t.appendMoment(nil, ' ', 3)) }
