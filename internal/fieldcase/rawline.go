package fieldcase

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

var (
	errNotUTF8  = errors.New("the bytes are no UTF-8")
	errNoObject = errors.New("the value is no object")
	errTrailing = errors.New("more follows after the object")
)

// decodeLine reads a JSON object and keeps the order of its members.
func decodeLine(raw []byte) (*Line, error) {
	if !utf8.Valid(raw) {
		return nil, errNotUTF8
	}
	l := &Line{members: map[string]any{}}
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	open, err := d.Token()
	if err != nil {
		return nil, err
	}
	if open != json.Delim('{') {
		return nil, errNoObject
	}
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return nil, err
		}
		var value any
		if err := d.Decode(&value); err != nil {
			return nil, err
		}
		text, _ := name.(string)
		l.names = append(l.names, text)
		l.members[text] = value
	}
	if _, err := d.Token(); err != nil {
		return nil, err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, errTrailing
	}
	return l, nil
}

// loneSurrogate says whether a JSON text escapes half of a surrogate pair.
// encoding/json would replace it without a word.
func loneSurrogate(raw []byte) bool {
	for i := 0; i+1 < len(raw); i++ {
		if raw[i] != '\\' {
			continue
		}
		i++
		unit, ok := escapedUnit(raw, i)
		if !ok || !utf16.IsSurrogate(unit) {
			continue
		}
		if i+6 >= len(raw) || raw[i+5] != '\\' {
			return true
		}
		low, ok := escapedUnit(raw, i+6)
		if !ok || utf16.DecodeRune(unit, low) == utf8.RuneError {
			return true
		}
		i += 10
	}
	return false
}

// escapedUnit reads the uXXXX of an escape at raw[i].
func escapedUnit(raw []byte, i int) (unit rune, ok bool) {
	if i+5 > len(raw) || raw[i] != 'u' {
		return 0, false
	}
	n, err := strconv.ParseUint(string(raw[i+1:i+5]), 16, 16)
	return rune(n), err == nil
}
