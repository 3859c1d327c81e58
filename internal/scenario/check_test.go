package scenario

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"
)

// graphLines is an export as text and, for choosing among them, as members.
type graphLines struct {
	text    []string
	members []map[string]any
}

func perfect(t testing.TB, truth *Truth) graphLines {
	t.Helper()
	var b bytes.Buffer
	if err := writePerfect(&b, truth); err != nil {
		t.Fatal(err)
	}
	var g graphLines
	for text := range strings.Lines(b.String()) {
		var l map[string]any
		if err := json.Unmarshal([]byte(text), &l); err != nil {
			t.Fatal(err)
		}
		g.text, g.members = append(g.text, text), append(g.members, l)
	}
	return g
}

// with is the text with line i changed.
func (g graphLines) with(t testing.TB, i int, change func(map[string]any)) []string {
	t.Helper()
	l := maps.Clone(g.members[i])
	change(l)
	b, err := json.Marshal(l)
	if err != nil {
		t.Fatal(err)
	}
	lines := slices.Clone(g.text)
	lines[i] = string(b) + "\n"
	return lines
}

func checkLines(t testing.TB, truth *Truth, lines []string) []Difference {
	t.Helper()
	found, err := truth.Check(strings.NewReader(strings.Join(lines, "")))
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func TestCheckAcceptsTheTruth(t *testing.T) {
	eachWorld(t, func(t *testing.T, truth *Truth, _ *collector) {
		var b bytes.Buffer
		if err := writePerfect(&b, truth); err != nil {
			t.Fatal(err)
		}
		found, err := truth.Check(&b)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range found {
			t.Error(d)
		}
	})
}

// A checker that cannot fail proves nothing: each of these wrong graphs has to
// be found out.
func TestCheckFindsWrongGraphs(t *testing.T) {
	truth, _ := world(t, "small")
	graph := perfect(t, truth)
	observed := func(l map[string]any) bool { return l["kind"] == "process" && l["observed"] == true }
	stub := func(l map[string]any) bool { return l["kind"] == "process" && l["observed"] == false }
	// guidless is an observed process of a host without Sysmon.
	guidless := func(l map[string]any) bool { return observed(l) && l["guid"] == nil }
	logged := func(l map[string]any) bool { return l["kind"] == "session" && l["observed"] == true }
	has := func(is func(map[string]any) bool, member string) func(map[string]any) bool {
		return func(l map[string]any) bool { return is(l) && l[member] != nil }
	}
	set := func(member string, value any) func(map[string]any) {
		return func(l map[string]any) { l[member] = value }
	}
	for _, c := range []struct {
		name   string
		which  func(map[string]any) bool
		change func(map[string]any) // nil: the line is left out
		want   string
	}{
		{"process lost", observed, nil, "is there 0 times"},
		{"process of one log only, lost", guidless, nil, "is there 0 times"},
		{"another GUID", has(observed, "guid"), set("guid", "00000001-0000-0000-0000-000000000001"), "its GUID is not in the truth"},
		{"another start, by GUID", has(observed, "guid"), set("start", "2025-11-04T08:00:00.123Z"), "start 2025-11-04T08:00:00.123Z, want"},
		{"another start, by PID", guidless, set("start", "2025-11-04T08:00:00.123Z"), "no process of"},
		{"another PID", has(observed, "guid"), set("pid", 6), "pid 6"},
		{"another command line", observed, set("command_line", "calc"), `command line "calc"`},
		{"another image", observed, set("image", `C:\x.exe`), `image "C:\\x.exe"`},
		{"observed called a stub", has(observed, "guid"), set("observed", false), "observed false"},
		{"stub called observed", has(stub, "guid"), set("observed", true), "observed true"},
		{"no parent", observed, set("parent", nil), "no parent, want"},
		{"parent is the child of a neighbour", has(observed, "parent"), set("parent", "p700"), "parent "},
		{"parent without a line", has(observed, "parent"), set("parent", "p-none"), "its parent has no line"},
		{"only one claim", has(observed, "parent_claims"), set("parent_claims", nil), "parent_claims lack"},
		{"stub lost", stub, nil, "its parent has no line"},
		{"stub of another PID", func(l map[string]any) bool { return stub(l) && l["guid"] == nil }, set("pid", 8), "parent is a stub with pid 8"},
		{"no end", has(observed, "end"), set("end", nil), `end ""`},
		{"invented end", has(observed, "end_not_after"), set("end", "2025-11-05T12:00:00Z"), `end "2025-11-05T12:00:00Z"`},
		{"end too early", has(observed, "end_not_after"), set("end_not_after", "2025-11-04T00:00:01Z"), "ended not after"},
		{"another user", observed, set("user", "u3"), "user EXAMPLE"},
		{"no user", observed, set("user", nil), "no user"},
		{"another creator", has(observed, "started_by"), set("started_by", "u3"), "started by"},
		{"invented creator", func(l map[string]any) bool { return observed(l) && l["started_by"] == nil }, set("started_by", "u3"), "started by u3, want nobody else"},
		{"another session", observed, set("session", "s3"), "session "},
		{"session lost", logged, nil, "session "},
		{"session of another type", logged, set("logon_type", 9), "type 9"},
		{"session from elsewhere", has(logged, "source_ip"), set("source_ip", "203.0.113.1"), `from "203.0.113.1"`},
		{"session never ends", has(logged, "end"), set("end", nil), `end ""`},
		{"session ends without a record", func(l map[string]any) bool { return logged(l) && l["end"] == nil }, set("end", "2025-11-05T12:00:00Z"), "but no record ends it"},
		{"pair torn apart", has(logged, "linked"), set("linked", nil), `linked ""`},
		{"pair with a third", has(logged, "linked"), set("linked", "s3"), "linked to another session"},
		{"host lost", func(l map[string]any) bool { return l["kind"] == "host" }, nil, "host that is not in the truth"},
		{"attempt lost", func(l map[string]any) bool { return l["kind"] == "logon_attempt" }, nil, "logon_attempt"},
	} {
		t.Run(c.name, func(t *testing.T) {
			// The last that fits is in the midst of things, not an early stub.
			i := len(graph.members) - 1
			for i >= 0 && !c.which(graph.members[i]) {
				i--
			}
			if i < 0 {
				t.Fatal("no such line")
			}
			lines := slices.Delete(slices.Clone(graph.text), i, i+1)
			if c.change != nil {
				lines = graph.with(t, i, c.change)
			}
			found := checkLines(t, truth, lines)
			for _, d := range found {
				if strings.Contains(d.String(), c.want) {
					return
				}
			}
			t.Errorf("found %d differences, none with %q: %v", len(found), c.want, found[:min(3, len(found))])
		})
	}
}

// Lines that are there twice, and two children of one stub that have two.
func TestCheckFindsDoubles(t *testing.T) {
	truth, _ := world(t, "small")
	graph := perfect(t, truth)
	t.Run("process", func(t *testing.T) {
		i := slices.IndexFunc(graph.members, func(l map[string]any) bool { return l["kind"] == "process" && l["observed"] == true })
		twin := graph.with(t, i, func(l map[string]any) { l["key"] = "twin" })[i]
		if found := checkLines(t, truth, append(slices.Clone(graph.text), twin)); len(found) != 1 || !strings.Contains(found[0].Detail, "is there 2 times") {
			t.Errorf("found %v", found)
		}
	})
	t.Run("stub", func(t *testing.T) {
		children := map[any][]int{}
		for i, l := range graph.members {
			if l["kind"] == "process" {
				children[l["parent"]] = append(children[l["parent"]], i)
			}
		}
		for i, l := range graph.members {
			if l["kind"] == "process" && l["observed"] == false && l["guid"] == nil && len(children[l["key"]]) > 1 {
				twin := graph.with(t, i, func(l map[string]any) { l["key"] = "twin" })[i]
				lines := graph.with(t, children[l["key"]][1], func(l map[string]any) { l["parent"] = "twin" })
				found := checkLines(t, truth, append(lines, twin))
				if len(found) == 0 || !strings.Contains(found[0].Detail, "has two stubs") {
					t.Errorf("found %v", found)
				}
				return
			}
		}
		t.Fatal("no stub with two children")
	})
}

func TestCheckRefusesWhatIsNoExport(t *testing.T) {
	truth, _ := world(t, "small")
	if _, err := truth.Check(strings.NewReader("{\"kind\":")); err == nil {
		t.Error("no error")
	}
}

func TestCheckBoundsItsReport(t *testing.T) {
	truth, _ := world(t, "small")
	found, err := truth.Check(strings.NewReader(""))
	if err != nil || len(found) != maximumDifferences+1 || !strings.Contains(found[maximumDifferences].Detail, "more differences") {
		t.Errorf("%d differences, error %v", len(found), err)
	}
}
