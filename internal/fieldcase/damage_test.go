package fieldcase

import (
	"bytes"
	"encoding/json"
	"slices"
	"testing"
)

// damage is a way to make a right export wrong. It returns the wrong lines, or
// nil where the case has nothing of the sort.
type damage struct {
	name string
	make func(e *Expect, x *Export, b *binding) []*Line
}

// damages are the mistakes that Check must see in every case that has the thing.
var damages = []damage{
	{"a process is lost", func(e *Expect, x *Export, b *binding) []*Line {
		return without(x, firstBound(e, b, func(WantProcess) bool { return true }))
	}},
	{"a process is added", func(e *Expect, x *Export, b *binding) []*Line {
		l := firstBound(e, b, func(w WantProcess) bool { return w.Observed })
		if l == nil || !e.listsEveryProcess() {
			return nil
		}
		twin := clone(l)
		twin.set("key", l.Key+"#copy")
		twin.Key = l.Key + "#copy"
		i := slices.Index(x.lines, l)
		return slices.Insert(slices.Clone(x.lines), i+1, twin)
	}},
	{"a parent is another", func(e *Expect, x *Export, b *binding) []*Line {
		l := firstBound(e, b, func(w WantProcess) bool { return w.Parent != nil })
		if l == nil {
			return nil
		}
		return with(x, l, func(c *Line) { c.set("parent", l.Key) })
	}},
	{"a parent is forgotten", func(e *Expect, x *Export, b *binding) []*Line {
		l := firstBound(e, b, func(w WantProcess) bool { return w.Parent != nil })
		return with(x, l, func(c *Line) { c.drop("parent", "parent_via") })
	}},
	{"a stub counts as observed", func(e *Expect, x *Export, b *binding) []*Line {
		return with(x, firstBound(e, b, func(w WantProcess) bool { return !w.Observed }), func(c *Line) { c.set("observed", true) })
	}},
	{"a start is a second late", func(e *Expect, x *Export, b *binding) []*Line {
		l := firstBound(e, b, func(w WantProcess) bool { return w.Start.Value != nil })
		return with(x, l, func(c *Line) { c.set("start", "2024-03-05T23:59:59Z") })
	}},
	{"an end is invented", func(e *Expect, x *Export, b *binding) []*Line {
		l := firstBound(e, b, func(w WantProcess) bool { return w.End.Given && w.End.Value == nil })
		return with(x, l, func(c *Line) { c.set("end", "2024-03-05T23:59:59Z") })
	}},
	{"an image is cut", func(e *Expect, x *Export, b *binding) []*Line {
		l := firstBound(e, b, func(w WantProcess) bool { return w.Image != nil })
		return with(x, l, func(c *Line) { c.set("image", "C:\\Windows\\other.exe") })
	}},
	{"a command line is cut", func(e *Expect, x *Export, b *binding) []*Line {
		l := firstBound(e, b, func(w WantProcess) bool { return w.CommandLine.or("") != "" || w.CommandLineLength != nil })
		return with(x, l, func(c *Line) { c.set("command_line", "cut") })
	}},
	{"a user is another", func(e *Expect, x *Export, b *binding) []*Line {
		l := firstBound(e, b, func(w WantProcess) bool { return w.User != nil })
		if l == nil {
			return nil
		}
		for _, u := range x.of(kindUser) {
			if u.Key != l.text("user") {
				return with(x, l, func(c *Line) { c.set("user", u.Key) })
			}
		}
		return with(x, l, func(c *Line) { c.drop("user") })
	}},
	{"a session is forgotten", func(e *Expect, x *Export, b *binding) []*Line {
		l := firstBound(e, b, func(w WantProcess) bool { return w.Session.Value != nil })
		return with(x, l, func(c *Line) { c.drop("session") })
	}},
	{"a session is lost", func(e *Expect, x *Export, b *binding) []*Line {
		if len(e.Sessions) == 0 {
			return nil
		}
		return without(x, b.sessions[e.Sessions[0].Label])
	}},
	{"a session ends at another time", func(e *Expect, x *Export, b *binding) []*Line {
		if len(e.Sessions) == 0 {
			return nil
		}
		return with(x, b.sessions[e.Sessions[0].Label], func(c *Line) { c.set("end", "2031-01-01T00:00:00Z") })
	}},
	{"a user has another SID", func(e *Expect, x *Export, b *binding) []*Line {
		if len(e.Users) == 0 {
			return nil
		}
		return with(x, b.users[e.Users[0].Label], func(c *Line) { c.set("sid", "S-1-5-21-9-9-9-9999") })
	}},
	{"an alias is forgotten", func(e *Expect, x *Export, b *binding) []*Line {
		for _, w := range e.Hosts {
			if len(w.Aliases) > 0 {
				return with(x, b.hosts[w.Name], func(c *Line) { c.drop("aliases") })
			}
		}
		return nil
	}},
	{"a warning is not given", func(e *Expect, x *Export, b *binding) []*Line {
		if len(e.Warnings) == 0 {
			return nil
		}
		return slices.DeleteFunc(slices.Clone(x.lines), func(l *Line) bool { return l.text("class") == e.Warnings[0].Class })
	}},
	{"a logon attempt is lost", func(e *Expect, x *Export, b *binding) []*Line {
		if len(e.Extra.Explicit) == 0 {
			return nil
		}
		return slices.DeleteFunc(slices.Clone(x.lines), func(l *Line) bool { return l.Kind == kindAttempt })
	}},
	{"a forbidden value appears", func(e *Expect, x *Export, b *binding) []*Line {
		l := firstBound(e, b, func(w WantProcess) bool { return true })
		for _, f := range e.MustNot {
			if f.Image != "" {
				return with(x, l, func(c *Line) { c.set("image", f.Image) })
			}
			if f.PID != nil {
				return with(x, l, func(c *Line) { c.set("pid", json.Number(show(f.PID))) })
			}
		}
		return nil
	}},
}

// firstBound is the line of the first wanted process that fits, or nil.
func firstBound(e *Expect, b *binding, fits func(WantProcess) bool) *Line {
	for _, w := range e.Processes {
		if l := b.processes[w.Label]; l != nil && fits(w) {
			return l
		}
	}
	return nil
}

// without is an export's lines but one; nil for no line.
func without(x *Export, l *Line) []*Line {
	if l == nil {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(x.lines), func(o *Line) bool { return o == l })
}

// with is an export's lines with one changed; nil for no line.
func with(x *Export, l *Line, change func(*Line)) []*Line {
	if l == nil {
		return nil
	}
	lines := slices.Clone(x.lines)
	c := clone(l)
	change(c)
	lines[slices.Index(lines, l)] = c
	return lines
}

func clone(l *Line) *Line {
	c := &Line{Kind: l.Kind, Key: l.Key, names: slices.Clone(l.names), members: map[string]any{}}
	for name, value := range l.members {
		c.members[name] = value
	}
	return c
}

func (l *Line) set(name string, value any) {
	if !l.has(name) {
		l.names = append(l.names, name)
	}
	l.members[name] = value
}

func (l *Line) drop(names ...string) {
	for _, name := range names {
		delete(l.members, name)
	}
	l.names = slices.DeleteFunc(l.names, func(n string) bool { return !l.has(n) })
}

// encodeLines writes lines as an export.
func encodeLines(t *testing.T, lines []*Line) []byte {
	t.Helper()
	var out bytes.Buffer
	for _, l := range lines {
		out.WriteByte('{')
		for i, name := range l.names {
			if i > 0 {
				out.WriteByte(',')
			}
			value, err := json.Marshal(l.members[name])
			if err != nil {
				t.Fatal(err)
			}
			out.WriteString(show(name))
			out.WriteByte(':')
			out.Write(value)
		}
		out.WriteString("}\n")
	}
	return out.Bytes()
}
