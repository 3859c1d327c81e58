package jsonl

// maxNesting is the deepest nesting that is read; the parser has the same.
const maxNesting = 300

type scanState uint8

const (
	expectValue      scanState = iota
	expectValueOrEnd           // after '['
	expectKey                  // after ',' in an object
	expectKeyOrEnd             // after '{'
	expectColon
	expectCommaOrEnd // after a value inside a container
	inString
	inEscape
	inLiteral // number, true, false, null
)

type scanResult uint8

const (
	// scanMore: the value goes on after the bytes that were given.
	scanMore scanResult = iota
	// scanDone: the value is complete.
	scanDone
	// scanBad: the byte at the returned position cannot stand there.
	scanBad
	// scanArray: the list of events inside a wrapper object begins.
	scanArray
)

// scanner finds the end of one JSON value, byte by byte and over any number of
// pieces of input. It checks the grammar of containers and strings, so that a
// value that was cut off is noticed where the next one begins; literals are the
// parser's business.
type scanner struct {
	state   scanState
	isKey   bool // the string being read is a member's name
	stack   [maxNesting]byte
	depth   int
	newline bool // only a newline stands before this byte
	// oneLine says that the file has a value a line: then an object that
	// begins a line is never inside another.
	oneLine bool
	// wrappers says that scanArray may be returned.
	wrappers bool
	// key[0] and key[1] are the latest names at depth 1 and 2, if short.
	key    [2][8]byte
	keyLen [2]int
}

func (s *scanner) reset(oneLine, wrappers bool) {
	s.state, s.depth, s.newline = expectValue, 0, false
	s.oneLine, s.wrappers = oneLine, wrappers
}

// scan looks at b and returns how many bytes belong to the value so far.
func (s *scanner) scan(b []byte) (int, scanResult) {
	for i := 0; i < len(b); i++ {
		c := b[i]
		switch s.state {
		case inString:
			i = s.text(b, i)
			if i >= len(b) {
				return len(b), scanMore
			}
			switch b[i] {
			case '\\':
				s.state = inEscape
			case '"':
				if s.endString() {
					return i + 1, scanDone
				}
			default: // a line break: no JSON string has one
				return i, scanBad
			}
			continue
		case inEscape:
			if c == '\n' {
				return i, scanBad
			}
			s.keep(c)
			s.state = inString
			continue
		case inLiteral:
			if isLiteral(c) {
				continue
			}
			if s.endValue() {
				return i, scanDone
			}
		}
		switch c {
		case '\n':
			s.newline = true
			continue
		case ' ', '\t', '\r':
			s.newline = false
			continue
		}
		result := s.token(c)
		s.newline = false
		if result == scanBad {
			return i, scanBad
		}
		if result != scanMore {
			return i + 1, result
		}
	}
	return len(b), scanMore
}

// text passes over plain characters of a string.
func (s *scanner) text(b []byte, i int) int {
	if s.isKey && s.depth <= 2 {
		for ; i < len(b) && b[i] != '"' && b[i] != '\\' && b[i] != '\n'; i++ {
			s.keep(b[i])
		}
		return i
	}
	for ; i < len(b); i++ {
		if c := b[i]; c == '"' || c == '\\' || c == '\n' {
			break
		}
	}
	return i
}

func (s *scanner) keep(c byte) {
	if !s.isKey || s.depth < 1 || s.depth > 2 {
		return
	}
	d := s.depth - 1
	if s.keyLen[d] < len(s.key[d]) {
		s.key[d][s.keyLen[d]] = c
	}
	s.keyLen[d]++
}

func (s *scanner) keyAt(depth int) string {
	if n := s.keyLen[depth-1]; n <= len(s.key[0]) {
		return string(s.key[depth-1][:n])
	}
	return ""
}

func isLiteral(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '-' || c == '+' || c == '.'
}

// endString ends a string; it says whether the whole value ends with it.
func (s *scanner) endString() bool {
	if s.isKey {
		s.isKey = false
		s.state = expectColon
		return false
	}
	return s.endValue()
}

// endValue ends a value; it says whether it was the outermost.
func (s *scanner) endValue() bool {
	s.state = expectCommaOrEnd
	return s.depth == 0
}

// token takes one character outside strings and literals that is no space.
func (s *scanner) token(c byte) scanResult {
	switch s.state {
	case expectValue, expectValueOrEnd:
		if c == ']' && s.state == expectValueOrEnd {
			return s.pop('[')
		}
		return s.beginValue(c)
	case expectKey, expectKeyOrEnd:
		if c == '}' && s.state == expectKeyOrEnd {
			return s.pop('{')
		}
		if c != '"' {
			return scanBad
		}
		s.isKey, s.state = true, inString
		if s.depth <= 2 {
			s.keyLen[s.depth-1] = 0
		}
		return scanMore
	case expectColon:
		if c != ':' {
			return scanBad
		}
		s.state = expectValue
		return scanMore
	case expectCommaOrEnd:
		switch {
		case c == '}':
			return s.pop('{')
		case c == ']':
			return s.pop('[')
		case c == ',' && s.depth > 0 && s.stack[s.depth-1] == '{':
			s.state = expectKey
			return scanMore
		case c == ',' && s.depth > 0:
			s.state = expectValue
			return scanMore
		}
	}
	return scanBad
}

func (s *scanner) beginValue(c byte) scanResult {
	switch {
	case c == '{' || c == '[':
		inArray := s.depth > 0 && s.stack[s.depth-1] == '['
		if c == '{' && s.newline && s.depth > 0 && (s.oneLine || !inArray) {
			return scanBad
		}
		if s.depth >= maxNesting {
			return scanBad
		}
		if c == '[' && s.wrappers && s.isWrapped() {
			s.push('[')
			return scanArray
		}
		s.push(c)
		return scanMore
	case c == '"':
		s.state = inString
		return scanMore
	case isLiteral(c):
		s.state = inLiteral
		return scanMore
	}
	return scanBad
}

// isWrapped says whether an array that begins here holds the events of a
// wrapper: Elasticsearch's hits.hits, or the list of an Azure answer.
func (s *scanner) isWrapped() bool {
	switch s.depth {
	case 1:
		switch s.keyAt(1) {
		case "value", "records", "Records", "Events", "events":
			return true
		}
	case 2:
		return s.stack[1] == '{' && s.keyAt(1) == "hits" && s.keyAt(2) == "hits"
	}
	return false
}

func (s *scanner) push(c byte) {
	s.stack[s.depth] = c
	s.depth++
	s.state = expectKeyOrEnd
	if c == '[' {
		s.state = expectValueOrEnd
	}
}

func (s *scanner) pop(open byte) scanResult {
	if s.depth == 0 || s.stack[s.depth-1] != open {
		return scanBad
	}
	s.depth--
	if s.endValue() {
		return scanDone
	}
	return scanMore
}
