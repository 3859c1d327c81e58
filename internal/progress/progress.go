// Package progress shows how far an ingest is: a bar on a terminal, a plain
// line every few seconds elsewhere. Names of files come from outside and are
// escaped.
package progress

import (
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/schollz/progressbar/v3"

	"github.com/procgraph/procgraph/internal/termtext"
)

const (
	// redraw and speak are the least time between two drawings of the bar and two plain lines.
	redraw = 100 * time.Millisecond
	speak  = 5 * time.Second
	// nameColumns is the room for a file's name beside the bar, barColumns the bar's.
	nameColumns = 28
	barColumns  = 24
)

// Progress counts the bytes of the input that were read. It is safe for
// concurrent use, and a nil *Progress shows nothing.
type Progress struct {
	mu       sync.Mutex
	out      io.Writer
	bar      *progressbar.ProgressBar // nil where out is no terminal
	now      func() time.Time
	started  time.Time
	spoke    time.Time
	total    int64
	done     int64
	files    int
	records  int64
	file     string // escaped
	finished bool
}

// New shows progress on w. total is the size of the input in bytes, 0 when it
// is not known (then Total may tell it later).
func New(w io.Writer, isTerminal bool, total int64) *Progress {
	return newAt(w, isTerminal, total, time.Now)
}

func newAt(w io.Writer, isTerminal bool, total int64, now func() time.Time) *Progress {
	p := &Progress{out: w, now: now, total: total, started: now(), spoke: now()}
	if isTerminal {
		p.bar = progressbar.NewOptions64(size(total),
			progressbar.OptionSetWriter(w),
			progressbar.OptionUseANSICodes(true),
			progressbar.OptionShowBytes(true),
			progressbar.OptionUseIECUnits(true),
			progressbar.OptionSetWidth(barColumns),
			progressbar.OptionThrottle(redraw),
			progressbar.OptionSetSpinnerChangeInterval(0), // no goroutine of its own
			progressbar.OptionClearOnFinish(),
		)
	}
	return p
}

// size is the bar's way to say "not known".
func size(total int64) int64 {
	if total <= 0 {
		return -1
	}
	return total
}

// Total says how many bytes there are in all.
func (p *Progress) Total(bytes int64) {
	if p == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.total = bytes
	if p.bar != nil && !p.finished {
		p.bar.ChangeMax64(size(bytes))
	}
}

// File says which file is being read.
func (p *Progress) File(name string) {
	if p == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.files++
	p.file = termtext.Escape(name)
	if p.bar != nil && !p.finished {
		p.bar.Describe(termtext.Pad(cutFront(p.file, nameColumns), nameColumns))
	}
}

// Add says that n more bytes were read; n is negative where reading begins anew.
func (p *Progress) Add(n int64) {
	if p == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.done += n
	switch {
	case p.finished:
	case p.bar != nil:
		_ = p.bar.Add64(n) // it fails when the input turns out longer than it was said to be
	case p.now().Sub(p.spoke) >= speak:
		p.spoke = p.now()
		fmt.Fprintf(p.out, "reading %s: %s\n", p.file, p.amount())
	}
}

// Records says that n more records were taken in.
func (p *Progress) Records(n int64) {
	if p == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.records += n
}

// Done ends the display with a line that sums up. Later calls do nothing.
func (p *Progress) Done() {
	if p == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.finished {
		return
	}
	p.finished = true
	if p.bar != nil {
		_ = p.bar.Clear()
		_ = p.bar.Exit()
	}
	fmt.Fprintf(p.out, "read %s, %s, %s, in %s\n", count(int64(p.files), "file"), Bytes(p.done),
		count(p.records, "record"), p.now().Sub(p.started).Round(redraw))
}

// Write prints lines (of a log) above the bar. It implements io.Writer.
func (p *Progress) Write(lines []byte) (int, error) {
	if p == nil {
		return len(lines), nil
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.bar != nil && !p.finished {
		_ = p.bar.Clear()
	}
	n, err := p.out.Write(lines)
	if p.bar != nil && !p.finished {
		_ = p.bar.RenderBlank()
	}
	return n, err
}

// amount says how much was read, of how much.
func (p *Progress) amount() string {
	if p.total <= 0 {
		return Bytes(p.done)
	}
	percent := min(100, float64(p.done)/float64(p.total)*100)
	return fmt.Sprintf("%s of %s (%.0f %%)", Bytes(p.done), Bytes(p.total), percent)
}

// count spells a number of things.
func count(n int64, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// Bytes spells a size with binary units: "512 B", "1.5 KiB".
func Bytes(n int64) string {
	if n < 1024 {
		return fmt.Sprintf("%d B", n)
	}
	value, unit := float64(n)/1024, 0
	for value >= 1024 && unit < 4 {
		value /= 1024
		unit++
	}
	return fmt.Sprintf("%.1f %ciB", value, "KMGTP"[unit])
}

// cutFront keeps the end of a name, which tells more than its beginning.
func cutFront(name string, width int) string {
	if termtext.Width(name) <= width {
		return name
	}
	runes := []rune(name)
	if len(runes) > width {
		runes = runes[len(runes)-width:]
	}
	for len(runes) > 0 && termtext.Width(string(runes)) > width-1 {
		runes = runes[1:]
	}
	return "…" + string(runes)
}
