package browsertest

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// TestLargeTree opens 100,000 rows and scrolls through them: what is drawn stays few.
func TestLargeTree(t *testing.T) {
	const processes, fanOut = 100_000, 10_000
	find(t, "browser", browsers...)
	url := Serve(t, NewCase(t, nil, LargeHost(processes, fanOut)), nil)
	b := NewBrowser(t, 1400, 900)

	// A node with 10,000 children shows a page of them and counts the rest.
	open(t, b, url+"/tree?host=h-large&key=p-large-0000001", currentIs("services.exe"))
	Eval[bool](t, b, gridFocused)
	b.Keys(t, kb.ArrowRight)
	b.Until(t, "a page of children is there", `document.querySelector('.summary').innerText.startsWith('Showing 203 of 100,000')`)
	Eval[bool](t, b, `document.querySelector('.grid').scrollTop = 1e9, true`)
	b.Until(t, "a row stands for the rest", `document.querySelector('.tr.more')?.innerText.includes('9,800 more') ?? false`)
	if got := Eval[string](t, b, `document.querySelector('.tr.more').innerText`); !strings.Contains(got, "svchost.exe ×10,000") {
		t.Errorf("the row for the rest says %q", got)
	}
	b.Do(t, "loading more", chromedp.Click(`.tr.more .linklike`))
	b.Until(t, "a further page is there", `document.querySelector('.summary').innerText.startsWith('Showing 1,203')`)

	// A process deep in a page that is not loaded is revealed all the same.
	open(t, b, url+"/tree?host=h-large&key=p-large-0009000", `document.querySelector('.tr.current')?.innerText.includes('group8998') ?? false`)

	// All rows.
	Eval[bool](t, b, `document.querySelector('pg-tree-view').expandAll(document.querySelector('pg-tree-view').model.root).then(() => true)`)
	b.Until(t, "all rows are there", `document.querySelector('.summary').innerText.startsWith('Showing 100,000 of 100,000')`)
	drawn := Eval[[]int](t, b, `(async () => {
		const grid = document.querySelector('.grid'), tree = document.querySelector('pg-tree-grid');
		const frame = () => new Promise((r) => requestAnimationFrame(() => requestAnimationFrame(r)));
		let most = 0, least = 1e9, gaps = 0;
		for (let i = 0; i <= 24; i++) {
			grid.scrollTop = (grid.scrollHeight - grid.clientHeight) * i / 24;
			await frame(); await tree.updateComplete;
			const rows = [...document.querySelectorAll('.rows .tr')];
			most = Math.max(most, rows.length); least = Math.min(least, rows.length);
			const box = grid.getBoundingClientRect();
			if (rows[0].getBoundingClientRect().top > box.top + 27 || rows.at(-1).getBoundingClientRect().bottom < box.bottom - 25) gaps++;
		}
		return [most, least, gaps, grid.scrollHeight];
	})()`)
	if most, least := drawn[0], drawn[1]; most > 70 || least < 30 {
		t.Errorf("between %d and %d rows are drawn, want 30 to 70", least, most)
	}
	if drawn[2] != 0 {
		t.Errorf("%d of 25 places had no rows for a part of the view", drawn[2])
	}
	if drawn[3] > 1_000_100 {
		t.Errorf("the scroller is %d pixels high", drawn[3])
	}
	last := `[...document.querySelectorAll('.rows .tr')].at(-1).getAttribute('aria-rowindex') === '100001'`
	b.Until(t, "the end of the scroll is the last row", last)
	Eval[bool](t, b, gridFocused)
	b.Keys(t, kb.Home)
	b.Until(t, "the first row is current", currentIs("System"))
	b.Keys(t, kb.End)
	b.Until(t, "the last row is current and drawn", last+` && document.querySelector('.tr.current')?.getAttribute('aria-rowindex') === '100001'`)
}
