package jsonl

import "github.com/procgraph/procgraph/ingest/winevent"

// collector is a Sink that keeps everything.
type collector struct {
	records []*winevent.Record
	rejects []winevent.Reject
	notices []winevent.Notice
}

func (c *collector) Record(r *winevent.Record) error { c.records = append(c.records, r); return nil }
func (c *collector) Reject(r winevent.Reject) error  { c.rejects = append(c.rejects, r); return nil }
func (c *collector) Notice(n winevent.Notice) error  { c.notices = append(c.notices, n); return nil }
