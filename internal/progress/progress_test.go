package progress

import (
	"bytes"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"
)

// clock is a time that tests move.
type clock struct{ t time.Time }

func (c *clock) now() time.Time { return c.t }

func TestPlainLines(t *testing.T) {
	var out bytes.Buffer
	c := &clock{time.Unix(1000, 0)}
	p := newAt(&out, false, 0, c.now)
	p.Total(4096)
	p.File("a\x1b[2J.evtx")
	p.Add(1024)
	c.t = c.t.Add(speak)
	p.Add(1024)
	p.Add(1024)
	p.File("b.evtx")
	c.t = c.t.Add(1500 * time.Millisecond)
	p.Add(1024)
	p.Records(1)
	p.Records(6)
	p.Done()
	p.Done()
	p.Add(1)
	want := "reading a\\x1b[2J.evtx: 2.0 KiB of 4.0 KiB (50 %)\nread 2 files, 4.0 KiB, 7 records, in 6.5s\n"
	if out.String() != want {
		t.Errorf("printed %q, want %q", out.String(), want)
	}
}

func TestPlainLinesWithoutTotal(t *testing.T) {
	var out bytes.Buffer
	c := &clock{time.Unix(1000, 0)}
	p := newAt(&out, false, 0, c.now)
	p.File("-")
	c.t = c.t.Add(speak)
	p.Add(100)
	p.Done()
	want := "reading -: 100 B\nread 1 file, 100 B, 0 records, in 5s\n"
	if out.String() != want {
		t.Errorf("printed %q, want %q", out.String(), want)
	}
}

func TestBar(t *testing.T) {
	for _, total := range []int64{0, 1000} {
		t.Run(fmt.Sprint(total), func(t *testing.T) {
			var out bytes.Buffer
			p := New(&out, true, total)
			p.File("C:\\logs\\a\u202every-long-name-of-a-file\x07.evtx")
			p.Add(600)
			fmt.Fprintln(p, "a line of the log")
			p.Add(600) // more than was said
			p.Done()
			got := out.String()
			if !strings.Contains(got, `file\x07.evtx`) || strings.ContainsAny(got, "\x07\u202e") {
				t.Errorf("the file's name is not escaped: %q", got)
			}
			if !strings.Contains(got, "a line of the log\n") || !strings.HasSuffix(got, "read 1 file, 1.2 KiB, 0 records, in 0s\n") {
				t.Errorf("printed %q", got)
			}
		})
	}
}

func TestConcurrentUse(t *testing.T) {
	for _, terminal := range []bool{false, true} {
		var out bytes.Buffer
		p := New(&out, terminal, 80_000)
		var wg sync.WaitGroup
		for i := range 8 {
			wg.Go(func() {
				p.File(fmt.Sprintf("f%d", i))
				for range 1000 {
					p.Add(10)
				}
				fmt.Fprintln(p, "line")
			})
		}
		wg.Wait()
		p.Done()
		if !strings.Contains(out.String(), "read 8 files, 78.1 KiB") {
			t.Errorf("terminal %v: printed %q", terminal, out.String())
		}
		if strings.Count(out.String(), "line\n") != 8 {
			t.Errorf("terminal %v: lines of the log were lost", terminal)
		}
	}
}

func TestNilShowsNothing(t *testing.T) {
	var p *Progress
	p.Total(1)
	p.File("a")
	p.Add(1)
	p.Records(1)
	p.Done()
}

func TestBytes(t *testing.T) {
	for n, want := range map[int64]string{0: "0 B", 1023: "1023 B", 1024: "1.0 KiB", 1536: "1.5 KiB", 5 << 30: "5.0 GiB", 3 << 40: "3.0 TiB", 2 << 50: "2.0 PiB"} {
		if got := Bytes(n); got != want {
			t.Errorf("Bytes(%d) = %q, want %q", n, got, want)
		}
	}
}
