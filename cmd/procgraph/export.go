package main

import (
	"bufio"
	"fmt"
	"io"
	"os"

	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/graph/graphexport"
)

type exportCmd struct {
	storeFlag
	Format string `help:"jsonl (the whole graph, one JSON object a line), graphml (the whole graph) or csv (processes)." enum:"jsonl,graphml,csv" default:"jsonl" env:"PROCGRAPH_EXPORT_FORMAT"`
}

func (c *exportCmd) Run(a *app) error {
	store, err := a.openRead(c.storeFlag)
	if err != nil {
		return err
	}
	defer store.Close()
	out := bufio.NewWriterSize(a.out, 1<<16)
	switch c.Format {
	case "graphml":
		err = a.exportGraphML(store, out)
	case "csv":
		err = a.convert(store, func(lines io.Reader) error { return graphexport.ProcessesCSV(lines, out) })
	default:
		err = store.Export(a.ctx, out)
	}
	if err != nil {
		return err
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("writing the export: %w", err)
	}
	return nil
}

// exportGraphML keeps the edges in a temporary file until the nodes are written.
func (a *app) exportGraphML(store graph.Reader, out io.Writer) error {
	spool, err := os.CreateTemp("", "procgraph-edges-")
	if err != nil {
		return fmt.Errorf("keeping the edges: %w", err)
	}
	defer os.Remove(spool.Name())
	defer spool.Close()
	return a.convert(store, func(lines io.Reader) error { return graphexport.GraphML(lines, out, spool) })
}

// convert feeds the export's lines to f. Where f stops early, so does the export.
func (a *app) convert(store graph.Reader, f func(lines io.Reader) error) error {
	lines, feed := io.Pipe()
	done := make(chan error, 1)
	go func() {
		err := store.Export(a.ctx, feed)
		feed.CloseWithError(err)
		done <- err
	}()
	err := f(lines)
	lines.CloseWithError(err)
	exportErr := <-done
	if err != nil {
		return err
	}
	return exportErr
}
