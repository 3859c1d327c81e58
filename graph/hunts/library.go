package hunts

import (
	"cmp"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/graph/tables"
)

//go:embed files/*.cypher
var files embed.FS

// ending is the ending of a hunt's file.
const ending = ".cypher"

// maxOwn bounds the files of the user's folder.
const maxOwn = 1000

// Library is a set of hunts. It does not change and is safe for concurrent use.
type Library struct {
	hunts    []Hunt // by name
	problems []Problem
	dir      string
}

// Load reads the hunts that come with the program, and those in dir; an empty dir
// is none. A file that cannot be used is a Problem and costs only itself. The error
// is one of the folder: it wraps fs.ErrNotExist where there is none.
func Load(dir string) (*Library, error) {
	l := &Library{dir: dir}
	names, err := fs.Glob(files, "files/*"+ending)
	if err != nil {
		return nil, err
	}
	for _, file := range names {
		text, err := files.ReadFile(file)
		if err != nil {
			return nil, err
		}
		h, err := parse(strings.TrimSuffix(path.Base(file), ending), string(text), l.table)
		if err != nil && dir == "" {
			return nil, fmt.Errorf("the hunt %s: %w", path.Base(file), err)
		}
		if err != nil { // by a table of the user's
			l.problem(path.Base(file), err)
			continue
		}
		l.hunts = append(l.hunts, h)
	}
	if dir != "" {
		if err := l.own(); err != nil {
			return nil, err
		}
	}
	slices.SortFunc(l.hunts, func(a, b Hunt) int { return cmp.Compare(a.Name, b.Name) })
	return l, nil
}

// own reads the user's folder.
func (l *Library) own() error {
	entries, err := os.ReadDir(l.dir)
	if err != nil {
		return fmt.Errorf("reading the folder of hunts: %w", err)
	}
	read := 0
	for _, e := range entries {
		name, ok := strings.CutSuffix(e.Name(), ending)
		if !ok || e.IsDir() || strings.HasPrefix(name, ".") {
			continue
		}
		if read++; read > maxOwn {
			l.problem(e.Name(), wrong(0, "the folder holds more than %d hunts", maxOwn))
			break
		}
		if err := l.add(name); err != nil {
			l.problem(e.Name(), err)
		}
	}
	return nil
}

// add reads one file of the user's.
func (l *Library) add(name string) error {
	text, err := readBounded(filepath.Join(l.dir, name+ending))
	if err != nil {
		return wrong(0, "%v", err)
	}
	h, err := parse(name, text, l.table)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(l.hunts, func(have Hunt) bool { return have.Name == name }) {
		return wrong(0, "there is a hunt of this name already: choose another")
	}
	h.Own = true
	l.hunts = append(l.hunts, h)
	return nil
}

func (l *Library) problem(file string, err error) {
	p := Problem{File: file, Reason: err.Error()}
	var at *lineError
	if errors.As(err, &at) {
		p.Line, p.Reason = at.line, at.reason
	}
	l.problems = append(l.problems, p)
}

// table is the text of a table: the user's, else the one that comes with the program.
func (l *Library) table(name string) (string, error) {
	if !hunts.MatchString(name) {
		return "", fmt.Errorf("%q is no name of a table", graph.Excerpt(name))
	}
	if l.dir != "" {
		text, err := readBounded(filepath.Join(l.dir, "tables", name+".txt"))
		if !errors.Is(err, fs.ErrNotExist) {
			return text, err
		}
	}
	if text, ok := tables.Text(name); ok {
		return text, nil
	}
	return "", fmt.Errorf("there is no table %s; there are %s", name, strings.Join(tables.Names(), ", "))
}

// readBounded reads a regular file of at most maxFile bytes.
func readBounded(file string) (string, error) {
	info, err := os.Stat(file)
	if err != nil {
		return "", err
	}
	if !info.Mode().IsRegular() || info.Size() > maxFile {
		return "", fmt.Errorf("%s is no regular file of at most 64 KiB", filepath.Base(file))
	}
	text, err := os.ReadFile(file)
	if err == nil && len(text) > maxFile {
		err = fmt.Errorf("%s is longer than 64 KiB", filepath.Base(file))
	}
	return string(text), err
}

// All returns the hunts by name. The slice is the caller's.
func (l *Library) All() []Hunt { return slices.Clone(l.hunts) }

// Problems returns the files of the user's folder that cannot be used, by name. The
// slice is the caller's.
func (l *Library) Problems() []Problem { return slices.Clone(l.problems) }

// Get returns the hunt of a name; the error is a graph.ErrNotFound.
func (l *Library) Get(name string) (Hunt, error) {
	for _, h := range l.hunts {
		if h.Name == name {
			return h, nil
		}
	}
	for _, p := range l.problems {
		if p.File == name+ending {
			return Hunt{}, fmt.Errorf("the hunt %s cannot be used: line %d: %s: %w", name, p.Line, p.Reason, graph.ErrNotFound)
		}
	}
	return Hunt{}, fmt.Errorf("there is no hunt %q: %w", graph.Excerpt(name), graph.ErrNotFound)
}

// Query is the question that a hunt asks with these parameters, its defaults in
// place of those that are missing. Values are texts, read by the parameter's type,
// or JSON values. The error is a *ParamError.
func (l *Library) Query(h Hunt, given map[string]any) (graph.CypherQuery, error) {
	q := graph.CypherQuery{Text: h.Cypher, Params: make(map[string]any, len(h.Params))}
	names := make([]string, len(h.Params))
	for i, p := range h.Params {
		names[i] = p.Name
	}
	for name := range given {
		if !slices.Contains(names, name) {
			return q, &ParamError{name, fmt.Sprintf("the hunt %s has no such parameter; it has %s", h.Name, strings.Join(names, ", "))}
		}
	}
	for i := range h.Params {
		p := &h.Params[i]
		value, ok := given[p.Name]
		if !ok && p.Required {
			return q, &ParamError{p.Name, "it is missing: " + p.Meaning}
		}
		var v any
		var err error
		if ok {
			v, err = p.value(value, l.table)
		} else {
			v, err = p.standard(l.table)
		}
		if err != nil {
			return q, &ParamError{p.Name, err.Error()}
		}
		q.Params[p.Name] = v
	}
	if limit, ok := q.Params["limit"].(int64); ok {
		q.Limits.Rows = int(limit)
	}
	return q, nil
}

// ParamError says what is wrong with a parameter. It is a graph.ErrInvalid.
type ParamError struct{ Name, Reason string }

// Error implements error.
func (e *ParamError) Error() string {
	return fmt.Sprintf("the parameter %s: %s", graph.Excerpt(e.Name), e.Reason)
}

// Unwrap says that it is a graph.ErrInvalid.
func (e *ParamError) Unwrap() error { return graph.ErrInvalid }
