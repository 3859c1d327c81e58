package scenario

import "time"

// Truth is what really happened, written down by the generator while it
// happens and without any of the resolver's reasoning. References between its
// lists are indexes; -1 is none.
type Truth struct {
	Start, End time.Time // what the logs cover
	Hosts      []Host
	Users      []UserTruth
	Sessions   []SessionTruth
	Processes  []ProcessTruth // in the order in which they began, host by host interleaved
	Attempts   []AttemptTruth
	Boots      []BootTruth
	// Story are the steps of the intrusion, in order; empty without it.
	Story []StoryStep
	// Events is the number of records emitted.
	Events int64
}

// UserTruth is an account.
type UserTruth struct {
	SID, Domain, Name string
}

// SessionTruth is a logon session. The built-in ones (0x3e7, 0x3e4, 0x3e5)
// exist once for each host.
type SessionTruth struct {
	Host    int32
	LogonID uint64
	User    int32
	Type    uint32 // logon type of the 4624; 0 for the built-in ones
	BuiltIn bool
	Linked  int32 // the other half of a UAC pair
	// Start is the time of its 4624 if that was logged, else when it began.
	Start ticksTime
	// Logoff is the time of the 4634, UserLogoff of the 4647; zero: not logged.
	Logoff, UserLogoff ticksTime
	Logged             bool // its own 4624 is in the logs
	Elevated           bool
	SourceAddress      string // as the client's address really was; "" for local logons
}

// ticksTime is a moment in steps of 100 ns from 1970-01-01 UTC, 0 for none. It
// keeps the truth of a million processes small.
type ticksTime int64

// Time is t as a time.Time in UTC; the zero time for none.
func (t ticksTime) Time() time.Time {
	if t == 0 {
		return time.Time{}
	}
	return ticks(t).time()
}

// Recorded is the set of records that tell of a process.
type Recorded uint8

// The records.
const (
	SysmonStart Recorded = 1 << iota // Sysmon 1
	SysmonEnd                        // Sysmon 5
	AuditStart                       // Security 4688
	AuditEnd                         // Security 4689
)

// ProcessTruth is a process.
type ProcessTruth struct {
	Host        int32
	PID         uint32
	Parent      int32 // who really created it; -1 only for System
	Claimed     int32 // the parent that Sysmon was led to believe; -1: the true one
	User        int32 // whose token it has
	StartedBy   int32 // the account of the creator, where it is another one; else -1
	Session     int32
	Recorded    Recorded
	GUID        [16]byte // in the order of the text; zero on hosts without Sysmon
	Image       string
	CommandLine string
	Start       ticksTime // true start; Sysmon's UtcTime is its whole milliseconds
	End         ticksTime // true end; 0: still alive when the logs end
	AuditStart  ticksTime // SystemTime of the 4688
	AuditEnd    ticksTime // SystemTime of the 4689
}

// Observed says whether a creation record of the process exists.
func (p *ProcessTruth) Observed() bool { return p.Recorded&(SysmonStart|AuditStart) != 0 }

// AttemptTruth is a failed logon (4625) or explicit credentials (4648).
type AttemptTruth struct {
	Host    int32
	EventID uint32
	Time    ticksTime
	Target  string // DOMAIN\name
	Source  string // address; "" for none
}

// BootTruth is a start of a host that is in the logs.
type BootTruth struct {
	Host int32
	Time ticksTime
}

// StoryStep is a process of the intrusion and what it did. See STORY.md.
type StoryStep struct {
	Name    string // stable short name, such as "word" or "wmi-child"
	Process int32
	Note    string
}

// StepProcess is the process of the named step; nil when there is none.
func (t *Truth) StepProcess(name string) *ProcessTruth {
	for _, step := range t.Story {
		if step.Name == name {
			return &t.Processes[step.Process]
		}
	}
	return nil
}
