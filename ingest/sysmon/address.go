package sysmon

import (
	"strconv"
	"strings"
	"time"

	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/ingest/winevent"
)

// firstDynamicPort begins the ports that Windows gives to clients (RFC 6335; the
// default since Windows Vista).
const firstDynamicPort = 49152

// ownAddress takes from a network connection (3) the address that is the host's
// own. The time is cut to the day, so that a host has few such facts.
func ownAddress(r *winevent.Record) *graph.Observation {
	name := ownSide(r)
	if name == "" {
		return nil
	}
	address := winevent.Known(field(r, name))
	at := utcTime(r)
	if address == "" || !at.Known() {
		return nil
	}
	at.Time = graph.TimeOf(at.Go().Truncate(24*time.Hour), 0)
	o := &graph.Observation{Event: graph.HostAddress, EventID: 3, Log: "sysmon", Computer: r.Computer, UtcTime: at}
	o.Set(graph.SourceAddress, address)
	return o
}

// ownSide names the field with the host's own address, "" when the record does
// not tell. It is the source of what the host initiated. Of a TCP connection that it
// accepted, versions of Sysmon differ in which side they call the source; it is the
// side of the server's port, where the other has a client's. Of what it is said to
// have accepted by UDP, which has no connections, the sides are as often swapped.
func ownSide(r *winevent.Record) string {
	if strings.EqualFold(field(r, "Initiated"), "true") {
		return "SourceIp"
	}
	if !strings.EqualFold(field(r, "Initiated"), "false") || !strings.EqualFold(field(r, "Protocol"), "tcp") {
		return ""
	}
	source, err := strconv.ParseUint(field(r, "SourcePort"), 10, 16)
	destination, err2 := strconv.ParseUint(field(r, "DestinationPort"), 10, 16)
	switch {
	case err != nil || err2 != nil || (source >= firstDynamicPort) == (destination >= firstDynamicPort):
		return ""
	case source >= firstDynamicPort:
		return "DestinationIp"
	}
	return "SourceIp"
}
