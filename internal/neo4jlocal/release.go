package neo4jlocal

import (
	"bufio"
	"embed"
	"encoding/hex"
	"fmt"
	"strings"
)

// DefaultVersion is the release that is run unless another is named: the
// long-term support release.
const DefaultVersion = "5.26.28"

//go:embed jars/*.txt
var lists embed.FS

// Release is a Neo4j Community release that can be run here.
type Release struct {
	Version   string
	Series    string // names the data: releases of one series share it
	MainClass string
	// MinJava is the first Java feature version that runs it, MaxJava the last
	// that it was made for; a later one is taken only where there is no other.
	MinJava, MaxJava int
	// flags are what this release needs of the Java machine beside the common ones.
	flags []string
}

// releases are the ones with a list in jars. Main classes and Java versions are
// those of the releases' own start scripts and system requirements.
var releases = []Release{
	{Version: "5.26.28", Series: "5.26", MainClass: "org.neo4j.server.CommunityEntryPoint", MinJava: 17, MaxJava: 21},
	{Version: "2026.09.0", Series: "2026.09", MainClass: "org.neo4j.server.Neo4jCommunity", MinJava: 21, MaxJava: 25,
		flags: []string{"--enable-native-access=ALL-UNNAMED"}},
}

// Versions lists the releases that can be run, the default first.
func Versions() []string {
	var all []string
	for _, r := range releases {
		all = append(all, r.Version)
	}
	return all
}

// FindRelease returns the release of a version; "" is DefaultVersion.
func FindRelease(version string) (Release, error) {
	if version == "" {
		version = DefaultVersion
	}
	for _, r := range releases {
		if r.Version == version {
			return r, nil
		}
	}
	return Release{}, &Problem{What: fmt.Sprintf("Neo4j %q is not one of the releases that can be run here", version),
		Todo: "Give one of " + strings.Join(Versions(), ", ") + "."}
}

// Artifact is one file of a release.
type Artifact struct {
	Group, Name, Version string
	Classifier           string // often empty
	SHA256               string // 64 digits, lower case
}

// File is the artifact's file name.
func (a Artifact) File() string {
	if a.Classifier != "" {
		return a.Name + "-" + a.Version + "-" + a.Classifier + ".jar"
	}
	return a.Name + "-" + a.Version + ".jar"
}

// Artifacts is the pinned list of everything the release runs, in the list's order.
func (r Release) Artifacts() ([]Artifact, error) {
	text, err := lists.ReadFile("jars/" + r.Version + ".txt")
	if err != nil {
		return nil, fmt.Errorf("the list of Neo4j %s: %w", r.Version, err)
	}
	list, err := parseList(string(text))
	if err != nil {
		return nil, fmt.Errorf("the list of Neo4j %s: %w", r.Version, err)
	}
	return list, nil
}

// parseList reads lines of "SHA-256 GROUP:NAME:VERSION[:CLASSIFIER]"; # begins a comment.
func parseList(text string) ([]Artifact, error) {
	var list []Artifact
	files := map[string]bool{}
	lines := bufio.NewScanner(strings.NewReader(text))
	for n := 1; lines.Scan(); n++ {
		line := strings.TrimSpace(lines.Text())
		if line == "" || line[0] == '#' {
			continue
		}
		sum, coordinates, _ := strings.Cut(line, " ")
		parts := strings.Split(strings.TrimSpace(coordinates), ":")
		if raw, err := hex.DecodeString(sum); err != nil || len(raw) != 32 || sum != strings.ToLower(sum) {
			return nil, fmt.Errorf("line %d: %q is no SHA-256 in lower case", n, sum)
		}
		if len(parts) < 3 || len(parts) > 4 {
			return nil, fmt.Errorf("line %d: %q is no GROUP:NAME:VERSION[:CLASSIFIER]", n, coordinates)
		}
		for _, part := range parts {
			if !plainName(part) {
				return nil, fmt.Errorf("line %d: %q cannot be part of a file name", n, part)
			}
		}
		a := Artifact{Group: parts[0], Name: parts[1], Version: parts[2], SHA256: sum}
		if len(parts) == 4 {
			a.Classifier = parts[3]
		}
		if files[a.File()] {
			return nil, fmt.Errorf("line %d: %s is listed twice", n, a.File())
		}
		files[a.File()] = true
		list = append(list, a)
	}
	if len(list) == 0 {
		return nil, fmt.Errorf("it names no artifact")
	}
	return list, lines.Err()
}

// plainName says whether s has only what Maven coordinates have: nothing that
// means anything in a path or in XML.
func plainName(s string) bool {
	if s == "" || strings.Contains(s, "..") {
		return false
	}
	for _, r := range s {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '.', r == '-', r == '_':
		default:
			return false
		}
	}
	return true
}
