package scenario

import "time"

// The channels that the generator writes.
const (
	SecurityChannel = "Security"
	SysmonChannel   = "Microsoft-Windows-Sysmon/Operational"
	SystemChannel   = "System"
)

// FieldType is the type that an event's manifest gives a value. It decides
// how the value is stored in EVTX and printed in JSON.
type FieldType uint8

// The types. Text is in Field.Text; numbers are in Field.Number.
const (
	TextField   FieldType = iota // a UTF-16 string
	UInt32Field                  // a decimal number
	HexField                     // HexInt64: a logon ID, or a process ID of the Security log
	Hex32Field                   // HexInt32: a status
	GUIDField                    // Text is lower case, without braces
	SIDField                     // Text is S-1-...
	TimeField                    // FILETIME; Number counts 100 ns from 1970-01-01 UTC
	BinaryField                  // Text is upper-case hexadecimal
)

// Field is one named value of an event, in the manifest's order. Only the
// Binary element of classic events has no name.
type Field struct {
	Name   string
	Type   FieldType
	Text   string
	Number uint64
}

// Event is one record of a log. It is the generator's own type, so that
// writers adapt to it at their edge.
type Event struct {
	Provider     string
	ProviderGUID string // lower case, without braces; "" for a classic provider
	Channel      string
	Computer     string
	EventID      uint32
	Qualifiers   uint16 // classic providers only
	Version      uint8
	Level        uint8
	Task         uint16
	Opcode       uint8
	Keywords     uint64
	// RecordID counts from 1 in each log, without gaps.
	RecordID uint64
	// Time is the record's SystemTime, strictly increasing within a log.
	Time time.Time
	// ProcessID and ThreadID are the logger's, never the subject's.
	ProcessID, ThreadID uint32
	UserSID             string // the logger's account; "" for most
	Data                []Field
	// UserData is the name of the element below UserData that holds Data; ""
	// says that Data is EventData. Namespace is its XML namespace.
	UserData, Namespace string
}

// Role is what a host is for.
type Role uint8

// The roles.
const (
	Workstation Role = iota
	FileServer
	DomainController
	JumpHost
)

// String names the role in words.
func (r Role) String() string {
	return [...]string{"workstation", "file server", "domain controller", "jump host"}[r]
}

// Host is a computer of the generated company.
type Host struct {
	Index    int    // place in Truth.Hosts
	Name     string // full DNS name, as records give it: upper-case host part
	NetBIOS  string
	Address  string // from the documentation ranges
	Role     Role
	Policy   Policy
	AlwaysOn bool // it was up before the logs begin
}

// Policy says what a host logs.
type Policy struct {
	Sysmon   bool // Sysmon 1 and 5
	Security bool // 4688, 4624 and their kin
	// Exits says whether the Security log audits process termination (4689).
	Exits bool
	// SysmonExcludes are file names, in lower case, that the Sysmon
	// configuration filters away.
	SysmonExcludes []string
}

// Emitter takes the events: in the order of time for each host and log, and
// nearly so across hosts. The event and all it holds are only lent: they
// change after the call. An error ends the generation.
type Emitter interface {
	Event(host *Host, e *Event) error
}
