package metrics

import (
	"fmt"

	"github.com/prometheus/client_golang/prometheus"
)

// Ingest registers procgraph_ingest_records and procgraph_ingest_bytes: what the
// ingest of this process has read so far. They are gauges because the next
// ingest begins at nothing. progress is called at each scrape and must not block.
func Ingest(registry prometheus.Registerer, progress func() (records, bytes int64)) error {
	gauges := []prometheus.Collector{
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{
			Name: "procgraph_ingest_records", Help: "Records that the running or last ingest of this process has read.",
		}, func() float64 { records, _ := progress(); return float64(records) }),
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{
			Name: "procgraph_ingest_bytes", Help: "Bytes that the running or last ingest of this process has read.",
		}, func() float64 { _, bytes := progress(); return float64(bytes) }),
	}
	for _, g := range gauges {
		if err := registry.Register(g); err != nil {
			return fmt.Errorf("registering the metrics of the ingest: %w", err)
		}
	}
	return nil
}
