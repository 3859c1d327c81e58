package jsonl

// name is a member's name that means something at the top of some shape.
type name uint8

const (
	nameOther name = iota
	nameAccountName
	nameAccountType
	nameAtTimestamp
	nameChannel
	nameCollected
	nameComputer
	nameComputerNameLower
	nameData
	nameDomain
	nameEvent
	nameEventDataLower
	nameEventData
	nameEventID
	nameEventIdECmd
	nameEventIDLower
	nameEventLog
	nameEventRecordID
	nameEventRecordIdECmd
	nameEventSourceName
	nameEventTime
	nameEventType
	nameEventTypeOriginal
	nameEventLower
	nameEvents
	nameEventsLower
	nameExecutionProcessID
	nameHits
	nameHostname
	nameLogName
	nameLogNameLower
	nameMessage
	nameMessageLower
	namePayload
	nameProcessID
	nameProcessLower
	nameProvider
	nameProviderName
	nameReceived
	nameRecordNumber
	nameRecordNumberLower
	nameRecords
	nameRecordsUpper
	nameRenderedDescription
	nameSource
	nameSourceLower
	nameSourceModuleName
	nameSourceModuleType
	nameSourceName
	nameSourceNameLower
	nameSystem
	nameTables
	nameTenantID
	nameTimeCreated
	nameTimeGenerated
	nameTimestampLower
	nameType
	nameUserData
	nameUserDataLower
	nameUserID
	nameUserLower
	nameValue
	nameVersion
	nameVersionLower
	nameWin
	nameWinlog
	nameCount
)

// nameOf returns the name for a spelling. Case counts: in NXLog's shape ProcessID
// is of the logger and ProcessId of the event. A switch is quicker here than a
// map, and every member of every record comes by.
func nameOf(key []byte) name {
	switch string(key) {
	case "AccountName":
		return nameAccountName
	case "AccountType":
		return nameAccountType
	case "@timestamp":
		return nameAtTimestamp
	case "Channel":
		return nameChannel
	case "TimeCollected":
		return nameCollected
	case "Computer":
		return nameComputer
	case "computer_name":
		return nameComputerNameLower
	case "data":
		return nameData
	case "Domain":
		return nameDomain
	case "Event":
		return nameEvent
	case "event_data":
		return nameEventDataLower
	case "EventData":
		return nameEventData
	case "EventID":
		return nameEventID
	case "EventId":
		return nameEventIdECmd
	case "event_id":
		return nameEventIDLower
	case "EventLog":
		return nameEventLog
	case "EventRecordID":
		return nameEventRecordID
	case "EventRecordId":
		return nameEventRecordIdECmd
	case "EventSourceName":
		return nameEventSourceName
	case "EventTime":
		return nameEventTime
	case "EventType":
		return nameEventType
	case "EventTypeOrignal": // spelled so by NXLog
		return nameEventTypeOriginal
	case "event":
		return nameEventLower
	case "Events":
		return nameEvents
	case "events":
		return nameEventsLower
	case "ExecutionProcessID":
		return nameExecutionProcessID
	case "hits":
		return nameHits
	case "Hostname":
		return nameHostname
	case "LogName":
		return nameLogName
	case "log_name":
		return nameLogNameLower
	case "Message":
		return nameMessage
	case "message":
		return nameMessageLower
	case "Payload":
		return namePayload
	case "ProcessID":
		return nameProcessID
	case "process":
		return nameProcessLower
	case "Provider":
		return nameProvider
	case "ProviderName":
		return nameProviderName
	case "EventReceivedTime":
		return nameReceived
	case "RecordNumber":
		return nameRecordNumber
	case "record_number":
		return nameRecordNumberLower
	case "records":
		return nameRecords
	case "Records":
		return nameRecordsUpper
	case "RenderedDescription":
		return nameRenderedDescription
	case "Source":
		return nameSource
	case "_source":
		return nameSourceLower
	case "SourceModuleName":
		return nameSourceModuleName
	case "SourceModuleType":
		return nameSourceModuleType
	case "SourceName":
		return nameSourceName
	case "source_name":
		return nameSourceNameLower
	case "System":
		return nameSystem
	case "tables":
		return nameTables
	case "TenantId":
		return nameTenantID
	case "TimeCreated":
		return nameTimeCreated
	case "TimeGenerated":
		return nameTimeGenerated
	case "timestamp":
		return nameTimestampLower
	case "Type":
		return nameType
	case "UserData":
		return nameUserData
	case "user_data":
		return nameUserDataLower
	case "UserID":
		return nameUserID
	case "user":
		return nameUserLower
	case "value":
		return nameValue
	case "Version":
		return nameVersion
	case "version":
		return nameVersionLower
	case "win":
		return nameWin
	case "winlog":
		return nameWinlog
	}
	return nameOther
}
