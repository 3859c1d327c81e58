package main

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/internal/termtext"
)

// mostCommand bounds the command line in a line of text, in columns; --json has all of it.
const mostCommand = 240

// describe is one process on one line: image, PID, start, user, what to know
// about it, the notes (which must be escaped), and the command line last, for
// it may be cut. It is escaped.
func describe(r *graph.ProcessRow, notes ...string) string {
	parts := []string{imageOf(r)}
	if r.PID != nil {
		parts[0] += fmt.Sprintf(" (%d)", *r.PID)
	}
	switch {
	case r.Start.Known():
		parts = append(parts, clock(r.Start))
	case r.StartHint.Known():
		parts = append(parts, "~"+clock(r.StartHint))
	}
	if r.UserName != "" {
		parts = append(parts, termtext.Escape(r.UserName))
	}
	if !r.Observed {
		parts = append(parts, "[stub: start not seen]")
	}
	if r.RemoteOrigin != nil && r.RemoteOrigin.SourceIP != "" {
		parts = append(parts, "[from "+termtext.Escape(r.RemoteOrigin.SourceIP)+"]")
	}
	if flags := shownFlags(r.Flags); flags != "" {
		parts = append(parts, flags)
	}
	for _, note := range notes {
		if note != "" {
			parts = append(parts, note)
		}
	}
	if r.CommandLine != "" {
		parts = append(parts, termtext.Cut(termtext.Escape(r.CommandLine), mostCommand))
	}
	return strings.Join(parts, "  ")
}

// imageOf is the file name of the image, as spelled.
func imageOf(r *graph.ProcessRow) string {
	if r.Image == "" {
		return "(image not known)"
	}
	return termtext.Escape(r.Image[strings.LastIndexAny(r.Image, `\/`)+1:])
}

// everyday are flags that stand at so many processes that they say nothing in a line.
var everyday = map[string]bool{string(graph.ParentStub): true, string(graph.PIDReused): true}

func shownFlags(flags []string) string {
	var shown []string
	for _, f := range flags {
		if !everyday[f] {
			shown = append(shown, "!"+termtext.Escape(f))
		}
	}
	return strings.Join(shown, " ")
}

// confidence says how sure the link of a process to its parent is.
func confidence(r *graph.ProcessRow, parentObserved bool) string {
	switch {
	case r.Parent == "":
		return ""
	case len(r.ParentClaims) > 0:
		return "disputed"
	case r.ParentVia == "guid":
		return "certain"
	case parentObserved:
		return "likely"
	}
	return "by reference"
}

// via spells how a parent was found, with its confidence.
func via(r *graph.ProcessRow, confidence string) string {
	if confidence == "" {
		return ""
	}
	return fmt.Sprintf("[via %s, %s]", termtext.Escape(r.ParentVia), confidence)
}

// pidOf is the PID, "-" when it is not known.
func pidOf(r *graph.ProcessRow) string {
	if r.PID == nil {
		return "-"
	}
	return strconv.FormatInt(*r.PID, 10)
}
