// Package commandline reads Windows command lines as they stand in process
// creation events: it splits them into arguments and decodes what PowerShell
// was given in encoded form. Everything here is pure, bounded, and makes do
// with cut and malformed text.
package commandline

import "strings"

// maxArguments bounds Split: command lines end at 32,767 characters, but a log
// can claim anything.
const maxArguments = 4096

// Split returns the arguments of a command line, the program first. It follows
// the rules of the Microsoft C runtime ("Parsing C command-line arguments"):
// blanks separate, quotation marks group, and a backslash counts as itself
// unless a quotation mark follows. Unlike the runtime, a missing closing mark
// ends at the end of the text, and at most 4,096 arguments are returned.
func Split(commandLine string) []string {
	var args []string
	var arg strings.Builder
	inArg, quoted := false, false
	end := func() {
		if inArg {
			args = append(args, arg.String())
			arg.Reset()
			inArg = false
		}
	}
	for i := 0; i < len(commandLine) && len(args) < maxArguments; i++ {
		switch c := commandLine[i]; {
		case c == '\\':
			run := backslashes(commandLine[i:])
			if i+run < len(commandLine) && commandLine[i+run] == '"' {
				arg.WriteString(commandLine[i : i+run/2])
				if run%2 == 1 {
					arg.WriteByte('"')
					run++
				}
			} else {
				arg.WriteString(commandLine[i : i+run])
			}
			inArg = true
			i += run - 1
		case c == '"':
			inArg, quoted = true, !quoted
		case blank(c) && !quoted:
			end()
		default:
			inArg = true
			arg.WriteByte(c)
		}
	}
	end()
	return args
}

// backslashes counts the backslashes that s begins with.
func backslashes(s string) int {
	n := 0
	for n < len(s) && s[n] == '\\' {
		n++
	}
	return n
}

func blank(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }
