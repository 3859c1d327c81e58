package api

import (
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strconv"
	"testing"
)

// TestWarningTexts checks that every class of package graph has words.
func TestWarningTexts(t *testing.T) {
	f, err := parser.ParseFile(token.NewFileSet(), "../../graph/node.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	classes := 0
	ast.Inspect(f, func(n ast.Node) bool {
		v, ok := n.(*ast.ValueSpec)
		if !ok {
			return true
		}
		if name, ok := v.Type.(*ast.Ident); !ok || name.Name != "WarningClass" {
			return true
		}
		value, err := strconv.Unquote(v.Values[0].(*ast.BasicLit).Value)
		if err != nil {
			t.Fatal(err)
		}
		classes++
		i := slices.IndexFunc(warningTexts, func(w WarningText) bool { return string(w.Class) == value })
		if i < 0 || warningTexts[i].Title == "" || warningTexts[i].Meaning == "" || warningTexts[i].Advice == "" {
			t.Errorf("the class %q has no title, meaning and advice", value)
		}
		return true
	})
	if classes != len(warningTexts) || classes < 20 {
		t.Errorf("%d classes, %d texts", classes, len(warningTexts))
	}
}

func TestParseQueryRefuses(t *testing.T) {
	params := join(processParams(), pageParams())
	for _, query := range []string{"x=1", "limit=0", "limit=1001", "limit=a", "from=now", "observed=yes", "host=a&host=b", "%zz",
		"from=2024-01-02T00:00:00Z&to=2024-01-01T00:00:00Z", "text=%ff"} {
		if _, err := ParseQuery(params, query); err == nil {
			t.Errorf("%q was taken", query)
		}
	}
	v, err := ParseQuery(params, "host=h%3Aa&limit=7&observed=false&from=2024-01-01T00:00:00.5Z")
	if err != nil {
		t.Fatal(err)
	}
	f := v.processFilter()
	if f.Host != "h:a" || v.page().Limit != 7 || f.Observed == nil || *f.Observed || f.From.String() != "2024-01-01T00:00:00.5Z" {
		t.Errorf("%+v", f)
	}
}

func FuzzParseQuery(f *testing.F) {
	f.Add("host=a&limit=3&from=2024-01-01T00:00:00Z")
	f.Add("%zz&&=;")
	params := join([]Param{keyParam("process")}, processParams(), pageParams())
	f.Fuzz(func(t *testing.T, query string) {
		v, err := ParseQuery(params, query)
		if err == nil && v.Int("limit") < 1 {
			t.Errorf("%q gives the limit %d", query, v.Int("limit"))
		}
	})
}
