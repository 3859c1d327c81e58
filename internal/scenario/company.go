package scenario

import "fmt"

// The company: its DNS and NetBIOS domain and the SID that its accounts share.
const (
	dnsDomain = "example.test"
	netbios   = "EXAMPLE"
	domainSID = "S-1-5-21-1203945872-3349820115-778120446"
)

// account is a security principal.
type account struct {
	sid, domain, name string
	index             int32 // in Truth.Users
	admin             bool  // administrator of the hosts it logs on to
}

func (a *account) display() string { return a.domain + `\` + a.name }

// firstNames and lastNames make the accounts beyond the demo's.
var (
	firstNames = []string{"anna", "ben", "carla", "david", "elif", "farid", "greta", "hugo", "ines", "jonas", "kim", "lea",
		"maria", "noah", "olga", "paul", "quinn", "rosa", "sami", "tom", "uma", "vera", "will", "yara", "zoe"}
	lastNames = []string{"abel", "brown", "costa", "duval", "ekman", "fuchs", "gomez", "hansen", "ito", "jansen", "kaya",
		"lopez", "moreau", "nowak", "okafor", "petit", "quist", "rossi", "silva", "tanaka", "urban", "vogel", "weber", "yilmaz", "zeller"}
	// demoUsers sit at the first workstations.
	demoUsers = []string{"dana.keller", "omar.haddad", "lena.fischer"}
)

// buildCompany makes the hosts and accounts. The order is fixed: domain
// controller, jump host, file servers, workstations.
func (s *sim) buildCompany() {
	c := s.cfg
	s.system = s.addUser("S-1-5-18", "NT AUTHORITY", "SYSTEM")
	s.localService = s.addUser("S-1-5-19", "NT AUTHORITY", "LOCAL SERVICE")
	s.networkService = s.addUser("S-1-5-20", "NT AUTHORITY", "NETWORK SERVICE")
	s.admin = s.addDomainUser("adm-brandt", 1104)
	s.admin.admin = true
	s.backup = s.addDomainUser("svc_backup", 1105)
	s.backup.admin = true
	s.addHost("DC01", DomainController, 0)
	s.addHost("ADM01", JumpHost, 0)
	servers := 1 + (c.Hosts-minimumHosts)/40
	for i := range servers {
		s.addHost(fmt.Sprintf("FS%02d", i+1), FileServer, i)
	}
	for i := range c.Hosts - 2 - servers {
		s.addHost(fmt.Sprintf("WKS-%04d", 114+3*i), Workstation, i)
	}
}

func (s *sim) addUser(sid, domain, name string) *account {
	a := &account{sid: sid, domain: domain, name: name, index: s.truth.addUser(sid, domain, name)}
	s.userBySID[sid] = a
	return a
}

// virtualUser is UMFD-n or DWM-n: the same SID on every host.
func (s *sim) virtualUser(sid, domain, name string) *account {
	if a := s.userBySID[sid]; a != nil {
		return a
	}
	return s.addUser(sid, domain, name)
}

func (s *sim) addDomainUser(name string, rid int) *account {
	return s.addUser(fmt.Sprintf("%s-%d", domainSID, rid), netbios, name)
}

// addHost makes a host, nth of its role, and the user who sits at it.
func (s *sim) addHost(name string, role Role, nth int) {
	index := len(s.machines)
	h := Host{Index: index, Name: name + "." + dnsDomain, NetBIOS: name, Role: role,
		Address: address(role, nth), Policy: policy(role, nth), AlwaysOn: role != Workstation || nth%5 == 2}
	m := &machine{sim: s, host: &h, dice: s.dice.fork(uint64(index)), live: map[uint32]*proc{}}
	m.machinePart = uint32(m.dice.next())
	m.self = s.addDomainUser(name+"$", 2000+index)
	if role == Workstation {
		user := firstNames[nth%len(firstNames)] + "." + lastNames[nth/len(firstNames)%len(lastNames)]
		if nth < len(demoUsers) {
			user = demoUsers[nth]
		} else if nth >= len(firstNames)*len(lastNames) {
			user += fmt.Sprint(nth)
		}
		m.owner = s.addDomainUser(user, 5000+nth)
		m.owner.admin = nth%4 == 0
	}
	s.machines = append(s.machines, m)
	s.truth.addHost(h)
}

// address gives servers 198.51.100.0/24 and workstations 192.0.2.0/24; what
// does not fit there has an address of 2001:db8::/32.
func address(role Role, nth int) string {
	switch {
	case role == DomainController:
		return "198.51.100.5"
	case role == JumpHost:
		return "198.51.100.9"
	case role == FileServer && nth < 200:
		return fmt.Sprintf("198.51.100.%d", 20+nth)
	case role == Workstation && nth < 230:
		return fmt.Sprintf("192.0.2.%d", 14+nth)
	}
	return fmt.Sprintf("2001:db8:0:%x::%x", int(role)+1, 0x100+nth)
}

// policy varies what hosts log, as it does in the field.
func policy(role Role, nth int) Policy {
	switch {
	case role == JumpHost: // the sensor's usual configuration leaves svchost.exe out
		return Policy{Sysmon: true, SysmonExcludes: []string{"svchost.exe"}}
	case role == FileServer:
		return Policy{Security: true, Exits: true}
	case role == Workstation && nth%5 == 2:
		return Policy{Security: true}
	case role == Workstation && nth%5 == 4:
		return Policy{Sysmon: true}
	}
	return Policy{Sysmon: true, Security: true, Exits: true}
}
