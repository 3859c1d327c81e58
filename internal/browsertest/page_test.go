package browsertest

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// open opens an address of the story's case, ready when an expression is true.
func open(t testing.TB, b *Browser, url, ready string) {
	t.Helper()
	b.Do(t, "opening "+url, chromedp.Navigate(url))
	b.Until(t, "the view is there", ready)
}

// Expressions of the page.
const (
	rowsThere    = `document.querySelectorAll('.rows .tr').length > 0`
	currentText  = `document.querySelector('.rows .tr.current')?.innerText ?? ''`
	detailsThere = `document.querySelector('pg-process-details .details-head h2') !== null`
	// gridFocused brings the focus to the tree.
	gridFocused = `(document.querySelector('.grid').focus(), true)`
)

// currentIs is true when the current row's process is name.
func currentIs(name string) string {
	return `document.querySelector('.rows .tr.current .name')?.textContent === '` + name + `'`
}

func TestOverviewLeadsToTheAttack(t *testing.T) {
	url := Serve(t, storyCase(t), nil)
	b := NewBrowser(t, 1400, 900)
	open(t, b, url+"/", `document.querySelectorAll('.standout').length === 2`)
	text := Eval[string](t, b, `document.querySelector('.overview').innerText`)
	for _, want := range []string{"2\nhosts", "failed logons", "ws1.example.test", `EXAMPLE\ana`, "A document program started a shell", "T1204.002", "Not visible in these logs"} {
		if !strings.Contains(text, want) {
			t.Errorf("the overview lacks %q:\n%s", want, text)
		}
	}
	first := Eval[string](t, b, `document.querySelector('.standout .what').innerText`)
	if !strings.HasPrefix(first, "A document program") {
		t.Errorf("the first remark is %q, want the most severe", first)
	}
	Eval[bool](t, b, `window.sameDocument = true`)
	b.Do(t, "clicking the remark", chromedp.Click(`.standout.sev-3 a`))
	b.Until(t, "the process is the current row", currentIs("powershell.exe"))
	b.Until(t, "the details are open", detailsThere)
	b.Until(t, "its ancestors are shown", `[...document.querySelectorAll('.rows .name')].map(e => e.textContent).join() .startsWith('explorer.exe,WINWORD.EXE,powershell.exe')`)
	b.Do(t, "going back", chromedp.NavigateBack())
	b.Until(t, "the overview is back", `document.querySelectorAll('.standout').length === 2 && location.pathname === '/'`)
	b.Do(t, "going forward", chromedp.NavigateForward())
	b.Until(t, "the process is current again", currentIs("powershell.exe"))
	if !Eval[bool](t, b, `window.sameDocument === true`) {
		t.Error("going back and forward loaded the page anew")
	}
}

func TestTreeByKeyboard(t *testing.T) {
	url := Serve(t, storyCase(t), nil)
	b := NewBrowser(t, 1400, 900)
	open(t, b, url+"/tree?host=h-ws1&open=0", rowsThere)
	Eval[bool](t, b, gridFocused)
	steps := []struct {
		what string
		keys []string
		want string
	}{
		{"down goes to the first row", []string{kb.ArrowDown}, currentIs("explorer.exe")},
		{"right opens", []string{kb.ArrowRight}, `document.querySelectorAll('.rows .tr').length === 2`},
		{"right again goes to the child", []string{kb.ArrowRight}, currentIs("WINWORD.EXE")},
		{"a star opens the siblings", []string{"*"}, `document.querySelectorAll('.rows .tr').length === 3`},
		{"end is the last row", []string{kb.End}, currentIs("powershell.exe")},
		{"space opens", []string{" "}, `document.querySelectorAll('.rows .tr').length === 7`},
		{"a letter finds the next of that name", []string{"n"}, currentIs("net.exe")},
		{"several letters find it too", []string{kb.Home, "w", "h", "o"}, currentIs("whoami.exe")},
		{"left goes to the parent", []string{kb.ArrowLeft}, currentIs("powershell.exe")},
		{"left again closes", []string{kb.ArrowLeft}, `document.querySelectorAll('.rows .tr').length === 3`},
		{"page up is the top of a short tree", []string{kb.PageUp}, currentIs("explorer.exe")},
		{"enter opens the details", []string{kb.Enter}, detailsThere},
		{"escape closes them", []string{kb.Escape}, `!` + `document.querySelector('pg-process-details')`},
		{"the focus is in the tree", nil, `document.activeElement.getAttribute('role') === 'treegrid'`},
		{"a question mark shows the keys", []string{"?"}, `document.querySelector('dialog.help').open`},
		{"escape closes the card", []string{kb.Escape}, `!document.querySelector('dialog.help').open`},
		{"a slash goes to the search", []string{"/"}, `document.activeElement.id === 'search'`},
	}
	for _, s := range steps {
		b.Keys(t, s.keys...)
		b.Until(t, s.what, s.want)
	}
	roles := Eval[[]string](t, b, `(() => { const r = document.querySelector('.rows .tr'); return ['role','aria-level','aria-expanded','aria-posinset','aria-rowindex','aria-selected'].map(a => r.getAttribute(a)) })()`)
	if got := strings.Join(roles, " "); got != "row 1 true 1 2 true" {
		t.Errorf("the first row has %q", got)
	}
	active := Eval[bool](t, b, `document.getElementById(document.querySelector('[role=treegrid]').getAttribute('aria-activedescendant'))?.classList.contains('current') ?? false`)
	if !active {
		t.Error("the grid does not name its current row")
	}
}

// A page that is busy for longer than the pause that ends a word must not break the word up.
func TestTypingIntoABusyPage(t *testing.T) {
	url := Serve(t, storyCase(t), nil)
	b := NewBrowser(t, 1400, 900)
	open(t, b, url+"/tree?host=h-ws1", `document.querySelectorAll('.rows .tr').length === 7`)
	Eval[bool](t, b, gridFocused)
	b.Keys(t, kb.Home)
	b.Until(t, "the first row is current", currentIs("explorer.exe"))
	Eval[bool](t, b, `(document.addEventListener('keydown', () => { const begin = performance.now(); while (performance.now() - begin < 900); }), true)`)
	b.Keys(t, "w", "h", "o")
	b.Until(t, "the row of the whole word is found", currentIs("whoami.exe"))
}

func TestAddressIsTheState(t *testing.T) {
	url := Serve(t, storyCase(t), nil)
	b := NewBrowser(t, 1400, 700)
	open(t, b, url+"/tree?host=h-srv&key=p-deep-29&details=1", currentIs("step29.exe"))
	b.Until(t, "the details are those of the address", `document.querySelector('.details-head h2')?.innerText.includes('step29.exe') ?? false`)
	if text := Eval[string](t, b, `document.querySelector('.breadcrumb').innerText`); !strings.Contains(text, "step00.exe") || !strings.Contains(text, "step28.exe") {
		t.Errorf("the ancestors are %q", text)
	}
	if text := Eval[string](t, b, `document.querySelector('.origin').innerText`); !strings.Contains(text, "192.0.2.11") || !strings.Contains(text, "ws1.example.test") {
		t.Errorf("the remote origin is %q", text)
	}
	visible := Eval[bool](t, b, `(() => { const r = document.querySelector('.tr.current').getBoundingClientRect(), g = document.querySelector('.grid').getBoundingClientRect(); return r.top >= g.top && r.bottom <= g.bottom })()`)
	if !visible {
		t.Error("the process of the address is not in view")
	}

	// Closing a node is in the address, and survives a reload.
	open(t, b, url+"/tree?host=h-ws1", `document.querySelectorAll('.rows .tr').length === 7`)
	b.Do(t, "closing PowerShell", chromedp.Click(`.rows .slot:nth-child(3) .twisty`))
	b.Until(t, "it is closed", `document.querySelectorAll('.rows .tr').length === 3 && location.search.includes('open=')`)
	b.Do(t, "reloading", chromedp.Reload())
	b.Until(t, "it is closed still", `document.querySelectorAll('.rows .tr').length === 3`)

	for _, c := range []struct{ path, want, status string }{
		{"/tree?host=h-ws1&key=p-nowhere", "The process of this address cannot be shown", "404"},
		{"/tree?host=h-nowhere", "no such host", ""},
		{"/tree?host=h-ws1&key=p-deep-03", "ran on another host", ""},
		{"/process?key=p-nowhere", "may belong to another case", "404"},
		{"/process", "names no process", ""},
		{"/nowhere", "no such view", ""},
		{"/tree?host=h-ws1&from=yesterday", "cannot be read", ""},
		{"/tree?host=h-ws1&text=zebra", "No process matches this filter", ""},
	} {
		open(t, b, url+c.path, `document.body.innerText.includes('`+c.want+`')`)
		if c.status != "" {
			b.Forgive(c.status)
		}
	}
}

func TestSearchOpensInTheTree(t *testing.T) {
	url := Serve(t, storyCase(t), nil)
	b := NewBrowser(t, 1400, 900)
	open(t, b, url+"/files", `document.querySelector('pg-files-view h2') !== null`)
	b.Keys(t, "/")
	b.Keys(t, strings.Split("step17", "")...)
	b.Until(t, "the one process is found", `document.querySelectorAll('a.hit').length === 1 && location.search === '?q=step17'`)
	b.Keys(t, kb.ArrowDown)
	b.Until(t, "the result has the focus", `document.activeElement.classList.contains('hit')`)
	b.Keys(t, kb.Enter)
	b.Until(t, "it is current in its tree", currentIs("step17.exe")+` && location.pathname === '/tree'`)
	b.Do(t, "going back", chromedp.NavigateBack())
	b.Until(t, "the results are back", `document.querySelectorAll('a.hit').length === 1 && document.querySelector('#search').value === 'step17'`)
	open(t, b, url+"/search?q=zebra", `document.body.innerText.includes('No process has these words')`)
}

// TestSearchKeepsResultsWhileTyping: a further letter leaves the results before it in
// place, marked as old and without their count, until the answer has come.
func TestSearchKeepsResultsWhileTyping(t *testing.T) {
	url := Serve(t, storyCase(t), nil)
	b := NewBrowser(t, 1400, 900)
	open(t, b, url+"/search?q=step1", `document.querySelectorAll('a.hit').length > 1`)
	Eval[bool](t, b, `(() => {
		const ask = window.fetch, held = new Promise((r) => { window.answer = r; });
		window.fetch = (...a) => String(a[0].url ?? a[0]).includes('/search') ? held.then(() => ask(...a)) : ask(...a);
		document.querySelector('#search').focus();
		return true;
	})()`)
	b.Keys(t, kb.End, "7")
	b.Until(t, "the old results are marked", `location.search === '?q=step17' && document.querySelector('table.hits')?.getAttribute('aria-busy') === 'true'`)
	if got := Eval[string](t, b, `document.querySelectorAll('a.hit').length + ' ' + document.querySelector('main h2').innerText`); !strings.HasSuffix(got, " Search") || strings.HasPrefix(got, "0") {
		t.Errorf("results and heading: %q", got)
	}
	Eval[bool](t, b, `(window.answer(), true)`)
	b.Until(t, "the new ones are there", `document.querySelectorAll('a.hit').length === 1 && document.querySelector('table.hits').getAttribute('aria-busy') === 'false' && document.querySelector('main h2').innerText.includes('Showing 1 of 1')`)
}

func TestFilterKeepsAncestry(t *testing.T) {
	url := Serve(t, storyCase(t), nil)
	b := NewBrowser(t, 1400, 900)
	open(t, b, url+"/tree?host=h-ws1", `document.querySelectorAll('.rows .tr').length === 7`)
	b.Do(t, "typing", chromedp.SendKeys(`pg-filter-bar input[name=text]`, "domain admins"))
	b.Until(t, "the match is there with its ancestors", `document.querySelectorAll('.rows .tr').length === 4 && document.querySelectorAll('.rows .tr.dim').length === 3`)
	if got := Eval[string](t, b, `document.querySelector('.summary').innerText`); got != "Showing 1 of 7 processes, and 3 around them" {
		t.Errorf("the summary says %q", got)
	}
	if got := Eval[string](t, b, `[...document.querySelectorAll('mark')].map(m => m.textContent).join('|')`); got != "Domain|Admins|domain" {
		t.Errorf("marked is %q", got)
	}
	if got := Eval[string](t, b, `new URLSearchParams(location.search).get('text')`); got != "domain admins" {
		t.Errorf("the address has the text %q", got)
	}
	b.Do(t, "clearing", chromedp.Click(`.clear`))
	b.Until(t, "all rows are back", `document.querySelectorAll('.rows .tr').length === 7`)
	b.Do(t, "going back", chromedp.NavigateBack())
	b.Until(t, "the filter is back", `document.querySelectorAll('.rows .tr').length === 4 && document.querySelector('input[name=text]').value === 'domain admins'`)
}

func TestHostileTextIsText(t *testing.T) {
	url := Serve(t, storyCase(t), nil)
	b := NewBrowser(t, 1400, 900)
	noMarkup := func(where string) {
		t.Helper()
		if n := Eval[int](t, b, `document.querySelectorAll('main img, main script').length + (window.hacked ? 1 : 0)`); n != 0 {
			t.Errorf("%s: text of a log became markup", where)
		}
		if Eval[bool](t, b, `/[\u0000-\u0008\u001b\u202e\u200b]/.test(document.body.innerText + document.title + [...document.querySelectorAll('[title]')].map(e => e.title).join())`) {
			t.Errorf("%s: a character that acts is in the page", where)
		}
	}
	open(t, b, url+"/tree?host=h-ws1&key=p-hostile&details=1", detailsThere)
	b.Until(t, "the details are of it", `document.querySelector('.details-head h2')?.innerText.includes('invoice_') ?? false`)
	noMarkup("tree and details")
	for _, where := range []string{`document.querySelector('.tr.current .c-command').innerText`, `document.querySelector('pre.code').innerText`} {
		if got := Eval[string](t, b, where); !strings.HasPrefix(got, `<img src=x onerror=`) || !strings.Contains(got, `\x1B[2J\u202Egnp.exe\u200B`) {
			t.Errorf("%s shows %q", where, got)
		}
	}
	if got := Eval[string](t, b, `document.querySelector('.tr.current .name').innerText`); got != `invoice_\u202Efdp.exe` {
		t.Errorf("the name is shown as %q", got)
	}
	if got := Eval[string](t, b, `document.querySelector('.esc').title`); !strings.Contains(got, "RIGHT-TO-LEFT OVERRIDE") {
		t.Errorf("the escape is explained as %q", got)
	}
	open(t, b, url+"/search?q=onerror", `document.querySelectorAll('a.hit').length === 1`)
	noMarkup("search")
	open(t, b, url+"/process?key=p-long", detailsThere)
	if got := Eval[int](t, b, `document.querySelector('pre.code').textContent.trim().length`); got != len(longLine) {
		t.Errorf("the details show %d characters of %d", got, len(longLine))
	}
	open(t, b, url+"/tree?host=h-ws1&key=p-long", currentIs("long.exe"))
	if got := Eval[int](t, b, `document.querySelector('.tr.current .c-command').textContent.length`); got > 500 {
		t.Errorf("a row has %d characters of a long command line", got)
	}
}

func TestDetails(t *testing.T) {
	url := Serve(t, storyCase(t), nil)
	b := NewBrowser(t, 1400, 1000)
	open(t, b, url+"/process?key=p-ps", detailsThere)
	text := Eval[string](t, b, `document.querySelector('.details').innerText`)
	for _, want := range []string{"powershell.exe", "Write-Output 'hi'", "The sources disagree on the parent", "Sysmon names", "Security names", "2024-03-05 08:02:00.000 UTC",
		"1 min 30 s", "Interactive, local", strings.Repeat("AB", 20), "whoami.exe", "A document program started a shell", "named by its GUID"} {
		if !strings.Contains(text, want) {
			t.Errorf("the details lack %q:\n%s", want, text)
		}
	}
	Eval[bool](t, b, `document.querySelector('#zone').dispatchEvent(new PointerEvent('pointerdown'))`)
	b.Do(t, "choosing another zone", chromedp.SetValue(`#zone`, "Asia/Tokyo"))
	Eval[bool](t, b, `document.querySelector('#zone').dispatchEvent(new Event('change'))`)
	b.Until(t, "times are in it", `document.querySelector('.details').innerText.includes('2024-03-05 17:02:00.000 Asia/Tokyo (+09:00)')`)
	open(t, b, url+"/process?key=p-explorer", `document.body.innerText.includes('Not observed: no creation record')`)
	if got := Eval[int](t, b, `document.querySelectorAll('a.plink.stub').length`); got != 0 {
		t.Errorf("%d links of the stub's page look like stubs, want none", got)
	}
}
