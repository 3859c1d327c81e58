package standout

import (
	"slices"
	"strings"
	"time"

	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/graph/commandline"
)

// clearDelay is how long before a log says that it was cleared the tool may have started.
const clearDelay = 10 * time.Second

// clearedLogs: the warnings of the resolver, on the process that did it where
// one was told to just before, else on the warning itself; and the tools that
// were told to clear a log of which no record came.
func clearedLogs(h *host) []hit {
	var tools []*process
	h.eachProcess(func(p *process) {
		if clearsLog(p) {
			tool := *p
			tools = append(tools, &tool)
		}
	})
	var hits []hit
	for i := range h.Warnings {
		w := &h.Warnings[i]
		if w.Class != graph.LogClearedWarning {
			continue
		}
		detail := strings.TrimSpace(w.Log + " log")
		if w.User != "" {
			detail += ", by " + h.userName(w.User)
		}
		f := hit{about: w.Key, kind: graph.KindWarning, time: w.Time, process: -1, detail: detail}
		if tool := clearer(tools, w.Time); tool != nil {
			f = tool.hit(hit{detail: detail + ": " + tool.shown()})
			f.time, f.hint = w.Time, false
		}
		if have := slices.IndexFunc(hits, func(h hit) bool { return h.about == f.about }); have >= 0 {
			hits[have].detail = detail + "; " + hits[have].detail
			continue
		}
		hits = append(hits, f)
	}
	for _, tool := range tools {
		f := tool.hit(hit{})
		if !slices.ContainsFunc(hits, func(have hit) bool { return have.about == f.about }) {
			hits = append(hits, f)
		}
	}
	return dropWrappersKeepOthers(h, hits)
}

// dropWrappersKeepOthers is dropWrappers for hits of which some are on no process.
func dropWrappersKeepOthers(h *host, hits []hit) []hit {
	var others, onProcess []hit
	for _, f := range hits {
		if f.process < 0 {
			others = append(others, f)
		} else {
			onProcess = append(onProcess, f)
		}
	}
	return append(others, dropWrappers(h, onProcess)...)
}

// clearer is the last of the tools that started within clearDelay before at.
func clearer(tools []*process, at graph.Time) *process {
	var best *process
	for _, tool := range tools {
		start := tool.Process.Begun()
		if !start.Known() || !at.Known() || start.After(at) || at.Sub(start) > clearDelay {
			continue
		}
		if best == nil || !start.Before(best.Process.Begun()) {
			best = tool
		}
	}
	return best
}

// clearsLog says whether a command line tells wevtutil or PowerShell to clear a log.
func clearsLog(p *process) bool {
	switch {
	case p.is("wevtutil.exe"):
		args := commandline.Split(p.command())
		return len(args) > 2 && (args[1] == "cl" || args[1] == "clear-log")
	case p.isAny(powershells):
		return strings.Contains(p.command(), "clear-eventlog") || strings.Contains(p.command(), "wevtutil cl ")
	case p.is("wmic.exe"):
		return strings.Contains(p.command(), "nteventlog") && strings.Contains(p.command(), "cleareventlog")
	}
	return false
}
