package graph

import (
	"encoding/json"
	"math"
	"strconv"
)

// The values of a Cypher answer: nil, bool, CypherInt, CypherFloat, string, []any and
// map[string]any of values, *CypherNode, *CypherRelationship, *CypherPath,
// CypherPoint and CypherBytes. Moments and durations are strings in ISO 8601; a moment with a
// zone is RFC 3339 in UTC. All write themselves as JSON; the structures bear "$type".

// CypherInt is a whole number. In JSON it is a number up to 2^53 and text
// beyond, where many readers would round it.
type CypherInt int64

// maxSafe is the largest number up to which a float64 tells all whole numbers apart.
const maxSafe = 1<<53 - 1

// MarshalJSON implements json.Marshaler.
func (n CypherInt) MarshalJSON() ([]byte, error) {
	if n > maxSafe || n < -maxSafe {
		return strconv.AppendQuote(nil, strconv.FormatInt(int64(n), 10)), nil
	}
	return strconv.AppendInt(nil, int64(n), 10), nil
}

// CypherFloat is a floating-point number; what JSON has no numbers for is the
// text "NaN", "Infinity" or "-Infinity".
type CypherFloat float64

// MarshalJSON implements json.Marshaler.
func (f CypherFloat) MarshalJSON() ([]byte, error) {
	switch v := float64(f); {
	case math.IsNaN(v):
		return []byte(`"NaN"`), nil
	case math.IsInf(v, 1):
		return []byte(`"Infinity"`), nil
	case math.IsInf(v, -1):
		return []byte(`"-Infinity"`), nil
	default:
		return json.Marshal(v)
	}
}

// CypherNode is a node of the answer.
type CypherNode struct {
	// ID tells the nodes of one answer apart; it says nothing beyond it.
	ID     string   `json:"id"`
	Labels []string `json:"labels"`
	// Key is the key as in the export, without the case's prefix; empty for nodes without one.
	Key string `json:"key,omitempty"`
	// Properties are all but exportLine.
	Properties map[string]any `json:"properties"`
}

// CypherRelationship is a relationship of the answer.
type CypherRelationship struct {
	ID   string `json:"id"`
	Type string `json:"type"`
	// Start and End are the IDs of its nodes.
	Start      string         `json:"start"`
	End        string         `json:"end"`
	Properties map[string]any `json:"properties"`
}

// CypherPath is a walk: relationship i joins the nodes i and i+1, in either direction.
type CypherPath struct {
	Nodes         []*CypherNode         `json:"nodes"`
	Relationships []*CypherRelationship `json:"relationships"`
}

// CypherPoint is a place in the coordinate system SRID: two or three coordinates.
type CypherPoint struct {
	SRID        uint32        `json:"srid"`
	Coordinates []CypherFloat `json:"coordinates"`
}

// CypherBytes are bytes; in JSON base64.
type CypherBytes []byte

// MarshalJSON implements json.Marshaler.
func (n *CypherNode) MarshalJSON() ([]byte, error) {
	type plain CypherNode
	return json.Marshal(struct {
		Kind string `json:"$type"`
		*plain
	}{"node", (*plain)(n)})
}

// MarshalJSON implements json.Marshaler.
func (r *CypherRelationship) MarshalJSON() ([]byte, error) {
	type plain CypherRelationship
	return json.Marshal(struct {
		Kind string `json:"$type"`
		*plain
	}{"relationship", (*plain)(r)})
}

// MarshalJSON implements json.Marshaler.
func (p *CypherPath) MarshalJSON() ([]byte, error) {
	type plain CypherPath
	return json.Marshal(struct {
		Kind string `json:"$type"`
		*plain
	}{"path", (*plain)(p)})
}

// MarshalJSON implements json.Marshaler.
func (p CypherPoint) MarshalJSON() ([]byte, error) {
	type plain CypherPoint
	return json.Marshal(struct {
		Kind string `json:"$type"`
		plain
	}{"point", plain(p)})
}

// MarshalJSON implements json.Marshaler.
func (b CypherBytes) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		Kind   string `json:"$type"`
		Base64 []byte `json:"base64"`
	}{"bytes", b})
}
