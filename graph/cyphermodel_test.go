package graph_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/procgraph/procgraph/graph"
)

var (
	labelRow = regexp.MustCompile("(?m)^\\| `([A-Z][a-zA-Z]+)` \\| [^|]* \\| `([a-zA-Z0-9 ]+)` \\|$")
	arrow    = regexp.MustCompile(`(?m)^  ([A-Za-z]+) -->\|([A-Z_, ]+)\| ([A-Za-z]+)$`)
)

// TestCypherModelIsTheDocumentedOne holds the model against the README, which is
// what an analyst reads.
func TestCypherModelIsTheDocumentedOne(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	model := graph.DocumentedCypher()
	rows := labelRow.FindAllStringSubmatch(string(text), -1)
	if len(rows) != len(model.Labels) {
		t.Errorf("the README has %d labels, the model %d", len(rows), len(model.Labels))
	}
	for _, row := range rows {
		i := slices.IndexFunc(model.Labels, func(l graph.CypherLabel) bool { return l.Name == row[1] })
		if i < 0 {
			t.Errorf("the model lacks the label %s", row[1])
			continue
		}
		own := slices.DeleteFunc(slices.Clone(model.Labels[i].Properties), func(p string) bool {
			return slices.Contains([]string{"key", "caseName", "sortTime", "hostKey", "userKey", "sessionKey"}, p)
		})
		if got := strings.Join(own, " "); got != row[2] {
			t.Errorf("%s has\n%s\nand in the README\n%s", row[1], got, row[2])
		}
	}
	var documented, modelled []string
	for _, m := range arrow.FindAllStringSubmatch(string(text), -1) {
		for _, kind := range strings.Split(m[2], ", ") {
			documented = append(documented, m[1]+" "+kind+" "+m[3])
		}
	}
	for _, r := range model.Relationships {
		for _, e := range r.Between {
			modelled = append(modelled, e.From+" "+r.Type+" "+e.To)
		}
	}
	slices.Sort(documented)
	slices.Sort(modelled)
	if !slices.Equal(documented, modelled) {
		t.Errorf("relationships are\n%s\nand in the README\n%s", strings.Join(modelled, "\n"), strings.Join(documented, "\n"))
	}
}
