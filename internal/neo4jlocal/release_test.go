package neo4jlocal

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const sum = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

func TestParseList(t *testing.T) {
	list, err := parseList("# what it is\n\n" + sum + " org.neo4j:neo4j:5.26.28\n" + sum + " io.netty:epoll:4.1.1.Final:linux-x86_64\n")
	want := []Artifact{
		{Group: "org.neo4j", Name: "neo4j", Version: "5.26.28", SHA256: sum},
		{Group: "io.netty", Name: "epoll", Version: "4.1.1.Final", Classifier: "linux-x86_64", SHA256: sum},
	}
	if diff := cmp.Diff(want, list); err != nil || diff != "" {
		t.Errorf("%v\n%s", err, diff)
	}
	if got := []string{list[0].File(), list[1].File()}; !cmp.Equal(got, []string{"neo4j-5.26.28.jar", "epoll-4.1.1.Final-linux-x86_64.jar"}) {
		t.Errorf("files %q", got)
	}
}

func TestParseListRefuses(t *testing.T) {
	for name, text := range map[string]string{
		"nothing":          "# only a comment\n",
		"short sum":        "abc org.neo4j:neo4j:1\n",
		"upper case":       strings.ToUpper(sum) + " org.neo4j:neo4j:1\n",
		"no version":       sum + " org.neo4j:neo4j\n",
		"too many parts":   sum + " a:b:c:d:e\n",
		"path":             sum + " a:../b:1\n",
		"parent":           sum + " a:b..c:1\n",
		"XML":              sum + " a:<b>:1\n",
		"empty part":       sum + " a::1\n",
		"the same file":    sum + " a:b:1\n" + sum + " c:b:1\n",
		"no coordinates":   sum + "\n",
		"blank in a part ": sum + " a:b c:1\n",
	} {
		if list, err := parseList(text); err == nil {
			t.Errorf("%s: read as %v", name, list)
		}
	}
}

// TestReleases checks the lists that ship: whole, and of the release they are named after.
func TestReleases(t *testing.T) {
	if got := Versions()[0]; got != DefaultVersion {
		t.Errorf("the first release is %s, want the default", got)
	}
	for _, r := range releases {
		list, err := r.Artifacts()
		if err != nil {
			t.Fatal(err)
		}
		kernel, own := false, 0
		for _, a := range list {
			kernel = kernel || a.Group == "org.neo4j" && a.Name == "neo4j" && a.Version == r.Version
			if a.Group == "org.neo4j" && strings.HasPrefix(a.Name, "neo4j") && a.Version != r.Version && strings.HasPrefix(a.Version, r.Series) {
				own++
			}
		}
		if !kernel || own > 0 || len(list) < 150 {
			t.Errorf("%s: %d artifacts, the server's own among them: %v, %d of another release", r.Version, len(list), kernel, own)
		}
		if !strings.HasPrefix(r.Version, r.Series+".") || r.MinJava > r.MaxJava {
			t.Errorf("%+v contradicts itself", r)
		}
	}
}

func TestFindRelease(t *testing.T) {
	if r, err := FindRelease(""); err != nil || r.Version != DefaultVersion {
		t.Errorf("the default: %v, %v", r.Version, err)
	}
	_, err := FindRelease("4.4.0")
	var problem *Problem
	if !errors.As(err, &problem) || !strings.Contains(problem.Next(), DefaultVersion) {
		t.Errorf("4.4.0: %v, want a problem that names what there is", err)
	}
}

func TestCoordinatesOf(t *testing.T) {
	for file, want := range map[string]string{
		"org/neo4j/neo4j/5.26.28/neo4j-5.26.28.jar":      "org.neo4j:neo4j:5.26.28",
		"io/netty/epoll/4.1.Final/epoll-4.1.Final-x.jar": "io.netty:epoll:4.1.Final:x",
		"a/b/1/c-1.jar": "", "b-1.jar": "", "a/b/1/b-12.jar": "",
	} {
		if got, err := coordinatesOf(file); got != want || (err == nil) != (want != "") {
			t.Errorf("%s: %q, %v, want %q", file, got, err, want)
		}
	}
}

func TestPomText(t *testing.T) {
	pom := pomText([]Artifact{{Group: "org.neo4j", Name: "neo4j", Version: "1"}, {Group: "io.netty", Name: "epoll", Version: "2", Classifier: "linux"}})
	for _, part := range []string{
		"<groupId>org.neo4j</groupId><artifactId>neo4j</artifactId><version>1</version><exclusions>",
		"<artifactId>epoll</artifactId><version>2</version><classifier>linux</classifier><exclusions>",
	} {
		if !strings.Contains(pom, part) {
			t.Errorf("no %s in\n%s", part, pom)
		}
	}
	if strings.Count(pom, "<exclusions>") != 2 {
		t.Errorf("not every artifact is without its own dependencies:\n%s", pom)
	}
}
