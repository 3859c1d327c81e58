package browsertest

import (
	"net/url"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// Expressions of the graph view.
const (
	graphThere = `(document.querySelector('pg-graph-canvas')?.cy?.nodes().length ?? 0) > 1`
	cyNodes    = `document.querySelector('pg-graph-canvas').cy.nodes().length`
)

func quote(s string) string { return strconv.Quote(s) }

// seed is the address of a graph that begins with a node.
func seed(kind, key string) string {
	return "/graph?seed=" + url.QueryEscape(kind+"~"+url.PathEscape(key))
}

// choose selects a node of the canvas.
func choose(t *testing.T, b *Browser, id string) {
	t.Helper()
	Eval[bool](t, b, `(() => { const cy = document.querySelector('pg-graph-canvas').cy; cy.nodes().unselect(); cy.getElementById('`+id+`').select(); return true })()`)
	b.Until(t, id+" is chosen", `document.querySelector('pg-graph-view').chosen.has('`+id+`')`)
}

func TestGraphExpandsAndUndoes(t *testing.T) { onBothStores(t, graphExpandsAndUndoes) }

func graphExpandsAndUndoes(t *testing.T, d *demo) {
	address := Serve(t, d, nil)
	b := NewBrowser(t, 1500, 950)
	child, wmic := d.step(t, "wmi-child"), d.step(t, "wmic")
	open(t, b, address+seed("process", child.Key), graphThere)
	first := Eval[int](t, b, cyNodes)
	session := "session~" + child.Session

	// Expanding the session brings what opened it, on the other host.
	choose(t, b, session)
	b.Keys(t, "x")
	b.Until(t, "wmic is there", `document.querySelector('pg-graph-canvas').cy.getElementById('process~`+wmic.Key+`').nonempty()`)
	grown := Eval[int](t, b, cyNodes)
	if !Eval[bool](t, b, `document.querySelector('pg-graph-canvas').cy.edges('[label = "opened (4648)"]').length === 1`) {
		t.Error("no line says that wmic opened the session")
	}
	b.Until(t, "the address has it", `new URLSearchParams(location.search).get('x')?.length >= 12`)
	b.Do(t, "undo", chromedp.Click(`#undo`, chromedp.NodeVisible))
	b.Until(t, "undone", cyNodes+` === `+itoa(first))
	b.Do(t, "redo", chromedp.Click(`#redo`, chromedp.NodeVisible))
	b.Until(t, "done again", cyNodes+` === `+itoa(grown))

	// Removing a branch, and a reload that keeps all of it.
	choose(t, b, "process~"+child.Key)
	Eval[bool](t, b, `(document.querySelector('.graph-canvas').focus(), true)`)
	b.Do(t, "removing the branch", chromedp.Click(`#remove-branch`, chromedp.NodeVisible))
	b.Until(t, "the branch is gone", `document.querySelector('pg-graph-canvas').cy.getElementById('process~`+child.Key+`').empty()`)
	left := Eval[string](t, b, `document.querySelector('pg-graph-canvas').cy.nodes().map(n => n.id()).sort().join()`)
	b.Do(t, "reloading", chromedp.Reload())
	b.Until(t, "the address brings it back", graphThere+` && document.querySelector('pg-graph-canvas').cy.nodes().map(n => n.id()).sort().join() === `+quote(left))
	open(t, b, address+seed("process", child.Key), graphThere)

	// Kinds, groups, the table.
	b.Do(t, "leaving hosts out", chromedp.Click(`.kind-toggle[data-kind=host]`, chromedp.NodeVisible))
	b.Until(t, "no host is there", `document.querySelector('pg-graph-canvas').cy.nodes('[kind = "host"]').empty() && location.search.includes('hide=host')`)
	b.Do(t, "the table", chromedp.Click(`.lineage-head .segmented button:nth-child(2)`, chromedp.NodeVisible))
	b.Until(t, "each node has a row", `document.querySelectorAll('.graph-table tbody tr').length === document.querySelector('pg-graph-view').shown().nodes.length`)
	b.Keys(t, "p")
	b.Until(t, "p leads to the lineage of the chosen process", `location.pathname === '/lineage' && `+pictureThere)
}

func TestGraphLayoutsPathAndKeys(t *testing.T) { onBothStores(t, graphLayoutsPathAndKeys) }

func graphLayoutsPathAndKeys(t *testing.T, d *demo) {
	address := Serve(t, d, nil)
	b := NewBrowser(t, 1500, 950)
	word := d.step(t, "word")
	open(t, b, address+seed("host", word.Host), graphThere)
	places := `JSON.stringify(document.querySelector('pg-graph-canvas').cy.nodes().map(n => [n.id(), Math.round(n.position('x')), Math.round(n.position('y'))]))`
	tree := Eval[string](t, b, places)
	b.Do(t, "by force", chromedp.Click(`.lineage-head .segmented:nth-of-type(2) button:nth-child(3)`, chromedp.NodeVisible))
	b.Until(t, "the worker has laid it out", places+` !== `+quote(tree))
	b.Do(t, "by time", chromedp.Click(`.lineage-head .segmented:nth-of-type(2) button:nth-child(2)`, chromedp.NodeVisible))
	b.Until(t, "later stands further right", `(() => { const v = document.querySelector('pg-graph-view'); const l = v.shown().nodes.filter(n => n.start).sort((a, b) => a.start < b.start ? -1 : 1); return location.search.includes('layout=time') && l.every((n, i) => i === 0 || v.places.get(l[i - 1].id).x <= v.places.get(n.id).x) })()`)

	// Two nodes far from each other, and the way between them.
	two := address + "/graph?seed=" + url.QueryEscape("process~"+url.PathEscape(word.Key)+"|process~"+url.PathEscape(d.step(t, "wmi-child").Key))
	open(t, b, two, graphThere)
	Eval[bool](t, b, `(document.querySelector('pg-graph-canvas').cy.nodes().select(), true)`)
	b.Until(t, "both are chosen", `document.querySelector('pg-graph-view').chosen.size === 2`)
	b.Do(t, "asking for the way", chromedp.Click(`#path`, chromedp.NodeVisible))
	b.Until(t, "the way is there", `document.querySelector('pg-graph-canvas').cy.getElementById('process~`+d.step(t, "wmic").Key+`').nonempty()`)

	// Keys on the canvas.
	Eval[bool](t, b, `(document.querySelector('.graph-canvas').focus(), true)`)
	choose(t, b, "process~"+word.Key)
	b.Keys(t, kb.ArrowLeft)
	b.Until(t, "another node is chosen", `!document.querySelector('pg-graph-view').chosen.has('process~`+word.Key+`') && document.querySelector('pg-graph-view').chosen.size === 1`)
	b.Keys(t, "i")
	b.Until(t, "it is pinned", `document.querySelector('pg-graph-canvas').cy.nodes('[pin = 1]').length === 1`)
	b.Keys(t, kb.Enter)
	b.Until(t, "its details are open", detailsThere)
	b.Keys(t, kb.Escape)
	b.Until(t, "they are closed", `!document.querySelector('pg-process-details')`)
	before := Eval[int](t, b, cyNodes)
	b.Keys(t, kb.Delete)
	b.Until(t, "it is removed", cyNodes+` === `+itoa(before-1))
	b.Keys(t, "u")
	b.Until(t, "it is back", cyNodes+` === `+itoa(before))
}

func TestGraphIsSavedAndSafe(t *testing.T) {
	address := Serve(t, storyCase(t), nil)
	b := NewBrowser(t, 1400, 900)
	open(t, b, address+seed("process", "p-ps"), graphThere)
	if Eval[bool](t, b, `window.hacked === 1`) {
		t.Error("a command line was run")
	}
	labels := Eval[string](t, b, `document.querySelector('pg-graph-canvas').cy.nodes().map(n => n.data('label')).join('|')`)
	if strings.ContainsAny(labels, "\u202e\x1b") || !strings.Contains(labels, `\u202E`) {
		t.Errorf("labels: %q", labels)
	}
	Eval[bool](t, b, saved)
	if svg := save(t, b, "SVG", "graph.svg"); !strings.HasPrefix(svg, "<svg") || strings.ContainsAny(svg, "\u202e") || strings.Contains(svg, "NaN") {
		t.Errorf("SVG: %.300s", svg)
	}
	if png := save(t, b, "PNG", "graph.png"); !strings.Contains(png, "PNG") {
		t.Errorf("the PNG begins with %.20q", png)
	}
	for format, want := range map[string]string{"GraphML": "<graphml", "Mermaid": "flowchart LR", "JSON": `"nodes": [`, "CSV": "kind,label,key"} {
		ext := map[string]string{"GraphML": "graphml", "Mermaid": "mmd", "JSON": "json", "CSV": "csv"}[format]
		if text := save(t, b, format, "graph."+ext); !strings.Contains(text, want) {
			t.Errorf("%s: %.300s", format, text)
		}
	}
	open(t, b, address+"/graph", `document.querySelector('main').innerText.includes('Choose what the graph begins with')`)
	open(t, b, address+"/graph?seed=search~powershell", graphThereOne)
}

const graphThereOne = `(document.querySelector('pg-graph-canvas')?.cy?.nodes().length ?? 0) > 0`

// TestGraphAboveItsCap: a node with thousands of children is expanded in parts, and more than a picture can tell is a table.
func TestGraphAboveItsCap(t *testing.T) {
	find(t, "browser", browsers...)
	address := Serve(t, NewCase(t, nil, LargeHost(6000, 4000)), nil)
	b := NewBrowser(t, 1400, 900)
	open(t, b, address+seed("process", "p-large-0000001")+"&group=0", graphThere)
	b.Until(t, "a part of the children is there", `document.querySelector('pg-graph-view').history.state.nodes.get('process~p-large-0000001').hidden === 3975`)
	for _, hidden := range []string{"3900", "3600", "3000"} {
		choose(t, b, "process~p-large-0000001")
		b.Keys(t, "x")
		b.Until(t, "more of them", `document.querySelector('pg-graph-view').history.state.nodes.get('process~p-large-0000001').hidden === `+hidden)
	}
	b.Do(t, "by force", chromedp.Click(`.lineage-head .segmented:nth-of-type(2) button:nth-child(3)`, chromedp.NodeVisible))
	b.Until(t, "force is refused in words", `document.querySelector('.graph-view .note')?.innerText.includes('Above 500 nodes') ?? false`)
	open(t, b, address+"/graph?seed="+url.QueryEscape("process~p-large-0000001|process~p-large-0004002")+"&group=0&w="+markFor(t, b, "process~p-large-0000001"), `document.querySelector('pg-graph-view') !== null`)
}

// markFor computes the mark of an id as the page does.
func markFor(t *testing.T, b *Browser, id string) string {
	t.Helper()
	return Eval[string](t, b, `import('/model/opencode.js').then(m => m.markOf('`+id+`'))`)
}

// TestGraphNotes writes a note about a chosen node: the canvas, the table and what is saved show it, and no node moves.
func TestGraphNotes(t *testing.T) { onBothStores(t, graphNotes) }

func graphNotes(t *testing.T, d *demo) {
	address := serveForWriting(t, d)
	b := NewBrowser(t, 1500, 950)
	child := d.step(t, "wmi-child")
	open(t, b, address+seed("process", child.Key), graphThere)
	const places = `JSON.stringify(document.querySelector('pg-graph-canvas').cy.nodes().map(n => [n.id(), n.position('x'), n.position('y')]))`
	before := Eval[string](t, b, places)
	choose(t, b, "process~"+child.Key)
	b.Do(t, "opening the note", chromedp.Click(`.graph-tools .note-button`, chromedp.NodeVisible))
	b.Until(t, "the editor is open", `document.querySelector('dialog.note-dialog[open] input[name=tags]') !== null`)
	Eval[bool](t, b, `(() => { const n = document.querySelector('dialog.note-dialog'), set = (e, v, type) => { e.value = v; e.dispatchEvent(new Event(type, {bubbles: true})); };
		set(n.querySelector('input[name=tags]'), 'second <b>host', 'input'); set(n.querySelector('select'), 'red', 'change'); return true })()`)
	b.Do(t, "keeping it", chromedp.Click(`dialog.note-dialog button[type=submit]`, chromedp.NodeVisible))
	node := `document.querySelector('pg-graph-canvas').cy.getElementById('process~` + child.Key + `')`
	b.Until(t, "the node is marked", node+`.data('mark') === 'note-red' && `+node+`.data('label').startsWith('\u270e ') && `+node+`.style('underlay-color') === 'rgb(198,40,40)'`)
	b.Until(t, "the tools show it", `document.querySelector('.graph-tools .note-mark.colour-red')?.innerText.includes('second <b>host')`)
	if after := Eval[string](t, b, places); after != before {
		t.Errorf("a note moved the nodes:\n%s\n%s", before, after)
	}
	Eval[bool](t, b, saved)
	if svg := save(t, b, "SVG", "graph.svg"); !strings.Contains(svg, "#c62828") {
		t.Errorf("the SVG has no mark: %.400s", svg)
	}
	if csv := save(t, b, "CSV", "graph.csv"); !strings.Contains(csv, "second <b>host,red") {
		t.Errorf("the CSV has no note: %.600s", csv)
	}
	open(t, b, address+seed("process", child.Key)+"&table=1", `document.querySelector('.graph-table .note-mark.colour-red') !== null`)
}
