package fieldcase

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
)

// Schema is the version of the expectations that this package reads.
const Schema = "fieldcase-expect/1"

// Level says how binding an expectation is.
type Level string

// The levels.
const (
	Must   Level = "must"   // any other result is wrong
	Should Level = "should" // another documented choice is acceptable
)

// Expect is the right result of one case, as its expect.json writes it.
type Expect struct {
	Schema string `json:"schema"`
	Case   string `json:"case"`
	Theme  string `json:"theme"`
	Level  Level  `json:"level"`
	// Input is nil where the case is about a server, a store or damaged bytes.
	Input     *Input        `json:"input"`
	Hosts     []WantHost    `json:"hosts"`
	Users     []WantUser    `json:"users"`
	Sessions  []WantSession `json:"sessions"`
	Processes []WantProcess `json:"processes"`
	Counts    Counts        `json:"counts"`
	Warnings  []WantWarning `json:"warnings"`
	MustNot   []Forbidden   `json:"must_not"`
	Extra     Extra         `json:"extra"`
	// Checks are acceptance checks in words, for what an export cannot show.
	Checks []string `json:"checks"`
}

// Input names the records of a case.
type Input struct {
	File  string `json:"file"`
	Lines int    `json:"lines"`
	// Order is "fixed" where the lines must not be permuted.
	Order string `json:"order"`
}

// WantHost is an expected host; the aliases are spellings that must lead to it.
type WantHost struct {
	Name    string   `json:"name"`
	Aliases []string `json:"aliases"`
}

// WantUser is an expected account.
type WantUser struct {
	Label string   `json:"label"`
	Name  string   `json:"name"`
	SID   *string  `json:"sid"`
	Kind  string   `json:"kind"`
	Names []string `json:"names"`
}

// WantSession is an expected logon session.
type WantSession struct {
	Label              string           `json:"label"`
	Host               string           `json:"host"`
	LogonID            string           `json:"logon_id"`
	User               *string          `json:"user"` // label
	LogonType          Optional[int64]  `json:"logon_type"`
	Start              Optional[string] `json:"start"`
	StartHint          Optional[string] `json:"start_hint"`
	End                Optional[string] `json:"end"`
	EndVia             Optional[string] `json:"end_via"`
	UserLogoff         Optional[string] `json:"user_logoff"`
	Observed           Optional[bool]   `json:"observed"`
	BuiltIn            Optional[bool]   `json:"builtin"`
	Elevated           Optional[bool]   `json:"elevated"`
	Privileged         Optional[bool]   `json:"privileged"`
	Linked             Optional[string] `json:"linked"` // label
	SourceIP           Optional[string] `json:"source_ip"`
	SourceLocal        Optional[bool]   `json:"source_local"`
	ClaimedWorkstation Optional[string] `json:"claimed_workstation"`
	OutboundIdentity   Optional[string] `json:"outbound_identity"`
}

// WantProcess is an expected process.
type WantProcess struct {
	Label     string           `json:"label"`
	Note      string           `json:"note"`
	Host      string           `json:"host"`
	PID       *int64           `json:"pid"`
	GUID      *string          `json:"guid"`
	Image     *string          `json:"image"`
	Start     Optional[string] `json:"start"`
	StartHint Optional[string] `json:"start_hint"`
	End       Optional[string] `json:"end"`
	NotAfter  Optional[string] `json:"end_not_after"`
	Observed  bool             `json:"observed"`
	Parent    *string          `json:"parent"` // label
	ParentVia *string          `json:"parent_via"`
	Claims    Optional[labels] `json:"parent_claims"`
	User      *string          `json:"user"`       // label
	Session   Optional[string] `json:"session"`    // label
	StartedBy Optional[string] `json:"started_by"` // label

	CommandLine       Optional[string] `json:"command_line"`
	CommandLineAnyOf  []string         `json:"command_line_any_of"`
	CommandLineLength *int             `json:"command_line_len"` // in characters
	CommandLineSHA256 string           `json:"command_line_sha256"`

	Sources   Optional[labels] `json:"sources"`
	HashKinds Optional[labels] `json:"hash_kinds"`
	Origin    Optional[string] `json:"remote_origin"`
	Possible  Optional[labels] `json:"remote_origin_possible"`
}

type labels = []string

// Counts are totals after the import: of the export's lines, else of the ingest report.
type Counts struct {
	Logons      map[string]int `json:"logons_by_user"` // by label of the user
	Observed    *int           `json:"processes_observed"`
	Stubs       *int           `json:"processes_stub"`
	Sessions    *int           `json:"sessions"`
	Users       *int           `json:"users"`
	Persons     *int           `json:"persons"`
	Hosts       *int           `json:"hosts"`
	Interactive *int           `json:"interactive_person_logons"`
	Duplicates  *int           `json:"duplicates_dropped"`
	Rejected    *int           `json:"lines_rejected"`
	Ignored     *int           `json:"records_ignored"`
}

// WantWarning is a warning that must be given at least once.
type WantWarning struct {
	Class string `json:"class"`
	About string `json:"about"` // label of a process or session, "" for any
}

// Forbidden is a result that a wrong tool gives. Exactly one rule is set.
type Forbidden struct {
	Parent string `json:"parent"` // with Child
	Child  string `json:"child"`

	SameNode    []string `json:"same_node"`
	SameSession []string `json:"same_session"`
	Cycle       bool     `json:"cycle"`

	UserOf string `json:"user_of"` // with User
	User   string `json:"user"`

	UserSID       *userSID    `json:"user_sid"`
	SessionSource *sourceHost `json:"session_source_host"`
	SessionUser   *hostUser   `json:"session_user"`

	ProcessGUID    string `json:"process_guid"`
	PID            *int64 `json:"pid_is"`
	Image          string `json:"image_is"`
	UserName       string `json:"user_is"`
	SID            string `json:"sid_is"`
	HostName       string `json:"host_is"`
	SessionLogonID string `json:"session_logon_id"`
}

type userSID struct {
	User string `json:"user"`
	SID  string `json:"sid"`
}

type sourceHost struct {
	Session string `json:"session"`
	Host    string `json:"host"`
}

type hostUser struct {
	Host string `json:"host"`
	User string `json:"user"`
}

// Extra are values that only some cases have.
type Extra struct {
	Explicit []ExplicitCredentials `json:"explicit_credentials"`
	Cleared  []LogCleared          `json:"log_cleared"`
	Rejected Optional[[]int64]     `json:"rejected_lines"`
	Children map[string]int        `json:"children_of"`    // by label
	Depth    map[string]int        `json:"max_depth_from"` // generations below, by label
	// Sources repeat what the sessions of the case say.
	Sources map[string]*string `json:"sources"`
}

// ExplicitCredentials is an expected use of another account's credentials (4648).
type ExplicitCredentials struct {
	By   string `json:"by"` // labels of users
	As   string `json:"as"`
	From string `json:"from_host"`
	To   string `json:"to_host"`
	Time string `json:"time"`
}

// LogCleared is an expected clearing of a log (1102, 104).
type LogCleared struct {
	Host string `json:"host"`
	Log  string `json:"channel"`
	Time string `json:"time"`
	By   string `json:"by"` // label of a user
}

// ReadExpect reads an expect.json. A member that this package does not know is
// an error, since it would not be checked.
func ReadExpect(path string) (*Expect, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("reading an expectation: %w", err)
	}
	var e Expect
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&e); err != nil {
		return nil, fmt.Errorf("reading the expectation %s: %w", path, err)
	}
	if e.Schema != Schema {
		return nil, fmt.Errorf("reading the expectation %s: its schema is %q, not %q", path, e.Schema, Schema)
	}
	return &e, nil
}

// listsEveryProcess says whether a process that the case does not name is wrong.
func (e *Expect) listsEveryProcess() bool { return e.Extra.Children == nil && e.Extra.Depth == nil }
