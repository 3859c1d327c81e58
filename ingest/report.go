package ingest

import (
	"cmp"
	"slices"
	"strings"

	"github.com/procgraph/procgraph/graph"
)

// Report sums up one run, as `procgraph ingest --json` prints it. It tells of
// this run only.
type Report struct {
	Used       int64 `json:"records_used"`
	Ignored    int64 `json:"records_ignored"`
	Duplicates int64 `json:"duplicates_dropped"`
	Rejected   int64 `json:"lines_rejected"`
	// Files are the reports of the inputs, in the order they were read.
	Files []graph.FileReport `json:"files"`
	// Skipped names the files found in folders and archives that hold no log procgraph reads.
	Skipped []string `json:"skipped,omitempty"`
	// Refused is the number of inputs, or members of archives, that could not be read at all.
	Refused int `json:"refused,omitempty"`
	// Resolved is the number of hosts whose graph was derived anew.
	Resolved int `json:"hosts_resolved"`
}

// Losses says whether anything could not be used.
func (r *Report) Losses() bool { return r.Rejected > 0 || r.Refused > 0 }

// add takes in the report of a file.
func (r *Report) add(f graph.FileReport) {
	r.Used += f.Used
	r.Ignored += f.Ignored
	r.Duplicates += f.Duplicates
	r.Rejected += f.Rejected
	if f.Refused != "" {
		r.Refused++
	}
	r.Files = append(r.Files, f)
}

// MoveDuplicates counts n used records as duplicates: copies that were known as
// such only once the host's names were joined. A single file's report is put
// right as well; among several it is not known which file they count for.
func (r *Report) MoveDuplicates(n int) {
	r.Used -= int64(n)
	r.Duplicates += int64(n)
	if len(r.Files) == 1 {
		r.Files[0].Used -= int64(n)
		r.Files[0].Duplicates += int64(n)
	}
}

// maxHosts bounds the host names in a file's report.
const maxHosts = 1000

// tally gathers a file's report while it is read.
type tally struct {
	graph.FileReport
	events map[eventKey]*graph.EventCount
	hosts  map[string]bool
	shapes map[string]bool
}

type eventKey struct {
	provider string
	id       uint32
}

func newTally(file, name string, size int64) *tally {
	return &tally{
		FileReport: graph.FileReport{File: file, Name: name, Size: size, Rejections: []graph.Rejection{}},
		events:     map[eventKey]*graph.EventCount{}, hosts: map[string]bool{}, shapes: map[string]bool{},
	}
}

// reject names a record that could not be used, up to a number.
func (t *tally) reject(r graph.Rejection) {
	t.Rejected++
	if len(t.Rejections) < graph.MaxRejections {
		t.Rejections = append(t.Rejections, r)
	}
}

// event counts a record by provider and id and notes its host and time.
func (t *tally) event(provider, channel, computer, shape string, id uint32, used bool, at graph.Time) {
	k := eventKey{cmp.Or(provider, channel), id}
	c := t.events[k]
	if c == nil {
		c = &graph.EventCount{Provider: strings.Clone(k.provider), EventID: id, Used: used}
		t.events[eventKey{c.Provider, id}] = c
	}
	c.Count++
	if !t.hosts[computer] && len(t.hosts) < maxHosts && computer != "" {
		t.hosts[strings.Clone(computer)] = true
	}
	if !t.shapes[shape] {
		t.shapes[strings.Clone(shape)] = true
	}
	if at.Known() && (!t.First.Known() || at.Before(t.First)) {
		t.First = at
	}
	if at.After(t.Last) || at.Known() && !t.Last.Known() {
		t.Last = at
	}
}

// report is the finished report.
func (t *tally) report() graph.FileReport {
	f := t.FileReport
	f.Read = f.Used + f.Ignored + f.Duplicates + f.Rejected
	for _, c := range t.events {
		f.Events = append(f.Events, *c)
	}
	slices.SortFunc(f.Events, func(a, b graph.EventCount) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), strings.Compare(a.Provider, b.Provider), cmp.Compare(a.EventID, b.EventID))
	})
	for h := range t.hosts {
		f.Hosts = append(f.Hosts, h)
	}
	slices.Sort(f.Hosts)
	for s := range t.shapes {
		f.Shapes = append(f.Shapes, s)
	}
	slices.Sort(f.Shapes)
	return f
}
