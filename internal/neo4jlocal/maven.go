package neo4jlocal

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
)

// copyGoal is the Maven goal that brings artifacts into a folder, of a pinned version.
const copyGoal = "org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy-dependencies"

// findMaven returns the path of Maven's program.
func findMaven() (string, error) {
	name := "mvn"
	if runtime.GOOS == "windows" {
		name = "mvn.cmd"
	}
	for _, variable := range []string{"MAVEN_HOME", "M2_HOME"} {
		if home := os.Getenv(variable); home != "" {
			if path := filepath.Join(home, "bin", name); isFile(path) {
				return path, nil
			}
		}
	}
	if path, err := exec.LookPath(name); err == nil {
		return path, nil
	}
	for _, pattern := range []string{"/usr/share/maven*/bin/", "/opt/*maven*/bin/", "/opt/homebrew/bin/", "/usr/local/bin/"} {
		found, _ := filepath.Glob(pattern + name) // the patterns are well formed
		for _, path := range found {
			if isFile(path) {
				return path, nil
			}
		}
	}
	return "", &Problem{Missing: true, What: "Maven is not installed: neither MAVEN_HOME, nor the PATH, nor the common folders have it",
		Todo: "Install it (Debian: apt install maven; macOS: brew install maven; Windows: winget install Apache.Maven). It is needed once, to bring the server."}
}

func isFile(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular()
}

// pomText is a Maven project that depends on exactly the artifacts: what they
// themselves depend on is excluded, so that nothing but the list is resolved.
func pomText(list []Artifact) string {
	var b strings.Builder
	b.WriteString(pomHead)
	for _, a := range list {
		fmt.Fprintf(&b, "<dependency><groupId>%s</groupId><artifactId>%s</artifactId><version>%s</version>", a.Group, a.Name, a.Version)
		if a.Classifier != "" {
			fmt.Fprintf(&b, "<classifier>%s</classifier>", a.Classifier)
		}
		b.WriteString("<exclusions><exclusion><groupId>*</groupId><artifactId>*</artifactId></exclusion></exclusions></dependency>\n")
	}
	b.WriteString(pomEnd)
	return b.String()
}

const pomHead = `<project xmlns="http://maven.apache.org/POM/4.0.0">
<modelVersion>4.0.0</modelVersion><groupId>procgraph.local</groupId><artifactId>neo4j</artifactId><version>1</version>
<dependencies>
`

const pomEnd = "</dependencies>\n</project>\n"

// runMaven lets Maven copy what a project depends on into a folder, run by the
// Java at java. What Maven says goes to a log file.
func runMaven(ctx context.Context, java, pom, into, log string, more ...string) error {
	maven, err := findMaven()
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "procgraph-neo4j-")
	if err != nil {
		return fmt.Errorf("making a folder for Maven: %w", err)
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "pom.xml")
	if err := os.WriteFile(path, []byte(pom), 0o600); err != nil {
		return fmt.Errorf("writing Maven's project: %w", err)
	}
	args := append([]string{"-B", "-ntp", "-f", path, copyGoal, "-DincludeScope=runtime", "-DoutputDirectory=" + into}, more...)
	cmd := exec.CommandContext(ctx, maven, args...)
	cmd.Dir = dir
	cmd.Env = append(javaEnvironment(os.Environ(), "JAVA_HOME", "MAVEN_ARGS"), "JAVA_HOME="+javaHome(java))
	said, runErr := cmd.CombinedOutput()
	if err := os.WriteFile(log, said, 0o600); err != nil {
		return fmt.Errorf("keeping what Maven said: %w", err)
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if runErr != nil {
		return explainMaven(said, log, runErr)
	}
	return nil
}

// offline are what Maven says when it reaches no repository.
var offline = []string{"Unknown host", "UnknownHostException", "Could not transfer", "Connection refused", "Connection timed out",
	"connect timed out", "Network is unreachable", "No route to host", "Connection reset", "offline mode"}

// explainMaven puts Maven's failure into plain words.
func explainMaven(said []byte, log string, runErr error) error {
	var lines []string
	for line := range bytes.Lines(said) {
		if text, ok := strings.CutPrefix(strings.TrimSpace(string(line)), "[ERROR] "); ok && len(lines) < 2 && text != "" {
			lines = append(lines, shorten(text, 300))
		}
	}
	cause := runErr
	if len(lines) > 0 {
		cause = errors.New(strings.Join(lines, " "))
	}
	for _, sign := range offline {
		if bytes.Contains(said, []byte(sign)) {
			return &Problem{Missing: true, What: "Maven could not bring the server: it reaches no repository", Err: cause,
				Todo: "Check the network, and the mirror and proxy in Maven's settings.xml; then try again. All that Maven said is in " + log + "."}
		}
	}
	return &Problem{What: "Maven could not bring the server", Err: cause, Todo: "All that Maven said is in " + log + "."}
}

func shorten(s string, limit int) string {
	if len(s) <= limit {
		return s
	}
	return strings.ToValidUTF8(s[:limit], "") + " ..."
}
