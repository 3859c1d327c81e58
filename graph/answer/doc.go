// Package answer holds what all stores decide alike: the cursors of lists, the words
// of a search and what they are looked for in, which records tell of a node, the
// numbers of a host, and the order and bounds of what is kept. It knows no database.
package answer
