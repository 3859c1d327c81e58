package neo4jstore

import (
	"errors"
	"strings"
	"testing"

	"github.com/procgraph/procgraph/graph"
)

func TestServerVersions(t *testing.T) {
	for _, tt := range []struct {
		agent, version string
		old            bool
	}{
		{"Neo4j/5.26.28", "5.26.28", false},
		{"Neo4j/5.27-aura", "5.27-aura", false},
		{"Neo4j/2026.09.0", "2026.09.0", false},
		{"Neo4j/5.25.1", "5.25.1", true},
		{"Neo4j/4.4.38", "4.4.38", true},
		{"Neo4j/", "", true},
		{"", "", true},
	} {
		s := &Store{where: "neo4j://db.example.test"}
		err := s.checkVersion(tt.agent)
		if s.version != tt.version || (err != nil) != tt.old {
			t.Errorf("%q: version %q, error %v", tt.agent, s.version, err)
		}
		if err == nil {
			continue
		}
		if !errors.Is(err, graph.ErrUnsupported) {
			t.Errorf("%q: %v is not ErrUnsupported", tt.agent, err)
		}
		for _, part := range []string{"neo4j://db.example.test", tt.version, "5.26 or later", "upgrade the server"} {
			if !strings.Contains(err.Error(), part) {
				t.Errorf("%q: %q does not say %q", tt.agent, err, part)
			}
		}
	}
}

// TestMissingSchema takes each constraint and index away in turn.
func TestMissingSchema(t *testing.T) {
	whole := func() map[string]string {
		states := map[string]string{}
		for _, m := range migrations {
			for _, statement := range m.statements {
				if name := schemaName.FindStringSubmatch(statement); name != nil {
					states[name[1]+" "+name[2]] = "ONLINE"
				}
			}
		}
		return states
	}
	s := &Store{where: "neo4j://db.example.test"}
	if err := s.checkStates(whole()); err != nil {
		t.Fatal(err)
	}
	if n := len(whole()); n < 40 {
		t.Fatalf("only %d parts of the schema were found", n)
	}
	for part := range whole() {
		kind, name, _ := strings.Cut(part, " ")
		for _, state := range []string{"", "FAILED"} {
			states := whole()
			states[part] = state
			err := s.checkStates(states)
			if !errors.Is(err, graph.ErrUnsupported) {
				t.Fatalf("%s in state %q: %v", part, state, err)
			}
			for _, say := range []string{"the " + strings.ToLower(kind) + " " + name, "neo4j://db.example.test", "DROP " + part + " IF EXISTS", "CREATE "} {
				if !strings.Contains(err.Error(), say) {
					t.Errorf("%s: %q does not say %q", part, err, say)
				}
			}
		}
	}
	// An index of the name is no constraint.
	states := whole()
	delete(states, "CONSTRAINT procgraph_process_key")
	states["INDEX procgraph_process_key"] = "ONLINE"
	if err := s.checkStates(states); err == nil {
		t.Error("an index was taken for the constraint")
	}
}
