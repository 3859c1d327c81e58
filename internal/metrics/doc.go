// Package metrics holds the Prometheus collectors that procgraph offers on
// /metrics beside the requests: store queries and ingested records. They
// register on the registry they are given, never on the global one.
package metrics
