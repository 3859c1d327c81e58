package fieldcase

import (
	"os/exec"
	"testing"

	"github.com/procgraph/procgraph/internal/testneed"
)

// sharedFile finds a file of the test data beside the repository.
func sharedFile(t *testing.T, need, name string) string {
	t.Helper()
	leaveOutShort(t, need)
	return testneed.Shared(t, need, name)
}

// leaveOutShort ends a test of the recordings under -short.
func leaveOutShort(t *testing.T, need string) {
	t.Helper()
	if testing.Short() {
		testneed.Missing(t, need, "reading the recordings takes half a minute; -short leaves it out")
	}
}

// python finds Python 3.
func python(t *testing.T, need string) string {
	t.Helper()
	path, err := exec.LookPath("python3")
	if err != nil {
		testneed.Missing(t, need, "python3 is not installed")
	}
	return path
}
