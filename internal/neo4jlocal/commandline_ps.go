//go:build unix && !linux

package neo4jlocal

import (
	"errors"
	"fmt"
	"os/exec"
	"strconv"
	"strings"
)

// commandLine returns the arguments of a process; none without a process, or
// for one that has ended and was not waited for. ps joins the arguments by
// blanks; they are split where the next option begins, so a path with a blank
// stays whole.
func commandLine(pid int) ([]string, error) {
	said, err := exec.Command("ps", "-ww", "-o", "command=", "-p", strconv.Itoa(pid)).Output()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return nil, nil // no such process
	}
	if err != nil {
		return nil, fmt.Errorf("asking for the command line of process %d: %w", pid, err)
	}
	words := strings.Split(strings.TrimSpace(string(said)), " --")
	for i := 1; i < len(words); i++ {
		words[i] = "--" + words[i]
	}
	return words, nil
}
