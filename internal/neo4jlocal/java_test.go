package neo4jlocal

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParseJavaVersion(t *testing.T) {
	for _, test := range []struct {
		said string
		want int
	}{
		{"openjdk version \"17.0.15\" 2025-04-15\nOpenJDK Runtime Environment (build 17.0.15+6-Debian-1deb12u1)\n", 17},
		{"java version \"1.8.0_402\"\r\nJava(TM) SE Runtime Environment\r\n", 8},
		{"openjdk version \"25-ea\" 2025-09-16\n", 25},
		{"openjdk version \"21\" 2023-09-19 LTS\n", 21},
		{"Picked up JAVA_TOOL_OPTIONS: -Xmx1g\nopenjdk version \"11.0.2\" 2019-01-15\n", 11},
		{"openjdk 17 2021-09-14\n", 0}, // what --version prints, not -version
		{"No Java runtime present, requesting install.\n", 0},
		{"", 0},
	} {
		got, ok := parseJavaVersion(test.said)
		if got != test.want || ok != (test.want != 0) {
			t.Errorf("%q: %d, %v, want %d", test.said, got, ok, test.want)
		}
	}
}

func TestChooseJava(t *testing.T) {
	r := Release{Version: "5.26.28", MinJava: 17, MaxJava: 21}
	if java, err := chooseJava(r, []Java{{"/a", 11}, {"/b", 25}, {"/c", 26}}); err != nil || java.Path != "/b" {
		t.Errorf("a later Java is not taken: %v, %v", java, err)
	}
	for name, test := range map[string]struct {
		seen []Java
		want string
	}{
		"none":    {nil, "not installed"},
		"too old": {[]Java{{"/usr/bin/java", 11}}, "needs Java 17 or later; found is 11 (/usr/bin/java)"},
	} {
		_, err := chooseJava(r, test.seen)
		var problem *Problem
		if !errors.As(err, &problem) || !problem.Missing || !strings.Contains(err.Error(), test.want) || !strings.Contains(problem.Next(), "openjdk-17") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// script writes a program for a Unix shell.
func script(t *testing.T, path, text string) {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("it plays Java by a script of a Unix shell")
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte("#!/bin/sh\n"+text), 0o700); err != nil {
		t.Fatal(err)
	}
}

// TestFindJava checks that JAVA_HOME comes before the PATH, and that a Java of
// the right version comes before one that is only later.
func TestFindJava(t *testing.T) {
	dir := t.TempDir()
	script(t, filepath.Join(dir, "home", "bin", "java"), "echo 'openjdk version \"99.1\"' >&2\n")
	script(t, filepath.Join(dir, "path", "java"), "echo 'openjdk version \"18.0.1\"' >&2\n")
	t.Setenv("JAVA_HOME", filepath.Join(dir, "home"))
	t.Setenv("PATH", filepath.Join(dir, "path"))
	for _, test := range []struct {
		max  int
		want string
	}{{99, "home/bin/java"}, {21, "path/java"}} {
		java, err := findJava(t.Context(), Release{MinJava: 18, MaxJava: test.max})
		if err != nil || java.Path != filepath.Join(dir, filepath.FromSlash(test.want)) {
			t.Errorf("up to %d: %v, %v, want %s", test.max, java, err, test.want)
		}
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := findJava(ended, Release{MinJava: 18, MaxJava: 21}); !errors.Is(err, context.Canceled) {
		t.Errorf("an ended context: %v", err)
	}
}

func TestJavaEnvironment(t *testing.T) {
	got := javaEnvironment([]string{"PATH=/bin", "JAVA_TOOL_OPTIONS=-javaagent:x.jar", "classpath=/x", "JAVA_HOME=/old", "HOME=/h"}, "JAVA_HOME")
	if diff := cmp.Diff([]string{"PATH=/bin", "HOME=/h"}, got); diff != "" {
		t.Error(diff)
	}
}
