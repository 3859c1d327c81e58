package evtx

import (
	"bytes"
	"fmt"

	"github.com/0xrawsec/golang-evtx/evtx"
)

// definition is a parsed template definition as a flat list of tokens.
type definition []token

// token is an element's start (with its attributes), its end, or a piece of content.
type token struct {
	kind  byte // tokElement, tokCloseStart, tokEnd, tokCloseEmpty, tokText or tokNormalSub
	name  string
	dep   int32
	attrs []attribute
	part  part
}

type attribute struct {
	name  string
	value expr
}

// parseDefinition has golang-evtx parse a definition in its normal form. It is the
// only place where golang-evtx runs: on bytes that the normaliser wrote, so neither
// its panics nor its recursion can be provoked; a panic is caught all the same.
func parseDefinition(normal []byte) (def definition, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("the template parser failed: %v", r)
		}
	}()
	var td evtx.TemplateDefinitionData
	if err := td.Parse(bytes.NewReader(normal)); err != nil {
		return nil, err
	}
	def = make(definition, 0, len(td.Elements))
	for _, el := range td.Elements {
		tok, err := convert(el)
		if err != nil {
			return nil, err
		}
		def = append(def, tok)
	}
	return def, nil
}

func convert(el evtx.Element) (token, error) {
	switch e := el.(type) {
	case *evtx.ElementStart:
		return convertStart(e)
	case *evtx.BinXMLCloseStartElementTag:
		return token{kind: tokCloseStart}, nil
	case *evtx.BinXMLCloseEmptyElementTag:
		return token{kind: tokCloseEmpty}, nil
	case *evtx.BinXMLEndElementTag:
		return token{kind: tokEnd}, nil
	}
	p, ok := convertPart(el)
	if !ok {
		return token{}, fmt.Errorf("unexpected %T in a template", el)
	}
	if p.sub < 0 {
		return token{kind: tokText, part: p}, nil
	}
	return token{kind: tokNormalSub, part: p}, nil
}

func convertStart(e *evtx.ElementStart) (token, error) {
	t := token{kind: tokElement, name: e.Name.String(), dep: int32(uint16(e.DepID))}
	if t.dep == noDependency {
		t.dep = -1
	}
	for i := range e.AttributeList.Attributes {
		a := &e.AttributeList.Attributes[i]
		p, ok := convertPart(a.AttributeData)
		if !ok {
			return token{}, fmt.Errorf("unexpected %T in an attribute", a.AttributeData)
		}
		t.attrs = append(t.attrs, attribute{a.Name.String(), expr{p}})
	}
	return t, nil
}

func convertPart(el evtx.Element) (part, bool) {
	switch e := el.(type) {
	case *evtx.ValueText:
		return part{lit: e.String(), sub: -1}, true
	case *evtx.NormalSubstitution:
		return part{sub: int32(uint16(e.SubID))}, true
	case *evtx.OptionalSubstitution:
		return part{sub: int32(uint16(e.SubID))}, true
	}
	return part{}, false
}
