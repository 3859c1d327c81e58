package neo4jlocal

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func sumOf(text string) string {
	hash := sha256.Sum256([]byte(text))
	return hex.EncodeToString(hash[:])
}

func TestVerify(t *testing.T) {
	dir := t.TempDir()
	list := []Artifact{{Group: "g", Name: "a", Version: "1", SHA256: sumOf("right")}}
	if _, err := verify(list, dir); !errors.Is(err, errAbsent) {
		t.Errorf("without the file: %v", err)
	}
	path := filepath.Join(dir, "a-1.jar")
	for text, right := range map[string]bool{"right": true, "changed": false, "": false} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		paths, err := verify(list, dir)
		if right && (err != nil || len(paths) != 1 || paths[0] != path) {
			t.Errorf("the right file: %q, %v", paths, err)
		}
		var problem *Problem
		if !right && (!errors.As(err, &problem) || problem.Missing || paths != nil) {
			t.Errorf("the file %q: %q, %v", text, paths, err)
		}
	}
}

// fakeMaven plays Maven: it puts a file with the text into the folder it is told.
func fakeMaven(t *testing.T, commands string) {
	t.Helper()
	home := t.TempDir()
	script(t, filepath.Join(home, "bin", "mvn"), `for a; do case $a in -DoutputDirectory=*) out=${a#*=};; esac; done
`+commands+"\n")
	t.Setenv("MAVEN_HOME", home)
}

func TestInstall(t *testing.T) {
	list := []Artifact{{Group: "g", Name: "a", Version: "1", SHA256: sumOf("right\n")}}
	for _, test := range []struct {
		name, maven string
		want        string // part of the error; "" for none
		missing     bool
	}{
		{"all well", `mkdir -p "$out"; echo right > "$out/a-1.jar"; echo more > "$out/b-1.jar"`, "", false},
		{"changed file", `mkdir -p "$out"; echo wrong > "$out/a-1.jar"`, "a-1.jar is not the file it should be", false},
		{"no file", `mkdir -p "$out"`, "not there", false},
		{"no network", `echo '[ERROR] Failed: Could not transfer artifact g:a:pom:1: Unknown host repo.example.test'; exit 1`, "reaches no repository", true},
		{"other failure", `echo '[ERROR] Unknown lifecycle phase'; exit 1`, "Unknown lifecycle phase", false},
	} {
		t.Run(test.name, func(t *testing.T) {
			fakeMaven(t, test.maven)
			lib := filepath.Join(t.TempDir(), "new", "lib-1")
			err := install(t.Context(), Release{Version: "1"}, list, Java{Path: "/opt/j/bin/java", Version: 17}, lib, func(string) {})
			if test.want == "" {
				if err != nil {
					t.Fatal(err)
				}
				if _, err := verify(list, lib); err != nil {
					t.Error(err)
				}
				return
			}
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("%v, want %q", err, test.want)
			}
			var problem *Problem
			if errors.As(err, &problem) && problem.Missing != test.missing {
				t.Errorf("missing is %v", problem.Missing)
			}
			left, globErr := filepath.Glob(filepath.Join(filepath.Dir(lib), "*"))
			if globErr != nil || len(left) > 1 || len(left) == 1 && filepath.Base(left[0]) != "maven.log" {
				t.Errorf("left behind: %q, %v", left, globErr)
			}
		})
	}
}

// TestEnsureInstalledRepairs checks that a damaged copy is brought again and a whole one is left.
func TestEnsureInstalledRepairs(t *testing.T) {
	r := releases[0]
	list, err := r.Artifacts()
	if err != nil {
		t.Fatal(err)
	}
	lib := filepath.Join(t.TempDir(), "lib")
	if err := os.Mkdir(lib, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(lib, list[0].File()), []byte("damaged"), 0o600); err != nil {
		t.Fatal(err)
	}
	fakeMaven(t, `echo '[ERROR] asked for'; exit 1`)
	var said []string
	_, err = ensureInstalled(t.Context(), r, Java{Path: "/j/bin/java"}, lib, func(line string) { said = append(said, line) })
	if err == nil || !strings.Contains(err.Error(), "asked for") || len(said) == 0 || !strings.Contains(said[0], "bringing all of it again") {
		t.Errorf("%v, said %q", err, said)
	}
}

func TestFindMavenMissing(t *testing.T) {
	t.Setenv("MAVEN_HOME", "")
	t.Setenv("M2_HOME", "")
	t.Setenv("PATH", t.TempDir())
	path, err := findMaven()
	var problem *Problem
	if err != nil && (!errors.As(err, &problem) || !problem.Missing) {
		t.Errorf("%q, %v", path, err)
	}
}
