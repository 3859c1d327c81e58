package graph

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// EncodeLine returns the export's line for a node, without a line end. The
// same node always gives the same bytes.
func EncodeLine(n Node) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(n); err != nil {
		return nil, fmt.Errorf("encoding %s %q: %w", n.NodeKind(), n.NodeKey(), err)
	}
	doc := bytes.TrimRight(b.Bytes(), "\n")
	line := make([]byte, 0, len(doc)+24)
	line = append(line, `{"kind":"`...)
	line = append(line, n.NodeKind()...)
	line = append(line, '"', ',')
	return append(line, doc[1:]...), nil
}

// DecodeLine reads a line of the export into a node of its kind.
func DecodeLine(line []byte) (Node, error) {
	var head struct {
		Kind Kind `json:"kind"`
	}
	if err := json.Unmarshal(line, &head); err != nil {
		return nil, fmt.Errorf("reading a line of an export: %w", err)
	}
	n := newNode(head.Kind)
	if n == nil {
		return nil, fmt.Errorf("reading a line of an export: unknown kind %q", head.Kind)
	}
	if err := json.Unmarshal(line, n); err != nil {
		return nil, fmt.Errorf("reading a %s of an export: %w", head.Kind, err)
	}
	return n, nil
}

func newNode(k Kind) Node {
	switch k {
	case KindHost:
		return new(Host)
	case KindUser:
		return new(User)
	case KindSession:
		return new(LogonSession)
	case KindProcess:
		return new(Process)
	case KindLogonAttempt:
		return new(LogonAttempt)
	case KindWarning:
		return new(Warning)
	}
	return nil
}

// Kinds are the kinds in the order of the export.
func Kinds() []Kind {
	return []Kind{KindHost, KindUser, KindSession, KindProcess, KindLogonAttempt, KindWarning}
}
