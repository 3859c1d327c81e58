package graph_test

import (
	"strings"
	"testing"

	"github.com/procgraph/procgraph/graph"
)

func TestGUID(t *testing.T) {
	const want = "a1b2c3d4-0000-1111-2222-333344445555"
	for _, text := range []string{want, strings.ToUpper(want), "{" + want + "}"} {
		guid, ok := graph.ParseGUID(text)
		if !ok || graph.FormatGUID(guid) != want {
			t.Errorf("%q: %x, %t", text, guid, ok)
		}
	}
	for _, text := range []string{"", "4321", "ws01:42", want[1:], want + "0", "g" + want[1:], want[:35] + "g", "{" + want, want + "}", "{" + want[:35] + "}",
		strings.ReplaceAll(want, "-", "0"), strings.ReplaceAll(want, "-", "x"), "a1b2c3d40000-1111-2222-333344445555--"} {
		if _, ok := graph.ParseGUID(text); ok {
			t.Errorf("%q is taken for a GUID", text)
		}
	}
}
