// Package xml reads Windows events written as XML: wevtutil and Event Viewer
// exports (an <Events> document or a bare sequence of <Event> elements),
// Splunk's XmlWinEventLog (one event a line, with or without text before it),
// rendered or not, in UTF-8 or UTF-16.
//
// Each <Event> element is cut out of the stream first and decoded alone, so a
// broken one costs only itself. No entity is ever resolved from outside: a
// DOCTYPE is refused by name.
package xml
