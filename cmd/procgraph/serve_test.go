package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"
)

// notes is standard error that a test reads while a command writes it.
type notes struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (n *notes) Write(b []byte) (int, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.text.Write(b)
}

func (n *notes) String() string {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.text.String()
}

// serving is a command that shows the page.
type serving struct {
	t       *testing.T
	address string
	notes   *notes
	stop    context.CancelFunc
	code    chan int
}

// start runs a command and waits until it prints the page's address.
func start(t *testing.T, args ...string) *serving {
	t.Helper()
	for _, v := range []string{"DISPLAY", "WAYLAND_DISPLAY", "PROCGRAPH_STORE", "PROCGRAPH_TOKEN"} {
		t.Setenv(v, "")
		os.Unsetenv(v)
	}
	ctx, cancel := context.WithCancel(t.Context())
	s := &serving{t: t, notes: &notes{}, stop: cancel, code: make(chan int, 1)}
	out, w := io.Pipe()
	go func() {
		code := run(ctx, args, strings.NewReader(""), w, s.notes)
		w.Close()
		s.code <- code
	}()
	line := make(chan string, 1)
	go func() {
		text, _ := bufio.NewReader(out).ReadString('\n')
		line <- strings.TrimSpace(text)
		io.Copy(io.Discard, out)
	}()
	select {
	case s.address = <-line:
	case <-time.After(60 * time.Second):
	}
	if !strings.HasPrefix(s.address, "http://127.0.0.1:") {
		cancel()
		t.Fatalf("no address printed but %q; standard error: %s", s.address, s.notes)
	}
	return s
}

// get reads a path of the page.
func (s *serving) get(path string) (int, string) {
	s.t.Helper()
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}, Timeout: 30 * time.Second}
	response, err := client.Get(strings.TrimSuffix(s.address, "/") + path)
	if err != nil {
		s.t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return response.StatusCode, string(body)
}

// end is Ctrl-C; it returns the exit code.
func (s *serving) end() int {
	s.t.Helper()
	s.stop()
	select {
	case code := <-s.code:
		return code
	case <-time.After(20 * time.Second):
		s.t.Fatal("the command does not stop")
		return -1
	}
}

// sysmonLine is one process creation as an agent ships it.
func sysmonLine(record, pid int, image string) string {
	return fmt.Sprintf(`{"EventTime":"2024-03-05 14:40:%02d","Hostname":"WS01.example.test","EventID":1,"SourceName":"Microsoft-Windows-Sysmon","Version":5,`+
		`"RecordNumber":%d,"ExecutionProcessID":2212,"Channel":"Microsoft-Windows-Sysmon/Operational","UtcTime":"2024-03-05 14:40:%02d.000",`+
		`"ProcessGuid":"{a1b2c3d4-3000-65e7-%04x-000000001b00}","ProcessId":"%d","Image":"%s","CommandLine":"x","User":"EXAMPLE\\alice","LogonId":"0x4a5af",`+
		`"ParentProcessGuid":"{a1b2c3d4-df15-65e6-6000-000000001b00}","ParentProcessId":"2900","ParentImage":"C:\\Windows\\explorer.exe",`+
		`"EventReceivedTime":"2024-03-05 14:40:59","SourceModuleName":"eventlog","SourceModuleType":"im_msvistalog"}`+"\n", record%60, record, record%60, record, pid, image)
}

func writeFile(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "logs.jsonl")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// waitFor polls until the page shows what is wanted.
func (s *serving) waitFor(path, want string) {
	s.t.Helper()
	var body string
	for range 200 {
		if _, body = s.get(path); strings.Contains(body, want) {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	s.t.Fatalf("%s never shows %s: %s; standard error: %s", path, want, body, s.notes)
}

func TestServeReadsWhileItShows(t *testing.T) {
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	store := filepath.Join(t.TempDir(), "c.db")
	logs := writeFile(t, sysmonLine(1, 3000, `C:\\a.exe`)+sysmonLine(2, 3001, `C:\\b.exe`))
	s := start(t, "serve", "--store", store, "--addr", "127.0.0.1:0", "--no-browser", logs)
	s.waitFor("/api/v1/stats", `"processes":2`)
	s.waitFor("/api/v1/ingest", `"running":false`)
	if status, body := s.get("/"); status != http.StatusOK || !strings.Contains(body, "<html") {
		t.Errorf("the page: %d %.200s", status, body)
	}
	if code := s.end(); code != exitDone {
		t.Errorf("ended with %d; standard error: %s", code, s.notes)
	}

	// The case stays, and is shown again without reading anything.
	s = start(t, "serve", "--store", store, "--addr", "127.0.0.1:0", "--no-browser")
	if _, body := s.get("/api/v1/stats"); !strings.Contains(body, `"processes":2`) {
		t.Errorf("the kept case: %s", body)
	}
	if code := s.end(); code != exitDone {
		t.Errorf("ended with %d", code)
	}
}

func TestServeWithLossesEndsWith3(t *testing.T) {
	logs := writeFile(t, sysmonLine(1, 3000, `C:\\a.exe`)+"{\"EventID\": 1, \n")
	s := start(t, "serve", "--store", filepath.Join(t.TempDir(), "c.db"), "--addr", "127.0.0.1:0", "--no-browser", logs)
	s.waitFor("/api/v1/ingest", `"running":false`)
	if code := s.end(); code != exitLosses {
		t.Errorf("ended with %d, want %d; standard error: %s", code, exitLosses, s.notes)
	}
	if !strings.Contains(s.notes.String(), "1 could not be used") {
		t.Errorf("standard error does not say what was lost: %s", s.notes)
	}
}

func TestServeWithToken(t *testing.T) {
	store := filepath.Join(t.TempDir(), "c.db")
	logs := writeFile(t, sysmonLine(1, 3000, `C:\\a.exe`))
	s := start(t, "serve", "--store", store, "--addr", "127.0.0.1:0", "--token", "s3cret-s3cret", logs)
	if status, _ := s.get("/api/v1/stats"); status != http.StatusUnauthorized {
		t.Errorf("without the token: %d", status)
	}
	if strings.Contains(s.notes.String(), "s3cret") || strings.Contains(s.address, "s3cret") {
		t.Error("the token was printed")
	}
	s.waitForRead()
	if code := s.end(); code != exitDone {
		t.Errorf("ended with %d; standard error: %s", code, s.notes)
	}
}

// waitForRead waits until the reading has said what it did.
func (s *serving) waitForRead() {
	s.t.Helper()
	for range 200 {
		if strings.Contains(s.notes.String(), "records used") {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	s.t.Fatalf("reading does not end: %s", s.notes)
}

func TestServeSaysThatThePortIsTaken(t *testing.T) {
	store := filepath.Join(t.TempDir(), "c.db")
	logs := writeFile(t, sysmonLine(1, 3000, `C:\\a.exe`))
	first := start(t, "serve", "--store", store, "--addr", "127.0.0.1:0", "--no-browser", logs)
	first.waitForRead()
	var out, err bytes.Buffer
	addr := strings.TrimSuffix(strings.TrimPrefix(first.address, "http://"), "/")
	if code := run(t.Context(), []string{"serve", "--store", store, "--addr", addr, "--no-browser"}, strings.NewReader(""), &out, &err); code != exitFailed {
		t.Errorf("a taken port: %d", code)
	}
	if !strings.Contains(err.String(), "is in use") {
		t.Errorf("standard error: %s", err.String())
	}
	first.end()
}

func TestDemo(t *testing.T) {
	tmp := t.TempDir()
	t.Setenv("TMPDIR", tmp)
	s := start(t, "demo", "--addr", "127.0.0.1:0", "--no-browser")
	if _, body := s.get("/api/v1/standouts?limit=1000"); !strings.Contains(body, "office-starts-shell") || !strings.Contains(body, "lsass-dump") {
		t.Errorf("the intrusion does not stand out: %.2000s", body)
	}
	if code := s.end(); code != exitDone {
		t.Errorf("ended with %d; standard error: %s", code, s.notes)
	}
	left, err := os.ReadDir(tmp)
	if err != nil {
		t.Fatal(err)
	}
	if len(left) > 0 {
		t.Errorf("the demo left %s", left[0].Name())
	}
}
