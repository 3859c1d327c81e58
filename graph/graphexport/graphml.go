package graphexport

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/procgraph/procgraph/graph"
)

// GraphML reads the lines of an export and writes them as GraphML 1.0: hosts,
// users, sessions, processes, attempts and addresses as nodes with their
// members as properties, and the relationships between them as edges.
// Warnings are no part of it. Characters that XML cannot hold become U+FFFD.
//
// All nodes stand before the first edge, for some programs need that: the
// edges wait in spool, which must be empty and is left for the caller to remove.
func GraphML(lines io.Reader, w io.Writer, spool io.ReadWriteSeeker) error {
	out := &graphML{nodes: bufio.NewWriterSize(w, 1<<16), edges: bufio.NewWriterSize(spool, 1<<16), addresses: make(map[string]bool)}
	out.head()
	if err := eachNode(lines, out.add); err != nil {
		return err
	}
	if err := out.edges.Flush(); err != nil {
		return fmt.Errorf("keeping the edges: %w", err)
	}
	if _, err := spool.Seek(0, io.SeekStart); err != nil {
		return fmt.Errorf("keeping the edges: %w", err)
	}
	if _, err := out.nodes.ReadFrom(spool); err != nil {
		return fmt.Errorf("writing the edges: %w", err)
	}
	out.nodes.WriteString("  </graph>\n</graphml>\n")
	return out.nodes.Flush()
}

type graphML struct {
	nodes, edges *bufio.Writer // their errors are kept until Flush
	addresses    map[string]bool
	edgeCount    int
}

// head declares the properties, each once however many kinds have it.
func (g *graphML) head() {
	g.nodes.WriteString(`<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"` +
		` xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">
  <key id="label" for="node" attr.name="label" attr.type="string"/>
  <key id="type" for="edge" attr.name="type" attr.type="string"/>
  <key id="via" for="edge" attr.name="via" attr.type="string"/>
  <key id="source" for="edge" attr.name="source" attr.type="string"/>
`)
	var declared []string
	for _, t := range nodeTypes {
		for _, m := range t.members {
			if slices.Contains(declared, m.name) {
				continue
			}
			declared = append(declared, m.name)
			fmt.Fprintf(g.nodes, "  <key id=%q for=\"node\" attr.name=%q attr.type=%q/>\n", "n_"+m.name, m.name, m.typ)
		}
	}
	g.nodes.WriteString("  <graph id=\"procgraph\" edgedefault=\"directed\">\n")
}

// add writes a node, the addresses it is the first to name, and its edges.
func (g *graphML) add(n graph.Node) error {
	label, properties := propertiesOf(n)
	if label == "" {
		return nil
	}
	g.node(id(n.NodeKind(), n.NodeKey()), label, properties)
	for _, e := range edgesOf(n) {
		if e.toKind == kindAddress && !g.addresses[e.to] {
			g.addresses[e.to] = true
			g.node(id(kindAddress, e.to), "Address", []property{{name: "key", value: e.to}})
		}
		g.edge(e)
	}
	return nil
}

func (g *graphML) node(id, label string, properties []property) {
	w := g.nodes
	w.WriteString(`    <node id="`)
	w.WriteString(id)
	w.WriteString(`"><data key="label">`)
	w.WriteString(label)
	w.WriteString("</data>")
	for _, p := range properties {
		w.WriteString(`<data key="n_`)
		w.WriteString(p.name)
		w.WriteString(`">`)
		writeText(w, p.value)
		w.WriteString("</data>")
	}
	w.WriteString("</node>\n")
}

func (g *graphML) edge(e edge) {
	w := g.edges
	g.edgeCount++
	w.WriteString(`    <edge id="e` + strconv.Itoa(g.edgeCount) + `" source="`)
	w.WriteString(id(e.fromKind, e.from))
	w.WriteString(`" target="`)
	w.WriteString(id(e.toKind, e.to))
	w.WriteString(`"><data key="type">`)
	w.WriteString(e.typ)
	w.WriteString("</data>")
	if e.value != "" {
		w.WriteString(`<data key="` + e.property + `">`)
		writeText(w, e.value)
		w.WriteString("</data>")
	}
	w.WriteString("</edge>\n")
}

// id makes a GraphML id (an XML NMTOKEN) of a key: letters, digits, dot and
// hyphen stay, every other byte becomes an underscore and two hex digits.
func id(kind graph.Kind, key string) string {
	var b strings.Builder
	b.WriteString(strings.ReplaceAll(string(kind), "_", "-"))
	b.WriteByte(':')
	for i := range len(key) {
		switch c := key[i]; {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9', c == '.', c == '-':
			b.WriteByte(c)
		default:
			fmt.Fprintf(&b, "_%02x", c)
		}
	}
	return b.String()
}

// writeText writes character data. What XML 1.0 cannot hold (section 2.2,
// "Characters") becomes U+FFFD; tab and line ends are references, so that a
// parser gives them back as they are.
func writeText(w *bufio.Writer, s string) {
	for _, r := range s {
		switch {
		case r == '&':
			w.WriteString("&amp;")
		case r == '<':
			w.WriteString("&lt;")
		case r == '>':
			w.WriteString("&gt;")
		case r == '\t', r == '\n', r == '\r':
			fmt.Fprintf(w, "&#x%X;", r)
		case r < 0x20, r >= 0xd800 && r < 0xe000, r == 0xfffe, r == 0xffff:
			w.WriteRune('\ufffd')
		default:
			w.WriteRune(r)
		}
	}
}
