// Package timeline holds what the readers of all stores decide alike about events
// in the order of time: how starts are counted over a span, how events are ordered
// and which of them a page has. It knows no database.
package timeline
