package browsertest

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// static is the folder of the page's files.
var static = filepath.Join("..", "..", "web", "static")

// TestVendoredFiles holds the vendored files, the page's and the tests', against their lists.
func TestVendoredFiles(t *testing.T) {
	for _, folder := range []string{filepath.Join(static, "vendor"), filepath.Join("testdata", "vendor")} {
		checkVendored(t, folder)
	}
}

func checkVendored(t *testing.T, folder string) {
	t.Helper()
	var list struct {
		Packages []struct {
			Name, Version, Licence string
			LicenceFile            string `json:"licence_file"`
			Files                  []struct{ Path, SHA256 string }
		}
	}
	text, err := os.ReadFile(filepath.Join(folder, "vendor.json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, &list); err != nil {
		t.Fatal(err)
	}
	listed := map[string]bool{"vendor.json": true}
	for _, p := range list.Packages {
		if p.Name == "" || p.Version == "" || p.Licence == "" {
			t.Errorf("package %q lacks its name, version or licence", p.Name)
		}
		if _, err := os.Stat(filepath.Join(folder, p.LicenceFile)); err != nil {
			t.Errorf("%s: the licence is not there: %v", p.Name, err)
		}
		for _, f := range p.Files {
			listed[f.Path] = true
			content, err := os.ReadFile(filepath.Join(folder, f.Path))
			if err != nil {
				t.Error(err)
				continue
			}
			if sum := sha256.Sum256(content); hex.EncodeToString(sum[:]) != f.SHA256 {
				t.Errorf("%s was changed: its sha256 is %x", f.Path, sum)
			}
		}
	}
	eachFile(t, folder, func(name string, _ []byte) {
		if !listed[name] {
			t.Errorf("%s is not in vendor.json", name)
		}
	})
}

var (
	specifier = regexp.MustCompile(`(?m)(?:^|[;}\s])(?:import|export)\b[^'";]*?\bfrom\s*['"]([^'"]+)['"]|(?:^|[;}\s])import\s*['"]([^'"]+)['"]`)
	elsewhere = regexp.MustCompile(`(?i)(?:src|href|url\(|from|import|fetch\()\s*=?\s*['"(]?(?:https?:)?//`)
	inline    = regexp.MustCompile(`(?i)<style|\sstyle\s*=\s*["']|\son\w+\s*=\s*["']|<script(?:\s+type="module")?\s*>`)
	unsafe    = regexp.MustCompile(`unsafeHTML|unsafeSVG|innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function`)
)

// maxLines bounds a module, so that each does one thing.
const maxLines = 400

// TestPageNeedsNothingFromElsewhere checks the page's own files: modules are
// found by relative paths, nothing is inline, nothing comes from another server,
// and text never becomes markup.
func TestPageNeedsNothingFromElsewhere(t *testing.T) {
	eachFile(t, static, func(name string, content []byte) {
		text := string(content)
		ext := filepath.Ext(name)
		if ext == ".js" {
			for _, m := range specifier.FindAllStringSubmatch(text, -1) {
				from := m[1] + m[2]
				if !strings.HasPrefix(from, ".") {
					t.Errorf("%s imports %q, which is no relative path", name, from)
				} else if _, err := os.Stat(filepath.Join(static, filepath.Dir(name), from)); err != nil {
					t.Errorf("%s imports %q, which is not there", name, from)
				}
			}
		}
		if strings.HasPrefix(name, "vendor") {
			return
		}
		if n := strings.Count(text, "\n"); n > maxLines {
			t.Errorf("%s has %d lines", name, n)
		}
		checks := map[string]*regexp.Regexp{"something from elsewhere": elsewhere, "something unsafe": unsafe}
		if ext == ".html" || ext == ".js" {
			checks["something inline"] = inline
		}
		for what, pattern := range checks {
			if m := pattern.FindString(text); m != "" {
				t.Errorf("%s has %s: %q", name, what, m)
			}
		}
	})
}

// eachFile calls f with each file below folder, its name with slashes.
func eachFile(t *testing.T, folder string, f func(name string, content []byte)) {
	t.Helper()
	err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		name, err := filepath.Rel(folder, path)
		f(filepath.ToSlash(name), content)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestPureModules runs the page's unit tests under Node's test runner.
func TestPureModules(t *testing.T) {
	node := find(t, "node", "node")
	files, err := filepath.Glob(filepath.Join("js", "*.test.mjs"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no tests found: %v", err)
	}
	command := exec.Command(node, append([]string{"--test"}, files...)...)
	command.WaitDelay = time.Second
	if out, err := command.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

// TestTypes has TypeScript check the page's modules by the types in their comments.
// What the page uses of vendored modules is declared in js/types: a module that is
// missing there would be checked as if it were the page's own.
func TestTypes(t *testing.T) {
	tsc := find(t, "types", "tsc")
	command := exec.Command(tsc, "--project", filepath.Join("js", "tsconfig.json"), "--pretty", "false")
	if out, err := command.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

// TestVendoredModulesHaveTypes checks that each vendored module that the page itself imports is declared.
func TestVendoredModulesHaveTypes(t *testing.T) {
	eachFile(t, static, func(name string, content []byte) {
		if filepath.Ext(name) != ".js" || strings.HasPrefix(name, "vendor/") {
			return
		}
		for _, m := range specifier.FindAllStringSubmatch(string(content), -1) {
			_, module, vendored := strings.Cut(m[1]+m[2], "/vendor/")
			types := filepath.Join("js", "types", "vendor", strings.TrimSuffix(module, ".js")+".d.ts")
			if _, err := os.Stat(types); vendored && err != nil {
				t.Errorf("%s imports %s, of which %s should declare what is used", name, module, types)
			}
		}
	})
}
