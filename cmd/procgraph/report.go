package main

import (
	"fmt"
	"strings"

	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/ingest"
	"github.com/procgraph/procgraph/internal/progress"
	"github.com/procgraph/procgraph/internal/termtext"
)

// Bounds of the report as text; --json has all of it.
const (
	mostCleanFiles = 20 // files without losses that are told one by one
	mostRejections = 5  // of each file
	mostNamed      = 8  // hosts, events, skipped files
)

// printReport prints what was read, file by file, and what could not be.
func printReport(p *printer, r *ingest.Report) {
	clean := 0
	for i := range r.Files {
		f := &r.Files[i]
		if f.Refused == "" && f.Rejected == 0 && len(f.Notices) == 0 {
			if clean++; clean > mostCleanFiles {
				continue
			}
		}
		printFile(p, f)
	}
	if more := clean - mostCleanFiles; more > 0 {
		p.linef("and %d more files without losses", more)
	}
	if len(r.Skipped) > 0 {
		p.linef("not read, for they hold no log that procgraph knows: %s", some(r.Skipped))
	}
	p.linef("this run   %d records used, %d of other events, %d duplicates, %d could not be used", r.Used, r.Ignored, r.Duplicates, r.Rejected)
	if r.Refused > 0 {
		p.linef("           %d inputs could not be read at all", r.Refused)
	}
}

func printFile(p *printer, f *graph.FileReport) {
	head := []string{termtext.Escape(f.File)}
	if f.Format != "" {
		head = append(head, f.Format)
	}
	if len(f.Shapes) > 0 && f.Format != "evtx" {
		head = append(head, some(f.Shapes))
	}
	if f.Size > 0 {
		head = append(head, progress.Bytes(f.Size))
	}
	if f.First.Known() {
		head = append(head, span(f))
	}
	p.line(strings.Join(head, "  "))
	if f.Refused != "" {
		p.line("  NOT READ: " + termtext.Escape(f.Refused))
		return
	}
	p.linef("  %d records: %d used, %d of other events, %d duplicates, %d could not be used", f.Read, f.Used, f.Ignored, f.Duplicates, f.Rejected)
	if len(f.Hosts) > 0 {
		p.line("  hosts: " + some(f.Hosts))
	}
	printFileEvents(p, "used", f.Events, true)
	printFileEvents(p, "not used", f.Events, false)
	for _, n := range f.Notices {
		p.line("  note: " + termtext.Escape(n))
	}
	for _, r := range f.Rejections[:min(mostRejections, len(f.Rejections))] {
		p.line("  lost: " + place(r) + termtext.Escape(r.Reason))
	}
	if more := f.Rejected - mostRejections; more > 0 {
		p.linef("  lost: and %d more; --json names them", more)
	}
}

func printFileEvents(p *printer, label string, events []graph.EventCount, used bool) {
	var names []string
	for _, e := range events {
		if e.Used == used {
			names = append(names, fmt.Sprintf("%s ×%d", eventName(e), e.Count))
		}
	}
	if len(names) > 0 {
		p.linef("  %s: %s", label, someEscaped(names))
	}
}

// place says where a rejected record stands.
func place(r graph.Rejection) string {
	switch {
	case r.Line > 0:
		return fmt.Sprintf("line %d: ", r.Line)
	case r.Record > 0:
		return fmt.Sprintf("record %d at offset %d: ", r.Record, r.Offset)
	case r.Offset > 0:
		return fmt.Sprintf("offset %d: ", r.Offset)
	}
	return ""
}

// some names the first of a list, escaped, and how many more there are.
func some(names []string) string {
	escaped := make([]string, len(names))
	for i, n := range names {
		escaped[i] = termtext.Escape(n)
	}
	return someEscaped(escaped)
}

func someEscaped(names []string) string {
	if more := len(names) - mostNamed; more > 0 {
		return fmt.Sprintf("%s and %d more", strings.Join(names[:mostNamed], ", "), more)
	}
	return strings.Join(names, ", ")
}

// span is the time of a file's records; without a zone it is not said to be UTC.
func span(f *graph.FileReport) string {
	first, last := clock(f.First), clock(f.Last)
	if f.NoZone {
		return strings.TrimSuffix(first, "Z") + " to " + strings.TrimSuffix(last, "Z") + " as written, without a zone"
	}
	return first + " to " + last
}
