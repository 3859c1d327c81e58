package browsertest

import (
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/procgraph/procgraph/graph/neo4jstore"
	"github.com/procgraph/procgraph/web"
)

// serveCypher serves the page over a store that is asked in Cypher.
func serveCypher(t *testing.T, store *neo4jstore.Store) string {
	t.Helper()
	page, err := web.New(web.Options{Store: store, Capabilities: store.Capabilities(), Addr: "127.0.0.1:0", Decode: decode, Cypher: store})
	if err != nil {
		t.Fatal(err)
	}
	listening := httptest.NewServer(page.Handler())
	t.Cleanup(listening.Close)
	return listening.URL
}

// Expressions of the query view.
const (
	editorThere = `Boolean(document.querySelector('pg-cypher-editor')?.ready)`
	resultRows  = `document.querySelectorAll('table.result tbody tr').length`
	inEditor    = `document.querySelector('.cypher-host').shadowRoot`
	ran         = `Boolean(document.querySelector('pg-query-result')) && !document.querySelector('#cancel')`
)

func TestQueryOnNeo4j(t *testing.T) {
	d, store := neo4jDemo(t)
	address := serveCypher(t, store)
	t.Run("rows", func(t *testing.T) { queryRows(t, address, d) })
	t.Run("errors", func(t *testing.T) { queryErrors(t, address) })
	t.Run("accessible", func(t *testing.T) { queryIsAccessible(t, address) })
}

// queryRows: the first query, and what its rows lead to.
func queryRows(t *testing.T, address string, d *demo) {
	b := NewBrowser(t, 1500, 1000)
	open(t, b, address+"/query", editorThere)

	b.Do(t, "running it", chromedp.Click(`#run`, chromedp.NodeVisible))
	b.Until(t, "rows are there", ran+` && `+resultRows+` > 5`)
	if head := Eval[string](t, b, `document.querySelector('.result-card h2').innerText`); !strings.Contains(head, "rows in") || !strings.Contains(head, "ms") {
		t.Errorf("the head says %q", head)
	}
	if !Eval[bool](t, b, `new URLSearchParams(location.search).get('p') === '{"image":"winword.exe"}' && location.search.includes('q=')`) {
		t.Error("the address has not the query and its parameters")
	}
	rows := Eval[int](t, b, resultRows)
	b.Do(t, "following a key", chromedp.Click(`table.result .key-link`, chromedp.NodeVisible))
	b.Until(t, "the process is shown", `location.pathname === '/process' && `+detailsThere)
	b.Do(t, "going back", chromedp.NavigateBack())
	b.Until(t, "the rows are back without asking", resultRows+` === `+itoa(rows))

	queryParts(t, b, address, d)
}

// queryIsAccessible runs axe-core over the editor, its answers and its errors.
func queryIsAccessible(t *testing.T, address string) {
	axe := axeSource(t)
	b := newBrowser(t, 1400, 900, 3*time.Minute)
	open(t, b, address+"/query?side=model", editorThere)
	b.Do(t, "running it", chromedp.Click(`#run`, chromedp.NodeVisible))
	b.Until(t, "rows are there", ran+` && `+resultRows+` > 5`)
	Accessible(t, b, axe)
	b.Do(t, "JSON", chromedp.Click(`button[data-show=json]`, chromedp.NodeVisible), chromedp.Click(`button[data-side=past]`))
	b.Until(t, "JSON is shown", `document.querySelector('.result-json') !== null`)
	Accessible(t, b, axe)
	open(t, b, address+"/query?q="+url.QueryEscape("RETURN $limit, nothing"), editorThere)
	b.Do(t, "running it without a value", chromedp.Click(`#run`, chromedp.NodeVisible))
	b.Until(t, "the missing value is told of", `document.querySelector('#param-limit-error') !== null`)
	b.Do(t, "running a wrong query", chromedp.SendKeys(`#param-limit`, "5"), chromedp.Click(`#run`, chromedp.NodeVisible))
	b.Until(t, "the error is there", `document.querySelector('#error-place') !== null`)
	b.Forgive("400")
	Accessible(t, b, axe)
	open(t, b, address+"/query?hunt=remote-execution", `document.querySelector('.hunt-card') !== null`)
	b.Do(t, "running it", chromedp.Click(`#run`, chromedp.NodeVisible))
	b.Until(t, "rows are there", ran+` && `+resultRows+` > 0`)
	Accessible(t, b, axe)
}

// queryParts: graph, JSON, files, history, favourites, completion.
func queryParts(t *testing.T, b *Browser, address string, d *demo) {
	b.Do(t, "the graph", chromedp.Click(`button[data-show=graph]`, chromedp.NodeVisible))
	b.Until(t, "nodes are drawn", graphThere)
	link := Eval[string](t, b, `document.querySelector('#to-graph').getAttribute('href')`)
	if !strings.HasPrefix(link, "/graph?seed=process") {
		t.Errorf("the graph view is at %q", link)
	}
	b.Do(t, "JSON", chromedp.Click(`button[data-show=json]`, chromedp.NodeVisible))
	b.Until(t, "JSON is shown", `document.querySelector('.result-json')?.innerText.includes('"columns"') ?? false`)
	Eval[bool](t, b, saved)
	if text := save(t, b, "CSV", "query.csv"); !strings.HasPrefix(text, "time,host,user,commandLine,processKey\r\n") {
		t.Errorf("CSV: %.200q", text)
	}
	if text := save(t, b, "JSON", "query.json"); !strings.Contains(text, `"processKey"`) {
		t.Errorf("JSON: %.200q", text)
	}
	b.Do(t, "keeping it", chromedp.Click(`#keep`, chromedp.NodeVisible), chromedp.SendKeys(`.naming input`, "From Word"), chromedp.Click(`.naming button[type=submit]`))
	b.Until(t, "it is a favourite", `document.querySelector('.side-list .strong')?.innerText === 'From Word'`)
	b.Do(t, "the history", chromedp.Click(`button[data-side=past]`))
	b.Until(t, "it is in the history, too", `document.querySelectorAll('.side-list li').length === 1 && document.querySelector('.side-list').innerText.includes('rows')`)

	// Completion from the schema, typed as an analyst does.
	open(t, b, address+"/query?q="+url.QueryEscape("// own\n"), editorThere)
	Eval[bool](t, b, `(document.querySelector('pg-cypher-editor').editor.goTo({line: 2, column: 1}), true)`)
	b.Keys(t, "MATCH (p:Pro")
	b.Until(t, "the label is offered", `(`+inEditor+`.querySelector('.cm-tooltip-autocomplete li[aria-selected]')?.innerText ?? '').startsWith('Process')`)
	// Nothing is taken in the first moment of the list, so that it does not catch a key meant for the text.
	b.Do(t, "waiting a moment", chromedp.Sleep(300*time.Millisecond))
	b.Keys(t, kb.Enter)
	b.Until(t, "it is taken", `document.querySelector('pg-cypher-editor').value.includes('(p:Process')`)
	b.Keys(t, kb.Escape, kb.End)
	b.Keys(t, " RETURN p.comm")
	b.Until(t, "its property is offered", `(`+inEditor+`.querySelector('.cm-tooltip-autocomplete li[aria-selected]')?.innerText ?? '').startsWith('commandLine')`)
	b.Keys(t, kb.Escape)
	if !Eval[bool](t, b, `location.pathname === '/query' && getComputedStyle(`+inEditor+`.querySelector('.cm-gutters')).display === 'flex'`) {
		t.Error("keys typed into the editor left the view, or its styles are not there")
	}

	// A hunt: its form, its rows, and its query in the editor.
	open(t, b, address+"/query?hunt=document-to-shell", `document.querySelector('.hunt-card') !== null`)
	b.Do(t, "a parameter", chromedp.SetValue(`#hunt-limit`, "7"))
	Eval[bool](t, b, `document.querySelector('#hunt-limit').dispatchEvent(new Event('input'))`)
	b.Do(t, "running the hunt", chromedp.Click(`#run`, chromedp.NodeVisible))
	b.Until(t, "its row is there", ran+` && `+resultRows+` === 1 && document.querySelector('table.result').innerText.includes('winword.exe')`)
	b.Do(t, "editing it", chromedp.Click(`#edit-hunt`, chromedp.NodeVisible))
	b.Until(t, "its query is in the editor", editorThere+` && document.querySelector('pg-cypher-editor').value.includes('$origins') && document.querySelector('#param-limit')?.value === '7'`)
	b.Do(t, "running that", chromedp.Click(`#run`, chromedp.NodeVisible))
	b.Until(t, "the same row is there", ran+` && `+resultRows+` === 1`)

	// What other views show, as Cypher.
	child := d.step(t, "wmi-child")
	open(t, b, address+"/process?key="+url.QueryEscape(child.Key), detailsThere)
	b.Do(t, "its tree as Cypher", chromedp.Click(`a.as-cypher`, chromedp.NodeVisible))
	b.Until(t, "the editor has it", editorThere+` && document.querySelector('pg-cypher-editor').value.includes('SPAWNED') && document.querySelector('#param-process')?.value === '`+child.Key+`'`)
	b.Do(t, "running it", chromedp.Click(`#run`, chromedp.NodeVisible))
	b.Until(t, "the process is the first row", ran+` && document.querySelector('table.result .key-link').innerText === '`+child.Key+`'`)
}

// queryErrors: an error at its place, a refusal, a limit, cancelling.
func queryErrors(t *testing.T, address string) {
	b := NewBrowser(t, 1500, 1000)
	open(t, b, address+"/query?q="+url.QueryEscape("MATCH (p:Process {caseName: $case})\nRETURN p.image AS image, nothing.here"), editorThere)
	b.Do(t, "running a wrong query", chromedp.Click(`#run`, chromedp.NodeVisible))
	b.Until(t, "the error has its place", `document.querySelector('#error-place')?.innerText.startsWith('Line ') ?? false`)
	place := Eval[string](t, b, `document.querySelector('#error-place').innerText`)
	b.Until(t, "it is marked", inEditor+`.querySelector('.cm-wrong')?.innerText.startsWith('nothing') ?? false`)
	if !strings.HasSuffix(place, "column 26") {
		t.Errorf("the place is %q", place)
	}
	b.Do(t, "going there", chromedp.Click(`#error-place`))
	b.Until(t, "the editor has the focus", inEditor+`.activeElement !== null`)
	b.Forgive("400")
	open(t, b, address+"/query?q="+url.QueryEscape("MATCH (n:Host {caseName: $case}) DETACH DELETE n"), editorThere)
	b.Do(t, "running what is refused", chromedp.Click(`#run`, chromedp.NodeVisible))
	b.Until(t, "it is refused", `document.querySelector('.query-error') !== null`)
	b.Forgive("403")

	open(t, b, address+"/query?n=100&q="+url.QueryEscape("MATCH (p:Process {caseName: $case}) RETURN p, p.startTime AS time"), editorThere)
	b.Do(t, "running for many rows", chromedp.Click(`#run`, chromedp.NodeVisible))
	b.Until(t, "a part is there", ran+` && document.querySelector('.result-card h2').innerText.includes('First 100 rows of more') && document.querySelectorAll('table.result .node-link').length === 100`)

	open(t, b, address+"/query?t=60&q="+url.QueryEscape("UNWIND range(1, 100000) AS a UNWIND range(1, 100000) AS b WITH a, b WHERE a + b = -1 RETURN a"), editorThere)
	b.Do(t, "running what takes long", chromedp.Click(`#run`, chromedp.NodeVisible))
	b.Until(t, "it runs", `document.querySelector('#cancel') !== null && document.querySelector('#elapsed').textContent.endsWith(' s')`)
	b.Do(t, "cancelling", chromedp.Click(`#cancel`, chromedp.NodeVisible))
	b.Until(t, "it can be run again", `document.querySelector('#run') !== null && document.querySelector('.toast').innerText.includes('cancelled')`)
}

func TestQueryOnACaseFile(t *testing.T) {
	address := Serve(t, storyCase(t), nil)
	b := NewBrowser(t, 1400, 900)
	open(t, b, address+"/query", `document.querySelector('.need') !== null && document.querySelectorAll('.hunts li').length >= 20`)
	need := Eval[string](t, b, `document.querySelector('.need').innerText`)
	for _, want := range []string{"procgraph neo4j start", "procgraph store copy --from", "case.procgraph", "--to neo4j://127.0.0.1:7687", "procgraph serve --store neo4j://"} {
		if !strings.Contains(need, want) {
			t.Errorf("what is needed lacks %q:\n%s", want, need)
		}
	}
	b.Do(t, "filtering the hunts", chromedp.SendKeys(`.query-side input`, "T1003 "), chromedp.SendKeys(`.query-side input`, strings.Repeat(kb.Backspace, 6)+"document shell"))
	b.Until(t, "few are left", `document.querySelectorAll('.hunts li').length === 1`)
	b.Do(t, "reading one", chromedp.Click(`.hunts a`, chromedp.NodeVisible))
	b.Until(t, "it can be read", `location.search.includes('hunt=document-to-shell') && document.querySelector('.hunt-card pre').innerText.includes('SPAWNED') && !document.querySelector('#run')`)
	if Eval[bool](t, b, `document.querySelector('a.as-cypher') !== null`) {
		t.Error("a case file offers queries")
	}
	open(t, b, address+"/query?q="+url.QueryEscape("RETURN '<img src=x onerror=\"window.hacked=1\">\u202e'"), `document.querySelector('.query-main pre') !== null`)
	if text := Eval[string](t, b, `document.querySelector('.query-main pre').innerText`); !strings.Contains(text, `\u202E`) || Eval[bool](t, b, `window.hacked === 1`) {
		t.Errorf("the query of the address is shown as %q", text)
	}
}
