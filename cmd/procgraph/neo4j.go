package main

import (
	"github.com/procgraph/procgraph/internal/neo4jlocal"
	"github.com/procgraph/procgraph/internal/termtext"
)

type neo4jCmd struct {
	Start  neo4jStartCmd  `cmd:"" help:"Start a local Neo4j Community server; the first time Maven brings it (some 150 MB). Needs Java and Maven, no Docker."`
	Stop   neo4jStopCmd   `cmd:"" help:"Stop the local server."`
	Status neo4jStatusCmd `cmd:"" help:"Tell whether the local server runs, its address and its files."`
}

type neo4jStartCmd struct {
	jsonFlag
	Version   string `help:"The release to run: 5.26.28 (Java 17 or later) or 2026.09.0 (Java 21 or later). Each keeps its own data." default:"5.26.28" env:"PROCGRAPH_NEO4J_VERSION"`
	Port      int    `help:"The port for Bolt, on 127.0.0.1 only; 0 takes a free one." default:"7687" env:"PROCGRAPH_NEO4J_PORT"`
	Heap      int    `help:"Memory of the Java heap in MiB." default:"512" env:"PROCGRAPH_NEO4J_HEAP"`
	PageCache int    `help:"Memory of the page cache in MiB." default:"256" env:"PROCGRAPH_NEO4J_PAGE_CACHE"`
}

func (c *neo4jStartCmd) Run(a *app) error {
	if err := checkNeo4jVersion(c.Version); err != nil {
		return err
	}
	status, started, err := neo4jlocal.Start(a.ctx, neo4jlocal.Options{Version: c.Version, Port: c.Port, HeapMB: c.Heap, PageCacheMB: c.PageCache,
		Say: func(line string) { a.say("%s", termtext.Escape(line)) }})
	if err != nil {
		return err
	}
	if c.JSON {
		return a.printJSON(neo4jStarted{Started: started, Status: status})
	}
	p := a.printer()
	if started {
		p.linef("Neo4j %s runs (process %d)", status.Version, status.PID)
	} else {
		p.linef("Neo4j %s runs already (process %d); its port and memory stay as they are", status.Version, status.PID)
	}
	p.linef("use it with:   --store %s", status.URI)
	p.linef("user:          %s", neo4jlocal.User)
	p.linef("password file: %s", termtext.Escape(status.PasswordFile))
	p.linef("procgraph finds the password of this server by itself; 'procgraph neo4j stop' ends it")
	return p.done()
}

// neo4jStarted is the answer of neo4j start --json.
type neo4jStarted struct {
	// Started is false when the server ran already.
	Started bool `json:"started_now"`
	neo4jlocal.Status
}

type neo4jStopCmd struct {
	jsonFlag
	neo4jVersionFlag
}

// neo4jStopped is the answer of neo4j stop --json.
type neo4jStopped struct {
	// Stopped lists the releases whose server was ended.
	Stopped []string `json:"stopped"`
}

func (c *neo4jStopCmd) Run(a *app) error {
	versions, err := c.versions()
	if err != nil {
		return err
	}
	answer := neo4jStopped{Stopped: []string{}}
	for _, version := range versions {
		stopped, err := neo4jlocal.Stop(a.ctx, version, "")
		if err != nil {
			return err
		}
		if stopped {
			answer.Stopped = append(answer.Stopped, version)
		}
	}
	if c.JSON {
		return a.printJSON(answer)
	}
	p := a.printer()
	for _, version := range answer.Stopped {
		p.linef("Neo4j %s has ended; its data stays", version)
	}
	if len(answer.Stopped) == 0 {
		p.line("no local Neo4j runs: nothing to stop")
	}
	return p.done()
}

type neo4jStatusCmd struct {
	jsonFlag
	neo4jVersionFlag
}

// neo4jServers is the answer of neo4j status --json.
type neo4jServers struct {
	Servers []neo4jlocal.Status `json:"servers"`
}

func (c *neo4jStatusCmd) Run(a *app) error {
	versions, err := c.versions()
	if err != nil {
		return err
	}
	var answer neo4jServers
	for _, version := range versions {
		status, err := neo4jlocal.GetStatus(version, "")
		if err != nil {
			return err
		}
		answer.Servers = append(answer.Servers, status)
	}
	if c.JSON {
		return a.printJSON(answer)
	}
	p := a.printer()
	for _, s := range answer.Servers {
		switch {
		case !s.Running:
			p.linef("Neo4j %s does not run", s.Version)
			continue
		case s.Ready:
			p.linef("Neo4j %s runs (process %d) at %s", s.Version, s.PID, s.URI)
		default:
			p.linef("Neo4j %s has a process (%d), but does not answer at %s", s.Version, s.PID, s.URI)
		}
		p.linef("  password file: %s", termtext.Escape(s.PasswordFile))
		p.linef("  log:           %s", termtext.Escape(s.Log))
	}
	return p.done()
}

// neo4jVersionFlag narrows a command to one release.
type neo4jVersionFlag struct {
	Version string `help:"Only this release; by default all that can be run." placeholder:"VERSION" env:"-"`
}

func (f *neo4jVersionFlag) versions() ([]string, error) {
	if f.Version == "" {
		return neo4jlocal.Versions(), nil
	}
	if err := checkNeo4jVersion(f.Version); err != nil {
		return nil, err
	}
	return []string{f.Version}, nil
}

// checkNeo4jVersion refuses a release that is not known: a mistake of the command line.
func checkNeo4jVersion(version string) error {
	_, err := neo4jlocal.FindRelease(version)
	if err != nil {
		sentence, next := explain(err)
		return usageError{sentence, next}
	}
	return nil
}
