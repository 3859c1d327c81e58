package resolve

import (
	"cmp"
	"slices"
	"time"

	"github.com/procgraph/procgraph/graph"
)

// zonePoint says that a local clock showed wall when it was wall+offset in UTC.
type zonePoint struct {
	wall   int64 // ticks
	offset time.Duration
}

// clock places the local times of one host.
type clock struct {
	points []zonePoint // from Sysmon, sorted by wall, then offset
	// delivery is the offset by delivery stamps, where Sysmon has none.
	delivery      time.Duration
	deliveryKnown bool
	votes         map[time.Duration]int // for delivery
}

// newClock is a clock of which nothing is known yet.
func newClock() *clock { return &clock{votes: map[time.Duration]int{}} }

// note gathers the evidence for the zone of a host's local times: UtcTime
// of Sysmon records beside their own local time; failing that, the agent's
// local stamp beside the pipeline's UTC stamp (most frequent offset).
func (c *clock) note(o *graph.StoredObservation) {
	if !localTime(o.Time.Zone) {
		return
	}
	if o.UtcTime.Known() && o.EventID != 3 {
		if offset, ok := graph.ZoneOffset(o.Time.Time, o.UtcTime.Time); ok {
			c.points = append(c.points, zonePoint{o.Time.Ticks, offset})
		}
	}
	if o.Received.Zone == graph.ZoneNone && o.Shipped.Zone == graph.ZoneUTC {
		if offset, ok := shippedOffset(o); ok {
			c.votes[offset]++
		}
	}
}

// settle sorts the evidence.
func (c *clock) settle() {
	slices.SortFunc(c.points, func(a, b zonePoint) int {
		return cmp.Or(cmp.Compare(a.wall, b.wall), cmp.Compare(a.offset, b.offset))
	})
	c.points = slices.Compact(c.points)
	c.delivery, c.deliveryKnown = mostVotes(c.votes)
}

// shippedOffset is the zone by delivery stamps: a record is shipped at most
// minutes after it was received.
func shippedOffset(o *graph.StoredObservation) (time.Duration, bool) {
	d := o.Shipped.Sub(o.Received.Time)
	offset := d.Round(graph.ZoneStep)
	return offset, offset.Abs() <= 15*time.Hour && (d-offset).Abs() < 5*time.Minute
}

func mostVotes(votes map[time.Duration]int) (time.Duration, bool) {
	best, found := time.Duration(0), false
	for offset, n := range votes {
		switch {
		case !found, n > votes[best],
			n == votes[best] && (offset.Abs() < best.Abs() || offset.Abs() == best.Abs() && offset < best):
			best, found = offset, true
		}
	}
	return best, found
}

func localTime(z graph.Zone) bool { return z == graph.ZoneNone || z == graph.ZoneDoubtful }

// zoned is the record's own time in UTC. inferred says that its zone was, how
// by evidence or, without any, taken to be UTC.
func (c *clock) zoned(s graph.Stamp) (t graph.Time, inferred bool) {
	if !s.Known() || !localTime(s.Zone) {
		return s.Time, false
	}
	if offset, ok := c.nearest(s.Ticks); ok {
		return s.Add(offset), true
	}
	if c.deliveryKnown && s.Zone == graph.ZoneNone {
		return s.Add(c.delivery), true
	}
	return s.Time, s.Zone == graph.ZoneNone
}

// nearest is the offset of the evidence nearest to a wall time.
func (c *clock) nearest(wall int64) (time.Duration, bool) {
	if len(c.points) == 0 {
		return 0, false
	}
	i, _ := slices.BinarySearchFunc(c.points, wall, func(p zonePoint, w int64) int { return cmp.Compare(p.wall, w) })
	switch {
	case i == 0:
		return c.points[0].offset, true
	case i == len(c.points), wall-c.points[i-1].wall <= c.points[i].wall-wall:
		return c.points[i-1].offset, true
	}
	return c.points[i].offset, true
}

// offsets lists the distinct offsets in use, sorted.
func (c *clock) offsets() []time.Duration {
	var all []time.Duration
	for _, p := range c.points {
		all = append(all, p.offset)
	}
	if len(all) == 0 && c.deliveryKnown {
		all = []time.Duration{c.delivery}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// maxDrift is the most that a zone can put between UtcTime and the record's own
// UTC time (UTC-12 to UTC+14): more is a broken UtcTime (microsoft/SysmonForLinux#60).
const maxDrift = 15 * time.Hour

// place puts an event in time. drifted says that its UtcTime was not to be believed.
func (c *clock) place(e *event) (inferred, drifted bool) {
	utc, stamp := e.at, graph.Stamp{Time: e.logged, Zone: e.zone}
	logged, inferred := c.zoned(stamp)
	e.at, e.logged = logged, logged
	if !utc.Known() {
		return inferred, false
	}
	if e.zone == graph.ZoneUTC && utc.Sub(stamp.Time).Abs() > maxDrift {
		return false, true
	}
	e.at = utc
	if !logged.Known() {
		e.logged = e.at
	}
	return inferred, false
}
