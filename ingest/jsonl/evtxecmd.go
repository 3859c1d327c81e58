package jsonl

import (
	"errors"

	"github.com/valyala/fastjson"
)

// shapeEvtxECmd is a line of EvtxECmd's JSON output. Payload is the event's
// data as JSON text. The top-level ProcessId, ThreadId and UserId are of the
// logger, and PayloadData1 to 6, ExecutableInfo, UserName and RemoteHost are a
// map's reading of the data: none of them is a field.
// Source: https://github.com/philhagen/sof-elk/pull/259
var shapeEvtxECmd = shape{
	name: "evtxecmd",
	match: func(o *object) bool {
		return o.has(nameEventIdECmd) && (o.has(namePayload) || o.has(nameEventRecordIdECmd))
	},
	header: func(e *event) error {
		e.setSource(e.obj.text(nameProvider), e.obj.text(nameChannel), e.obj.text(nameComputer))
		e.setRecordID(e.obj.first(nameEventRecordIdECmd, nameRecordNumber))
		// EvtxECmd writes UTC unless told otherwise, with an offset or without.
		e.rec.Time = utcClock(e.obj.text(nameTimeCreated))
		return e.setID(e.obj.text(nameEventIdECmd))
	},
	data: evtxECmdData,
}

func evtxECmdData(e *event) error {
	payload := e.obj.slots[namePayload]
	if payload == nil {
		return errors.New("the event's data (Payload) is missing")
	}
	if payload.Type() == fastjson.TypeString {
		text, _ := payload.StringBytes()
		if len(text) == 0 {
			return nil
		}
		inner, err := e.inner(text)
		if err != nil {
			return err
		}
		payload = inner
	}
	return e.sections(payload)
}
