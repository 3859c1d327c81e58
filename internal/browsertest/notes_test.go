package browsertest

import (
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/internal/importqueue"
	"github.com/procgraph/procgraph/internal/scenario"
	"github.com/procgraph/procgraph/web"
)

// serveForWriting serves the page over a store that may be changed from it.
func serveForWriting(t *testing.T, store graph.Store) string {
	t.Helper()
	imports, err := importqueue.New(importqueue.Options{Store: store, Limit: 8 << 20, Wait: 10 * time.Second})
	if err != nil {
		t.Fatal(err)
	}
	server, err := web.New(web.Options{Store: store, Capabilities: store.Capabilities(), Addr: "127.0.0.1:0", Decode: decode, Notes: store, Importer: imports})
	if err != nil {
		t.Fatal(err)
	}
	listening := httptest.NewServer(server.Handler())
	t.Cleanup(func() {
		listening.Close()
		if err := imports.Close(); err != nil {
			t.Error(err)
		}
	})
	return listening.URL
}

// TestNotes writes notes in the details, at a host and at a session, and finds them in the tree,
// the notes' own view and the report.
func TestNotes(t *testing.T) { onBothStores(t, notes) }

func notes(t *testing.T, d *demo) {
	p := d.step(t, "powershell")
	address := serveForWriting(t, d)
	b := NewBrowser(t, 1400, 900)
	open(t, b, address+"/tree?host="+url.QueryEscape(p.Host)+"&key="+url.QueryEscape(p.Key)+"&details=1", detailsThere)
	b.Until(t, "the editor is there", `document.querySelector('pg-note .note-write') !== null`)
	b.Do(t, "opening the editor", chromedp.Click(`pg-note .note-write`))
	b.Until(t, "the tags have the focus", `document.activeElement.name === 'tags'`)
	b.Keys(t, strings.Split("way in, <b>x</b>", "")...)
	Eval[bool](t, b, `(() => { const c = document.querySelector('pg-note textarea'), s = document.querySelector('pg-note select');
		c.value = 'first \u202E line'; c.dispatchEvent(new Event('input', {bubbles: true})); s.value = 'red'; return s.dispatchEvent(new Event('change', {bubbles: true})) })()`)
	b.Do(t, "keeping", chromedp.Click(`pg-note button[type=submit]`))
	b.Until(t, "the note is shown", `document.querySelector('pg-note .note-shown')?.innerText.includes('way in')`)
	b.Until(t, "the row shows it", `document.querySelector('.tr.current.noted.colour-red .note-mark')?.innerText.includes('<b>x</b>')`)
	if got := Eval[string](t, b, `document.querySelector('pg-note .note-comment').innerText`); !strings.Contains(got, `\u202E`) {
		t.Errorf("the comment is shown as %q", got)
	}

	// Another analyst changes the note meanwhile: the page tells of it and keeps what was typed.
	b.Do(t, "changing", chromedp.Click(`pg-note .note-write`))
	other := graph.Note{Kind: graph.KindProcess, About: p.Key, Comment: "of somebody else", Changed: graph.UnixSecond(1_800_000_000)}
	if err := d.SetNote(t.Context(), other); err != nil {
		t.Fatal(err)
	}
	b.Do(t, "keeping", chromedp.Click(`pg-note button[type=submit]`))
	b.Until(t, "the conflict is told", `document.querySelector('pg-note [role=alert]')?.innerText.includes('somebody else')`)
	b.Forgive("409")
	b.Do(t, "keeping all the same", chromedp.Click(`pg-note button[type=submit]`))
	b.Until(t, "it is kept", `document.querySelector('pg-note .note-shown')?.innerText.includes('way in')`)

	// A host, by the dialog.
	open(t, b, address+"/", `document.querySelector('#hosts .note-button') !== null`)
	b.Do(t, "opening the dialog", chromedp.Click(`#hosts .note-button`))
	b.Until(t, "the dialog is open", `document.querySelector('dialog.note-dialog[open] input[name=tags]') !== null`)
	b.Keys(t, strings.Split("scope", "")...)
	b.Keys(t, kb.Enter)
	b.Until(t, "the host is marked", `document.querySelector('#hosts .note-mark')?.innerText.includes('scope') && !document.querySelector('dialog.note-dialog[open]')`)

	if err := d.SetNote(t.Context(), graph.Note{Kind: graph.KindUser, About: "u:nobody", Comment: "was here", Changed: graph.UnixSecond(1)}); err != nil {
		t.Fatal(err)
	}
	open(t, b, address+"/notes", `document.querySelectorAll('table.notes tbody tr').length === 3`)
	text := Eval[string](t, b, `document.querySelector('table.notes').innerText`)
	for _, want := range []string{"powershell.exe", "way in", "scope", "no longer in the case", "<b>x</b>"} {
		if !strings.Contains(text, want) {
			t.Errorf("the notes lack %q:\n%s", want, text)
		}
	}
	picture(t, b, "notes")
	b.Do(t, "choosing a tag", chromedp.Click(`.filters .note-tag`))
	b.Until(t, "one tag is left", `document.querySelectorAll('table.notes tbody tr').length === 1 && location.search.startsWith('?tag=')`)
	report := Eval[string](t, b, `fetch('/api/v1/report?format=html').then((r) => r.text())`)
	if !strings.Contains(report, "<svg") || !strings.Contains(report, "&lt;b&gt;x&lt;/b&gt;") {
		t.Error("the report lacks the picture or the tag")
	}
}

// picture keeps a picture of the page where PROCGRAPH_LOOK names a folder.
func picture(t *testing.T, b *Browser, name string) {
	t.Helper()
	folder := os.Getenv("PROCGRAPH_LOOK")
	if folder == "" {
		return
	}
	for _, scheme := range []string{"light", "dark"} {
		b.Scheme(t, scheme)
		r, err := chromedp.Call(b.ctx, page.CaptureScreenshot, page.CaptureScreenshotParams{Format: page.CaptureScreenshotFormatPng})
		if err == nil {
			err = os.WriteFile(filepath.Join(folder, name+"-"+scheme+".png"), r.Data, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	b.Scheme(t, "light")
}

// TestImport sends files by the page: a good one, one that is no log and one that is too large.
func TestImport(t *testing.T) {
	find(t, "browser", browsers...)
	t.Run("case file", func(t *testing.T) { importing(t, NewCase(t, nil)) })
	t.Run("neo4j", func(t *testing.T) { importing(t, neo4jCase(t)) })
}

func importing(t *testing.T, store graph.Store) {
	address := serveForWriting(t, store)
	logs := t.TempDir()
	file := func(name string, content []byte) string {
		path := filepath.Join(logs, name)
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	var good strings.Builder
	config := scenario.Demo()
	config.Processes = 60
	if _, err := scenario.WriteJSONLines(t.Context(), &good, config); err != nil {
		t.Fatal(err)
	}
	paths := []string{file("good <b>.jsonl", []byte(good.String()+"{broken\n")), file("none.bin", []byte("\x00\x01 not a log")), file("large.evtx", make([]byte, 8<<20+1))}
	if len(good.String()) > 8<<20 {
		t.Fatal("the good log is too large for this test")
	}
	b := NewBrowser(t, 1400, 900)
	open(t, b, address+"/import", `document.querySelector('#files') !== null`)
	Eval[bool](t, b, `window.sameDocument = true`)
	b.Do(t, "choosing the files", chromedp.SetUploadFiles(`#files`, paths))
	b.Until(t, "both were read, one was not sent", `document.querySelectorAll('tr[data-state=done]').length === 2 && document.querySelectorAll('tr.refused').length === 1`)
	text := Eval[string](t, b, `document.querySelector('table.imports').innerText`)
	for _, want := range []string{"good <b>.jsonl", "1 rejected", "one file could not be read", "larger than this server takes"} {
		if !strings.Contains(text, want) {
			t.Errorf("the imports lack %q:\n%s", want, text)
		}
	}
	b.Do(t, "opening a report", chromedp.Click(`tr[data-state=done]:last-of-type button`))
	b.Until(t, "the report names the line", `document.querySelector('.report')?.innerText.includes('line ')`)
	picture(t, b, "import")
	Eval[bool](t, b, `(document.querySelector("view-nav")?.shadowRoot ?? document).querySelector('a[href^="/tree"]').click() === undefined`)
	b.Until(t, "what was read is there", rowsThere)
	if !Eval[bool](t, b, `window.sameDocument === true`) {
		t.Error("the page was loaded anew")
	}
}

// TestSearchEverywhere finds hosts, users, sessions and processes by one box.
func TestSearchEverywhere(t *testing.T) { onBothStores(t, searchEverywhere) }

func searchEverywhere(t *testing.T, d *demo) {
	p := d.step(t, "powershell")
	address := Serve(t, d, nil)
	b := NewBrowser(t, 1400, 900)
	open(t, b, address+"/files", `document.querySelector('pg-files-view h2') !== null`)
	b.Do(t, "Ctrl K", chromedp.KeyEvent("k", chromedp.KeyModifiers(2)))
	b.Until(t, "the box has the focus", `document.activeElement.id === 'search'`)
	host := strings.SplitN(p.HostName, ".", 2)[0]
	b.Keys(t, strings.Split(host, "")...)
	b.Until(t, "the host is found", `document.querySelector('.found-groups [aria-label=Hosts] a.hit')?.innerText.toLowerCase().includes('`+strings.ToLower(host)+`')`)
	picture(t, b, "search")
	b.Keys(t, kb.ArrowDown)
	b.Until(t, "it has the focus", `document.activeElement.closest('.found-groups') !== null`)
	b.Keys(t, kb.Enter)
	b.Until(t, "its tree is open", `location.pathname === '/tree' && location.search.includes('host=')`)
	name := `[...document.querySelectorAll('table.hits a.hit')].map((a) => a.innerText)`
	open(t, b, address+"/search?q=host%3A"+host+"+powershell", name+`.length > 0`)
	hosts := Eval[[]string](t, b, `[...new Set([...document.querySelectorAll('table.hits tbody tr')].map((r) => r.cells[3].innerText.toLowerCase()))]`)
	if len(hosts) != 1 || hosts[0] != strings.ToLower(host) {
		t.Errorf("hosts %v", hosts)
	}
	open(t, b, address+"/search?q="+p.GUID, name+`.length === 1`)
	if p.Session != "" {
		s, err := d.Session(t.Context(), p.Session)
		if err == nil && s.SourceIP != "" && !s.SourceLocal {
			open(t, b, address+"/search?q="+s.SourceIP, `document.querySelector('[aria-label="Logons from this address"] a.hit') !== null`)
		}
	}
	open(t, b, address+"/search?q=host%3Anowhere+x", `document.body.innerText.includes('no host is called nowhere')`)
	open(t, b, address+"/search?q=time%3Ayesterday+x", `document.body.innerText.includes('is no time')`)
	open(t, b, address+"/search?q=host%3A"+host+"+time%3A"+p.Start.String()[:13], name+`.length > 0`)
}
