package eventtime

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/procgraph/procgraph/ingest/winevent"
)

func clock(s string, digits uint8, zone winevent.Zone) winevent.Clock {
	t, err := time.Parse("2006-01-02T15:04:05.999999999", s)
	if err != nil {
		panic(err)
	}
	return winevent.Clock{Wall: t, Digits: digits, Zone: zone}
}

func TestParse(t *testing.T) {
	tests := []struct {
		in   string
		want winevent.Clock
		ok   bool
	}{
		{"2020-10-22 04:29:46", clock("2020-10-22T04:29:46", 0, winevent.ZoneNone), true},
		{"2020-10-18 10:56:18.799", clock("2020-10-18T10:56:18.799", 3, winevent.ZoneNone), true},
		{"2024-03-05T16:40:00.004512Z", clock("2024-03-05T16:40:00.004512", 6, winevent.ZoneUTC), true},
		{"2024-03-05T16:40:00.0045123Z", clock("2024-03-05T16:40:00.0045123", 7, winevent.ZoneUTC), true},
		{"2024-03-05T16:40:00.004512399Z", clock("2024-03-05T16:40:00.0045123", 9, winevent.ZoneUTC), true},
		{"2024-03-05 16:40:00.0045120 UTC", clock("2024-03-05T16:40:00.004512", 7, winevent.ZoneUTC), true},
		{"2024-03-05T16:40:00.0045120+00:00", clock("2024-03-05T16:40:00.004512", 7, winevent.ZoneUTC), true},
		{"2024-03-05T16:40:00-04:00", clock("2024-03-05T20:40:00", 0, winevent.ZoneUTC), true},
		{"2024-03-05 16:40:00 +0530", clock("2024-03-05T11:10:00", 0, winevent.ZoneUTC), true},
		{"2022-05-13T08:54:05.21Z", clock("2022-05-13T08:54:05.21", 2, winevent.ZoneUTC), true},
		{"/Date(1600000000123)/", clock("2020-09-13T12:26:40.123", 3, winevent.ZoneUTC), true},
		{"/Date(1600000000123+0200)/", clock("2020-09-13T12:26:40.123", 3, winevent.ZoneUTC), true},
		{"2024-04-31T00:00:00Z", winevent.Clock{}, false},
		{"2024-13-01T00:00:00Z", winevent.Clock{}, false},
		{"2024-01-01T24:00:00Z", winevent.Clock{}, false},
		{"2024-01-01T00:00:00.Z", winevent.Clock{}, false},
		{"2024-01-01T00:00:00 PM", winevent.Clock{}, false},
		{"10/18/2020 10:56:18 PM", winevent.Clock{}, false},
		{"", winevent.Clock{}, false},
		{"2024-01-01T00:00:00+99:00", winevent.Clock{}, false},
	}
	for _, tt := range tests {
		got, ok := Parse(tt.in)
		if ok != tt.ok {
			t.Errorf("Parse(%q) ok = %v, want %v", tt.in, ok, tt.ok)
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("Parse(%q): (-want +got)\n%s", tt.in, diff)
		}
	}
}

func TestEpoch(t *testing.T) {
	tests := []struct {
		in   string
		want winevent.Clock
		ok   bool
	}{
		{"1709656800.004512", clock("2024-03-05T16:40:00.004512", 6, winevent.ZoneUTC), true},
		{"1709656800", clock("2024-03-05T16:40:00", 0, winevent.ZoneUTC), true},
		{"1.7096568e+09", clock("2024-03-05T16:40:00", 6, winevent.ZoneUTC), true},
		{"1709656800123", clock("2024-03-05T16:40:00.123", 3, winevent.ZoneUTC), true},
		{"1709656800123456", clock("2024-03-05T16:40:00.123456", 6, winevent.ZoneUTC), true},
		{"1709656800123456789", clock("2024-03-05T16:40:00.1234567", 9, winevent.ZoneUTC), true},
		{"133541304000045120", clock("2024-03-05T16:40:00.004512", 7, winevent.ZoneUTC), true},
		{"-5", winevent.Clock{}, false},
		{"abc", winevent.Clock{}, false},
		{"1e400", winevent.Clock{}, false},
	}
	for _, tt := range tests {
		got, ok := Epoch(tt.in)
		if ok != tt.ok {
			t.Errorf("Epoch(%q) ok = %v, want %v", tt.in, ok, tt.ok)
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("Epoch(%q): (-want +got)\n%s", tt.in, diff)
		}
	}
}
