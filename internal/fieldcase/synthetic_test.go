package fieldcase

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"
)

// synthetic makes random logs of several hosts: PIDs that are soon used again,
// boots, UAC pairs, lost records, colliding GUIDs, clocks set back, one record in several shapes.
type synthetic struct {
	chance *rand.Rand
	traits traits
	lines  [][]byte
	// creations are the creation records, by what the export names them by.
	creations []creation
	// records are those that contradict each other, see makeChaos.
	records []*record
}

// traits say what may happen in a synthetic log.
type traits struct {
	hosts, steps int
	// sysmon and security say which logs the hosts keep.
	sysmon, security bool
	loss             float64 // of any record
	shapes           []shape
	copies           float64 // of a record coming in a second shape
	collisions       float64 // of a GUID that another process of the same second has
	stepsBack        bool    // clocks are set back
	spellings        bool    // hosts are named in several ways
}

// shape writes a record as some tool exports it.
type shape func(r *record) map[string]any

// record is one record before a tool wrote it.
type record struct {
	host, log string
	id        int
	number    int
	at        time.Time
	zone      time.Duration
	fields    map[string]any
}

// creation is a creation record and the process it is about.
type creation struct {
	host, log string
	number    int
	of        *simulated
}

// simulated is a process as it really was.
type simulated struct {
	guid, image string
	pid         int
	parent      *simulated
	start       time.Time
	session     *simulatedSession
	boot        int
	sources     int // creation records that were not lost
}

type simulatedSession struct {
	id, user, sid string
	start         time.Time
	seen          bool // its 4624 was not lost
}

// machine is one host while its log is made.
type machine struct {
	*synthetic
	names    []string
	part     string
	zone     time.Duration
	now      time.Time
	skew     time.Duration
	boots    int
	numbers  map[string]int
	unique   int
	logonID  int
	alive    []*simulated
	sessions []*simulatedSession
	last     *simulated
}

const securityLog, sysmonLog = "Security", "Microsoft-Windows-Sysmon/Operational"

// makeSynthetic makes the log that a seed stands for.
func makeSynthetic(name string, seed int, t traits) *synthetic {
	s := &synthetic{chance: random(name, seed), traits: t}
	for i := range t.hosts {
		m := &machine{
			synthetic: s, part: fmt.Sprintf("a1b2c3%02x", i), numbers: map[string]int{securityLog: 500, sysmonLog: 900},
			names: []string{fmt.Sprintf("host%d.example.test", i)}, zone: []time.Duration{0, -5 * time.Hour, 2 * time.Hour}[i%3],
			now: time.Date(2024, 3, 5, 9, 0, 0, 0, time.UTC).Add(time.Duration(i) * 7 * time.Minute),
		}
		if t.spellings {
			m.names = append(m.names, fmt.Sprintf("HOST%d", i), fmt.Sprintf("HOST%d.EXAMPLE.TEST", i))
		}
		m.run(t.steps)
	}
	return s
}

func (m *machine) often(p float64) bool { return m.chance.Float64() < p }

func (m *machine) run(steps int) {
	m.boot()
	for range steps {
		m.now = m.now.Add(time.Duration(m.chance.IntN(9_000_000)+1) * 100 * time.Nanosecond * time.Duration(1+m.chance.IntN(40)))
		switch n := m.chance.IntN(100); {
		case n < 3:
			m.boot()
		case n < 8 && m.traits.stepsBack:
			m.skew -= time.Duration(1+m.chance.IntN(3)) * time.Hour
		case n < 15:
			m.logon()
		case n < 20:
			m.logoff()
		case n < 60:
			m.start(m.parent())
		case n < 92:
			m.exit()
		case n < 94:
			m.emit(securityLog, 1102, map[string]any{"SubjectUserSid": "S-1-5-18", "SubjectUserName": "SYSTEM", "SubjectDomainName": "NT AUTHORITY", "SubjectLogonId": "0x3e7"})
		default:
			m.explicit()
		}
	}
}

// emit writes a record, unless it is lost. It returns the record's number, 0 for none.
func (m *machine) emit(log string, id int, fields map[string]any) int {
	if log == sysmonLog && !m.traits.sysmon || log == securityLog && !m.traits.security {
		return 0
	}
	m.numbers[log]++
	if m.often(m.traits.loss) {
		return 0
	}
	r := &record{m.names[m.chance.IntN(len(m.names))], log, id, m.numbers[log], m.clock(), m.zone, fields}
	first := m.chance.IntN(len(m.traits.shapes))
	m.write(r, m.traits.shapes[first])
	if m.often(m.traits.copies) {
		m.write(r, m.traits.shapes[(first+1)%len(m.traits.shapes)])
	}
	return r.number
}

func (m *machine) write(r *record, as shape) {
	line, err := json.Marshal(as(r))
	if err != nil {
		panic(err) // maps of texts and numbers only
	}
	m.lines = append(m.lines, append(line, '\n'))
}

// clock is what the host's clock shows, in UTC.
func (m *machine) clock() time.Time { return m.now.Add(m.skew) }

var systemSession = &simulatedSession{id: "0x3e7", user: "SYSTEM", sid: "S-1-5-18"}

// boot ends everything without a record and starts the first processes, some before 4608.
func (m *machine) boot() {
	m.boots++
	m.now = m.now.Add(40 * time.Second)
	m.alive, m.sessions, m.last, m.logonID = nil, nil, nil, 0x10000
	system := &simulated{pid: 4, image: "System", session: systemSession, boot: m.boots, start: m.now}
	smss := m.startAs(system, `C:\Windows\System32\smss.exe`, systemSession)
	m.now = m.now.Add(3 * time.Second)
	m.emit(securityLog, 4608, map[string]any{})
	m.now = m.now.Add(time.Second)
	m.startAs(smss, `C:\Windows\System32\wininit.exe`, systemSession)
}

// parent is a living process, mostly an old one.
func (m *machine) parent() *simulated {
	if len(m.alive) == 0 {
		return &simulated{pid: 4, image: "System", session: systemSession, boot: m.boots, start: m.now}
	}
	return m.alive[m.chance.IntN(len(m.alive))]
}

var images = []string{`C:\Windows\System32\cmd.exe`, `C:\Windows\explorer.exe`, `C:\Windows\System32\svchost.exe`, `C:\Program Files\App\app.exe`}

func (m *machine) start(parent *simulated) {
	session := parent.session
	if len(m.sessions) > 0 && m.often(0.5) {
		session = m.sessions[m.chance.IntN(len(m.sessions))]
	}
	m.startAs(parent, images[m.chance.IntN(len(images))], session)
}

func (m *machine) startAs(parent *simulated, image string, session *simulatedSession) *simulated {
	p := &simulated{pid: m.freePID(), image: image, parent: parent, start: m.clock(), session: session, boot: m.boots}
	m.unique++
	p.guid = fmt.Sprintf("%s-%04x-%04x-%04x-%012x", m.part, p.start.Unix()&0xffff, p.start.Unix()>>16, m.unique, m.unique*7+1)
	if m.last != nil && m.last.start.Unix() == p.start.Unix() && m.often(m.traits.collisions) {
		p.guid = m.last.guid
	}
	m.alive, m.last = append(m.alive, p), p
	for _, c := range []creation{
		{m.names[0], "sysmon", m.emit(sysmonLog, 1, m.sysmonStart(p)), p},
		{m.names[0], "security", m.emit(securityLog, 4688, m.securityStart(p)), p},
	} {
		if c.number > 0 {
			p.sources++
			m.creations = append(m.creations, c)
		}
	}
	return p
}

func (m *machine) sysmonStart(p *simulated) map[string]any {
	parentGUID := p.parent.guid
	if parentGUID == "" || m.often(0.03) {
		parentGUID = zeroGUID
	}
	return map[string]any{
		"UtcTime": p.start.Format("2006-01-02 15:04:05.000"), "ProcessGuid": "{" + p.guid + "}", "ProcessId": p.pid, "Image": p.image,
		"CommandLine": fmt.Sprintf("%s /%d", baseName(p.image), m.unique), "User": `EXAMPLE\` + p.session.user, "LogonId": p.session.id,
		"ParentProcessGuid": "{" + parentGUID + "}", "ParentProcessId": p.parent.pid, "ParentImage": p.parent.image,
	}
}

func (m *machine) securityStart(p *simulated) map[string]any {
	return map[string]any{
		"SubjectUserSid": p.session.sid, "SubjectUserName": p.session.user, "SubjectDomainName": "EXAMPLE", "SubjectLogonId": p.session.id,
		"NewProcessId": hexText(p.pid), "NewProcessName": p.image, "ProcessId": hexText(p.parent.pid), "ParentProcessName": p.parent.image,
		"TargetUserSid": "S-1-0-0", "TargetUserName": "-", "TargetDomainName": "-", "TargetLogonId": "0x0",
	}
}

// freePID takes a PID from a small pool, so that each is used again and again.
func (m *machine) freePID() int {
	for {
		pid := 8 + 4*m.chance.IntN(len(m.alive)+6)
		if !slices.ContainsFunc(m.alive, func(p *simulated) bool { return p.pid == pid }) {
			return pid
		}
	}
}

func (m *machine) exit() {
	if len(m.alive) < 3 {
		return
	}
	i := m.chance.IntN(len(m.alive))
	p := m.alive[i]
	m.alive = slices.Delete(m.alive, i, i+1)
	guid := p.guid
	if m.often(0.05) {
		guid = zeroGUID
	}
	m.emit(sysmonLog, 5, map[string]any{
		"UtcTime": m.clock().Format("2006-01-02 15:04:05.000"), "ProcessGuid": "{" + guid + "}", "ProcessId": p.pid, "Image": p.image,
	})
	m.emit(securityLog, 4689, map[string]any{
		"SubjectUserSid": p.session.sid, "SubjectUserName": p.session.user, "SubjectDomainName": "EXAMPLE", "SubjectLogonId": p.session.id,
		"ProcessId": hexText(p.pid), "ProcessName": p.image, "Status": "0x0",
	})
	m.now = m.now.Add(3 * time.Second)
}

// logon makes a session, or the two of a UAC logon.
func (m *machine) logon() {
	n := m.chance.IntN(4)
	user, sid := fmt.Sprintf("user%d", n), fmt.Sprintf("S-1-5-21-1-2-3-%d", 1100+n)
	m.logonID += 0x100
	ids := []string{hexText(m.logonID)}
	if m.often(0.3) {
		ids = append(ids, hexText(m.logonID+0x40))
	}
	for i, id := range ids {
		linked := "0x0"
		if len(ids) == 2 {
			linked = ids[1-i]
		}
		s := &simulatedSession{id: id, user: user, sid: sid, start: m.clock()}
		s.seen = m.emit(securityLog, 4624, map[string]any{
			"SubjectUserSid": "S-1-5-18", "SubjectUserName": "HOST$", "SubjectDomainName": "EXAMPLE", "SubjectLogonId": "0x3e7",
			"TargetUserSid": sid, "TargetUserName": user, "TargetDomainName": "EXAMPLE", "TargetLogonId": id, "TargetLinkedLogonId": linked,
			"LogonType": 3, "LogonProcessName": "Kerberos", "AuthenticationPackageName": "Kerberos", "WorkstationName": fmt.Sprintf("HOST%d", n),
			"IpAddress": fmt.Sprintf("192.0.2.%d", 10+n), "IpPort": 5000 + n, "ElevatedToken": []string{"%%1842", "%%1843"}[i],
		}) > 0
		m.sessions = append(m.sessions, s)
	}
	if len(ids) == 2 {
		m.emit(securityLog, 4672, map[string]any{"SubjectUserSid": sid, "SubjectUserName": user, "SubjectDomainName": "EXAMPLE", "SubjectLogonId": ids[0], "PrivilegeList": "SeDebugPrivilege"})
	}
}

func (m *machine) logoff() {
	if len(m.sessions) == 0 {
		return
	}
	i := m.chance.IntN(len(m.sessions))
	s := m.sessions[i]
	m.sessions = slices.Delete(m.sessions, i, i+1)
	for _, id := range []int{4647, 4634} {
		m.emit(securityLog, id, map[string]any{"TargetUserSid": s.sid, "TargetUserName": s.user, "TargetDomainName": "EXAMPLE", "TargetLogonId": s.id, "LogonType": 3})
	}
}

// explicit is a use of other credentials, or a failed logon.
func (m *machine) explicit() {
	p := m.parent()
	if m.often(0.5) {
		m.emit(securityLog, 4625, map[string]any{
			"SubjectUserSid": "S-1-5-18", "SubjectUserName": "HOST$", "SubjectDomainName": "EXAMPLE", "SubjectLogonId": "0x3e7",
			"TargetUserSid": "S-1-0-0", "TargetUserName": "guess", "TargetDomainName": "EXAMPLE", "Status": "0xc000006d", "LogonType": 3, "IpAddress": "192.0.2.77", "ProcessId": "0x0",
		})
		return
	}
	m.emit(securityLog, 4648, map[string]any{
		"SubjectUserSid": p.session.sid, "SubjectUserName": p.session.user, "SubjectDomainName": "EXAMPLE", "SubjectLogonId": p.session.id,
		"TargetUserName": "svc", "TargetDomainName": "EXAMPLE", "TargetServerName": "host1.example.test", "TargetInfo": "host1.example.test",
		"ProcessId": hexText(p.pid), "ProcessName": p.image,
	})
}

func hexText(n int) string { return fmt.Sprintf("0x%x", n) }
