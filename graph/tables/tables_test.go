package tables

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestShipped: every file can be read in one of the forms, is in lower case and
// names nothing twice.
func TestShipped(t *testing.T) {
	if len(Names()) < 15 {
		t.Errorf("%v", Names())
	}
	for _, name := range Names() {
		_, ok := Text(name)
		if !ok {
			t.Fatalf("%s cannot be read", name)
		}
		switch name {
		case "core-parents", "session-parents", "integrity-ranks":
			for child, values := range Map(name) {
				if len(values) == 0 || child != strings.ToLower(child) {
					t.Errorf("%s: %s", name, child)
				}
			}
		case "fetchers":
			for _, r := range Rules(name) {
				if len(r.Words) == 0 || !strings.HasSuffix(r.Name, ".exe") {
					t.Errorf("%s: %+v", name, r)
				}
			}
		default:
			values := List(name)
			sorted := slices.Clone(values)
			slices.Sort(sorted)
			if len(values) == 0 || len(slices.Compact(sorted)) != len(values) {
				t.Errorf("%s is empty or names something twice: %v", name, values)
			}
			for _, v := range values {
				if v != strings.ToLower(v) {
					t.Errorf("%s: %s is not in lower case", name, v)
				}
			}
		}
	}
}

func TestForms(t *testing.T) {
	list, err := ParseList("# a comment\n a.exe \n\n\" b \"\n")
	if d := cmp.Diff([]string{"a.exe", " b "}, list); d != "" || err != nil {
		t.Error(d, err)
	}
	m, err := ParseMap("a: b, c\na: \" d\"\n")
	if d := cmp.Diff(map[string][]string{"a": {"b", "c", " d"}}, m); d != "" || err != nil {
		t.Error(d, err)
	}
	rules, err := ParseRules("a: http:// + \"x \"\n")
	if d := cmp.Diff([]Rule{{"a", []string{"http://", "x "}}}, rules); d != "" || err != nil {
		t.Error(d, err)
	}
	for text, want := range map[string]string{"a\n\"b\n": "line 2: \"b", "\"\"\n": "line 1"} {
		if _, err := ParseList(text); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%q gives %v", text, err)
		}
	}
	for text, want := range map[string]string{"a: b\nnothing\n": "line 2", ": b\n": "line 1", "a:\n": "line 1", "a: b,,c\n": "line 1"} {
		if _, err := ParseMap(text); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%q gives %v", text, err)
		}
	}
	if _, ok := Text("none"); ok {
		t.Error("there is a table none")
	}
}
