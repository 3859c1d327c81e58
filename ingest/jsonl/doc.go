// Package jsonl reads Windows events that some tool exported as JSON.
//
// Two questions are kept apart. How the values stand in the file (a line each,
// one array, one object, one after another, inside an answer of Elasticsearch
// or Azure) is the framing's: it cuts the stream into values without holding
// more than one of them. What a value means is the shape's: NXLog, Winlogbeat,
// evtx_dump and so on each have a file here. A shape is recognised by the
// members of the value alone, never by a file name, and a value of no known
// shape is refused by name: a half-read event is worse than none.
//
// Every shape keeps apart what the event says (its data: Record.Fields) and
// what the logger, the agent and the pipeline say of themselves (process id and
// user of the logger, collector host), which never become fields.
package jsonl
