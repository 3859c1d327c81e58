package scenario

// book writes the truth down. A book without a Truth forgets everything.
type book struct{ *Truth }

func (b book) addHost(h Host) {
	if b.Truth != nil {
		b.Hosts = append(b.Hosts, h)
	}
}

func (b book) addUser(sid, domain, name string) int32 {
	if b.Truth == nil {
		return -1
	}
	b.Users = append(b.Users, UserTruth{sid, domain, name})
	return int32(len(b.Users) - 1)
}

func (b book) addSession(m *machine, s *session) int32 {
	if b.Truth == nil {
		return -1
	}
	b.Sessions = append(b.Sessions, SessionTruth{Host: int32(m.host.Index), LogonID: s.id, User: s.user.index, Type: s.logonType,
		BuiltIn: s.builtIn, Linked: -1, Start: ticksTime(s.start), Elevated: s.elevated, SourceAddress: s.source})
	return int32(len(b.Sessions) - 1)
}

func (b book) link(x, y *session) {
	if b.Truth != nil {
		b.Sessions[x.index].Linked, b.Sessions[y.index].Linked = y.index, x.index
	}
}

func (b book) logged(s *session, at ticks) {
	if b.Truth != nil && !s.builtIn {
		b.Sessions[s.index].Logged, b.Sessions[s.index].Start = true, ticksTime(at)
	}
}

func (b book) loggedOff(s *session, at ticks, byUser bool) {
	switch {
	case b.Truth == nil || at == 0:
	case byUser:
		b.Sessions[s.index].UserLogoff = ticksTime(at)
	default:
		b.Sessions[s.index].Logoff = ticksTime(at)
	}
}

func (b book) addProcess(m *machine, p *proc, s spawn) int32 {
	if b.Truth == nil {
		return -1
	}
	t := ProcessTruth{Host: int32(m.host.Index), PID: p.pid, Parent: -1, Claimed: -1, User: p.sess.user.index, StartedBy: -1,
		Session: p.sess.index, Image: p.prog.image, CommandLine: p.cmd, Start: ticksTime(p.start)}
	if s.parent != nil {
		t.Parent = s.parent.index
	}
	if s.claimed != nil {
		t.Claimed = s.claimed.index
	}
	if s.creator != nil && s.creator.user != p.sess.user {
		t.StartedBy = s.creator.user.index
	}
	if m.host.Policy.Sysmon {
		t.GUID = p.guid
	}
	b.Processes = append(b.Processes, t)
	return int32(len(b.Processes) - 1)
}

// recorded notes a record that tells of p.
func (b book) recorded(p *proc, what Recorded, at ticks) {
	if b.Truth == nil {
		return
	}
	t := &b.Processes[p.index]
	t.Recorded |= what
	switch what {
	case AuditStart:
		t.AuditStart = ticksTime(at)
	case AuditEnd:
		t.AuditEnd = ticksTime(at)
	}
}

func (b book) ended(p *proc, at ticks) {
	if b.Truth != nil {
		b.Processes[p.index].End = ticksTime(at)
	}
}

func (b book) attempt(m *machine, id uint32, at ticks, target, source string) {
	if b.Truth != nil && at != 0 {
		b.Attempts = append(b.Attempts, AttemptTruth{int32(m.host.Index), id, ticksTime(at), target, source})
	}
}

func (b book) booted(m *machine, at ticks) {
	if b.Truth != nil {
		b.Boots = append(b.Boots, BootTruth{int32(m.host.Index), ticksTime(at)})
	}
}

func (b book) step(name string, p *proc, note string) {
	if b.Truth != nil && p != nil {
		b.Story = append(b.Story, StoryStep{name, p.index, note})
	}
}
