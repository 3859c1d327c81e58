package hunts_test

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/graph/hunts"
	"github.com/procgraph/procgraph/graph/neo4jstore"
	"github.com/procgraph/procgraph/internal/neo4jtest"
)

// answer keeps an answer's cells as JSON, by column.
type answer struct {
	columns []string
	rows    []map[string]string
}

func (a *answer) Columns(names []string) error {
	a.columns = names
	return nil
}

func (a *answer) Row(values []any) error {
	row := map[string]string{}
	for i, v := range values {
		var b strings.Builder
		encoder := json.NewEncoder(&b)
		encoder.SetEscapeHTML(false)
		if err := encoder.Encode(v); err != nil {
			return err
		}
		row[a.columns[i]] = strings.Trim(b.String(), "\"\n")
	}
	a.rows = append(a.rows, row)
	return nil
}

// only joins the cells of some columns, a text for each row.
func (a *answer) only(columns string) []string {
	var all []string
	for _, row := range a.rows {
		var cells []string
		for c := range strings.FieldsSeq(columns) {
			cell, ok := row[c]
			if !ok {
				cell = "no column " + c
			}
			cells = append(cells, cell)
		}
		all = append(all, strings.Join(cells, " "))
	}
	return all
}

// openCase opens a case of the test's own, which is gone afterwards.
func openCase(t *testing.T) *neo4jstore.Store {
	t.Helper()
	server := neo4jtest.Server(t)
	store, err := neo4jstore.Open(t.Context(), neo4jstore.Options{URI: server.URI, User: server.User, Password: server.Password,
		Case: "hunts-" + strings.ToLower(rand.Text()[:8])})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := store.Clear(context.WithoutCancel(t.Context())); err != nil {
			t.Error(err)
		}
		store.Close()
	})
	return store
}

func fill(t *testing.T, store *neo4jstore.Store) {
	t.Helper()
	w, err := store.Begin(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	hosts, users := directory()
	if err := w.SetDirectory(t.Context(), hosts, users, nil); err != nil {
		t.Fatal(err)
	}
	for key, g := range newWorld() {
		if err := w.SetHostGraph(t.Context(), key, graph.HostState{}, *g); err != nil {
			t.Fatal(err)
		}
	}
}

// ask runs a hunt.
func ask(t *testing.T, store *neo4jstore.Store, l *hunts.Library, name string, given map[string]any) *answer {
	t.Helper()
	h, err := l.Get(name)
	if err != nil {
		t.Fatal(err)
	}
	q, err := l.Query(h, given)
	if err != nil {
		t.Fatal(err)
	}
	var a answer
	sum, err := store.RunCypher(t.Context(), q, &a)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	if sum.Limit != graph.CypherWhole || len(sum.Notices) > 0 {
		t.Errorf("%s: %+v", name, sum)
	}
	return &a
}

// synthetic are the hunts over newWorld: all rows are listed, so that what is not is a near miss.
var synthetic = []struct {
	hunt    string
	given   map[string]any
	columns string
	want    []string
}{
	{"process-ancestry", map[string]any{"process": "p:alpha:child"}, "step user link observed processKey", []string{
		`0 EX\\adm null true p:alpha:child`, `1 EX\\adm certain true p:alpha:remote`, `2 NT AUTHORITY\\SYSTEM certain true p:alpha:wmi`,
		`3 NT AUTHORITY\\SYSTEM certain true p:alpha:svchost`, `4 NT AUTHORITY\\SYSTEM certain true p:alpha:services`, `5 NT AUTHORITY\\SYSTEM certain true p:alpha:wininit`,
		`6 NT AUTHORITY\\SYSTEM certain true p:alpha:smss`, `7 null certain false p:alpha:system`}},
	{"process-ancestry", map[string]any{"process": "p:alpha:spoofed"}, "step link processKey", []string{"0 null p:alpha:spoofed", "1 disputed p:alpha:explorer"}},
	{"process-descendants", map[string]any{"process": "p:alpha:wmi"}, "generation processKey parentKey", []string{
		"0 p:alpha:wmi p:alpha:svchost", "1 p:alpha:remote p:alpha:wmi", "2 p:alpha:child p:alpha:remote", "1 p:alpha:late p:alpha:wmi"}},
	{"process-descendants", map[string]any{"process": "p:alpha:wmi", "depth": 1}, "processKey", []string{"p:alpha:wmi", "p:alpha:remote", "p:alpha:late"}},
	{"unexpected-parents", nil, "processKey parentKey", []string{"p:alpha:fake p:alpha:explorer"}},
	{"unexpected-parents", map[string]any{"expected": `{"winword.exe": ["outlook.exe"]}`}, "processKey expected", []string{`p:alpha:word ["outlook.exe"]`}},
	{"system-names-elsewhere", nil, "processKey", []string{"p:alpha:direct", "p:alpha:fake"}},
	{"document-to-shell", nil, "processKey origin generations", []string{"p:alpha:macro winword.exe 1", "p:alpha:renamed w3wp.exe 1"}},
	{"document-to-shell", map[string]any{"generations": 4, "origins": "@documents"}, "processKey generations", []string{"p:alpha:macro 1", "p:alpha:deep4 4"}},
	{"parent-disagreement", nil, "processKey source claimedKey", []string{"p:alpha:spoofed security p:alpha:second", "p:alpha:spoofed sysmon p:alpha:explorer"}},
	{"process-logon", map[string]any{"process": "p:alpha:child"}, "sessionKey logonType sourceIp sourceHost user builtin", []string{`s:alpha:net 3 10.0.0.2 beta.example.test EX\\adm false`}},
	{"process-logon", map[string]any{"process": "p:alpha:fake"}, "sessionKey", nil},
	{"remote-session-processes", nil, "processKey sessionKey sourceIp", []string{
		"p:gamma:remote-desk s:gamma:rdp 10.0.0.77", "p:alpha:remote s:alpha:net 10.0.0.2", "p:alpha:child s:alpha:net 10.0.0.2", "p:gamma:landed s:gamma:net 10.0.0.1"}},
	{"remote-session-processes", map[string]any{"source": "ALPHA"}, "processKey", []string{"p:gamma:landed"}},
	{"remote-session-processes", map[string]any{"source": "10.0.0.77"}, "processKey", []string{"p:gamma:remote-desk"}},
	{"user-moves", nil, "user cameFrom origin target sessionKey cameBy", []string{
		`EX\\ann null alpha.example.test gamma.example.test s:gamma:ann null`,
		`EX\\ann null beta.example.test alpha.example.test s:alpha:ann null`,
		`EX\\adm null beta.example.test alpha.example.test s:alpha:net null`,
		`EX\\adm beta.example.test alpha.example.test gamma.example.test s:gamma:net s:alpha:net`}},
	{"user-moves", map[string]any{"hops": "2"}, "sessionKey", []string{"s:gamma:net"}},
	{"user-moves", map[string]any{"user": "u:ann"}, "sessionKey", []string{"s:gamma:ann", "s:alpha:ann"}},
	{"remote-execution", nil, "processKey origin sessionKey", []string{"p:alpha:remote proven s:alpha:net", "p:alpha:possible possible s:alpha:net", "p:gamma:asked possible s:gamma:asker"}},
	{"explicit-credentials", nil, "kind user account times attemptKey sessionKey processKey", []string{
		`NTLM network logon null EX\\adm 1 null s:gamma:net null`,
		`explicit credentials EX\\ann EX\\adm 2 a:alpha:000 null p:alpha:runas`,
		`cleartext network logon null EX\\ann 1 null s:alpha:clear null`}},
	{"failures-then-success", nil, "source failures accounts success sessionKey", []string{
		`10.0.0.66 5 5 EX\\tried3 s:beta:sprayed`, `10.0.0.69 10 1 EX\\ann s:beta:guessed`}},
	{"privilege-jump", nil, "processKey jump", []string{"p:alpha:asadm user", "p:alpha:bypass integrity"}},
	{"rarest", map[string]any{"what": "hash"}, "value hosts runs processKey", []string{"BB 1 1 p:alpha:bypass"}},
	{"rarest", map[string]any{"what": "hash", "hosts": 2}, "value hosts runs", []string{"BB 1 1", "AA 2 2"}},
	{"rarest", map[string]any{"what": "pair", "runs": 1, "limit": 2}, "value processKey", []string{
		"explorer.exe > after.exe p:gamma:after", "explorer.exe > elsewhere.exe p:beta:elsewhere"}},
	{"rarest", map[string]any{"limit": 1, "runs": 1}, "value", []string{`c:\\tools\\after.exe`}},
	{"lolbin-network", nil, "processKey", []string{"p:alpha:fetch"}},
	{"encoded-commands", nil, "processKey kind runs", []string{"p:alpha:encoded encoded 1", "p:alpha:long long 1"}},
	{"encoded-commands", map[string]any{"runs": 5, "length": 5000}, "processKey runs", []string{"p:alpha:encoded 1", "p:alpha:agent0 5"}},
	{"unusual-users", nil, "kind userKey processKey processes", []string{"disabled u:idle p:gamma:explorer 2", "first seen u:fresh p:beta:debut 1"}},
	{"around-log-clear", nil, "processKey seconds log", []string{"p:gamma:before -240 security", "p:gamma:after 240 security"}},
	{"around-log-clear", map[string]any{"before": 6, "after": 0}, "processKey", []string{"p:gamma:early", "p:gamma:before"}},
	{"shortest-connection", map[string]any{"from": "p:alpha:macro", "to": "p:gamma:landed"}, "relation key", []string{
		"null p:alpha:macro", "-RAN_ON-> h:alpha", "<-FROM_HOST- s:gamma:net", "<-IN_SESSION- p:gamma:landed"}},
	{"shortest-connection", map[string]any{"from": "p:alpha:fetch", "to": "p:alpha:deep1"}, "relation key", []string{
		"null p:alpha:fetch", "<-SPAWNED- p:alpha:macro", "<-SPAWNED- p:alpha:word", "-SPAWNED-> p:alpha:deep1"}},
	// Both are in 0x3e7, which is no connection.
	{"shortest-connection", map[string]any{"from": "p:alpha:late", "to": "p:alpha:services"}, "key", []string{
		"p:alpha:late", "p:alpha:wmi", "p:alpha:svchost", "p:alpha:services"}},
	// The logons between the two hosts came later.
	{"shortest-connection", map[string]any{"from": "p:alpha:smss", "to": "p:gamma:explorer"}, "key", nil},
	{"lingering-sessions", nil, "sessionKey running images", []string{`s:alpha:desk 2 ["explorer.exe","cmd.exe"]`, `s:alpha:open 1 ["tool.exe"]`}},
	{"lingering-sessions", map[string]any{"unaudited": true, "hours": 0}, "sessionKey", []string{"s:alpha:desk", "s:gamma:rdp", "s:gamma:net", "s:alpha:open"}},
}

func TestSynthetic(t *testing.T) {
	store := openCase(t)
	fill(t, store)
	l, err := hunts.Load("")
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for i, c := range synthetic {
		seen[c.hunt] = true
		t.Run(fmt.Sprintf("%02d-%s", i, c.hunt), func(t *testing.T) {
			a := ask(t, store, l, c.hunt, c.given)
			if d := cmp.Diff(c.want, a.only(c.columns)); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
		})
	}
	for _, h := range l.All() {
		if !seen[h.Name] {
			t.Errorf("nothing tests %s", h.Name)
		}
	}
}

// badOperators read more than a hunt has to do with, or join everything with everything.
var badOperators = []string{"AllNodesScan", "NodeByLabelScan", "LabelsScan", "RelationshipTypeScan", "AllRelationshipsScan", "RelationshipTypesScan", "CartesianProduct"}

// operator is a line of a plan's drawing: "| | +Name@database | ...".
var operator = regexp.MustCompile(`^\|[ |\\]*\+(\w+)`)

func TestPlans(t *testing.T) {
	store := openCase(t)
	l, err := hunts.Load("")
	if err != nil {
		t.Fatal(err)
	}
	for _, h := range l.All() {
		given := map[string]any{}
		for _, p := range h.Params {
			if p.Required {
				given[p.Name] = "p:alpha:x"
			}
		}
		q, err := l.Query(h, given)
		if err != nil {
			t.Fatal(err)
		}
		q.Text, q.Limits = "EXPLAIN "+q.Text, graph.CypherLimits{}
		var a answer
		if _, err := store.RunCypher(t.Context(), q, &a); err != nil {
			t.Errorf("%s: %v", h.Name, err)
			continue
		}
		var operators []string
		for _, line := range a.only("plan") {
			if m := operator.FindStringSubmatch(line); m != nil {
				operators = append(operators, m[1])
			}
		}
		if len(operators) < 5 || !slices.ContainsFunc(operators, func(o string) bool { return strings.Contains(o, "IndexSeek") }) {
			t.Errorf("%s: no index in %v", h.Name, operators)
		}
		for _, o := range operators {
			if slices.ContainsFunc(badOperators, func(bad string) bool { return strings.Contains(o, bad) }) {
				t.Errorf("%s: the plan has %s", h.Name, o)
			}
		}
	}
}
