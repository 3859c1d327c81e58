package main

import (
	"fmt"
	"strings"
	"time"

	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/internal/casereport"
	"github.com/procgraph/procgraph/internal/termtext"
	"github.com/procgraph/procgraph/web/api"
)

type notesCmd struct {
	storeFlag
	jsonFlag
	Tag string `help:"Only notes with this tag." placeholder:"TAG"`
}

// notesAnswer is the answer of notes --json. A note has the members that the API gives it.
type notesAnswer struct {
	Notes []api.NoteView `json:"notes"`
}

func (c *notesCmd) Run(a *app) error {
	store, err := a.openRead(c.storeFlag)
	if err != nil {
		return err
	}
	defer store.Close()
	things, err := casereport.Describe(a.ctx, store)
	if err != nil {
		return err
	}
	answer := notesAnswer{Notes: []api.NoteView{}}
	for i := range things {
		if c.Tag == "" || hasTag(things[i].Note, c.Tag) {
			answer.Notes = append(answer.Notes, api.ViewOfNote(&things[i]))
		}
	}
	if c.JSON {
		return a.printJSON(answer)
	}
	p := a.printer()
	if len(answer.Notes) == 0 {
		p.line("no notes: tag processes, logons, users and hosts in the page ('procgraph serve')")
	}
	for i := range answer.Notes {
		printNote(p, &answer.Notes[i])
	}
	return p.done()
}

func hasTag(n graph.Note, tag string) bool {
	for _, t := range n.Tags {
		if strings.EqualFold(t, tag) {
			return true
		}
	}
	return false
}

func printNote(p *printer, n *api.NoteView) {
	head := fmt.Sprintf("%-8s %s", n.Kind, termtext.Escape(n.Title))
	if n.Where != "" && n.Kind != graph.KindHost {
		head += " on " + termtext.Escape(n.Where)
	}
	if n.At.Known() {
		head += ", " + n.At.String()
	}
	if n.Gone {
		head += " (no longer in the case)"
	}
	p.line(head)
	marks := make([]string, 0, len(n.Tags)+1)
	for _, t := range n.Tags {
		marks = append(marks, termtext.Escape(t))
	}
	if n.Colour != graph.NoColour {
		marks = append(marks, "("+string(n.Colour)+")")
	}
	if len(marks) > 0 {
		p.line("         tags: " + strings.Join(marks, ", "))
	}
	if n.Comment != "" {
		for _, line := range strings.Split(n.Comment, "\n") {
			p.line("         " + termtext.Escape(strings.TrimRight(line, "\r")))
		}
	}
}

type reportCmd struct {
	storeFlag
	Format string `help:"md (Markdown) or html (one file, without scripts)." enum:"md,html" default:"md" env:"PROCGRAPH_REPORT_FORMAT"`
}

func (c *reportCmd) Run(a *app) error {
	store, err := a.openRead(c.storeFlag)
	if err != nil {
		return err
	}
	defer store.Close()
	text, err := casereport.Write(a.ctx, store, store.Capabilities().Location, graph.TimeOf(time.Now().UTC().Truncate(time.Second), 0), c.Format)
	if err != nil {
		return err
	}
	if _, err := a.out.Write(text); err != nil {
		return fmt.Errorf("writing the report: %w", err)
	}
	return nil
}
