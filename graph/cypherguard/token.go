package cypherguard

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/procgraph/procgraph/graph"
)

// The bounds of a text. A planner's time grows faster than the text: 10 000
// additions kept one busy for 18 s, 3 000 NOT for minutes.
const (
	maxText   = 64 << 10
	maxTokens = 3000
)

type kind uint8

const (
	end     kind = iota
	word         // a name or keyword; upper is in upper case
	escaped      // a name in backticks; text is without them
	quoted       // a string; text is what stands between the quotes, escapes resolved
	number
	param // $name; text is the name
	mark  // one character of punctuation
)

// token is one token; white space and comments are none.
type token struct {
	kind  kind
	text  string
	upper string
	at    place
}

// place is where a token begins and ends, in bytes, and its line and column from 1.
type place struct{ offset, to, line, column int }

func (t *token) is(words ...string) bool {
	if t.kind != word {
		return false
	}
	for _, w := range words {
		if t.upper == w {
			return true
		}
	}
	return false
}

func (t *token) mark(text string) bool { return t.kind == mark && t.text == text }

// name says whether the token may be a name.
func (t *token) name() bool { return t.kind == word || t.kind == escaped }

func (p place) refuse(hint, message string) error {
	return &graph.CypherError{Kind: graph.CypherRefused, Message: message, Hint: hint, Line: p.line, Column: p.column}
}

func (p place) wrong(message string) error {
	return &graph.CypherError{Kind: graph.CypherWrong, Message: message, Hint: "Correct the query.", Line: p.line, Column: p.column}
}

// lexer walks over a text.
type lexer struct {
	text   string
	at     int
	line   int
	start  int // of the line
	tokens []token
}

// lex splits a text into tokens. The last one is end.
func lex(text string) ([]token, error) {
	l := &lexer{text: text, line: 1}
	if len(text) > maxText {
		return nil, l.here().refuse("Give long values as parameters.", "the query is longer than 64 KiB")
	}
	if !utf8.ValidString(text) {
		return nil, l.here().wrong("the query is not valid UTF-8")
	}
	for l.at < len(l.text) {
		if err := l.next(); err != nil {
			return nil, err
		}
		if len(l.tokens) > maxTokens {
			return nil, l.here().refuse("Give long lists as parameters: WHERE x IN $list.", "the query has more than 3000 words and signs")
		}
	}
	l.add(end, "", l.here())
	return l.joinParams(), nil
}

func (l *lexer) here() place {
	return place{l.at, l.at, l.line, utf8.RuneCountInString(l.text[l.start:l.at]) + 1}
}

func (l *lexer) add(k kind, text string, from place) {
	from.to = l.at
	t := token{kind: k, text: text, at: from}
	if k == word {
		t.upper = strings.ToUpper(text)
	}
	l.tokens = append(l.tokens, t)
}

func (l *lexer) next() error {
	c, size := utf8.DecodeRuneInString(l.text[l.at:])
	rest := l.text[l.at:]
	switch {
	case c == '\n':
		l.at++
		l.line, l.start = l.line+1, l.at
	case c == ' ' || c == '\t' || c == '\r':
		l.at++
	case strings.HasPrefix(rest, "//"):
		return l.comment(2, strings.IndexAny(rest, "\r\n"), 0)
	case strings.HasPrefix(rest, "/*"):
		n := strings.Index(rest[2:], "*/")
		if n < 0 {
			return l.here().wrong("the comment is not closed")
		}
		return l.comment(2, n+2, 2)
	case c == '\'' || c == '"' || c == '`':
		return l.quote(byte(c))
	case c >= '0' && c <= '9':
		return l.digits()
	case nameStart(c):
		from := l.here()
		for l.at < len(l.text) {
			c, size := utf8.DecodeRuneInString(l.text[l.at:])
			if !nameStart(c) && (c < '0' || c > '9') {
				break
			}
			l.at += size
		}
		l.add(word, l.text[from.offset:l.at], from)
	case c == '\\':
		return l.here().refuse("Write the character itself; escapes may stand in strings.", "a backslash stands outside of a string: a keyword could hide in it")
	case c < ' ' || c >= 0x7f:
		return l.here().refuse("Retype that part, or put the name into backticks.", "an invisible or special character stands outside of strings")
	default:
		from := l.here()
		l.at += size
		l.add(mark, string(c), from)
	}
	return nil
}

// nameStart takes letters that have one meaning. Those that fold to ASCII letters
// (the long s, the Kelvin sign, the Turkish i) could spell a keyword for a server.
func nameStart(c rune) bool {
	switch c {
	case 'ſ', '\u212a', '\u0130', '\u0131':
		return false
	case '_':
		return true
	}
	return unicode.IsLetter(c) && (c < utf8.RuneSelf || c < 0xff00) // no full-width letters
}

// comment skips a comment whose content begins at from and ends before to (below 0: the text's end).
func (l *lexer) comment(from, to, tail int) error {
	rest := l.text[l.at:]
	if to < 0 {
		to = len(rest)
	}
	content := rest[from:to]
	for i, c := range content {
		hidden := c < ' ' && c != '\t' && c != '\n' && c != '\r' || c == 0x7f || c == 0x85 || c == 0x2028 || c == 0x2029 ||
			tail > 0 && strings.HasPrefix(content[i:], "/*") || hidesRune(content[i:])
		if hidden {
			return l.here().refuse("Leave the comment out.", "the comment holds something that a server could read as its end")
		}
	}
	l.lines(to + tail)
	return nil
}

// lines moves on over n bytes and counts their lines.
func (l *lexer) lines(n int) {
	part := l.text[l.at : l.at+n]
	if i := strings.LastIndexByte(part, '\n'); i >= 0 {
		l.line += strings.Count(part, "\n")
		l.start = l.at + i + 1
	}
	l.at += n
}

// hidesRune says whether a text begins with \uXXXX or a like of it.
func hidesRune(s string) bool {
	_, _, ok := unicodeEscape(s)
	return ok
}

var number1 = regexp.MustCompile(`^(0[xX][0-9a-fA-F]+|0[oO][0-7]+|[0-9][0-9_]*(\.[0-9]+)?([eE][+-]?[0-9]+)?)`)

func (l *lexer) digits() error {
	from := l.here()
	text := number1.FindString(l.text[l.at:])
	l.at += len(text)
	if c, _ := utf8.DecodeRuneInString(l.text[l.at:]); text == "" || nameStart(c) || c >= '0' && c <= '9' {
		return from.wrong("this is no number; names that begin with a digit need backticks")
	}
	l.add(number, text, from)
	return nil
}

// joinParams makes one token of $ and the name after it, whatever stands between.
func (l *lexer) joinParams() []token {
	var out []token
	for i := 0; i < len(l.tokens); i++ {
		t := l.tokens[i]
		if t.mark("$") && (l.tokens[i+1].name() || l.tokens[i+1].kind == number) {
			i++
			t.kind, t.text, t.at.to = param, l.tokens[i].text, l.tokens[i].at.to
		}
		out = append(out, t)
	}
	return out
}
