package graphexport

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/procgraph/procgraph/graph"
)

// property is one member of a node as GraphML knows it.
type property struct {
	name  string // the export's member in camelCase
	typ   string // string, long or boolean
	value string
}

// member is where a property comes from.
type member struct {
	index     int
	name      string
	typ       string
	omitEmpty bool
}

// membersOf lists a node type's members in the order of the export.
func membersOf(t reflect.Type) []member {
	var list []member
	for i := range t.NumField() {
		f := t.Field(i)
		tag, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		m := member{index: i, name: camelCase(tag), typ: "string", omitEmpty: options != ""}
		switch kind := f.Type.Kind(); {
		case kind == reflect.Bool:
			m.typ = "boolean"
		case kind == reflect.Int, kind == reflect.Uint32, kind == reflect.Pointer && f.Type.Elem().Kind() == reflect.Int64:
			m.typ = "long"
		}
		list = append(list, m)
	}
	return list
}

// nodeTypes are the node types that become GraphML nodes, with their labels.
var nodeTypes = []struct {
	kind    graph.Kind
	label   string
	members []member
}{
	{graph.KindHost, "Host", membersOf(reflect.TypeFor[graph.Host]())},
	{graph.KindUser, "User", membersOf(reflect.TypeFor[graph.User]())},
	{graph.KindSession, "LogonSession", membersOf(reflect.TypeFor[graph.LogonSession]())},
	{graph.KindProcess, "Process", membersOf(reflect.TypeFor[graph.Process]())},
	{graph.KindLogonAttempt, "LogonAttempt", membersOf(reflect.TypeFor[graph.LogonAttempt]())},
}

// propertiesOf lists what a node states; members that were not recorded are left out.
func propertiesOf(n graph.Node) (label string, list []property) {
	for _, t := range nodeTypes {
		if t.kind != n.NodeKind() {
			continue
		}
		v := reflect.ValueOf(n).Elem()
		for _, m := range t.members {
			field := v.Field(m.index)
			if m.omitEmpty && field.IsZero() {
				continue
			}
			list = append(list, property{m.name, m.typ, text(field)})
		}
		return t.label, list
	}
	return "", nil
}

// text spells a member's value. Lists are joined by "; ".
func text(v reflect.Value) string {
	switch x := v.Interface().(type) {
	case string:
		return x
	case bool:
		return strconv.FormatBool(x)
	case int:
		return strconv.Itoa(x)
	case *int64:
		return strconv.FormatInt(*x, 10)
	case graph.Time:
		return x.String()
	case []string:
		return strings.Join(x, "; ")
	case map[string]string:
		return hashesText(x)
	case []graph.Source:
		return sourcesText(x)
	case []graph.ParentClaim:
		claims := make([]string, len(x))
		for i, c := range x {
			claims[i] = c.Source + ": " + c.Parent
		}
		return strings.Join(claims, "; ")
	case *graph.RemoteOrigin:
		return strings.TrimSpace(x.Session + " " + x.SourceIP)
	}
	return fmt.Sprint(v.Interface())
}

func hashesText(hashes map[string]string) string {
	var list []string
	for _, name := range slices.Sorted(maps.Keys(hashes)) {
		list = append(list, name+"="+hashes[name])
	}
	return strings.Join(list, ",")
}

// sourcesText names records as "sysmon 1 #2042 in logs.evtx".
func sourcesText(sources []graph.Source) string {
	var list []string
	for _, s := range sources {
		name := fmt.Sprintf("%s %d", s.Log, s.EventID)
		if s.RecordID != 0 {
			name += fmt.Sprintf(" #%d", s.RecordID)
		}
		if s.File != "" {
			name += " in " + s.File
		}
		list = append(list, name)
	}
	return strings.Join(list, "; ")
}

// camelCase turns "command_line" into "commandLine".
func camelCase(snake string) string {
	parts := strings.Split(snake, "_")
	for i, p := range parts[1:] {
		if p != "" {
			parts[i+1] = strings.ToUpper(p[:1]) + p[1:]
		}
	}
	return strings.Join(parts, "")
}
