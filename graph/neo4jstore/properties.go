package neo4jstore

import (
	"slices"
	"strconv"
	"time"

	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/graph/answer"
)

// properties are a node's. What was not recorded is left out.
type properties map[string]any

func (p properties) text(name, value string) {
	if value != "" {
		p[name] = value
	}
}

func (p properties) texts(name string, values []string) {
	if len(values) > 0 {
		p[name] = values
	}
}

func (p properties) number(name string, value int64) {
	if value != 0 {
		p[name] = value
	}
}

func (p properties) flag(name string, value bool) {
	if value {
		p[name] = true
	}
}

// zulu makes the driver send an offset and no zone's name: date-times that are
// equal moments but differ in that are not equal to Cypher.
var zulu = time.FixedZone("Offset", 0)

func (p properties) time(name string, t graph.Time) {
	if t.Known() {
		p[name] = t.Go().In(zulu)
	}
}

// maxSearchText bounds an entry of the text index in bytes: it refuses texts of
// more than 32,766 (Neo4j Operations Manual, index configuration).
const maxSearchText = 32_000

// searched keeps a text to search. Of a longer one than the index takes, the whole
// is kept beside, and a mark by which those are found.
func (p properties) searched(text string) {
	p.text("searchText", cut(text, maxSearchText))
	if len(text) > maxSearchText {
		p["searchWhole"], p["searchLong"] = text, true
	}
}

func sourceTexts(sources []graph.Source) []string {
	out := make([]string, len(sources))
	for i, s := range sources {
		record := ""
		if s.RecordID != 0 {
			record = strconv.FormatUint(s.RecordID, 10)
		}
		out[i] = s.Log + ":" + strconv.FormatUint(uint64(s.EventID), 10) + ":" + record + ":" + s.File
	}
	return out
}

func (p properties) hashes(hashes map[string]string) {
	if len(hashes) == 0 {
		return
	}
	list := make([]string, 0, len(hashes))
	for algorithm, value := range hashes {
		list = append(list, algorithm+"="+value)
		switch algorithm {
		case "SHA256":
			p.text("sha256", value)
		case "SHA1":
			p.text("sha1", value)
		case "MD5":
			p.text("md5", value)
		case "IMPHASH":
			p.text("imphash", value)
		}
	}
	slices.Sort(list)
	p["hashes"] = list
}

// base are the properties that all nodes of the graph have.
func (s *Store) base(n graph.Node, line string, hash int64) properties {
	return properties{"key": s.key(n.NodeKey()), "caseName": s.caseName, "exportLine": line, "contentHash": hash}
}

func (h *hostWrite) processProperties(i int, line string, hash int64) properties {
	n, s := &h.nodes.Processes[i], h.w.store
	p := s.base(n, line, hash)
	p["hostKey"], p["observed"] = h.hostKey, n.Observed
	p.text("guid", n.GUID)
	if n.PID != nil {
		p["pid"] = *n.PID
	}
	p.text("image", n.Image)
	p.text("imageName", boundText(graph.BaseName(n.Image)))
	p.text("commandLine", n.CommandLine)
	p.text("currentDirectory", n.CurrentDirectory)
	p.time("startTime", n.Start)
	p.time("startHint", n.StartHint)
	p.time("endTime", n.End)
	p.time("endNotAfter", n.EndNotAfter)
	p.text("exitStatus", n.ExitStatus)
	p.text("integrityLevel", n.IntegrityLevel)
	p.text("tokenElevation", n.TokenElevation)
	p.hashes(n.Hashes)
	p.text("originalFileName", n.OriginalFileName)
	p.text("description", n.Description)
	p.text("product", n.Product)
	p.text("company", n.Company)
	p.text("fileVersion", n.FileVersion)
	if n.TerminalSessionID != nil {
		p["terminalSessionId"] = *n.TerminalSessionID
	}
	if n.RemoteOrigin != nil {
		p.text("remoteSourceIp", n.RemoteOrigin.SourceIP)
	}
	p.texts("sources", sourceTexts(n.Sources))
	p.text("hostName", h.hostName)
	p.text("userName", h.userNames[n.User])
	p.text("parentVia", n.ParentVia)
	if h.parent[i] >= 0 {
		p["parentKey"] = s.key(n.Parent)
	} else {
		p["root"] = true
	}
	p.reference("userKey", s, n.User)
	p.reference("sessionKey", s, n.Session)
	p.reference("startedByKey", s, n.StartedBy)
	p["childCount"] = int64(h.children[i])
	p["sortTime"] = answer.FirstKnown(n.Start, n.StartHint)
	p["lastTime"] = answer.LastAlive(n)
	if r := h.remarks[n.Key]; r != nil {
		p.texts("flags", r.flags)
		p.number("severity", int64(r.severity))
	}
	p.searched(answer.ProcessText(n))
	return p
}

func (p properties) reference(name string, s *Store, exportKey string) {
	if exportKey != "" {
		p[name] = s.key(exportKey)
	}
}

func (h *hostWrite) sessionProperties(i int, line string, hash int64) properties {
	n, s := &h.nodes.Sessions[i], h.w.store
	p := s.base(n, line, hash)
	p["hostKey"], p["observed"] = h.hostKey, n.Observed
	p.reference("userKey", s, n.User)
	p.reference("linkedKey", s, n.Linked)
	p.reference("sourceHostKey", s, n.SourceHost)
	p.text("logonId", n.LogonID)
	p.text("logonGuid", n.LogonGUID)
	p.number("logonType", int64(n.LogonType))
	p.time("startTime", n.Start)
	p.time("startHint", n.StartHint)
	p.time("endTime", n.End)
	p.text("endVia", n.EndVia)
	p.time("userLogoff", n.UserLogoff)
	p.flag("builtin", n.BuiltIn)
	p.flag("elevated", n.Elevated)
	p.flag("privileged", n.Privileged)
	p.text("sourceIp", n.SourceIP)
	p.number("sourcePort", int64(n.SourcePort))
	p.flag("sourceLocal", n.SourceLocal)
	p.text("claimedWorkstation", n.ClaimedWorkstation)
	p.text("logonProcess", n.LogonProcess)
	p.text("authPackage", n.AuthPackage)
	p.text("outboundIdentity", n.OutboundIdentity)
	p.text("hostName", h.hostName)
	p.text("userName", h.userNames[n.User])
	p.texts("sources", sourceTexts(n.Sources))
	p["sortTime"] = answer.FirstKnown(n.Start, n.StartHint)
	p["lastTime"] = answer.LastOpen(n)
	p["remote"] = n.Remote()
	p["processCount"] = int64(h.sessionProcesses[i])
	return p
}

func (h *hostWrite) attemptProperties(i int, line string, hash int64) properties {
	n, s := &h.nodes.Attempts[i], h.w.store
	p := s.base(n, line, hash)
	p["hostKey"] = h.hostKey
	p.reference("userKey", s, n.User)
	p.reference("targetUserKey", s, n.TargetUser)
	p.reference("processKey", s, n.Process)
	p.reference("sessionKey", s, n.Session)
	p["eventId"] = int64(n.EventID)
	p.time("time", n.Time)
	p.text("status", n.Status)
	p.text("subStatus", n.SubStatus)
	p.number("logonType", int64(n.LogonType))
	p.number("count", int64(n.Count))
	p.text("sourceIp", n.SourceIP)
	p.text("targetHost", n.TargetHost)
	p.text("claimedWorkstation", n.ClaimedWorkstation)
	p.text("hostName", h.hostName)
	p.text("userName", h.userNames[n.User])
	p.text("targetUserName", h.userNames[n.TargetUser])
	p.texts("sources", sourceTexts(n.Sources))
	p["sortTime"] = n.Time.Ticks
	return p
}

func (s *Store) warningProperties(n *graph.Warning, hostKey, line string, hash int64) properties {
	p := s.base(n, line, hash)
	p["hostKey"] = hostKey
	p["class"] = string(n.Class)
	p.text("about", n.About)
	p.reference("aboutKey", s, n.About)
	p.text("detail", n.Detail)
	p.time("time", n.Time)
	p.text("log", n.Log)
	return p
}
