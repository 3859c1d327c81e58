// Package casereport describes the things that an analyst has written notes about,
// and makes a report of them: their lineage as a picture and the log records that
// they were derived from, as Markdown or as one HTML file without scripts.
//
// All that stands in a report came from logs or was typed by somebody: control and
// bidirectional characters are shown as escapes, and nothing is ever markup.
package casereport
