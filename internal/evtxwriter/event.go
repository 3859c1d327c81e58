// Package evtxwriter writes Windows event log files (EVTX) for tests, the demo and
// benchmarks. Its files have what Windows writes: a file header, 64 KiB chunks with
// string and template tables and checksums, and binary XML made of templates and
// typed values. Output is deterministic.
//
// Source of the format: [MS-EVEN6] (BinXml), and the layout of files and chunks as
// observed in public samples.
package evtxwriter

import (
	"math"
	"time"
)

// Event is one event to be written. Members with their zero value are written as
// absent where the format can leave them out.
type Event struct {
	Provider string
	// ProviderGUID is the provider's GUID as text, in braces or not; empty is absent.
	ProviderGUID string
	Channel      string
	Computer     string
	EventID      uint32
	Version      uint8
	// RecordID is System/EventRecordID; 0 is absent. (The number in the record
	// header is counted by the Writer, as in a file exported by Windows.)
	RecordID uint64
	// Time is System/TimeCreated, kept to 100 ns; the zero time is absent.
	Time                time.Time
	Level, Opcode       uint8
	Task                uint16
	Keywords            uint64
	ProcessID, ThreadID uint32
	// UserSID is the account that logged the event; empty is absent.
	UserSID string
	// Data is written as EventData, in order; a name may be empty or recur.
	Data []Value
	// UserData, if set, is written instead of EventData.
	UserData *UserData
	// Message, if set, is written as RenderingInfo/Message, as in forwarded logs.
	Message string
}

// UserData is the payload of events such as 1102 of the Security log.
type UserData struct {
	// Element is the name of the one element below UserData, for example "LogFileCleared".
	Element string
	// Namespace is its xmlns; empty is none.
	Namespace string
	// Data are its children, each an element with a name.
	Data []Value
}

// Type is a BinXml value type ([MS-EVEN6], BinXmlValueType).
type Type uint8

// The value types that the Writer writes.
const (
	TypeNull       Type = 0x00
	TypeString     Type = 0x01
	TypeAnsi       Type = 0x02
	TypeInt8       Type = 0x03
	TypeUInt8      Type = 0x04
	TypeInt16      Type = 0x05
	TypeUInt16     Type = 0x06
	TypeInt32      Type = 0x07
	TypeUInt32     Type = 0x08
	TypeInt64      Type = 0x09
	TypeUInt64     Type = 0x0a
	TypeFloat32    Type = 0x0b
	TypeFloat64    Type = 0x0c
	TypeBool       Type = 0x0d
	TypeBinary     Type = 0x0e
	TypeGUID       Type = 0x0f
	TypeSizeT      Type = 0x10
	TypeFiletime   Type = 0x11
	TypeSystemtime Type = 0x12
	TypeSID        Type = 0x13
	TypeHexInt32   Type = 0x14
	TypeHexInt64   Type = 0x15
	typeBinXML     Type = 0x21
	// TypeStrings is an array of strings: Windows renders it as one element for each.
	TypeStrings Type = 0x81
	// typeGuess has the Writer choose the type, see Text.
	typeGuess Type = 0xff
)

// Value is one named, typed value. Make one with the functions below.
type Value struct {
	Name  string
	typ   Type
	text  string
	num   uint64
	bytes []byte
	items []string
	time  time.Time
}

// Text is a value whose type is the one that the event's schema gives to the name
// (for example HexInt64 for LogonId) if the text is exactly what Windows would
// render for such a value (GUIDs apart, where case and braces are free); else it is
// a string.
func Text(name, s string) Value { return Value{Name: name, typ: typeGuess, text: s} }

// String is a UTF-16 string. NULs at its end do not survive a reader.
func String(name, s string) Value { return Value{Name: name, typ: TypeString, text: s} }

// Ansi is a string of 8-bit characters, written as its bytes are.
func Ansi(name, s string) Value { return Value{Name: name, typ: TypeAnsi, text: s} }

// Strings is an array of strings; an item must not contain NUL.
func Strings(name string, items ...string) Value {
	return Value{Name: name, typ: TypeStrings, items: items}
}

// Int is a signed integer of the type t (TypeInt8 to TypeInt64); excess bits are cut off.
func Int(name string, t Type, n int64) Value { return Value{Name: name, typ: t, num: uint64(n)} }

// UInt is an unsigned integer of the type t: TypeUInt8 to TypeUInt64, TypeHexInt32,
// TypeHexInt64 or TypeSizeT (8 bytes); excess bits are cut off.
func UInt(name string, t Type, n uint64) Value { return Value{Name: name, typ: t, num: n} }

// Bool is a truth value.
func Bool(name string, b bool) Value {
	v := Value{Name: name, typ: TypeBool}
	if b {
		v.num = 1
	}
	return v
}

// Float64 is a double.
func Float64(name string, f float64) Value {
	return Value{Name: name, typ: TypeFloat64, num: math.Float64bits(f)}
}

// Float32 is a float.
func Float32(name string, f float32) Value {
	return Value{Name: name, typ: TypeFloat32, num: uint64(math.Float32bits(f))}
}

// Binary is a string of bytes.
func Binary(name string, b []byte) Value { return Value{Name: name, typ: TypeBinary, bytes: b} }

// GUID is a GUID given as text, in braces or not, in either case.
func GUID(name, s string) Value { return Value{Name: name, typ: TypeGUID, text: s} }

// SID is a security identifier given as text, "S-1-5-18".
func SID(name, s string) Value { return Value{Name: name, typ: TypeSID, text: s} }

// Filetime is a time, kept to 100 ns, of the years 1601 to 9999.
func Filetime(name string, t time.Time) Value { return Value{Name: name, typ: TypeFiletime, time: t} }

// Systemtime is a time, kept to milliseconds.
func Systemtime(name string, t time.Time) Value {
	return Value{Name: name, typ: TypeSystemtime, time: t}
}

// Null is an absent value: its element is written and empty.
func Null(name string) Value { return Value{Name: name, typ: TypeNull} }
