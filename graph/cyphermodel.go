package graph

import "slices"

// CypherModel is what an analyst writes Cypher against: the documented labels,
// relationship types and properties of the graph in Neo4j. Names stay as they are.
type CypherModel struct {
	Labels        []CypherLabel            `json:"labels"`
	Relationships []CypherRelationshipType `json:"relationships"`
	// Parameters are bound in every query, without the dollar sign.
	Parameters []CypherParameter `json:"parameters"`
}

// CypherLabel is one kind of node.
type CypherLabel struct {
	Name    string `json:"name"`
	Meaning string `json:"meaning"`
	// Properties in the order of the documentation. Those that were not recorded
	// are missing from a node, but for key and caseName.
	Properties []string `json:"properties"`
}

// CypherRelationshipType is one type of relationships.
type CypherRelationshipType struct {
	Type string `json:"type"`
	// Between are the labels that it leads from and to.
	Between    []CypherEnds `json:"between"`
	Properties []string     `json:"properties,omitempty"`
	Meaning    string       `json:"meaning"`
}

// CypherEnds are the labels of a relationship's two nodes.
type CypherEnds struct {
	From string `json:"from"`
	To   string `json:"to"`
}

// CypherParameter is a parameter that has a value in every query.
type CypherParameter struct {
	Name    string `json:"name"`
	Meaning string `json:"meaning"`
}

// The properties of nodes beside those of one label.
var (
	everyNode = []string{"key", "caseName"}
	forOrder  = []string{"sortTime", "hostKey", "userKey", "sessionKey"}
)

// DocumentedCypher returns the model. Its slices are the caller's.
func DocumentedCypher() CypherModel {
	return CypherModel{Labels: cypherLabels(), Relationships: cypherRelationships(), Parameters: []CypherParameter{
		{"case", "the name of the case that is served"},
		{"keyPrefix", "what stands before the export's keys in this case: empty in the case default"},
	}}
}

func cypherLabels() []CypherLabel {
	label := func(name, meaning string, order []string, properties ...string) CypherLabel {
		return CypherLabel{name, meaning, slices.Concat(everyNode, properties, order)}
	}
	return []CypherLabel{
		label("Process", "one process; observed: false is a stub known by reference", forOrder,
			"pid", "guid", "image", "imageName", "commandLine", "currentDirectory", "startTime", "startHint", "endTime", "endNotAfter", "exitStatus",
			"observed", "parentVia", "integrityLevel", "tokenElevation", "sha256", "sha1", "md5", "imphash", "hashes", "originalFileName", "description",
			"product", "company", "fileVersion", "terminalSessionId", "remoteSourceIp", "hostName", "userName", "sources"),
		label("LogonSession", "a logon ID within a boot", forOrder[:3],
			"logonId", "logonGuid", "logonType", "startTime", "startHint", "endTime", "endVia", "userLogoff", "observed", "builtin", "elevated", "privileged",
			"remote", "sourceIp", "sourcePort", "sourceLocal", "claimedWorkstation", "logonProcess", "authPackage", "outboundIdentity", "hostName", "userName"),
		label("LogonAttempt", "a failed logon (4625) or explicit credentials (4648)", forOrder,
			"eventId", "time", "status", "subStatus", "logonType", "count", "sourceIp", "targetHost", "claimedWorkstation", "hostName", "userName", "targetUserName"),
		label("User", "a SID, else authority and name", nil, "sid", "name", "names", "userKind"),
		label("Host", "a computer", nil, "name", "aliases", "machineGuidPart", "addresses"),
		label("Address", "where logons came from", nil, "address"),
		label("Warning", "what a reader should know", nil, "class", "about", "aboutKey", "detail", "log", "time"),
	}
}

func cypherRelationships() []CypherRelationshipType {
	relationship := func(name, meaning string, between []CypherEnds, properties ...string) CypherRelationshipType {
		return CypherRelationshipType{name, between, properties, meaning}
	}
	ends := func(pairs ...string) []CypherEnds {
		out := make([]CypherEnds, 0, len(pairs)/2)
		for i := 0; i+1 < len(pairs); i += 2 {
			out = append(out, CypherEnds{pairs[i], pairs[i+1]})
		}
		return out
	}
	return []CypherRelationshipType{
		relationship("SPAWNED", "parent to child; via is guid (certain) or pid-time (inferred)", ends("Process", "Process"), "via"),
		relationship("CLAIMED_PARENT", "child to each parent named, only where sources disagree", ends("Process", "Process"), "source"),
		relationship("RAN_ON", "the host of a process", ends("Process", "Host")),
		relationship("RAN_AS", "whose token a process has", ends("Process", "User")),
		relationship("STARTED_BY", "its creator's account where that is another", ends("Process", "User")),
		relationship("IN_SESSION", "the logon session", ends("Process", "LogonSession", "LogonAttempt", "LogonSession")),
		relationship("LINKED_TO", "the two halves of a UAC logon", ends("LogonSession", "LogonSession")),
		relationship("ON_HOST", "the host of a session or an attempt", ends("LogonSession", "Host", "LogonAttempt", "Host")),
		relationship("FROM_HOST", "where a session came from, only where the address is proven to be its own", ends("LogonSession", "Host")),
		relationship("FROM_ADDRESS", "the address that it came from", ends("LogonSession", "Address", "LogonAttempt", "Address")),
		relationship("OF_USER", "the account of a session", ends("LogonSession", "User")),
		relationship("BY_USER", "who asked", ends("LogonAttempt", "User")),
		relationship("TARGET_USER", "for whom", ends("LogonAttempt", "User")),
		relationship("BY_PROCESS", "the program that asked", ends("LogonAttempt", "Process")),
	}
}
