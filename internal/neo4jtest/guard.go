package neo4jtest

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"

	"github.com/procgraph/procgraph/internal/neo4jlocal"
)

// guardVariable turns the test's program into a guard; it holds a charge as JSON.
const guardVariable = "PROCGRAPH_TEST_NEO4J_GUARD"

// charge is what a guard watches: when the owner has ended, the server in the
// folder is ended and the folder removed.
type charge struct {
	Owner   int    `json:"owner"`
	Version string `json:"version"`
	Folder  string `json:"folder"`
}

// The guard is the test's own program started again, so that it needs no other
// program and outlives a test that is killed. Being an init, it needs no TestMain.
func init() {
	text := os.Getenv(guardVariable)
	if text == "" {
		return
	}
	var c charge
	if err := json.Unmarshal([]byte(text), &c); err != nil || c.Owner <= 0 || c.Folder == "" {
		fmt.Fprintln(os.Stderr, "the guard of the tests' Neo4j does not understand its charge:", text)
		os.Exit(2)
	}
	c.watch()
	os.Exit(0)
}

// guard starts the guard of a server, which ends at once if there is one.
func guard(c charge) error {
	program, err := os.Executable()
	if err != nil {
		return fmt.Errorf("finding the test's program: %w", err)
	}
	text, err := json.Marshal(c)
	if err != nil {
		return err
	}
	cmd := exec.Command(program)
	cmd.Dir = os.TempDir()
	cmd.Env = append(os.Environ(), guardVariable+"="+string(text))
	cmd.SysProcAttr = neo4jlocal.Detached() // and no output: `go test` waits for those who hold its own
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("starting the guard of the tests' Neo4j: %w", err)
	}
	return cmd.Process.Release()
}

// watch waits for the owner's end and then ends the server.
func (c charge) watch() {
	lock := flock.New(filepath.Join(c.Folder, "guard.lock"))
	if ok, err := lock.TryLock(); err != nil || !ok {
		return // another guard has it, or the folder is gone
	}
	for neo4jlocal.ProcessAlive(c.Owner) {
		if _, err := os.Stat(c.Folder); err != nil {
			return // a private server's, and its test has cleaned up
		}
		time.Sleep(300 * time.Millisecond)
	}
	// What the server holds is thrown away: it need not end in order. Nobody is
	// left to whom an error could be told.
	_ = neo4jlocal.Kill(context.Background(), c.Version, c.Folder)
	_ = os.RemoveAll(c.Folder)
}
