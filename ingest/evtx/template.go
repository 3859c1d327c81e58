package evtx

import (
	"errors"
	"fmt"
	"strings"
)

// where is the place in an event's XML that a template or a nested value fills.
type where uint8

const (
	// atTop: the root, an Event element is expected.
	atTop where = iota
	// inEvent: among the children of Event.
	inEvent
	// inSystem: among the children of System.
	inSystem
	// inSystemItem: within one child of System.
	inSystemItem
	// inRendering: among the children of RenderingInfo.
	inRendering
	// inMessage: within RenderingInfo/Message.
	inMessage
	// inEventData: among the children of EventData.
	inEventData
	// inUserData: among the children, at any depth, of UserData and other sections.
	inUserData
	// inData: within one datum of EventData.
	inData
	// ignored: nothing that a record carries.
	ignored
)

// slot names a member of the record that comes from the System part.
type slot uint8

const (
	slotProvider slot = iota
	slotSource        // Provider/@EventSourceName, used where Name is missing
	slotEventID
	slotVersion
	slotChannel
	slotComputer
	slotRecordID
	slotTime
	slotCount
)

// part is a piece of text of a template: a literal, or a value of the instance (sub >= 0).
type part struct {
	lit string
	sub int32
}

// expr is the text of an element or attribute.
type expr []part

func (e expr) literal() (string, bool) {
	switch {
	case len(e) == 0:
		return "", true
	case len(e) == 1 && e[0].sub < 0:
		return e[0].lit, true
	}
	return "", false
}

// op is one thing that the body of an event yields.
type op struct {
	kind opKind
	// at is the place of a nested value.
	at where
	// dep is the value whose absence removes the element, -1 if there is none.
	dep int32
	// name and label are the field's name: label if it has values in it.
	name  string
	label expr
	value expr
}

type opKind uint8

const (
	opField opKind = iota
	// opAttribute is a field that is left out when its value is absent.
	opAttribute
	// opNested is a value that holds further elements.
	opNested
	opSection
	opMessage
)

// headerOp fills a slot.
type headerOp struct {
	slot  slot
	value expr
}

// template is a compiled template definition for one place.
type template struct {
	header []headerOp
	body   []op
	// nested are the values of body that may hold the System part.
	nested []op
	// repaired says that a text of the template had to be repaired.
	repaired bool
}

// maxOps bounds what one template may yield.
const maxOps = 16 << 10

var (
	errNoElements = errors.New("a template holds no element")
	errManyOps    = errors.New("a template holds too many elements")
)

// compiler walks the tokens of a parsed definition with a stack of its own.
type compiler struct {
	t     *template
	stack []open
	ops   int
}

// open is an element that has been opened and not closed.
type open struct {
	at       where
	slot     slot // if at is inSystemItem
	dep      int32
	name     string
	label    expr
	value    expr
	children bool
}

// compile turns a parsed definition into a template for the place at.
func compile(def definition, at where) (*template, error) {
	c := compiler{t: &template{}, stack: []open{{at: at, dep: -1}}}
	elements := 0
	for _, tok := range def {
		switch tok.kind {
		case tokElement:
			elements++
			c.start(tok)
		case tokEnd, tokCloseEmpty:
			if len(c.stack) < 2 {
				return nil, errBalance
			}
			c.close()
		case tokText, tokNormalSub:
			c.content(tok.part)
		}
		if c.ops > maxOps || elements > maxOps {
			return nil, errManyOps
		}
	}
	if len(c.stack) != 1 {
		return nil, errBalance
	}
	if elements == 0 && len(c.t.body) == 0 {
		return nil, errNoElements
	}
	return c.t, nil
}

func (c *compiler) emit(o op) {
	c.ops++
	c.t.body = append(c.t.body, o)
	if o.kind == opNested && (o.at == atTop || o.at == inEvent || o.at == inSystem) {
		c.t.nested = append(c.t.nested, o)
	}
}

func (c *compiler) start(tok token) {
	parent := &c.stack[len(c.stack)-1]
	parent.children = true
	e := open{at: child(parent.at, tok.name), dep: tok.dep, name: tok.name}
	if strings.ContainsRune(tok.name, '\uFFFD') {
		c.t.repaired = true
	}
	switch {
	case e.at == inSystemItem:
		c.systemItem(&e, tok)
	case parent.at <= inEvent && (e.at == inEventData || e.at == inUserData):
		c.emit(op{kind: opSection, name: tok.name, dep: -1})
	case e.at == inData || (e.at == inUserData && isDatum(tok.name)):
		if isDatum(tok.name) {
			e.name = ""
		}
		for _, a := range tok.attrs {
			if a.name == "Name" {
				e.label = a.value
			}
		}
		if s, ok := e.label.literal(); ok && len(e.label) > 0 {
			e.name, e.label = s, nil
		}
	case e.at == inUserData:
		c.attributes(tok)
	}
	c.stack = append(c.stack, e)
}

// isDatum says whether an element is named by its Name attribute.
func isDatum(name string) bool { return name == "Data" || name == "ComplexData" }

// child is the place within the element name in the place at.
func child(at where, name string) where {
	switch at {
	case atTop, inEvent:
		switch name {
		case "Event":
			return inEvent
		case "System":
			return inSystem
		case "EventData":
			return inEventData
		case "RenderingInfo":
			return inRendering
		}
		return inUserData
	case inSystem:
		return inSystemItem
	case inRendering:
		if name == "Message" {
			return inMessage
		}
		return ignored
	case inEventData, inData:
		return inData
	case inUserData:
		return inUserData
	}
	return ignored
}

// attributes yields the attributes of an element of UserData, which some providers
// fill with data, as fields named element@attribute.
func (c *compiler) attributes(tok token) {
	for _, a := range tok.attrs {
		if a.name == "xmlns" || strings.HasPrefix(a.name, "xmlns:") {
			continue
		}
		c.emit(op{kind: opAttribute, name: tok.name + "@" + a.name, value: a.value, dep: tok.dep})
	}
}

func (c *compiler) systemItem(e *open, tok token) {
	e.slot = slotCount
	switch tok.name {
	case "EventID":
		e.slot = slotEventID
	case "Version":
		e.slot = slotVersion
	case "Channel":
		e.slot = slotChannel
	case "Computer":
		e.slot = slotComputer
	case "EventRecordID":
		e.slot = slotRecordID
	}
	for _, a := range tok.attrs {
		switch {
		case tok.name == "Provider" && a.name == "Name":
			c.fill(slotProvider, a.value)
		case tok.name == "Provider" && a.name == "EventSourceName":
			c.fill(slotSource, a.value)
		case tok.name == "TimeCreated" && a.name == "SystemTime":
			c.fill(slotTime, a.value)
		}
	}
}

func (c *compiler) fill(s slot, value expr) {
	c.ops++
	c.t.header = append(c.t.header, headerOp{s, value})
}

// content takes text or a value within the element on top of the stack.
func (c *compiler) content(p part) {
	if p.sub < 0 && strings.ContainsRune(p.lit, '\uFFFD') {
		c.t.repaired = true
	}
	e := &c.stack[len(c.stack)-1]
	switch e.at {
	case atTop, inEvent, inSystem, inRendering, inEventData:
		// Between elements only values count: they may hold elements.
		if p.sub >= 0 {
			c.emit(op{kind: opNested, at: e.at, value: expr{p}, dep: -1})
		} else if e.at == inEventData && strings.TrimSpace(p.lit) != "" {
			c.emit(op{kind: opField, value: expr{p}, dep: -1})
		}
	case inUserData:
		if len(c.stack) == 1 || c.stack[len(c.stack)-2].at <= inEvent {
			if p.sub >= 0 {
				c.emit(op{kind: opNested, at: inUserData, value: expr{p}, dep: -1})
			}
			return
		}
		e.value = append(e.value, p)
	case ignored:
	default:
		e.value = append(e.value, p)
	}
}

// close takes the end of the element on top of the stack.
func (c *compiler) close() {
	e := c.stack[len(c.stack)-1]
	c.stack = c.stack[:len(c.stack)-1]
	section := c.stack[len(c.stack)-1].at <= inEvent
	switch {
	case e.at == inSystemItem && e.slot < slotCount:
		c.fill(e.slot, e.value)
	case e.at == inMessage:
		c.emit(op{kind: opMessage, value: e.value, dep: e.dep})
	case e.at == inData, e.at == inUserData && !section:
		// An element with children is no leaf; blanks between them are no data.
		if !e.children || e.value.counts() {
			c.emit(op{kind: opField, name: e.name, label: e.label, value: e.value, dep: e.dep})
		}
	}
}

func (e expr) counts() bool {
	for _, p := range e {
		if p.sub >= 0 || strings.TrimSpace(p.lit) != "" {
			return true
		}
	}
	return false
}

// templateKey is the cache key of a definition in its normal form at a place.
func templateKey(normal []byte, at where, buf []byte) []byte {
	buf = append(buf[:0], byte(at))
	return append(buf, normal...)
}

func errTemplate(err error) error {
	return fmt.Errorf("the event's template cannot be used: %w", err)
}
