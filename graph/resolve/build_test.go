package resolve

import (
	"strconv"
	"strings"
	"testing"

	"github.com/procgraph/procgraph/graph"
)

// values are the fields of a record in a test.
type values map[graph.Field]string

// moment reads "09:00:05.123" of the day of these tests, or a whole RFC 3339 time.
func moment(text string) graph.Time {
	var t graph.Time
	if !strings.Contains(text, "T") {
		text = "2024-03-05T" + text + "Z"
	}
	if err := t.UnmarshalText([]byte(text)); err != nil {
		panic(err)
	}
	return t
}

// observed makes a record of HOST1. at is "" for a record without a time.
func observed(class graph.EventClass, log string, eventID uint32, number uint64, at string, v values) *graph.StoredObservation {
	o := graph.Observation{Event: class, EventID: eventID, Log: log, Computer: "HOST1", RecordID: number}
	if at != "" {
		o.Time = graph.Stamp{Time: moment(at), Zone: graph.ZoneUTC}
	}
	for f, text := range v {
		o.Set(f, text)
	}
	return &graph.StoredObservation{Observation: o, ID: graph.ObservationID(&o)}
}

// sysmonStart is a Sysmon 1.
func sysmonStart(number uint64, at, guid string, pid int, v values) *graph.StoredObservation {
	v = v.with(values{graph.ProcessGUID: guid, graph.ProcessPID: strconv.Itoa(pid)})
	return observed(graph.ProcessStart, "sysmon", 1, number, at, v)
}

// securityStart is a 4688.
func securityStart(number uint64, at string, pid int, image string, v values) *graph.StoredObservation {
	v = v.with(values{graph.ProcessPID: strconv.Itoa(pid), graph.Image: image})
	return observed(graph.ProcessStart, "security", 4688, number, at, v)
}

// sysmonEnd is a Sysmon 5, securityEnd a 4689.
func sysmonEnd(number uint64, at, guid string, pid int) *graph.StoredObservation {
	return observed(graph.ProcessEnd, "sysmon", 5, number, at, values{graph.ProcessGUID: guid, graph.ProcessPID: strconv.Itoa(pid)})
}

func securityEnd(number uint64, at string, pid int, image string) *graph.StoredObservation {
	return observed(graph.ProcessEnd, "security", 4689, number, at, values{graph.ProcessPID: strconv.Itoa(pid), graph.Image: image})
}

// logon is a 4624 of type 3.
func logon(number uint64, at, id string, v values) *graph.StoredObservation {
	v = v.with(values{graph.TargetLogonID: id, graph.LogonType: "3"})
	return observed(graph.Logon, "security", 4624, number, at, v)
}

// bootRecord is a 4608.
func bootRecord(number uint64, at string) *graph.StoredObservation {
	return observed(graph.Boot, "security", 4608, number, at, nil)
}

// with is v and what is in more; more counts where both have a field.
func (v values) with(more values) values {
	all := values{}
	for f, text := range v {
		all[f] = text
	}
	for f, text := range more {
		if text != "" {
			all[f] = text
		}
	}
	return all
}

// resolved is the graph of HOST1's records alone.
type resolved struct {
	graph.HostGraph
	directory *Directory
}

// resolveRecords resolves the records of one host.
func resolveRecords(records ...*graph.StoredObservation) *Host {
	r := NewRecords()
	for _, o := range records {
		r.Add(o)
	}
	return r.Resolve(nil)
}

func resolveAll(t *testing.T, records ...*graph.StoredObservation) *resolved {
	t.Helper()
	h := resolveRecords(records...)
	d := NewDirectory(map[string]Facts{"host1": h.Facts()})
	return &resolved{h.HostGraph(d, "h:host1"), d}
}

// process finds the process of a PID and, where at is not "", that start.
func (r *resolved) process(t *testing.T, pid int64, at string) *graph.Process {
	t.Helper()
	for i := range r.Processes {
		p := &r.Processes[i]
		if p.PID != nil && *p.PID == pid && (at == "" && !p.Observed || at != "" && isAt(p.Start, at)) {
			return p
		}
	}
	t.Fatalf("there is no process of PID %d that began at %q in %s", pid, at, r.keys())
	return nil
}

func (r *resolved) keys() string {
	var all []string
	for i := range r.Processes {
		all = append(all, r.Processes[i].Key)
	}
	return strings.Join(all, " ")
}

// session finds a session by its key.
func (r *resolved) session(t *testing.T, key string) *graph.LogonSession {
	t.Helper()
	for i := range r.Sessions {
		if r.Sessions[i].Key == key {
			return &r.Sessions[i]
		}
	}
	t.Fatalf("there is no session %q", key)
	return nil
}

// about are what the warnings of a class are about.
func (r *resolved) about(class graph.WarningClass) (keys []string) {
	for _, w := range r.Warnings {
		if w.Class == class {
			keys = append(keys, w.About)
		}
	}
	return keys
}

// guidOf makes a GUID of HOST1's Sysmon: the start second of at, and a number.
func guidOf(at string, n int) string {
	s := strconv.FormatInt(moment(at).Go().Unix(), 16)
	return "a1b2c3d4-" + s[4:] + "-" + s[:4] + "-0001-" + strconv.FormatInt(int64(n)+0x100000000000, 16)
}

// isAt says whether t is the moment that text names.
func isAt(t graph.Time, text string) bool { return t.Ticks == moment(text).Ticks }

// detail is what the first warning of a class says, "" without one.
func (r *resolved) detail(class graph.WarningClass) string {
	for _, w := range r.Warnings {
		if w.Class == class {
			return w.Detail
		}
	}
	return ""
}

// ticks is a moment as keys have it, clockText the time of day of t or "".
func ticks(text string) string { return strconv.FormatInt(moment(text).Ticks, 10) }

func clockText(t graph.Time) string {
	if !t.Known() {
		return ""
	}
	return t.String()[11:19]
}
