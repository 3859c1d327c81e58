package api

import (
	"context"

	"github.com/procgraph/procgraph/graph"
)

// defaultBuckets is the number of parts of /activity: one for some ten pixels.
const defaultBuckets = 120

func activityParams() []Param {
	return join(processParams(), []Param{{Name: "buckets", Kind: IntParam, Min: 1, Max: graph.MaxBuckets, Default: defaultBuckets,
		Doc: "the number of parts that the span is cut into"}})
}

func timelineParams() []Param {
	return join(processParams(), []Param{
		{Name: "at", Kind: TimeParam, Doc: "events at or after this time; the first ones when missing"},
		{Name: "after", Doc: "the cursor of an event: those after it"},
		{Name: "before", Doc: "the cursor of an event, or " + graph.TimelineEnd + ": those before it, the nearest to it; not together with after"},
		limitParam(graph.DefaultPage, graph.MaxPage, "the most events to return"),
	})
}

func (a *API) activity(ctx context.Context, v Values) (any, error) {
	activity, err := a.store.Activity(ctx, v.processFilter(), v.Int("buckets"))
	activity.Counts = some(activity.Counts)
	return activity, err
}

func (a *API) timeline(ctx context.Context, v Values) (any, error) {
	t, err := a.store.Timeline(ctx, v.processFilter(), graph.TimelinePage{
		At: v.Time("at"), After: v.Text("after"), Before: v.Text("before"), Limit: v.Int("limit")})
	t.Items = some(t.Items)
	return t, err
}
