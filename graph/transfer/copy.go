package transfer

import (
	"context"
	"errors"
	"fmt"
	"math"

	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/graph/derive"
)

// Source is the case that is copied.
type Source interface {
	graph.Reader
	graph.RecordReader
}

// Progress is told how a copy goes on. Methods are called from one goroutine.
type Progress interface {
	// Total is the number of records to copy.
	Total(records int)
	// Copied counts records.
	Copied(records int)
	// Hosts tells how many hosts' graphs are derived, of how many.
	Hosts(done, total int)
}

// Result tells what a copy did.
type Result struct {
	// Records were read; Known of them were in the target before.
	Records int `json:"records"`
	Known   int `json:"records_known"`
	// Files are the reports of files that were copied.
	Files int `json:"files"`
	// Notes were copied; NotesKept are those that the target has of a later time.
	Notes     int `json:"notes"`
	NotesKept int `json:"notes_kept"`
	// Hosts is the number of hosts whose graph was derived.
	Hosts int `json:"hosts"`
}

// batchSize is the number of records handed over at once.
const batchSize = 2000

// Copy copies everything that from was derived from into the store to, then derives
// the graph. It can be stopped at any moment: the next copy completes it. Of
// two notes about one thing the later one stays. w is a run of the store to.
func Copy(ctx context.Context, from Source, to graph.Store, w graph.Writer, p Progress) (Result, error) {
	c := &copier{ctx: ctx, from: from, w: w, p: p}
	stats, err := from.Stats(ctx)
	if err != nil {
		return c.result, err
	}
	p.Total(stats.Observations)
	computers, err := from.Computers(ctx)
	if err != nil {
		return c.result, err
	}
	for _, computer := range computers {
		if err := c.records(computer); err != nil {
			return c.result, fmt.Errorf("copying the records of %q: %w", computer, err)
		}
	}
	if err := c.files(); err != nil {
		return c.result, err
	}
	if err := c.notes(to); err != nil {
		return c.result, err
	}
	derived, err := derive.Graph(ctx, w, p.Hosts)
	c.result.Hosts = derived.Hosts
	if err != nil {
		return c.result, fmt.Errorf("working out the graph: %w", err)
	}
	return c.result, nil
}

// copier is one copy.
type copier struct {
	ctx    context.Context
	from   Source
	w      graph.Writer
	p      Progress
	result Result
	// batch are records to be handed over, echoes of them included.
	batch  []graph.Observation
	echoes int
}

// records copies the records of one computer, then their ranges: a copy that is
// cut short between the two sees gaps, which the next one fills.
func (c *copier) records(computer string) error {
	for o, err := range c.from.Observations(c.ctx, []string{computer}) {
		if err != nil {
			return err
		}
		c.batch = append(c.batch, o.Observation)
		if o.Resent {
			c.batch = append(c.batch, echo(o.Observation))
			c.echoes++
		}
		if len(c.batch) >= batchSize {
			if err := c.flush(); err != nil {
				return err
			}
		}
	}
	if err := c.flush(); err != nil {
		return err
	}
	ranges, err := c.from.RecordRanges(c.ctx, []string{computer})
	if err != nil {
		return err
	}
	return c.w.AddRecordRanges(c.ctx, ranges)
}

func (c *copier) flush() error {
	if len(c.batch) == 0 {
		return c.ctx.Err()
	}
	duplicates, err := c.w.AddObservations(c.ctx, c.batch)
	if err != nil {
		return err
	}
	records := len(c.batch) - c.echoes
	c.result.Records += records
	c.result.Known += duplicates - c.echoes
	c.p.Copied(records)
	c.batch, c.echoes = c.batch[:0], 0
	return nil
}

// echo is a second delivery of a record that was delivered more than once. A store
// keeps of the deliveries that they differed, and the least stamps: so the echo's
// are the largest that there can be, which displace none.
func echo(o graph.Observation) graph.Observation {
	last := graph.Stamp{Time: graph.Time{Ticks: math.MinInt64, Digits: math.MaxUint8}, Zone: math.MaxUint8}
	o.Received, o.Shipped = last, last
	return o
}

func (c *copier) files() error {
	reports, err := c.from.Files(c.ctx)
	if err != nil {
		return err
	}
	for _, r := range reports {
		if err := c.w.AddFileReport(c.ctx, r); err != nil {
			return fmt.Errorf("copying the report of %q: %w", r.File, err)
		}
		c.result.Files++
	}
	return nil
}

func (c *copier) notes(to graph.Store) error {
	notes, err := c.from.Notes(c.ctx)
	if err != nil {
		return err
	}
	have, err := to.Notes(c.ctx)
	if err != nil {
		return err
	}
	type thing struct {
		kind graph.Kind
		key  string
	}
	changed := make(map[thing]graph.Time, len(have))
	for _, n := range have {
		changed[thing{n.Kind, n.About}] = n.Changed
	}
	for _, n := range notes {
		var seen *graph.Time
		if there, ok := changed[thing{n.Kind, n.About}]; ok {
			seen = &there
		}
		if seen != nil && !seen.Before(n.Changed) {
			c.result.NotesKept++
			continue
		}
		err := to.ReplaceNote(c.ctx, n, seen)
		switch {
		case errors.Is(err, graph.ErrNoteChanged): // just now: it is the newer one
			c.result.NotesKept++
		case err != nil:
			return fmt.Errorf("copying the note about %q: %w", n.About, err)
		default:
			c.result.Notes++
		}
	}
	return nil
}
