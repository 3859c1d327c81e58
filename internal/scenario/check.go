package scenario

import (
	"bufio"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"hash/maphash"
	"io"
	"slices"
	"strings"
)

// Difference is a place where an exported graph and the truth disagree.
type Difference struct {
	Kind    string // kind of the export's line
	Subject string // which thing, in words
	Detail  string // what is wrong with it
}

// String is one line.
func (d Difference) String() string { return d.Kind + " " + d.Subject + ": " + d.Detail }

// maximumDifferences bounds a report; a wrong rule makes millions.
const maximumDifferences = 1000

// Check compares a graph, exported as JSON lines (procgraph-export/1), with
// the truth. The graph must have been made of all records of this world. Each
// process, session and host that the records tell of has to be there exactly
// once, with the right values; a process known by reference only has to be one
// stub for all its children and not more. A correct graph has no difference.
// At most a thousand are returned, then one that counts the rest. The error is
// one of reading. Memory is about 200 bytes for each process.
func (t *Truth) Check(export io.Reader) ([]Difference, error) {
	c := newChecker(t)
	lines := bufio.NewScanner(export)
	lines.Buffer(make([]byte, 1<<20), 64<<20)
	for lines.Scan() {
		if err := c.line(lines.Bytes()); err != nil {
			return nil, fmt.Errorf("reading the export: %w", err)
		}
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("reading the export: %w", err)
	}
	c.finish()
	if c.more > 0 {
		c.found = append(c.found, Difference{"export", "the whole", fmt.Sprintf("%d more differences", c.more)})
	}
	return c.found, nil
}

// keyHash stands for a key of the export, to save memory.
type keyHash = uint64

type guidKey struct {
	host int32
	guid [16]byte
}

type auditKey struct {
	host int32
	pid  uint32
	at   ticksTime
}

// checker holds what was read so far.
type checker struct {
	t     *Truth
	found []Difference
	more  int
	seed  maphash.Seed

	hostByName map[string]int32
	hosts      map[keyHash]int32
	hostSeen   []int
	users      map[keyHash]*exportLine
	sessions   map[keyHash]*sessionNode
	sessionsOf map[sessionKey][]int32
	nodeOf     map[int32]keyHash // truth's session -> exported one
	linkedOf   map[int32]keyHash // truth's session -> key that it names as linked
	byGUID     map[guidKey]int32
	byAudit    map[auditKey]int32
	nodes      map[keyHash]int32 // exported process -> truth's, or noProcess-n for stub n
	stubs      []stubNode
	seen       []uint8
	edges      []edge
	claims     map[int32][]keyHash
	attempts   map[[2]int32]int
}

// noProcess is where the numbers of stubs without a GUID begin, downwards.
const noProcess = -2

type stubNode struct {
	host  int32
	pid   int64
	image string
	is    int32 // truth's process, once a child told; -1 before
}

type edge struct {
	child  int32
	parent keyHash // 0: none
}

// exportLine has the members that are compared, of all kinds.
type exportLine struct {
	Kind         string   `json:"kind"`
	Key          string   `json:"key"`
	Name         string   `json:"name"`
	Aliases      []string `json:"aliases"`
	SID          string   `json:"sid"`
	Names        []string `json:"names"`
	Host         string   `json:"host"`
	GUID         string   `json:"guid"`
	PID          *int64   `json:"pid"`
	Image        string   `json:"image"`
	CommandLine  string   `json:"command_line"`
	Start        string   `json:"start"`
	End          string   `json:"end"`
	EndNotAfter  string   `json:"end_not_after"`
	EndVia       string   `json:"end_via"`
	UserLogoff   string   `json:"user_logoff"`
	Observed     bool     `json:"observed"`
	Parent       string   `json:"parent"`
	User         string   `json:"user"`
	Session      string   `json:"session"`
	StartedBy    string   `json:"started_by"`
	LogonID      string   `json:"logon_id"`
	LogonType    uint32   `json:"logon_type"`
	BuiltIn      bool     `json:"builtin"`
	Elevated     bool     `json:"elevated"`
	Linked       string   `json:"linked"`
	SourceIP     string   `json:"source_ip"`
	EventID      int32    `json:"event_id"`
	Count        int      `json:"count"`
	ParentClaims []struct {
		Parent string `json:"parent"`
	} `json:"parent_claims"`
}

func newChecker(t *Truth) *checker {
	c := &checker{t: t, seed: maphash.MakeSeed(), hostByName: map[string]int32{}, hosts: map[keyHash]int32{}, hostSeen: make([]int, len(t.Hosts)),
		users: map[keyHash]*exportLine{}, sessions: map[keyHash]*sessionNode{}, sessionsOf: map[sessionKey][]int32{}, nodeOf: map[int32]keyHash{}, linkedOf: map[int32]keyHash{},
		byGUID: make(map[guidKey]int32, len(t.Processes)), byAudit: map[auditKey]int32{}, nodes: make(map[keyHash]int32, len(t.Processes)),
		seen: make([]uint8, len(t.Processes)), claims: map[int32][]keyHash{}, attempts: map[[2]int32]int{}}
	for i := range t.Hosts {
		c.hostByName[strings.ToLower(t.Hosts[i].Name)] = int32(i)
	}
	for i := range t.Sessions {
		s := &t.Sessions[i]
		k := sessionKey{s.Host, s.LogonID}
		c.sessionsOf[k] = append(c.sessionsOf[k], int32(i))
	}
	for i := range t.Processes {
		p := &t.Processes[i]
		if p.GUID != [16]byte{} {
			c.byGUID[guidKey{p.Host, p.GUID}] = int32(i)
		}
		if p.Recorded&AuditStart != 0 {
			c.byAudit[auditKey{p.Host, p.PID, p.AuditStart}] = int32(i)
		}
	}
	return c
}

func (c *checker) hash(key string) keyHash {
	if key == "" {
		return 0
	}
	return maphash.String(c.seed, key) | 1
}

func (c *checker) differ(kind, subject, format string, values ...any) {
	if len(c.found) >= maximumDifferences {
		c.more++
		return
	}
	c.found = append(c.found, Difference{kind, subject, fmt.Sprintf(format, values...)})
}

// line takes one line of the export. Hosts, users and sessions stand before
// the processes that refer to them.
func (c *checker) line(text []byte) error {
	l := &exportLine{}
	if err := json.Unmarshal(text, l); err != nil {
		return err
	}
	switch l.Kind {
	case "host":
		c.host(l)
	case "user":
		c.users[c.hash(l.Key)] = l
	case "session":
		c.session(l)
	case "process":
		c.process(l)
	case "logon_attempt":
		if host, ok := c.hosts[c.hash(l.Host)]; ok {
			c.attempts[[2]int32{host, l.EventID}] += max(1, l.Count)
		}
	}
	return nil
}

func (c *checker) host(l *exportLine) {
	for _, name := range append([]string{l.Name}, l.Aliases...) {
		if i, ok := c.hostByName[strings.ToLower(name)]; ok {
			if _, twice := c.hosts[c.hash(l.Key)]; !twice {
				c.hosts[c.hash(l.Key)] = i
				c.hostSeen[i]++
			}
		}
	}
}

// isUser compares the exported user behind key with the truth's: by SID where
// the export has one, else by name.
func (c *checker) isUser(key string, want int32) string {
	l := c.users[c.hash(key)]
	u := &c.t.Users[want]
	name := u.Domain + `\` + u.Name
	switch {
	case key == "":
		return "no user, want " + name
	case l == nil:
		return "user without a line: " + key
	case l.SID != "" && l.SID == u.SID:
		return ""
	case l.SID == "" && slices.ContainsFunc(append(l.Names, l.Name), func(n string) bool { return strings.EqualFold(n, name) }):
		return ""
	}
	return fmt.Sprintf("user %s %s, want %s %s", l.Name, l.SID, name, u.SID)
}

// at reads a time of the export.
func at(text string) ticksTime {
	if text == "" {
		return 0
	}
	t, err := parseMoment(text)
	if err != nil {
		return -1
	}
	return ticksTime(ticksOf(t))
}

// parseGUID reads the export's form; false for anything else.
func parseGUID(s string) (g [16]byte, ok bool) {
	if len(s) != 36 {
		return g, false
	}
	n, err := hex.Decode(g[:], []byte(s[0:8]+s[9:13]+s[14:18]+s[19:23]+s[24:36]))
	return g, err == nil && n == 16
}
