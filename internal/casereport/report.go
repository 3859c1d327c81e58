package casereport

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/graph/lineage"
)

// The bounds of a report: of more things than it details it lists the titles only.
const (
	maxDetailed = 300
	maxRecords  = 25 // of one thing
	maxChildren = 40
	maxNodes    = 120 // of one picture
	maxRan      = 40  // processes of a session
)

// Report is what is known of the things with notes, those of an earlier start first.
type Report struct {
	// Case names the case, Made is when the report was made.
	Case  string
	Made  graph.Time
	Stats graph.Stats
	Parts []Part
	// Tags counts the things by tag, in the order of the tags.
	Tags []TagCount
}

// TagCount is a tag with the number of its things.
type TagCount struct {
	Tag   string
	Count int
}

// Part is one thing in detail.
type Part struct {
	Thing
	// Number is the place in the report, from 1.
	Number int
	// Picture is the lineage of a process; nil where there is none.
	Picture *Picture
	// Ran are the first processes of a session; RanOf counts all.
	Ran   []graph.ProcessRow
	RanOf int
	// Records are log records that the thing was derived from; RecordsOf counts all.
	Records   []graph.Observation
	RecordsOf int
	// Brief says that the report had too many things to detail this one.
	Brief bool
}

// The formats that a report is written in.
const (
	FormatHTML     = "html" // one file, see Report.HTML
	FormatMarkdown = "md"
)

// Write gathers a report, see Build, and writes it: as Markdown, else as HTML.
func Write(ctx context.Context, r graph.Reader, name string, made graph.Time, format string) ([]byte, error) {
	report, err := Build(ctx, r, name, made)
	if err != nil {
		return nil, err
	}
	if format == FormatMarkdown {
		return report.Markdown(), nil
	}
	return report.HTML()
}

// Build gathers a report. name is what the case is called in it.
func Build(ctx context.Context, r graph.Reader, name string, made graph.Time) (*Report, error) {
	things, err := Describe(ctx, r)
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(things, func(a, b Thing) int {
		switch {
		case a.At.Before(b.At) || a.At.Known() && !b.At.Known():
			return -1
		case b.At.Before(a.At) || b.At.Known() && !a.At.Known():
			return 1
		}
		return 0
	})
	report := &Report{Case: name, Made: made, Tags: countTags(things)}
	if report.Stats, err = r.Stats(ctx); err != nil {
		return nil, err
	}
	for i := range things {
		part := Part{Thing: things[i], Number: i + 1, Brief: i >= maxDetailed}
		if !part.Brief {
			// What was there a moment ago may be gone: a case may be read into meanwhile.
			if err := part.detail(ctx, r); err != nil && !errors.Is(err, graph.ErrNotFound) {
				return nil, fmt.Errorf("gathering %s %q: %w", part.Kind, part.About, err)
			}
		}
		report.Parts = append(report.Parts, part)
	}
	return report, nil
}

func countTags(things []Thing) (list []TagCount) {
	counts := map[string]int{}
	for i := range things {
		for _, tag := range things[i].Tags {
			counts[tag]++
		}
	}
	for tag, n := range counts {
		list = append(list, TagCount{tag, n})
	}
	slices.SortFunc(list, func(a, b TagCount) int {
		if a.Tag < b.Tag {
			return -1
		}
		return 1
	})
	return list
}

func (p *Part) detail(ctx context.Context, r graph.Reader) error {
	switch {
	case p.Process != nil:
		l, err := lineage.Of(ctx, r, p.About, lineage.Options{Down: 1, Breadth: maxChildren, Nodes: maxNodes})
		if err != nil {
			return err
		}
		p.Picture = newPicture(l)
	case p.Session != nil:
		list, err := r.Subtree(ctx, "", graph.ProcessFilter{Session: p.About, Host: p.Host}, 1000, maxRan)
		if err != nil {
			return err
		}
		for _, row := range list.Rows {
			if row.Match {
				p.Ran = append(p.Ran, row)
			}
		}
		p.RanOf = p.Session.ProcessCount
	default:
		return nil
	}
	records, err := r.SourceRecords(ctx, p.Kind, p.About)
	p.Records, p.RecordsOf = records[:min(len(records), maxRecords)], len(records)
	return err
}
