package graph

import (
	"context"
	"io"
)

// Reader answers what the command line and the page ask. Unknown keys give
// ErrNotFound; a bad cursor or filter gives ErrInvalid.
type Reader interface {
	// Stats sums up the case.
	Stats(ctx context.Context) (Stats, error)
	// Hosts returns all hosts sorted by name, with their numbers.
	Hosts(ctx context.Context) ([]HostSummary, error)
	// Users returns users by name.
	Users(ctx context.Context, p Page) (List[UserSummary], error)
	// User returns one user as Users does, from an index.
	User(ctx context.Context, key string) (UserSummary, error)
	// Sessions returns logon sessions by start (hint), then key.
	Sessions(ctx context.Context, f SessionFilter, p Page) (List[SessionRow], error)
	// Session returns one session.
	Session(ctx context.Context, key string) (SessionRow, error)
	// Attempts returns failed logons and explicit credentials by time, then key.
	Attempts(ctx context.Context, f AttemptFilter, p Page) (List[LogonAttempt], error)
	// Process returns one process.
	Process(ctx context.Context, key string) (ProcessRow, error)
	// FindProcesses returns the processes with an identity by start (hint), then key: at most
	// limit, bounded as Page.Limit is. None is no error. It answers from an index.
	FindProcesses(ctx context.Context, id ProcessIdentity, limit int) ([]ProcessRow, error)
	// Roots returns the processes without a parent that match the filter or have a match below.
	Roots(ctx context.Context, f ProcessFilter, p Page) (List[ProcessRow], error)
	// Children returns the children of a process by start (hint), then key, under the same rule.
	// The total counts all children; summary counts them by image name, most first, at most 20.
	Children(ctx context.Context, key string, f ProcessFilter, p Page) (List[ProcessRow], []ImageCount, error)
	// Ancestors returns the chain from the root to the parent of the process, at most limit
	// of the nearest; more says that the chain goes on above.
	Ancestors(ctx context.Context, key string, limit int) (chain []ProcessRow, more bool, err error)
	// Subtree returns the process and its descendants in pre-order (children by start, then
	// key), to a depth and a number. Depth 0 is the process itself. An empty key takes all roots.
	Subtree(ctx context.Context, key string, f ProcessFilter, maxDepth, limit int) (Subtree, error)
	// Search finds text in image, command line, user and hash, best first.
	Search(ctx context.Context, query string, f ProcessFilter, p Page) (List[ProcessRow], error)
	// Activity counts the starts (else start hints) of the processes that the filter takes, in
	// so many parts of its span, else of theirs: 1 to MaxBuckets, else ErrInvalid.
	Activity(ctx context.Context, f ProcessFilter, buckets int) (Activity, error)
	// Timeline returns the recorded starts and ends of the processes that the filter takes without
	// its span, and of the logon sessions of its host, user and session, within its span, by time,
	// then record number, kind and key. A filter by text, image or creation record takes no sessions.
	Timeline(ctx context.Context, f ProcessFilter, p TimelinePage) (Timeline, error)
	// Standouts returns the rules' remarks, most severe first, then by time.
	Standouts(ctx context.Context, host string, p Page) (List[Standout], error)
	// Warnings returns warnings by class and key; class and about may be "".
	Warnings(ctx context.Context, class WarningClass, about string, p Page) (List[Warning], error)
	// WarningClasses counts the warnings by class, most first.
	WarningClasses(ctx context.Context) ([]WarningCount, error)
	// Files returns the report of each input, by path.
	Files(ctx context.Context) ([]FileReport, error)
	// SourceRecords returns the observations that a process, session or attempt was derived from.
	SourceRecords(ctx context.Context, kind Kind, key string) ([]Observation, error)
	// Notes returns all notes by kind, then key: at most MaxNotes.
	Notes(ctx context.Context) ([]Note, error)
	// Version changes whenever an answer other than Notes may change; it serves as an ETag.
	Version(ctx context.Context) (string, error)
	// Export writes the whole graph as EXPORT.md says.
	Export(ctx context.Context, w io.Writer) error
}

// Page asks for a part of a list: at most Limit items after the cursor After.
// Limit 0 takes the default of 100; the most is MaxPage.
type Page struct {
	After string
	Limit int
}

// DefaultPage and MaxPage bound a page.
const (
	DefaultPage = 100
	MaxPage     = 1000
)

// Size is the number of items to return at the most.
func (p Page) Size() int {
	switch {
	case p.Limit <= 0:
		return DefaultPage
	case p.Limit > MaxPage:
		return MaxPage
	}
	return p.Limit
}

// List is one page of a list.
type List[T any] struct {
	Items []T `json:"items"`
	// Next is the cursor of the next page; empty at the end.
	Next string `json:"next,omitempty"`
	// Total is the number of items on all pages under the filter; Of without the filter.
	Total int `json:"total"`
	Of    int `json:"of"`
}

// ProcessFilter selects processes. The zero value takes all. Members are joined by AND.
//
// From and To take the processes that may have been alive at a moment between
// them, both included. A process lives from its start, else its start hint, to its
// end, else the upper bound of its end (EndNotAfter). Where neither is known it may
// live on, and no From leaves it out: logs lose exits, and most are of long-running
// processes that an analyst must not lose too. Where start and hint are unknown, it
// counts as alive at its end (else the bound) only. A process without any of the four
// times is outside of every span: it matches only where From and To are both unknown.
type ProcessFilter struct {
	Host    string // host key
	User    string // user key
	Session string // session key
	From    Time   // processes that may have been alive at or after From
	To      Time   // processes started before or at To
	Text    string // every word in image, command line, user or hash, without regard to case
	Image   string // base name without regard to case
	// Observed: nil both, true observed only, false stubs only.
	Observed *bool
}

// ProcessIdentity is what the logs call a process by. The known members are joined
// by AND; one without GUID and PID, or with a text that is no GUID, is ErrInvalid.
// Neither is unique: a PID is reused, and cloned machines give a GUID twice.
type ProcessIdentity struct {
	Host string // host key; "" takes all hosts
	GUID string // in any case, with or without braces
	PID  *int64
}

// SessionFilter selects logon sessions. From and To take those that may have been open
// at a moment between them: from the start, else its hint, to the end; without a known
// end a session may be open still, and no From leaves it out.
type SessionFilter struct {
	Host, User string
	From, To   Time
	// Type is a logon type; 0 takes all.
	Type int
	// Remote takes only those that came from another address.
	Remote bool
	// SourceHost is the key of the host that they are proven to have come from.
	SourceHost string
	// SourceIP is the normalised address that they came from, as in the session.
	SourceIP string
	// LogonID is their logon ID, as in the session: 0x and lower-case hexadecimal
	// digits. It is used again after a boot and on other hosts.
	LogonID string
}

// AttemptFilter selects logon attempts.
type AttemptFilter struct {
	Host, User string
	From, To   Time
	EventID    uint32 // 4625 or 4648; 0 takes both
	// Process and Session are the keys of the process and the session that asked.
	Process, Session string
}

// ProcessRow is a process with what a table shows beside it.
type ProcessRow struct {
	Process
	HostName string `json:"host_name,omitempty"`
	UserName string `json:"user_name,omitempty"`
	// Logon sums up the process's session.
	Logon *SessionBrief `json:"logon,omitempty"`
	// ChildCount is the number of children, unfiltered.
	ChildCount int `json:"child_count"`
	// Flags are the classes of the warnings about this process and the rules of its standouts, sorted.
	Flags []string `json:"flags,omitempty"`
	// Severity is the highest of its standouts (see Standout.Severity); 0 without any.
	Severity int `json:"severity,omitempty"`
	// Match says that the row itself matches the filter (else it is kept as an ancestor).
	Match bool `json:"match"`
	// Depth is set in a Subtree.
	Depth int `json:"depth,omitempty"`
}

// SessionBrief is a session in a few words.
type SessionBrief struct {
	Key         string `json:"key"`
	LogonID     string `json:"logon_id,omitempty"`
	LogonType   int    `json:"logon_type,omitempty"`
	BuiltIn     bool   `json:"builtin,omitempty"`
	Observed    bool   `json:"observed"`
	SourceIP    string `json:"source_ip,omitempty"`
	SourceLocal bool   `json:"source_local,omitempty"`
	SourceHost  string `json:"source_host,omitempty"` // name
}

// SessionRow is a session with names and the number of its processes.
type SessionRow struct {
	LogonSession
	HostName       string `json:"host_name,omitempty"`
	UserName       string `json:"user_name,omitempty"`
	SourceHostName string `json:"source_host_name,omitempty"`
	ProcessCount   int    `json:"process_count"`
}

// HostSummary is a host with its numbers.
type HostSummary struct {
	Host
	First         Time `json:"first,omitzero"` // first and last process start or end seen
	Last          Time `json:"last,omitzero"`
	ProcessCount  int  `json:"process_count"` // observed
	StubCount     int  `json:"stub_count"`
	SessionCount  int  `json:"session_count"`
	AttemptCount  int  `json:"attempt_count"`
	RootCount     int  `json:"root_count"`
	StandoutCount int  `json:"standout_count"`
}

// UserSummary is a user with numbers.
type UserSummary struct {
	User
	ProcessCount int `json:"process_count"`
	SessionCount int `json:"session_count"`
	HostCount    int `json:"host_count"`
}

// Subtree is a walk in pre-order.
type Subtree struct {
	Rows []ProcessRow `json:"rows"`
	// Truncated says that depth or number cut the walk; Total is the number of rows without a cut
	// when it is known, else 0.
	Truncated bool `json:"truncated"`
	Total     int  `json:"total"`
}

// ImageCount counts processes by the base name of their image, in lower case.
type ImageCount struct {
	Image string `json:"image"`
	Count int    `json:"count"`
}

// WarningCount counts warnings of a class.
type WarningCount struct {
	Class WarningClass `json:"class"`
	Count int          `json:"count"`
}

// Stats sums up a case.
type Stats struct {
	Hosts        int `json:"hosts"`
	Users        int `json:"users"` // those that a process, session or attempt refers to
	Sessions     int `json:"sessions"`
	Processes    int `json:"processes"` // observed
	Stubs        int `json:"stubs"`
	Attempts     int `json:"attempts"`
	FailedLogons int `json:"failed_logons"`
	Warnings     int `json:"warnings"`
	Standouts    int `json:"standouts"`
	Observations int `json:"observations"`
	// Behind is the number of computers with records that the graph does not hold yet:
	// an ingest is under way, or one was stopped before its end.
	Behind  int            `json:"computers_behind"`
	First   Time           `json:"first,omitzero"` // first and last moment of any node or warning
	Last    Time           `json:"last,omitzero"`
	Files   int            `json:"files"`
	Events  []EventCount   `json:"events,omitempty"` // over all files, most first
	Classes []WarningCount `json:"warning_classes,omitempty"`
}
