package web

import (
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	collect "github.com/procgraph/procgraph/internal/metrics"
)

// metrics are what /metrics serves.
type metrics struct {
	registry *prometheus.Registry
	requests *prometheus.HistogramVec
}

func newMetrics(r *prometheus.Registry) (*metrics, error) {
	m := &metrics{registry: r, requests: prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Name: "procgraph_http_request_duration_seconds", Help: "Time to answer a request, by route and status.",
		Buckets: prometheus.ExponentialBuckets(0.001, 4, 8),
	}, []string{"route", "status"})}
	for _, c := range []prometheus.Collector{m.requests, collectors.NewGoCollector()} {
		if err := r.Register(c); err != nil {
			return nil, fmt.Errorf("registering metrics: %w", err)
		}
	}
	return m, nil
}

func (m *metrics) request(route string, status int, took time.Duration) {
	m.requests.WithLabelValues(route, strconv.Itoa(status)).Observe(took.Seconds())
}

func (m *metrics) handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{})
}

// measure puts the store and the ingest of o on its registry.
func measure(o *Options) (err error) {
	if o.Store != nil {
		if o.Store, err = collect.Reader(o.Store, o.Registry); err != nil {
			return err
		}
	}
	if progress := o.Ingest; progress != nil {
		return collect.Ingest(o.Registry, func() (records, bytes int64) {
			p := progress()
			return p.Records, p.BytesDone
		})
	}
	return nil
}
