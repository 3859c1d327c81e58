package resolve

import (
	"strings"

	"github.com/procgraph/procgraph/graph"
)

// account is a user as one record names it: a SID, a name, or both. The zero
// account is nobody.
type account struct {
	sid string
	// name is DOMAIN\name, a UPN, or a bare name.
	name string
}

func (a account) known() bool { return a.sid != "" || a.name != "" }

// newAccount joins domain and name as they are shown.
func newAccount(sid, domain, name string) account {
	if name != "" && domain != "" {
		name = domain + `\` + name
	}
	return account{sid: sid, name: name}
}

func subjectOf(o *event) account {
	return newAccount(o.Text(graph.SubjectSID), o.Text(graph.SubjectDomain), o.Text(graph.SubjectName))
}

func targetOf(o *event) account {
	return newAccount(o.Text(graph.TargetSID), o.Text(graph.TargetDomain), o.Text(graph.TargetName))
}

// hasTarget says whether a 4688 names a real target: a name and a logon ID. Its
// SID is S-1-0-0 all the same.
func hasTarget(o *event) bool {
	return o.Text(graph.TargetName) != "" && o.Text(graph.TargetLogonID) != ""
}

// ownerOf is the account that a 4688 makes the owner: the target when it is
// real, else the subject; with its logon ID.
func ownerOf(o *event) (account, string) {
	if hasTarget(o) {
		return targetOf(o), o.Text(graph.TargetLogonID)
	}
	return subjectOf(o), o.Text(graph.SubjectLogonID)
}

// accountPart is the name without its authority, in lower case.
func accountPart(name string) string {
	if i := strings.LastIndexByte(name, '\\'); i >= 0 {
		name = name[i+1:]
	} else if i := strings.IndexByte(name, '@'); i > 0 {
		name = name[:i]
	}
	return strings.ToLower(name)
}

// authorityPart is what stands before the backslash, in lower case.
func authorityPart(name string) string {
	if i := strings.LastIndexByte(name, '\\'); i >= 0 {
		return strings.ToLower(name[:i])
	}
	return ""
}

// The SIDs of the built-in accounts (Microsoft Learn, "Well-known SIDs").
const (
	sidSystem         = "S-1-5-18"
	sidLocalService   = "S-1-5-19"
	sidNetworkService = "S-1-5-20"
	sidAnonymous      = "S-1-5-7"
	sidIUSR           = "S-1-5-17"
)

// builtInLogons are the logon IDs that every Windows host has, with their account.
var builtInLogons = map[string]string{
	"0x3e7": sidSystem,
	"0x3e4": sidNetworkService,
	"0x3e5": sidLocalService,
}

// shownNames are the names by which built-in accounts are shown, whatever the language.
var shownNames = map[string]string{
	sidSystem:         `NT AUTHORITY\SYSTEM`,
	sidLocalService:   `NT AUTHORITY\LOCAL SERVICE`,
	sidNetworkService: `NT AUTHORITY\NETWORK SERVICE`,
	sidAnonymous:      `NT AUTHORITY\ANONYMOUS LOGON`,
	sidIUSR:           `NT AUTHORITY\IUSR`,
}

// ntAuthorities are the localised spellings of NT AUTHORITY.
var ntAuthorities = map[string]bool{
	"nt authority": true, "nt-autorität": true, "autorite nt": true, "autorité nt": true, "nt instans": true, "nt-instans": true,
	"autoridade nt": true, "nt-myndighet": true, "zarządzanie nt": true, "nt-hatóság": true, "nt hatóság": true,
	"authority nt": true, "autorità nt": true, "autoridad nt": true, "nt-autoriteit": true, "nt-autorita": true,
	"nt-määrang": true, "нт authority": true, "nt yetkili̇si̇": true, "nt yetkilisi": true,
}

// builtInSID is the SID of a built-in account by a name in any known language.
func builtInSID(name string) string {
	if !ntAuthorities[authorityPart(name)] {
		return ""
	}
	switch accountPart(name) {
	case "system", "système", "sistema", "sistem", "система", "systeem", "rendszer":
		return sidSystem
	case "local service", "lokaler dienst", "service local", "servicio local", "servizio locale", "serviço local", "lokal tjänst":
		return sidLocalService
	case "network service", "netzwerkdienst", "service réseau", "servicio de red", "servizio di rete", "serviço de rede", "nätverkstjänst":
		return sidNetworkService
	case "anonymous logon", "anonymous-anmeldung":
		return sidAnonymous
	case "iusr":
		return sidIUSR
	}
	return ""
}

// withBuiltInSID is the account with the SID of a built-in name filled in.
func (a account) withBuiltInSID() account {
	if a.sid == "" {
		a.sid = builtInSID(a.name)
	}
	return a
}

// userKind classifies an account by SID, else by name.
func userKind(sid, name string) graph.UserKind {
	switch {
	case sid == sidAnonymous:
		return graph.AnonymousUser
	case isVirtualSID(sid):
		return graph.VirtualUser
	case strings.HasPrefix(sid, "S-1-5-21-") || strings.HasPrefix(sid, "S-1-12-1-"):
		if strings.HasSuffix(name, "$") {
			return graph.MachineUser
		}
		return graph.AccountUser
	case sid != "":
		return graph.WellKnownUser
	}
	switch authority := authorityPart(name); {
	case ntAuthorities[authority]:
		return graph.WellKnownUser
	case authority == "nt service" || authority == "iis apppool" || authority == "window manager" || authority == "font driver host" || authority == "nt virtual machine":
		return graph.VirtualUser
	case strings.HasSuffix(name, "$"):
		return graph.MachineUser
	}
	return graph.AccountUser
}

// isVirtualSID says whether a SID belongs to a service, application pool,
// virtual machine, window manager or font driver host account.
func isVirtualSID(sid string) bool {
	for _, prefix := range []string{"S-1-5-80-", "S-1-5-82-", "S-1-5-83-", "S-1-5-90-", "S-1-5-94-", "S-1-5-96-"} {
		if strings.HasPrefix(sid, prefix) {
			return true
		}
	}
	return false
}
