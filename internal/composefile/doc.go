// Package composefile proves without a Docker engine that docker-compose.yml is
// a valid Compose file and keeps what it promises: loopback ports, no secret in
// the file, health checks, bounded memory.
package composefile
