package progress

import (
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/schollz/progressbar/v3"
)

// Count shows how many things of a known number are done. It is safe for
// concurrent use.
type Count struct {
	mu          sync.Mutex
	out         io.Writer
	bar         *progressbar.ProgressBar // nil where out is no terminal
	what        string
	done, total int64
	spoke       time.Time
	finished    bool
}

// NewCount shows a number of what on w, which holds no text from outside.
func NewCount(w io.Writer, isTerminal bool, what string) *Count {
	c := &Count{out: w, what: what, spoke: time.Now()}
	if isTerminal {
		c.bar = progressbar.NewOptions64(-1, progressbar.OptionSetWriter(w), progressbar.OptionUseANSICodes(true),
			progressbar.OptionSetDescription(what), progressbar.OptionShowCount(), progressbar.OptionSetWidth(barColumns),
			progressbar.OptionThrottle(redraw), progressbar.OptionSetSpinnerChangeInterval(0), progressbar.OptionClearOnFinish())
	}
	return c
}

// Total says how many there are in all.
func (c *Count) Total(n int64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.total = n
	if c.bar != nil && !c.finished {
		c.bar.ChangeMax64(size(n))
	}
}

// Add says that n more are done.
func (c *Count) Add(n int64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.done += n
	switch {
	case c.finished:
	case c.bar != nil:
		_ = c.bar.Add64(n) // it fails when there turn out to be more
	case time.Since(c.spoke) >= speak:
		c.spoke = time.Now()
		fmt.Fprintf(c.out, "%s: %d of %d\n", c.what, c.done, c.total)
	}
}

// Done ends the display. Later calls do nothing.
func (c *Count) Done() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.bar != nil && !c.finished {
		_ = c.bar.Clear()
		_ = c.bar.Exit()
	}
	c.finished = true
}
