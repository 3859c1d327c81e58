package evtx

import (
	"encoding/binary"
	"errors"
	"unicode/utf16"
)

// Tokens of BinXml ([MS-EVEN6] 2.2.12). flagMore on an element says that it has
// attributes, on an attribute or a piece of text that another follows.
const (
	tokEOF          = 0x00
	tokElement      = 0x01
	tokCloseStart   = 0x02
	tokCloseEmpty   = 0x03
	tokEnd          = 0x04
	tokText         = 0x05
	tokAttribute    = 0x06
	tokCDATA        = 0x07
	tokCharRef      = 0x08
	tokEntityRef    = 0x09
	tokPITarget     = 0x0a
	tokPIData       = 0x0b
	tokTemplate     = 0x0c
	tokNormalSub    = 0x0d
	tokOptionalSub  = 0x0e
	tokFragment     = 0x0f
	flagMore        = 0x40
	noDependency    = 0xffff
	maxName         = 1024 // characters; Windows' own names stay far below
	maxNormalised   = 512 << 10
	maxTextToken    = 16 << 10 // characters in one text token of the normal form
	definitionStart = 24       // next offset (4), GUID (16), size (4)
	maxElementNst   = 64
)

var (
	errCut      = errors.New("a template or element ends within a token")
	errNested   = errors.New("a template holds a template instance where only elements may stand")
	errToken    = errors.New("unknown token in the binary XML")
	errBalance  = errors.New("elements are not closed properly")
	errName     = errors.New("a name lies outside its chunk or is too long")
	errTextType = errors.New("text of an unknown type in the binary XML")
	errMixed    = errors.New("an attribute mixes text and values")
	errLong     = errors.New("a template or element is too long")
	errDepthXML = errors.New("elements are nested too deeply")
)

// normaliser rewrites the definition of a template (or a bare element) into a
// normal form: all names in place, text, character and entity references and CDATA
// merged into plain text, sizes zero, processing instructions left out. The form
// is again BinXml, but stands alone, so that
//   - two chunks' definitions of one template compare equal whatever the order in
//     which their names were first used (it is the key of the template cache),
//   - what golang-evtx is given to parse is bounded, well-formed and cannot refer
//     to itself.
type normaliser struct {
	chunk []byte
	p     int
	end   int
	// dep: elements carry a dependency identifier, as in template definitions.
	dep   bool
	out   []byte
	text  []uint16
	depth int
	// damaged: a name could not be read.
	damaged bool
}

// run normalises from start; the result is in out, valid until the next run. It
// returns where the input ended.
func (n *normaliser) run(chunk []byte, start, end int, dep bool) (int, error) {
	n.chunk, n.p, n.end, n.dep = chunk, start, end, dep
	n.depth, n.damaged, n.text = 0, false, n.text[:0]
	n.out = append(n.out[:0], make([]byte, definitionStart)...)
	n.out = append(n.out, tokFragment, 1, 1, 0)
	for {
		done, err := n.step()
		if err != nil {
			return n.p, err
		}
		if len(n.out) > maxNormalised {
			return n.p, errLong
		}
		if done {
			n.out = append(n.out, tokEOF)
			return n.p, nil
		}
	}
}

// step takes one token.
func (n *normaliser) step() (done bool, err error) {
	if n.p >= n.end {
		if n.depth != 0 || n.dep {
			return false, errCut
		}
		n.flush()
		return true, nil // a bare element may end with its value
	}
	tok := n.chunk[n.p]
	switch base := tok &^ flagMore; base {
	case tokEOF:
		n.p++
		n.flush()
		if n.depth != 0 {
			return false, errBalance
		}
		return true, nil
	case tokFragment:
		return false, n.skip(4)
	case tokElement:
		n.flush()
		return false, n.element(tok)
	case tokEnd:
		n.flush()
		n.p++
		n.depth--
		if n.depth < 0 {
			return false, errBalance
		}
		n.out = append(n.out, tokEnd)
		return false, nil
	case tokNormalSub, tokOptionalSub:
		n.flush()
		return false, n.substitution()
	case tokTemplate:
		return false, errNested
	case tokPITarget:
		n.p++
		_, err := n.name()
		return false, err
	case tokPIData:
		n.p++
		at := len(n.text)
		err := n.characters()
		n.text = n.text[:at]
		return false, err
	default:
		return false, n.piece(base)
	}
}

// piece takes one piece of text, in whatever dress, into the pending text.
func (n *normaliser) piece(base byte) error {
	switch base {
	case tokText:
		if n.p+2 > n.end {
			return errCut
		}
		if n.chunk[n.p+1] != typeString {
			return errTextType
		}
		n.p += 2
		return n.characters()
	case tokCDATA:
		n.p++
		return n.characters()
	case tokCharRef:
		if n.p+3 > n.end {
			return errCut
		}
		n.text = append(n.text, binary.LittleEndian.Uint16(n.chunk[n.p+1:]))
		return n.skip(3)
	case tokEntityRef:
		n.p++
		raw, err := n.name()
		if err != nil {
			return err
		}
		n.text = append(n.text, entity(raw)...)
		return nil
	}
	return errToken
}

// entity is what an entity reference stands for; an unknown one stays as written.
func entity(raw []byte) []uint16 {
	name := make([]uint16, len(raw)/2)
	for i := range name {
		name[i] = binary.LittleEndian.Uint16(raw[2*i:])
	}
	s := string(utf16.Decode(name))
	switch s {
	case "amp":
		s = "&"
	case "lt":
		s = "<"
	case "gt":
		s = ">"
	case "quot":
		s = `"`
	case "apos":
		s = "'"
	default:
		s = "&" + s + ";"
	}
	return utf16.Encode([]rune(s))
}

// element takes a start tag with its attributes, up to and with its closing token.
func (n *normaliser) element(tok byte) error {
	dep := uint16(noDependency)
	n.p++
	if n.dep {
		if n.p+2 > n.end {
			return errCut
		}
		dep = binary.LittleEndian.Uint16(n.chunk[n.p:])
		n.p += 2
	}
	if err := n.skip(4); err != nil { // the element's size
		return err
	}
	raw, err := n.name()
	if err != nil {
		return err
	}
	at := len(n.out)
	n.out = append(n.out, tokElement, byte(dep), byte(dep>>8), 0, 0, 0, 0)
	n.putName(raw)
	if tok&flagMore != 0 {
		if err := n.attributes(at); err != nil {
			return err
		}
	}
	if n.p >= n.end {
		return errCut
	}
	closing := n.chunk[n.p]
	n.p++
	switch closing {
	case tokCloseStart:
		n.depth++
		if n.depth > maxElementNst {
			return errDepthXML
		}
	case tokCloseEmpty:
	default:
		return errBalance
	}
	n.out = append(n.out, closing)
	return nil
}

// attributes takes the attribute list of the element whose output begins at element.
func (n *normaliser) attributes(element int) error {
	if err := n.skip(4); err != nil { // the list's size
		return err
	}
	last := -1
	for n.p < n.end && n.chunk[n.p]&^flagMore == tokAttribute {
		if len(n.out) > maxNormalised {
			return errLong
		}
		if last < 0 {
			n.out[element] |= flagMore
			n.out = append(n.out, 0, 0, 0, 0)
		}
		last = len(n.out)
		n.out = append(n.out, tokAttribute|flagMore)
		n.p++
		raw, err := n.name()
		if err != nil {
			return err
		}
		n.putName(raw)
		if err := n.attributeValue(); err != nil {
			return err
		}
	}
	if last >= 0 {
		n.out[last] = tokAttribute
	}
	return nil
}

// attributeValue takes the one datum of an attribute: text, or one substitution.
func (n *normaliser) attributeValue() error {
	subs := 0
	for n.p < n.end {
		switch base := n.chunk[n.p] &^ flagMore; base {
		case tokNormalSub, tokOptionalSub:
			if subs > 0 || len(n.text) > 0 {
				return errMixed
			}
			subs++
			if err := n.substitution(); err != nil {
				return err
			}
			continue
		case tokText, tokCDATA, tokCharRef, tokEntityRef:
			if err := n.piece(base); err != nil {
				return err
			}
			continue
		}
		break
	}
	switch {
	case subs > 0 && len(n.text) > 0:
		return errMixed
	case subs > 0:
		return nil
	case len(n.text) > maxTextToken:
		return errLong
	}
	n.putText(n.text)
	n.text = n.text[:0]
	return nil
}

func (n *normaliser) substitution() error {
	if n.p+4 > n.end {
		return errCut
	}
	n.out = append(n.out, n.chunk[n.p]&^flagMore)
	n.out = append(n.out, n.chunk[n.p+1:n.p+4]...)
	n.p += 4
	return nil
}

// flush writes the pending text, in pieces that golang-evtx can count.
func (n *normaliser) flush() {
	rest := n.text
	for len(rest) > 0 {
		k := min(len(rest), maxTextToken)
		n.putText(rest[:k])
		rest = rest[k:]
	}
	n.text = n.text[:0]
}

func (n *normaliser) putText(s []uint16) {
	n.out = append(n.out, tokText, typeString)
	n.out = binary.LittleEndian.AppendUint16(n.out, uint16(len(s)))
	for _, c := range s {
		n.out = binary.LittleEndian.AppendUint16(n.out, c)
	}
}

// putName writes a name reference with the name in place: offset, next name, hash,
// length, characters, terminator.
func (n *normaliser) putName(raw []byte) {
	n.out = binary.LittleEndian.AppendUint32(n.out, uint32(len(n.out)+4))
	n.out = append(n.out, 0, 0, 0, 0, 0, 0)
	n.out = binary.LittleEndian.AppendUint16(n.out, uint16(len(raw)/2))
	n.out = append(n.out, raw...)
	n.out = append(n.out, 0, 0)
}

// name takes a name reference and returns the name's UTF-16 bytes. The name stands
// in place if its offset is the place behind the offset, else elsewhere in the
// chunk. A reference that leads nowhere gives no name, and damaged is set: the
// values are still right, and the template may serve every record of its chunk.
func (n *normaliser) name() ([]byte, error) {
	if n.p+4 > n.end {
		return nil, errCut
	}
	at := int(binary.LittleEndian.Uint32(n.chunk[n.p:]))
	n.p += 4
	raw, ok := nameAt(n.chunk, at)
	if !ok {
		n.damaged = true
	}
	if at == n.p {
		if !ok {
			return nil, errName // where it ends is unknown
		}
		if err := n.skip(8 + len(raw) + 2); err != nil {
			return nil, err
		}
	}
	return raw, nil
}

// nameAt reads the name at an offset. Its length counts if the name ends there with
// NUL; if not, the length is damaged and the first NUL ends the name.
func nameAt(chunk []byte, at int) (raw []byte, ok bool) {
	if at < 0 || at+8+2 > len(chunk) {
		return nil, false
	}
	rest := chunk[at+8:]
	if k := 2 * int(binary.LittleEndian.Uint16(chunk[at+6:])); k <= 2*maxName && k+2 <= len(rest) && rest[k] == 0 && rest[k+1] == 0 {
		return rest[:k], true
	}
	for k := 0; k <= 2*maxName && k+2 <= len(rest); k += 2 {
		if rest[k] == 0 && rest[k+1] == 0 {
			return rest[:k], true
		}
	}
	return nil, false
}

// characters takes a length and that many UTF-16 characters into the pending text.
func (n *normaliser) characters() error {
	if n.p+2 > n.end {
		return errCut
	}
	k := int(binary.LittleEndian.Uint16(n.chunk[n.p:]))
	from := n.p + 2
	if err := n.skip(2 + 2*k); err != nil {
		return err
	}
	for i := range k {
		n.text = append(n.text, binary.LittleEndian.Uint16(n.chunk[from+2*i:]))
	}
	return nil
}

func (n *normaliser) skip(k int) error {
	if n.p+k > n.end {
		return errCut
	}
	n.p += k
	return nil
}
