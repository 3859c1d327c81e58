package graph

import (
	"strconv"
	"time"
)

// Observation is what one used log record says, in the events' own terms and
// before any identity is resolved. Packages ingest/sysmon and ingest/security
// make observations; a store keeps them; package resolve turns the whole set
// into the graph.
//
// Values are normalised in spelling only: GUIDs lower case without braces,
// logon IDs "0x" + hex without padding, PIDs decimal, "not known" spellings left out.
type Observation struct {
	Event   EventClass
	EventID uint32
	// Log is "sysmon", "security", else the channel in lower case.
	Log string
	// Computer is the host that wrote the record, as spelled.
	Computer string
	// RecordID is the EventRecordID in the origin channel; 0 is not recorded.
	RecordID uint64
	// Time is the record's own time; UtcTime is Sysmon's UtcTime field.
	// Received and Shipped are delivery stamps (evidence for a zone only).
	Time, UtcTime, Received, Shipped Stamp
	// Values are the fields that matter, sorted by Field, each at most once.
	Values []Value
	// Flaws are facts about the record that become warnings, sorted.
	Flaws []Flaw
	// File is the base name of the file the record came from.
	File string
}

// Stamp is a time as written, see Zone. The zero Stamp is "not recorded".
type Stamp struct {
	Time
	Zone Zone
}

// Zone tells what a Stamp's digits mean.
type Zone uint8

// The zones of a Stamp. A store keeps their numbers: append only.
const (
	ZoneAbsent   Zone = iota // no time
	ZoneUTC                  // UTC
	ZoneNone                 // local time without a zone, digits read as UTC
	ZoneDoubtful             // 'Z' written by a shape known to put local time there
)

// EventClass is what kind of fact an observation states.
type EventClass uint8

// The event classes. A store keeps their numbers: append only.
const (
	NoEvent             EventClass = iota
	ProcessStart                   // Sysmon 1, Security 4688
	ProcessEnd                     // Sysmon 5, Security 4689
	Logon                          // 4624
	LogonFailed                    // 4625
	Logoff                         // 4634
	LogoffByUser                   // 4647
	ExplicitCredentials            // 4648
	SpecialPrivileges              // 4672
	Boot                           // 4608, System (Kernel-General) 12, 6005
	Shutdown                       // 4609, System (Kernel-General) 13, 6006
	LogCleared                     // Security 1102, System 104
	SensorState                    // Sysmon 4
	SensorConfig                   // Sysmon 16
	ZoneEvidence                   // a Sysmon record whose UtcTime places a local clock
	HostAddress                    // an address that was the host's own on a day (Sysmon 3)
)

// Field names one value of an observation.
type Field uint8

// The fields. A store keeps their numbers: append only.
const (
	NoField           Field = iota
	ProcessGUID             // GUID, lower case, no braces
	ProcessPID              // decimal
	Image                   // as recorded
	CommandLine             // as recorded
	CurrentDirectory        // as recorded
	IntegrityLevel          // Low, Medium, High, System, ... or the label's SID mapped to it
	TokenElevation          // %%1936, %%1937, %%1938
	Hashes                  // "MD5=...,SHA256=...", as recorded
	OriginalFileName        // as recorded
	Description             // as recorded
	Product                 // as recorded
	Company                 // as recorded
	FileVersion             // as recorded
	TerminalSessionID       // decimal
	ExitStatus              // as recorded
	ParentGUID              // GUID
	ParentPID               // decimal: ParentProcessId of Sysmon, creator's ProcessId of 4688
	ParentImage             // as recorded
	ParentCommandLine       // as recorded
	ParentUser              // DOMAIN\name, as recorded
	UserText                // Sysmon's User, DOMAIN\name
	LogonID                 // 0x..., Sysmon's LogonId
	LogonGUID               // GUID
	SubjectSID              // S-1-...
	SubjectDomain           // as recorded
	SubjectName             // as recorded
	SubjectLogonID          // 0x...
	TargetSID               // S-1-...
	TargetDomain            // as recorded
	TargetName              // as recorded
	TargetLogonID           // 0x...
	LogonType               // decimal
	LogonProcess            // trimmed
	AuthPackage             // as recorded
	Workstation             // as recorded
	SourceAddress           // as recorded
	SourcePort              // decimal
	ElevatedToken           // "yes" or "no"
	LinkedLogonID           // 0x...
	OutboundDomain          // 4624 type 9
	OutboundName            // 4624 type 9
	TargetServer            // 4648
	TargetInfo              // 4648
	Status                  // 4625
	SubStatus               // 4625
	Privileges              // 4672
	ClearedLog              // System 104: the channel that was cleared
	SensorDetail            // Sysmon 4, 16: state or configuration
	PackageName             // 4624: NTLM V1, NTLM V2
	KeyLength               // 4624
)

// Value is one field of an observation.
type Value struct {
	Field Field
	Text  string
}

// Flaw is something wrong with a record that a reader should know.
type Flaw uint8

// The flaws. A store keeps their numbers: append only.
const (
	NoFlaw          Flaw = iota
	FieldLost            // an exporter dropped a field that the event has
	FieldRecovered       // a dropped field was read from the message text
	SchemaMismatch       // values stand under the wrong names
	ValueTruncated       // a value was cut by its exporter
	TextRepaired         // U+FFFD was put in for bad bytes
	UnsafeText           // control or bidirectional characters
	TimeUnparseable      // no time could be read
)

// Text returns the value of field f, "" when it was not recorded.
func (o *Observation) Text(f Field) string {
	for i := range o.Values {
		if o.Values[i].Field == f {
			return o.Values[i].Text
		}
	}
	return ""
}

// Set stores text as the value of f, in order; an empty text removes it.
func (o *Observation) Set(f Field, text string) {
	for i := range o.Values {
		if o.Values[i].Field >= f {
			if o.Values[i].Field == f {
				if text == "" {
					o.Values = append(o.Values[:i], o.Values[i+1:]...)
				} else {
					o.Values[i].Text = text
				}
				return
			}
			if text != "" {
				o.Values = append(o.Values, Value{})
				copy(o.Values[i+1:], o.Values[i:])
				o.Values[i] = Value{f, text}
			}
			return
		}
	}
	if text != "" {
		o.Values = append(o.Values, Value{f, text})
	}
}

// Flag adds flaw f once, in order.
func (o *Observation) Flag(f Flaw) {
	for i, have := range o.Flaws {
		if have == f {
			return
		}
		if have > f {
			o.Flaws = append(o.Flaws, NoFlaw)
			copy(o.Flaws[i+1:], o.Flaws[i:])
			o.Flaws[i] = f
			return
		}
	}
	o.Flaws = append(o.Flaws, f)
}

// ZoneStep is the unit of time-zone offsets: every zone in use is a whole
// number of quarter hours from UTC (IANA time zone database).
const ZoneStep = 15 * time.Minute

// RecordRange is a run of record numbers of one channel of one computer that
// was read, used or not. Lo and Hi are inclusive.
type RecordRange struct {
	Computer string // lower case, as spelled
	Log      string // as Observation.Log
	Lo, Hi   uint64
}

// ZoneOffset is what must be added to a local wall clock to get UTC, in whole
// quarter hours. ok is false when the two are not near a whole step (over two
// minutes off) or further apart than a false zone and a 12-hour clock explain (27 h).
func ZoneOffset(wall, utc Time) (offset time.Duration, ok bool) {
	if !wall.Known() || !utc.Known() {
		return 0, false
	}
	d := utc.Sub(wall)
	offset = d.Round(ZoneStep)
	rest := d - offset
	return offset, rest > -2*time.Minute && rest < 2*time.Minute && offset.Abs() <= 27*time.Hour
}

// GUIDSecond is the moment in a Sysmon GUID: its second and third group are the
// epoch seconds of the process's start or of the logon (microsoft/SysmonCommon,
// eventsCommon.cpp). ok is false when there is none.
func GUIDSecond(guid string) (t Time, ok bool) {
	if len(guid) != 36 {
		return Time{}, false
	}
	seconds, err := strconv.ParseUint(guid[14:18]+guid[9:13], 16, 32)
	if err != nil || seconds < 86400*365*20 {
		return Time{}, false
	}
	return UnixSecond(int64(seconds)), true
}

// GUIDMachine is the machine part of a Sysmon GUID, its first group.
func GUIDMachine(guid string) string {
	if len(guid) != 36 {
		return ""
	}
	return guid[:8]
}
