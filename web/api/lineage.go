package api

import (
	"context"

	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/graph/lineage"
)

// nodeKinds are what a node of the graph view can be.
var nodeKinds = []string{string(graph.KindProcess), string(graph.KindSession), string(graph.KindUser), string(graph.KindHost), string(lineage.KindAddress)}

func lineageParams() []Param {
	return []Param{
		keyParam("process"),
		{Name: "up", Kind: IntParam, Min: 1, Max: graph.MaxPage, Default: 100, Doc: "the most ancestors of a process, the nearest first to be kept"},
		{Name: "down", Kind: IntParam, Min: 0, Max: 50, Default: 4, Doc: "how many generations of descendants"},
		{Name: "breadth", Kind: IntParam, Min: 1, Max: 200, Default: 12, Doc: "the most children of one process; the others are counted"},
		{Name: "hops", Kind: IntParam, Min: 0, Max: 10, Default: 4, Doc: "how many moves between hosts to follow in either direction"},
		limitParam(400, 2000, "the most nodes to return"),
	}
}

func nodeParams() []Param {
	return []Param{
		{Name: "kind", Required: true, Allowed: nodeKinds, Doc: "what the key stands for"},
		{Name: "key", Required: true, Doc: "the key of the node; of an address, the address"},
		limitParam(25, graph.MaxPage, "the most neighbours of one relation"),
	}
}

func pathParams() []Param {
	return []Param{
		{Name: "from_kind", Required: true, Allowed: nodeKinds, Doc: "what from_key stands for"},
		{Name: "from_key", Required: true, Doc: "the key of the one end"},
		{Name: "to_kind", Required: true, Allowed: nodeKinds, Doc: "what to_key stands for"},
		{Name: "to_key", Required: true, Doc: "the key of the other end"},
		{Name: "steps", Kind: IntParam, Min: 1, Max: 100, Default: 24, Doc: "the longest path to look for"},
		{Name: "users", Kind: BoolParam, Doc: "true: the path may lead through users"},
	}
}

// atLeast keeps a bound of 0, which package lineage would take for its default.
func atLeast(n int) int {
	if n == 0 {
		return -1
	}
	return n
}

func (a *API) lineage(ctx context.Context, v Values) (any, error) {
	l, err := lineage.Of(ctx, a.store, v.Text("key"), lineage.Options{
		Up: v.Int("up"), Down: atLeast(v.Int("down")), Breadth: v.Int("breadth"), Hops: atLeast(v.Int("hops")), Nodes: v.Int("limit")})
	if err != nil {
		return nil, err
	}
	return *l, nil
}

func (a *API) neighbours(ctx context.Context, v Values) (any, error) {
	n, err := lineage.Neighbours(ctx, a.store, lineage.Ref{Kind: graph.Kind(v.Text("kind")), Key: v.Text("key")}, v.Int("limit"))
	if err != nil {
		return nil, err
	}
	return *n, nil
}

func (a *API) path(ctx context.Context, v Values) (any, error) {
	o := lineage.PathOptions{Steps: v.Int("steps")}
	if users := v.Bool("users"); users != nil {
		o.Users = *users
	}
	c, err := lineage.Path(ctx, a.store, lineage.Ref{Kind: graph.Kind(v.Text("from_kind")), Key: v.Text("from_key")},
		lineage.Ref{Kind: graph.Kind(v.Text("to_kind")), Key: v.Text("to_key")}, o)
	if err != nil {
		return nil, err
	}
	return *c, nil
}
