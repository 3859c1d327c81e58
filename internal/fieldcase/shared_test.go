package fieldcase

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/procgraph/procgraph/internal/testneed"
)

// sharedFile finds a file of the folder "shared" that stands beside the
// repository where it is developed. It skips the test where there is none, and
// fails it where PROCGRAPH_TEST_REQUIRE names the need.
func sharedFile(t *testing.T, need, name string) string {
	t.Helper()
	if testing.Short() {
		testneed.Missing(t, need, "reading the recordings takes half a minute; -short leaves it out")
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
			testneed.Missing(t, need, "there is no shared/"+name+" in any folder above")
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
		testneed.Missing(t, need, "python3 is not installed")
	}
	return path
}
