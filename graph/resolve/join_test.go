package resolve

import (
	"fmt"
	"testing"
	"time"

	"github.com/procgraph/procgraph/graph"
)

// TestCrowdedPID: records that give one PID away thousands of times a second are
// joined in order, without looking at every pair of them.
func TestCrowdedPID(t *testing.T) {
	const n = 3000 // 9 million pairs
	p := &processes{byGUID: map[string][]*lifetime{}, byPID: map[int64][]*lifetime{}}
	records := NewRecords()
	started := func(log string, i int) *event {
		o := &graph.StoredObservation{}
		o.Log, o.Event, o.RecordID = log, graph.ProcessStart, uint64(i+1)
		o.ID[0], o.ID[1], o.ID[2] = byte(len(log)), byte(i>>8), byte(i)
		o.UtcTime = graph.Stamp{Time: graph.UnixSecond(1_700_000_000).Add(time.Duration(i) * 100 * time.Microsecond), Zone: graph.ZoneUTC}
		o.Set(graph.ProcessPID, "4321")
		o.Set(graph.Image, fmt.Sprintf(`C:\%d.exe`, i%3))
		records.Add(o)
		return records.events[len(records.events)-1]
	}
	var security []*event
	for i := range n {
		e := started("sysmon", i)
		p.add(&lifetime{pid: e.pid, sysmon: e, at: e.at})
		security = append(security, started("security", i))
	}
	p.joinSecurity(security)
	if len(p.all) != n {
		t.Fatalf("%d processes, should be %d", len(p.all), n)
	}
	for _, l := range p.all {
		if l.security == nil || l.security.RecordID != l.sysmon.RecordID {
			t.Fatalf("the start of record %d is joined to %+v", l.sysmon.RecordID, l.security)
		}
	}
}

// TestCrowdOfMoves: lifetimes whose record order is against the clock throughout are
// put in record order as far as maxMoves goes, and none is lost.
func TestCrowdOfMoves(t *testing.T) {
	for _, tt := range []struct {
		n     int
		whole bool
	}{{100, true}, {3000, false}} {
		var list []*lifetime
		for i := range tt.n {
			e := &event{origin: &origin{Log: "security"}, RecordID: uint64(tt.n - i), at: graph.UnixSecond(int64(1_700_000_000 + i))}
			list = append(list, &lifetime{security: e, at: e.at})
		}
		orderByRecords(list)
		seen, ordered := map[uint64]bool{}, true
		for i, l := range list {
			seen[l.security.RecordID] = true
			ordered = ordered && (i == 0 || list[i-1].security.RecordID < l.security.RecordID)
		}
		if len(seen) != tt.n || ordered != tt.whole {
			t.Errorf("of %d lifetimes %d are left, in record order: %t", tt.n, len(seen), ordered)
		}
	}
}

// TestManyBoots: beyond maxStepped boots the clock alone tells.
func TestManyBoots(t *testing.T) {
	for n, want := range map[int]bool{3: true, maxStepped: true, maxStepped + 1: false} {
		var events []*event
		for i := range n {
			at := graph.UnixSecond(int64(1_700_000_000 + i*600))
			events = append(events, &event{origin: &origin{Log: "security"}, Event: graph.Boot, EventID: 4608, RecordID: uint64(i + 1), at: at})
		}
		b := findBoots(events, true)
		if b.stepped != want || len(b.list) != n {
			t.Errorf("of %d boot records: %d boots, by record order: %t", n, len(b.list), b.stepped)
		}
		if got := b.epoch(events[n-1]); got != n {
			t.Errorf("the last of %d boots is number %d", n, got)
		}
	}
}
