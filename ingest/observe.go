package ingest

import (
	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/ingest/security"
	"github.com/procgraph/procgraph/ingest/sysmon"
	"github.com/procgraph/procgraph/ingest/winevent"
)

// observer returns how to read an event of that provider, channel and id; nil
// for events that procgraph does not use. evidence says that the event gives no
// node, only proof of a zone or an address.
func observer(provider, channel string, id uint32) (read func(*winevent.Record) *graph.Observation, evidence bool) {
	if sysmon.Is(provider, channel) {
		if sysmon.Uses(id) || sysmon.Evidence(id) {
			return sysmon.Observe, sysmon.Evidence(id)
		}
		return nil, false
	}
	return security.Find(provider, channel, id), false
}

// Uses says whether procgraph uses an event for the graph.
func Uses(provider, channel string, id uint32) bool {
	read, evidence := observer(provider, channel, id)
	return read != nil && !evidence
}

// want asks for the data of the events that are used, and of those that may
// prove something: the zone of local times, which logs in UTC do not need, or an address.
func want(utc bool) winevent.Want {
	return func(provider, channel string, id uint32) winevent.Need {
		read, evidence := observer(provider, channel, id)
		if read == nil || evidence && utc && id != 3 {
			return winevent.NeedHeader
		}
		return winevent.NeedFields
	}
}
