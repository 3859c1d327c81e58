package api

import "github.com/procgraph/procgraph/graph"

// WarningText is a class of warnings in plain words.
type WarningText struct {
	Class graph.WarningClass
	// Title names it, Meaning says what it means for the reader, Advice what to do.
	Title, Meaning, Advice string
}

// warningTexts has every class of package graph.
var warningTexts = []WarningText{
	{graph.PIDReused, "PIDs used again", "Windows gives the PID of an ended process to a new one. Each child was placed by time.", "Nothing to do; do not join by PID alone elsewhere."},
	{graph.ParentStub, "Parent not observed", "A parent is known only from what its children say: its own start was not logged or is in a log that was not read.", "Read older logs of the host, if there are any."},
	{graph.ParentGUIDMissing, "Parent without ProcessGuid", "Sysmon wrote no usable GUID for the parent, so it was found by PID and time.", "Take the link as likely, not as certain."},
	{graph.ParentCycle, "Impossible parent", "A record names a parent that began later, or the process itself. The link was left out.", "Look at the source records: damaged or forged data, or a clock that jumped."},
	{graph.ParentMismatch, "Sources name different parents", "Sysmon and the Security log name different parents. Both are kept; the tree follows Sysmon.", "Look at both: a spoofed parent looks like this."},
	{graph.GUIDCollision, "Two processes share a ProcessGuid", "The PID tells them apart.", "Join by GUID and PID together."},
	{graph.MachineIDSharedByHosts, "Hosts share a machine part", "The first part of Sysmon's GUIDs is the same on several hosts: a renamed machine or clones of one image.", "Compare their times of activity."},
	{graph.HostNameAmbiguous, "Short host name is ambiguous", "Several full names begin with the same short name, so records with only the short name stay apart.", "Export logs with full names."},
	{graph.DuplicateRecord, "Records delivered more than once", "A shipper sent records again. The copies were dropped.", "Nothing to do."},
	{graph.RecordNumberConflict, "One record number, different records", "Two different records of one log have the same number: a log that began again, or altered data.", "Look at both records."},
	{graph.RecordGap, "Record numbers are missing", "Numbers of the log jump. A filtered export has such gaps; after a deletion they look the same.", "Compare with the whole log before you read absence as proof."},
	{graph.LogClearedWarning, "A log was cleared", "Somebody emptied an event log. What was in it is lost.", "See who cleared it and what ran shortly before."},
	{graph.InputIncomplete, "An input was not read to its end", "A file is cut or damaged.", "Get another copy; see the file's report."},
	{graph.FieldLostWarning, "An exporter dropped a field", "A field that the event has is missing. Where the message text has it, it was read from there.", "Export with a tool that keeps all fields, best as EVTX."},
	{graph.SchemaMismatchWarning, "Values under the wrong names", "The log was rendered with another version's manifest; what comes after the shift was not used.", "Export again on the machine itself, or as EVTX."},
	{graph.TimeUnparseableWarning, "No readable time", "A record's time cannot be read, so its place in the order is not known.", "Look at the source record."},
	{graph.TimeSourcesDisagree, "Times of one record disagree", "UtcTime and the record's own time are too far apart. The record's own time was used.", "Known of Sysmon for Linux; compare with other logs."},
	{graph.TimeZoneInferred, "Time zone inferred", "Times had no zone, or a false one. They were placed by evidence in the data, or read as UTC where there is none.", "Check one event whose time you know."},
	{graph.ClockSteppedBack, "The clock went backwards", "Record numbers rise while times fall. Record order was followed.", "Do not compare times of this host across the step."},
	{graph.ClockSkewSuspected, "Clocks may differ", "Times of hosts do not fit each other.", "Allow for the difference when you compare hosts."},
	{graph.SessionNotClosed, "Logon without logoff", "No logoff of the session was read. Its length is not known.", "Nothing to do; lost power or a dropped connection leave no logoff."},
	{graph.SessionStartUnknown, "Logon not observed", "A session is known only from what ran in it; its 4624 was not read.", "Read the host's Security log, or older parts of it."},
	{graph.ExitUnattached, "Exit that fits no process", "An exit record has no usable GUID and no process with its PID was running.", "Nothing to do."},
	{graph.ExitWithoutStart, "Only the end was logged", "A process is known from its exit; its start was filtered or is older than the log.", "Check the Sysmon configuration, or read older logs."},
	{graph.ValueTruncatedWarning, "A value was cut short", "An exporter cut a value.", "Get the record as EVTX."},
	{graph.TextRepairedWarning, "Text was repaired", "Bytes that are no valid text became the replacement character.", "Look at the source record where it matters."},
	{graph.UnsafeTextWarning, "Text with control characters", "A value holds characters that act on a terminal or turn the reading direction. They are shown as escapes.", "Do not paste it into a terminal."},
	{graph.WorkstationAddrDisagree, "Workstation name and address disagree", "The client gave the name of another machine than its address is known for. The address counts.", "Tools and relays send chosen names."},
}

// warningText finds the words of a class; the class itself where it has none.
func warningText(c graph.WarningClass) WarningText {
	for _, w := range warningTexts {
		if w.Class == c {
			return w
		}
	}
	return WarningText{Class: c, Title: string(c)}
}
