package scenario

import (
	"encoding/binary"
	"sort"
)

// machine is a host while it runs.
type machine struct {
	sim   *sim
	host  *Host
	dice  random
	self  *account // the computer's own account
	owner *account // who sits at it; nil for servers

	up          bool
	boots       uint16 // start key: its upper sixteen bits
	bootedAt    ticks
	clock       ticks // the latest moment that something happened here
	sensorFrom  ticks // when the Sysmon service of this boot takes up its work
	sequence    uint64
	machinePart uint32
	luid        uint64
	terminals   int
	pids        pidPool
	live        map[uint32]*proc

	kernel, smss, services, lsass, indexer  *proc
	sensorPID                               uint32
	hosts                                   map[string]*proc // svchost.exe by its service
	systemSession, netSession, localSession *session
	console, remote                         *desktop

	securityLog, sysmonLog, systemLog logBook

	// What the noise goes by: how many starts there should be in all, were,
	// and how many of them came with boots and logons.
	quota, started, fixed, activities int
}

// integrity is the mandatory level of a token.
type integrity uint8

const (
	low integrity = iota
	medium
	high
	systemLevel
)

func (i integrity) name() string { return [...]string{"Low", "Medium", "High", "System"}[i] }
func (i integrity) sid() string {
	return [...]string{"S-1-16-4096", "S-1-16-8192", "S-1-16-12288", "S-1-16-16384"}[i]
}

// proc is a process while anything can still refer to it.
type proc struct {
	pid      uint32
	guid     [16]byte
	prog     *program
	cmd, dir string
	sess     *session
	level    integrity
	terminal int
	start    ticks
	index    int32 // in Truth.Processes
	alive    bool
	// dependents end when it ends: the console host of a shell, a browser's renderers.
	dependents []*proc
}

// spawn says how to start a process.
type spawn struct {
	prog     *program
	cmd      string
	dir      string   // default: system32
	parent   *proc    // who calls CreateProcess
	claimed  *proc    // the parent that the caller makes Sysmon believe in
	sess     *session // default: the parent's
	creator  *session // the caller's; set by start
	level    integrity
	terminal int // terminal session
	// like takes session, level and terminal session from the parent.
	like bool
	// pid is a number set aside before; 0 takes the next one.
	pid uint32
}

// tick moves the host's clock on by about d and returns the new moment.
func (m *machine) tick(d ticks) ticks {
	m.clock = max(m.clock, m.sim.now) + m.dice.between(d/2+microsecond, d+d/2+2*microsecond)
	return m.clock
}

// after plans f on this host, d from now, unless the host restarts before.
func (m *machine) after(d ticks, f func()) {
	boot := m.boots
	m.sim.agenda.add(max(m.clock, m.sim.now)+d, func() {
		if m.up && m.boots == boot {
			f()
		}
	})
}

// start creates a process now. The parent must be alive.
func (m *machine) start(s spawn) *proc {
	at := m.tick(2 * millisecond)
	if s.pid == 0 {
		s.pid = m.pids.take(&m.dice, at)
	}
	p := &proc{pid: s.pid, prog: s.prog, cmd: s.cmd, dir: s.dir, sess: s.sess, level: s.level,
		terminal: s.terminal, start: at, alive: true}
	if s.parent != nil {
		s.creator = s.parent.sess
		if s.like {
			p.sess, p.level, p.terminal = s.parent.sess, s.parent.level, s.parent.terminal
		}
	}
	if p.dir == "" {
		p.dir = system32
	}
	m.sequence++
	p.guid = m.guid(at, m.sequence|uint64(m.boots)<<48)
	m.live[p.pid] = p
	p.index = m.sim.truth.addProcess(m, p, s)
	audited, sensed := m.auditStart(p, s), m.sysmonStart(p, s)
	if audited || sensed {
		m.started++
	}
	return p
}

// child starts a program like its parent: same user, level and session.
func (m *machine) child(parent *proc, name, cmd string) *proc {
	return m.start(spawn{prog: m.sim.programs.of(name, parent.sess.user.name), cmd: cmd, parent: parent, like: true})
}

// shell is child with a console host of its own.
func (m *machine) shell(parent *proc, name, cmd string) *proc {
	p := m.child(parent, name, cmd)
	m.consoleHost(p)
	return p
}

func (m *machine) consoleHost(p *proc) {
	c := m.child(p, "conhost.exe", `\??\C:\Windows\system32\conhost.exe 0xffffffff -ForceV1`)
	p.dependents = append(p.dependents, c)
}

// endsAfter plans the end of p.
func (m *machine) endsAfter(d ticks, p *proc) { m.after(d, func() { m.exit(p, 0) }) }

// exit ends a process and what depends on it. Ending it twice does nothing.
func (m *machine) exit(p *proc, status uint32) {
	if !p.alive {
		return
	}
	at := m.tick(millisecond)
	m.forget(p, at)
	m.auditEnd(p, at, status)
	m.sysmonEnd(p, at)
	for _, d := range p.dependents {
		m.exit(d, status)
	}
	p.dependents = nil
}

// forget ends p without a record.
func (m *machine) forget(p *proc, at ticks) {
	p.alive = false
	delete(m.live, p.pid)
	m.pids.give(p.pid, at)
	m.sim.truth.ended(p, at)
}

// liveWhere lists live processes, the youngest first.
func (m *machine) liveWhere(wanted func(*proc) bool) []*proc {
	var found []*proc
	for _, p := range m.live {
		if wanted(p) {
			found = append(found, p)
		}
	}
	sort.Slice(found, func(i, j int) bool {
		if found[i].start != found[j].start {
			return found[i].start > found[j].start
		}
		return found[i].pid > found[j].pid
	})
	return found
}

// guid builds a Sysmon GUID: the machine's part, the epoch second as two
// groups, and a key in little-endian order (microsoft/SysmonCommon,
// eventsCommon.cpp). The key of a process is its start key: a sequence number
// and above it, in sixteen bits, the number of the boot. The key of a logon is
// its logon ID.
func (m *machine) guid(at ticks, key uint64) [16]byte {
	var g [16]byte
	seconds := uint32(at / second)
	binary.BigEndian.PutUint32(g[0:], m.machinePart)
	binary.BigEndian.PutUint16(g[4:], uint16(seconds))
	binary.BigEndian.PutUint16(g[6:], uint16(seconds>>16))
	binary.LittleEndian.PutUint64(g[8:], key)
	return g
}
