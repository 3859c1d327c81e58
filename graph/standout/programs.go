package standout

import "strings"

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

var (
	powershells = programs("powershell pwsh powershell_ise")
	// shells run commands and scripts that come from elsewhere.
	shells = union(powershells, programs("cmd wscript cscript mshta bash wsl"))
	// runners are signed programs of Windows that run or fetch code for others.
	runners = programs("regsvr32 wmic msbuild certutil bitsadmin installutil cmstp")

	documents = programs(`winword excel powerpnt outlook onenote msaccess mspub visio eqnedt32 olk
		acrord32 acrobat foxitreader foxitpdfreader foxitpdfeditor sumatrapdf pdfxedit`)
	browsers = programs("chrome msedge firefox iexplore brave opera vivaldi microsoftedgecp")

	// remoteHosts are the processes that start what another computer asked for
	// by WMI, WinRM and WinRS.
	remoteHosts = programs("wmiprvse wsmprovhost winrshost")
	// remoteServices are the service halves of remote-execution tools.
	remoteServices = programs("psexesvc paexec remcomsvc csexecsvc winexesvc")

	discovery = programs(`whoami ipconfig systeminfo net net1 nltest tasklist quser qwinsta query
		netstat arp route nbtstat hostname dsquery adfind gpresult klist cmdkey nslookup driverquery
		getmac qprocess sharphound`)
)
