package answer_test

import (
	"encoding/base64"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/graph/answer"
)

func TestCursor(t *testing.T) {
	var rank int
	var p answer.Place
	cursor := answer.EncodeCursor(3, int64(-5), "p:\"key\"\x00é")
	after, err := answer.DecodeCursor(cursor, &rank, &p.Sort, &p.Key)
	if err != nil || !after {
		t.Fatal(after, err)
	}
	if rank != 3 || p != (answer.Place{Sort: -5, Key: "p:\"key\"\x00é"}) {
		t.Errorf("got %d %+v", rank, p)
	}
	if after, err := answer.DecodeCursor("", &rank); after || err != nil {
		t.Errorf("the empty cursor: %t, %v", after, err)
	}
	bad := []string{"x", "!!", "bnVsbA", base64.RawURLEncoding.EncodeToString([]byte(`["a","b"]`)),
		base64.RawURLEncoding.EncodeToString([]byte(`[1]`)), strings.Repeat("A", 5000)}
	for _, cursor := range bad {
		_, err := answer.DecodePlace(cursor)
		if !errors.Is(err, graph.ErrInvalid) {
			t.Errorf("%.20q: %v", cursor, err)
		}
		if err != nil && len(err.Error()) > 300 {
			t.Errorf("an error of %d bytes", len(err.Error()))
		}
	}
	if p, err := answer.DecodePlace(""); err != nil || p != answer.Start() {
		t.Errorf("the first page: %+v, %v", p, err)
	}
	if p, err := answer.DecodePlace(answer.Place{Sort: 7, Key: "k"}.Cursor()); err != nil || p != (answer.Place{Sort: 7, Key: "k"}) {
		t.Errorf("a place: %+v, %v", p, err)
	}
}

func TestSplitWords(t *testing.T) {
	for text, want := range map[string][]string{
		"":                        {},
		"  ":                      {},
		"CMD  /C\tÄrger":          {"cmd", "/c", "ärger"},
		"nul\x00inside":           {"nul\uFFFDinside"},
		"\u00a0x\u2028y":          {"x", "y"},
		strings.Repeat("x", 4096): {strings.Repeat("x", 4096)},
	} {
		got, err := answer.SplitWords(text)
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("%.20q: %q, %v", text, got, err)
		}
	}
	for _, text := range []string{strings.Repeat("x", 4097), strings.Repeat("x ", 17)} {
		if _, err := answer.SplitWords(text); !errors.Is(err, graph.ErrInvalid) {
			t.Errorf("%.20q: %v", text, err)
		}
	}
}

func TestSpan(t *testing.T) {
	coarse, fine, late := graph.UnixSecond(10), graph.UnixSecond(10), graph.UnixSecond(20)
	fine.Digits = 3
	var s answer.Span
	s.Add(late, graph.Time{}, coarse, fine)
	if s.First != fine || s.Last != late {
		t.Errorf("got %+v", s)
	}
	back, err := answer.ParseSpan(s.First.String(), s.Last.String())
	if err != nil || back != s {
		t.Errorf("read back as %+v, %v", back, err)
	}
	if s, err := answer.ParseSpan("", ""); err != nil || s != (answer.Span{}) {
		t.Errorf("unknown times: %+v, %v", s, err)
	}
	if _, err := answer.ParseSpan("yesterday", ""); err == nil {
		t.Error("no error")
	}
	if err := answer.CheckSpan(late, coarse); !errors.Is(err, graph.ErrInvalid) {
		t.Errorf("a span that ends before it begins: %v", err)
	}
	for _, span := range [][2]graph.Time{{coarse, late}, {late, {}}, {{}, coarse}, {late, late}} {
		if err := answer.CheckSpan(span[0], span[1]); err != nil {
			t.Error(err)
		}
	}
}

func TestSumEvents(t *testing.T) {
	files := []graph.FileReport{
		{Events: []graph.EventCount{{Provider: "b", EventID: 1, Count: 2}, {Provider: "a", EventID: 3, Count: 1}}},
		{Events: []graph.EventCount{{Provider: "a", EventID: 3, Count: 1, Used: true}, {Provider: "a", EventID: 1, Count: 2}}},
	}
	want := []graph.EventCount{{Provider: "a", EventID: 1, Count: 2}, {Provider: "a", EventID: 3, Count: 2, Used: true}, {Provider: "b", EventID: 1, Count: 2}}
	if diff := cmp.Diff(want, answer.SumEvents(files)); diff != "" {
		t.Error(diff)
	}
}

// told is a record that tells of a start.
func told(second int64, guid, pid string) graph.Observation {
	o := graph.Observation{Log: "sysmon", EventID: 1, Time: graph.Stamp{Time: graph.UnixSecond(second), Zone: graph.ZoneUTC}}
	o.Set(graph.ProcessGUID, guid)
	o.Set(graph.ProcessPID, pid)
	return o
}

func TestConcerns(t *testing.T) {
	const guid, other = "a1b2c3d4-0000-1111-2222-333344445555", "a1b2c3d4-0000-1111-2222-333344445556"
	pid := int64(4321)
	n := answer.NewSourced(&graph.Process{GUID: guid, PID: &pid, Start: graph.UnixSecond(100), End: graph.UnixSecond(200)})
	local := told(5000, "", "4321")
	local.Time.Zone = graph.ZoneNone
	for _, tt := range []struct {
		name string
		o    graph.Observation
		want bool
	}{
		{"its GUID", told(150, guid, "1"), true},
		{"its GUID at any time", told(9000, guid, "4321"), true},
		{"another GUID", told(150, other, "4321"), false},
		{"its PID in its life", told(150, "", "4321"), true},
		{"its PID just before", told(99, "", "4321"), true},
		{"its PID long before", told(90, "", "4321"), false},
		{"its PID long after", told(210, "", "4321"), false},
		{"its PID by a clock without a zone", local, true},
		{"another PID", told(150, "", "432"), false},
	} {
		if got := n.Concerns(&tt.o); got != tt.want {
			t.Errorf("%s: %t", tt.name, got)
		}
		content, _ := graph.EncodeObservation(&tt.o)
		if tt.want && !n.MayConcern(content) {
			t.Errorf("%s: passed over before it was decoded", tt.name)
		}
	}
}

func TestSourcesOfLogs(t *testing.T) {
	n := answer.NewSourced(&graph.Process{Sources: []graph.Source{{Log: "sysmon", EventID: 5}, {Log: "security", EventID: 4688, RecordID: 7},
		{Log: "sysmon", EventID: 1}, {Log: "sysmon", EventID: 1, File: "b"}, {Log: "b", EventID: 2}}})
	if diff := cmp.Diff([]graph.Source{{Log: "security", EventID: 4688, RecordID: 7}}, n.Numbered()); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]answer.LogEvents{{Log: "b", Events: []uint32{2}}, {Log: "sysmon", Events: []uint32{5, 1}}}, n.Unnumbered()); diff != "" {
		t.Error(diff)
	}
}

func TestPickAndSort(t *testing.T) {
	n := answer.NewSourced(&graph.LogonAttempt{Time: graph.UnixSecond(100)})
	near := graph.StoredObservation{Observation: told(101, "", "1"), ID: [16]byte{2}}
	far := graph.StoredObservation{Observation: told(500, "", "2"), ID: [16]byte{1}}
	if got := n.PickConcerned([]graph.StoredObservation{far, near}); len(got) != 1 || got[0].ID != near.ID {
		t.Errorf("of two with one number: %v", got)
	}
	if got := n.PickConcerned([]graph.StoredObservation{far}); len(got) != 1 {
		t.Errorf("where none concerns it: %v", got)
	}
	got := answer.SortRecords([]graph.StoredObservation{far, near, far})
	if diff := cmp.Diff([]graph.Observation{near.Observation, far.Observation}, got); diff != "" {
		t.Error(diff)
	}
}
