package neo4jlocal

import "fmt"

// Problem says in plain words what stands in the way and what to do about it.
type Problem struct {
	What string // a sentence without its end
	Todo string // whole sentences; may be empty
	Err  error  // the cause; may be nil
	// Missing: something that a person has to bring first, Java, Maven or a
	// network, is not here.
	Missing bool
}

// Error is what is wrong, with its cause.
func (p *Problem) Error() string {
	if p.Err != nil {
		return fmt.Sprintf("%s: %v", p.What, p.Err)
	}
	return p.What
}

// Next is what to do about it.
func (p *Problem) Next() string { return p.Todo }

// Unwrap returns the cause.
func (p *Problem) Unwrap() error { return p.Err }
