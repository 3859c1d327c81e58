package browsertest

import (
	"net/url"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// TestReplayGrowsAGraph plays the password spray of the demo: attempts are told, and the graph grows without moving what is there.
func TestReplayGrowsAGraph(t *testing.T) { onBothStores(t, replayGrowsAGraph) }

func replayGrowsAGraph(t *testing.T, d *demo) {
	address := Serve(t, d, nil)
	b := NewBrowser(t, 1500, 950)
	ps := d.step(t, "powershell")
	open(t, b, address+"/replay?as=graph&host="+url.QueryEscape(ps.Host)+"&at="+url.QueryEscape(ps.Start.String()), `(document.querySelector('pg-replay-graph pg-graph-canvas')?.cy?.nodes().length ?? 0) > 5`)
	const places = `JSON.stringify(document.querySelector('pg-graph-canvas').cy.nodes().map(n => [n.id(), n.position('x'), n.position('y')]))`
	before := Eval[string](t, b, places)
	b.Keys(t, ".")
	node := `document.querySelector('pg-graph-canvas').cy.getElementById('process~` + ps.Key + `')`
	b.Until(t, "the shell is in the graph, chosen and in view", node+`.nonempty() && `+node+`.selected() && (b => b.x1 > 0 && b.y1 > 0 && b.x2 < document.querySelector('.cy').clientWidth && b.y2 < document.querySelector('.cy').clientHeight)(`+node+`.renderedBoundingBox())`)
	if !Eval[bool](t, b, `(now => JSON.parse(`+quote(before)+`).every(([id, x, y]) => !now.has(id) || now.get(id) === x + ' ' + y))(new Map(JSON.parse(`+places+`).map(([id, x, y]) => [id, x + ' ' + y])))`) {
		t.Error("nodes that were there have moved")
	}
	b.Do(t, "as a tree", chromedp.Click(`[data-as=""]`, chromedp.NodeVisible))
	b.Until(t, "the same processes are in the tree", `document.querySelector('.replay-row.current a')?.innerText === 'powershell.exe'`)

	open(t, b, address+"/logons?show=attempts", `document.querySelector('.attempt-table tbody tr') !== null`)
	first := Eval[string](t, b, `document.querySelector('pg-logons-view').attempts.items.find(a => a.event_id === 4625).time`)
	open(t, b, address+"/replay?at="+url.QueryEscape(first), `document.querySelector('li.on-logon-failed.ahead') !== null`)
	b.Keys(t, ".")
	b.Until(t, "the failed logon is told with its reason", `/logon failed as EXAMPLE.* from .*(no such user|wrong password)/s.test(document.querySelector('li.current.on-logon-failed')?.innerText ?? '')`)
	b.Until(t, "and its record", `/event 4625, record/.test(document.querySelector('.record-place').innerText) && [...document.querySelectorAll('.replay-side table.raw th')].some(e => /TargetUserName/.test(e.innerText))`)
	cur := Eval[string](t, b, param("cur"))
	b.Do(t, "reloading", chromedp.Reload())
	b.Until(t, "the address brings the attempt back", `document.querySelector('li.current.on-logon-failed') !== null && `+param("cur")+` === `+quote(cur))
}

// TestTimeDrawsAlikeAsOne: siblings of one image are a row that opens and closes.
func TestTimeDrawsAlikeAsOne(t *testing.T) {
	find(t, "browser", browsers...)
	address := Serve(t, NewCase(t, nil, LargeHost(60, 30)), nil)
	b := NewBrowser(t, 1500, 950)
	rows := `document.querySelectorAll('g.lane-row').length`
	alike := `[...document.querySelectorAll('g.lane-row')].find(g => g.querySelector('.name').textContent.startsWith('svchost.exe × 30'))`
	open(t, b, address+"/time", alike+` !== undefined`)
	folded := Eval[int](t, b, rows)
	if bars := Eval[int](t, b, alike+`.querySelectorAll('.life').length`); bars != 30 {
		t.Errorf("the row has %d bars, want one for each of 30", bars)
	}
	Eval[bool](t, b, `(document.querySelector('.lane-rows').focus(), true)`)
	b.Keys(t, kb.Home, kb.ArrowDown, kb.ArrowDown)
	b.Until(t, "the row is current", alike+`.classList.contains('current')`)
	b.Keys(t, kb.ArrowRight)
	b.Until(t, "each has its row", rows+` >= `+itoa(folded+29)+` && `+alike+` === undefined`)
	b.Keys(t, kb.ArrowDown, kb.ArrowDown, kb.ArrowLeft)
	b.Until(t, "they are one again, and current", rows+` === `+itoa(folded)+` && `+alike+`.classList.contains('current')`)
	b.Do(t, "all of them", chromedp.Click(`input[name=alike]`, chromedp.NodeVisible))
	b.Until(t, "each has its row", param("alike")+` === '0' && `+alike+` === undefined`)
}

// TestGraphByTimeHasAnAxis: marks stand where the nodes of their time do, and follow the zoom.
func TestGraphByTimeHasAnAxis(t *testing.T) { onBothStores(t, graphByTimeHasAnAxis) }

func graphByTimeHasAnAxis(t *testing.T, d *demo) {
	address := Serve(t, d, nil)
	b := NewBrowser(t, 1500, 950)
	word := d.step(t, "word")
	open(t, b, address+seed("process", word.Key)+"&layout=time", graphThere+` && document.querySelectorAll('.cy-axis line').length > 1`)
	labels := `[...document.querySelectorAll('.cy-axis line + text')].map(e => e.textContent).join()`
	before := Eval[string](t, b, labels)
	b.Keys(t, "+", "+", "+", "+")
	b.Until(t, "nearer, the marks are finer", labels+` !== `+quote(before))
	b.Until(t, "the axis tells its zone and day", `/Start in UTC from 20\d\d-\d\d-\d\d/.test(document.querySelector('.cy-axis').textContent)`)
	Eval[bool](t, b, saved)
	if svg := save(t, b, "SVG", "graph.svg"); !strings.HasPrefix(svg, "<svg") || !strings.Contains(svg, "Start in UTC from") {
		t.Errorf("SVG: %.300s", svg)
	}
	open(t, b, address+seed("process", word.Key), graphThere+` && document.querySelector('.cy-axis') === null`)
}
