package graph

// FileReport is the loss report of one input: what was read, what was used and
// what could not be.
type FileReport struct {
	// File is the name shown: the path as given, with an archive's member after "!/".
	File string `json:"file"`
	// Name is the base name, as in the sources of the export.
	Name   string   `json:"name"`
	Size   int64    `json:"size,omitempty"`
	Format string   `json:"format,omitempty"` // evtx, json, xml
	Shapes []string `json:"shapes,omitempty"`
	// The counts of records. Read is the sum of the others.
	Read       int64 `json:"records_read"`
	Used       int64 `json:"records_used"`
	Ignored    int64 `json:"records_ignored"` // well-formed, no process or logon event
	Duplicates int64 `json:"duplicates_dropped"`
	Rejected   int64 `json:"lines_rejected"`
	// Rejections name the first of the rejected (at most MaxRejections).
	Rejections []Rejection `json:"rejected"`
	// Notices are facts about the file as a whole: a dirty header, a refused archive member.
	Notices []string `json:"notices,omitempty"`
	First   Time     `json:"first,omitzero"` // span of the records' own times, as written
	Last    Time     `json:"last,omitzero"`
	// NoZone says that some of these times came without a zone that can be trusted: the
	// span is then as the clock of the host showed it, and not UTC.
	NoZone bool         `json:"no_zone,omitempty"`
	Hosts  []string     `json:"hosts,omitempty"`  // computers as spelled, sorted, at most 1,000
	Events []EventCount `json:"events,omitempty"` // by provider and id, most first
	// Refused says why the whole file was not read; empty when it was.
	Refused string `json:"refused,omitempty"`
}

// MaxRejections bounds the rejections that a report names.
const MaxRejections = 1000

// Rejection is one record or line that could not be used.
type Rejection struct {
	Line   int64  `json:"line,omitempty"`
	Record uint64 `json:"record,omitempty"`
	Offset int64  `json:"offset,omitempty"`
	Reason string `json:"reason"`
}

// EventCount counts records by provider and event id.
type EventCount struct {
	Provider string `json:"provider"` // as recorded, else the channel
	EventID  uint32 `json:"event_id"`
	Count    int64  `json:"count"`
	Used     bool   `json:"used"` // procgraph reads this event
}
