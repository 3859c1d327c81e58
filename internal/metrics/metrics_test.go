package metrics_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"reflect"
	"testing"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/internal/metrics"
)

// failing answers each query with its error; what it does not have panics.
type failing struct {
	graph.Reader
	err error
}

func (f failing) Stats(context.Context) (graph.Stats, error) { return graph.Stats{Hosts: 7}, f.err }
func (f failing) Export(context.Context, io.Writer) error    { return f.err }

// counts are the observations of the store's histogram by "query outcome".
func counts(t *testing.T, r *prometheus.Registry) map[string]uint64 {
	t.Helper()
	families, err := r.Gather()
	if err != nil {
		t.Fatal(err)
	}
	n := map[string]uint64{}
	for _, family := range families {
		for _, m := range family.GetMetric() {
			labels := map[string]string{}
			for _, l := range m.GetLabel() {
				labels[l.GetName()] = l.GetValue()
			}
			n[labels["query"]+" "+labels["outcome"]] = m.GetHistogram().GetSampleCount()
		}
	}
	return n
}

func TestReaderCountsByOutcome(t *testing.T) {
	for outcome, err := range map[string]error{
		"ok": nil, "error": graph.ErrUnavailable, "cancelled": fmt.Errorf("reading: %w", context.Canceled),
	} {
		registry := prometheus.NewRegistry()
		r, e := metrics.Reader(failing{err: err}, registry)
		if e != nil {
			t.Fatal(e)
		}
		s, got := r.Stats(t.Context())
		if s.Hosts != 7 || !errors.Is(got, err) {
			t.Errorf("%s: the answer became %v, %v", outcome, s, got)
		}
		_ = r.Export(t.Context(), io.Discard)
		n := counts(t, registry)
		if n["stats "+outcome] != 1 || n["export "+outcome] != 1 || len(n) != 2 {
			t.Errorf("%s: %v", outcome, n)
		}
	}
}

// TestReaderMeasuresEveryQuery calls each method of graph.Reader: one that the
// measuring reader only inherits would answer unmeasured.
func TestReaderMeasuresEveryQuery(t *testing.T) {
	registry := prometheus.NewRegistry()
	r, err := metrics.Reader(failing{}, registry)
	if err != nil {
		t.Fatal(err)
	}
	port := reflect.TypeFor[graph.Reader]()
	for i := range port.NumMethod() {
		call(t.Context(), reflect.ValueOf(r).MethodByName(port.Method(i).Name))
	}
	if n := counts(t, registry); len(n) != port.NumMethod() {
		t.Errorf("%d of %d queries are measured: %v", len(n), port.NumMethod(), n)
	}
}

// call gives zero values for all but the context, and takes the panic of a missing query.
func call(ctx context.Context, method reflect.Value) {
	defer func() { _ = recover() }()
	args := []reflect.Value{reflect.ValueOf(ctx)}
	for i := 1; i < method.Type().NumIn(); i++ {
		args = append(args, reflect.Zero(method.Type().In(i)))
	}
	method.Call(args)
}

func TestIngestGauges(t *testing.T) {
	registry := prometheus.NewRegistry()
	if err := metrics.Ingest(registry, func() (int64, int64) { return 3, 40 }); err != nil {
		t.Fatal(err)
	}
	families, err := registry.Gather()
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]float64{}
	for _, f := range families {
		got[f.GetName()] = f.GetMetric()[0].GetGauge().GetValue()
	}
	if want := map[string]float64{"procgraph_ingest_records": 3, "procgraph_ingest_bytes": 40}; !reflect.DeepEqual(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	if err := metrics.Ingest(registry, nil); err == nil {
		t.Error("the same metrics were registered twice")
	}
}
