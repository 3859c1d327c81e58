package fieldcase

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// sharedFile finds a file of the folder "shared" that stands beside the
// repository where it is developed. It skips the test where there is none, and
// fails it where PROCGRAPH_TEST_REQUIRE names the need.
func sharedFile(t *testing.T, need, name string) string {
	t.Helper()
	if testing.Short() {
		missing(t, need, "reading the recordings takes half a minute; -short leaves it out")
	}
	folder, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		path := filepath.Join(folder, "shared", filepath.FromSlash(name))
		if _, err := os.Stat(path); err == nil {
			return path
		}
		parent := filepath.Dir(folder)
		if parent == folder {
			missing(t, need, "there is no shared/"+name+" in any folder above")
			return ""
		}
		folder = parent
	}
}

// python finds Python 3.
func python(t *testing.T, need string) string {
	t.Helper()
	path, err := exec.LookPath("python3")
	if err != nil {
		missing(t, need, "python3 is not installed")
	}
	return path
}

// missing ends a test that lacks something.
func missing(t *testing.T, need, reason string) {
	t.Helper()
	if slices.Contains(strings.Split(os.Getenv("PROCGRAPH_TEST_REQUIRE"), ","), need) {
		t.Fatal(reason)
	}
	t.Skip(reason)
}
