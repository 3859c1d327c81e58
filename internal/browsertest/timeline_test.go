package browsertest

import (
	"net/url"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// dragOver drags over a part of the overview, in shares of its width.
const dragOver = `(() => {
	const svg = document.querySelector('svg.density-bar'), r = svg.getBoundingClientRect();
	svg.setPointerCapture = () => {};
	const fire = (type, share) => svg.dispatchEvent(new PointerEvent(type, {bubbles: true, button: 0, clientX: r.left + r.width * share, clientY: r.top + 40}));
	fire('pointerdown', 0.4); fire('pointermove', 0.5); fire('pointerup', 0.6);
	return true;
})()`

func param(name string) string { return `new URLSearchParams(location.search).get('` + name + `')` }

func TestLogonsView(t *testing.T) { onBothStores(t, logonsView) }

func logonsView(t *testing.T, d *demo) {
	address := Serve(t, d, nil)
	b := NewBrowser(t, 1500, 950)
	open(t, b, address+"/logons", `document.querySelectorAll('.session-table tbody tr').length > 3 && document.querySelector('svg.density-bar rect.density') !== null`)
	b.Until(t, "the sessions of Windows are folded with a count", `/Without [\d,]+ sessions of Windows itself: .*(built-in|virtual)/.test(document.querySelector('.fold')?.innerText ?? '')`)
	if Eval[bool](t, b, `[...document.querySelectorAll('.session-table td:nth-child(3)')].some(e => /DWM-|UMFD-|\\SYSTEM/.test(e.innerText))`) {
		t.Error("an account of Windows is not folded")
	}
	folded := Eval[int](t, b, `document.querySelectorAll('.session-table tbody tr').length`)
	b.Do(t, "showing them", chromedp.Click(`.fold button`))
	b.Until(t, "all are shown", param("all")+` === '1' && document.querySelectorAll('.session-table tbody tr').length > `+itoa(folded))
	b.Do(t, "going back", chromedp.NavigateBack())
	b.Until(t, "they are folded again", `document.querySelectorAll('.session-table tbody tr').length === `+itoa(folded))

	b.Do(t, "lanes", chromedp.Click(`button[data-show=lanes]`))
	b.Until(t, "lanes and the same table", `document.querySelectorAll('pg-logon-lanes g.stretch').length > 3 && document.querySelectorAll('.session-table tbody tr').length === `+itoa(folded))
	if label := Eval[string](t, b, `document.querySelector('g.stretch.logon-remote').getAttribute('aria-label')`); !strings.Contains(label, " from ") || !strings.Contains(label, "process") {
		t.Errorf("a remote session is told as %q", label)
	}
	Eval[bool](t, b, `(document.querySelector('g.stretch[tabindex="0"]').focus(), true)`)
	b.Keys(t, kb.ArrowRight, kb.Enter)
	b.Until(t, "its details are open", `document.querySelector('pg-session-details .details-head h2') !== null && document.querySelector('tr.chosen') !== null && document.querySelector('g.stretch.current') !== null`)
	b.Keys(t, kb.Escape)
	b.Until(t, "they are closed", `!document.querySelector('pg-session-details')`)

	Eval[bool](t, b, dragOver)
	b.Until(t, "the brush is the time filter", param("from")+` !== null && `+param("to")+` !== null && document.querySelector('rect.brush') !== null`)
	b.Keys(t, "g", "t")
	b.Until(t, "the tree keeps to it", `location.pathname === '/tree' && `+param("from")+` !== null && (document.querySelector('input[name=from]')?.value ?? '') !== ''`)
	b.Keys(t, "g", "w")
	b.Until(t, "the warnings say that they do not", `document.querySelector('.span-chip')?.innerText.includes('not used here')`)
	b.Keys(t, "g", "l")
	b.Until(t, "it is still there", `location.pathname === '/logons' && document.querySelector('.thumb-to') !== null && `+param("from")+` !== null`)
	Eval[bool](t, b, `(document.querySelector('.thumb-to').focus(), true)`)
	before := Eval[string](t, b, param("to"))
	b.Keys(t, kb.ArrowLeft)
	b.Until(t, "an arrow moves its end", param("to")+` < '`+before+`'`)

	open(t, b, address+"/logons?show=moves", `document.querySelectorAll('svg.moves g.move').length > 0`)
	counts := `[...document.querySelectorAll('.move-table tbody tr')].reduce((n, r) => n + Number(r.querySelector('.num').innerText.replace(/,/g, '')), 0)`
	if Eval[int](t, b, counts) == 0 || !Eval[bool](t, b, `document.querySelector('main h2').innerText.startsWith('Logons Showing ' + (`+counts+`).toLocaleString('en') + ' of ')`) {
		t.Errorf("%d logons are counted below the heading %q", Eval[int](t, b, counts), Eval[string](t, b, `document.querySelector('main h2').innerText`))
	}
	for _, want := range []string{"wks-0114", "wks-0117"} {
		if !strings.Contains(Eval[string](t, b, `document.querySelector('.move-table').innerText`), want) {
			t.Errorf("the moves do not name %s", want)
		}
	}
	Eval[bool](t, b, saved)
	if svg := save(t, b, "SVG", "logons-moves.svg"); !strings.Contains(svg, "wks-0117") || strings.Contains(svg, "var(") || strings.Contains(svg, "class=") {
		t.Errorf("the SVG is %.400s", svg)
	}
	if csv := save(t, b, "CSV", "logons-moves.csv"); !strings.HasPrefix(csv, "first,last,from,to,") {
		t.Errorf("CSV: %.200s", csv)
	}
	open(t, b, address+"/logons?show=attempts", `document.querySelectorAll('.attempt-table tbody tr').length > 0`)
	if note := Eval[string](t, b, `document.querySelector('.spray').innerText`); !strings.Contains(note, "accounts failed to log on to fs01") || !strings.Contains(note, "no such user") {
		t.Errorf("the password spray is told as %q", note)
	}
}

func TestTimeView(t *testing.T) { onBothStores(t, timeView) }

func timeView(t *testing.T, d *demo) {
	address := Serve(t, d, nil)
	b := NewBrowser(t, 1500, 950)
	word := d.step(t, "word")
	open(t, b, address+"/time?host="+url.QueryEscape(word.Host), `document.querySelectorAll('g.lane-row').length > 10 && document.querySelector('svg.density-bar rect.density') !== null`)
	total := Eval[string](t, b, `document.querySelector('.summary').innerText`)
	Eval[bool](t, b, dragOver)
	b.Until(t, "fewer processes", param("from")+` !== null && document.querySelector('.summary').innerText !== `+"`"+total+"`")
	b.Do(t, "back", chromedp.NavigateBack())
	b.Until(t, "all again", `document.querySelector('.summary').innerText === `+"`"+total+"`")

	open(t, b, address+"/time?host="+url.QueryEscape(word.Host)+"&text=WINWORD", `document.querySelector('g.lane-row:not(.dim)') !== null`)
	Eval[bool](t, b, `(document.querySelector('.lane-rows').focus(), true)`)
	b.Keys(t, kb.End)
	b.Until(t, "the last row is current", `document.querySelector('g.lane-row.current') !== null && `+param("key")+` !== null`)
	b.Keys(t, "+", "+")
	b.Until(t, "the axis is zoomed", param("zf")+` !== null`)
	b.Keys(t, "0")
	b.Until(t, "and whole again", param("zf")+` === null`)
	n := Eval[int](t, b, `document.querySelectorAll('g.lane-row').length`)
	b.Keys(t, kb.Home, kb.ArrowLeft)
	b.Until(t, "the branch is closed", `document.querySelectorAll('g.lane-row').length < `+itoa(n)+` && document.querySelector('g.lane-row[aria-expanded="false"]') !== null`)
	b.Keys(t, kb.ArrowRight)
	b.Until(t, "and open", `document.querySelectorAll('g.lane-row').length === `+itoa(n))
	b.Keys(t, kb.Enter)
	b.Until(t, "details", `document.querySelector('pg-process-details .details-head h2') !== null`)
	b.Keys(t, kb.Escape)
	b.Until(t, "closed", `!document.querySelector('pg-process-details')`)
	Eval[bool](t, b, saved)
	if svg := save(t, b, "SVG", "time.svg"); !strings.Contains(svg, "WINWORD.EXE") || strings.Contains(svg, "var(") {
		t.Errorf("the SVG is %.400s", svg)
	}
	open(t, b, address+"/time?text=nothing-has-this", `document.querySelector('main').innerText.includes('No process lived in what is chosen')`)
}

func TestReplayView(t *testing.T) { onBothStores(t, replayView) }

func replayView(t *testing.T, d *demo) {
	address := Serve(t, d, nil)
	b := NewBrowser(t, 1500, 950)
	ps := d.step(t, "powershell")
	open(t, b, address+"/replay?host="+url.QueryEscape(ps.Host)+"&at="+url.QueryEscape(ps.Start.String()), `document.querySelectorAll('.replay-row').length > 5 && document.querySelector('li.current') !== null`)
	next := Eval[string](t, b, `document.querySelector('li.ahead').innerText`)
	if !strings.Contains(next, "powershell.exe") {
		t.Errorf("the next event is %q", next)
	}
	b.Keys(t, ".")
	b.Until(t, "the shell has started", `document.querySelector('.replay-row.is-new a')?.innerText === 'powershell.exe' && `+param("cur")+` !== null`)
	b.Until(t, "its record is shown", `/event (1|4688), record/.test(document.querySelector('.record-place').innerText) && [...document.querySelectorAll('.replay-side table.raw th')].some(e => /CommandLine/.test(e.innerText))`)
	depth := Eval[bool](t, b, `document.querySelector('.replay-row.is-new .indent').style.width !== '0px'`)
	if !depth {
		t.Error("the shell does not stand under its parent")
	}
	cur := Eval[string](t, b, param("cur"))
	b.Do(t, "reloading", chromedp.Reload())
	b.Until(t, "the address brings the place back", `document.querySelector('li.current')?.innerText.includes('powershell.exe') && `+param("cur")+` === '`+cur+`'`)
	b.Keys(t, ",")
	b.Until(t, "one event back", `document.querySelector('li.ahead')?.innerText.includes('powershell.exe')`)
	rows := Eval[string](t, b, `document.querySelector('.now').innerText`)
	Eval[bool](t, b, `(() => { const s = document.querySelector('select[name=pace]'); s.value = 'e20'; s.dispatchEvent(new Event('change')); return true; })()`)
	b.Keys(t, "k")
	b.Until(t, "it plays", `document.querySelector('.play').innerText === 'Pause' && document.querySelector('.now').innerText > '`+rows+`'`)
	b.Keys(t, "k")
	b.Until(t, "it pauses", `document.querySelector('.play').innerText === 'Play'`)
	Eval[bool](t, b, `(document.querySelector('.thumb-mark').focus(), true)`)
	b.Keys(t, kb.End)
	b.Until(t, "the end is the end", `document.querySelector('button[title^="One event on"]').disabled`)
	b.Keys(t, kb.Home)
	b.Until(t, "the scrubber goes to the beginning", `document.querySelector('button[title^="One event back"]').disabled`)
	if graph := Eval[string](t, b, `[...document.querySelectorAll('.replay-controls a')].map(a => a.getAttribute('href')).join()`); !strings.Contains(graph, "/graph") {
		t.Errorf("no way to the graph: %q", graph)
	}
}

// TestTimesOfHostileText: what logs hold stays text in the lanes, in the replay and in what is saved of them.
func TestTimesOfHostileText(t *testing.T) {
	address := Serve(t, storyCase(t), nil)
	b := NewBrowser(t, 1400, 900)
	safe := func(view string) {
		t.Helper()
		if Eval[bool](t, b, `window.hacked === 1 || document.querySelector('`+view+` img:not([src="/icon.svg"]), `+view+` script') !== null`) {
			t.Errorf("%s: a command line became markup", view)
		}
		text := Eval[string](t, b, `document.querySelector('`+view+`').textContent + [...document.querySelectorAll('`+view+` [aria-label]')].map(e => e.getAttribute('aria-label')).join()`)
		if strings.ContainsAny(text, "\u202e\x1b") || !strings.Contains(text, `\u202E`) {
			t.Errorf("%s: hidden characters are not shown as escapes", view)
		}
	}
	open(t, b, address+"/time", `document.querySelectorAll('g.lane-row').length > 2`)
	safe(".time-view")
	Eval[bool](t, b, saved)
	if svg := save(t, b, "SVG", "time.svg"); strings.Contains(svg, "\u202e") || strings.Contains(svg, "<script") || strings.Contains(svg, "<img") {
		t.Errorf("the SVG is %.300s", svg)
	}
	if csv := save(t, b, "CSV", "time.csv"); strings.Contains(csv, "\u202e") || !strings.HasPrefix(csv, "start,end,") {
		t.Errorf("CSV: %.300s", csv)
	}
	open(t, b, address+"/replay", `document.querySelector('li.current') !== null`)
	Eval[bool](t, b, `(document.querySelector('.thumb-mark').focus(), true)`)
	b.Keys(t, kb.End)
	b.Until(t, "all has been played", `document.querySelector('button[title^="One event on"]').disabled && document.querySelectorAll('.replay-row').length > 2`)
	safe(".replay-view")
	open(t, b, address+"/replay?host=nothing", `document.querySelector('main').innerText.includes('Nothing to replay here')`)
	open(t, b, address+"/logons?show=moves", `document.querySelector('main').innerText.includes('No move from host to host') || document.querySelector('svg.moves') !== null`)
}
