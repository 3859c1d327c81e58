package resolve

import (
	"fmt"
	"time"

	"github.com/procgraph/procgraph/graph"
)

// skew is what delivery stamps tell of a host's clock.
type skew struct {
	most    time.Duration // how long before it was written a record was received
	records int
}

// skewSpan is how far ahead of its receipt a record may be dated without a
// word: agents and pipelines stamp in whole seconds and drift a little.
const skewSpan = 2 * time.Minute

// note takes in the delivery stamps of a record.
func (s *skew) note(o *graph.StoredObservation) {
	written, ok := writtenUTC(o)
	if !ok {
		return
	}
	early := time.Duration(0)
	for _, stamp := range []graph.Stamp{o.Received, o.Shipped} {
		if stamp.Known() && stamp.Zone == graph.ZoneUTC {
			early = max(early, written.Sub(stamp.Time))
		}
	}
	if early > skewSpan {
		s.records++
		s.most = max(s.most, early)
	}
}

// problems tells of a clock that runs ahead of the collector's: a record cannot
// be received before it was written. A clock that runs behind looks like a slow
// delivery, so nothing is said of it. A difference of whole quarter hours is
// more likely a stamp in another time zone.
func (s *skew) problems() []problem {
	if s.records == 0 || (s.most-s.most.Round(graph.ZoneStep)).Abs() < skewSpan {
		return nil
	}
	return []problem{{class: graph.ClockSkewSuspected, name: "ahead", detail: fmt.Sprintf(
		"%d records were received before they were written, by up to %s: the clock of the host runs ahead, or the collector's behind", s.records, s.most.Round(time.Second))}}
}

// writtenUTC is when a record was written, where it tells in UTC by itself.
// Sysmon 3 and 22 are dated late and are left out.
func writtenUTC(o *graph.StoredObservation) (graph.Time, bool) {
	switch {
	case o.EventID == 3 || o.EventID == 22:
		return graph.Time{}, false
	case o.Time.Zone == graph.ZoneUTC && o.Time.Known():
		return o.Time.Time, true
	}
	return o.UtcTime.Time, o.UtcTime.Known()
}
