package answer

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/procgraph/procgraph/graph"
)

// Bounds of a text to look for.
const (
	maxText  = 4096 // bytes
	maxWords = 16
)

// FoldText puts a text or a needle into lower case. The full-text index of SQLite
// ends a text at a NUL, so a NUL becomes U+FFFD in both.
func FoldText(s string) string {
	return strings.ReplaceAll(strings.ToLower(s), "\x00", "\uFFFD")
}

// ProcessText is what a search looks through of a process: image, command line and
// hashes in lower case, a line each. It is empty where none is known.
func ProcessText(n *graph.Process) string {
	if n.Image == "" && n.CommandLine == "" && len(n.Hashes) == 0 {
		return ""
	}
	var b strings.Builder
	b.WriteString(n.Image)
	b.WriteByte('\n')
	b.WriteString(n.CommandLine)
	for _, v := range slices.Sorted(maps.Values(n.Hashes)) {
		b.WriteByte('\n')
		b.WriteString(v)
	}
	return FoldText(b.String())
}

// SplitWords folds a text to look for and cuts it into words; one that is too long
// is graph.ErrInvalid.
func SplitWords(text string) ([]string, error) {
	if len(text) <= maxText {
		if words := strings.Fields(FoldText(text)); len(words) <= maxWords {
			return words, nil
		}
	}
	return nil, fmt.Errorf("%w: a text to look for has at most %d words and %d bytes", graph.ErrInvalid, maxWords, maxText)
}

// CheckSpan says whether a time span can hold anything.
func CheckSpan(from, to graph.Time) error {
	if from.Known() && to.Known() && to.Ticks < from.Ticks {
		return fmt.Errorf("%w: the time span ends (%s) before it begins (%s)", graph.ErrInvalid, to, from)
	}
	return nil
}

// Bare says that a filter has no condition but perhaps the host.
func Bare(f graph.ProcessFilter) bool {
	f.Host = ""
	return f == graph.ProcessFilter{}
}

// CheckIdentity refuses an identity that names no process. guid is its GUID, when it has one.
func CheckIdentity(id graph.ProcessIdentity) (guid [16]byte, err error) {
	if id.GUID == "" && id.PID == nil {
		return guid, fmt.Errorf("%w: a process is looked for by GUID or PID", graph.ErrInvalid)
	}
	if id.GUID == "" {
		return guid, nil
	}
	guid, ok := graph.ParseGUID(id.GUID)
	if !ok {
		return guid, fmt.Errorf("%w: %q is no GUID", graph.ErrInvalid, id.GUID)
	}
	return guid, nil
}
