// Package answer holds what the readers of all stores decide alike: the cursors of
// lists, the words of a search, which records tell of a node, and sums over files.
// It knows no database.
package answer
