package neo4jlocal

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"github.com/gofrs/flock"
)

// FolderVariable names another folder for servers than the user's data folder.
const FolderVariable = "PROCGRAPH_NEO4J_FOLDER"

// DefaultFolder is where servers are kept: what FolderVariable names, else
// procgraph/neo4j in the user's data folder (XDG_DATA_HOME or ~/.local/share;
// Library/Application Support on macOS; LocalAppData on Windows).
func DefaultFolder() (string, error) {
	if folder := os.Getenv(FolderVariable); folder != "" {
		return filepath.Abs(folder)
	}
	var data string
	switch runtime.GOOS {
	case "windows":
		data = os.Getenv("LocalAppData")
	case "darwin":
		if home, err := os.UserHomeDir(); err == nil {
			data = filepath.Join(home, "Library", "Application Support")
		}
	default:
		if data = os.Getenv("XDG_DATA_HOME"); data == "" {
			if home, err := os.UserHomeDir(); err == nil {
				data = filepath.Join(home, ".local", "share")
			}
		}
	}
	if !filepath.IsAbs(data) {
		return "", &Problem{What: "the user's data folder is not known", Todo: "Set " + FolderVariable + " to a folder for the server."}
	}
	return filepath.Join(data, "procgraph", "neo4j"), nil
}

// place is where one release's files lie.
type place struct {
	release Release
	folder  string // of the server's data
	libs    string // of the artifacts of all releases
}

// newPlace returns the place of a version; empty arguments mean the defaults.
func newPlace(version, folder, libs string) (place, error) {
	release, err := FindRelease(version)
	if err != nil {
		return place{}, err
	}
	if folder == "" {
		folder, err = DefaultFolder()
	} else {
		folder, err = filepath.Abs(folder)
	}
	if err != nil {
		return place{}, err
	}
	if libs == "" {
		libs = folder
	} else if libs, err = filepath.Abs(libs); err != nil {
		return place{}, err
	}
	return place{release, folder, libs}, nil
}

func (p place) lib() string          { return filepath.Join(p.libs, "lib-"+p.release.Version) }
func (p place) home() string         { return filepath.Join(p.folder, "server-"+p.release.Series) }
func (p place) conf() string         { return filepath.Join(p.home(), "conf") }
func (p place) passwordFile() string { return filepath.Join(p.home(), "password") }
func (p place) runFile() string      { return filepath.Join(p.home(), "run.json") }

// log is what the server says of itself, console what Java prints: nothing, unless it fails.
func (p place) log() string     { return filepath.Join(p.home(), "logs", "neo4j.log") }
func (p place) console() string { return filepath.Join(p.home(), "logs", "console.log") }

// lockServer is held while the server is started or stopped.
func (p place) lockServer(ctx context.Context) (unlock func(), err error) {
	return lock(ctx, p.home()+".lock")
}

// lockLib is held while the artifacts are brought.
func (p place) lockLib(ctx context.Context) (unlock func(), err error) {
	return lock(ctx, p.lib()+".lock")
}

// lock waits for the exclusive lock on a file, which ends with the process that
// holds it at the latest.
func lock(ctx context.Context, path string) (unlock func(), err error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, fmt.Errorf("making the folder for Neo4j: %w", err)
	}
	l := flock.New(path, flock.SetPermissions(0o600))
	ok, err := l.TryLockContext(ctx, 100*time.Millisecond)
	if err != nil {
		return nil, fmt.Errorf("locking %s: %w", path, err)
	}
	if !ok {
		return nil, errors.New("locking " + path)
	}
	return func() { l.Unlock() }, nil
}
