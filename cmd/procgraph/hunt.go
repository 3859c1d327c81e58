package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/graph/hunts"
	"github.com/procgraph/procgraph/internal/termtext"
)

type huntCmd struct {
	List huntListCmd `cmd:"" help:"List the saved questions."`
	Show huntShowCmd `cmd:"" help:"Show a hunt: question, parameters, how to read a hit, and its Cypher."`
	Run  huntRunCmd  `cmd:"" help:"Run a hunt on a case in a Neo4j server."`
}

// huntsFlag names the user's own hunts.
type huntsFlag struct {
	Hunts string `help:"Folder of your own hunts (NAME.cypher) and tables (tables/NAME.txt); by default procgraph/hunts in your configuration folder." placeholder:"DIR"`
}

// load reads the hunts, and names on standard error the files that cannot be used.
func (f huntsFlag) load(a *app) (*hunts.Library, error) {
	dir := f.Hunts
	if dir == "" {
		dir = ownHunts()
	}
	l, err := hunts.Load(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, usageError{fmt.Sprintf("there is no folder %s", dir), "Give --hunts (or PROCGRAPH_HUNTS) a folder that exists."}
	}
	if err != nil {
		return nil, err
	}
	for _, p := range l.Problems() {
		place := p.File
		if p.Line > 0 {
			place = fmt.Sprintf("%s:%d", p.File, p.Line)
		}
		a.say("the hunt %s cannot be used: %s", termtext.Escape(place), termtext.Escape(p.Reason))
	}
	return l, nil
}

// ownHunts is the folder of the user's configuration, "" where there is none.
func ownHunts() string {
	config, err := os.UserConfigDir()
	if err != nil {
		return ""
	}
	dir := filepath.Join(config, "procgraph", "hunts")
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		return ""
	}
	return dir
}

type huntListCmd struct {
	huntsFlag
	jsonFlag
}

// huntList is the object of --json; the API's has these members too.
type huntList struct {
	Items    []hunts.Hunt    `json:"items"`
	Problems []hunts.Problem `json:"problems"`
}

func (c *huntListCmd) Run(a *app) error {
	l, err := c.load(a)
	if err != nil {
		return err
	}
	if c.JSON {
		return a.printJSON(huntList{append([]hunts.Hunt{}, l.All()...), append([]hunts.Problem{}, l.Problems()...)})
	}
	t := table{head: []string{"NAME", "ATT&CK", "QUESTION"}}
	for _, h := range l.All() {
		t.add(termtext.Escape(h.Name), strings.Join(h.Attack, " "), termtext.Escape(h.Question))
	}
	p := a.printer()
	t.print(p)
	return p.done()
}

type huntShowCmd struct {
	huntsFlag
	jsonFlag
	Name string `arg:"" help:"The name of a hunt."`
}

func (c *huntShowCmd) Run(a *app) error {
	l, err := c.load(a)
	if err != nil {
		return err
	}
	h, err := getHunt(l, c.Name)
	if err != nil {
		return err
	}
	if c.JSON {
		return a.printJSON(h)
	}
	p := a.printer()
	p.linef("%s: %s", termtext.Escape(h.Name), termtext.Escape(h.Title))
	for _, part := range []struct{ label, text string }{
		{"Question", h.Question}, {"Why", h.Why}, {"ATT&CK", strings.Join(h.Attack, ", ")}, {"A hit", h.Hit}, {"Looks alike", h.FalsePositives},
	} {
		if part.text != "" {
			p.linef("%-12s %s", part.label+":", termtext.Escape(part.text))
		}
	}
	p.line("")
	for _, param := range h.Params {
		p.line(termtext.Escape(paramLine(param)))
	}
	p.line("")
	for line := range strings.Lines(h.Cypher) {
		p.line(termtext.Escape(strings.TrimRight(line, "\n")))
	}
	return p.done()
}

// paramLine tells of a parameter what --param may say.
func paramLine(p hunts.Param) string {
	kind := string(p.Type)
	switch {
	case p.Type == hunts.Int:
		kind = fmt.Sprintf("int %d..%d", p.Min, p.Max)
	case len(p.Allowed) > 0:
		kind = strings.Join(p.Allowed, "|")
	}
	standard := "= " + p.Default
	if p.Required {
		standard = "required"
	}
	return fmt.Sprintf("--param %s (%s) %s: %s", p.Name, kind, standard, p.Meaning)
}

type huntRunCmd struct {
	storeFlag
	rowsFlag
	huntsFlag
	Name    string        `arg:"" help:"The name of a hunt."`
	Param   []string      `help:"A parameter: NAME=VALUE. Lists are values separated by commas and @TABLE; maps and rules are @TABLE or JSON. Can be given several times." sep:"none" placeholder:"NAME=VALUE" env:"-"`
	Timeout time.Duration `help:"How long the hunt may run." default:"2m"`
}

func (c *huntRunCmd) Run(a *app) error {
	if c.Timeout <= 0 || c.Timeout > graph.MaxCypherTime {
		return usageError{fmt.Sprintf("--timeout must be more than 0 and at most %s", graph.MaxCypherTime), ""}
	}
	l, err := c.load(a)
	if err != nil {
		return err
	}
	q, err := c.query(l)
	if err != nil {
		return err
	}
	if !c.isServer() {
		return noCypher(c.storeFlag)
	}
	return a.runCypher(c.storeFlag, c.Format, q)
}

// query is the hunt's question with the parameters of the command line.
func (c *huntRunCmd) query(l *hunts.Library) (graph.CypherQuery, error) {
	h, err := getHunt(l, c.Name)
	if err != nil {
		return graph.CypherQuery{}, err
	}
	given, err := namedValues(c.Param, "--param limit=50", func(text string) any { return text })
	if err != nil {
		return graph.CypherQuery{}, err
	}
	q, err := l.Query(h, given)
	if err != nil {
		return q, usageError{err.Error(), fmt.Sprintf("'procgraph hunt show %s' tells of its parameters.", h.Name)}
	}
	q.Limits.Time, q.Limits.Bytes = c.Timeout, graph.MaxCypherBytes
	return q, nil
}

func getHunt(l *hunts.Library, name string) (hunts.Hunt, error) {
	h, err := l.Get(name)
	if errors.Is(err, graph.ErrNotFound) {
		return h, usageError{strings.TrimSuffix(err.Error(), ": "+graph.ErrNotFound.Error()), "'procgraph hunt list' lists the hunts."}
	}
	return h, err
}
