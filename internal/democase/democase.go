// Package democase puts the demo's recordings into a case, for the tests that ask
// questions about a believable case: the company and the intrusion of package
// scenario (see its STORY.md).
package democase

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/graph/derive"
	"github.com/procgraph/procgraph/graph/sqlitestore"
	"github.com/procgraph/procgraph/ingest"
	"github.com/procgraph/procgraph/internal/scenario"
)

// Processes is the number of ordinary processes that most tests want: fewer than
// the demo has, with the whole intrusion.
const Processes = 400

// Demo is a case with the demo in it. The store is the owner's to close.
type Demo struct {
	graph.Store
	Truth *scenario.Truth
}

// Make reads the demo into a new case file below the folder.
func Make(ctx context.Context, folder string) (*Demo, error) {
	store, err := sqlitestore.Open(ctx, filepath.Join(folder, "case.procgraph"), sqlitestore.Options{})
	if err != nil {
		return nil, err
	}
	d, err := Tell(ctx, store, folder)
	if err != nil {
		return nil, errors.Join(err, store.Close())
	}
	return d, nil
}

// Tell reads the demo into a store. Its recordings go into the folder.
func Tell(ctx context.Context, store graph.Store, folder string) (*Demo, error) {
	path, truth, err := Logs(ctx, folder, Processes)
	if err != nil {
		return nil, err
	}
	if err := Read(ctx, store, path); err != nil {
		return nil, err
	}
	return &Demo{store, truth}, nil
}

// Logs writes the demo's recordings with so many ordinary processes as JSON lines
// into the folder.
func Logs(ctx context.Context, folder string, processes int) (path string, truth *scenario.Truth, err error) {
	path = filepath.Join(folder, "demo.jsonl")
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return "", nil, err
	}
	config := scenario.Demo()
	config.Processes = processes
	truth, err = scenario.WriteJSONLines(ctx, file, config)
	return path, truth, errors.Join(err, file.Close())
}

// Read reads files into a store in one run and derives the graph.
func Read(ctx context.Context, store graph.Store, paths ...string) (err error) {
	w, err := store.Begin(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, w.Close()) }()
	if _, err := ingest.Run(ctx, ingest.Options{Paths: paths}, w); err != nil {
		return err
	}
	_, err = derive.Graph(ctx, w, nil)
	return err
}

// Step returns the process of a step of the story.
func (d *Demo) Step(ctx context.Context, name string) (graph.ProcessRow, error) {
	p := d.Truth.StepProcess(name)
	if p == nil {
		return graph.ProcessRow{}, fmt.Errorf("the story has no step %q", name)
	}
	short, _, _ := strings.Cut(d.Truth.Hosts[p.Host].Name, ".")
	list, err := d.Search(ctx, strconv.Itoa(int(p.PID)), graph.ProcessFilter{Host: "h:" + strings.ToLower(short)}, graph.Page{Limit: graph.MaxPage})
	if err != nil {
		return graph.ProcessRow{}, err
	}
	for _, row := range list.Items {
		if row.PID != nil && *row.PID == int64(p.PID) && row.Start.Go().Sub(p.Start.Time()).Abs() < time.Second {
			return row, nil
		}
	}
	return graph.ProcessRow{}, fmt.Errorf("the process of step %q is not in the graph", name)
}
