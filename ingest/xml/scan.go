package xml

import (
	"bytes"
	"errors"
	"io"
)

const (
	// maxDepth bounds the nesting inside a data section. The event schema itself
	// nests five deep; UserData adds its own.
	maxDepth = 64
	// maxOpen bounds the nesting anywhere else.
	maxOpen = 4 * maxDepth
)

var (
	errTooDeep       = errors.New("elements are nested too deeply")
	errDirective     = errors.New("a document type declaration (DOCTYPE) stands inside the event")
	errNotWellFormed = errors.New("the XML is not well formed")
)

// token is what a scanner found.
type token uint8

const (
	tokenStart token = iota // an element begins: name and attributes
	tokenEnd                // an element ends
	tokenText               // text or CDATA
)

// scanner reads the tokens of one event's text, which must have passed
// legalise. It knows XML 1.0 (https://www.w3.org/TR/xml/) as far as a document
// without a type declaration goes: elements, attributes, text, CDATA, the five
// predefined entities and character references; comments and processing
// instructions are passed over. A declaration is refused, so that no other entity
// can exist. It does not recurse, and it never takes more memory than a small
// multiple of its input.
//
// The general decoder of the standard library, one for each event, took most of
// the time of reading a file.
type scanner struct {
	in  []byte
	pos int

	// local is the name of the element of the last tokenStart without its prefix.
	local []byte
	attrs []attribute
	// chars is the text of the last tokenText.
	chars []byte

	open       [][]byte // names of the elements that are open, with their prefixes
	selfClosed bool     // the end of the last tokenStart is in its tag
	scratch    []byte   // texts that are not as they stand in the input
}

// attribute is an attribute of a start tag; local is its name without prefix.
type attribute struct{ local, value []byte }

// reset begins another text. What the scanner gave out before is no longer valid.
func (s *scanner) reset(in []byte) {
	s.in, s.pos, s.selfClosed = in, 0, false
	s.attrs, s.open, s.scratch = s.attrs[:0], s.open[:0], s.scratch[:0]
	s.local, s.chars = nil, nil
}

// next returns the next token; io.EOF at the end of the text when no element is open.
// What it gives out stays valid until reset, but for attrs: until the next tokenStart.
func (s *scanner) next() (token, error) {
	if s.selfClosed {
		s.selfClosed = false
		s.open = s.open[:len(s.open)-1]
		return tokenEnd, nil
	}
	for {
		if s.pos == len(s.in) {
			if len(s.open) > 0 {
				return 0, errNotWellFormed
			}
			return 0, io.EOF
		}
		if s.in[s.pos] != '<' {
			return tokenText, s.textRun()
		}
		rest := s.in[s.pos+1:]
		switch {
		case len(rest) == 0:
			return 0, errNotWellFormed
		case rest[0] == '/':
			s.pos += 2
			return tokenEnd, s.endTag()
		case rest[0] == '?':
			if err := s.instruction(); err != nil {
				return 0, err
			}
		case rest[0] != '!':
			s.pos++
			return tokenStart, s.startTag()
		case bytes.HasPrefix(rest, []byte("!--")):
			if err := s.comment(); err != nil {
				return 0, err
			}
		case bytes.HasPrefix(rest, []byte("![CDATA[")):
			return tokenText, s.cdata()
		default:
			return 0, errDirective
		}
	}
}

// textRun reads the text up to the next tag.
func (s *scanner) textRun() error {
	rest := s.in[s.pos:]
	end := bytes.IndexByte(rest, '<')
	if end < 0 {
		end = len(rest)
	}
	s.pos += end
	raw := rest[:end]
	if bytes.IndexByte(raw, ']') >= 0 && bytes.Contains(raw, []byte("]]>")) {
		return errNotWellFormed
	}
	var err error
	s.chars, err = s.decode(raw)
	return err
}

func (s *scanner) cdata() error {
	from := s.pos + len("<![CDATA[")
	end := bytes.Index(s.in[from:], []byte("]]>"))
	if end < 0 {
		return errNotWellFormed
	}
	s.chars = s.lines(s.in[from : from+end])
	s.pos = from + end + len("]]>")
	return nil
}

func (s *scanner) comment() error {
	from := s.pos + len("<!--")
	end := bytes.Index(s.in[from:], []byte("--"))
	if end < 0 || !bytes.HasPrefix(s.in[from+end:], []byte("-->")) {
		return errNotWellFormed
	}
	s.pos = from + end + len("-->")
	return nil
}

func (s *scanner) instruction() error {
	s.pos += len("<?")
	if _, err := s.name(); err != nil {
		return err
	}
	end := bytes.Index(s.in[s.pos:], []byte("?>"))
	if end < 0 {
		return errNotWellFormed
	}
	s.pos += end + len("?>")
	return nil
}

// startTag reads a start tag from its name on.
func (s *scanner) startTag() error {
	name, err := s.name()
	if err != nil {
		return err
	}
	if len(s.open) >= maxOpen {
		return errTooDeep
	}
	s.open = append(s.open, name)
	s.local, s.attrs = localPart(name), s.attrs[:0]
	for {
		switch s.skipSpace() {
		case '>':
			s.pos++
			return nil
		case '/':
			if s.pos++; s.peek() != '>' {
				return errNotWellFormed
			}
			s.pos++
			s.selfClosed = true
			return nil
		}
		if err := s.attribute(); err != nil {
			return err
		}
	}
}

func (s *scanner) attribute() error {
	name, err := s.name()
	if err != nil || s.skipSpace() != '=' {
		return errNotWellFormed
	}
	s.pos++
	quote := s.skipSpace()
	if quote != '"' && quote != '\'' {
		return errNotWellFormed
	}
	s.pos++
	end := bytes.IndexByte(s.in[s.pos:], quote)
	if end < 0 {
		return errNotWellFormed
	}
	raw := s.in[s.pos : s.pos+end]
	s.pos += end + 1
	if bytes.IndexByte(raw, '<') >= 0 {
		return errNotWellFormed
	}
	value, err := s.decode(raw)
	s.attrs = append(s.attrs, attribute{localPart(name), value})
	return err
}

// endTag reads an end tag from its name on: that of the element opened last.
func (s *scanner) endTag() error {
	name, err := s.name()
	if err != nil || s.skipSpace() != '>' || len(s.open) == 0 || !bytes.Equal(name, s.open[len(s.open)-1]) {
		return errNotWellFormed
	}
	s.pos++
	s.open = s.open[:len(s.open)-1]
	return nil
}

// peek is the next byte, 0 at the end: a byte that stands in no legalised text.
func (s *scanner) peek() byte {
	if s.pos < len(s.in) {
		return s.in[s.pos]
	}
	return 0
}

// skipSpace passes over white space and returns the byte after it.
func (s *scanner) skipSpace() byte {
	for {
		switch c := s.peek(); c {
		case ' ', '\t', '\r', '\n':
			s.pos++
		default:
			return c
		}
	}
}

// attr is the value of the first attribute with a name, else nil.
func (s *scanner) attr(name string) []byte {
	for i := range s.attrs {
		if string(s.attrs[i].local) == name {
			return s.attrs[i].value
		}
	}
	return nil
}

// skip passes over the rest of the element that was just begun.
func (s *scanner) skip() error {
	for depth := 1; depth > 0; {
		switch t, err := s.next(); {
		case err != nil:
			return err
		case t == tokenStart:
			depth++
		case t == tokenEnd:
			depth--
		}
	}
	return nil
}
