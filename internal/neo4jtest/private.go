package neo4jtest

import (
	"context"
	"errors"
	"os"
	"syscall"
	"testing"
	"time"

	"github.com/procgraph/procgraph/internal/neo4jlocal"
	"github.com/procgraph/procgraph/internal/testneed"
)

// Private is a server of one test, which may end it and start it again. It keeps
// its address and its password. Its methods fail the test when they cannot do
// their work; they are for the test's goroutine only.
type Private struct {
	Access
	t       testing.TB
	options neo4jlocal.Options
}

// NewPrivate starts a local server with no data; it ends with the test.
// PROCGRAPH_TEST_NEO4J_URI does not count here, and no container either: a
// server that is not this test's own cannot be killed.
func NewPrivate(t testing.TB) *Private {
	t.Helper()
	if testing.Short() {
		testneed.Missing(t, need, "starting Neo4j takes half a minute; -short leaves it out")
	}
	folder, err := os.MkdirTemp("", "procgraph-neo4j-private-")
	if err != nil {
		t.Fatal(err)
	}
	p := &Private{t: t, options: options(os.Getenv(versionVariable), folder, t.Logf)}
	t.Cleanup(func() {
		if p.Running() {
			p.Kill()
		}
		if err := os.RemoveAll(folder); err != nil {
			t.Error(err)
		}
	})
	if err := guard(charge{Owner: os.Getpid(), Version: p.options.Version, Folder: folder}); err != nil {
		t.Fatal(err)
	}
	access, err := start(t.Context(), p.options)
	if missing(err) {
		testneed.Missing(t, need, "this test needs a local Neo4j of its own: "+err.Error())
	}
	if err != nil {
		t.Fatal(err)
	}
	p.Access = access
	p.options.Port = p.status().Port
	return p
}

func (p *Private) status() neo4jlocal.Status {
	p.t.Helper()
	status, err := neo4jlocal.GetStatus(p.options.Version, p.options.Folder)
	if err != nil {
		p.t.Fatal(err)
	}
	return status
}

// Running says whether the server's process is there.
func (p *Private) Running() bool { return p.status().Running }

// Kill ends the server as a power cut does.
func (p *Private) Kill() {
	p.t.Helper()
	// The test's own context has ended when this is called to clean up.
	if err := neo4jlocal.Kill(context.Background(), p.options.Version, p.options.Folder); err != nil {
		p.t.Fatal(err)
	}
}

// Stop ends the server in order.
func (p *Private) Stop() {
	p.t.Helper()
	if _, err := neo4jlocal.Stop(context.Background(), p.options.Version, p.options.Folder); err != nil {
		p.t.Fatal(err)
	}
}

// portWait is how long Restart waits for the server's port. While the server is
// down, somebody's outgoing connection may be given that port for its own end.
const portWait = time.Minute

// Restart starts the server again, on the same port with the same data, and
// waits until it answers.
func (p *Private) Restart() {
	p.t.Helper()
	_, err := start(p.t.Context(), p.options)
	for end := time.Now().Add(portWait); errors.Is(err, syscall.EADDRINUSE) && time.Now().Before(end); {
		time.Sleep(time.Second)
		_, err = start(p.t.Context(), p.options)
	}
	if err != nil {
		p.t.Fatal(err)
	}
}

// Folder is where the server's data lies; it is removed with the test.
func (p *Private) Folder() string { return p.options.Folder }
