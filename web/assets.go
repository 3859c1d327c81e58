package web

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
)

// staticImport finds what a module imports before it runs; an import() is not
// among them. A statement begins a line or, in a vendored file, follows another.
var staticImport = regexp.MustCompile(`(?m)(?:^|;)(?:import|export|\} from)[^'"\n(;=]*['"](\.{0,2}/[^'"]+)['"]`)

// entryModules begin the page whatever the view.
var entryModules = []string{"main.js"}

// assets are the page's files. The document that every view begins with names
// them below a path of their version, so that a browser may keep them for good, and
// lists all modules that the view needs, so that it fetches them at once: else it
// learns of each only from the one that imports it, a round trip for each level.
type assets struct {
	files   fs.FS
	prefix  string              // "at/VERSION/"
	imports map[string][]string // a module's own imports
}

// newAssets reads the files. It fails on an import of a file that is not there.
func newAssets(files fs.FS) (*assets, error) {
	a := &assets{files: files, imports: map[string][]string{}}
	version := sha256.New()
	err := fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		content, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		fmt.Fprintf(version, "%s %d\n%s", name, len(content), content)
		if path.Ext(name) != ".js" {
			return nil
		}
		return a.read(name, content)
	})
	if err != nil {
		return nil, fmt.Errorf("reading the page's files: %w", err)
	}
	a.prefix = "at/" + base64.RawURLEncoding.EncodeToString(version.Sum(nil)[:12]) + "/"
	return a, nil
}

// read keeps what a module imports.
func (a *assets) read(name string, content []byte) error {
	for _, m := range staticImport.FindAllSubmatch(content, -1) {
		imported := path.Join(path.Dir(name), string(m[1]))
		if strings.HasPrefix(string(m[1]), "/") {
			return fmt.Errorf("%s imports %s: a path from the root would leave the version", name, m[1])
		}
		if _, err := fs.Stat(a.files, imported); err != nil {
			return fmt.Errorf("%s imports %s: %w", name, imported, err)
		}
		a.imports[name] = append(a.imports[name], imported)
	}
	return nil
}

// modules are those that the view of an address needs, those of the page first.
func (a *assets) modules(view string) []string {
	if view == "" {
		view = "overview"
	}
	var list []string
	next := append(slices.Clone(entryModules), "views/"+view+".js")
	for len(next) > 0 {
		name := next[0]
		next = next[1:]
		if slices.Contains(list, name) {
			continue
		}
		if _, err := fs.Stat(a.files, name); err != nil {
			continue // no such view: the page says so
		}
		list = append(list, name)
		next = append(next, a.imports[name]...)
	}
	return list
}

// document is the file that every view begins with.
const document = "index.html"

// open returns a file by its path in an address, and whether it is one of a
// version, which never changes. A path without a dot in its last element is a
// view of the page, so that views have addresses of their own. fs.ErrNotExist
// (wrapped) also for a file of another version, which must not be mixed with this one's.
func (a *assets) open(name string) (file string, content []byte, lasting bool, err error) {
	if file, lasting = strings.CutPrefix(name, a.prefix); lasting {
		content, err = fs.ReadFile(a.files, file)
		return file, content, true, err
	}
	if name != "" && strings.Contains(path.Base(name), ".") {
		content, err = fs.ReadFile(a.files, name)
		return name, content, false, err
	}
	content, err = fs.ReadFile(a.files, document)
	return document, a.into(content, name), false, err
}

// into returns the document for the view of an address: its files are those of
// this version, and the modules that the view needs are named before the end of the head.
func (a *assets) into(document []byte, view string) []byte {
	text := strings.ReplaceAll(string(document), `="/`, `="/`+a.prefix)
	var lines strings.Builder
	for _, name := range a.modules(view) {
		fmt.Fprintf(&lines, "  <link rel=\"modulepreload\" href=\"/%s%s\">\n", a.prefix, name)
	}
	return []byte(strings.Replace(text, "</head>", lines.String()+"</head>", 1))
}
