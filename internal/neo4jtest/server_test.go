package neo4jtest

import (
	"net"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/procgraph/procgraph/internal/neo4jlocal"
)

func TestNamed(t *testing.T) {
	t.Setenv(uriVariable, "")
	if _, ok := named(); ok {
		t.Error("without the variable a server is named")
	}
	t.Setenv(uriVariable, "bolt://db.example.test")
	t.Setenv(userVariable, "")
	t.Setenv(passwordVariable, "secret")
	got, ok := named()
	if want := (Access{"bolt://db.example.test", "neo4j", "secret"}); !ok || got != want {
		t.Errorf("named: %v, %v, want %v", got, ok, want)
	}
	if Server(t) != got {
		t.Error("Server does not take the named server")
	}
}

// TestServer starts or joins the shared server; a second process of this run
// would get the same.
func TestServer(t *testing.T) {
	access := Server(t)
	if access.User == "" || access.Password == "" {
		t.Errorf("no user or password: %q", access.User)
	}
	u, err := url.Parse(access.URI)
	if err != nil {
		t.Fatal(err)
	}
	conn, err := net.Dial("tcp", u.Host)
	if err != nil {
		t.Fatal(err)
	}
	conn.Close()
	if Server(t) != access {
		t.Error("a second call gives another server")
	}
	if _, ok := named(); ok {
		return
	}
	again, err := shared(t.Context(), t.Logf)
	if missing(err) {
		return // it is a container, of this process alone
	}
	if err != nil || again != access {
		t.Errorf("another process gets another server: %v, %v", again.URI, err)
	}
}

func TestIsGoTest(t *testing.T) {
	for line, want := range map[string]bool{
		"/usr/local/go/bin/go test ./...": true,
		"go test -p 1":                    true,
		`C:/Go/bin/go.exe test`:           true,
		"go1.26.0 test ./graph":           true,
		"go build ./...":                  false,
		"bash":                            false,
		"":                                false,
		"/home/x/test.test -test.v":       false,
	} {
		if got := isGoTest(strings.Fields(line)); got != want {
			t.Errorf("%q: %v, want %v", line, got, want)
		}
	}
}

func TestEngineAddress(t *testing.T) {
	for host, want := range map[string][2]string{
		"":                         {"unix", "/var/run/docker.sock"},
		"unix:///run/user/1/d.soc": {"unix", "/run/user/1/d.soc"},
		"tcp://127.0.0.1:2375":     {"tcp", "127.0.0.1:2375"},
		"ssh://box":                {"", ""},
		"%":                        {"", ""},
	} {
		network, address := engineAddress(host)
		if got := [2]string{network, address}; got != want {
			t.Errorf("%q: %q, want %q", host, got, want)
		}
	}
	if err := engineAnswers("unix", filepath.Join(t.TempDir(), "none.sock")); err == nil {
		t.Error("an engine answers at a socket that is not there")
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	if err := engineAnswers("tcp", listener.Addr().String()); err != nil {
		t.Error(err)
	}
}

func TestImage(t *testing.T) {
	var got []string
	for _, version := range neo4jlocal.Versions() {
		release, err := neo4jlocal.FindRelease(version)
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, image(release))
	}
	if diff := cmp.Diff([]string{"neo4j:5.26-community", "neo4j:2026.09-community"}, got); diff != "" {
		t.Error(diff)
	}
}

// TestGuard checks that the guard removes the folder when its owner has ended,
// not before, and that a second guard leaves it to the first.
func TestGuard(t *testing.T) {
	owner := exec.Command(os.Args[0], "-test.run=^TestOwner$")
	owner.Env = append(os.Environ(), "PROCGRAPH_TEST_OWNER=1")
	stdin, err := owner.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := owner.Start(); err != nil {
		t.Fatal(err)
	}
	folder := filepath.Join(t.TempDir(), "server")
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := guard(charge{Owner: owner.Process.Pid, Folder: folder}); err != nil {
			t.Fatal(err)
		}
	}
	awaitFile := func(path string, there bool) {
		t.Helper()
		for deadline := time.Now().Add(10 * time.Second); ; time.Sleep(20 * time.Millisecond) {
			_, err := os.Stat(path)
			if (err == nil) == there {
				return
			}
			if time.Now().After(deadline) {
				t.Fatalf("%s: %v, want it there: %v", path, err, there)
			}
		}
	}
	awaitFile(filepath.Join(folder, "guard.lock"), true)
	time.Sleep(500 * time.Millisecond)
	awaitFile(folder, true) // the owner is there still
	stdin.Close()
	if err := owner.Wait(); err != nil {
		t.Fatal(err)
	}
	awaitFile(folder, false)
}

// TestOwner is no test but the owner of TestGuard: it waits for its input's end.
func TestOwner(t *testing.T) {
	if os.Getenv("PROCGRAPH_TEST_OWNER") == "" {
		return
	}
	if _, err := os.Stdin.Read(make([]byte, 1)); err == nil {
		t.Error("unexpected input")
	}
}
