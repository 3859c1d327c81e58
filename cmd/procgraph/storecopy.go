package main

import (
	"fmt"
	"os"

	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/graph/transfer"
	"github.com/procgraph/procgraph/internal/progress"
	"github.com/procgraph/procgraph/internal/termtext"
)

type copyCmd struct {
	jsonFlag
	waitFlag
	From     string `help:"The case to copy: a case file, or the address of a Neo4j server as --store takes it elsewhere." required:"" env:"-" placeholder:"STORE"`
	FromCase string `help:"The case within the Neo4j server to copy from." default:"default" env:"-" placeholder:"NAME"`
	To       string `help:"Where to: a case file, or the address of a Neo4j server. What is there stays; the copy adds to it." required:"" env:"-" placeholder:"STORE"`
	ToCase   string `help:"The case within the Neo4j server to copy to." default:"default" env:"-" placeholder:"NAME"`
}

func (c *copyCmd) Run(a *app) error {
	source := storeFlag{Store: c.From, Case: c.FromCase, names: flagNames{"--from", "--from-case"}}
	target := storeFlag{Store: c.To, Case: c.ToCase, names: flagNames{"--to", "--to-case"}}
	from, err := a.openRead(source)
	if err != nil {
		return source.of(err)
	}
	defer from.Close()
	if sameStore(source, target) {
		return usageError{"--from and --to are the same case", "Give --to another path or another --to-case."}
	}
	to, err := a.openWrite(target)
	if err != nil {
		return target.of(err)
	}
	defer to.Close()
	w, err := a.begin(a.ctx, to, c.Wait)
	if err != nil {
		return target.of(err)
	}
	result, err := c.copy(a, from, to, w)
	if err != nil {
		return err
	}
	if c.JSON {
		return a.printJSON(result)
	}
	p := a.printer()
	p.linef("copied     %s", termtext.Escape(source.String()))
	p.linef("to         %s", termtext.Escape(target.String()))
	p.linef("records    %d, of which %d were there already", result.Records, result.Known)
	p.linef("files      %d reports", result.Files)
	p.linef("notes      %d%s", result.Notes, keptNotes(result.NotesKept))
	p.linef("derived    the graphs of %d hosts", result.Hosts)
	return p.done()
}

func keptNotes(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprintf("; of %d more, the target's own are as new", n)
}

// copy copies in one writing run, which it ends.
func (c *copyCmd) copy(a *app, from, to graph.Store, w graph.Writer) (result transfer.Result, err error) {
	defer func() {
		if closeErr := w.Close(); err == nil && closeErr != nil {
			err = fmt.Errorf("ending the run: %w", closeErr)
		}
	}()
	bar := &copyProgress{a: a, tell: a.tellHosts(), count: progress.NewCount(a.err, a.errTerminal, "records")}
	defer bar.count.Done()
	return transfer.Copy(a.ctx, from, to, w, bar)
}

// copyProgress shows a copy.
type copyProgress struct {
	a     *app
	count *progress.Count
	tell  func(done, total int)
}

func (p *copyProgress) Total(records int)  { p.count.Total(int64(records)) }
func (p *copyProgress) Copied(records int) { p.count.Add(int64(records)) }

func (p *copyProgress) Hosts(done, total int) {
	p.count.Done()
	p.tell(done, total)
}

// sameStore says whether both are one case. Two addresses of one server are not seen
// through; such a copy finds that every record is there already.
func sameStore(a, b storeFlag) bool {
	if a.isServer() || b.isServer() {
		return a.Store == b.Store && a.Case == b.Case
	}
	x, errX := os.Stat(a.Store)
	y, errY := os.Stat(b.Store)
	return errX == nil && errY == nil && os.SameFile(x, y)
}
