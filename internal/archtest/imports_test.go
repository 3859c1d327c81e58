package archtest

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/procgraph/procgraph/"

// imports lists what each package of the repository imports, tests left out:
// package folder -> import path -> one file that has it.
func imports(t *testing.T) map[string]map[string]string {
	t.Helper()
	root := filepath.Join("..", "..")
	all := map[string]map[string]string{}
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if name := d.Name(); path != root && (name == "testdata" || name == "vendor" || strings.HasPrefix(name, ".") && name != "..") {
				return filepath.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		folder, err := filepath.Rel(root, filepath.Dir(path))
		if err != nil {
			return err
		}
		folder = filepath.ToSlash(folder)
		if all[folder] == nil {
			all[folder] = map[string]string{}
		}
		for _, i := range f.Imports {
			name, err := strconv.Unquote(i.Path.Value)
			if err != nil {
				return err
			}
			all[folder][name] = path
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(all) < 10 {
		t.Fatalf("only %d packages were found", len(all))
	}
	return all
}

func in(folder, part string) bool { return folder == part || strings.HasPrefix(folder, part+"/") }

// TestArrows checks which parts of the repository may know which.
func TestArrows(t *testing.T) {
	// may lists, for each part, the only parts it may import; the longest part counts.
	may := map[string][]string{
		"graph":             {},
		"graph/resolve":     {"graph"},
		"graph/standout":    {"graph", "graph/commandline", "graph/tables"},
		"graph/hunts":       {"graph", "graph/cypherguard", "graph/tables"},
		"graph/tables":      {},
		"graph/commandline": {},
		"graph/cypherguard": {"graph"},
		"graph/graphexport": {"graph"},
		"graph/lineage":     {"graph"},
		"graph/derive":      {"graph", "graph/resolve", "graph/standout"},
		"graph/transfer":    {"graph", "graph/derive"},
		"graph/answer":      {"graph"},
		"graph/timeline":    {"graph", "graph/answer"},
		"graph/sqlitestore": {"graph", "graph/answer", "graph/timeline"},
		"graph/neo4jstore":  {"graph", "graph/answer", "graph/cypherguard", "graph/timeline"},
		"graph/storetest":   {"graph"},
		"ingest":            {"graph", "ingest"},
		"ingest/winevent":   {"graph"},
		"ingest/sysmon":     {"graph", "ingest/winevent"},
		"ingest/security":   {"graph", "ingest/winevent"},
		"ingest/evtx":       {"ingest/winevent"},
		"ingest/archive":    {},
		"web":               {"graph", "graph/hunts", "web", "internal"},
		"web/api":           {"graph", "graph/hunts", "graph/lineage", "internal"},
	}
	for folder, list := range imports(t) {
		part, ok := "", false
		for p := range may {
			if in(folder, p) && len(p) > len(part) {
				part, ok = p, true
			}
		}
		if !ok {
			continue
		}
		for path, file := range list {
			own, isOwn := strings.CutPrefix(path, module)
			if !isOwn || in(own, part) && part != "graph" && part != "web" {
				continue
			}
			allowed := false
			for _, a := range may[part] {
				// "graph" alone lets in the domain, not the packages below it.
				allowed = allowed || own == a || a != "graph" && in(own, a)
			}
			if !allowed {
				t.Errorf("%s imports %s (%s)", folder, own, file)
			}
		}
	}
}

// TestOutsideLibraries checks that a library stays in the one package that may know it.
func TestOutsideLibraries(t *testing.T) {
	homes := map[string]string{
		"github.com/0xrawsec/golang-evtx":  "ingest/evtx",
		"github.com/neo4j/neo4j-go-driver": "graph/neo4jstore",
		"github.com/testcontainers":        "internal/neo4jtest",
		"modernc.org/sqlite":               "graph/sqlitestore",
		"database/sql":                     "graph/sqlitestore",
		"github.com/gin-gonic/gin":         "web",
		"github.com/valyala/fastjson":      "ingest/jsonl",
		"github.com/alecthomas/kong":       "cmd/procgraph",
	}
	for folder, list := range imports(t) {
		for path, file := range list {
			for library, home := range homes {
				if in(path, library) && !in(folder, home) {
					t.Errorf("%s imports %s, which only %s may know (%s)", folder, path, home, file)
				}
			}
			if folder == "graph" && strings.Contains(strings.SplitN(path, "/", 2)[0], ".") {
				t.Errorf("the domain imports %s; it may use the standard library only (%s)", path, file)
			}
		}
	}
}
