package browsertest

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/procgraph/procgraph/internal/testneed"
)

// browsers are the names that Chromium goes by.
var browsers = []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable"}

// patience bounds one test in the browser.
const patience = 60 * time.Second

// find returns the path of the first of these programs. Without any, the test is
// skipped, or fails when the run requires it: the needs are "browser" and "node".
func find(t testing.TB, what string, names ...string) string {
	t.Helper()
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	testneed.Missing(t, what, fmt.Sprintf("no %s here: none of %s is in PATH", what, strings.Join(names, ", ")))
	return ""
}

// Browser is one tab of a browser of its own, and what the page complained of.
type Browser struct {
	ctx context.Context

	mu         sync.Mutex
	complaints []string
}

// NewBrowser starts Chromium with a profile of its own; it ends with the test.
// The test fails when the page logs an error, breaks its content security policy
// or leaves an exception uncaught, unless Forgive was called.
func NewBrowser(t testing.TB, width, height int) *Browser {
	t.Helper()
	return newBrowser(t, width, height, patience)
}

// newBrowser is NewBrowser for a test that takes no longer than limit.
func newBrowser(t testing.TB, width, height int, limit time.Duration) *Browser {
	t.Helper()
	path := find(t, "browser", browsers...)
	options := []chromedp.ExecAllocatorOption{
		chromedp.ExecPath(path), chromedp.UserDataDir(t.TempDir()), chromedp.WindowSize(width, height),
		chromedp.NoFirstRun, chromedp.NoDefaultBrowserCheck, chromedp.Headless, chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true),
		chromedp.Flag("hide-scrollbars", false),
		// Containers give little shared memory, and do not let root have the sandbox.
		chromedp.Flag("disable-dev-shm-usage", true),
	}
	if os.Geteuid() == 0 {
		options = append(options, chromedp.NoSandbox)
	}
	allocator, endAllocator := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, end := chromedp.NewContext(allocator, chromedp.WithErrorf(func(string, ...any) {}))
	ctx, endTime := context.WithTimeout(ctx, limit)
	b := &Browser{ctx: ctx}
	heard := make(chan struct{})
	t.Cleanup(func() {
		endTime()
		end()
		endAllocator()
		<-heard
		for _, c := range b.complaints {
			t.Errorf("the page complains: %s", c)
		}
	})
	messages := chromedp.Console(ctx)
	go func() {
		defer close(heard)
		for m, err := range messages {
			if err != nil {
				return
			}
			b.hear(m)
		}
	}()
	screen := emulation.SetDeviceMetricsOverrideParams{Width: int64(width), Height: int64(height), DeviceScaleFactor: 1}
	if _, err := chromedp.Call(ctx, emulation.SetDeviceMetricsOverride, screen); err != nil {
		t.Fatalf("starting %s: %v", path, err)
	}
	return b
}

// hear keeps a message that is a complaint.
func (b *Browser) hear(m chromedp.ConsoleMessage) {
	if !m.IsException() && m.Type != "error" && m.Type != "assert" {
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.complaints = append(b.complaints, strings.TrimSpace(m.Source+" "+m.Text+" "+m.URL))
}

// Scheme sets what the system is said to prefer: "light" or "dark".
func (b *Browser) Scheme(t testing.TB, scheme string) {
	t.Helper()
	features := []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}
	if _, err := chromedp.Call(b.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: features}); err != nil {
		t.Fatalf("preferring %s: %v", scheme, err)
	}
}

// Forgive drops the complaints so far that hold the text: for a test that asks for
// what is not there, which the browser logs.
func (b *Browser) Forgive(text string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	kept := b.complaints[:0]
	for _, c := range b.complaints {
		if !strings.Contains(c, text) {
			kept = append(kept, c)
		}
	}
	b.complaints = kept
}

// Do runs steps; the test ends when one fails.
func (b *Browser) Do(t testing.TB, what string, steps ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	if err := chromedp.Do(b.ctx, steps...); err != nil {
		t.Fatalf("%s: %v", what, err)
	}
}

// Eval evaluates an expression of the page, which may be a promise.
func Eval[T any](t testing.TB, b *Browser, expression string) T {
	t.Helper()
	value, err := chromedp.Run(b.ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		t.Fatalf("%s: %v", expression, err)
	}
	return value
}

// Until waits until an expression of the page is true.
func (b *Browser) Until(t testing.TB, what, expression string) {
	t.Helper()
	_, err := chromedp.Run(b.ctx, chromedp.Poll[bool](expression,
		chromedp.WithPollingInterval(30*time.Millisecond), chromedp.WithPollingTimeout(20*time.Second)))
	if err != nil {
		text, _ := chromedp.Run(b.ctx, chromedp.Evaluate[string](`location.href + "\n" + document.querySelector("main").innerText.slice(0, 1500)`))
		t.Fatalf("waiting until %s (%s): %v\nthe page:\n%s", what, expression, err, text)
	}
}

// keyPause is how long after another a key counts as pressed, however slow the machine is.
const keyPause = 20 * time.Millisecond

// Keys presses keys one after another; see package kb of chromedp for the named ones.
// As on a keyboard, a key whose default the page prevents writes no character.
func (b *Browser) Keys(t testing.TB, keys ...string) {
	t.Helper()
	at := time.Now()
	for _, key := range keys {
		for _, r := range key {
			if err := b.press(r, at); err != nil {
				t.Fatalf("pressing %q: %v", key, err)
			}
			at = at.Add(keyPause)
		}
	}
}

// press sends the key as one event down, with its text, and one up.
func (b *Browser) press(r rune, at time.Time) error {
	events := kb.Encode(r)
	down, up := *events[0], *events[len(events)-1]
	if len(events) == 3 {
		down.Text, down.UnmodifiedText = events[1].Text, events[1].UnmodifiedText
	}
	for _, e := range []input.DispatchKeyEventParams{down, up} {
		e.Timestamp = input.TimeSinceEpoch(float64(at.UnixMicro()) / 1e6)
		if _, err := chromedp.Call(b.ctx, input.DispatchKeyEvent, e); err != nil {
			return err
		}
	}
	return nil
}
