package standout

import (
	"strings"

	"github.com/procgraph/procgraph/graph/tables"
)

// set is a set of program names: base names in lower case.
type set map[string]bool

// programs makes a set of names without their ".exe".
func programs(names string) set {
	s := make(set)
	for _, name := range strings.Fields(names) {
		s[name+".exe"] = true
	}
	return s
}

func union(sets ...set) set {
	all := make(set)
	for _, s := range sets {
		for name := range s {
			all[name] = true
		}
	}
	return all
}

// table makes a set of the tables' programs.
func table(names ...string) set {
	s := make(set)
	for _, name := range tables.List(names...) {
		s[name] = true
	}
	return s
}

var (
	powershells = table("powershells")
	// shells run commands and scripts that come from elsewhere.
	shells = table("powershells", "script-hosts")
	// runners are signed programs of Windows that run or fetch code for others.
	runners = table("runners")

	documents = table("documents")
	browsers  = table("browsers")

	// remoteHosts are the processes that start what another computer asked for
	// by WMI, WinRM and WinRS.
	remoteHosts = table("remote-hosts")
	// remoteServices are the service halves of remote-execution tools.
	remoteServices = table("remote-services")

	discovery = table("discovery")
)
