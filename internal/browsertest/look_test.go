package browsertest

import (
	"testing"

	"github.com/chromedp/chromedp"
)

// contrast computes the WCAG 2 contrast of pairs of the page's colours and returns those below 4.5.
const contrast = `(() => {
	const probe = document.body.appendChild(document.createElement('i'));
	const rgb = (name) => { probe.style.color = 'var(' + name + ')'; return getComputedStyle(probe).color.match(/[\d.]+/g).slice(0, 3).map(Number); };
	const light = (c) => c.map((v) => v / 255).map((v) => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4).reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
	const pairs = [];
	for (const ground of ['--card', '--ground', '--sunken', '--hover', '--current']) for (const text of ['--text', '--muted', '--accent', '--high', '--remote']) pairs.push([text, ground]);
	for (const kind of ['high', 'warn', 'info']) pairs.push(['--' + kind, '--' + kind + '-ground'], ['--text', '--' + kind + '-ground']);
	pairs.push(['--esc', '--esc-ground'], ['--text', '--mark'], ['--text', '--accent-ground']);
	for (const k of ['shell', 'powershell', 'script', 'office', 'browser', 'system', 'service', 'remote', 'tool', 'desktop', 'app']) pairs.push(['--k-' + k, '--card']);
	const low = pairs.map(([t, g]) => { const [a, b] = [light(rgb(t)), light(rgb(g))].sort((x, y) => y - x); return [t + ' on ' + g, (a + 0.05) / (b + 0.05)]; }).filter(([, r]) => r < 4.5);
	probe.remove();
	return low.map(([name, r]) => name + ' ' + r.toFixed(2));
})()`

func TestThemes(t *testing.T) {
	url := Serve(t, storyCase(t), nil)
	b := NewBrowser(t, 1200, 800)
	ground := `getComputedStyle(document.body).backgroundColor`
	open(t, b, url+"/", `document.querySelectorAll('.standout').length === 2`)
	b.Scheme(t, "light")
	light := Eval[string](t, b, ground)
	for _, low := range Eval[[]string](t, b, contrast) {
		t.Errorf("light: contrast below 4.5: %s", low)
	}
	b.Scheme(t, "dark")
	dark := Eval[string](t, b, ground)
	if dark == light {
		t.Fatalf("the ground is %s whatever the system prefers", dark)
	}
	for _, low := range Eval[[]string](t, b, contrast) {
		t.Errorf("dark: contrast below 4.5: %s", low)
	}
	b.Do(t, "switching to light", chromedp.Click(`#theme`))
	b.Until(t, "the page is light", ground+` === '`+light+`'`)
	b.Do(t, "reloading", chromedp.Reload())
	b.Until(t, "it is light still", `document.querySelectorAll('.standout').length === 2 && `+ground+` === '`+light+`'`)
	b.Do(t, "switching to dark", chromedp.Click(`#theme`))
	b.Scheme(t, "light")
	b.Until(t, "the page is dark on a light system", ground+` === '`+dark+`'`)
}

func TestColumnsAreKept(t *testing.T) {
	url := Serve(t, storyCase(t), nil)
	b := NewBrowser(t, 1600, 800)
	open(t, b, url+"/tree?host=h-ws1", rowsThere)
	b.Do(t, "hiding and showing columns", chromedp.Click(`pg-column-menu summary`), chromedp.Click(`pg-column-menu input[name=integrity]`), chromedp.Click(`pg-column-menu input[name=guid]`))
	heads := `[...document.querySelectorAll('.th')].map(e => e.className.match(/c-(\w+)/)[1]).join()`
	want := "image,start,pid,command,user,logon,life,children,flags,guid"
	b.Until(t, "the columns follow", heads+` === '`+want+`'`)
	Eval[bool](t, b, `(document.querySelector('.c-user .grip').focus(), true)`)
	before := Eval[int](t, b, `document.querySelector('.th.c-user').offsetWidth`)
	b.Keys(t, "\u0303", "\u0303") // the right arrow
	b.Until(t, "the column is wider", `document.querySelector('.th.c-user').offsetWidth > `+itoa(before))
	after := Eval[int](t, b, `document.querySelector('.th.c-user').offsetWidth`)
	b.Do(t, "reloading", chromedp.Reload())
	b.Until(t, "columns and widths are kept", rowsThere+` && `+heads+` === '`+want+`' && document.querySelector('.th.c-user').offsetWidth === `+itoa(after))
	aligned := Eval[bool](t, b, `[...document.querySelectorAll('.rows .tr')].every(r => [...r.children].every((c, i) => Math.abs(c.getBoundingClientRect().left - document.querySelectorAll('.th')[i].getBoundingClientRect().left) < 1))`)
	if !aligned {
		t.Error("cells do not stand below their heads")
	}
}

func TestNarrowScreen(t *testing.T) {
	url := Serve(t, storyCase(t), nil)
	b := NewBrowser(t, 400, 800)
	for _, path := range []string{"/", "/files", "/warnings", "/logons", "/search?q=powershell", "/process?key=p-ps", "/query?hunt=remote-execution"} {
		open(t, b, url+path, `document.querySelector('main h2') !== null`)
		if over := Eval[int](t, b, `document.documentElement.scrollWidth - document.documentElement.clientWidth`); over > 0 {
			t.Errorf("%s is %d pixels wider than the screen", path, over)
		}
		if over := Eval[int](t, b, `document.querySelector('main').scrollWidth - document.querySelector('main').clientWidth`); over > 0 {
			t.Errorf("%s: the view is %d pixels wider than the screen", path, over)
		}
	}
}
