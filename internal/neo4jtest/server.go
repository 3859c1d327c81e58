package neo4jtest

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/procgraph/procgraph/internal/neo4jlocal"
	"github.com/procgraph/procgraph/internal/testneed"
)

// The variables that name a server or a release.
const (
	uriVariable      = "PROCGRAPH_TEST_NEO4J_URI"
	userVariable     = "PROCGRAPH_TEST_NEO4J_USER"
	passwordVariable = "PROCGRAPH_TEST_NEO4J_PASSWORD"
	versionVariable  = "PROCGRAPH_TEST_NEO4J_VERSION"
)

// need is what PROCGRAPH_TEST_REQUIRE calls a server.
const need = "neo4j"

// Access is how to reach a server.
type Access struct{ URI, User, Password string }

// found is the server of this process; it is looked for once.
var found struct {
	sync.Mutex
	looked bool
	access Access
	err    error
}

// Server returns the server that tests share.
func Server(t testing.TB) Access {
	t.Helper()
	if access, ok := named(); ok {
		return access
	}
	if testing.Short() {
		testneed.Missing(t, need, "starting Neo4j takes half a minute; -short leaves it out")
	}
	found.Lock()
	defer found.Unlock()
	if !found.looked {
		found.access, found.err = find(context.Background(), t.Logf)
		found.looked = true
	}
	give(t, found.err)
	return found.access
}

// named returns the server that the environment names.
func named() (Access, bool) {
	uri := os.Getenv(uriVariable)
	if uri == "" {
		return Access{}, false
	}
	user := os.Getenv(userVariable)
	if user == "" {
		user = neo4jlocal.User
	}
	return Access{URI: uri, User: user, Password: os.Getenv(passwordVariable)}, true
}

// errNone: nothing here can run a server.
var errNone = errors.New("no Neo4j for this test")

// give ends a test that has no server: what is missing may be skipped, a server
// that fails may not.
func give(t testing.TB, err error) {
	t.Helper()
	if errors.Is(err, errNone) {
		testneed.Missing(t, need, err.Error())
	}
	if err != nil {
		t.Fatal(err)
	}
}

// find starts the shared local server, or joins it, else a container.
func find(ctx context.Context, logf func(string, ...any)) (Access, error) {
	access, err := shared(ctx, logf)
	if err == nil || !missing(err) {
		return access, err
	}
	access, containerErr := container(ctx, os.Getenv(versionVariable))
	if errors.Is(containerErr, errNoEngine) {
		return Access{}, fmt.Errorf("%w: %s is not set; %v; %v", errNone, uriVariable, err, containerErr)
	}
	return access, containerErr
}

// missing says whether a local server failed for want of Java, Maven or a network.
func missing(err error) bool {
	var problem *neo4jlocal.Problem
	return errors.As(err, &problem) && problem.Missing
}

// shared starts or joins the server of this run of `go test`.
func shared(ctx context.Context, logf func(string, ...any)) (Access, error) {
	owner := ownerOfRun()
	version := os.Getenv(versionVariable)
	name := fmt.Sprintf("%s%d-%d", folderPrefix, os.Getuid(), owner)
	folder := filepath.Join(os.TempDir(), name)
	if err := os.Mkdir(folder, 0o700); err != nil && !errors.Is(err, os.ErrExist) {
		return Access{}, fmt.Errorf("making a folder for the tests' Neo4j: %w", err)
	}
	if err := guard(charge{Owner: owner, Version: version, Folder: folder}); err != nil {
		return Access{}, err
	}
	return start(ctx, options(version, folder, logf))
}

// folderPrefix begins the names of the folders of shared servers.
const folderPrefix = "procgraph-neo4j-test-"

func options(version, folder string, logf func(string, ...any)) neo4jlocal.Options {
	artifacts, err := neo4jlocal.DefaultFolder()
	if err != nil {
		artifacts = folder
	}
	return neo4jlocal.Options{Version: version, Folder: folder, Artifacts: artifacts, Say: func(line string) { logf("%s", line) }}
}

func start(ctx context.Context, o neo4jlocal.Options) (Access, error) {
	status, _, err := neo4jlocal.Start(ctx, o)
	if err != nil {
		return Access{}, err
	}
	password, err := os.ReadFile(status.PasswordFile)
	if err != nil {
		return Access{}, err
	}
	return Access{URI: status.URI, User: neo4jlocal.User, Password: strings.TrimSpace(string(password))}, nil
}

// ownerOfRun is the process whose end is the end of the tests: `go test`, which
// runs one process a package, else this process itself.
func ownerOfRun() int {
	parent := os.Getppid()
	line, err := neo4jlocal.CommandLine(parent)
	if err == nil && isGoTest(line) {
		return parent
	}
	return os.Getpid()
}

// isGoTest says whether a command line is that of `go test`.
func isGoTest(line []string) bool {
	words := strings.Fields(strings.Join(line, " "))
	if len(words) < 2 {
		return false
	}
	program := strings.TrimSuffix(filepath.Base(filepath.ToSlash(words[0])), ".exe")
	return strings.HasPrefix(program, "go") && words[1] == "test"
}
