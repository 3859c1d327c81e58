package evtxwriter

import (
	"strconv"
	"strings"
)

// sysmonTypes are the types of Sysmon's fields that are no strings (Sysmon's event
// manifest). Fields whose name ends in Guid are GUIDs.
var sysmonTypes = map[string]Type{
	"ProcessId": TypeUInt32, "ParentProcessId": TypeUInt32, "SourceProcessId": TypeUInt32,
	"TargetProcessId": TypeUInt32, "SourceThreadId": TypeUInt32, "NewThreadId": TypeUInt32,
	"TerminalSessionId": TypeUInt32, "LogonId": TypeHexInt64, "GrantedAccess": TypeHexInt32,
	"SourcePort": TypeUInt16, "DestinationPort": TypeUInt16,
	"Initiated": TypeBool, "SourceIsIpv6": TypeBool, "DestinationIsIpv6": TypeBool,
}

// securityTypes are those of the Security log (Microsoft's pages of 4624, 4625,
// 4634, 4648, 4672, 4688 and 4689). Names that end in Sid are SIDs, in LogonId HexInt64.
var securityTypes = map[string]Type{
	"ProcessId": TypeHexInt64, "NewProcessId": TypeHexInt64, "ClientProcessId": TypeHexInt64,
	"LogonType": TypeUInt32, "KeyLength": TypeUInt32, "Status": TypeHexInt32, "SubStatus": TypeHexInt32,
	"MandatoryLabel": TypeSID,
}

// guess is the type that the schema of provider gives to a field.
func guess(provider, name string) Type {
	switch {
	case strings.HasSuffix(name, "Guid") || strings.HasSuffix(name, "GUID"):
		return TypeGUID
	case provider == "Microsoft-Windows-Sysmon":
		if t, ok := sysmonTypes[name]; ok {
			return t
		}
	case strings.HasSuffix(name, "Sid"):
		return TypeSID
	case strings.HasSuffix(name, "LogonId"):
		return TypeHexInt64
	case provider == "Microsoft-Windows-Security-Auditing":
		if t, ok := securityTypes[name]; ok {
			return t
		}
	}
	return TypeString
}

// settle gives a value of typeGuess its type: the guessed one if the text is what
// Windows would render for it, else string.
func settle(v Value, provider string) Value {
	if v.typ != typeGuess {
		return v
	}
	v.typ = TypeString
	s := v.text
	t := guess(provider, v.Name)
	switch t {
	case TypeGUID:
		if _, err := appendGUID(nil, s); err == nil {
			v.typ = t
		}
	case TypeSID:
		if plainSID(s) {
			v.typ = t
		}
	case TypeBool:
		if s == "true" || s == "false" {
			return Bool(v.Name, s == "true")
		}
	case TypeHexInt32, TypeHexInt64:
		digits, ok := strings.CutPrefix(s, "0x")
		if n, err := strconv.ParseUint(digits, 16, bits(t)); ok && err == nil && strconv.FormatUint(n, 16) == digits {
			v.typ, v.num = t, n
		}
	case TypeUInt16, TypeUInt32:
		if n, err := strconv.ParseUint(s, 10, bits(t)); err == nil && strconv.FormatUint(n, 10) == s {
			v.typ, v.num = t, n
		}
	}
	return v
}

func bits(t Type) int {
	switch t {
	case TypeUInt16:
		return 16
	case TypeHexInt64:
		return 64
	}
	return 32
}

// plainSID says whether s is a SID in the spelling that Windows renders.
func plainSID(s string) bool {
	if _, err := appendSID(nil, s); err != nil {
		return false
	}
	for _, p := range strings.Split(s, "-")[1:] {
		n, err := strconv.ParseUint(p, 10, 32)
		if err != nil || strconv.FormatUint(n, 10) != p {
			return false
		}
	}
	return true
}
