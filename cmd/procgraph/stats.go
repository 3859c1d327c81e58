package main

import (
	"fmt"
	"strings"

	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/internal/termtext"
)

type statsCmd struct {
	storeFlag
	jsonFlag
}

func (c *statsCmd) Run(a *app) error {
	store, err := a.openRead(c.storeFlag)
	if err != nil {
		return err
	}
	defer store.Close()
	stats, err := store.Stats(a.ctx)
	if err != nil {
		return err
	}
	hosts, err := store.Hosts(a.ctx)
	if err != nil {
		return err
	}
	if c.JSON {
		return a.printJSON(struct {
			graph.Stats
			Store    string              `json:"store"`
			HostList []graph.HostSummary `json:"host_list"`
		}{stats, c.Store, append([]graph.HostSummary{}, hosts...)})
	}
	p := a.printer()
	p.line("case       " + termtext.Escape(c.String()))
	printStats(p, stats)
	printHosts(p, hosts)
	printWarningClasses(p, stats.Classes)
	printEvents(p, stats.Events)
	return p.done()
}

// printStats prints the numbers of a case.
func printStats(p *printer, s graph.Stats) {
	if s.First.Known() {
		p.linef("time       %s to %s", clock(s.First), clock(s.Last))
	}
	p.linef("hosts      %d", s.Hosts)
	p.linef("users      %d", s.Users)
	p.linef("sessions   %d", s.Sessions)
	p.linef("processes  %d seen starting, %d known from others only", s.Processes, s.Stubs)
	p.linef("attempts   %d, of which %d failed logons", s.Attempts, s.FailedLogons)
	p.linef("warnings   %d", s.Warnings)
	p.linef("remarks    %d to look at first", s.Standouts)
	p.linef("records    %d kept (those used, and evidence of time zones and own addresses), inputs %d", s.Observations, s.Files)
	if s.Behind > 0 {
		p.linef("unfinished the records of %d computers are not in the graph yet: an ingest is at work, or was stopped; then run it again", s.Behind)
	}
}

func printHosts(p *printer, hosts []graph.HostSummary) {
	if len(hosts) == 0 {
		return
	}
	t := table{head: []string{"HOST", "PROCESSES+STUBS", "SESSIONS", "ATTEMPTS", "REMARKS", "FIRST", "LAST"}}
	for _, h := range hosts {
		t.add(termtext.Escape(h.Name), fmt.Sprintf("%d+%d", h.ProcessCount, h.StubCount), fmt.Sprint(h.SessionCount),
			fmt.Sprint(h.AttemptCount), fmt.Sprint(h.StandoutCount), clock(h.First), clock(h.Last))
	}
	p.line("")
	t.print(p)
}

func printWarningClasses(p *printer, classes []graph.WarningCount) {
	if len(classes) == 0 {
		return
	}
	t := table{head: []string{"WARNINGS", "NUMBER"}}
	for _, c := range classes {
		t.add(termtext.Escape(string(c.Class)), fmt.Sprint(c.Count))
	}
	p.line("")
	t.print(p)
}

// mostEvents bounds the events that are listed one by one.
const mostEvents = 40

func printEvents(p *printer, events []graph.EventCount) {
	if len(events) == 0 {
		return
	}
	t := table{head: []string{"EVENT", "RECORDS", ""}}
	for _, e := range events[:min(mostEvents, len(events))] {
		use := "not used"
		if e.Used {
			use = "used"
		}
		t.add(eventName(e), fmt.Sprint(e.Count), use)
	}
	p.line("")
	t.print(p)
	if more := len(events) - mostEvents; more > 0 {
		p.linef("and %d more kinds of events", more)
	}
}

// eventName is the provider without Microsoft's prefix, and the id.
func eventName(e graph.EventCount) string {
	provider := strings.TrimPrefix(e.Provider, "Microsoft-Windows-")
	if provider == "" {
		provider = "(no provider)"
	}
	return fmt.Sprintf("%s %d", termtext.Escape(provider), e.EventID)
}
