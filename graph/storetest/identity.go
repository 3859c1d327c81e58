package storetest

import (
	"strings"

	"github.com/procgraph/procgraph/graph"
)

// testFindProcesses: what the logs call a process by leads to it, and to all
// that were called so.
func testFindProcesses(s *suite) {
	graphs := company()
	twin := process(beta, "twin", "init", 7, `C:\Tools\twin.exe`)
	twin.GUID, twin.PID = guid, ref(int64(4321)) // a cloned machine
	again := process(beta, "again", "init", 6, `C:\Tools\again.exe`)
	again.PID = ref(int64(4321))
	sameTime := process(beta, "alike", "init", 6, `C:\Tools\alike.exe`)
	sameTime.PID = ref(int64(4321))
	unknown := process(beta, "unknown", "init", 0, `C:\Tools\unknown.exe`)
	unknown.PID = ref(int64(0))
	g := graphs[beta]
	g.Processes = append([]graph.Process{again, sameTime}, append(g.Processes, twin, unknown)...)
	graphs[beta] = g
	s.put(graphs)
	s.write(func(w graph.Writer) { s.ok(w.SetDirectory(s.ctx(), hosts(), users(), nil)) })

	const other = "a1b2c3d4-0000-1111-2222-333344445556"
	for _, tt := range []struct {
		name  string
		id    graph.ProcessIdentity
		limit int
		want  []string
	}{
		{"a GUID", graph.ProcessIdentity{GUID: guid}, 0, []string{pb("twin"), pa("powershell")}},
		{"braces and capitals", graph.ProcessIdentity{GUID: "{" + strings.ToUpper(guid) + "}"}, 0, []string{pb("twin"), pa("powershell")}},
		{"a GUID on a host", graph.ProcessIdentity{GUID: guid, Host: alpha}, 0, []string{pa("powershell")}},
		{"a GUID that nothing has", graph.ProcessIdentity{GUID: other}, 0, nil},
		{"a PID", graph.ProcessIdentity{PID: ref(int64(4321))}, 0, []string{pb("again"), pb("alike"), pb("twin"), pa("powershell")}},
		{"a PID on a host", graph.ProcessIdentity{Host: beta, PID: ref(int64(4321))}, 0, []string{pb("again"), pb("alike"), pb("twin")}},
		{"at most two", graph.ProcessIdentity{Host: beta, PID: ref(int64(4321))}, 2, []string{pb("again"), pb("alike")}},
		{"PID and GUID", graph.ProcessIdentity{GUID: guid, PID: ref(int64(4321)), Host: beta}, 0, []string{pb("twin")}},
		{"another PID than the GUID's", graph.ProcessIdentity{GUID: guid, PID: ref(int64(700))}, 0, nil},
		{"PID 0 is a PID", graph.ProcessIdentity{PID: ref(int64(0))}, 0, []string{pb("unknown")}},
		{"a PID that nothing has", graph.ProcessIdentity{PID: ref(int64(5))}, 0, nil},
		{"a negative PID", graph.ProcessIdentity{PID: ref(int64(-1))}, 0, nil},
		{"an unknown host", graph.ProcessIdentity{Host: "h:nowhere", PID: ref(int64(4321))}, 0, nil},
	} {
		rows, err := s.store.FindProcesses(s.ctx(), tt.id, tt.limit)
		s.ok(err)
		s.same(tt.name, keys(rows), append([]string{}, tt.want...))
	}
	rows, err := s.store.FindProcesses(s.ctx(), graph.ProcessIdentity{GUID: guid, Host: alpha}, 1)
	s.ok(err)
	row, err := s.store.Process(s.ctx(), pa("powershell"))
	s.ok(err)
	s.same("the row is that of Process", rows, []graph.ProcessRow{row})
	for _, id := range []graph.ProcessIdentity{{}, {Host: alpha}, {GUID: "4321"}, {GUID: guid[1:]}, {GUID: guid + "0"}, {GUID: "g" + guid[1:]}} {
		_, err := s.store.FindProcesses(s.ctx(), id, 0)
		s.is(err, graph.ErrInvalid)
	}
}
