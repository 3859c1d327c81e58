package main

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf16"

	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/internal/termtext"
)

// cypherSink prints an answer.
type cypherSink interface {
	graph.CypherSink
	// finish prints what comes after the rows, and how many they are.
	finish(sum graph.CypherSummary) error
	// flush prints the rows that came before an error.
	flush() error
}

func newCypherSink(a *app, format string) cypherSink {
	switch format {
	case "json":
		return &jsonSink{a: a}
	case "jsonl":
		return &linesSink{a: a, out: bufio.NewWriter(a.out)}
	case "csv":
		return &csvSink{a: a, out: csv.NewWriter(a.out)}
	}
	return &tableSink{a: a}
}

// tellCypher says on standard error how many rows there are, and the notices.
func (a *app) tellCypher(sum graph.CypherSummary) {
	for _, notice := range sum.Notices {
		a.say("note: %s", termtext.Escape(notice))
	}
	a.say("%s", sum)
}

// mostCypherCell bounds a cell of a table, in columns of a terminal.
const mostCypherCell = 80

// tableSink prints columns of text.
type tableSink struct {
	a     *app
	table table
}

func (s *tableSink) Columns(names []string) error {
	for _, n := range names {
		s.table.head = append(s.table.head, termtext.Escape(n))
	}
	return nil
}

func (s *tableSink) Row(values []any) error {
	cells := make([]string, len(values))
	for i, v := range values {
		cells[i] = termtext.Escape(cypherText(v))
		if i < len(values)-1 || s.a.terminal {
			cells[i] = termtext.Cut(cells[i], mostCypherCell)
		}
	}
	s.table.add(cells...)
	return nil
}

func (s *tableSink) flush() error {
	if s.table.head == nil {
		return nil
	}
	p := s.a.printer()
	s.table.print(p)
	return p.done()
}

func (s *tableSink) finish(sum graph.CypherSummary) error {
	if err := s.flush(); err != nil {
		return err
	}
	s.a.tellCypher(sum)
	return nil
}

// cypherText is a value in a table's cell.
func cypherText(v any) string {
	switch x := v.(type) {
	case nil:
		return "null"
	case string:
		return x
	case graph.CypherInt:
		return fmt.Sprint(int64(x))
	case *graph.CypherNode:
		return nodeText(x)
	case *graph.CypherRelationship:
		return "[:" + x.Type + "]"
	case *graph.CypherPath:
		return pathText(x)
	case []any:
		parts := make([]string, len(x))
		for i := range x {
			parts[i] = cypherText(x[i])
		}
		return "[" + strings.Join(parts, ", ") + "]"
	case graph.CypherFloat:
		b, err := x.MarshalJSON()
		if err != nil {
			return fmt.Sprint(float64(x))
		}
		return strings.Trim(string(b), `"`)
	}
	b, err := cypherJSON(v)
	if err != nil {
		return fmt.Sprint(v)
	}
	return string(b)
}

// nodeText is a node by its labels and what people know it by.
func nodeText(n *graph.CypherNode) string {
	known := n.Key
	for _, name := range []string{"commandLine", "image", "name", "logonId", "address"} {
		if text, ok := n.Properties[name].(string); ok && text != "" {
			known = text + " " + n.Key
			break
		}
	}
	return "(:" + strings.Join(n.Labels, ":") + " " + known + ")"
}

func pathText(p *graph.CypherPath) string {
	var b strings.Builder
	for i, n := range p.Nodes {
		b.WriteString(nodeText(n))
		if i >= len(p.Relationships) {
			continue
		}
		r := p.Relationships[i]
		if r.Start == n.ID {
			b.WriteString("-[:" + r.Type + "]->")
		} else {
			b.WriteString("<-[:" + r.Type + "]-")
		}
	}
	return b.String()
}

// jsonSink prints the whole answer as one object.
type jsonSink struct {
	graph.CypherKeeper
	a *app
}

func (s *jsonSink) flush() error { return nil }

func (s *jsonSink) finish(sum graph.CypherSummary) error {
	b, err := cypherJSON(s.Answer(sum))
	if err != nil {
		return err
	}
	if _, err := s.a.out.Write(append(b, '\n')); err != nil {
		return fmt.Errorf("writing the answer: %w", err)
	}
	return nil
}

// linesSink prints an object a row, its members in the order of the columns.
type linesSink struct {
	a     *app
	out   *bufio.Writer
	names [][]byte
}

func (s *linesSink) Columns(names []string) error {
	for _, n := range names {
		b, err := cypherJSON(n)
		if err != nil {
			return err
		}
		s.names = append(s.names, b)
	}
	return nil
}

func (s *linesSink) Row(values []any) error {
	line := []byte{'{'}
	for i, v := range values {
		b, err := cypherJSON(v)
		if err != nil {
			return err
		}
		if i > 0 {
			line = append(line, ',')
		}
		line = append(append(append(line, s.names[i]...), ':'), b...)
	}
	if _, err := s.out.Write(append(line, '}', '\n')); err != nil {
		return fmt.Errorf("writing the answer: %w", err)
	}
	return nil
}

func (s *linesSink) flush() error {
	if err := s.out.Flush(); err != nil {
		return fmt.Errorf("writing the answer: %w", err)
	}
	return nil
}

func (s *linesSink) finish(sum graph.CypherSummary) error {
	if err := s.flush(); err != nil {
		return err
	}
	s.a.tellCypher(sum)
	return nil
}

// csvSink prints CSV with a header. Structures are JSON.
type csvSink struct {
	a   *app
	out *csv.Writer
}

func (s *csvSink) Columns(names []string) error {
	cells := make([]string, len(names))
	for i, n := range names {
		cells[i] = s.cell(n)
	}
	return s.write(cells)
}

func (s *csvSink) Row(values []any) error {
	cells := make([]string, len(values))
	for i, v := range values {
		switch x := v.(type) {
		case nil:
		case graph.CypherInt, graph.CypherFloat:
			cells[i] = cypherText(x)
		case string:
			cells[i] = s.cell(x)
		default:
			b, err := cypherJSON(v)
			if err != nil {
				return err
			}
			cells[i] = s.cell(string(b))
		}
	}
	return s.write(cells)
}

// cell makes a text harmless to a spreadsheet, which takes some beginnings for a
// formula, and to a terminal.
func (s *csvSink) cell(text string) string {
	if text != "" && strings.ContainsRune("=+-@\t\r", rune(text[0])) {
		text = "'" + text
	}
	if s.a.terminal {
		text = termtext.Escape(text)
	}
	return text
}

func (s *csvSink) write(cells []string) error {
	if err := s.out.Write(cells); err != nil {
		return fmt.Errorf("writing the answer: %w", err)
	}
	return nil
}

func (s *csvSink) flush() error {
	s.out.Flush()
	if err := s.out.Error(); err != nil {
		return fmt.Errorf("writing the answer: %w", err)
	}
	return nil
}

func (s *csvSink) finish(sum graph.CypherSummary) error {
	if err := s.flush(); err != nil {
		return err
	}
	s.a.tellCypher(sum)
	return nil
}

// cypherJSON is JSON in which controls and invisible characters are escaped, so
// that it means the same and a terminal can show it.
func cypherJSON(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, fmt.Errorf("writing the answer: %w", err)
	}
	out := make([]byte, 0, b.Len())
	for _, r := range string(bytes.TrimSuffix(b.Bytes(), []byte("\n"))) {
		switch {
		case r < 0x7f || unicode.IsPrint(r):
			out = append(out, string(r)...)
		case r > 0xffff:
			high, low := utf16.EncodeRune(r)
			out = fmt.Appendf(out, `\u%04x\u%04x`, high, low)
		default:
			out = fmt.Appendf(out, `\u%04x`, r)
		}
	}
	return out, nil
}
