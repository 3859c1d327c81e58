package standout

import (
	"slices"
	"strings"

	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/graph/tables"
)

// systemNames are parts of Windows that live in System32 (or its 32-bit twin) only.
var systemNames = table("system-names")

// systemFolders are where they live: System32 and its twins, below the Windows folder.
var systemFolders = table("system-folders")

// systemNameElsewhere: see systemNames. An image without a folder tells nothing.
func systemNameElsewhere(h *host, p *process) (hit, bool) {
	name := h.image[p.at]
	if !systemNames[name] {
		return hit{}, false
	}
	path := normalPath(p.Image)
	folder := strings.TrimSuffix(path, `\`+name)
	if folder == path || folder == "" || systemFolder(folder, name) {
		return hit{}, false
	}
	return hit{detail: p.Image}, true
}

// systemFolder says whether folder is System32, one of its twins, or in the
// component store. WmiPrvSE alone lives one folder deeper.
func systemFolder(folder, name string) bool {
	below, ok := belowWindows(folder)
	if !ok {
		return false
	}
	if name == "wmiprvse.exe" {
		below = strings.TrimSuffix(below, `\wbem`)
	}
	return systemFolders[below] || strings.HasPrefix(below, `winsxs\`)
}

// belowWindows returns the part of a folder below the Windows folder, which is
// a folder directly on a drive or device (it need not be called Windows), or is
// named by a variable.
func belowWindows(folder string) (below string, ok bool) {
	for _, variable := range []string{`\systemroot\`, `%systemroot%\`, `%windir%\`} {
		if below, ok = strings.CutPrefix(folder, variable); ok {
			return below, true
		}
	}
	if device, isDevice := strings.CutPrefix(folder, `\device\`); isDevice {
		_, folder, _ = strings.Cut(device, `\`) // \Device\HarddiskVolume3\Windows\System32
	} else if folder, ok = afterDrive(folder, `\`); !ok {
		return "", false
	}
	_, below, ok = strings.Cut(folder, `\`)
	return below, ok
}

// parentsOf are the only programs that start the core processes of Windows.
var parentsOf = tables.Map("core-parents")

// rareParent: see parentsOf. A parent whose image is not known tells nothing.
func rareParent(h *host, p *process) (hit, bool) {
	allowed := parentsOf[h.image[p.at]]
	parent := h.parent[p.at]
	if allowed == nil || parent < 0 || h.image[parent] == "" || slices.Contains(allowed, h.image[parent]) || kernel(&h.Processes[parent]) {
		return hit{}, false
	}
	return hit{detail: h.image[parent] + " started " + p.shown()}, true
}

// kernel says whether p is the Idle or System process, which logs name in the system's language.
func kernel(p *graph.Process) bool {
	return p.PID != nil && (*p.PID == 0 || *p.PID == 4)
}
