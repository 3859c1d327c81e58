package browsertest

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/procgraph/procgraph/graph"
)

// sparseCase is like a Security log of a few minutes: a program whose parent was not
// seen tries six accounts within the second that its times are cut to.
func sparseCase(t testing.TB) (store graph.Store, program graph.Process) {
	const host = "h:ws1"
	parent := process(host, "p:ws1:parent", "", `C:\Windows\System32\cmd.exe`, "", 40, 0)
	parent.Observed = false
	program = process(host, "p:ws1:spray", parent.Key, `C:\Users\ana\Spray.exe`, "", 44, time.Minute)
	program.ParentVia = "pid-time"
	g := graph.HostGraph{Processes: []graph.Process{parent, program}}
	for i := range 6 {
		g.Attempts = append(g.Attempts, graph.LogonAttempt{Key: fmt.Sprintf("a:ws1:%d", i), EventID: 4625, Host: host, Process: program.Key, Count: 1,
			Time: graph.TimeOf(epoch.Add(2*time.Minute), 0), TargetUser: fmt.Sprintf("u:%d", i), ClaimedWorkstation: "WS1", Status: "0xc000006d", SubStatus: "0xc000006a",
			Sources: []graph.Source{{Log: "security", EventID: 4625, RecordID: uint64(100 + i), File: "made.evtx"}}})
	}
	return NewCase(t, nil, Host{Host: graph.Host{Key: host, Name: "ws1.example.test"}, Graph: g}), program
}

// TestSparseRecordsAreToldAsTheyAre: what led to nothing says so, lines in the graph are
// dashed as its legend has them, attempts name their program, and times of whole seconds
// make no milliseconds.
func TestSparseRecordsAreToldAsTheyAre(t *testing.T) {
	find(t, "browser", browsers...)
	store, program := sparseCase(t)
	address := Serve(t, store, nil)
	b := NewBrowser(t, 1400, 900)
	open(t, b, address+"/lineage?show=effects&key="+url.QueryEscape(program.Key), `document.querySelector('.lineage-note') !== null`)
	text := Eval[string](t, b, `document.querySelector('main').innerText`)
	for _, want := range []string{"1 node on one host", "No record tells of a process that it started"} {
		if !strings.Contains(text, want) {
			t.Errorf("the lineage lacks %q:\n%s", want, text)
		}
	}

	open(t, b, address+seed("process", program.Key), graphThere)
	edge := `document.querySelector('pg-graph-canvas').cy.edges('[confidence = "stub"]')`
	b.Until(t, "the parent's line is there", edge+`.nonempty()`)
	drawn := Eval[string](t, b, edge+`.style('line-dash-pattern')+''`)
	legend := Eval[string](t, b, `[...document.querySelectorAll('pg-graph-view path.line')].map(e => e.getAttribute('stroke-dasharray')).join('|')`)
	if drawn = strings.NewReplacer(",", " ", "px", "").Replace(drawn); !strings.Contains("|"+legend+"|", "|"+strings.Join(strings.Fields(drawn), " ")+"|") {
		t.Errorf("the line is dashed %q, the legend has %q", drawn, legend)
	}

	open(t, b, address+"/logons?show=attempts", `document.querySelector('.spray') !== null`)
	if note := Eval[string](t, b, `document.querySelector('.spray').innerText`); !strings.Contains(note, "within < 1 s") {
		t.Errorf("of the spray it says %q", note)
	}
	if by := Eval[string](t, b, `document.querySelector('.attempt-table tbody tr').lastElementChild.innerText`); by != "Spray.exe" {
		t.Errorf("the attempt is by %q", by)
	}
}

// TestOverviewFitsANarrowWindow: nothing of the overview makes the page scroll sideways.
func TestOverviewFitsANarrowWindow(t *testing.T) {
	find(t, "browser", browsers...)
	store, _ := sparseCase(t)
	b := NewBrowser(t, 1100, 700)
	open(t, b, Serve(t, store, nil)+"/", `document.querySelectorAll('.tile').length === 6`)
	if wide := Eval[string](t, b, `(o => o.scrollWidth > o.clientWidth ? o.scrollWidth + ' in ' + o.clientWidth : '')(document.querySelector('.overview'))`); wide != "" {
		t.Errorf("the overview is %s pixels wide", wide)
	}
}
