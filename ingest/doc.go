// Package ingest reads logs: it finds out what each input is, reads its records,
// turns those that procgraph uses into observations, and keeps a loss report
// for each file. It hands observations to a Sink and knows no store.
package ingest
