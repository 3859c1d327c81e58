package standout

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/graph/commandline"
)

// A burst is burstTools different discovery tools under one parent within burstSpan.
const (
	burstTools = 4
	burstSpan  = 5 * time.Minute
)

// discoveryBursts: see above. The remark is on the parent, one for each.
func discoveryBursts(h *host) []hit {
	byParent := make(map[int][]int)
	for i := range h.Processes {
		if h.isAny(i, discovery) && h.Processes[i].Begun().Known() {
			if parent := behindWrapper(h, i); parent >= 0 {
				byParent[parent] = append(byParent[parent], i)
			}
		}
	}
	var hits []hit
	for _, parent := range slices.Sorted(maps.Keys(byParent)) {
		at, tools := burst(h, byParent[parent])
		if len(tools) < burstTools {
			continue
		}
		p := &process{Process: &h.Processes[parent], at: parent, host: h}
		f := p.hit(hit{detail: fmt.Sprintf("%s ran %s", cmp.Or(h.image[parent], "a process"), list(tools))})
		f.time, f.hint = at, false
		hits = append(hits, f)
	}
	return hits
}

// behindWrapper is the parent of process i, or the parent's parent where the
// parent is only a "cmd /c" around it; -1 when it is not known.
func behindWrapper(h *host, i int) int {
	parent := h.parent[i]
	if parent < 0 || !h.is(parent, "cmd.exe") {
		return parent
	}
	args := commandline.Split(strings.ToLower(h.Processes[parent].CommandLine))
	wraps := slices.ContainsFunc(args, func(a string) bool { return strings.HasPrefix(a, "/c") || strings.HasPrefix(a, "/r") })
	if above := h.parent[parent]; wraps && above >= 0 {
		return above
	}
	return parent
}

// burst returns the names of the tools of the densest span, and when it began;
// of equal ones the first.
func burst(h *host, members []int) (at graph.Time, tools []string) {
	slices.SortFunc(members, func(a, b int) int {
		return cmp.Or(cmp.Compare(h.Processes[a].Begun().Ticks, h.Processes[b].Begun().Ticks), cmp.Compare(a, b))
	})
	count := make(map[string]int)
	first := 0
	for _, m := range members {
		count[toolName(h, m)]++
		for h.Processes[m].Begun().Sub(h.Processes[members[first]].Begun()) > burstSpan {
			old := toolName(h, members[first])
			if count[old]--; count[old] == 0 {
				delete(count, old)
			}
			first++
		}
		if len(count) > len(tools) {
			at, tools = h.Processes[members[first]].Begun(), slices.Sorted(maps.Keys(count))
		}
	}
	return at, tools
}

// toolName names a discovery tool; net.exe starts net1.exe for the same request.
func toolName(h *host, i int) string {
	name := h.image[i]
	if !discovery[name] {
		name = h.original[i]
	}
	if name = strings.TrimSuffix(name, ".exe"); name == "net1" {
		return "net"
	}
	return name
}
