// Package winevent holds the raw Windows event record that every reader
// (EVTX, JSON, XML) produces and every event family (Sysmon, Security) reads.
//
// A Record says what the log said and nothing more: no identity is resolved
// here and no time without a zone is placed.
package winevent

import (
	"strings"
	"time"
)

// Record is one Windows event as a log file or an export carried it.
//
// Readers fill what they found; a member that the source did not have keeps its
// zero value. Strings are carried as recorded, except that bad UTF-8 and lone
// surrogates have become U+FFFD (then Repaired is true).
type Record struct {
	// Provider is the event's provider, for example "Microsoft-Windows-Sysmon".
	// Empty where an exporter dropped it; then Channel decides.
	Provider string
	EventID  uint32
	// Version is the event's schema version. It is informational: the fields
	// that are present decide what a record means.
	Version uint8
	// Channel is the log the event was written to at its origin, as spelled
	// there. "ForwardedEvents" is a transport and never stands here when the
	// original channel is known.
	Channel string
	// Computer is the host that wrote the event, as spelled: never a collector.
	Computer string
	// RecordID is the EventRecordID of the origin channel; 0 is "not recorded".
	RecordID uint64

	// Time is the record's own time (TimeCreated/SystemTime, EventTime).
	Time Clock
	// Received and Shipped are delivery stamps: when an agent read the event
	// (NXLog EventReceivedTime) and when a pipeline stamped it (@timestamp of
	// NXLog data, TimeCollected). They never order events; they may prove a zone.
	Received Clock
	Shipped  Clock

	// Fields are the event's own data in document order: EventData's named and
	// unnamed Data, or the leaves of UserData. Nil when the reader was told that
	// nobody wants this event's data.
	Fields Fields
	// Section is the element the fields came from: "EventData", "UserData" or
	// "ProcessingErrorData"; empty where the export does not tell.
	Section string
	// Message is the rendered text, where the export carries it.
	Message string
	// Shape names the input shape that was recognised, for example "evtx",
	// "nxlog", "winlogbeat", "flat-powershell". See package jsonl and xml.
	Shape string
	// Repaired says that text had to be repaired (U+FFFD put in).
	Repaired bool

	// Place is where in its file the record stands.
	Place Place
}

// Zone tells how far a Clock can be trusted.
type Zone uint8

const (
	// ZoneAbsent: no time was recorded; Wall is the zero time.
	ZoneAbsent Zone = iota
	// ZoneUTC: the time is UTC, or had an explicit offset and was converted.
	ZoneUTC
	// ZoneNone: written without a zone. Wall holds the digits read as UTC.
	ZoneNone
	// ZoneDoubtful: written with 'Z' by a shape that is known to put local
	// (and even 12-hour) times there. Wall holds the digits read as UTC.
	ZoneDoubtful
)

// Clock is a time as written.
type Clock struct {
	// Wall is the written time, read as UTC, to at most 100 ns.
	Wall time.Time
	// Digits is the number of fractional digits that were written (0 to 9).
	Digits uint8
	Zone   Zone
}

// Known says whether a time was recorded at all.
func (c Clock) Known() bool { return c.Zone != ZoneAbsent }

// Place is a record's position in its input, for reports.
type Place struct {
	// Line is the 1-based line on which the record begins (text inputs), else 0.
	Line int64
	// Offset is the byte offset of the record in its file (EVTX), or of its
	// first byte in the decoded text.
	Offset int64
	// Record is the record's number in its file, 1-based, in file order.
	Record uint64
}

// Field is one name and value of an event's data. Name is empty for unnamed Data.
type Field struct{ Name, Value string }

// Fields are in document order; duplicates are kept.
type Fields []Field

// Get returns the first value whose name is exactly name; failing that, the
// first whose name equals it without regard to case. ok is false when there is none.
func (f Fields) Get(name string) (value string, ok bool) {
	for i := range f {
		if f[i].Name == name {
			return f[i].Value, true
		}
	}
	for i := range f {
		if strings.EqualFold(f[i].Name, name) {
			return f[i].Value, true
		}
	}
	return "", false
}

// Need is what a caller wants of an event, decided by provider, channel and id
// before the event's data is read.
type Need uint8

const (
	// NeedHeader: provider, event id, channel, computer, record id and time.
	NeedHeader Need = iota
	// NeedFields: all of it.
	NeedFields
)

// Want decides what is wanted of an event. It is called from several
// goroutines at once and must not keep state. provider and channel are as recorded.
type Want func(provider, channel string, eventID uint32) Need

// Sink takes what a reader finds, in file order, from one goroutine.
type Sink interface {
	// Record takes one well-formed event. The record and its strings belong to
	// the sink from then on. An error stops the reader, which returns it.
	Record(*Record) error
	// Reject takes one record or line that could not be used. An error stops
	// the reader, which returns it.
	Reject(Reject) error
	// Notice takes a fact about the file as a whole that a user should know:
	// a dirty header, a bad checksum, a cut tail. It loses no record by itself.
	Notice(Notice) error
}

// Reject names one record or line that could not be used.
type Reject struct {
	Place Place
	// Reason is in plain words, without text from the log.
	Reason string
}

// Notice is a fact about a file. Reason is in plain words.
type Notice struct {
	Place  Place
	Reason string
}
