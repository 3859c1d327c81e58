package browsertest

import (
	"net/url"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

func TestSeverityColoursTheTree(t *testing.T) {
	url := Serve(t, storyCase(t), nil)
	b := NewBrowser(t, 1400, 900)
	open(t, b, url+"/tree?host=h-ws1", `document.querySelectorAll('.rows .tr').length === 7`)
	colour := func(name, part string) string {
		t.Helper()
		return Eval[string](t, b, `getComputedStyle([...document.querySelectorAll('.rows .tr')].find(r => r.querySelector('.name').textContent === '`+name+`').querySelector('`+part+`')).color`)
	}
	plain := colour("net.exe", ".name")
	if high := colour("powershell.exe", ".name"); high == plain {
		t.Error("a process with a remark of high severity looks like any other")
	}
	if low := colour("whoami.exe", ".name"); low != plain {
		t.Errorf("a remark of low severity colours the name: %s, want %s", low, plain)
	}
	if high, low := colour("powershell.exe", ".c-flags .flag"), colour("whoami.exe", ".c-flags .flag"); high == low {
		t.Error("flags of high and low severity look the same")
	}
}

func TestWarningsAreAboutNames(t *testing.T) {
	url := Serve(t, storyCase(t), nil)
	b := NewBrowser(t, 1400, 900)
	open(t, b, url+"/warnings", `document.querySelectorAll('main table td').length > 0`)
	text := Eval[string](t, b, `document.querySelector('main table tbody').innerText`)
	for _, want := range []string{"powershell.exe", "3200", "on ws1.example.test", "2024-03-05 08:02:00.000", "Sysmon and Security name different parents"} {
		if !strings.Contains(text, want) {
			t.Errorf("the warning lacks %q: %s", want, text)
		}
	}
	if strings.Contains(text, "p-ps") {
		t.Errorf("the warning shows a key: %s", text)
	}
	b.Do(t, "following the link", chromedp.Click(`main table td.key a`))
	b.Until(t, "the process is shown", detailsThere+` && location.search === '?key=p-ps'`)
}

func TestDetailsLeadToRecords(t *testing.T) { onBothStores(t, detailsLeadToRecords) }

func detailsLeadToRecords(t *testing.T, d *demo) {
	address := Serve(t, d, nil)
	b := NewBrowser(t, 1400, 1000)
	ps := d.step(t, "powershell")
	open(t, b, address+"/process?key="+url.QueryEscape(ps.Key), detailsThere)
	for _, want := range []struct{ kind, event string }{{"process", "Sysmon 1"}, {"session", "Security 4624"}} {
		node := `document.querySelector('pg-node-records[kind=` + want.kind + `]')`
		Eval[bool](t, b, `(`+node+`.querySelector('summary').click(), true)`)
		b.Until(t, "the records of the "+want.kind+" are there", `[...`+node+`.querySelectorAll('.record > summary')].some(s => s.innerText.includes('`+want.event+`'))`)
		Eval[bool](t, b, `(`+node+`.querySelector('.record > summary').click(), true)`)
		b.Until(t, "a record is open", node+`.querySelector('table.raw') !== null`)
	}
	for _, label := range []string{"Parent", "Lifetime", "Logon ID"} {
		row := `[...document.querySelectorAll('table.fields tr')].find(r => r.querySelector('th')?.innerText === '` + label + `')`
		if n := Eval[int](t, b, row+`?.querySelectorAll('.src').length ?? -1`); n <= 0 {
			t.Errorf("%s does not say which records it is from (%d)", label, n)
		}
	}
	Eval[bool](t, b, `(document.querySelector('td.srcs .src').click(), true)`)
	b.Until(t, "a chip opens the process's own record", `document.querySelector('pg-source-records:not([plain]) table.raw') !== null`)
}
