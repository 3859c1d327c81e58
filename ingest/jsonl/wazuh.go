package jsonl

import (
	"bytes"

	"github.com/valyala/fastjson"
)

// shapeWazuh is a Wazuh alert or archive line: the event stands in
// data.win.system and data.win.eventdata, with all names in lower first case.
// Source: https://github.com/wazuh/wazuh/issues/2587
var shapeWazuh = shape{
	name:  "wazuh",
	match: func(o *object) bool { return get(wazuhWin(o), "system") != nil },
	header: func(e *event) error {
		system := get(wazuhWin(e.obj), "system")
		e.setSource(getText(system, "providerName"), getText(system, "channel"), getText(system, "computer"))
		e.setRecordID(getText(system, "eventRecordID"))
		e.setVersion(getText(system, "version"))
		e.rec.Time = utcClock(getText(system, "systemTime"))
		e.rec.Shipped = clock(e.obj.first(nameTimestampLower, nameAtTimestamp))
		return e.setID(getText(system, "eventID"))
	},
	data: wazuhData,
}

func wazuhWin(o *object) *fastjson.Value {
	if o.is(nameWin) {
		return o.slots[nameWin]
	}
	return get(o.slots[nameData], "win")
}

func wazuhData(e *event) error {
	win := wazuhWin(e.obj)
	// The message is wrapped in quotation marks of its own.
	message := bytes.TrimSpace(getText(win, "system", "message"))
	if n := len(message); n >= 2 && message[0] == '"' && message[n-1] == '"' {
		message = message[1 : n-1]
	}
	e.message(message)
	if data := get(win, "eventdata"); data != nil {
		return e.eventData(data, "EventData", upperFirst)
	}
	// UserData comes without its name: win.logFileCleared and the like.
	var err error
	win.GetObject().Visit(func(key []byte, v *fastjson.Value) {
		if string(key) != "system" && v.Type() == fastjson.TypeObject && err == nil {
			err = e.eventData(v, "UserData", upperFirst)
		}
	})
	return err
}

// upperFirst gives a field the name that the event has for it.
func upperFirst(name []byte) []byte {
	if len(name) == 0 || name[0] < 'a' || name[0] > 'z' || isNumbered(name) {
		return name
	}
	upper := bytes.Clone(name)
	upper[0] -= 'a' - 'A'
	return upper
}

// isNumbered says whether name is "param1" or the like, which is lower case in
// the event itself.
func isNumbered(name []byte) bool {
	rest, found := bytes.CutPrefix(name, []byte("param"))
	return found && len(rest) > 0 && rest[0] >= '0' && rest[0] <= '9'
}
