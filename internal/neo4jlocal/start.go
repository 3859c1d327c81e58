package neo4jlocal

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// startPatience bounds the wait until a server answers: some 15 s on an idle
// machine, minutes on one that does ten other things.
const startPatience = 6 * time.Minute

// freePortTries is how many free ports are tried when somebody else takes one
// between its choice and the server's start.
const freePortTries = 3

// Options say which server to start and how.
type Options struct {
	Version string // "": DefaultVersion
	Folder  string // of the server's data; "": DefaultFolder
	// Artifacts is the folder with the lib-VERSION folders; "": Folder.
	Artifacts string
	Port      int // 0: a free one
	// HeapMB and PageCacheMB are the memory in MiB; 0: the defaults.
	HeapMB, PageCacheMB int
	Say                 Say // may be nil
}

func (o *Options) complete() error {
	if o.Say == nil {
		o.Say = func(string) {}
	}
	if o.HeapMB == 0 {
		o.HeapMB = DefaultHeapMB
	}
	if o.PageCacheMB == 0 {
		o.PageCacheMB = DefaultPageCacheMB
	}
	switch {
	case o.Port < 0 || o.Port > 65535:
		return &Problem{What: fmt.Sprintf("%d is no port", o.Port), Todo: "Give one from 1 to 65535, or 0 for a free one."}
	case o.HeapMB < leastHeapMB:
		return &Problem{What: fmt.Sprintf("a heap of %d MiB is too small for Neo4j", o.HeapMB), Todo: fmt.Sprintf("Give it %d or more.", leastHeapMB)}
	case o.PageCacheMB < leastPageCacheMB:
		return &Problem{What: fmt.Sprintf("a page cache of %d MiB is too small", o.PageCacheMB), Todo: fmt.Sprintf("Give it %d or more.", leastPageCacheMB)}
	}
	return nil
}

// Start starts a server, after bringing its artifacts where they are not there,
// and waits until it answers. started is false when it ran already; then its
// port and memory are those it was started with. The server goes on when this
// program ends. Of several starts at once one starts it, the others wait.
func Start(ctx context.Context, o Options) (s Status, started bool, err error) {
	if err := o.complete(); err != nil {
		return Status{}, false, err
	}
	p, err := newPlace(o.Version, o.Folder, o.Artifacts)
	if err != nil {
		return Status{}, false, err
	}
	unlock, err := p.lockServer(ctx)
	if err != nil {
		return Status{}, false, err
	}
	defer unlock()
	r, running, err := p.running()
	if err != nil {
		return Status{}, false, err
	}
	if !running {
		if r, err = p.start(ctx, o); err != nil {
			return Status{}, false, err
		}
	} else if err := p.await(ctx, r); err != nil {
		return Status{}, false, err
	}
	s = p.status(r, true)
	s.Ready = true
	return s, !running, nil
}

// start starts the server; the lock is held.
func (p place) start(ctx context.Context, o Options) (run, error) {
	java, err := findJava(ctx, p.release)
	if err != nil {
		return run{}, err
	}
	if o.Port != 0 {
		if err := checkPort(o.Port); err != nil {
			return run{}, err
		}
	}
	classPath, err := p.artifacts(ctx, java, o.Say)
	if err != nil {
		return run{}, err
	}
	o.Say(fmt.Sprintf("starting Neo4j %s with Java %d (%s)", p.release.Version, java.Version, java.Path))
	for try := 1; ; try++ {
		port := o.Port
		if port == 0 {
			if port, err = freePort(); err != nil {
				return run{}, err
			}
		}
		r, err := p.launch(ctx, o, java, port, classPath)
		if err == nil || ctx.Err() != nil || o.Port != 0 || try == freePortTries || !p.portWasTaken() {
			return r, err
		}
	}
}

func (p place) artifacts(ctx context.Context, java Java, say Say) ([]string, error) {
	unlock, err := p.lockLib(ctx)
	if err != nil {
		return nil, err
	}
	defer unlock()
	return ensureInstalled(ctx, p.release, java, p.lib(), say)
}

// launch starts the server's process on a port and waits until it answers. A
// process that does not get there is ended.
func (p place) launch(ctx context.Context, o Options, java Java, port int, classPath []string) (run, error) {
	if err := p.configure(o, port, classPath); err != nil {
		return run{}, err
	}
	if err := p.ensurePassword(); err != nil {
		return run{}, err
	}
	console, err := p.newLogs()
	if err != nil {
		return run{}, err
	}
	defer console.Close()
	cmd := exec.Command(java.Path, "@"+filepath.Join(p.conf(), "java.args"), p.release.MainClass, p.homeArgument(), "--config-dir="+p.conf())
	cmd.Dir, cmd.Stdout, cmd.Stderr = p.home(), console, console
	cmd.Env = javaEnvironment(os.Environ())
	cmd.SysProcAttr = detached()
	if err := cmd.Start(); err != nil {
		return run{}, fmt.Errorf("starting Java: %w", err)
	}
	r := run{Version: p.release.Version, PID: cmd.Process.Pid, Port: port, Started: time.Now().UTC().Truncate(time.Second)}
	if err := p.writeRun(r); err != nil {
		cmd.Process.Kill() // what counts is the error of writing
		return run{}, err
	}
	// Nobody waits for the process: it is to outlive this one.
	if err := cmd.Process.Release(); err != nil {
		return run{}, fmt.Errorf("starting Java: %w", err)
	}
	if err := p.await(ctx, r); err != nil {
		p.end(r)
		return run{}, err
	}
	return r, nil
}

// newLogs begins the server's log and the file for what Java prints. Those of
// the start before are kept beside them.
func (p place) newLogs() (console *os.File, err error) {
	for _, path := range []string{p.log(), p.console()} {
		if err := os.Rename(path, path+".1"); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("keeping the server's last log: %w", err)
		}
	}
	console, err = os.OpenFile(p.console(), os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, fmt.Errorf("making the server's log: %w", err)
	}
	return console, nil
}

// await waits until the server answers, its process ends, or the wait is too long.
func (p place) await(ctx context.Context, r run) error {
	ctx, cancel := context.WithTimeout(ctx, startPatience)
	defer cancel()
	tick := time.NewTicker(200 * time.Millisecond)
	defer tick.Stop()
	for {
		there, err := p.isServer(r.PID)
		if err != nil {
			return err
		}
		if !there {
			return &Problem{What: "Neo4j ended while it was starting" + p.lastWords(), Todo: "All that it said is in " + p.log() + " and in debug.log beside it."}
		}
		if answers(address(r.Port)) {
			return nil
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			if context.Cause(ctx) == context.DeadlineExceeded {
				return &Problem{What: fmt.Sprintf("Neo4j did not answer within %d minutes", int(startPatience.Minutes())), Todo: "What it said is in " + p.log() + "."}
			}
			return ctx.Err()
		}
	}
}

// lastWords is the line of the logs that tells why the server ended, after a colon.
func (p place) lastWords() string {
	if words := why(fileTail(p.log()) + "\n" + fileTail(p.console())); words != "" {
		return ": " + shorten(words, 400)
	}
	return ""
}

// why finds the line of a log that tells why the server ended: the innermost
// cause, else the last error, else the last line.
func why(log string) string {
	lines := strings.Split(strings.TrimSpace(log), "\n")
	for _, sign := range []string{"Caused by: ", " ERROR ", "Error: ", "Exception: "} {
		for i := len(lines) - 1; i >= 0; i-- {
			if strings.Contains(lines[i], sign) {
				return strings.TrimSpace(lines[i])
			}
		}
	}
	return strings.TrimSpace(lines[len(lines)-1])
}

// fileTail is the end of a text file, empty where there is none.
func fileTail(path string) string {
	const limit = 64 << 10
	f, err := os.Open(path)
	if err != nil {
		return ""
	}
	defer f.Close()
	if info, err := f.Stat(); err == nil && info.Size() > limit {
		if _, err := f.Seek(-limit, io.SeekEnd); err != nil {
			return ""
		}
	}
	tail, err := io.ReadAll(io.LimitReader(f, limit))
	if err != nil {
		return ""
	}
	return strings.ToValidUTF8(string(tail), "")
}

// portWasTaken says whether the server ended because of its port.
func (p place) portWasTaken() bool {
	tail := fileTail(p.log()) + fileTail(p.console())
	return strings.Contains(tail, "Address already in use") || strings.Contains(tail, "BindException")
}

// checkPort tells whether a port is free on loopback.
func checkPort(port int) error {
	listener, err := net.Listen("tcp", address(port))
	if err != nil {
		return &Problem{What: fmt.Sprintf("port %d cannot be used", port), Err: err,
			Todo: "Perhaps another Neo4j listens there: end it, or give another --port (0 takes a free one)."}
	}
	return listener.Close()
}

// freePort finds a port of loopback that is free now.
func freePort() (int, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, fmt.Errorf("finding a free port: %w", err)
	}
	defer listener.Close()
	return listener.Addr().(*net.TCPAddr).Port, nil
}
