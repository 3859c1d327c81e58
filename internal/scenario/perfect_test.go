package scenario

import (
	"encoding/json"
	"fmt"
	"io"
	"time"
)

// writePerfect writes the graph that the truth asks for, as an export.
func writePerfect(w io.Writer, t *Truth) error {
	enc := json.NewEncoder(w)
	put := func(kind string, members map[string]any) error {
		members["kind"] = kind
		for k, v := range members {
			if v == "" || v == nil {
				delete(members, k)
			}
		}
		return enc.Encode(members)
	}
	for i, h := range t.Hosts {
		if err := put("host", map[string]any{"key": key("h", i), "name": h.Name}); err != nil {
			return err
		}
	}
	for i, u := range t.Users {
		if err := put("user", map[string]any{"key": key("u", i), "sid": u.SID, "name": u.Domain + `\` + u.Name}); err != nil {
			return err
		}
	}
	for i, s := range t.Sessions {
		l := map[string]any{"key": key("s", i), "host": key("h", int(s.Host)), "logon_id": fmt.Sprintf("0x%x", s.LogonID), "observed": s.Logged, "builtin": s.BuiltIn}
		if s.Logged {
			l["start"], l["end"], l["user"], l["logon_type"] = moment(s.Start), moment(max(s.Logoff, s.UserLogoff)), key("u", int(s.User)), s.Type
			l["elevated"], l["source_ip"], l["linked"] = s.Elevated, s.SourceAddress, key("s", int(s.Linked))
		}
		if err := put("session", l); err != nil {
			return err
		}
	}
	needed := map[int32]bool{}
	for i := range t.Processes {
		if t.Processes[i].Observed() {
			needed[t.Processes[i].Parent] = true
		}
	}
	for i := range t.Processes {
		if t.Processes[i].Observed() || needed[int32(i)] {
			if err := put("process", perfectProcess(t, i)); err != nil {
				return err
			}
		}
	}
	for i, a := range t.Attempts {
		if err := put("logon_attempt", map[string]any{"key": key("a", i), "host": key("h", int(a.Host)), "event_id": a.EventID}); err != nil {
			return err
		}
	}
	return nil
}

func perfectProcess(t *Truth, i int) map[string]any {
	p := &t.Processes[i]
	l := map[string]any{"key": key("p", i), "host": key("h", int(p.Host)), "pid": p.PID, "image": p.Image, "observed": p.Observed()}
	if p.GUID != [16]byte{} {
		l["guid"] = guidText(p.GUID)
	}
	if !p.Observed() {
		return l
	}
	l["command_line"], l["start"], l["parent"] = p.CommandLine, moment(p.wantStart()), key("p", int(p.Parent))
	l["user"], l["session"] = key("u", int(p.User)), key("s", int(p.Session))
	if p.Recorded&AuditStart != 0 {
		l["started_by"] = key("u", int(p.StartedBy))
	}
	switch {
	case p.Recorded&SysmonEnd != 0:
		l["end"] = moment(ticksTime(ticks(p.End).wholeMilliseconds()))
	case p.Recorded&AuditEnd != 0:
		l["end"] = moment(p.AuditEnd)
	case p.End != 0:
		l["end_not_after"] = moment(p.End)
	}
	if p.Claimed >= 0 {
		l["parent_claims"] = []map[string]string{{"parent": key("p", int(p.Parent))}, {"parent": key("p", int(p.Claimed))}}
	}
	return l
}

func key(kind string, i int) string {
	if i < 0 {
		return ""
	}
	return fmt.Sprint(kind, i)
}

func moment(t ticksTime) string {
	if t == 0 {
		return ""
	}
	return t.Time().Format(time.RFC3339Nano)
}
