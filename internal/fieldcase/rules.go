package fieldcase

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// references are the members that hold the key of another line, with its kind.
var references = map[string]string{
	"host": kindHost, "source_host": kindHost,
	"user": kindUser, "started_by": kindUser, "target_user": kindUser,
	"session": kindSession, "linked": kindSession,
	"process": kindProcess, "parent": kindProcess,
}

const zeroGUID = "00000000-0000-0000-0000-000000000000"

var (
	guidForm    = regexp.MustCompile(`^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)
	logonIDForm = regexp.MustCompile(`^0x[1-9a-f][0-9a-f]*$`)
)

// checkLine checks the rules that hold for every line.
func (x *Export) checkLine(l *Line) {
	where := fmt.Sprintf("%s %q", l.Kind, l.Key)
	if !slices.Contains(kinds, l.Kind) {
		x.problem("%s: unknown kind", where)
	}
	switch l.Kind {
	case kindSession, kindProcess, kindAttempt:
		if !l.has("host") {
			x.problem("%s: has no host", where)
		}
	}
	for _, name := range l.names {
		x.checkMember(where, name, l.members[name])
	}
	if l.Kind == kindProcess && l.has("parent") {
		x.checkParentVia(where, l)
	}
	x.checkNested(where, l)
}

func (x *Export) checkMember(where, name string, value any) {
	text, isText := value.(string)
	if value == nil || isText && name != "key" && name != "detail" && slices.Contains([]string{"", "-"}, strings.TrimSpace(text)) {
		x.problem("%s: %s is %s; a value that was not recorded is left out", where, name, show(value))
	}
	if kind := references[name]; kind != "" && x.lookup(kind, value) == nil {
		x.problem("%s: %s refers to %s, which has no %s line", where, name, show(value), kind)
	}
	fits := true
	switch name {
	case "start", "start_hint", "end", "end_not_after", "user_logoff", "time":
		_, fits = moment(value)
	case "guid", "logon_guid":
		fits = guidForm.MatchString(text) && text != zeroGUID
	case "logon_id":
		fits = logonIDForm.MatchString(text)
	case "pid":
		n, ok := value.(json.Number)
		fits = ok && !strings.ContainsAny(n.String(), ".eE")
	}
	if !fits {
		x.problem("%s: %s is %s, which is not how the export writes it", where, name, show(value))
	}
}

// checkParentVia checks that what tells the parent is there to tell it.
func (x *Export) checkParentVia(where string, l *Line) {
	parent := x.parentOf(l)
	switch l.text("parent_via") {
	case "pid-time":
	case "guid":
		if l.text("guid") == "" || parent == nil || parent.text("guid") == "" {
			x.problem("%s: parent_via is 'guid', but child or parent has no GUID", where)
		}
	default:
		x.problem("%s: parent_via is %s, neither 'guid' nor 'pid-time'", where, show(l.get("parent_via")))
	}
}

// checkNested checks the references that stand within members.
func (x *Export) checkNested(where string, l *Line) {
	for _, claim := range l.list("parent_claims") {
		c, _ := claim.(map[string]any)
		if x.lookup(kindProcess, c["parent"]) == nil {
			x.problem("%s: parent_claims holds %s, whose parent has no process line", where, show(claim))
		}
	}
	origins := l.list("remote_origin_possible")
	if l.has("remote_origin") {
		origins = append([]any{l.get("remote_origin")}, origins...)
	}
	for _, origin := range origins {
		if x.lookup(kindSession, sessionKey(origin)) == nil {
			x.problem("%s: the remote origin %s has no session line", where, show(origin))
		}
	}
}

// sessionKey is the session of an entry of remote_origin or remote_origin_possible.
func sessionKey(entry any) any {
	if o, ok := entry.(map[string]any); ok {
		return o["session"]
	}
	return entry
}

// checkOrder checks that kinds stand together and keys rise within each.
func (x *Export) checkOrder() {
	finished := map[string]bool{}
	for i := 1; i < len(x.lines); i++ {
		before, after := x.lines[i-1], x.lines[i]
		switch {
		case before.Kind != after.Kind:
			finished[before.Kind] = true
			if finished[after.Kind] {
				x.problem("the %s lines do not stand together", after.Kind)
			}
		case before.Key > after.Key:
			x.problem("%s lines are not sorted by key: %q before %q", after.Kind, before.Key, after.Key)
		}
	}
}
