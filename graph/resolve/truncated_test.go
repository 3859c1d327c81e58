package resolve

import (
	"strings"
	"testing"

	"github.com/procgraph/procgraph/graph"
)

func TestIsCut(t *testing.T) {
	for _, c := range []struct {
		short, whole string
		want         bool
	}{
		{"cmd.exe /c ec", "cmd.exe /c echo 1", true},
		{"cmd.exe /c ec...", "cmd.exe /c echo 1", true},
		{"cmd.exe /c ec…", "cmd.exe /c echo 1", true},
		{"cmd.exe ", "cmd.exe", false},
		{"cmd.exe", "cmd.exe  ", false},
		{"cmd.exe", "cmd.exe", false},
		{"", "cmd.exe", false},
		{"...", "cmd.exe", false},
		{"cmd.exe /d", "cmd.exe /c echo 1", false},
		{"cmd.exe /c echo 1", "cmd.exe", false},
	} {
		if got := isCut(c.short, c.whole); got != c.want {
			t.Errorf("%q of %q: %v", c.short, c.whole, got)
		}
	}
}

// TestTruncatedCommandLine: the whole is shown whichever record has it, and the cut one is told.
func TestTruncatedCommandLine(t *testing.T) {
	const whole, short = "cmd.exe /c echo one two three", "cmd.exe /c echo"
	guid := guidOf("09:00:00", 1)
	for _, c := range []struct {
		name             string
		sysmon, security string
		detail           string
	}{
		{"neither", whole, whole, ""},
		{"Sysmon's", short, whole, "the Sysmon log has only the first 15 characters"},
		{"the Security log's", whole, short, "the Security log has only the first 15 characters"},
		{"only one has any", "", whole, ""},
	} {
		r := resolveAll(t,
			sysmonStart(1, "09:00:00", guid, 8, values{graph.Image: cmd, graph.CommandLine: c.sysmon}),
			securityStart(1, "09:00:00", 8, cmd, values{graph.CommandLine: c.security}))
		if got := r.process(t, 8, "09:00:00").CommandLine; got != whole {
			t.Errorf("%s: %q is shown", c.name, got)
		}
		if got := r.detail(graph.ValueTruncatedWarning); (got == "") != (c.detail == "") || !strings.HasPrefix(got, c.detail) {
			t.Errorf("%s: the warning is %q", c.name, got)
		}
	}
}

// TestTruncatedCopy: of two copies of one record one is cut, and has more fields than the other.
func TestTruncatedCopy(t *testing.T) {
	guid := guidOf("09:00:00", 1)
	r := resolveAll(t,
		sysmonStart(1, "09:00:00", guid, 8, values{graph.Image: cmd, graph.CommandLine: "cmd.exe /c ec", graph.IntegrityLevel: "High"}),
		sysmonStart(1, "09:00:00", guid, 8, values{graph.Image: cmd, graph.CommandLine: "cmd.exe /c echo"}))
	if p := r.process(t, 8, "09:00:00"); p.CommandLine != "cmd.exe /c echo" || p.IntegrityLevel != "High" {
		t.Errorf("%q with integrity %q", p.CommandLine, p.IntegrityLevel)
	}
	if got := r.about(graph.ValueTruncatedWarning); len(got) != 1 {
		t.Errorf("warnings about %q, should be one", got)
	}
}

// TestClockSkew: a record cannot be received before it was written.
func TestClockSkew(t *testing.T) {
	for _, c := range []struct {
		name    string
		zone    graph.Zone
		shipped string
		want    bool
	}{
		{"received later", graph.ZoneUTC, "09:05:00", false},
		{"a little early", graph.ZoneUTC, "08:58:30", false},
		{"seven minutes early", graph.ZoneUTC, "08:53:00", true},
		{"hours early is another zone", graph.ZoneUTC, "06:59:59", false},
		{"a stamp without a zone", graph.ZoneNone, "08:53:00", false},
		{"no stamp", graph.ZoneAbsent, "08:53:00", false},
	} {
		o := securityStart(1, "09:00:00", 8, cmd, nil)
		if c.zone != graph.ZoneAbsent {
			o.Shipped = graph.Stamp{Time: moment(c.shipped), Zone: c.zone}
		}
		if got := resolveAll(t, o).detail(graph.ClockSkewSuspected); (got != "") != c.want || c.want && !strings.Contains(got, "7m0s") {
			t.Errorf("%s: the warning is %q", c.name, got)
		}
	}
}
