package evtxwriter

import (
	"crypto/sha256"
)

// Tokens of BinXml.
const (
	tokEOF         = 0x00
	tokElement     = 0x01
	tokCloseStart  = 0x02
	tokCloseEmpty  = 0x03
	tokEnd         = 0x04
	tokText        = 0x05
	tokAttribute   = 0x06
	tokTemplate    = 0x0c
	tokNormalSub   = 0x0d
	tokOptionalSub = 0x0e
	tokFragment    = 0x0f
	flagMore       = 0x40
)

const eventNamespace = "http://schemas.microsoft.com/win/2004/08/events/event"

// noDependency marks an element that does not depend on a value.
const noDependency = 0xffff

// builder appends a template definition to the chunk under construction.
type builder struct {
	c *chunk
	// open holds, for each open element, where its size stands.
	open []int
}

// attr is an attribute: text, or the value sub if sub >= 0.
type attr struct {
	name, text string
	sub        int
	typ        Type
}

// start opens an element; end or empty closes it.
func (b *builder) start(name string, dep uint16, attrs ...attr) {
	c := b.c
	tok := byte(tokElement)
	if len(attrs) > 0 {
		tok |= flagMore
	}
	c.buf = append(c.buf, tok, byte(dep), byte(dep>>8))
	b.open = append(b.open, len(c.buf))
	c.buf = append(c.buf, 0, 0, 0, 0)
	c.name(name)
	if len(attrs) > 0 {
		at := len(c.buf)
		c.buf = append(c.buf, 0, 0, 0, 0)
		for i, a := range attrs {
			b.attribute(a, i < len(attrs)-1)
		}
		le.PutUint32(c.buf[at:], uint32(len(c.buf)-at-4))
	}
}

func (b *builder) attribute(a attr, more bool) {
	tok := byte(tokAttribute)
	if more {
		tok |= flagMore
	}
	b.c.buf = append(b.c.buf, tok)
	b.c.name(a.name)
	if a.sub >= 0 {
		b.sub(tokOptionalSub, a.sub, a.typ)
	} else {
		b.text(a.text)
	}
}

// content ends the start tag of an element that has content.
func (b *builder) content() { b.c.buf = append(b.c.buf, tokCloseStart) }

func (b *builder) end() { b.close(tokEnd) }

func (b *builder) empty() { b.close(tokCloseEmpty) }

func (b *builder) close(tok byte) {
	b.c.buf = append(b.c.buf, tok)
	at := b.open[len(b.open)-1]
	b.open = b.open[:len(b.open)-1]
	le.PutUint32(b.c.buf[at:], uint32(len(b.c.buf)-at-4))
}

func (b *builder) sub(tok byte, n int, t Type) {
	b.c.buf = append(b.c.buf, tok, byte(n), byte(n>>8), byte(t))
}

// text writes literal text; the callers bound its length.
func (b *builder) text(s string) {
	c := b.c
	c.buf = append(c.buf, tokText, byte(TypeString), 0, 0)
	at := len(c.buf)
	c.buf = appendUTF16(c.buf, s)
	le.PutUint16(c.buf[at-2:], uint16((len(c.buf)-at)/2))
}

// leaf writes an element that holds one value.
func (b *builder) leaf(name string, dep uint16, n int, t Type) {
	b.start(name, dep)
	b.content()
	b.sub(tokOptionalSub, n, t)
	b.end()
}

// The values of the System template, in the order that Windows uses.
const (
	subLevel = iota
	subOpcode
	subTask
	subEventID
	subQualifiers
	subKeywords
	subTime
	subActivity
	subProcess
	subThread
	subRecordID
	subVersion
	subUser
	subRelated
	subProvider
	subProviderGUID
	subChannel
	subComputer
	subBody
	subRendering
)

// system writes the template of a whole event.
func (b *builder) system() {
	text := func(name, s string) attr { return attr{name: name, text: s, sub: -1} }
	sub := func(name string, n int, t Type) attr { return attr{name: name, sub: n, typ: t} }
	b.start("Event", noDependency, text("xmlns", eventNamespace))
	b.content()
	b.start("System", noDependency)
	b.content()
	b.start("Provider", noDependency, sub("Name", subProvider, TypeString), sub("Guid", subProviderGUID, TypeGUID))
	b.empty()
	b.start("EventID", subEventID, sub("Qualifiers", subQualifiers, TypeUInt16))
	b.content()
	b.sub(tokOptionalSub, subEventID, TypeUInt16)
	b.end()
	b.leaf("Version", subVersion, subVersion, TypeUInt8)
	b.leaf("Level", subLevel, subLevel, TypeUInt8)
	b.leaf("Task", subTask, subTask, TypeUInt16)
	b.leaf("Opcode", subOpcode, subOpcode, TypeUInt8)
	b.leaf("Keywords", subKeywords, subKeywords, TypeHexInt64)
	b.start("TimeCreated", noDependency, sub("SystemTime", subTime, TypeFiletime))
	b.empty()
	b.leaf("EventRecordID", subRecordID, subRecordID, TypeUInt64)
	b.start("Correlation", noDependency, sub("ActivityID", subActivity, TypeGUID), sub("RelatedActivityID", subRelated, TypeGUID))
	b.empty()
	b.start("Execution", noDependency, sub("ProcessID", subProcess, TypeUInt32), sub("ThreadID", subThread, TypeUInt32))
	b.empty()
	b.leaf("Channel", noDependency, subChannel, TypeString)
	b.leaf("Computer", noDependency, subComputer, TypeString)
	b.start("Security", noDependency, sub("UserID", subUser, TypeSID))
	b.empty()
	b.end()
	b.sub(tokOptionalSub, subBody, typeBinXML)
	b.sub(tokOptionalSub, subRendering, typeBinXML)
	b.end()
}

// eventData writes the template of an EventData with the given values.
func (b *builder) eventData(data []Value) {
	b.start("EventData", noDependency)
	if len(data) == 0 {
		b.empty()
		return
	}
	b.content()
	for i := range data {
		v := &data[i]
		if v.Name == "" {
			b.start("Data", noDependency)
		} else {
			b.start("Data", noDependency, attr{name: "Name", text: v.Name, sub: -1})
		}
		b.content()
		b.sub(tokNormalSub, i, v.typ)
		b.end()
	}
	b.end()
}

// userData writes the template of a UserData.
func (b *builder) userData(u *UserData, data []Value) {
	b.start("UserData", noDependency)
	b.content()
	if u.Namespace != "" {
		b.start(u.Element, noDependency, attr{name: "xmlns", text: u.Namespace, sub: -1})
	} else {
		b.start(u.Element, noDependency)
	}
	b.content()
	for i := range data {
		b.start(data[i].Name, noDependency)
		b.content()
		b.sub(tokNormalSub, i, data[i].typ)
		b.end()
	}
	b.end()
	b.end()
}

// rendering writes the template of a RenderingInfo.
func (b *builder) rendering() {
	b.start("RenderingInfo", noDependency, attr{name: "Culture", text: "en-US", sub: -1})
	b.content()
	b.leaf("Message", noDependency, 0, TypeString)
	b.end()
}

// templateGUID is a GUID that depends on what the template is alone.
func templateGUID(key []byte) [16]byte {
	sum := sha256.Sum256(key)
	return [16]byte(sum[:16])
}
