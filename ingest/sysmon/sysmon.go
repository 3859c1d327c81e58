// Package sysmon turns Sysmon records into observations.
//
// Fields as documented by the vendor (Sysinternals Sysmon, event 1 "Process
// creation", 5 "Process terminated", 4 "service state changed", 16 "configuration
// change") and, for what is not documented, by microsoft/SysmonCommon.
package sysmon

import (
	"strings"
	"time"

	"github.com/procgraph/procgraph/graph"
	"github.com/procgraph/procgraph/ingest/winevent"
)

// Is says whether a record was written by Sysmon, on Windows or Linux.
func Is(provider, channel string) bool {
	return contains(provider, "sysmon") || provider == "" && contains(channel, "sysmon")
}

// Uses says whether procgraph uses this Sysmon event for the graph.
func Uses(id uint32) bool { return id == 1 || id == 5 || id == 4 || id == 16 }

// Evidence says whether a record of this id may prove something beside the
// graph: a clock's zone (5, 7, 10 to 13, whose UtcTime does not lag) or an address (3).
func Evidence(id uint32) bool {
	return id == 3 || id == 7 || id >= 10 && id <= 13
}

// Observe returns what a Sysmon record says; nil when procgraph has no use for
// it. File and delivery stamps are filled in by the caller.
func Observe(r *winevent.Record) *graph.Observation {
	switch r.EventID {
	case 1:
		return processStart(r)
	case 5:
		return processEnd(r)
	case 4, 16:
		return sensor(r)
	case 3:
		return ownAddress(r)
	}
	if Evidence(r.EventID) {
		return zoneEvidence(r)
	}
	return nil
}

func processEnd(r *winevent.Record) *graph.Observation {
	o := begin(r, graph.ProcessEnd)
	o.UtcTime = utcTime(r)
	o.Set(graph.ProcessGUID, winevent.ProcessGUID(field(r, "ProcessGuid")))
	o.Set(graph.ProcessPID, pidOrMessage(r, o, "ProcessId", "ProcessId:", "Image:"))
	o.Set(graph.Image, winevent.Known(field(r, "Image")))
	o.Set(graph.UserText, winevent.Known(field(r, "User")))
	return o
}

func sensor(r *winevent.Record) *graph.Observation {
	class := graph.SensorState
	names := []string{"State", "Version"}
	if r.EventID == 16 {
		class, names = graph.SensorConfig, []string{"Configuration", "ConfigurationFileHash"}
	}
	o := begin(r, class)
	o.UtcTime = utcTime(r)
	var parts []string
	for _, name := range names {
		if v := winevent.Known(field(r, name)); v != "" {
			parts = append(parts, v)
		}
	}
	o.Set(graph.SensorDetail, strings.Join(parts, " "))
	return o
}

// zoneEvidence keeps how far a local clock was from UTC, cut to the quarter hour,
// so that many records become few facts. Nil for records whose time is UTC.
func zoneEvidence(r *winevent.Record) *graph.Observation {
	if r.Time.Zone != winevent.ZoneNone && r.Time.Zone != winevent.ZoneDoubtful {
		return nil
	}
	utc := utcTime(r)
	if !utc.Known() {
		return nil
	}
	wall := graph.TimeOf(r.Time.Wall, 0)
	offset, ok := graph.ZoneOffset(wall, utc.Time)
	if !ok {
		return nil
	}
	at := graph.TimeOf(r.Time.Wall.Truncate(graph.ZoneStep), 0)
	return &graph.Observation{
		Event: graph.ZoneEvidence, Log: "sysmon", Computer: r.Computer,
		Time:    graph.Stamp{Time: at, Zone: graph.ZoneNone},
		UtcTime: graph.Stamp{Time: at.Add(offset), Zone: graph.ZoneUTC},
	}
}

func begin(r *winevent.Record, class graph.EventClass) *graph.Observation {
	return winevent.Begin(r, class, "sysmon")
}

// field is the value of a name, "" when it is missing.
func field(r *winevent.Record, name string) string {
	v, _ := r.Fields.Get(name)
	return v
}

// utcTime reads UtcTime: "2024-03-05 16:40:00.000", or ISO 8601 with up to seven digits in some exports.
func utcTime(r *winevent.Record) graph.Stamp {
	text := strings.TrimSpace(field(r, "UtcTime"))
	if len(text) < 19 {
		return graph.Stamp{}
	}
	text = strings.TrimSuffix(strings.Replace(text, "T", " ", 1), "Z")
	t, err := time.Parse("2006-01-02 15:04:05.999999999", text)
	if err != nil {
		return graph.Stamp{}
	}
	fraction := ""
	if len(text) > 20 {
		// Sysmon has milliseconds; exports that pad them to seven digits say no more.
		fraction = strings.TrimRight(text[20:], "0")
	}
	digits := max(len(fraction), 3)
	return graph.Stamp{Time: graph.TimeOf(t, uint8(min(digits, 7))), Zone: graph.ZoneUTC}
}

func contains(s, lower string) bool { return strings.Contains(strings.ToLower(s), lower) }
