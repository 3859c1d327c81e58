package composefile

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/compose-spec/compose-go/v2/loader"
	"github.com/compose-spec/compose-go/v2/types"
)

// load reads the file as `docker compose` does: schema, variables, consistency.
func load(t *testing.T, environment types.Mapping) (*types.Project, error) {
	t.Helper()
	root, err := filepath.Abs(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	details := types.ConfigDetails{
		WorkingDir:  root,
		ConfigFiles: []types.ConfigFile{{Filename: filepath.Join(root, "docker-compose.yml")}},
		Environment: environment,
	}
	return loader.LoadWithContext(context.Background(), details)
}

var secrets = types.Mapping{"NEO4J_PASSWORD": "a-password-of-the-test", "PROCGRAPH_TOKEN": "a-token-of-the-test"}

func project(t *testing.T) *types.Project {
	t.Helper()
	p, err := load(t, secrets)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// TestSecretsRequired checks that the file has no default for a secret.
func TestSecretsRequired(t *testing.T) {
	for name := range secrets {
		environment := types.Mapping{}
		for other, value := range secrets {
			if other != name {
				environment[other] = value
			}
		}
		if _, err := load(t, environment); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("without %s: %v, want an error that names it", name, err)
		}
	}
}

func TestServices(t *testing.T) {
	p := project(t)
	if len(p.Services) != 2 {
		t.Fatalf("services: %v", p.ServiceNames())
	}
	for name, s := range p.Services {
		if s.HealthCheck == nil || len(s.HealthCheck.Test) < 2 {
			t.Errorf("%s has no health check", name)
		}
		if s.MemLimit == 0 {
			t.Errorf("the memory of %s has no bound", name)
		}
		if s.Privileged || s.NetworkMode == "host" {
			t.Errorf("%s is not kept apart from the machine", name)
		}
		if len(s.Ports) == 0 {
			t.Errorf("%s has no port", name)
		}
		for _, port := range s.Ports {
			if port.HostIP != "127.0.0.1" {
				t.Errorf("%s: port %s is open on %q", name, port.Published, port.HostIP)
			}
		}
	}
}

func TestNeo4j(t *testing.T) {
	s := project(t).Services["neo4j"]
	if s.Image != "neo4j:5.26-community" {
		t.Errorf("image %s", s.Image)
	}
	for name, want := range map[string]string{
		"NEO4J_AUTH":                                               "neo4j/" + secrets["NEO4J_PASSWORD"],
		"NEO4J_server_memory_heap_max__size":                       "1g",
		"NEO4J_server_memory_pagecache_size":                       "512m",
		"NEO4J_db_memory_transaction_max":                          "256m",
		"NEO4J_dbms_memory_transaction_total_max":                  "640m",
		"NEO4J_dbms_usage__report_enabled":                         "false",
		"NEO4J_dbms_security_allow__csv__import__from__file__urls": "false",
	} {
		if got := s.Environment[name]; got == nil || *got != want {
			t.Errorf("%s is not %s", name, want)
		}
	}
	if len(s.Volumes) != 1 || s.Volumes[0].Type != "volume" || s.Volumes[0].Target != "/data" {
		t.Errorf("volumes: %+v", s.Volumes)
	}
	// Compose takes $$ for $: the shell in the container has to see one.
	check := strings.Join(s.HealthCheck.Test, " ")
	if !strings.Contains(check, `"${NEO4J_AUTH#*/}"`) || strings.Contains(check, secrets["NEO4J_PASSWORD"]) {
		t.Errorf("health check %s", check)
	}
}

func TestProcgraph(t *testing.T) {
	s := project(t).Services["procgraph"]
	if got := s.DependsOn["neo4j"].Condition; got != types.ServiceConditionHealthy {
		t.Errorf("it starts when neo4j is %q", got)
	}
	if !s.ReadOnly || len(s.CapDrop) != 1 || s.CapDrop[0] != "ALL" {
		t.Error("it may change its image or has capabilities")
	}
	line := strings.Join(s.Command, " ")
	if !strings.Contains(line, "--store bolt://neo4j:7687") || strings.Contains(line, secrets["NEO4J_PASSWORD"]) || strings.Contains(line, secrets["PROCGRAPH_TOKEN"]) {
		t.Errorf("command %s", line)
	}
	for name, want := range map[string]string{"PROCGRAPH_NEO4J_PASSWORD": "NEO4J_PASSWORD", "PROCGRAPH_TOKEN": "PROCGRAPH_TOKEN"} {
		if got := s.Environment[name]; got == nil || *got != secrets[want] {
			t.Errorf("%s is not what %s is", name, want)
		}
	}
}

// TestDockerfile checks that the build copies every folder that it needs, uses
// the Go of go.mod and does not run as root.
func TestDockerfile(t *testing.T) {
	s := project(t).Services["procgraph"]
	if s.Build == nil {
		t.Fatal("nothing is built")
	}
	text := s.Build.DockerfileInline
	for _, folder := range []string{"cmd", "graph", "ingest", "internal", "web"} {
		if info, err := os.Stat(filepath.Join("..", "..", folder)); err != nil || !info.IsDir() {
			t.Errorf("%s: %v", folder, err)
		}
		if !strings.Contains(text, "COPY "+folder+" "+folder+"\n") {
			t.Errorf("%s is not copied", folder)
		}
	}
	module, err := os.ReadFile(filepath.Join("..", "..", "go.mod"))
	if err != nil {
		t.Fatal(err)
	}
	version := ""
	for line := range strings.Lines(string(module)) {
		if v, ok := strings.CutPrefix(strings.TrimSpace(line), "go "); ok {
			version = strings.Join(strings.Split(v, ".")[:2], ".")
		}
	}
	if !strings.Contains(text, "FROM golang:"+version+"-alpine AS build\n") {
		t.Errorf("it is not built with Go %s:\n%s", version, text)
	}
	if !strings.Contains(text, "\nUSER 65534:65534\n") {
		t.Error("it runs as root")
	}
}
