package storetest

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"

	"github.com/procgraph/procgraph/graph"
)

var recordTests = []test{
	{"kept as they are", testRecordsKept},
	{"copies are dropped and counted", testDuplicates},
	{"equal copies are not resent", testNotResent},
	{"a copy without stamps is no delivery", testBareCopy},
	{"the smallest delivery, file and spelling stay whatever the order", testDeliveryOrder},
	{"one number with different content", testNumberConflict},
	{"only what is new touches", testTouched},
	{"an empty batch", testEmptyBatch},
	{"numbers beyond 63 bits", testLargeNumbers},
	{"ranges are united", testRanges},
	{"a range backwards is refused", testRangeBackwards},
}

// stored reads all observations of the computers, by ID.
func (s *suite) stored(w graph.Writer, computers ...string) []graph.StoredObservation {
	s.Helper()
	var all []graph.StoredObservation
	for o, err := range w.Observations(s.ctx(), computers) {
		s.ok(err)
		all = append(all, *o)
	}
	slices.SortFunc(all, func(a, b graph.StoredObservation) int { return bytes.Compare(a.ID[:], b.ID[:]) })
	return all
}

func (s *suite) add(w graph.Writer, batch ...graph.Observation) (duplicates int) {
	s.Helper()
	n, err := w.AddObservations(s.ctx(), batch)
	s.ok(err)
	return n
}

func testRecordsKept(s *suite) {
	full := record("ALPHA.example.test", 1, `C:\a.exe`)
	full.UtcTime = graph.Stamp{Time: milli(1), Zone: graph.ZoneUTC}
	full.Received = graph.Stamp{Time: at(5), Zone: graph.ZoneNone}
	full.Shipped = graph.Stamp{Time: at(6), Zone: graph.ZoneUTC}
	full.Flag(graph.TextRepaired)
	other := record("beta.example.test", 1, `C:\b.exe`)
	none := graph.Observation{Event: graph.Boot, EventID: 4608, Log: "security", Computer: "alpha.example.test"}
	s.write(func(w graph.Writer) {
		s.same("duplicates", s.add(w, full, other, none), 0)
		want := []graph.StoredObservation{
			{Observation: full, ID: graph.ObservationID(&full)}, {Observation: none, ID: graph.ObservationID(&none)},
		}
		slices.SortFunc(want, func(a, b graph.StoredObservation) int { return bytes.Compare(a.ID[:], b.ID[:]) })
		s.same("records", s.stored(w, "alpha.example.test"), want)
		s.same("records of two computers", len(s.stored(w, "alpha.example.test", "beta.example.test", "nowhere")), 3)
		s.same("stopping early", s.firstOnly(w), 1)
	})
}

// firstOnly stops after one record and reads on with another query.
func (s *suite) firstOnly(w graph.Writer) (n int) {
	for _, err := range w.Observations(s.ctx(), []string{"alpha.example.test"}) {
		s.ok(err)
		n++
		break
	}
	_, err := w.Touched(s.ctx())
	s.ok(err)
	return n
}

func testDuplicates(s *suite) {
	a, b := record("alpha", 1, "a.exe"), record("alpha", 2, "b.exe")
	upper := a
	upper.Computer = "ALPHA"
	s.write(func(w graph.Writer) {
		s.same("within a batch", s.add(w, a, b, a, upper), 2)
		s.same("of an earlier batch", s.add(w, b, record("alpha", 3, "c.exe"), a), 2)
	})
	s.write(func(w graph.Writer) {
		s.same("of an earlier run", s.add(w, a, b), 2)
		s.same("records", len(s.stored(w, "alpha")), 3)
	})
	st, err := s.store.Stats(s.ctx())
	s.ok(err)
	s.same("observations counted", st.Observations, 3)
}

func testNotResent(s *suite) {
	a := delivered(record("alpha", 1, "a.exe"), 7, "a.json")
	bare := record("alpha", 1, "a.exe")
	s.write(func(w graph.Writer) {
		s.add(w, bare, a)
		s.add(w, a)
		s.add(w, bare)
		got := s.stored(w, "alpha")
		s.same("records", len(got), 1)
		s.same("resent", got[0].Resent, false)
		s.same("the stamp that was there", got[0].Received, a.Received)
	})
}

// testBareCopy: a copy from a file beside one from a collector, in either order,
// leaves the collector's stamps and is no second delivery; a second collector's is.
func testBareCopy(s *suite) {
	bare := record("alpha", 1, "a.exe")
	received := delivered(bare, 7, bare.File)
	shipped := bare
	shipped.Shipped = graph.Stamp{Time: at(8), Zone: graph.ZoneUTC}
	again := delivered(bare, 9, bare.File)
	for _, tt := range []struct {
		name   string
		copies []graph.Observation
		resent bool
		stamps []graph.Stamp // of receiving and shipping
	}{
		{"bare twice", []graph.Observation{bare, bare}, false, []graph.Stamp{{}, {}}},
		{"bare first", []graph.Observation{bare, received}, false, []graph.Stamp{received.Received, {}}},
		{"bare last", []graph.Observation{received, bare}, false, []graph.Stamp{received.Received, {}}},
		{"only shipped", []graph.Observation{bare, shipped, bare}, false, []graph.Stamp{{}, shipped.Shipped}},
		{"bare between two deliveries", []graph.Observation{received, bare, again}, true, []graph.Stamp{least(received, again).Received, {}}},
	} {
		for _, together := range []bool{true, false} {
			s.ok(s.store.Clear(s.ctx()))
			s.write(func(w graph.Writer) {
				if together {
					s.add(w, tt.copies...)
				} else {
					for _, o := range tt.copies {
						s.add(w, o)
					}
				}
				got := s.stored(w, "alpha")
				s.same(tt.name+": records", len(got), 1)
				s.same(tt.name+": resent", got[0].Resent, tt.resent)
				s.same(tt.name+": stamps", []graph.Stamp{got[0].Received, got[0].Shipped}, tt.stamps)
			})
		}
	}
}

// least is the copy whose encoded delivery is the least.
func least(copies ...graph.Observation) graph.Observation {
	return slices.MinFunc(copies, func(x, y graph.Observation) int {
		_, dx := graph.EncodeObservation(&x)
		_, dy := graph.EncodeObservation(&y)
		return bytes.Compare(dx, dy)
	})
}

func testDeliveryOrder(s *suite) {
	a := record("alpha", 1, "a.exe")
	upper := delivered(a, 9, "c.json")
	upper.Computer = "ALPHA"
	copies := []graph.Observation{delivered(a, 30, "b.json"), upper, delivered(a, 20, "d.json"), a}
	copies[3].File = "e.evtx"
	smallest := least(copies[:3]...)
	want := a
	want.Computer, want.Received, want.File = "ALPHA", smallest.Received, "b.json"
	for i, order := range [][]int{{0, 1, 2, 3}, {3, 2, 1, 0}, {1, 3, 0, 2}, {2, 0, 3, 1}} {
		s.ok(s.store.Clear(s.ctx()))
		s.write(func(w graph.Writer) {
			for n, c := range order {
				if i%2 == 0 || n == 0 { // one batch each, or all but the first in one
					s.add(w, copies[c])
				} else if n == 1 {
					s.add(w, copies[order[1]], copies[order[2]], copies[order[3]])
				}
			}
			s.same(fmt.Sprintf("in order %v", order), s.stored(w, "alpha"),
				[]graph.StoredObservation{{Observation: want, ID: graph.ObservationID(&a), Resent: true}})
		})
	}
}

func testNumberConflict(s *suite) {
	s.write(func(w graph.Writer) {
		s.same("duplicates", s.add(w, record("alpha", 1, "a.exe"), record("alpha", 1, "b.exe"), record("beta", 1, "a.exe")), 0)
		s.same("records", len(s.stored(w, "alpha")), 2)
	})
}

func testTouched(s *suite) {
	touched := func(w graph.Writer, want ...string) {
		s.Helper()
		got, err := w.Touched(s.ctx())
		s.ok(err)
		s.same("touched", got, want)
	}
	a := record("Beta", 1, "a.exe")
	s.write(func(w graph.Writer) {
		touched(w)
		s.add(w, a, record("ALPHA", 1, "a.exe"), record("alpha.example.test", 1, "b.exe"))
		touched(w, "alpha", "alpha.example.test", "beta")
	})
	s.write(func(w graph.Writer) {
		touched(w, "alpha", "alpha.example.test", "beta") // of an earlier run
		s.ok(w.SetHostGraph(s.ctx(), alpha, graph.HostState{Computers: []string{"alpha", "alpha.example.test"}}, graph.HostGraph{}))
		touched(w, "beta")
		s.ok(w.SetHostGraph(s.ctx(), beta, graph.HostState{Computers: []string{"beta"}}, graph.HostGraph{}))
		s.add(w, a)
		touched(w)
		s.add(w, delivered(a, 3, "a.evtx"))
		touched(w, "beta")
		s.ok(w.AddRecordRanges(s.ctx(), []graph.RecordRange{{Computer: "alpha", Log: "sysmon", Lo: 1, Hi: 9}}))
		touched(w, "alpha", "beta")
		s.ok(w.SetHostGraph(s.ctx(), alpha, graph.HostState{Computers: []string{"alpha", "beta"}}, graph.HostGraph{}))
		s.ok(w.AddRecordRanges(s.ctx(), []graph.RecordRange{{Computer: "alpha", Log: "sysmon", Lo: 2, Hi: 8}}))
		touched(w)
	})
}

func testEmptyBatch(s *suite) {
	s.write(func(w graph.Writer) {
		s.same("duplicates", s.add(w), 0)
		s.ok(w.AddRecordRanges(s.ctx(), nil))
	})
}

func testLargeNumbers(s *suite) {
	a := record("alpha", 1, "a.exe")
	a.RecordID = 1<<64 - 1
	whole := graph.RecordRange{Computer: "alpha", Log: "sysmon", Lo: 1 << 63, Hi: 1<<64 - 1}
	s.write(func(w graph.Writer) {
		s.add(w, a)
		s.ok(w.AddRecordRanges(s.ctx(), []graph.RecordRange{whole, {Computer: "alpha", Log: "sysmon", Lo: 0, Hi: 4}}))
		got := s.stored(w, "alpha")
		s.same("record number", got[0].RecordID, a.RecordID)
		ranges, err := w.RecordRanges(s.ctx(), []string{"alpha"})
		s.ok(err)
		s.same("ranges", ranges, []graph.RecordRange{{Computer: "alpha", Log: "sysmon", Lo: 0, Hi: 4}, whole})
	})
}

func testRanges(s *suite) {
	r := func(computer, log string, lo, hi uint64) graph.RecordRange {
		return graph.RecordRange{Computer: computer, Log: log, Lo: lo, Hi: hi}
	}
	given := []graph.RecordRange{
		r("alpha", "sysmon", 10, 20), r("alpha", "sysmon", 1, 5), r("alpha", "security", 7, 7), r("beta", "sysmon", 1, 9),
		r("alpha", "sysmon", 6, 8), r("alpha", "sysmon", 15, 30), r("alpha", "sysmon", 12, 13),
	}
	want := []graph.RecordRange{
		r("alpha", "security", 7, 7), r("alpha", "sysmon", 1, 8), r("alpha", "sysmon", 10, 30), r("beta", "sysmon", 1, 9),
	}
	for _, step := range []int{1, 2, len(given)} {
		s.ok(s.store.Clear(s.ctx()))
		s.write(func(w graph.Writer) {
			for part := range slices.Chunk(given, step) {
				s.ok(w.AddRecordRanges(s.ctx(), part))
			}
			got, err := w.RecordRanges(s.ctx(), []string{"beta", "alpha"})
			s.ok(err)
			s.same("ranges", got, want)
			if !slices.IsSortedFunc(got, func(a, b graph.RecordRange) int {
				return cmp.Or(cmp.Compare(a.Computer, b.Computer), cmp.Compare(a.Log, b.Log), cmp.Compare(a.Lo, b.Lo))
			}) {
				s.Error("ranges are not sorted")
			}
		})
		slices.Reverse(given)
	}
}

func testRangeBackwards(s *suite) {
	s.write(func(w graph.Writer) {
		s.is(w.AddRecordRanges(s.ctx(), []graph.RecordRange{{Computer: "alpha", Log: "sysmon", Lo: 2, Hi: 1}}), graph.ErrInvalid)
	})
}
