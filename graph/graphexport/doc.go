// Package graphexport turns the export's lines (see package graph) into the
// formats of other tools: GraphML for graph programs and CSV for spreadsheets.
// Both read the lines as they come and keep no more than hosts, users and
// addresses in memory.
package graphexport
