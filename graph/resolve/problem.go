package resolve

import "github.com/procgraph/procgraph/graph"

// problem is a warning before its keys are known.
type problem struct {
	class graph.WarningClass
	// about is the process, onSession the session, event the record that it is about;
	// with none of them it is about the host.
	about *lifetime
	// named gives the warning its key instead of about: a stub, where the first of its children is what it is about.
	named     *lifetime
	onSession *session
	event     *event
	// name tells several problems of a class about the host apart.
	name   string
	detail string
	// for log-cleared
	log  string
	time graph.Time
	user account
}
