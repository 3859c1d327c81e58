package browsertest

import (
	"net/url"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// The two stories of .github/STORIES.md, told by the page as an analyst works them.

// hasNode says whether the picture of a lineage has the process.
func hasNode(key string) string {
	return `document.querySelector('.picture g.node[data-id="process~` + key + `"]') !== null`
}

// TestStoryFromDocumentToSecondHost goes from the overview's first remark over the
// tree to what the document led to, finds the copy of LSASS, and asks how the
// command on the second host came there.
func TestStoryFromDocumentToSecondHost(t *testing.T) { onBothStores(t, storyFromDocumentToSecondHost) }

func storyFromDocumentToSecondHost(t *testing.T, d *demo) {
	script, dump, child := d.step(t, "script-host"), d.step(t, "lsass-dump"), d.step(t, "wmi-child")
	b := NewBrowser(t, 1400, 900)
	open(t, b, Serve(t, d, nil)+"/", `document.querySelectorAll('.standout').length > 5`)
	b.Do(t, "choosing the first remark", chromedp.Click(`.standout.sev-3 a`))
	b.Until(t, "the script is current in its tree", currentIs("wscript.exe")+` && `+detailsThere)
	picture(t, b, "story-tree")
	Eval[bool](t, b, gridFocused)
	b.Keys(t, "p")
	b.Until(t, "how it got here", pictureThere+` && location.pathname === '/lineage' && `+hasNode(d.step(t, "word").Key)+` && `+hasNode(script.Key))
	Eval[bool](t, b, `(document.querySelector('.picture').focus(), true)`)
	b.Keys(t, "d")
	b.Until(t, "what it led to", `location.search.includes('show=effects') && `+hasNode(dump.Key)+` && `+hasNode(child.Key))
	bands := Eval[string](t, b, `[...document.querySelectorAll('.band text')].map(e => e.textContent).join()`)
	for _, host := range []string{"wks-0114", "wks-0117", "fs01", "dc01"} {
		if !strings.Contains(bands, host) {
			t.Errorf("the script led to %q, without %s", bands, host)
		}
	}
	picture(t, b, "story-effects")

	// The copy of LSASS by the search, then what gave it the right.
	b.Keys(t, "/")
	b.Keys(t, "comsvcs minidump")
	b.Until(t, "it is found", `document.querySelectorAll('a.hit').length === 1`)
	b.Keys(t, kb.ArrowDown, kb.Enter)
	b.Until(t, "it is current in its tree", currentIs("rundll32.exe"))
	Eval[bool](t, b, gridFocused)
	b.Keys(t, "p")
	b.Until(t, "the borrowed parent is in its lineage", pictureThere+` && `+hasNode(dump.Key)+` && `+hasNode(d.step(t, "spoofed-parent").Key)+` && `+hasNode(d.step(t, "elevation").Key))
	if !strings.Contains(Eval[string](t, b, `document.querySelector('.lineage-table').innerText`), "the sources name different parents") {
		t.Error("nothing says that the sources name different parents")
	}

	// The second host.
	Eval[bool](t, b, `(history.pushState(null, '', '/lineage?show=causes&key=`+url.QueryEscape(child.Key)+`'), dispatchEvent(new PopStateEvent('popstate')), true)`)
	b.Until(t, "the logon from the first host is proven", hasNode(d.step(t, "wmic").Key)+` && document.querySelector('.lineage-table').innerText.includes('logon: proven by records')`)
	picture(t, b, "story-second-host")
}

// TestStoryFromSprayToClearedLog goes from the failed logons over the map of moves
// and one move's graph to the hour in which the log was cleared.
func TestStoryFromSprayToClearedLog(t *testing.T) { onBothStores(t, storyFromSprayToClearedLog) }

func storyFromSprayToClearedLog(t *testing.T, d *demo) {
	child, cleared := d.step(t, "wmi-child"), d.step(t, "clear-security")
	b := NewBrowser(t, 1400, 900)
	open(t, b, Serve(t, d, nil)+"/logons?show=attempts", `document.querySelector('.spray') !== null`)
	if note := Eval[string](t, b, `document.querySelector('.spray').innerText`); !strings.Contains(note, "15 accounts failed to log on to fs01") || !strings.Contains(note, "192.0.2.14") {
		t.Errorf("of the spray it says %q", note)
	}
	picture(t, b, "story-spray")

	// The moves within the hour and a half after it.
	const between = `from=2025-11-05T10%3A30%3A00Z&to=2025-11-05T12%3A00%3A00Z`
	Eval[bool](t, b, `(history.pushState(null, '', '/logons?show=moves&`+between+`'), dispatchEvent(new PopStateEvent('popstate')), true)`)
	b.Until(t, "the moves of the time are there", `document.querySelectorAll('.move-table tbody tr').length >= 3 && document.querySelectorAll('svg.moves g.move').length >= 3`)
	moves := Eval[[]string](t, b, `[...document.querySelectorAll('.move-table tbody tr')].map(r => [2, 3, 4].map(i => r.cells[i].innerText).join(' '))`)
	for _, want := range []string{"wks-0117", "fs01", "dc01"} {
		found := false
		for _, m := range moves {
			found = found || strings.HasPrefix(m, "wks-0114.example.test "+want) && strings.Contains(m, "adm-brandt")
		}
		if !found {
			t.Errorf("no move of adm-brandt from wks-0114 to %s among %q", want, moves)
		}
	}
	picture(t, b, "story-moves")
	Eval[bool](t, b, `([...document.querySelectorAll('.move-table tbody tr')].find(r => r.cells[3].innerText.startsWith('wks-0117')).querySelector('a[href^="/graph"]').click(), true)`)
	b.Until(t, "the move's session is a graph", graphThere+` && document.querySelector('pg-graph-canvas').cy.getElementById('session~`+child.Session+`').nonempty()`)
	choose(t, b, "session~"+child.Session)
	b.Keys(t, "x")
	b.Until(t, "with what opened it and what ran in it", `['`+d.step(t, "wmic").Key+`', '`+child.Key+`'].every(k => document.querySelector('pg-graph-canvas').cy.getElementById('process~' + k).nonempty())`)
	picture(t, b, "story-graph")

	// The time filter was kept; the log was cleared at its end.
	b.Keys(t, "g", "i")
	b.Until(t, "the time view keeps to the time", `location.pathname === '/time' && location.search.includes('from=2025-11-05T10') && document.querySelectorAll('g.lane-row').length > 5`)
	Eval[bool](t, b, `(history.pushState(null, '', '/time?host=`+url.QueryEscape(cleared.Host)+`&text=wevtutil&`+between+`'), dispatchEvent(new PopStateEvent('popstate')), true)`)
	b.Until(t, "the clearing is below the service", `document.querySelectorAll('g.lane-row:not(.dim)').length === 2 && [...document.querySelectorAll('g.lane-row.dim')].some(e => e.textContent.includes('PSEXESVC.exe'))`)
	picture(t, b, "story-time")
}

// TestNavigation: the bar is one line, folds when it is narrow, goes by keys, and leads
// back to where one was.
func TestNavigation(t *testing.T) { onBothStores(t, navigation) }

func navigation(t *testing.T, d *demo) {
	word := d.step(t, "word")
	address := Serve(t, d, nil)
	key := url.QueryEscape(word.Key)
	for _, width := range []int{1500, 1400, 1200, 1000} {
		b := NewBrowser(t, width, 700)
		open(t, b, address+"/tree?host="+url.QueryEscape(word.Host)+"&from=2025-11-05T10%3A00%3A00Z&key="+key, currentIs("WINWORD.EXE"))
		Eval[bool](t, b, gridFocused)
		b.Keys(t, "g", "w")
		b.Until(t, "the warnings are open", `location.pathname === '/warnings' && document.querySelector('.span-chip') !== null`)
		if high := Eval[int](t, b, `document.querySelector('header.bar').offsetHeight`); high > 44 {
			t.Errorf("%d pixels wide, the bar is %d high", width, high)
		}
		if width != 1000 {
			continue
		}
		Eval[bool](t, b, `(document.querySelector('.nav-menu summary').focus(), true)`)
		b.Keys(t, kb.Enter)
		b.Until(t, "the menu is open", `document.querySelector('.nav-menu').open`)
		b.Keys(t, kb.ArrowDown, kb.ArrowDown, kb.ArrowDown)
		b.Until(t, "the third is the lineage", `document.activeElement.innerText === 'Lineage'`)
		b.Keys(t, kb.Escape)
		b.Until(t, "escape closes it", `!document.querySelector('.nav-menu').open && document.activeElement.tagName === 'SUMMARY'`)
		b.Keys(t, kb.Enter, kb.ArrowDown, kb.ArrowDown, kb.ArrowDown, kb.Enter)
		b.Until(t, "it is the lineage of the process of before", pictureThere+` && location.search.includes('`+key+`') && !document.querySelector('.nav-menu').open`)
		b.Keys(t, "g", "t")
		b.Until(t, "and the tree is where it was", currentIs("WINWORD.EXE")+` && location.search.includes("from=")`)
	}
}
