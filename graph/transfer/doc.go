// Package transfer copies a case into another store: the records that it was derived
// from, the ranges of their numbers, the reports of its files and its notes. The
// graph is not copied but derived anew, so that a copy into an empty case exports
// the same bytes, and one into another case is the union of both.
package transfer
