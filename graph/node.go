package graph

// Kind names a line of the export.
type Kind string

// The kinds, in the order of the export.
const (
	KindHost         Kind = "host"
	KindUser         Kind = "user"
	KindSession      Kind = "session"
	KindProcess      Kind = "process"
	KindLogonAttempt Kind = "logon_attempt"
	KindWarning      Kind = "warning"
)

// Node is one line of the export: a Host, User, LogonSession, Process,
// LogonAttempt or Warning (as a pointer).
type Node interface {
	// NodeKind is the export's kind.
	NodeKind() Kind
	// NodeKey is the stable identity, unique within the kind.
	NodeKey() string
}

// Host is a computer that wrote records, or one that they name as a source.
type Host struct {
	Key     string   `json:"key"`
	Name    string   `json:"name"`              // lower case, longest spelling known
	Aliases []string `json:"aliases,omitempty"` // other spellings seen, sorted
	// MachineGUIDPart is the first group of the host's Sysmon GUIDs.
	MachineGUIDPart string   `json:"machine_guid_part,omitempty"`
	Addresses       []string `json:"addresses,omitempty"` // proven to be its own, sorted
}

// UserKind classifies an account.
type UserKind string

// The kinds of a user.
const (
	AccountUser   UserKind = "account"
	MachineUser   UserKind = "machine"
	VirtualUser   UserKind = "virtual"
	AnonymousUser UserKind = "anonymous"
	WellKnownUser UserKind = "wellknown"
)

// User is an account: a SID, or an authority and a name where no SID is known.
type User struct {
	Key   string   `json:"key"`
	SID   string   `json:"sid,omitempty"`
	Name  string   `json:"name,omitempty"`  // DOMAIN\name as shown
	Names []string `json:"names,omitempty"` // all spellings that lead here, sorted
	Kind  UserKind `json:"user_kind,omitempty"`
}

// LogonSession is (host, logon ID, boot).
type LogonSession struct {
	Key     string `json:"key"`
	Host    string `json:"host"`
	LogonID string `json:"logon_id,omitempty"`
	// LogonGUID is Sysmon's LogonGuid: the machine's part and the second of the logon. The
	// LogonGuid of a 4624 is another value, which links the logon to the
	// Kerberos ticket (4769) on the domain controller; it is not kept here.
	LogonGUID          string `json:"logon_guid,omitempty"`
	LogonType          int    `json:"logon_type,omitempty"`
	User               string `json:"user,omitempty"`
	Start              Time   `json:"start,omitzero"`
	StartHint          Time   `json:"start_hint,omitzero"` // the second in Sysmon's LogonGuid
	End                Time   `json:"end,omitzero"`
	EndVia             string `json:"end_via,omitempty"` // 4634, 4647 or boot
	UserLogoff         Time   `json:"user_logoff,omitzero"`
	Observed           bool   `json:"observed"` // it has its own 4624
	BuiltIn            bool   `json:"builtin,omitempty"`
	Elevated           bool   `json:"elevated,omitempty"`
	Privileged         bool   `json:"privileged,omitempty"`
	Linked             string `json:"linked,omitempty"` // the other half of a UAC pair
	SourceIP           string `json:"source_ip,omitempty"`
	SourcePort         int    `json:"source_port,omitempty"`
	SourceLocal        bool   `json:"source_local,omitempty"`
	ClaimedWorkstation string `json:"claimed_workstation,omitempty"`
	SourceHost         string `json:"source_host,omitempty"` // host key, only where proven
	LogonProcess       string `json:"logon_process,omitempty"`
	AuthPackage        string `json:"auth_package,omitempty"`
	OutboundIdentity   string `json:"outbound_identity,omitempty"`
	// Sources are the records the session was seen in.
	Sources []Source `json:"sources,omitempty"`
}

// Remote says whether the session came from another address.
func (s *LogonSession) Remote() bool {
	return !s.SourceLocal && (s.SourceIP != "" || s.SourceHost != "")
}

// Begun is when the session began: its start, else the hint of it.
func (n *LogonSession) Begun() Time { return firstKnown(n.Start, n.StartHint) }

// Process is one process: (host, ProcessGuid), else (host, PID, lifetime).
type Process struct {
	Key              string `json:"key"`
	Host             string `json:"host"`
	GUID             string `json:"guid,omitempty"`
	PID              *int64 `json:"pid,omitempty"` // nil: not known; 0 is the Idle process
	Image            string `json:"image,omitempty"`
	CommandLine      string `json:"command_line,omitempty"`
	CurrentDirectory string `json:"current_directory,omitempty"`
	Start            Time   `json:"start,omitzero"`
	StartHint        Time   `json:"start_hint,omitzero"` // the second in the GUID
	End              Time   `json:"end,omitzero"`
	EndNotAfter      Time   `json:"end_not_after,omitzero"` // upper bound only
	ExitStatus       string `json:"exit_status,omitempty"`
	Observed         bool   `json:"observed"` // it has its own creation record
	Parent           string `json:"parent,omitempty"`
	// ParentVia is "guid" or "pid-time".
	ParentVia         string            `json:"parent_via,omitempty"`
	ParentClaims      []ParentClaim     `json:"parent_claims,omitempty"`
	User              string            `json:"user,omitempty"`
	Session           string            `json:"session,omitempty"`
	StartedBy         string            `json:"started_by,omitempty"`
	IntegrityLevel    string            `json:"integrity_level,omitempty"`
	TokenElevation    string            `json:"token_elevation,omitempty"`
	Hashes            map[string]string `json:"hashes,omitempty"`
	OriginalFileName  string            `json:"original_file_name,omitempty"`
	Description       string            `json:"description,omitempty"`
	Product           string            `json:"product,omitempty"`
	Company           string            `json:"company,omitempty"`
	FileVersion       string            `json:"file_version,omitempty"`
	TerminalSessionID *int64            `json:"terminal_session_id,omitempty"`
	RemoteOrigin      *RemoteOrigin     `json:"remote_origin,omitempty"`
	RemoteOriginMaybe []string          `json:"remote_origin_possible,omitempty"` // session keys
	Sources           []Source          `json:"sources,omitempty"`
}

// Begun is when the process began: its start, else the hint of it.
func (n *Process) Begun() Time { return firstKnown(n.Start, n.StartHint) }

// Ended is when the process ended, else the latest moment that it can have; not known
// where it may live on.
func (n *Process) Ended() Time { return firstKnown(n.End, n.EndNotAfter) }

func firstKnown(t, or Time) Time {
	if t.Known() {
		return t
	}
	return or
}

// ParentClaim is a parent that one source names, where sources disagree.
type ParentClaim struct {
	Parent string `json:"parent"`
	Source string `json:"source"` // "sysmon" or "security"
}

// RemoteOrigin says that a process ran in a session that came from elsewhere.
type RemoteOrigin struct {
	Session  string `json:"session"`
	SourceIP string `json:"source_ip,omitempty"`
}

// Source is a log record that a node was derived from.
type Source struct {
	Log      string `json:"log"`
	EventID  uint32 `json:"event_id"`
	RecordID uint64 `json:"record_id,omitempty"`
	File     string `json:"file,omitempty"`
}

// LogonAttempt is a failed logon (4625) or a use of explicit credentials (4648).
type LogonAttempt struct {
	Key        string `json:"key"`
	EventID    uint32 `json:"event_id"`
	Host       string `json:"host"`
	Time       Time   `json:"time,omitzero"`
	User       string `json:"user,omitempty"`        // who asked
	TargetUser string `json:"target_user,omitempty"` // user key
	TargetHost string `json:"target_host,omitempty"` // a host's name, else the recorded name in lower case
	Process    string `json:"process,omitempty"`
	Session    string `json:"session,omitempty"`
	SourceIP   string `json:"source_ip,omitempty"`
	Status     string `json:"status,omitempty"`
	SubStatus  string `json:"sub_status,omitempty"`
	LogonType  int    `json:"logon_type,omitempty"`
	Count      int    `json:"count,omitempty"`
	// ClaimedWorkstation is the name the client gave (4625).
	ClaimedWorkstation string   `json:"claimed_workstation,omitempty"`
	Sources            []Source `json:"sources,omitempty"`
}

// Warning says what a reader of the graph should know about it.
type Warning struct {
	Key    string       `json:"key"`
	Class  WarningClass `json:"class"`
	About  string       `json:"about,omitempty"` // key of the thing, or file
	Detail string       `json:"detail,omitempty"`
	Host   string       `json:"host,omitempty"`
	Log    string       `json:"log,omitempty"`
	Time   Time         `json:"time,omitzero"`
	User   string       `json:"user,omitempty"` // log-cleared: who cleared it
}

// WarningClass is one of the export's warning classes.
type WarningClass string

// The warning classes of the export. None is ever renamed.
const (
	PIDReused              WarningClass = "pid-reused"
	ParentStub             WarningClass = "parent-stub"
	ParentGUIDMissing      WarningClass = "parent-guid-missing"
	ParentCycle            WarningClass = "parent-cycle"
	ParentMismatch         WarningClass = "parent-mismatch"
	GUIDCollision          WarningClass = "guid-collision"
	MachineIDSharedByHosts WarningClass = "machine-id-shared-by-hosts"
	HostNameAmbiguous      WarningClass = "host-name-ambiguous"
	DuplicateRecord        WarningClass = "duplicate-record"
	RecordNumberConflict   WarningClass = "record-number-conflict"
	RecordGap              WarningClass = "record-gap"
	LogClearedWarning      WarningClass = "log-cleared"
	// InputIncomplete is kept for stores and readers of the export: that a file was cut or
	// damaged is in its FileReport alone. No record tells it, so the graph, a
	// function of the records, never gives it; what is missing between records is a RecordGap.
	InputIncomplete         WarningClass = "input-incomplete"
	FieldLostWarning        WarningClass = "field-lost"
	SchemaMismatchWarning   WarningClass = "schema-mismatch"
	TimeUnparseableWarning  WarningClass = "time-unparseable"
	TimeSourcesDisagree     WarningClass = "time-sources-disagree"
	TimeZoneInferred        WarningClass = "time-zone-inferred"
	ClockSteppedBack        WarningClass = "clock-stepped-back"
	ClockSkewSuspected      WarningClass = "clock-skew-suspected"
	SessionNotClosed        WarningClass = "session-not-closed"
	SessionStartUnknown     WarningClass = "session-start-unknown"
	ExitUnattached          WarningClass = "exit-unattached"
	ExitWithoutStart        WarningClass = "exit-without-start"
	ValueTruncatedWarning   WarningClass = "value-truncated"
	TextRepairedWarning     WarningClass = "text-repaired"
	UnsafeTextWarning       WarningClass = "unsafe-text"
	WorkstationAddrDisagree WarningClass = "workstation-address-disagree"
)

// The Node methods.
func (n *Host) NodeKind() Kind         { return KindHost }
func (n *Host) NodeKey() string        { return n.Key }
func (n *User) NodeKind() Kind         { return KindUser }
func (n *User) NodeKey() string        { return n.Key }
func (n *LogonSession) NodeKind() Kind { return KindSession }
func (n *LogonSession) NodeKey() string {
	return n.Key
}
func (n *Process) NodeKind() Kind       { return KindProcess }
func (n *Process) NodeKey() string      { return n.Key }
func (n *LogonAttempt) NodeKind() Kind  { return KindLogonAttempt }
func (n *LogonAttempt) NodeKey() string { return n.Key }
func (n *Warning) NodeKind() Kind       { return KindWarning }
func (n *Warning) NodeKey() string      { return n.Key }
