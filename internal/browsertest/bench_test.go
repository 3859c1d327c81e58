package browsertest

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/performance"
	"github.com/chromedp/chromedp"

	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/graph/sqlitestore"
)

// The case of BenchmarkPage: a million processes on 200 hosts.
const (
	benchProcesses = 1_000_000
	benchHosts     = 200
	benchLargest   = 100_000 // processes of the largest host
	benchFanOut    = 10_000  // children of its services.exe
	benchDepth     = 40      // length of a chain of processes on it
)

// benchRounds is how often each thing is done; medians are of these.
const benchRounds = 15

// BenchmarkPage drives Chromium over a case file of a million processes on 200
// hosts and gives, for each thing that an analyst does, the median and the
// longest time in milliseconds from the key or the address to the drawn result.
// The case takes minutes to write: PROCGRAPH_BENCH_CASE names a file to keep it in.
func BenchmarkPage(b *testing.B) {
	find(b, "browser", browsers...)
	address := Serve(b, benchCase(b), nil)
	page := newBrowser(b, 1400, 900, time.Hour)
	for _, bench := range []struct {
		name string
		once func(*testing.B, *Browser, string, int) float64
	}{
		{"overview", firstPaint("/", `document.querySelector('#hosts a') !== null`)},
		{"first-rows", firstPaint("/tree?host=h-large", rowsThere)},
		{"expand-10000", expandFanOut},
		{"lineage-40", firstPaint("/lineage?key="+chainKey(benchDepth-1), `document.querySelectorAll('.picture g.node').length >= 40`)},
		{"process", firstPaint("/process?key=p-large-0050000", detailsThere)},
		{"search-letter", searchLetter},
	} {
		b.Run(bench.name, func(b *testing.B) {
			var times []float64
			for b.Loop() {
				for i := range benchRounds {
					times = append(times, bench.once(b, page, address, i))
				}
			}
			slices.Sort(times)
			b.ReportMetric(times[len(times)/2], "median-ms")
			b.ReportMetric(times[len(times)-1], "max-ms")
			b.ReportMetric(0, "ns/op")
		})
	}
	b.Run("scroll-100000", func(b *testing.B) { scroll(b, page, address) })
}

// drawnWhen is a promise of the milliseconds until the expression is true and the
// frame that shows it has been drawn. begin is an expression of what starts it.
func drawnWhen(begin, ready string) string {
	return `new Promise((resolve, reject) => {
		const began = performance.now();
		` + begin + `;
		const look = () => {
			if (` + ready + `) {
				const drawn = new MessageChannel();
				drawn.port1.onmessage = () => resolve(performance.now() - began);
				requestAnimationFrame(() => drawn.port2.postMessage(0));
			} else if (performance.now() - began > 60000) reject(new Error('it took over a minute'));
			else setTimeout(look, 1);
		};
		look();
	})`
}

// firstPaint loads the page anew at a path. The time is the document's own, from
// the start of the navigation.
func firstPaint(path, ready string) func(*testing.B, *Browser, string, int) float64 {
	return func(b *testing.B, page *Browser, address string, _ int) float64 {
		page.Do(b, "leaving", chromedp.Navigate("about:blank"))
		page.Do(b, "opening "+path, chromedp.Navigate(address+path))
		return Eval[float64](b, page, `(`+drawnWhen("", ready)+`).then(() => performance.now())`)
	}
}

// expandFanOut opens a node with 10,000 children by its key.
func expandFanOut(b *testing.B, page *Browser, address string, _ int) float64 {
	page.Do(b, "opening the tree", chromedp.Navigate(address+"/tree?host=h-large&key=p-large-0000001"))
	page.Until(b, "the node is current", currentIs("services.exe"))
	Eval[bool](b, page, gridFocused)
	press := `document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight', bubbles: true, cancelable: true }))`
	return Eval[float64](b, page, drawnWhen(press, `document.querySelector('.summary').innerText.startsWith('Showing 204 of')`))
}

// typed is what stands in the search after each letter; no text comes twice, so
// that each is asked for the first time.
var typed = []string{"po", "pow", "powe", "power", "svc", "svch", "svcho", "group4", "group42", "group421", "number 7", "number 71", "number 712", "number 7123", "editor"}

// searchLetter types a further letter into the search; the time is until the first
// results of the longer text are drawn, the pause that the page makes while
// somebody types included.
func searchLetter(b *testing.B, page *Browser, address string, round int) float64 {
	if round == 0 {
		page.Do(b, "opening the search", chromedp.Navigate(address+"/search?q=explorer"))
		page.Until(b, "the search is there", `document.querySelectorAll('a.hit').length > 0`)
	}
	text := quote(typed[round])
	begin := `const box = document.querySelector('#search'); box.value = ` + text + `; box.dispatchEvent(new Event('input', { bubbles: true }))`
	return Eval[float64](b, page, drawnWhen(begin, `(() => {
		const view = document.querySelector('pg-search-view');
		return view.query === `+text+` && view.list.state !== 'loading' && view.list.items.length > 0 && !view.isUpdatePending;
	})()`))
}

// scroll moves through the 100,000 rows of the largest host as a wheel does, a
// step a frame, and gives how long frames took and how much of a frame's 16.7 ms
// the page's own thread worked (scripts, style, layout, painting; not the raster,
// which a machine without a graphics card does in software).
func scroll(b *testing.B, page *Browser, address string) {
	page.Do(b, "opening the tree", chromedp.Navigate(address+"/tree?host=h-large"))
	page.Until(b, "rows are there", rowsThere)
	Eval[bool](b, page, `document.querySelector('pg-tree-view').expandAll(document.querySelector('pg-tree-view').model.root).then(() => true)`)
	page.Until(b, "all rows are there", `document.querySelector('.summary').innerText.startsWith('Showing 100,000')`)
	if _, err := chromedp.Call(page.ctx, performance.Enable, performance.EnableParams{}); err != nil {
		b.Fatal(err)
	}
	for _, step := range []struct {
		name   string
		pixels int
	}{{"wheel", 60}, {"fling", 2000}} {
		b.Run(step.name, func(b *testing.B) {
			var frames, work []float64
			for b.Loop() {
				before := threadMilliseconds(b, page)
				took := Eval[[]float64](b, page, fmt.Sprintf(scrollFrames, step.pixels))
				frames = append(frames, took...)
				work = append(work, (threadMilliseconds(b, page)-before)/float64(len(took)))
			}
			slices.Sort(frames)
			slices.Sort(work)
			late := len(frames) - lessThan(frames, 1.5*1000/60)
			b.ReportMetric(frames[len(frames)/2], "median-ms/frame")
			b.ReportMetric(frames[len(frames)*99/100], "p99-ms/frame")
			b.ReportMetric(100*float64(late)/float64(len(frames)), "%late")
			b.ReportMetric(work[len(work)/2], "work-ms/frame")
			b.ReportMetric(0, "ns/op")
		})
	}
}

// scrollFrames scrolls a step a frame, 300 times, and gives the time of each frame.
const scrollFrames = `(async () => {
	const grid = document.querySelector('.grid'), frame = () => new Promise(requestAnimationFrame), took = [];
	grid.scrollTop = 0;
	let last = await frame();
	for (let i = 0; i < 300; i++) {
		grid.scrollTop += %d;
		const now = await frame();
		took.push(now - last);
		last = now;
	}
	return took;
})()`

// threadMilliseconds is how long the page's main thread has had the processor so far.
func threadMilliseconds(b *testing.B, page *Browser) float64 {
	b.Helper()
	answer, err := chromedp.Call(page.ctx, performance.GetMetrics, cdp.Empty{})
	if err != nil {
		b.Fatal(err)
	}
	for _, m := range answer.Metrics {
		if m.Name == "ThreadTime" {
			return 1000 * m.Value
		}
	}
	b.Fatal("the browser does not tell how long it worked")
	return 0
}

// lessThan is how many of the sorted values are less than the limit.
func lessThan(sorted []float64, limit float64) int {
	n, _ := slices.BinarySearch(sorted, limit)
	return n
}

// chainKey is the key of a process of the chain on the largest host.
func chainKey(depth int) string { return fmt.Sprintf("p-large-chain-%02d", depth) }

// benchCase opens the case of a million processes, and writes it first where it is not there yet.
func benchCase(b *testing.B) *sqlitestore.Store {
	b.Helper()
	path := os.Getenv("PROCGRAPH_BENCH_CASE")
	if path == "" {
		path = filepath.Join(b.TempDir(), "case.procgraph")
	}
	_, err := os.Stat(path)
	store, openErr := sqlitestore.Open(context.Background(), path, sqlitestore.Options{})
	if openErr != nil {
		b.Fatal(openErr)
	}
	b.Cleanup(func() { store.Close() })
	if err == nil {
		return store
	}
	began := time.Now()
	if err := Fill(context.Background(), store, nil, benchWorld()...); err != nil {
		b.Fatal(err)
	}
	b.Logf("writing the case took %s", time.Since(began).Round(time.Second))
	return store
}

// benchWorld is the largest host and others like it, smaller.
func benchWorld() []Host {
	hosts := []Host{withChain(LargeHost(benchLargest-benchDepth, benchFanOut))}
	const each = (benchProcesses - benchLargest) / (benchHosts - 1)
	for i := 1; i < benchHosts; i++ {
		small := LargeHost(each, each/10)
		key := fmt.Sprintf("h-%03d", i)
		small.Host = graph.Host{Key: key, Name: fmt.Sprintf("wks-%03d.example.test", i)}
		own := func(k string) string {
			if k == "" {
				return ""
			}
			return key + k
		}
		for j := range small.Graph.Processes {
			p := &small.Graph.Processes[j]
			p.Key, p.Parent, p.Host = own(p.Key), own(p.Parent), key
		}
		hosts = append(hosts, small)
	}
	return hosts
}

// withChain adds processes that each started the next one.
func withChain(h Host) Host {
	parent := "p-large-0000000"
	for i := range benchDepth {
		p := process(h.Host.Key, chainKey(i), parent, fmt.Sprintf(`C:\chain\step%02d.exe`, i), fmt.Sprintf("step%02d.exe", i), int64(500_000+4*i), 3*time.Hour+time.Duration(i)*time.Second)
		h.Graph.Processes = append(h.Graph.Processes, p)
		parent = p.Key
	}
	return h
}
