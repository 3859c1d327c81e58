package resolve

import (
	"testing"

	"github.com/procgraph/procgraph/graph"
)

// stamped gives a record its own time in a zone and Sysmon's UtcTime, "" for none.
func stamped(o *graph.StoredObservation, zone graph.Zone, utc string) *graph.StoredObservation {
	o.Time.Zone = zone
	if utc != "" {
		o.UtcTime = graph.Stamp{Time: moment(utc), Zone: graph.ZoneUTC}
	}
	return o
}

// TestLocalTimes: a 4688 with the local time 09:00 is placed by what the host's other records tell.
func TestLocalTimes(t *testing.T) {
	start := func(zone graph.Zone) *graph.StoredObservation {
		return stamped(securityStart(5, "09:00:00", 8, cmd, nil), zone, "")
	}
	evidence := func(number uint64, local, utc string, zone graph.Zone) *graph.StoredObservation {
		return stamped(observed(graph.ZoneEvidence, "sysmon", 7, number, local, nil), zone, utc)
	}
	late := evidence(1, "09:00:00", "14:00:00", graph.ZoneNone)
	late.EventID = 3
	shipped := start(graph.ZoneNone)
	shipped.Received = graph.Stamp{Time: moment("09:00:01"), Zone: graph.ZoneNone}
	shipped.Shipped = graph.Stamp{Time: moment("13:00:03"), Zone: graph.ZoneUTC}
	for _, c := range []struct {
		name     string
		records  []*graph.StoredObservation
		want     string
		inferred bool
	}{
		{"UTC", []*graph.StoredObservation{start(graph.ZoneUTC)}, "09:00:00", false},
		{"no evidence", []*graph.StoredObservation{start(graph.ZoneNone)}, "09:00:00", true},
		{"Sysmon's UtcTime", []*graph.StoredObservation{start(graph.ZoneNone), evidence(1, "09:01:00", "14:01:00.4", graph.ZoneNone)}, "14:00:00", true},
		{"the nearest evidence", []*graph.StoredObservation{start(graph.ZoneNone), evidence(1, "08:00:00", "12:00:00", graph.ZoneNone), evidence(2, "08:59:00", "13:59:00", graph.ZoneNone)}, "14:00:00", true},
		{"a false Z", []*graph.StoredObservation{start(graph.ZoneDoubtful), evidence(1, "09:01:00", "07:01:00", graph.ZoneDoubtful)}, "07:00:00", true},
		{"a doubtful Z alone", []*graph.StoredObservation{start(graph.ZoneDoubtful)}, "09:00:00", false},
		{"Sysmon 3 lags", []*graph.StoredObservation{start(graph.ZoneNone), late}, "09:00:00", true},
		{"delivery stamps", []*graph.StoredObservation{shipped}, "13:00:00", true},
		{"UtcTime before delivery stamps", []*graph.StoredObservation{shipped, evidence(1, "09:01:00", "14:01:00", graph.ZoneNone)}, "14:00:00", true},
	} {
		r := resolveAll(t, c.records...)
		if got := clockText(r.Processes[0].Start); got != c.want {
			t.Errorf("%s: it began at %s, should at %s", c.name, got, c.want)
		}
		if got := len(r.about(graph.TimeZoneInferred)) > 0; got != c.inferred {
			t.Errorf("%s: told as inferred: %v", c.name, got)
		}
	}
}

// TestUtcTimeTooFarOff: a UtcTime further from the record's own time than zones go is not used.
func TestUtcTimeTooFarOff(t *testing.T) {
	for utc, want := range map[string]string{"2024-03-05T23:00:00Z": "2024-03-05T23:00:00Z", "2024-03-09T09:00:00Z": "2024-03-05T09:00:00Z"} {
		r := resolveAll(t, stamped(sysmonStart(1, "09:00:00", guidOf("09:00:00", 1), 8, nil), graph.ZoneUTC, utc))
		if got := r.Processes[0].Start.String(); got != want {
			t.Errorf("UtcTime %s: it began at %s, should at %s", utc, got, want)
		}
		if got := len(r.about(graph.TimeSourcesDisagree)) > 0; got != (utc != want) {
			t.Errorf("UtcTime %s: told %v", utc, got)
		}
	}
}
