package neo4jlocal

import (
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// sleeper is a process that waits for its input, with the arguments in its command line.
func sleeper(t *testing.T, arguments ...string) int {
	t.Helper()
	cmd := exec.Command(os.Args[0], append([]string{"-test.run=^TestSleeper$", "--"}, arguments...)...)
	cmd.Env = append(os.Environ(), "PROCGRAPH_TEST_SLEEPER=1")
	stdin, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		cmd.Wait()
	}()
	t.Cleanup(func() { stdin.Close(); <-done })
	return cmd.Process.Pid
}

// TestSleeper is no test but the process of sleeper.
func TestSleeper(t *testing.T) {
	if os.Getenv("PROCGRAPH_TEST_SLEEPER") != "" {
		os.Stdin.Read(make([]byte, 1))
	}
}

func testPlace(t *testing.T) place {
	t.Helper()
	folder := t.TempDir()
	t.Setenv(FolderVariable, folder)
	p, err := newPlace("", "", "")
	if err != nil {
		t.Fatal(err)
	}
	if p.folder != folder {
		t.Fatalf("the folder is %s, want %s", p.folder, folder)
	}
	if err := os.MkdirAll(p.home(), 0o700); err != nil {
		t.Fatal(err)
	}
	return p
}

// TestStale checks that a run file counts only with a process whose command line
// names the server's folder: after a power cut the process id is another's.
func TestStale(t *testing.T) {
	p := testPlace(t)
	own := sleeper(t, p.homeArgument())
	other := sleeper(t, p.homeArgument()+"-2")
	ended := exec.Command(os.Args[0], "-test.run=^$")
	if err := ended.Run(); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name string
		pid  int
		want bool
	}{{"the server", own, true}, {"another process", other, false}, {"no process", ended.Process.Pid, false}} {
		if err := p.writeRun(run{Version: "5.26.28", PID: test.pid, Port: 17699, Started: time.Unix(1, 0).UTC()}); err != nil {
			t.Fatal(err)
		}
		s, err := GetStatus("", "")
		if err != nil || s.Running != test.want || (s.PID != 0) != test.want || s.Ready {
			t.Errorf("%s: %+v, %v, want running %v", test.name, s, err, test.want)
		}
		_, _, ok := Credentials("bolt://127.0.0.1:17699")
		if ok {
			t.Errorf("%s: there are credentials without a password file", test.name)
		}
		if !test.want {
			if stopped, err := Stop(t.Context(), "", ""); stopped || err != nil {
				t.Errorf("%s: stopped %v, %v", test.name, stopped, err)
			}
			if _, err := os.Stat(p.runFile()); err == nil {
				t.Errorf("%s: the stale run file stays", test.name)
			}
		}
	}
	if !ProcessAlive(other) {
		t.Error("a process that is not the server was ended")
	}
	for _, text := range []string{"", "{", `{"pid":-1,"port":1}`, `{"pid":1,"port":70000}`} {
		if err := os.WriteFile(p.runFile(), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if s, err := GetStatus("", ""); err != nil || s.Running {
			t.Errorf("run file %q: %+v, %v", text, s, err)
		}
	}
}

func TestStopEnds(t *testing.T) {
	p := testPlace(t)
	pid := sleeper(t, p.homeArgument())
	if err := p.writeRun(run{Version: "5.26.28", PID: pid, Port: 17699}); err != nil {
		t.Fatal(err)
	}
	stopped, err := Stop(t.Context(), "", "")
	if !stopped || err != nil {
		t.Errorf("stopped %v, %v", stopped, err)
	}
	if there, err := p.isServer(pid); there || err != nil {
		t.Errorf("the process is there: %v, %v", there, err)
	}
	if stopped, err := Stop(t.Context(), "", ""); stopped || err != nil {
		t.Errorf("a second time: stopped %v, %v", stopped, err)
	}
}

func TestStopMakesNothing(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "none")
	if stopped, err := Stop(t.Context(), "", folder); stopped || err != nil {
		t.Errorf("stopped %v, %v", stopped, err)
	}
	if _, err := os.Stat(folder); err == nil {
		t.Error("stopping what is not there made a folder")
	}
}

func TestCredentials(t *testing.T) {
	p := testPlace(t)
	if err := p.ensurePassword(); err != nil {
		t.Fatal(err)
	}
	password, err := p.password()
	if err != nil {
		t.Fatal(err)
	}
	if err := p.writeRun(run{Version: "5.26.28", PID: sleeper(t, p.homeArgument()), Port: 7687}); err != nil {
		t.Fatal(err)
	}
	for uri, want := range map[string]bool{
		"neo4j://127.0.0.1:7687": true, "bolt://127.0.0.1:7687": true, "neo4j://localhost:7687": true, "NEO4J://LOCALHOST": true, "bolt://127.0.0.1": true,
		"neo4j://127.0.0.1:7688": false, "neo4j+s://127.0.0.1:7687": false, "neo4j://db.example.test:7687": false, "neo4j://127.0.0.1.example.test:7687": false,
		"neo4j://[::1]:7687": false, "http://127.0.0.1:7687": false, "case.procgraph": false, "": false, "neo4j://127.0.0.1:x": false,
	} {
		user, got, ok := Credentials(uri)
		if ok != want || ok && (user != "neo4j" || got != password) || !ok && got != "" {
			t.Errorf("%s: %q, %v, want %v", uri, user, ok, want)
		}
	}
}

func TestAnswers(t *testing.T) {
	for reply, want := range map[string]bool{
		"\x00\x00\x08\x05": true, "\x00\x00\x04\x04": true,
		"\x00\x00\x00\x00": false, "HTTP/1.1 400": false, "\x00": false, "": false,
	} {
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		go func() {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			defer conn.Close()
			conn.Read(make([]byte, 64))
			conn.Write([]byte(reply))
		}()
		if got := answers(listener.Addr().String()); got != want {
			t.Errorf("%q: %v, want %v", reply, got, want)
		}
		listener.Close()
	}
	port, err := freePort()
	if err != nil {
		t.Fatal(err)
	}
	if answers(address(port)) {
		t.Error("a port where nobody listens answers")
	}
	if err := checkPort(port); err != nil {
		t.Error(err)
	}
}

func TestWhy(t *testing.T) {
	for log, want := range map[string]string{
		"a INFO  Starting...\nb ERROR Failed to start\njava.lang.RuntimeException: x\n\tat y\nCaused by: java.net.BindException: Address already in use\n\tat z\n": "Caused by: java.net.BindException: Address already in use",
		"a INFO  Starting...\nb ERROR Failed to start: no\nc INFO  Stopped.":                                                                                       "b ERROR Failed to start: no",
		"Error: Could not find or load main class x\n":                                                                                                             "Error: Could not find or load main class x",
		"Killed\n": "Killed", "": "",
	} {
		if got := why(log); got != want {
			t.Errorf("%q: %q, want %q", log, got, want)
		}
	}
}
