package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"os"

	"golang.org/x/term"

	"github.com/procgraph/procgraph/internal/termtext"
)

// app is what every command works with.
type app struct {
	ctx context.Context
	in  io.Reader
	// out is for the answer alone; messages, logs and progress go to err.
	out, err io.Writer
	// terminal and errTerminal say that out and err are terminals.
	terminal, errTerminal bool
	level                 slog.Level
}

// say prints a line of messages. Its arguments must be free of text from logs or escaped.
func (a *app) say(format string, args ...any) {
	fmt.Fprintf(a.err, format+"\n", args...)
}

// logger writes to w. Its text handler quotes controls, so that values from
// logs cannot reach a terminal as they are.
func (a *app) logger(w io.Writer) *slog.Logger {
	return slog.New(slog.NewTextHandler(w, &slog.HandlerOptions{Level: a.level}))
}

// printJSON prints v as the one JSON object of --json.
func (a *app) printJSON(v any) error {
	out := bufio.NewWriter(a.out)
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return fmt.Errorf("writing the answer: %w", err)
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("writing the answer: %w", err)
	}
	return nil
}

// columns is the width of the terminal that out is; 0 when it is none: then
// lines are not cut.
func (a *app) columns() int {
	f, ok := a.out.(*os.File)
	if !ok || !a.terminal {
		return 0
	}
	width, _, err := term.GetSize(int(f.Fd()))
	if err != nil {
		return 0
	}
	return width
}

// printer writes lines for people: text from logs goes through text, and on a
// terminal no line is longer than it is wide. The first error is kept.
type printer struct {
	w     *bufio.Writer
	width int // 0: lines are not cut
	err   error
}

func (a *app) printer() *printer {
	return &printer{w: bufio.NewWriter(a.out), width: a.columns()}
}

// line prints one line. s must be escaped.
func (p *printer) line(s string) {
	if p.width > 0 {
		s = termtext.Cut(s, p.width)
	}
	if _, err := p.w.WriteString(s + "\n"); err != nil && p.err == nil {
		p.err = err
	}
}

// linef prints one line. Text from logs among args must be escaped.
func (p *printer) linef(format string, args ...any) { p.line(fmt.Sprintf(format, args...)) }

// done flushes and returns the first error.
func (p *printer) done() error {
	if err := p.w.Flush(); err != nil && p.err == nil {
		p.err = err
	}
	if p.err != nil {
		return fmt.Errorf("writing the answer: %w", p.err)
	}
	return nil
}

// isTerminal says whether w is a terminal.
func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}
