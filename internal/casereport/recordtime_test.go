package casereport

import (
	"testing"

	"github.com/procgraph/procgraph/graph"
)

// TestRecordTimes: only a time that is UTC is said to be.
func TestRecordTimes(t *testing.T) {
	for _, c := range []struct {
		zone graph.Zone
		utc  bool
		want string
	}{
		{graph.ZoneUTC, false, "sysmon 1, 2023-11-14T22:13:20Z, ws1"},
		{graph.ZoneNone, false, "sysmon 1, 2023-11-14T22:13:20 as written, without a zone, ws1"},
		{graph.ZoneDoubtful, true, "sysmon 1, 2023-11-14T22:13:20 as written, without a zone (UtcTime 2023-11-14T22:13:21Z), ws1"},
	} {
		o := graph.Observation{Log: "sysmon", EventID: 1, Computer: "ws1", Time: graph.Stamp{Time: graph.UnixSecond(1_700_000_000), Zone: c.zone}}
		if c.utc {
			o.UtcTime = graph.Stamp{Time: graph.UnixSecond(1_700_000_001), Zone: graph.ZoneUTC}
		}
		if got := recordTitle(&o); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}
