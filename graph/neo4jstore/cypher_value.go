package neo4jstore

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j/dbtype"

	"github.com/procgraph/procgraph/graph"
)

// exportLine is the property that repeats a node as its line of the export.
const exportLine = "exportLine"

// converter makes the domain's values of the driver's.
type converter struct{ caseName, prefix string }

func (a *asking) converter() converter { return converter{a.s.caseName, a.s.prefix} }

// values turns a record's values into the domain's.
func (c converter) values(list []any) []any {
	out := make([]any, len(list))
	for i, v := range list {
		out[i] = c.value(v)
	}
	return out
}

func (c converter) value(v any) any {
	switch x := v.(type) {
	case nil, bool, string:
		return x
	case int64:
		return graph.CypherInt(x)
	case float64:
		return graph.CypherFloat(x)
	case []any:
		return c.values(x)
	case map[string]any:
		return c.members(x)
	case []byte:
		return graph.CypherBytes(x)
	case dbtype.Node:
		return c.node(&x)
	case dbtype.Relationship:
		return c.relationship(&x)
	case dbtype.Path:
		return c.path(&x)
	case dbtype.Point2D:
		return graph.CypherPoint{SRID: x.SpatialRefId, Coordinates: []graph.CypherFloat{graph.CypherFloat(x.X), graph.CypherFloat(x.Y)}}
	case dbtype.Point3D:
		return graph.CypherPoint{SRID: x.SpatialRefId, Coordinates: []graph.CypherFloat{graph.CypherFloat(x.X), graph.CypherFloat(x.Y), graph.CypherFloat(x.Z)}}
	case time.Time:
		return x.UTC().Format(time.RFC3339Nano)
	case dbtype.Duration:
		return isoDuration(x)
	case fmt.Stringer: // Date, LocalDateTime, LocalTime and Time: ISO 8601
		return x.String()
	}
	return fmt.Sprint(v)
}

func (c converter) members(m map[string]any) map[string]any {
	out := make(map[string]any, len(m))
	for name, v := range m {
		out[name] = c.value(v)
	}
	return out
}

// node is a node with its key as in the export.
func (c converter) node(n *dbtype.Node) *graph.CypherNode {
	out := &graph.CypherNode{ID: n.ElementId, Labels: slices.Clone(n.Labels), Properties: make(map[string]any, len(n.Props))}
	if out.Labels == nil {
		out.Labels = []string{}
	}
	slices.Sort(out.Labels)
	for name, v := range n.Props {
		if name != exportLine {
			out.Properties[name] = c.value(v)
		}
	}
	if key, ok := n.Props["key"].(string); ok {
		if n.Props["caseName"] == c.caseName {
			key = strings.TrimPrefix(key, c.prefix)
		}
		out.Key, out.Properties["key"] = key, key
	}
	return out
}

func (c converter) relationship(r *dbtype.Relationship) *graph.CypherRelationship {
	return &graph.CypherRelationship{ID: r.ElementId, Type: r.Type, Start: r.StartElementId, End: r.EndElementId, Properties: c.members(r.Props)}
}

func (c converter) path(p *dbtype.Path) *graph.CypherPath {
	out := &graph.CypherPath{Nodes: make([]*graph.CypherNode, len(p.Nodes)), Relationships: make([]*graph.CypherRelationship, len(p.Relationships))}
	for i := range p.Nodes {
		out.Nodes[i] = c.node(&p.Nodes[i])
	}
	for i := range p.Relationships {
		out.Relationships[i] = c.relationship(&p.Relationships[i])
	}
	return out
}

// isoDuration spells a duration in ISO 8601; a sign stands before each part.
func isoDuration(d dbtype.Duration) string {
	seconds, nanos := d.Seconds, int64(d.Nanos)
	sign := ""
	if seconds < 0 && nanos > 0 { // the server keeps the fraction positive
		seconds, nanos = seconds+1, int64(time.Second)-nanos
		if seconds == 0 {
			sign = "-"
		}
	}
	rest := fmt.Sprintf("%s%d", sign, seconds)
	if nanos != 0 {
		rest += "." + strings.TrimRight(fmt.Sprintf("%09d", nanos), "0")
	}
	return fmt.Sprintf("P%dM%dDT%sS", d.Months, d.Days, rest)
}

// The bounds of parameters.
const maxParamDepth = 20

var errNoCypherType = errors.New("is of a type that has no value in Cypher")

// paramValue turns a parameter's value into the driver's.
func paramValue(v any, depth int) (any, error) {
	if depth > maxParamDepth {
		return nil, errors.New("is nested too deep")
	}
	switch x := v.(type) {
	case nil, bool, string, int64, float64:
		return x, nil
	case int:
		return int64(x), nil
	case json.Number:
		if n, err := x.Int64(); err == nil {
			return n, nil
		}
		f, err := x.Float64()
		if err != nil {
			return nil, errors.New("is a number out of range")
		}
		return f, nil
	case time.Time:
		return x, nil
	case graph.Time:
		return x.Go(), nil
	case []string:
		return x, nil
	case []any:
		out := make([]any, len(x))
		for i := range x {
			e, err := paramValue(x[i], depth+1)
			if err != nil {
				return nil, err
			}
			out[i] = e
		}
		return out, nil
	case map[string]any:
		out := make(map[string]any, len(x))
		for name, member := range x {
			e, err := paramValue(member, depth+1)
			if err != nil {
				return nil, err
			}
			out[name] = e
		}
		return out, nil
	}
	return nil, errNoCypherType
}
