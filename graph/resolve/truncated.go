package resolve

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/procgraph/procgraph/graph"
)

// longTexts are the fields that exporters and Sysmon's FieldSizes setting cut.
var longTexts = []graph.Field{graph.CommandLine, graph.ParentCommandLine}

// isCut says whether short is the beginning of whole and no more. Blanks at the
// end are no loss: some exporters trim them.
func isCut(short, whole string) bool {
	short = strings.TrimRight(short, " \t\r\n")
	for _, mark := range []string{"...", "…"} {
		if s := strings.TrimSuffix(short, mark); s != short && len(whole) > len(short) && strings.HasPrefix(whole, s) {
			return s != ""
		}
	}
	return short != "" && len(short) < len(strings.TrimRight(whole, " \t\r\n")) && strings.HasPrefix(whole, short)
}

// takeWhole gives e the whole of each text of which e or its copy o has only
// the beginning, and notes the loss.
func (e *event) takeWhole(o *event) {
	for _, f := range longTexts {
		own, other := e.Text(f), o.Text(f)
		switch {
		case isCut(own, other):
			e.set(f, other)
		case isCut(other, own):
		default:
			continue
		}
		e.flag(graph.ValueTruncated)
	}
}

// commandLine is the command line by the records of the creation: Sysmon's,
// unless it is only the beginning of the Security log's. cut says in words which is cut.
func (l *lifetime) commandLine() (text, cut string) {
	if l.sysmon == nil || l.security == nil {
		return l.creation().Text(graph.CommandLine), ""
	}
	text, other := l.sysmon.Text(graph.CommandLine), l.security.Text(graph.CommandLine)
	const sentence = "the %s log has only the first %d characters of the command line; the %s log has it whole"
	switch {
	case text == "":
		return other, ""
	case isCut(text, other):
		return other, fmt.Sprintf(sentence, "Sysmon", utf8.RuneCountInString(text), "Security")
	case isCut(other, text):
		return text, fmt.Sprintf(sentence, "Security", utf8.RuneCountInString(other), "Sysmon")
	}
	return text, ""
}
