// Package storesequal compares the stores with one another: the same input must
// give the same export and the same answers from each. It holds tests only.
package storesequal
