package neo4jlocal

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func settings(t *testing.T, text string) map[string]string {
	t.Helper()
	all := map[string]string{}
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "#") {
			continue
		}
		name, value, ok := strings.Cut(line, "=")
		if _, twice := all[name]; !ok || twice {
			t.Errorf("line %q", line)
		}
		all[name] = value
	}
	return all
}

func TestConfText(t *testing.T) {
	got := settings(t, confText(17699, 512, 256))
	for name, want := range map[string]string{
		"server.default_listen_address":                 "127.0.0.1",
		"server.bolt.listen_address":                    "127.0.0.1:17699",
		"server.bolt.advertised_address":                "127.0.0.1:17699",
		"server.http.enabled":                           "false",
		"server.https.enabled":                          "false",
		"dbms.security.auth_enabled":                    "true",
		"dbms.usage_report.enabled":                     "false",
		"dbms.security.allow_csv_import_from_file_urls": "false",
		"server.memory.pagecache.size":                  "256m",
		"db.memory.transaction.max":                     "192m",
		"dbms.memory.transaction.total.max":             "320m",
		"db.transaction.timeout":                        "10m",
		"internal.dbms.cypher_ip_blocklist":             "0.0.0.0/0,::/0",
		"server.config.strict_validation.enabled":       "true",
	} {
		if got[name] != want {
			t.Errorf("%s=%s, want %s", name, got[name], want)
		}
	}
	for _, pattern := range strings.Split(got["dbms.security.procedures.allowlist"], ",") {
		if pattern == "*" || pattern == "dbms.*" || pattern == "apoc.*" {
			t.Errorf("procedures of %s are allowed", pattern)
		}
	}
}

func TestJavaArguments(t *testing.T) {
	text := javaArguments(Release{flags: []string{"--enable-native-access=ALL-UNNAMED"}}, []string{`C:\a b\x.jar`, `/y "z".jar`}, 700)
	for _, line := range []string{`"-Xmx700m"`, `"-Xms256m"`, `"--enable-native-access=ALL-UNNAMED"`,
		"\"-cp\"\n\"C:\\\\a b\\\\x.jar" + string(filepath.ListSeparator) + `/y \"z\".jar"`} {
		if !strings.Contains(text, line+"\n") {
			t.Errorf("no %s in\n%s", line, text)
		}
	}
	if !strings.Contains(javaArguments(Release{}, nil, 256), `"-Xms256m"`) {
		t.Error("the least heap begins with more than it may have")
	}
}

// TestAuthLine checks the line against one that neo4j-admin wrote for the password abcdefgh1.
func TestAuthLine(t *testing.T) {
	const written = "neo4j:SHA-256,c41ef86ad0c9f2b1133365127d1d21fe4e49729f6946ac1e7a06128b68c77a95,592049f2ca440d4a61da03baaa525e801b92de3bf25223dc830cc879f0774abb,1024:\n"
	salt := []byte{0x59, 0x20, 0x49, 0xf2, 0xca, 0x44, 0x0d, 0x4a, 0x61, 0xda, 0x03, 0xba, 0xaa, 0x52, 0x5e, 0x80,
		0x1b, 0x92, 0xde, 0x3b, 0xf2, 0x52, 0x23, 0xdc, 0x83, 0x0c, 0xc8, 0x79, 0xf0, 0x77, 0x4a, 0xbb}
	if got := authLine("abcdefgh1", salt); got != written {
		t.Errorf("got  %swant %s", got, written)
	}
}

func TestEnsurePassword(t *testing.T) {
	p, err := newPlace("", t.TempDir(), "")
	if err != nil {
		t.Fatal(err)
	}
	if err := p.ensurePassword(); err != nil {
		t.Fatal(err)
	}
	first, err := p.password()
	if err != nil || len(first) < 20 {
		t.Fatalf("password %q, %v", first, err)
	}
	info, err := os.Stat(p.passwordFile())
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the password file: %v, %v", info, err)
	}
	auth, err := os.ReadFile(filepath.Join(p.home(), "data", "dbms", "auth.ini"))
	if err != nil || strings.Contains(string(auth), first) {
		t.Errorf("auth.ini: %q, %v", auth, err)
	}
	if err := p.ensurePassword(); err != nil {
		t.Fatal(err)
	}
	if again, err := p.password(); err != nil || again != first {
		t.Errorf("a second start has password %q, %v, want %q", again, err, first)
	}
	// A server with data and without its password file is not given another password: it would not know it.
	if err := os.MkdirAll(filepath.Join(p.home(), "data", "databases"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(p.passwordFile()); err != nil {
		t.Fatal(err)
	}
	var problem *Problem
	if err := p.ensurePassword(); !errors.As(err, &problem) {
		t.Errorf("with data and no password: %v", err)
	}
	if err := os.WriteFile(p.passwordFile(), []byte("\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := p.ensurePassword(); !errors.As(err, &problem) {
		t.Errorf("with an empty password: %v", err)
	}
}

func TestOptions(t *testing.T) {
	for _, test := range []struct {
		o    Options
		want bool
	}{
		{Options{}, true},
		{Options{Port: 65535, HeapMB: 256, PageCacheMB: 32}, true},
		{Options{Port: -1}, false},
		{Options{Port: 65536}, false},
		{Options{HeapMB: 64}, false},
		{Options{PageCacheMB: 1}, false},
	} {
		if err := test.o.complete(); (err == nil) != test.want {
			t.Errorf("%+v: %v", test.o, err)
		}
	}
}
