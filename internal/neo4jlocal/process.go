package neo4jlocal

import "syscall"

// ProcessAlive says whether there is a process of that id; one that has ended
// and that its parent has not waited for counts.
func ProcessAlive(pid int) bool { return alive(pid) }

// CommandLine returns the arguments of a process, the program first; none when
// there is no such process.
func CommandLine(pid int) ([]string, error) { return commandLine(pid) }

// Detached are the attributes by which a program that is started outlives this
// one and gets no signal of its terminal.
func Detached() *syscall.SysProcAttr { return detached() }
