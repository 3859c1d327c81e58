package neo4jlocal_test

import (
	"fmt"
	"net"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/procgraph/procgraph/internal/neo4jlocal"
	"github.com/procgraph/procgraph/internal/neo4jtest"
)

// TestServer runs a real server: start, status, a second start, a power cut,
// a start after it, a stop.
func TestServer(t *testing.T) {
	server := neo4jtest.NewPrivate(t)
	folder := server.Folder()
	version := os.Getenv("PROCGRAPH_TEST_NEO4J_VERSION")
	status := func() neo4jlocal.Status {
		t.Helper()
		s, err := neo4jlocal.GetStatus(version, folder)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	first := status()
	if !first.Running || !first.Ready || first.URI != server.URI || first.PID == 0 {
		t.Fatalf("started: %+v", first)
	}
	if info, err := os.Stat(first.PasswordFile); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the password file: %v, %v", info, err)
	}
	line, err := neo4jlocal.CommandLine(first.PID)
	if err != nil || len(line) == 0 {
		t.Fatalf("command line %q, %v", line, err)
	}
	for _, argument := range line {
		if argument == server.Password {
			t.Error("the password stands in the command line")
		}
	}
	t.Setenv(neo4jlocal.FolderVariable, folder)
	if _, password, ok := neo4jlocal.Credentials(server.URI); !ok || password != server.Password {
		t.Errorf("the credentials of the running server are not found: %v", ok)
	}
	again, started, err := neo4jlocal.Start(t.Context(), neo4jlocal.Options{Version: version, Folder: folder})
	if err != nil || started || again.PID != first.PID {
		t.Errorf("a second start: %+v, %v, %v", again, started, err)
	}

	server.Kill()
	if s := status(); s.Running || s.Ready {
		t.Errorf("killed: %+v", s)
	}
	if _, err := os.Stat(filepath.Join(folder, "server-"+series(t, version), "run.json")); err != nil {
		t.Errorf("a power cut leaves the run file: %v", err)
	}
	if _, _, ok := neo4jlocal.Credentials(server.URI); ok {
		t.Error("a dead server has credentials")
	}
	// Somebody else has the port for a while.
	guest, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", first.Port))
	if err != nil {
		t.Logf("the port is taken already: %v", err)
	} else {
		time.AfterFunc(2*time.Second, func() { guest.Close() })
	}
	server.Restart()
	if s := status(); !s.Ready || s.URI != first.URI || s.PID == first.PID {
		t.Errorf("restarted: %+v, before: %+v", s, first)
	}
	server.Stop()
	if s := status(); s.Running {
		t.Errorf("stopped: %+v", s)
	}
}

func series(t *testing.T, version string) string {
	t.Helper()
	release, err := neo4jlocal.FindRelease(version)
	if err != nil {
		t.Fatal(err)
	}
	return release.Series
}
