package web

import (
	"errors"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"
)

func TestModulesOfAView(t *testing.T) {
	files := fstest.MapFS{
		"main.js":           {Data: []byte("import './a.js';\nimport {\n  one,\n  two,\n} from './lib/b.js';\n")},
		"a.js":              {Data: []byte("const later = () => import('./late.js');\nconst path = '/nowhere.js';\n/** @type {import('./late.js').T} */\n")},
		"lib/b.js":          {Data: []byte(`import{x as y}from"./c.js";export*from"../a.js";const z="./no.js";`)},
		"lib/c.js":          {Data: []byte("export const c = './no.js';\n")},
		"views/overview.js": {Data: []byte("export { c } from '../lib/c.js';\n")},
		"views/tree.js":     {Data: []byte("import '../tree-row.js';\n")},
		"tree-row.js":       {Data: []byte("import './main.js';\n")}, // a circle
		"late.js":           {},
	}
	p, err := newAssets(files)
	if err != nil {
		t.Fatal(err)
	}
	for view, want := range map[string]string{
		"":        "main.js views/overview.js a.js lib/b.js lib/c.js",
		"tree":    "main.js views/tree.js a.js lib/b.js tree-row.js lib/c.js",
		"no-view": "main.js a.js lib/b.js lib/c.js",
		"../late": "main.js a.js lib/b.js lib/c.js",
	} {
		if got := strings.Join(p.modules(view), " "); got != want {
			t.Errorf("%q: %s\nwant %s", view, got, want)
		}
	}
	files["lib/c.js"] = &fstest.MapFile{Data: []byte("import '../gone.js';\n")}
	if _, err := newAssets(files); err == nil || !strings.Contains(err.Error(), "lib/c.js imports gone.js") {
		t.Errorf("an import of a file that is not there: %v", err)
	}
	files["lib/c.js"] = &fstest.MapFile{Data: []byte("import '/a.js';\n")}
	if _, err := newAssets(files); err == nil || !strings.Contains(err.Error(), "leave the version") {
		t.Errorf("an import from the root: %v", err)
	}
}

func TestVersionOfTheFiles(t *testing.T) {
	files := fstest.MapFS{
		"index.html": {Data: []byte(`<head><script src="/main.js"></script></head>`)},
		"main.js":    {Data: []byte("one")},
	}
	first, err := newAssets(files)
	if err != nil {
		t.Fatal(err)
	}
	if _, content, lasting, err := first.open("tree"); err != nil || lasting || !strings.Contains(string(content), `src="/`+first.prefix+`main.js"`) {
		t.Errorf("the document: %q, lasting %v, %v", content, lasting, err)
	}
	if _, content, lasting, err := first.open(first.prefix + "main.js"); err != nil || !lasting || string(content) != "one" {
		t.Errorf("a file of the version: %q, lasting %v, %v", content, lasting, err)
	}
	files["main.js"] = &fstest.MapFile{Data: []byte("two")}
	second, err := newAssets(files)
	if err != nil {
		t.Fatal(err)
	}
	if first.prefix == second.prefix {
		t.Error("a changed file has not changed the version")
	}
	if _, _, _, err := second.open(first.prefix + "main.js"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a file of another version: %v", err)
	}
}
