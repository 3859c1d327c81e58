package neo4jlocal

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"time"
)

// detachedProcess is DETACHED_PROCESS of the process creation flags.
const detachedProcess = 0x00000008

// detached starts a process without this one's console, so that Ctrl-C does not reach it.
func detached() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{CreationFlags: syscall.CREATE_NEW_PROCESS_GROUP | detachedProcess}
}

// terminate ends a process. Windows has no request to end for a process without
// a window or console; the server recovers at its next start.
func terminate(pid int) error {
	process, err := os.FindProcess(pid)
	if err != nil {
		return nil // there is none
	}
	defer process.Release()
	return process.Kill()
}

// alive says whether there is a process of that id.
func alive(pid int) bool {
	process, err := os.FindProcess(pid)
	if err != nil {
		return false
	}
	process.Release()
	return true
}

// commandLine returns the arguments of a process; none without a process.
func commandLine(pid int) ([]string, error) {
	if !alive(pid) {
		return nil, nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	query := fmt.Sprintf("(Get-CimInstance Win32_Process -Filter 'ProcessId=%d').CommandLine", pid)
	said, err := exec.CommandContext(ctx, "powershell.exe", "-NoProfile", "-NonInteractive", "-Command", query).Output()
	if err != nil {
		return nil, fmt.Errorf("asking for the command line of process %d: %w", pid, err)
	}
	return splitCommandLine(strings.TrimSpace(string(said))), nil
}

// splitCommandLine splits at blanks outside quotes, as far as the server's own
// command line needs it: its paths end in no backslash and hold no quote.
func splitCommandLine(line string) []string {
	var arguments []string
	var b strings.Builder
	quoted, any := false, false
	for _, r := range line {
		switch {
		case r == '"':
			quoted, any = !quoted, true
		case r == ' ' && !quoted:
			if any {
				arguments = append(arguments, b.String())
			}
			b.Reset()
			any = false
		default:
			b.WriteRune(r)
			any = true
		}
	}
	if any {
		arguments = append(arguments, b.String())
	}
	return arguments
}
