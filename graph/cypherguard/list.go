package cypherguard

import (
	"slices"
	"strings"
)

// procedures are the ones of the Neo4j Operations Manual's list that only read
// the graph or its schema.
var procedures = []string{
	"db.index.fulltext.queryNodes", "db.index.fulltext.queryRelationships", "db.labels", "db.propertyKeys", "db.relationshipTypes",
	"db.schema.nodeTypeProperties", "db.schema.relTypeProperties", "db.schema.visualization",
}

// SafeProcedure says whether a procedure may be called. Names of procedures heed case.
func SafeProcedure(name string) bool { return slices.Contains(procedures, name) }

// functions are those of the Cypher Manual that compute from their arguments, the
// graph and the clock, in lower case. Functions that name or read another database
// or a file (graph.*, db.*, file, linenumber) are not among them.
var functions = fields(`
	avg collect count max min percentilecont percentiledisc stdev stdevp sum
	coalesce char_length character_length elementid endnode head id last length nullif properties randomuuid size startnode timestamp
	toboolean tobooleanornull tofloat tofloatornull tointeger tointegerornull tostring tostringornull type valuetype
	keys labels nodes range reduce relationships reverse tail tobooleanlist tofloatlist tointegerlist tostringlist
	abs ceil floor isnan rand round sign e exp log log10 sqrt acos asin atan atan2 cos cosh cot coth degrees haversin pi radians sin sinh tan tanh
	btrim left lower ltrim normalize replace right rtrim split substring tolower toupper trim upper
	all any none single exists isempty shortestpath allshortestpaths
	date date.realtime date.statement date.transaction date.truncate
	datetime datetime.realtime datetime.statement datetime.transaction datetime.truncate datetime.fromepoch datetime.fromepochmillis
	localdatetime localdatetime.realtime localdatetime.statement localdatetime.transaction localdatetime.truncate
	localtime localtime.realtime localtime.statement localtime.transaction localtime.truncate
	time time.realtime time.statement time.transaction time.truncate
	duration duration.between duration.inmonths duration.indays duration.inseconds
	point point.distance point.withinbbox vector.similarity.cosine vector.similarity.euclidean`)

// safeFunction compares without regard to the case of ASCII letters alone.
func safeFunction(name string) bool {
	for i := range len(name) {
		if name[i] >= 0x80 {
			return false
		}
	}
	return functions[strings.ToLower(name)]
}

// beforeBracket are the keywords that a bracket may follow.
var beforeBracket = strings.Fields("MATCH WHERE AND OR XOR NOT IN RETURN WITH DISTINCT UNWIND CALL BY SKIP LIMIT OFFSET CASE WHEN THEN ELSE " +
	"CONTAINS WITH STARTS ENDS ON JOIN SCAN SHORTEST PATH PATHS GROUP GROUPS ALL ANY ACYCLIC WALK TRAIL FROM ASC DESC YIELD AS IS")

func fields(text string) map[string]bool {
	m := map[string]bool{}
	for _, name := range strings.Fields(text) {
		m[name] = true
	}
	return m
}
