package browsertest

import (
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// view is a line of the page's registry of views.
type view struct{ ID, Path, Tag string }

// finding is an element that breaks a rule of axe-core.
type finding struct{ Rule, Help, Element, Why string }

// axeRun runs rules on the page, none for all of WCAG 2 A and AA and of best
// practice, and returns what breaks them. Left out are the hundreds of options of
// the zone menu, which take axe-core most of its time.
const axeRun = `(async (rules) => {
	const result = await axe.run({ exclude: [['#zone optgroup']] }, { resultTypes: ['violations'], ...(rules.length ? { runOnly: { type: 'rule', values: rules } } : {}) });
	return result.violations.flatMap((v) => v.nodes.slice(0, 5).map((n) => ({ rule: v.id, help: v.help, element: n.html.slice(0, 300), why: n.failureSummary })));
})`

// settled is true when the view of the address has its content.
func settled(v view) string {
	return `document.querySelector('main ` + v.Tag + `')?.childElementCount > 0 && document.querySelector('main .state.busy, main [aria-busy="true"]') === null`
}

// Accessible checks the page as it stands with axe-core: all rules in the light
// theme, those of colour in the dark one. It leaves the light theme on.
func Accessible(t *testing.T, b *Browser, axe string) {
	t.Helper()
	b.Scheme(t, "light")
	if !Eval[bool](t, b, `typeof window.axe === 'object'`) {
		Eval[bool](t, b, axe+"\n;true")
	}
	report := func(theme, rules string) {
		t.Helper()
		for _, f := range Eval[[]finding](t, b, axeRun+`(`+rules+`)`) {
			t.Errorf("%s: %s (%s)\n\t%s\n\t%s", theme, f.Rule, f.Help, f.Element, strings.ReplaceAll(f.Why, "\n", "\n\t"))
		}
	}
	report("light", `[]`)
	b.Scheme(t, "dark")
	report("dark", `['color-contrast', 'link-in-text-block']`)
	b.Scheme(t, "light")
}

// states are addresses of views beyond the plain one: what follows the view's
// path, and what must be there besides.
func (d *demo) states(t *testing.T) map[string]map[string]string {
	t.Helper()
	child := d.step(t, "wmi-child")
	key := url.QueryEscape(child.Key)
	session := url.QueryEscape(child.Session)
	return map[string]map[string]string{
		"overview": {"?group=host": `document.querySelectorAll('.standout').length > 0`},
		"tree": {
			"?host=" + url.QueryEscape(child.Host):                             rowsThere,
			"?host=" + url.QueryEscape(child.Host) + "&details=1&key=" + key:   rowsThere + " && " + detailsThere,
			"?host=" + url.QueryEscape(child.Host) + "&text=powershell":        `document.querySelectorAll('.tr.dim').length > 0`,
			"?host=" + url.QueryEscape(child.Host) + "&text=nothing-like-this": `document.querySelector('.state.empty') !== null`,
		},
		"lineage": {"?key=" + key: pictureThere},
		"graph": {
			strings.TrimPrefix(seed("process", child.Key), "/graph"): graphThere,
		},
		"process":  {"?key=" + key: detailsThere},
		"search":   {"?q=powershell": `document.querySelectorAll('a.hit').length > 0`},
		"warnings": {"?class=parent-stub": `document.querySelectorAll('main table td').length > 0`},
		"logons": {
			"?show=attempts":            `document.querySelectorAll('main table td').length > 0`,
			"?show=lanes":               `document.querySelectorAll('main table td').length > 0`,
			"?show=moves":               `document.querySelectorAll('main table td').length > 0`,
			"?details=1&key=" + session: `document.querySelector('pg-session-details h2') !== null`,
		},
		"query": {"?hunt=remote-execution": `document.querySelector('.hunt-card pre') !== null`},
		"files": {"#missing": `document.querySelectorAll('main table td').length > 0`},
	}
}

// axeSource is axe-core's script.
func axeSource(t *testing.T) string {
	t.Helper()
	source, err := os.ReadFile(filepath.Join("testdata", "vendor", "axe-core", "axe.min.js"))
	if err != nil {
		t.Fatal(err)
	}
	return string(source)
}

// TestEachViewIsAccessible runs axe-core over every view that the page registers.
func TestEachViewIsAccessible(t *testing.T) {
	d := demoCase(t)
	address := Serve(t, d, nil)
	source := axeSource(t)
	b := newBrowser(t, 1400, 900, 20*time.Minute)
	open(t, b, address+"/", `document.querySelector('main') !== null`)
	views := Eval[[]view](t, b, `import('/model/routes.js').then((m) => m.VIEWS.map((v) => ({ id: v.id, path: v.path, tag: v.tag })))`)
	if len(views) < 9 {
		t.Fatalf("the page registers %d views", len(views))
	}
	states := d.states(t)
	for _, v := range views {
		if states[v.ID] == nil {
			states[v.ID] = map[string]string{}
		}
		states[v.ID][""] = `document.querySelectorAll('h1').length === 1`
		for more, there := range states[v.ID] {
			t.Run(v.ID+more, func(t *testing.T) {
				open(t, b, address+v.Path+more, settled(v)+" && ("+there+")")
				Accessible(t, b, source)
			})
		}
	}
	for _, dialog := range []struct{ path, opener, there string }{
		{"/", `button[aria-label=Keys]`, `document.querySelector('pg-help-dialog dialog').open`},
		{"/", `.nav-menu summary`, `document.querySelector('.nav-menu').open`},
		{"/tree", `pg-column-menu summary`, `document.querySelector('pg-column-menu details').open`},
	} {
		t.Run("dialog "+dialog.opener, func(t *testing.T) {
			open(t, b, address+dialog.path, `document.querySelector('`+dialog.opener+`') !== null`)
			Eval[bool](t, b, `(document.querySelector('`+dialog.opener+`').click(), true)`)
			b.Until(t, "it is open", dialog.there)
			Accessible(t, b, source)
		})
	}
}

// TestNotesAreAccessible checks what only a case that takes notes shows.
func TestNotesAreAccessible(t *testing.T) {
	address := serveForWriting(t, demoCase(t))
	b := newBrowser(t, 1400, 900, 5*time.Minute)
	open(t, b, address+"/", `document.querySelector('#hosts .note-button') !== null`)
	Eval[bool](t, b, `(document.querySelector('#hosts .note-button').click(), true)`)
	b.Until(t, "the dialog is open", `document.querySelector('dialog.note-dialog[open] input[name=tags]') !== null`)
	Accessible(t, b, axeSource(t))
}
