package browsertest

import (
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// SHOTS: file with lines: name width height scheme url ; js ; js...
func TestShots(t *testing.T) {
	f := os.Getenv("SHOTS")
	if f == "" {
		t.Skip("dev")
	}
	data, _ := os.ReadFile(f)
	for _, line := range strings.Split(strings.TrimSpace(string(data)), "\n") {
		parts := strings.Split(line, " ;; ")
		h := strings.Fields(parts[0])
		w, _ := strconv.Atoi(h[1])
		ht, _ := strconv.Atoi(h[2])
		t.Run(h[0], func(t *testing.T) {
			b := NewBrowser(t, w, ht)
			b.Scheme(t, h[3])
			b.Do(t, "go", chromedp.Navigate(h[4]), chromedp.Sleep(2500*time.Millisecond))
			for _, js := range parts[1:] {
				if k, ok := strings.CutPrefix(js, "KEY "); ok {
					b.Keys(t, k)
				} else {
					t.Log(js, "=>", Eval[any](t, b, js))
				}
				time.Sleep(1200 * time.Millisecond)
			}
			png, err := chromedp.Run(b.ctx, chromedp.CaptureScreenshot())
			if err != nil {
				t.Fatal(err)
			}
			os.WriteFile("/tmp/dev/"+h[0]+".png", png, 0o644)
		})
	}
}
