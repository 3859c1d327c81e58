package graph

import (
	"context"
	"iter"
)

// Store keeps one case: the observations, the graph derived from them and the
// reports of what was read. Every store answers alike; package storetest is the proof.
//
// All methods are safe for concurrent use, and readers see a whole ingest step
// or none of it. Errors are the typed ones of this package, wrapped.
type Store interface {
	Reader
	RecordReader
	// Capabilities says what this store can do; the zero value is the least.
	Capabilities() Capabilities
	// Begin starts writing. One writer at a time: a second waits until ctx ends,
	// then fails with ErrBusy. onWait, when not nil, is called once if it has to wait.
	Begin(ctx context.Context, onWait func()) (Writer, error)
	// Clear removes everything that the case holds, notes too.
	Clear(ctx context.Context) error
	// SetNote keeps a note in place of an earlier one about the same thing; an empty note
	// removes it. A note that is out of bounds gives a *NoteError. It needs no Writer: it
	// works while another process writes, waits for that for some seconds, then fails
	// with ErrBusy. Neither Version nor any other answer than Notes changes by it.
	SetNote(ctx context.Context, n Note) error
	// ReplaceNote is SetNote on a condition: the note about the same thing is still the one
	// with this Changed, or there is still none where seen is nil. Else it changes nothing and
	// fails with ErrNoteChanged. The look and the change are one step for all who use the case.
	ReplaceNote(ctx context.Context, n Note, seen *Time) error
	Close() error
}

// RecordReader reads what a case was derived from.
type RecordReader interface {
	// Computers lists the computers (lower case, as spelled) that records or ranges are of, sorted.
	Computers(ctx context.Context) ([]string, error)
	// Observations and RecordRanges are those of Writer.
	Observations(ctx context.Context, computers []string) iter.Seq2[*StoredObservation, error]
	RecordRanges(ctx context.Context, computers []string) ([]RecordRange, error)
}

// Capabilities are what a store offers beyond the ports.
type Capabilities struct {
	// Cypher: the store answers Cypher queries.
	Cypher bool
	// FullText: Search ranks with a full-text index.
	FullText bool
	// Name is shown to the user: "SQLite case file", "Neo4j 5.26".
	Name string
	// Location is a path or a URI without credentials.
	Location string
}

// Writer is one writing run. Each method is durable when it returns: a run that
// is killed leaves a store that opens, and a second run completes it.
type Writer interface {
	// AddObservations keeps the new ones, dropping those already known (equal
	// content, see ObservationID). It returns how many were dropped. The same
	// transaction notes their computers as touched until SetHostGraph clears it.
	//
	// Of the copies of one record the least stays, whatever their order: the least
	// encoded delivery stamps, the least File, the least spelling of Computer. A copy
	// without delivery stamps (Received and Shipped absent) is no delivery: it tells
	// nothing of the way a record came, so that it displaces no stamps and makes no
	// record Resent.
	AddObservations(ctx context.Context, batch []Observation) (duplicates int, err error)
	// AddRecordRanges unites the ranges with those kept.
	AddRecordRanges(ctx context.Context, ranges []RecordRange) error
	// AddFileReport keeps the report of one input, replacing an earlier one of the same Path.
	AddFileReport(ctx context.Context, r FileReport) error

	// Facts returns what the resolver needs of each computer before it can tell hosts and
	// users apart, by computer (lower case, as spelled). See package resolve.
	Facts(ctx context.Context) (map[string][]byte, error)
	// SetFacts keeps the facts of one computer.
	SetFacts(ctx context.Context, computer string, facts []byte) error
	// Touched lists the computers (lower case, as spelled) with observations
	// or ranges that no SetHostGraph has taken in yet, sorted.
	Touched(ctx context.Context) ([]string, error)
	// Observations yields all observations of these computers, in no order that means
	// anything. The observation yielded is the caller's.
	Observations(ctx context.Context, computers []string) iter.Seq2[*StoredObservation, error]
	// RecordRanges returns the ranges of these computers, sorted.
	RecordRanges(ctx context.Context, computers []string) ([]RecordRange, error)

	// HostDigests returns, for each host key that has a graph, the digest that its graph was
	// derived with (see SetHostGraph).
	HostDigests(ctx context.Context) (map[string]HostState, error)
	// SetHostGraph makes nodes the whole graph of one host (sessions, processes, attempts and
	// warnings of that host): what differs is written, what is gone is removed, and the
	// computers in state are no longer touched. One transaction.
	SetHostGraph(ctx context.Context, hostKey string, state HostState, nodes HostGraph) error
	// RemoveHostGraph removes a host's graph (its key is no longer a host).
	RemoveHostGraph(ctx context.Context, hostKey string) error
	// SetDirectory makes these the hosts, users and case-wide warnings.
	SetDirectory(ctx context.Context, hosts []Host, users []User, warnings []Warning) error

	// Close ends the run.
	Close() error
}

// StoredObservation is an observation with what the store knows of its deliveries.
type StoredObservation struct {
	Observation
	// ID is ObservationID of the observation.
	ID [16]byte
	// Resent says that the record was delivered more than once with different delivery
	// stamps. Copies without stamps do not count (see AddObservations).
	Resent bool
}

// HostState is what a host's graph was derived from.
type HostState struct {
	// Computers are the spellings (lower case) whose observations make this host, sorted.
	Computers []string `json:"computers"`
	// Directory is a digest of all that the graph took from the other hosts.
	Directory string `json:"directory"`
	// Duplicates is the number of records that turned out to be copies only once
	// the spellings of the host's name were known to be one host.
	Duplicates int `json:"duplicates"`
	// Rules is the version of the rules that the graph was derived by; of a graph
	// that older rules made, the next run makes a new one. 0 in cases that came
	// before there were numbers.
	Rules int `json:"rules,omitempty"`
}

// HostGraph is the graph of one host. Slices are sorted by key.
type HostGraph struct {
	Sessions  []LogonSession
	Processes []Process
	Attempts  []LogonAttempt
	Warnings  []Warning
	// Standouts are remarks on processes, sessions and attempts for the overview; not exported.
	Standouts []Standout
}

// Standout is something that an analyst should look at first, found by a rule
// (package standout). It is a hint and no part of the graph or its export.
type Standout struct {
	// Rule is the rule's stable name, for example "office-starts-shell".
	Rule string `json:"rule"`
	// About is the key of the process, session or attempt.
	About     string `json:"about"`
	AboutKind Kind   `json:"about_kind"`
	Host      string `json:"host"`
	Time      Time   `json:"time,omitzero"`
	// TimeHint says that Time is the start_hint of a process whose start was not seen.
	TimeHint bool `json:"time_hint,omitempty"`
	// Severity orders the list: 3 high, 2 medium, 1 low.
	Severity int `json:"severity"`
	// Title is the rule's sentence in plain words; Detail is text from the log.
	Title  string `json:"title"`
	Detail string `json:"detail,omitempty"`
	// Techniques are ATT&CK ids, for example "T1059.001".
	Techniques []string `json:"techniques,omitempty"`
}
