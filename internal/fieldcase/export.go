package fieldcase

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"time"
)

// The kinds of the export's lines.
const (
	kindHost    = "host"
	kindUser    = "user"
	kindSession = "session"
	kindProcess = "process"
	kindAttempt = "logon_attempt"
	kindWarning = "warning"
)

var kinds = []string{kindHost, kindUser, kindSession, kindProcess, kindAttempt, kindWarning}

// Line is one line of an export.
type Line struct {
	// Kind and Key are its identity.
	Kind, Key string
	// members holds what JSON says, numbers as json.Number; names is their order.
	members map[string]any
	names   []string
}

// has says whether the line has a member.
func (l *Line) has(name string) bool {
	_, ok := l.members[name]
	return ok
}

// get is a member's value, nil where it is left out.
func (l *Line) get(name string) any { return l.members[name] }

// text is a member that is a text, "" otherwise.
func (l *Line) text(name string) string {
	s, _ := l.members[name].(string)
	return s
}

// flag is a boolean member; left out is false.
func (l *Line) flag(name string) bool {
	b, _ := l.members[name].(bool)
	return b
}

// list is a member that is a list.
func (l *Line) list(name string) []any {
	list, _ := l.members[name].([]any)
	return list
}

// object is a member that is an object.
func (l *Line) object(name string) map[string]any {
	o, _ := l.members[name].(map[string]any)
	return o
}

// number is a member that is a whole number.
func (l *Line) number(name string) (n int64, ok bool) {
	v, ok := l.members[name].(json.Number)
	if !ok {
		return 0, false
	}
	n, err := v.Int64()
	return n, err == nil
}

// texts are the texts of a list.
func (l *Line) texts(name string) []string {
	var all []string
	for _, v := range l.list(name) {
		if s, ok := v.(string); ok {
			all = append(all, s)
		}
	}
	return all
}

// Export is a parsed export.
type Export struct {
	// Problems are breaches of the rules that hold for every line, in words.
	Problems []string
	lines    []*Line
	byKey    map[lineID]*Line
	byParent map[string][]*Line
}

type lineID struct{ kind, key string }

// ParseExport reads an export. What is wrong with it stands in Problems.
func ParseExport(data []byte) *Export {
	x := &Export{byKey: map[lineID]*Line{}, byParent: map[string][]*Line{}}
	for i, raw := range bytes.Split(data, []byte("\n")) {
		if len(bytes.TrimSpace(raw)) > 0 {
			x.parseLine(i+1, raw)
		}
	}
	for _, l := range x.lines {
		x.checkLine(l)
	}
	x.checkOrder()
	return x
}

func (x *Export) problem(format string, args ...any) {
	x.Problems = append(x.Problems, fmt.Sprintf(format, args...))
}

func (x *Export) parseLine(number int, raw []byte) {
	l, err := decodeLine(raw)
	if err != nil {
		x.problem("export line %d is not a JSON object in UTF-8: %v", number, err)
		return
	}
	var kind, key bool
	l.Kind, kind = l.members["kind"].(string)
	l.Key, key = l.members["key"].(string)
	if !kind || !key {
		x.problem("export line %d has no texts 'kind' and 'key'", number)
		return
	}
	if l.names[0] != "kind" {
		x.problem("export line %d: 'kind' is not the first member", number)
	}
	if member := loneSurrogate(raw); member {
		x.problem("%s %q: holds a lone surrogate", l.Kind, l.Key)
	}
	id := lineID{l.Kind, l.Key}
	if x.byKey[id] != nil {
		x.problem("two %s lines have the key %q", l.Kind, l.Key)
	}
	x.byKey[id] = l
	x.lines = append(x.lines, l)
	if parent := l.text("parent"); l.Kind == kindProcess && parent != "" {
		x.byParent[parent] = append(x.byParent[parent], l)
	}
}

// of lists the lines of one kind, in the order of the export.
func (x *Export) of(kind string) []*Line {
	var list []*Line
	for _, l := range x.lines {
		if l.Kind == kind {
			list = append(list, l)
		}
	}
	return list
}

// lookup is the line of that kind whose key a member holds, or nil.
func (x *Export) lookup(kind string, key any) *Line {
	s, ok := key.(string)
	if !ok {
		return nil
	}
	return x.byKey[lineID{kind, s}]
}

// hostName is the name of the host that a line refers to, "" if there is none.
func (x *Export) hostName(l *Line) string {
	if h := x.lookup(kindHost, l.get("host")); h != nil {
		return h.text("name")
	}
	return ""
}

// parentOf is the parent of a process, or nil.
func (x *Export) parentOf(process *Line) *Line { return x.lookup(kindProcess, process.get("parent")) }

// moment reads a time of the export: RFC 3339 in UTC, at most nine fractional digits.
func moment(v any) (t time.Time, ok bool) {
	s, isText := v.(string)
	if !isText || len(s) < len("2006-01-02T15:04:05Z") || s[10] != 'T' || !strings.HasSuffix(s, "Z") || strings.Contains(s, ",") || len(s) > 30 || s[len(s)-2] == '.' {
		return time.Time{}, false
	}
	t, err := time.Parse(time.RFC3339Nano, s)
	return t, err == nil
}

// logName is "sysmon" or "security" for any spelling of these logs, else lower case.
func logName(s string) string {
	s = strings.ToLower(s)
	for _, log := range []string{"sysmon", "security"} {
		if strings.Contains(s, log) {
			return log
		}
	}
	return s
}

// baseName is the last element of a Windows or POSIX path, in lower case.
func baseName(path string) string {
	return strings.ToLower(path[strings.LastIndexAny(path, `\/`)+1:])
}
