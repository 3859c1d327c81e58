package main

import (
	"context"
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
	missing := fmt.Errorf("%w: no process %q", graph.ErrNotFound, asked)
	if _, ok := graph.ParseGUID(asked); ok {
		return onlyProcess(ctx, store, asked, graph.ProcessIdentity{GUID: asked}, missing)
	}
	at := strings.LastIndexByte(asked, ':')
	if at <= 0 {
		return graph.ProcessRow{}, missing
	}
	pid, err := strconv.ParseInt(asked[at+1:], 10, 64)
	if err != nil || pid < 0 {
		return graph.ProcessRow{}, missing
	}
	host, err := findHost(ctx, store, asked[:at])
	switch {
	case errors.Is(err, graph.ErrNotFound):
		return graph.ProcessRow{}, missing
	case err != nil:
		return graph.ProcessRow{}, err
	}
	return onlyProcess(ctx, store, asked, graph.ProcessIdentity{Host: host.Key, PID: &pid}, missing)
}

// onlyProcess returns the one process with an identity, missing where there is none.
func onlyProcess(ctx context.Context, store graph.Reader, asked string, id graph.ProcessIdentity, missing error) (graph.ProcessRow, error) {
	found, err := store.FindProcesses(ctx, id, mostCandidates+1)
	switch {
	case err != nil:
		return graph.ProcessRow{}, err
	case len(found) == 0:
		return graph.ProcessRow{}, missing
	case len(found) > 1:
		return graph.ProcessRow{}, ambiguous(asked, found)
	}
	return found[0], nil
}

// ambiguous names the candidates with their keys.
func ambiguous(asked string, found []graph.ProcessRow) error {
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
