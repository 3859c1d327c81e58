package fieldcase

import "maps"

// provider is the provider of a log's records.
func (r *record) provider() string {
	switch {
	case r.log == sysmonLog:
		return "Microsoft-Windows-Sysmon"
	case r.id == 1102:
		return "Microsoft-Windows-Eventlog"
	}
	return "Microsoft-Windows-Security-Auditing"
}

const sevenDigits = "2006-01-02T15:04:05.0000000Z"

// asEvtxDump is evtx_dump's JSON: all digits of the time, in UTC.
func asEvtxDump(r *record) map[string]any {
	attributes := func(name string, value any) map[string]any {
		return map[string]any{"#attributes": map[string]any{name: value}}
	}
	return map[string]any{"Event": map[string]any{
		"System": map[string]any{
			"Provider": attributes("Name", r.provider()), "EventID": r.id, "EventRecordID": r.number, "Channel": r.log, "Computer": r.host,
			"TimeCreated": attributes("SystemTime", r.at.Format(sevenDigits)),
		},
		"EventData": r.fields,
	}}
}

// asWinlogbeat is Winlogbeat 7's JSON: milliseconds, in UTC.
func asWinlogbeat(r *record) map[string]any {
	return map[string]any{
		"@timestamp": r.at.Format("2006-01-02T15:04:05.000Z"),
		"agent":      map[string]any{"type": "winlogbeat", "hostname": "wec"},
		"winlog": map[string]any{
			"channel": r.log, "provider_name": r.provider(), "event_id": r.id, "record_id": r.number, "computer_name": r.host, "event_data": r.fields,
		},
	}
}

// asNXLog is NXLog's flat JSON: whole seconds of local time without a zone.
func asNXLog(r *record) map[string]any {
	local := r.at.Add(r.zone).Format("2006-01-02 15:04:05")
	flat := map[string]any{
		"EventTime": local, "Hostname": r.host, "EventID": r.id, "SourceName": r.provider(), "RecordNumber": r.number, "Channel": r.log,
		"EventReceivedTime": local, "SourceModuleName": "eventlog", "SourceModuleType": "im_msvistalog",
		"@timestamp": r.at.Format("2006-01-02T15:04:05.000Z"), "host": "wec.example.test",
	}
	maps.Copy(flat, r.fields)
	return flat
}
