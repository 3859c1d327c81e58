package neo4jlocal

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/url"
	"os"
	"strconv"
	"strings"
	"time"
)

// Status tells how a server is.
type Status struct {
	Version string `json:"version"`
	// Running: its process is there. Ready: it answers Bolt.
	Running bool `json:"running"`
	Ready   bool `json:"ready"`
	// PID, Port, URI and Started are those of the running server; zero without one.
	PID     int        `json:"pid,omitempty"`
	Port    int        `json:"port,omitempty"`
	URI     string     `json:"uri,omitempty"`
	Started *time.Time `json:"started,omitempty"`
	// Folder is the server's; PasswordFile and Log lie in it. They are named
	// whether or not they are there.
	Folder       string `json:"folder"`
	PasswordFile string `json:"password_file"`
	Log          string `json:"log"`
}

// run is what a start leaves for later commands.
type run struct {
	Version string    `json:"version"`
	PID     int       `json:"pid"`
	Port    int       `json:"port"`
	Started time.Time `json:"started"`
}

// readRun reads what the last start left; ok is false where there is nothing
// that can be used, as after a machine that lost its power.
func (p place) readRun() (r run, ok bool, err error) {
	data, err := os.ReadFile(p.runFile())
	if errors.Is(err, fs.ErrNotExist) {
		return run{}, false, nil
	}
	if err != nil {
		return run{}, false, fmt.Errorf("reading which server runs: %w", err)
	}
	if json.Unmarshal(data, &r) != nil || r.PID <= 0 || r.Port <= 0 || r.Port > 65535 {
		return run{}, false, nil
	}
	return r, true, nil
}

func (p place) writeRun(r run) error {
	data, err := json.Marshal(r)
	if err != nil {
		return err
	}
	return writeFile(p.runFile(), string(data)+"\n")
}

// isServer says whether a process is this place's server: process ids are given
// again, so its command line has to name the server's folder.
func (p place) isServer(pid int) (bool, error) {
	line, err := commandLine(pid)
	if err != nil {
		return false, err
	}
	for _, argument := range line {
		if argument == p.homeArgument() {
			return true, nil
		}
	}
	return false, nil
}

func (p place) homeArgument() string { return "--home-dir=" + p.home() }

// running returns the run whose process is there and is this place's server.
func (p place) running() (r run, ok bool, err error) {
	r, ok, err = p.readRun()
	if err != nil || !ok {
		return run{}, false, err
	}
	ok, err = p.isServer(r.PID)
	return r, ok, err
}

func (p place) status(r run, running bool) Status {
	s := Status{Version: p.release.Version, Folder: p.home(), PasswordFile: p.passwordFile(), Log: p.log()}
	if running {
		started := r.Started
		s.Version, s.Running, s.PID, s.Port, s.Started = r.Version, true, r.PID, r.Port, &started
		s.URI = "neo4j://" + address(r.Port)
	}
	return s
}

func address(port int) string { return net.JoinHostPort("127.0.0.1", strconv.Itoa(port)) }

// GetStatus tells how the server of a version in a folder is; empty arguments
// mean the defaults.
func GetStatus(version, folder string) (Status, error) {
	p, err := newPlace(version, folder, "")
	if err != nil {
		return Status{}, err
	}
	r, running, err := p.running()
	if err != nil {
		return Status{}, err
	}
	s := p.status(r, running)
	s.Ready = running && answers(address(r.Port))
	return s, nil
}

// Credentials returns user and password for an address, where it is that of a
// local server of DefaultFolder that runs; ok is false for every other address.
func Credentials(uri string) (user, password string, ok bool) {
	port, ok := loopbackPort(uri)
	if !ok {
		return "", "", false
	}
	for _, release := range releases {
		p, err := newPlace(release.Version, "", "")
		if err != nil {
			return "", "", false
		}
		r, running, err := p.running()
		if err != nil || !running || r.Port != port {
			continue
		}
		if password, err := p.password(); err == nil {
			return User, password, true
		}
	}
	return "", "", false
}

// loopbackPort returns the port of a Bolt address on this computer. Encrypted
// schemes are not a local server's.
func loopbackPort(uri string) (int, bool) {
	u, err := url.Parse(uri)
	if err != nil {
		return 0, false
	}
	if scheme := strings.ToLower(u.Scheme); scheme != "neo4j" && scheme != "bolt" {
		return 0, false
	}
	// A local server listens on IPv4 only; localhost is that as well.
	if host := strings.ToLower(u.Hostname()); host != "127.0.0.1" && host != "localhost" {
		return 0, false
	}
	if u.Port() == "" {
		return defaultPort, true
	}
	port, err := strconv.Atoi(u.Port())
	return port, err == nil && port > 0 && port <= 65535
}
