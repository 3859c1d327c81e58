package browsertest

import (
	"context"
	"path/filepath"
	"strconv"
	"sync/atomic"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/graph/sqlitestore"
	"github.com/procgraph/procgraph/web/api"
)

// itoa writes a number into an expression.
func itoa(n int) string { return strconv.Itoa(n) }

// TestViewsFollowAnIngest grows a case while the page shows it.
func TestViewsFollowAnIngest(t *testing.T) {
	ctx := context.Background()
	find(t, "browser", browsers...)
	store, err := sqlitestore.Open(ctx, filepath.Join(t.TempDir(), "case.procgraph"), sqlitestore.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	var progress atomic.Pointer[api.IngestProgress]
	progress.Store(&api.IngestProgress{Running: true, FilesTotal: 2, BytesTotal: 1000, BytesDone: 250, Current: "Security.evtx", Records: 12})
	url := Serve(t, store, func() api.IngestProgress { return *progress.Load() })
	b := NewBrowser(t, 1400, 500)

	open(t, b, url+"/", `document.body.innerText.includes('Logs are being read')`)
	b.Until(t, "the progress is told", `document.querySelector('.ingest')?.innerText.includes('Reading Security.evtx') && document.querySelector('progress').value === 250`)
	open(t, b, url+"/tree", `document.body.innerText.includes('No process yet')`)

	server := storyServer()
	if err := Fill(ctx, store, nil, server); err != nil {
		t.Fatal(err)
	}
	b.Until(t, "the rows appear by themselves", `document.querySelectorAll('.rows .tr').length >= 10`)
	Eval[bool](t, b, `window.sameDocument = true`)
	Eval[bool](t, b, `(document.querySelector('.grid').scrollTop = 12 * 24, true)`)
	top := `(() => { const y = document.querySelector('.grid').getBoundingClientRect().top + 26; return [...document.querySelectorAll('.rows .tr')].find(r => r.getBoundingClientRect().bottom > y + 2)?.querySelector('.name').textContent })()`
	b.Until(t, "the tree is scrolled", top+` === 'step12.exe'`)

	// An earlier root is found: it comes before all rows, and the view stays where it is.
	first := process("h-srv", "p-before", "", `C:\first\earlier.exe`, "earlier.exe", 4, 0)
	server.Graph.Processes = append(server.Graph.Processes, first)
	if err := Fill(ctx, store, nil, server); err != nil {
		t.Fatal(err)
	}
	progress.Store(&api.IngestProgress{})
	b.Until(t, "the new row is counted", `document.querySelector('.summary').innerText.includes('31 of 31')`)
	b.Until(t, "the place is kept", top+` === 'step12.exe'`)
	b.Until(t, "the progress is gone", `document.querySelector('.ingest') === null`)
	if !Eval[bool](t, b, `window.sameDocument === true`) {
		t.Error("the page was loaded anew")
	}
}

func TestEmptyCaseSaysWhatToDo(t *testing.T) {
	url := Serve(t, NewCase(t, nil), nil)
	b := NewBrowser(t, 1200, 800)
	for _, c := range []struct{ path, want string }{
		{"/", "This case is empty"}, {"/tree", "There is no process in this case"}, {"/files", "No file has been read"},
		{"/warnings", "Nothing in the records had to be doubted"}, {"/logons", "Sessions come from Security 4624"}, {"/search?q=x", "No process has these words"},
	} {
		open(t, b, url+c.path, `document.body.innerText.includes('`+c.want+`')`)
	}
	b.Do(t, "looking at the events that are absent", chromedp.Navigate(url+"/files"))
	b.Until(t, "each absent event says how to bring it", `document.querySelectorAll('ul.missing > li').length > 3 && [...document.querySelectorAll('ul.missing .how')].every(e => e.textContent.length > 20)`)
}

// TestUnfinishedCaseSaysSo: a case whose ingest was stopped before its graph was made, or whose graph another program makes.
func TestUnfinishedCaseSaysSo(t *testing.T) {
	find(t, "browser", browsers...)
	server := storyServer()
	store := NewCase(t, nil, server)
	w, err := store.Begin(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	record := graph.Observation{Event: graph.ProcessStart, EventID: 1, Log: "sysmon", Computer: server.Host.Name, RecordID: 1, File: "late.evtx"}
	if _, err := w.AddObservations(t.Context(), []graph.Observation{record}); err != nil {
		t.Fatal(err)
	}
	url := Serve(t, store, nil)
	b := NewBrowser(t, 1200, 800)
	for _, path := range []string{"/", "/tree", "/logons"} {
		open(t, b, url+path, `document.querySelector('.ingest.bad')?.innerText.includes('The records of 1 computer are not in the graph yet')`)
	}
	state := graph.HostState{Computers: []string{server.Host.Name}}
	if err := w.SetHostGraph(t.Context(), server.Host.Key, state, server.Graph); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	b.Until(t, "it goes when the graph is whole", `document.querySelector('.ingest') === null`)
}
