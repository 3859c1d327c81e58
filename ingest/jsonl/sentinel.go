package jsonl

// Azure Monitor has Windows events in three tables. TimeGenerated is the time
// of the event in all of them, in UTC; TimeCollected is the agent's.
// Source: https://learn.microsoft.com/azure/azure-monitor/reference/tables/securityevent,
// .../windowsevent and .../event

// shapeSentinelSecurity is a row of SecurityEvent: the fields are columns, or
// EventData holds them as XML text.
var shapeSentinelSecurity = shape{
	name: "sentinel-securityevent",
	match: func(o *object) bool {
		return isSentinel(o) && (string(o.text(nameType)) == "SecurityEvent" || o.has(nameEventSourceName))
	},
	header: func(e *event) error { return sentinelHeader(e, nameEventSourceName, nameChannel) },
	data: func(e *event) error {
		if err := e.eventData(e.obj.slots[nameEventData], "EventData", nil); err != nil {
			return err
		}
		if e.rec.Section == "" {
			e.columns(securityEventHeader, isEmptyColumn)
		}
		return nil
	},
}

// shapeSentinelWindows is a row of WindowsEvent: EventData is an object, or its
// JSON text.
var shapeSentinelWindows = shape{
	name:   "sentinel-windowsevent",
	match:  func(o *object) bool { return isSentinel(o) && o.has(nameProvider) && o.has(nameChannel) },
	header: func(e *event) error { return sentinelHeader(e, nameProvider, nameChannel) },
	data: func(e *event) error {
		e.message(e.obj.text(nameMessage))
		return e.eventData(e.obj.slots[nameEventData], "EventData", nil)
	},
}

// shapeSentinelEvent is a row of Event, which older agents fill with all logs
// but Security: the data as XML text, its UserName the logger's.
var shapeSentinelEvent = shape{
	name: "sentinel-event",
	match: func(o *object) bool {
		return o.has(nameTimeGenerated) && o.has(nameEventID) && o.has(nameEventLog) && o.has(nameSource)
	},
	header: func(e *event) error { return sentinelHeader(e, nameSource, nameEventLog) },
	data: func(e *event) error {
		e.message(e.obj.text(nameRenderedDescription))
		return e.eventData(e.obj.slots[nameEventData], "EventData", nil)
	},
}

func isSentinel(o *object) bool {
	return o.has(nameTimeGenerated) && o.has(nameEventID) && o.has(nameComputer) && !o.has(nameTimeCreated) &&
		(o.has(nameType) || o.has(nameTenantID))
}

func sentinelHeader(e *event, provider, channel name) error {
	e.setSource(e.obj.text(provider), e.obj.text(channel), e.obj.text(nameComputer))
	e.setRecordID(e.obj.first(nameEventRecordIdECmd, nameEventRecordID))
	e.setVersion(e.obj.text(nameVersion))
	e.rec.Time = clock(e.obj.text(nameTimeGenerated))
	e.rec.Shipped = clock(e.obj.text(nameCollected))
	return e.setID(e.obj.text(nameEventID))
}

// securityEventHeader are the columns of SecurityEvent that are not the event's
// fields: the table's own, the logger's, and readings of several fields in one
// (Account is domain and name, Process a file name).
var securityEventHeader = set(
	"TenantId", "TimeGenerated", "TimeCollected", "SourceSystem", "Computer", "EventSourceName", "Channel", "Task", "Level",
	"EventData", "EventID", "EventRecordId", "EventLevelName", "Activity", "SourceComputerId", "EventOriginId", "MG",
	"ManagementGroupName", "Type", "_ResourceId", "_SubscriptionId", "_ItemId", "_TimeReceived", "_BilledSize", "_IsBillable",
	"PartitionKey", "RowKey", "StorageAccount", "AzureDeploymentID", "AzureTableName", "Role", "Version", "Opcode", "Keywords",
	"Correlation", "SystemThreadId", "SystemProcessId", "SystemUserId", "Account", "AccountType", "Process", "SubjectAccount",
	"TargetAccount", "TargetUser", "LogonTypeName", "MemberAccount",
)

// isEmptyColumn claims the columns of other events, which some exports write as
// empty texts.
func isEmptyColumn(_ *event, m *member) bool { return len(scalarText(m.value)) == 0 }
