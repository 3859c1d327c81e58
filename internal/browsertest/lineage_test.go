package browsertest

import (
	"net/url"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

const pictureThere = `document.querySelectorAll('.picture g.node').length > 0`

// saved has the page keep what it saves in window.saved instead of writing files.
const saved = `(() => {
	window.saved = {};
	const blobs = new Map();
	URL.createObjectURL = (b) => { const u = 'blob:' + blobs.size; blobs.set(u, b); return u; };
	URL.revokeObjectURL = () => {};
	HTMLAnchorElement.prototype.click = function () {
		const b = blobs.get(this.getAttribute('href'));
		b.arrayBuffer().then((a) => { window.saved[this.download] = { type: b.type, size: a.byteLength, text: new TextDecoder().decode(a) }; });
	};
	return true;
})()`

// save chooses a format of the menu and returns what was saved under the name.
func save(t *testing.T, b *Browser, format, name string) string {
	t.Helper()
	Eval[bool](t, b, `(document.querySelector('.save-menu button[data-format="`+format+`"]').click(), true)`)
	b.Until(t, format+" is saved", `window.saved['`+name+`'] !== undefined`)
	return Eval[string](t, b, `window.saved['`+name+`'].text`)
}

func TestLineageAcrossHosts(t *testing.T) { onBothStores(t, lineageAcrossHosts) }

func lineageAcrossHosts(t *testing.T, d *demo) {
	address := Serve(t, d, nil)
	b := NewBrowser(t, 1500, 950)
	child, wmic := d.step(t, "wmi-child"), d.step(t, "wmic")
	open(t, b, address+"/lineage?key="+url.QueryEscape(child.Key), pictureThere)

	node := func(key string) string {
		return `document.querySelector('.picture g.node[data-id="process~` + key + `"]')`
	}
	for _, step := range []string{"word", "script-host", "powershell", "spoofed-parent", "runas", "runas-shell", "wmic", "wmi-provider"} {
		if !Eval[bool](t, b, node(d.step(t, step).Key)+` !== null`) {
			t.Errorf("%s is not in the picture", step)
		}
	}
	bands := Eval[string](t, b, `[...document.querySelectorAll('.band text')].map(e => e.textContent).join()`)
	if bands != "wks-0114.example.test,wks-0117.example.test" {
		t.Errorf("the bands are %q", bands)
	}
	note := Eval[string](t, b, `document.querySelector('.lineage-note').innerText`)
	if !strings.Contains(note, "time filter of the other views does not apply") {
		t.Errorf("nothing is said of the time filter: %q", note)
	}
	table := Eval[string](t, b, `document.querySelector('.lineage-table').innerText`)
	for _, want := range []string{"explicit credentials of this user for this host", "logon: proven by records", "the sources name different parents"} {
		if !strings.Contains(table, want) {
			t.Errorf("the table lacks %q", want)
		}
	}
	rows := Eval[[]int](t, b, `[document.querySelectorAll('.lineage-table tbody tr').length, document.querySelectorAll('.picture g.node').length]`)
	if rows[0] != rows[1] {
		t.Errorf("%d rows for %d boxes", rows[0], rows[1])
	}
	if !Eval[bool](t, b, `[...document.querySelectorAll('.legend li')].some(e => e.innerText.includes('proven by records'))`) {
		t.Error("the legend does not name the proven logon")
	}

	// Keys walk the picture; what is chosen is in the address and told.
	Eval[bool](t, b, `(document.querySelector('.picture').focus(), true)`)
	b.Keys(t, kb.ArrowLeft)
	b.Until(t, "the box to the left is chosen", `new URLSearchParams(location.search).get('sel') !== null && document.querySelector('.node.current').getAttribute('aria-label').length > 10`)
	b.Keys(t, kb.Enter)
	b.Until(t, "its details are open", `document.querySelector('pg-process-details .details-head h2, pg-session-details .details-head h2') !== null`)
	b.Keys(t, kb.Escape)
	b.Until(t, "they are closed", `!document.querySelector('pg-process-details, pg-session-details')`)

	// The path from here to wmic, whose box is one of the picture's.
	b.Do(t, "choosing the focus", chromedp.Click(`.picture g.node.chief`, chromedp.NodeVisible))
	b.Keys(t, "f")
	b.Until(t, "the other end is asked for", `document.querySelector('.path-bar')?.innerText.includes('choose the other end') ?? false`)
	Eval[bool](t, b, `(`+node(wmic.Key)+`.dispatchEvent(new MouseEvent('click', {bubbles: true})), true)`)
	b.Until(t, "wmic is chosen", node(wmic.Key)+`.classList.contains('current')`)
	b.Keys(t, "f")
	b.Until(t, "the way is shown", `document.querySelectorAll('ol.path li').length === 3`)
	if way := Eval[string](t, b, `document.querySelector('ol.path').innerText`); !strings.Contains(way, "ran in") || !strings.Contains(way, "explicit credentials (4648), by") {
		t.Errorf("the way reads %q", way)
	}
	b.Keys(t, kb.Escape)
	b.Until(t, "the path is gone", `!document.querySelector('.path-bar')`)

	// Only the causes; every system process.
	before := Eval[int](t, b, `document.querySelectorAll('.picture g.node').length`)
	b.Do(t, "every system process", chromedp.Click(`.lineage-head input[type=checkbox]`))
	b.Until(t, "more boxes", `document.querySelectorAll('.picture g.node').length > `+itoa(before)+` && location.search.includes('full=1')`)
	b.Do(t, "reloading", chromedp.Reload())
	b.Until(t, "the address brings it back", pictureThere+` && document.querySelectorAll('.picture g.node').length > `+itoa(before))
}

func TestLineageKeys(t *testing.T) { onBothStores(t, lineageKeys) }

func lineageKeys(t *testing.T, d *demo) {
	address := Serve(t, d, nil)
	b := NewBrowser(t, 1400, 900)
	word := d.step(t, "word")
	key := url.QueryEscape(word.Key)
	open(t, b, address+"/tree?host="+url.QueryEscape(word.Host)+"&key="+key, currentIs("WINWORD.EXE"))
	Eval[bool](t, b, gridFocused)
	b.Keys(t, "d")
	b.Until(t, "d in the tree shows what it led to", pictureThere+` && location.pathname === '/lineage' && location.search.includes('show=effects')`)
	for _, step := range []string{"wmi-child", "winrm-archive", "psexec-shell"} {
		if !Eval[bool](t, b, `document.querySelector('g.node[data-id="process~`+d.step(t, step).Key+`"]') !== null`) {
			t.Errorf("the document did not lead to %s", step)
		}
	}
	if Eval[bool](t, b, `[...document.querySelectorAll('g.node .t')].some(e => e.textContent === 'OUTLOOK.EXE')`) {
		t.Error("a cause is among the effects")
	}
	b.Keys(t, "p")
	b.Until(t, "p shows how it got here", `location.search.includes('show=causes') && [...document.querySelectorAll('g.node .t')].some(e => e.textContent === 'OUTLOOK.EXE')`)
	b.Do(t, "going back", chromedp.NavigateBack(), chromedp.NavigateBack())
	b.Until(t, "the tree is back", currentIs("WINWORD.EXE")+` && location.pathname === '/tree'`)

	open(t, b, address+"/process?key="+key, detailsThere)
	b.Keys(t, "p")
	b.Until(t, "p from the details", pictureThere+` && location.search.includes('show=causes')`)
	open(t, b, address+"/search?q=Invoice_4471", `document.querySelector('a.hit') !== null`)
	Eval[bool](t, b, `(document.querySelector('a.hit').focus(), true)`)
	b.Keys(t, "d")
	b.Until(t, "d from a result", pictureThere+` && location.search.includes('show=effects')`)
	b.Keys(t, "g", "t")
	b.Until(t, "g t goes to the tree still", `location.pathname === '/tree'`)
}

func TestLineageIsSaved(t *testing.T) {
	address := Serve(t, storyCase(t), nil)
	b := NewBrowser(t, 1400, 900)
	open(t, b, address+"/lineage?key=p-ps", pictureThere)
	if Eval[bool](t, b, `window.hacked === 1 || document.querySelector('.lineage-view img, .lineage-view script') !== null`) {
		t.Error("a command line became markup")
	}
	if text := Eval[string](t, b, `document.querySelector('.lineage-view').innerText`); strings.ContainsAny(text, "\u202e\x1b") || !strings.Contains(text, `\u202E`) {
		t.Error("hidden characters are not shown as escapes")
	}
	Eval[bool](t, b, saved)
	svg := save(t, b, "SVG", "lineage-powershell.exe.svg")
	if !strings.HasPrefix(svg, "<svg") || strings.Contains(svg, "\u202e") || strings.Contains(svg, "var(") || !strings.Contains(svg, "WINWORD.EXE") {
		t.Errorf("the SVG is %.300s", svg)
	}
	if png := save(t, b, "PNG", "lineage-powershell.exe.png"); !strings.Contains(png, "PNG") {
		t.Errorf("the PNG begins with %.20q", png)
	}
	if text := save(t, b, "Mermaid", "lineage-powershell.exe.mmd"); !strings.HasPrefix(text, "flowchart LR\n") {
		t.Errorf("Mermaid: %.100s", text)
	}
	if text := save(t, b, "GraphML", "lineage-powershell.exe.graphml"); !strings.Contains(text, "<graphml") || strings.Contains(text, "<script") {
		t.Errorf("GraphML: %.300s", text)
	}
	csv := save(t, b, "CSV", "lineage-powershell.exe.csv")
	if !strings.HasPrefix(csv, "start,start_hint,host,") || strings.Contains(csv, "\u202e") {
		t.Errorf("CSV: %.300s", csv)
	}
	if text := save(t, b, "JSON", "lineage-powershell.exe.json"); !strings.Contains(text, `"focus": "process~p-ps"`) {
		t.Errorf("JSON: %.300s", text)
	}
	open(t, b, address+"/lineage", `document.querySelector('main').innerText.includes('Choose a process first')`)
	open(t, b, address+"/lineage?key=nothing", `document.querySelector('main').innerText.includes('there is no process')`)
	b.Forgive("404")
}
