package neo4jtest

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"time"

	"github.com/testcontainers/testcontainers-go"
	"github.com/testcontainers/testcontainers-go/wait"

	"github.com/procgraph/procgraph/internal/neo4jlocal"
)

// errNoEngine: no container engine answers.
var errNoEngine = errors.New("no Docker engine answers")

// containerPatience bounds the start of a container, the image's way here included.
const containerPatience = 5 * time.Minute

// container starts a Neo4j Community container, which testcontainers' reaper
// removes after the end of this process. Each package's tests have their own.
func container(ctx context.Context, version string) (Access, error) {
	release, err := neo4jlocal.FindRelease(version)
	if err != nil {
		return Access{}, err
	}
	if err := engineAnswers(engineAddress(os.Getenv("DOCKER_HOST"))); err != nil {
		return Access{}, err
	}
	ctx, cancel := context.WithTimeout(ctx, containerPatience)
	defer cancel()
	password := rand.Text()
	server, err := testcontainers.Run(ctx, image(release),
		testcontainers.WithExposedPorts("7687/tcp"),
		testcontainers.WithEnv(containerSettings(password)),
		testcontainers.WithWaitStrategyAndDeadline(containerPatience, wait.ForLog("Started."), wait.ForListeningPort("7687/tcp")))
	if err != nil {
		return Access{}, fmt.Errorf("starting Neo4j in a container: %w", err)
	}
	uri, err := server.PortEndpoint(ctx, "7687/tcp", "bolt")
	if err != nil {
		return Access{}, fmt.Errorf("finding the container's port: %w", err)
	}
	return Access{URI: uri, User: neo4jlocal.User, Password: password}, nil
}

func image(r neo4jlocal.Release) string { return "neo4j:" + r.Series + "-community" }

// containerSettings are the image's variables for the password and the memory of a local server.
func containerSettings(password string) map[string]string {
	return map[string]string{
		"NEO4J_AUTH":                                               neo4jlocal.User + "/" + password,
		"NEO4J_server_memory_heap_initial__size":                   "256m",
		"NEO4J_server_memory_heap_max__size":                       fmt.Sprintf("%dm", neo4jlocal.DefaultHeapMB),
		"NEO4J_server_memory_pagecache_size":                       fmt.Sprintf("%dm", neo4jlocal.DefaultPageCacheMB),
		"NEO4J_dbms_usage__report_enabled":                         "false",
		"NEO4J_dbms_security_allow__csv__import__from__file__urls": "false",
	}
}

// engineAddress is where a Docker engine listens by the client's own rules: what
// DOCKER_HOST names, else the usual socket.
func engineAddress(dockerHost string) (network, address string) {
	if dockerHost == "" {
		return "unix", "/var/run/docker.sock"
	}
	u, err := url.Parse(dockerHost)
	if err != nil {
		return "", ""
	}
	switch u.Scheme {
	case "unix":
		return "unix", u.Path
	case "tcp", "http", "https":
		return "tcp", u.Host
	}
	return "", ""
}

// engineAnswers asks before testcontainers does, which panics without an engine.
func engineAnswers(network, address string) error {
	if network == "" {
		return fmt.Errorf("%w: DOCKER_HOST is of no kind that is known here", errNoEngine)
	}
	conn, err := net.DialTimeout(network, address, 3*time.Second)
	if err != nil {
		return fmt.Errorf("%w: %v", errNoEngine, err)
	}
	return conn.Close()
}
