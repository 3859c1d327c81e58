package jsonl

import (
	"bytes"

	"github.com/valyala/fastjson"

	"github.com/procgraph/procgraph/ingest/xml"
)

// eventData adds the fields of a data section in any of the forms that the
// converters from XML give it:
//
//	{"Image": "...", "ProcessId": 4}                     name to value
//	{"Data": [{"@Name": "Image", "#text": "..."}, ...]}  the XML, element by element
//	{"Data": ["...", "..."]} or {"Data": {"#text": [...]}}  unnamed Data
//	"{\"Image\": ...}" or "<EventData>...</EventData>"   either as text
//
// In UserData the leaves are the fields. rename may give fields other names; it
// may be nil.
func (e *event) eventData(v *fastjson.Value, section string, rename func([]byte) []byte) error {
	if v == nil {
		return nil
	}
	switch v.Type() {
	case fastjson.TypeString:
		text, _ := v.StringBytes()
		return e.dataText(text, section, rename)
	case fastjson.TypeObject, fastjson.TypeArray:
		e.rec.Section = section
		e.dataElement("", v, rename)
	}
	return nil
}

// dataText reads a data section that was written as JSON or XML text.
func (e *event) dataText(text []byte, section string, rename func([]byte) []byte) error {
	trimmed := bytes.TrimSpace(text)
	if len(trimmed) == 0 {
		return nil
	}
	switch trimmed[0] {
	case '<':
		data, err := xml.ParseEventData(string(trimmed))
		if err != nil {
			return err
		}
		e.rec.Fields, e.rec.Section = data.Fields, data.Section
		e.rec.Repaired = e.rec.Repaired || data.Repaired
		return nil
	case '{', '[':
		inner, err := e.inner(trimmed)
		if err != nil {
			return err
		}
		return e.eventData(inner, section, rename)
	}
	e.rec.Section = section
	e.parser.fill.addText("", string(text))
	return nil
}

// inner parses JSON text.
func (e *event) inner(text []byte) (*fastjson.Value, error) {
	v, err := e.parser.parseInner(text)
	e.rec.Repaired = e.parser.repaired
	return v, err
}

// dataElement adds an element's value under its name, or the values inside it
// under theirs. Nesting is bounded by the JSON parser.
func (e *event) dataElement(name string, v *fastjson.Value, rename func([]byte) []byte) {
	switch v.Type() {
	case fastjson.TypeNull:
	case fastjson.TypeArray:
		for _, element := range v.GetArray() {
			e.dataElement(name, element, rename)
		}
	case fastjson.TypeObject:
		e.dataObject(name, v, rename)
	default:
		e.parser.fill.add(name, v)
	}
}

func (e *event) dataObject(name string, v *fastjson.Value, rename func([]byte) []byte) {
	if own := elementName(v); own != nil {
		name = e.parser.names.of(own)
		if text := elementText(v); text != nil {
			e.dataElement(name, text, rename)
		} else {
			// An element with a name and no text is an empty value, not an absent one.
			e.parser.fill.addText(name, "")
		}
		return
	}
	v.GetObject().Visit(func(key []byte, child *fastjson.Value) {
		switch {
		case string(key) == "#text":
			e.dataElement(name, child, rename)
		case isAttribute(key):
		case string(key) == "Data":
			e.dataElement("", child, rename)
		default:
			if rename != nil {
				key = rename(key)
			}
			e.dataElement(e.parser.names.of(key), child, rename)
		}
	})
}

// isAttribute says whether a member stands for attributes of the XML element
// and not for a child.
func isAttribute(key []byte) bool {
	return len(key) > 0 && key[0] == '@' || string(key) == "#attributes" || string(key) == "xmlns" ||
		bytes.HasSuffix(key, []byte("_attributes"))
}

// elementName returns the Name attribute of a converted <Data> element.
func elementName(v *fastjson.Value) []byte {
	for _, path := range [][]string{{"@Name"}, {"#attributes", "Name"}} {
		if text := getText(v, path...); text != nil {
			return text
		}
	}
	// {"Name": "Image", "Value": "..."}: exactly this, as a field may be called Name.
	if o := v.GetObject(); o.Len() == 2 && o.Get("Name") != nil && o.Get("Value") != nil {
		return getText(v, "Name")
	}
	return nil
}

func elementText(v *fastjson.Value) *fastjson.Value {
	if text := get(v, "#text"); text != nil {
		return text
	}
	return get(v, "Value")
}
