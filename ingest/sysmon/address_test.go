package sysmon

import (
	"testing"

	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/ingest/winevent"
)

// TestOwnAddress: which of the two addresses of a connection is the host's own.
func TestOwnAddress(t *testing.T) {
	const source, destination = "192.0.2.5", "192.0.2.9"
	for _, c := range []struct {
		name, initiated, protocol, sourcePort, destinationPort, want string
	}{
		{"initiated", "true", "tcp", "50000", "445", source},
		{"initiated by UDP", "true", "udp", "50000", "53", source},
		{"accepted", "false", "tcp", "50000", "445", destination},
		{"accepted, the server called the source", "false", "tcp", "135", "50000", source},
		{"accepted between two ports of clients", "false", "tcp", "49670", "50000", ""},
		{"accepted between two ports of servers", "false", "tcp", "445", "1030", ""},
		{"accepted without ports", "false", "tcp", "", "", ""},
		{"accepted by UDP", "false", "udp", "50000", "389", ""},
		{"a reply by UDP that is said to be accepted", "false", "udp", "389", "50000", ""},
		{"not told", "", "tcp", "50000", "445", ""},
	} {
		o := Observe(&winevent.Record{EventID: 3, Computer: "host1", Fields: winevent.Fields{
			{Name: "UtcTime", Value: "2024-05-01 10:00:00.000"}, {Name: "Protocol", Value: c.protocol}, {Name: "Initiated", Value: c.initiated},
			{Name: "SourceIp", Value: source}, {Name: "SourcePort", Value: c.sourcePort},
			{Name: "DestinationIp", Value: destination}, {Name: "DestinationPort", Value: c.destinationPort},
		}})
		got := ""
		if o != nil {
			got = o.Text(graph.SourceAddress)
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}
