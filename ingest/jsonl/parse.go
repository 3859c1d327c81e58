package jsonl

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"

	"github.com/valyala/fastjson"

	"github.com/procgraph/procgraph/ingest/winevent"
)

const (
	// maxMembers bounds the members and elements of one value. The parser needs
	// some hundred bytes for each, so without a bound a value of many small
	// ones would outgrow its own size in memory by far.
	maxMembers = 1 << 20
	// keepParser is the largest value whose parser is used again: it keeps the
	// memory of the largest value it has seen.
	keepParser = 1 << 20
	// maxUnwrap bounds wrappers inside wrappers.
	maxUnwrap = 8
)

// parser turns framed values into outcomes. Each worker has its own.
type parser struct {
	json  fastjson.Parser
	inner fastjson.Parser // for JSON text inside a member
	want  winevent.Want
	names interner
	obj   object
	fill  fieldBuilder
	out   []outcome
	place winevent.Place
	// repaired is of the value being parsed.
	repaired bool
	innerBuf []byte
}

func newParser(want winevent.Want) *parser {
	return &parser{want: want, names: interner{}}
}

func (p *parser) batch(b *batch) {
	p.out = b.outcomes
	for _, it := range b.items {
		p.place = it.place
		if it.problem != "" {
			p.reject(it.problem)
			continue
		}
		p.text(b.text[it.from:it.to:it.to])
	}
	b.outcomes, p.out = p.out, nil
}

// text parses one framed text, which nearly always is one value. A line may
// hold several, one after another.
func (p *parser) text(raw []byte) {
	var text []byte
	text, p.repaired = repairText(raw)
	if len(text) > keepParser {
		defer func() { p.json, p.inner, p.innerBuf = fastjson.Parser{}, fastjson.Parser{}, nil }()
	}
	for len(text) > 0 {
		if tooManyMembers(text) {
			p.reject(fmt.Sprintf("the JSON value has more than %d members", maxMembers))
			return
		}
		v, err := p.json.ParseBytes(text)
		if err == nil {
			p.value(v, maxUnwrap)
			return
		}
		n, ok := firstValue(text)
		if !ok || n == len(text) {
			p.reject(reasonBroken)
			return
		}
		if v, err = p.json.ParseBytes(text[:n]); err != nil {
			p.reject(reasonBroken)
		} else {
			p.value(v, maxUnwrap)
		}
		rest := bytes.TrimLeft(text[n:], " \t\r\n")
		p.place.Offset += int64(len(text) - len(rest))
		text = rest
	}
}

// firstValue returns the length of the first value of text.
func firstValue(text []byte) (int, bool) {
	var s scanner
	s.reset(false, false)
	n, result := s.scan(text)
	return n, result == scanDone
}

// tooManyMembers counts separators, first with those inside strings, which is quick.
func tooManyMembers(text []byte) bool {
	if len(text) < 2*maxMembers || bytes.Count(text, []byte{','}) < maxMembers {
		return false
	}
	count, inText := 0, false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '"':
			inText = !inText
		case inText && c == '\\':
			i++
		case !inText && c == ',':
			count++
		}
	}
	return count >= maxMembers
}

// value takes a wrapper apart, or reads an event. unwrap is how many wrappers
// may still come.
func (p *parser) value(v *fastjson.Value, unwrap int) {
	o, err := v.Object()
	if err != nil {
		p.reject(reasonNoObject)
		return
	}
	if o.Len() == 0 {
		p.reject("an empty JSON object")
		return
	}
	p.obj.read(o)
	list, rows := p.obj.wrapped()
	switch {
	case list == nil && rows == nil:
		p.event()
	case unwrap == 0:
		p.reject("wrapper objects are nested too deeply")
	case rows != nil:
		p.tables(rows, unwrap-1)
	default:
		p.list(list, unwrap-1)
	}
}

// list reads the events of a wrapper: an array or one object.
func (p *parser) list(v *fastjson.Value, unwrap int) {
	if v.Type() != fastjson.TypeArray {
		p.value(v, unwrap)
		return
	}
	for _, element := range v.GetArray() {
		p.value(element, unwrap)
	}
}

// event recognises the shape of p.obj and reads it.
func (p *parser) event() {
	s := recognise(&p.obj)
	if s == nil {
		p.reject("not a recognised Windows event shape: " + p.obj.describe())
		return
	}
	rec := &winevent.Record{Shape: s.name, Repaired: p.repaired}
	e := &event{parser: p, obj: &p.obj, rec: rec}
	if err := s.header(e); err != nil {
		p.reject(s.name + ": " + err.Error())
		return
	}
	rec.Channel = originChannel(rec.Channel, rec.Provider)
	if p.want == nil || p.want(rec.Provider, rec.Channel, rec.EventID) == winevent.NeedFields {
		p.fill.reset()
		if err := s.data(e); err != nil {
			p.reject(s.name + ": " + err.Error())
			return
		}
		if rec.Fields == nil {
			rec.Fields = p.fill.fields()
		}
	}
	p.out = append(p.out, outcome{record: rec, place: p.place})
}

func (p *parser) reject(reason string) {
	p.out = append(p.out, outcome{reason: reason, place: p.place})
}

// tables reads the answer of a Log Analytics query: each row becomes an object
// with the columns' names.
func (p *parser) tables(tables *fastjson.Value, unwrap int) {
	var arena fastjson.Arena
	for _, table := range tables.GetArray() {
		columns := table.GetArray("columns")
		for _, row := range table.GetArray("rows") {
			cells := row.GetArray()
			o := arena.NewObject()
			for i, column := range columns {
				if i < len(cells) {
					o.Set(string(column.GetStringBytes("name")), cells[i])
				}
			}
			p.value(o, unwrap)
			arena.Reset()
		}
	}
}

// parseInner parses JSON text that a member holds. The value is valid until
// the next call.
func (p *parser) parseInner(text []byte) (*fastjson.Value, error) {
	p.innerBuf = append(p.innerBuf[:0], text...)
	if tooManyMembers(p.innerBuf) {
		return nil, fmt.Errorf("the JSON text inside has more than %d members", maxMembers)
	}
	repaired, changed := repairText(p.innerBuf)
	if changed {
		p.repaired = true
	}
	v, err := p.inner.ParseBytes(repaired)
	if err != nil {
		return nil, fmt.Errorf("broken JSON text inside")
	}
	return v, nil
}

// interner keeps one copy of strings that come again with every record: names
// of fields, hosts, channels. It is bounded, since hostile input has no end of them.
type interner map[string]string

const (
	maxInterned    = 1 << 13
	maxInternedLen = 128
)

func (in interner) of(b []byte) string {
	if s, ok := in[string(b)]; ok {
		return s
	}
	s := string(b)
	if len(in) < maxInterned && len(s) <= maxInternedLen {
		in[s] = s
	}
	return s
}

// describe lists the first members of an object that was not recognised,
// escaped and cut, for the report.
func (o *object) describe() string {
	const most, longest = 8, 24
	var b strings.Builder
	b.WriteString("it has the members ")
	for i := range o.members {
		if i == most {
			fmt.Fprintf(&b, " and %d more", len(o.members)-most)
			break
		}
		if i > 0 {
			b.WriteString(", ")
		}
		name := o.members[i].name
		cut := ""
		if len(name) > longest {
			name, cut = name[:longest], "..."
		}
		b.WriteString(strconv.QuoteToASCII(string(name)) + cut)
	}
	return b.String()
}
