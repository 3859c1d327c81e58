package neo4jlocal

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"
)

// javaPatience bounds the wait for one Java to say its version.
const javaPatience = 20 * time.Second

// Java is a Java machine on this computer.
type Java struct {
	Path    string // of its program
	Version int    // its feature version, such as 17
}

var versionLine = regexp.MustCompile(`(?m)^[^"\r\n]*version "(\d+)(?:\.(\d+))?[^"]*"`)

// parseJavaVersion reads the feature version from what `java -version` prints:
// `version "17.0.15"` is 17, `version "1.8.0_402"` is 8, `version "25-ea"` is 25.
func parseJavaVersion(said string) (int, bool) {
	m := versionLine.FindStringSubmatch(said)
	if m == nil {
		return 0, false
	}
	major, err := strconv.Atoi(m[1])
	if err != nil {
		return 0, false
	}
	if major == 1 && m[2] != "" {
		if major, err = strconv.Atoi(m[2]); err != nil {
			return 0, false
		}
	}
	return major, true
}

// findJava returns the Java that is to run the release: the first of the places
// whose version it was made for, else the first that is later.
func findJava(ctx context.Context, r Release) (Java, error) {
	var seen []Java
	for _, path := range javaPlaces() {
		version, ok := askJava(ctx, path)
		if err := ctx.Err(); err != nil {
			return Java{}, err
		}
		if !ok {
			continue
		}
		java := Java{Path: path, Version: version}
		if version >= r.MinJava && version <= r.MaxJava {
			return java, nil
		}
		seen = append(seen, java)
	}
	return chooseJava(r, seen)
}

// chooseJava chooses among machines of which none is of a version the release was made for.
func chooseJava(r Release, seen []Java) (Java, error) {
	for _, java := range seen {
		if java.Version >= r.MinJava {
			return java, nil
		}
	}
	install := fmt.Sprintf("Install Java %d or later (Debian: apt install openjdk-%[1]d-jre-headless; macOS: brew install openjdk@%[1]d; "+
		"Windows: winget install EclipseAdoptium.Temurin.%[1]d.JRE), or point JAVA_HOME at one.", r.MinJava)
	if len(seen) == 0 {
		return Java{}, &Problem{Missing: true, What: "Java is not installed: neither JAVA_HOME, nor the PATH, nor the common folders have it", Todo: install}
	}
	var versions []string
	for _, java := range seen {
		versions = append(versions, fmt.Sprintf("%d (%s)", java.Version, java.Path))
	}
	return Java{}, &Problem{Missing: true, What: fmt.Sprintf("Neo4j %s needs Java %d or later; found is %s", r.Version, r.MinJava, strings.Join(versions, ", ")), Todo: install}
}

// askJava lets a Java say its version.
func askJava(ctx context.Context, path string) (int, bool) {
	ctx, cancel := context.WithTimeout(ctx, javaPatience)
	defer cancel()
	cmd := exec.CommandContext(ctx, path, "-version")
	cmd.Env = javaEnvironment(os.Environ())
	cmd.WaitDelay = time.Second
	said, err := cmd.CombinedOutput()
	if err != nil {
		return 0, false
	}
	return parseJavaVersion(string(said))
}

// javaFolders are where installers put Java; * stands for one name.
var javaFolders = map[string][]string{
	"linux":   {"/usr/lib/jvm/*", "/usr/java/*", "/opt/java*", "/opt/jdk*", "/opt/*/jdk*", "/usr/lib64/jvm/*"},
	"darwin":  {"/Library/Java/JavaVirtualMachines/*/Contents/Home", "/opt/homebrew/opt/openjdk*", "/usr/local/opt/openjdk*"},
	"windows": {`C:\Program Files\Java\*`, `C:\Program Files\Eclipse Adoptium\*`, `C:\Program Files\Microsoft\jdk*`, `C:\Program Files\Amazon Corretto\*`, `C:\Program Files\Zulu\*`, `C:\Program Files\BellSoft\*`},
}

// javaPlaces lists the programs named java on this computer: JAVA_HOME's, the
// PATH's, then those of the common folders. Each is named once.
func javaPlaces() []string {
	name := "java"
	if runtime.GOOS == "windows" {
		name = "java.exe"
	}
	var places []string
	add := func(path string) {
		if isFile(path) && !slices.Contains(places, path) {
			places = append(places, path)
		}
	}
	if home := os.Getenv("JAVA_HOME"); home != "" {
		add(filepath.Join(home, "bin", name))
	}
	if path, err := exec.LookPath(name); err == nil {
		add(path)
	}
	folders := javaFolders[runtime.GOOS]
	if home, err := os.UserHomeDir(); err == nil {
		folders = append(slices.Clone(folders), filepath.Join(home, ".sdkman", "candidates", "java", "*"), filepath.Join(home, ".jdks", "*"))
	}
	for _, pattern := range folders {
		found, err := filepath.Glob(filepath.Join(pattern, "bin", name))
		if err != nil {
			continue // a home folder with pattern characters in its name
		}
		for _, path := range found {
			add(path)
		}
	}
	return places
}

// javaHome is the folder that JAVA_HOME is to name for a java program: links
// such as /usr/bin/java are followed.
func javaHome(path string) string {
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real
	}
	return filepath.Dir(filepath.Dir(path))
}

// javaEnvironment is the environment for a Java program: without the variables
// by which a shell adds options, agents and classes to every Java, and without
// those named in drop.
func javaEnvironment(environment []string, drop ...string) []string {
	drop = append(drop, "JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS", "JDK_JAVA_OPTIONS", "CLASSPATH", "JAVA_OPTS", "NEO4J_HOME", "NEO4J_CONF", "NEO4J_AUTH")
	var kept []string
	for _, entry := range environment {
		name, _, _ := strings.Cut(entry, "=")
		if !slices.ContainsFunc(drop, func(d string) bool { return strings.EqualFold(d, name) }) {
			kept = append(kept, entry)
		}
	}
	return kept
}
