package neo4jlocal

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// Pin resolves a Neo4j release with Maven and writes the list of its artifacts
// with their checksums, as jars/VERSION.txt holds it. Whoever pins trusts what
// Maven brings at that moment; look at the difference before it is committed.
func Pin(ctx context.Context, version string, out io.Writer) error {
	if !plainName(version) {
		return fmt.Errorf("%q is no version", version)
	}
	java, err := findJava(ctx, Release{Version: version, MinJava: 8, MaxJava: 25})
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "procgraph-neo4j-pin-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	pom := pomHead + "<dependency><groupId>org.neo4j</groupId><artifactId>neo4j</artifactId><version>" + version + "</version></dependency>\n" + pomEnd
	lib := filepath.Join(dir, "lib")
	// In the repository's layout the path of a file tells its coordinates.
	if err := runMaven(ctx, java.Path, pom, lib, filepath.Join(dir, "maven.log"), "-Dmdep.useRepositoryLayout=true"); err != nil {
		return err
	}
	var lines []string
	err = filepath.WalkDir(lib, func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(file, ".jar") {
			return err
		}
		relative, err := filepath.Rel(lib, file)
		if err != nil {
			return err
		}
		coordinates, err := coordinatesOf(filepath.ToSlash(relative))
		if err != nil {
			return err
		}
		sum, err := fileSum(file)
		if err != nil {
			return err
		}
		lines = append(lines, sum+" "+coordinates)
		return nil
	})
	if err != nil {
		return err
	}
	slices.SortFunc(lines, func(a, b string) int { return strings.Compare(a[65:], b[65:]) })
	_, err = fmt.Fprintf(out, "# Neo4j Community %s and what it runs with: SHA-256, then Maven coordinates of a jar.\n%s\n", version, strings.Join(lines, "\n"))
	return err
}

// coordinatesOf reads GROUP:NAME:VERSION[:CLASSIFIER] from a file's path in a
// Maven repository, org/neo4j/neo4j/5.26.28/neo4j-5.26.28.jar.
func coordinatesOf(file string) (string, error) {
	folder, base := path.Split(file)
	parts := strings.Split(strings.Trim(folder, "/"), "/")
	if len(parts) < 3 {
		return "", fmt.Errorf("%s does not lie as in a Maven repository", file)
	}
	last := len(parts) - 1
	version, name, group := parts[last], parts[last-1], strings.Join(parts[:last-1], ".")
	rest, ok := strings.CutPrefix(strings.TrimSuffix(base, ".jar"), name+"-"+version)
	if !ok || rest != "" && rest[0] != '-' {
		return "", fmt.Errorf("%s is not named after its folder", file)
	}
	if rest != "" {
		return group + ":" + name + ":" + version + ":" + rest[1:], nil
	}
	return group + ":" + name + ":" + version, nil
}
