package jsonl

import (
	"errors"

	"github.com/valyala/fastjson"
)

// shapeWinlogbeat6 is Winlogbeat up to version 6: event_data beside the header's
// members. @timestamp is the event's time in UTC; beat and host are the
// agent's, user and process_id the logger's.
var shapeWinlogbeat6 = shape{
	name: "winlogbeat6",
	match: func(o *object) bool {
		return o.has(nameEventIDLower) && (o.has(nameLogNameLower) || o.has(nameSourceNameLower)) && o.has(nameAtTimestamp)
	},
	header: func(e *event) error {
		e.setSource(e.obj.text(nameSourceNameLower), e.obj.text(nameLogNameLower), e.obj.text(nameComputerNameLower))
		e.setRecordID(e.obj.text(nameRecordNumberLower))
		e.setVersion(e.obj.text(nameVersionLower))
		e.rec.Time = utcClock(e.obj.text(nameAtTimestamp))
		return e.setID(e.obj.text(nameEventIDLower))
	},
	data: func(e *event) error {
		e.message(e.obj.text(nameMessageLower))
		return e.beatData(e.obj.slots[nameEventDataLower], e.obj.slots[nameUserDataLower])
	},
}

// shapeWinlogbeat is Winlogbeat 7 and later (and Elastic Agent), where the
// event stands in winlog. winlog.process and winlog.user are the logger's; host
// and agent are where the agent ran, which may be a collector.
// Source: https://www.elastic.co/guide/en/beats/winlogbeat/current/exported-fields-winlog.html
var shapeWinlogbeat = shape{
	name:   "winlogbeat",
	match:  func(o *object) bool { return o.is(nameWinlog) },
	header: winlogbeatHeader,
	data: func(e *event) error {
		e.message(e.obj.text(nameMessageLower))
		winlog := e.obj.slots[nameWinlog]
		if err := e.beatData(get(winlog, "event_data"), get(winlog, "user_data")); err != nil {
			return err
		}
		return e.ecsFields()
	},
}

func winlogbeatHeader(e *event) error {
	winlog, ecs := e.obj.slots[nameWinlog], e.obj.slots[nameEventLower]
	provider, id := getText(winlog, "provider_name"), getText(winlog, "event_id")
	if provider == nil {
		provider = getText(ecs, "provider")
	}
	if id == nil {
		id = getText(ecs, "code")
	}
	e.setSource(provider, getText(winlog, "channel"), getText(winlog, "computer_name"))
	e.setRecordID(getText(winlog, "record_id"))
	e.setVersion(getText(winlog, "version"))
	e.rec.Time = utcClock(e.obj.text(nameAtTimestamp))
	e.rec.Received = utcClock(getText(ecs, "created"))
	return e.setID(id)
}

// beatData reads event_data or user_data, in which Winlogbeat adds the name of
// the XML element as xml_name.
func (e *event) beatData(eventData, userData *fastjson.Value) error {
	if userData != nil && userData.Type() == fastjson.TypeObject {
		userData.Del("xml_name")
	}
	if err := e.eventData(eventData, "EventData", nil); err != nil {
		return err
	}
	return e.eventData(userData, "UserData", nil)
}

var errNoData = errors.New("the event's own data (winlog.event_data) is missing, and no ECS member or message holds it")

// ecsFields gives back to process events what an ingest pipeline moved out of
// event_data into ECS members. What is lost all the same is for the readers of
// the event to judge; only an event of which nothing is left is refused.
func (e *event) ecsFields() error {
	rules := ecsRules(e.rec.Provider, e.rec.EventID)
	if rules == nil {
		return nil
	}
	f := &e.parser.fill
	for _, rule := range rules {
		if f.has(rule.field) {
			continue
		}
		if v := get(e.obj.slots[rule.top], rule.path...); v != nil {
			f.add(rule.field, v)
		}
	}
	bare := f.empty() && len(e.rec.Fields) == 0
	switch {
	case bare && e.rec.Message == "":
		return errNoData
	case bare:
		return nil
	case e.rec.Section == "":
		e.rec.Section = "EventData"
	}
	e.ecsUser()
	return nil
}
