package winevent

import "strings"

// MessageLine reads "label value" from a rendered message by the label's place
// in the schema: the first line that begins with label, and only if it stands
// before the first line that begins with before (the first field whose value an
// attacker chooses, usually the command line). A label seen only after that is
// not trusted unless the whole text has it exactly once.
//
// Labels are compared after leading white space and with their colon, as in
// "ProcessId:" or "Creator Process ID:".
func MessageLine(message, label, before string) (string, bool) {
	value, found, count, trusted := "", false, 0, true
	for line := range strings.SplitSeq(message, "\n") {
		line = strings.Trim(line, " \t\r")
		if before != "" && strings.HasPrefix(line, before) {
			trusted = false
		}
		rest, ok := strings.CutPrefix(line, label)
		if !ok {
			continue
		}
		if !found {
			value, found = strings.TrimSpace(rest), true
			if trusted {
				return value, true
			}
		}
		count++
	}
	return value, found && count == 1
}
