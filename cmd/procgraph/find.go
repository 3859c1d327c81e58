package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/procgraph/procgraph/graph"
)

// mostCandidates bounds the processes named where a short form is ambiguous.
const mostCandidates = 10

// findHost looks a host up by key, name, other spelling, or the first label of
// its name where only one host has it.
func findHost(ctx context.Context, store graph.Reader, asked string) (graph.HostSummary, error) {
	hosts, err := store.Hosts(ctx)
	if err != nil {
		return graph.HostSummary{}, err
	}
	var short []graph.HostSummary
	for _, h := range hosts {
		if h.Key == asked || isSpelling(h.Host, asked) {
			return h, nil
		}
		if label, _, _ := strings.Cut(h.Name, "."); strings.EqualFold(label, asked) {
			short = append(short, h)
		}
	}
	if len(short) == 1 {
		return short[0], nil
	}
	names := make([]string, 0, len(hosts))
	for _, h := range hosts[:min(mostCandidates, len(hosts))] {
		names = append(names, h.Name)
	}
	if len(short) > 1 {
		return graph.HostSummary{}, fmt.Errorf("%w: several hosts are called %q: give the full name", graph.ErrNotFound, asked)
	}
	return graph.HostSummary{}, fmt.Errorf("%w: no host %q; the case has %s", graph.ErrNotFound, asked, strings.Join(names, ", "))
}

func isSpelling(h graph.Host, asked string) bool {
	for _, name := range append([]string{h.Name}, h.Aliases...) {
		if strings.EqualFold(name, asked) {
			return true
		}
	}
	return false
}

// findProcess looks a process up by key, by GUID in any spelling, or as
// HOST:PID where only one process of that host had the PID.
func findProcess(ctx context.Context, store graph.Reader, asked string) (graph.ProcessRow, error) {
	row, err := store.Process(ctx, asked)
	if err == nil || !errors.Is(err, graph.ErrNotFound) {
		return row, err
	}
	if guid, ok := normalGUID(asked); ok {
		return onlyProcess(ctx, store, asked, `"guid":"`+guid+`"`, func(p *graph.Process) bool { return p.GUID == guid })
	}
	if at := strings.LastIndexByte(asked, ':'); at > 0 {
		if pid, err := strconv.ParseInt(asked[at+1:], 10, 64); err == nil && pid >= 0 {
			host, err := findHost(ctx, store, asked[:at])
			if err == nil {
				return onlyProcess(ctx, store, asked, fmt.Sprintf(`"pid":%d,`, pid), func(p *graph.Process) bool {
					return p.Host == host.Key && p.PID != nil && *p.PID == pid
				})
			}
			if !errors.Is(err, graph.ErrNotFound) {
				return graph.ProcessRow{}, err
			}
		}
	}
	return graph.ProcessRow{}, fmt.Errorf("%w: no process %q", graph.ErrNotFound, asked)
}

// onlyProcess reads the export for the processes that match. mark is in the
// line of each of them; it spares decoding the others.
func onlyProcess(ctx context.Context, store graph.Reader, asked, mark string, match func(*graph.Process) bool) (graph.ProcessRow, error) {
	scan := &processScan{mark: []byte(mark), match: match}
	if err := store.Export(ctx, scan); err != nil && !errors.Is(err, errScanned) {
		return graph.ProcessRow{}, err
	}
	switch {
	case len(scan.found) == 1:
		return store.Process(ctx, scan.found[0].Key)
	case len(scan.found) > 1:
		return graph.ProcessRow{}, ambiguous(asked, scan.found)
	}
	return graph.ProcessRow{}, fmt.Errorf("%w: no process %q", graph.ErrNotFound, asked)
}

// ambiguous names the candidates with their keys.
func ambiguous(asked string, found []graph.Process) error {
	e := ambiguousError{asked: asked}
	for i := range found[:min(mostCandidates, len(found))] {
		p := &found[i]
		line := p.Key + " (" + graph.BaseName(p.Image)
		if p.Start.Known() {
			line += ", " + p.Start.String()
		}
		e.candidates = append(e.candidates, line+")")
	}
	if len(found) > mostCandidates {
		e.candidates = append(e.candidates, "and more")
	}
	return e
}

// errScanned ends an export early: all processes have been seen, or enough of them.
var errScanned = errors.New("scanned")

// processScan is a writer of an export that keeps the processes that match.
type processScan struct {
	mark    []byte
	match   func(*graph.Process) bool
	pending []byte // the beginning of a line whose end has not come yet
	found   []graph.Process
}

func (s *processScan) Write(b []byte) (int, error) {
	n := len(b)
	for {
		end := bytes.IndexByte(b, '\n')
		if end < 0 {
			s.pending = append(s.pending, b...)
			return n, nil
		}
		line := b[:end]
		if len(s.pending) > 0 {
			line = append(s.pending, line...)
		}
		if err := s.line(line); err != nil {
			return 0, err
		}
		s.pending = s.pending[:0]
		b = b[end+1:]
	}
}

func (s *processScan) line(line []byte) error {
	switch {
	case bytes.HasPrefix(line, []byte(`{"kind":"logon_attempt"`)), bytes.HasPrefix(line, []byte(`{"kind":"warning"`)):
		return errScanned
	case !bytes.HasPrefix(line, []byte(`{"kind":"process"`)) || !bytes.Contains(line, s.mark):
		return nil
	}
	var p graph.Process
	if err := json.Unmarshal(line, &p); err != nil {
		return fmt.Errorf("reading the case: %w", err)
	}
	if !s.match(&p) {
		return nil
	}
	if s.found = append(s.found, p); len(s.found) > mostCandidates {
		return errScanned
	}
	return nil
}

// normalGUID spells a GUID as the graph does: lower case, without braces.
func normalGUID(s string) (string, bool) {
	s = strings.ToLower(strings.TrimSuffix(strings.TrimPrefix(s, "{"), "}"))
	if len(s) != 36 {
		return "", false
	}
	for i := range len(s) {
		switch c := s[i]; {
		case i == 8 || i == 13 || i == 18 || i == 23:
			if c != '-' {
				return "", false
			}
		case c < '0' || c > '9' && c < 'a' || c > 'f':
			return "", false
		}
	}
	return s, true
}
