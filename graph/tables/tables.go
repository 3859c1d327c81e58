// Package tables holds what procgraph knows of the programs of Windows: plain
// text files, shared by the rules of package standout and the hunts. Users may
// put files of the same names beside their own hunts.
//
// A line is an entry; empty lines and lines that begin with # are none. There are
// three forms, and a file's reader says which it is:
//
//	list    one value a line
//	map     name: value, value
//	rules   name: word + word
//
// Quotation marks around a value keep spaces at its ends. All values are in lower case.
package tables

import (
	"embed"
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"
)

//go:embed data/*.txt
var data embed.FS

// Rule names a program and words that all stand in its command line.
type Rule struct {
	Name  string
	Words []string
}

// Names lists the tables that come with the program, sorted.
func Names() []string {
	files, err := fs.Glob(data, "data/*.txt")
	if err != nil {
		panic(err) // the pattern is a constant
	}
	for i, f := range files {
		files[i] = strings.TrimSuffix(strings.TrimPrefix(f, "data/"), ".txt")
	}
	slices.Sort(files)
	return files
}

// Text returns the text of a table that comes with the program.
func Text(name string) (text string, ok bool) {
	b, err := data.ReadFile("data/" + name + ".txt")
	return string(b), err == nil
}

// List returns the values of lists that come with the program, in the order of
// the files. A name that is none panics: names stand in code.
func List(names ...string) []string {
	var all []string
	for _, name := range names {
		values, err := ParseList(must(name))
		if err != nil {
			panic(fmt.Sprintf("table %s: %v", name, err))
		}
		all = append(all, values...)
	}
	return all
}

// Map returns a map that comes with the program, see List.
func Map(name string) map[string][]string {
	m, err := ParseMap(must(name))
	if err != nil {
		panic(fmt.Sprintf("table %s: %v", name, err))
	}
	return m
}

// Rules returns rules that come with the program, see List.
func Rules(name string) []Rule {
	rules, err := ParseRules(must(name))
	if err != nil {
		panic(fmt.Sprintf("table %s: %v", name, err))
	}
	return rules
}

func must(name string) string {
	text, ok := Text(name)
	if !ok {
		panic("there is no table " + name)
	}
	return text
}

// ParseList reads a list.
func ParseList(text string) ([]string, error) {
	var values []string
	err := lines(text, func(line string) error {
		v, err := value(line)
		values = append(values, v)
		return err
	})
	return values, err
}

// ParseMap reads a map. A name may stand on several lines.
func ParseMap(text string) (map[string][]string, error) {
	m := make(map[string][]string)
	err := named(text, ",", func(name string, values []string) { m[name] = append(m[name], values...) })
	return m, err
}

// ParseRules reads rules, one a line.
func ParseRules(text string) ([]Rule, error) {
	var rules []Rule
	err := named(text, " + ", func(name string, words []string) { rules = append(rules, Rule{name, words}) })
	return rules, err
}

// named reads lines of a name, a colon and values between separators.
func named(text, separator string, add func(name string, values []string)) error {
	return lines(text, func(line string) error {
		name, rest, ok := strings.Cut(line, ":")
		name, rest = strings.TrimSpace(name), strings.TrimSpace(rest)
		if !ok || name == "" || rest == "" {
			return fmt.Errorf("%q is not a name, a colon and values", line)
		}
		var values []string
		for part := range strings.SplitSeq(rest, separator) {
			v, err := value(strings.TrimSpace(part))
			if err != nil {
				return err
			}
			values = append(values, v)
		}
		add(name, values)
		return nil
	})
}

// lines calls f for each entry; an error is told with its line.
func lines(text string, f func(line string) error) error {
	n := 0
	for line := range strings.Lines(text) {
		n++
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		if err := f(line); err != nil {
			return fmt.Errorf("line %d: %w", n, err)
		}
	}
	return nil
}

// value is one value, without its quotation marks.
func value(text string) (string, error) {
	if !strings.HasPrefix(text, `"`) {
		if text == "" {
			return "", fmt.Errorf("an empty value")
		}
		return text, nil
	}
	v, err := strconv.Unquote(text)
	if err != nil || v == "" {
		return "", fmt.Errorf("%s is not a value in quotation marks", text)
	}
	return v, nil
}
