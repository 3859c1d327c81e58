package xml

import (
	"bytes"
	stdxml "encoding/xml"
	"errors"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/procgraph/procgraph/ingest/winevent"
	"github.com/procgraph/procgraph/ingest/xml/eventtime"
)

// oracle reads events by the general decoder of the standard library. The
// package's own reading is held to it.
type oracle struct {
	d    *stdxml.Decoder
	text strings.Builder
}

func newOracle(fragment []byte) *oracle {
	return &oracle{d: stdxml.NewDecoder(bytes.NewReader(fragment))}
}

// token returns the next token that matters.
func (p *oracle) token() (stdxml.Token, error) {
	for {
		t, err := p.d.Token()
		if err != nil {
			// The library's message quotes names from the log; reports must not.
			return nil, errNotWellFormed
		}
		switch t.(type) {
		case stdxml.Directive:
			return nil, errDirective
		case stdxml.Comment, stdxml.ProcInst:
			continue
		}
		return t, nil
	}
}

// oracleEvent reads one <Event> element. The data of an event that nobody wants
// is not decoded, and its well-formedness not looked at.
func oracleEvent(fragment []byte, want winevent.Want) (*winevent.Record, error) {
	p := newOracle(fragment)
	rec := &winevent.Record{Shape: ShapeXML}
	var rendered rendering
	start, err := p.firstElement()
	if err != nil {
		return nil, err
	}
	if start.Name.Local != "Event" {
		return nil, errNoEvent
	}
	hasSystem := false
	for {
		t, err := p.token()
		if err != nil {
			return nil, err
		}
		switch t := t.(type) {
		case stdxml.EndElement:
			if !hasSystem {
				return nil, errNoEventID
			}
			rendered.apply(rec)
			return rec, nil
		case stdxml.StartElement:
			switch t.Name.Local {
			case "System":
				if err := p.system(rec); err != nil {
					return nil, err
				}
				hasSystem = true
				if want != nil && want(rec.Provider, rec.Channel, rec.EventID) == winevent.NeedHeader {
					rec.Fields, rec.Section = nil, ""
					return rec, nil
				}
			case "EventData", "UserData", "ProcessingErrorData":
				fields, err := p.section(t.Name.Local)
				if err != nil {
					return nil, err
				}
				rec.Fields, rec.Section = append(rec.Fields, fields...), t.Name.Local
			case "RenderingInfo":
				if err := p.rendering(&rendered); err != nil {
					return nil, err
				}
			default:
				if err := p.d.Skip(); err != nil {
					return nil, errNotWellFormed
				}
			}
		}
	}
}

func (p *oracle) firstElement() (stdxml.StartElement, error) {
	for {
		t, err := p.token()
		if err != nil {
			return stdxml.StartElement{}, err
		}
		if start, ok := t.(stdxml.StartElement); ok {
			return start, nil
		}
	}
}

// system reads the header. Execution and Security are of the logger and are
// left where they are.
func (p *oracle) system(rec *winevent.Record) error {
	hasID := false
	for {
		t, err := p.token()
		if err != nil {
			return err
		}
		start, ok := t.(stdxml.StartElement)
		if !ok {
			if _, end := t.(stdxml.EndElement); end {
				if !hasID {
					return errNoEventID
				}
				return nil
			}
			continue
		}
		text, err := p.elementText()
		if err != nil {
			return err
		}
		trimmed := strings.TrimSpace(text)
		switch start.Name.Local {
		case "Provider":
			rec.Provider = oracleAttr(start, "Name")
		case "EventID":
			id, err := strconv.ParseUint(trimmed, 10, 32)
			if err != nil {
				return errNoEventID
			}
			rec.EventID, hasID = uint32(id), true
		case "Version":
			if v, err := strconv.ParseUint(trimmed, 10, 8); err == nil {
				rec.Version = uint8(v)
			}
		case "EventRecordID":
			if v, err := strconv.ParseUint(trimmed, 10, 64); err == nil {
				rec.RecordID = v
			}
		case "Channel":
			rec.Channel = trimmed
		case "Computer":
			rec.Computer = trimmed
		case "TimeCreated":
			rec.Time, _ = eventtime.Parse(oracleAttr(start, "SystemTime"))
		}
	}
}

// elementText reads the text up to the end of the element that was just begun,
// skipping elements inside it.
func (p *oracle) elementText() (string, error) {
	p.text.Reset()
	for {
		t, err := p.token()
		if err != nil {
			return "", err
		}
		switch t := t.(type) {
		case stdxml.CharData:
			p.text.Write(t)
		case stdxml.StartElement:
			if err := p.d.Skip(); err != nil {
				return "", errNotWellFormed
			}
		case stdxml.EndElement:
			return p.text.String(), nil
		}
	}
}

func oracleAttr(e stdxml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

func (p *oracle) rendering(r *rendering) error {
	for {
		t, err := p.token()
		if err != nil {
			return err
		}
		switch t := t.(type) {
		case stdxml.EndElement:
			return nil
		case stdxml.StartElement:
			text, err := p.elementText()
			if err != nil {
				return err
			}
			switch t.Name.Local {
			case "Message":
				r.message = text
			case "Channel":
				r.channel = strings.TrimSpace(text)
			case "Provider":
				r.provider = strings.TrimSpace(text)
			}
		}
	}
}

// section reads a data section whose start has been read, to its end. Its
// fields are the named and unnamed Data of EventData, or else the leaves.
func (p *oracle) section(kind string) (winevent.Fields, error) {
	var fields winevent.Fields
	p.text.Reset()
	stack := []openElement{{}}
	for {
		t, err := p.token()
		if err != nil {
			return nil, err
		}
		switch t := t.(type) {
		case stdxml.CharData:
			p.text.Write(t)
		case stdxml.StartElement:
			if len(stack) >= maxDepth {
				return nil, errTooDeep
			}
			stack[len(stack)-1].hasChild = true
			stack = append(stack, openElement{name: oracleName(t, kind), from: p.text.Len()})
		case stdxml.EndElement:
			top := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			text := p.text.String()[top.from:]
			if len(stack) == 0 {
				// Text of the section itself, outside any Data.
				if !top.hasChild && strings.TrimSpace(text) != "" {
					fields = append(fields, winevent.Field{Value: text})
				}
				return fields, nil
			}
			if top.hasChild {
				continue
			}
			if len(fields) >= maxFields {
				return nil, errTooManyFields
			}
			fields = append(fields, winevent.Field{Name: top.name, Value: text})
		}
	}
}

// oracleName is the name that an element of a data section gives its value.
func oracleName(e stdxml.StartElement, kind string) string {
	if kind != "UserData" && (e.Name.Local == "Data" || e.Name.Local == "ComplexData") {
		return oracleAttr(e, "Name")
	}
	return e.Name.Local
}

// sameAsOracle compares one event's text with what the oracle reads in it. It
// says whether the two must agree.
func sameAsOracle(t *testing.T, event []byte) {
	t.Helper()
	legal, _ := legalise(event)
	want, wantErr := oracleEvent(legal, nil)
	var d decoder
	got, gotErr := d.event(legal, nil)
	switch {
	case bytes.Contains(legal, []byte("<?")) && gotErr == nil:
		return // the oracle judges the encoding that an XML declaration names
	case errors.Is(gotErr, errTooDeep) && wantErr == nil:
		return // the oracle bounds the depth in a data section only
	case wantErr != nil && gotErr == nil && bytes.ContainsFunc(legal, func(r rune) bool { return r >= utf8.RuneSelf }):
		return // the oracle knows the names of an earlier edition of XML
	}
	if (gotErr == nil) != (wantErr == nil) {
		t.Fatalf("got error %v, the oracle %v: %q", gotErr, wantErr, event)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Fatalf("(-oracle +got)\n%s\n%q", diff, event)
	}
}

func TestSameAsOracle(t *testing.T) {
	const head, tail = `<Event><System><EventID>1</EventID></System><EventData>`, `</EventData></Event>`
	for _, in := range []string{
		ev(1), sysmonStart(1), "<Event/>", "<Event></Event>", "<Event ><System/></Event >", "<x/>", "", "text", "<", "<Event", "</Event>",
		head + "<Data Name='a&amp;b' x:Name='c'>&lt;&gt;&quot;&apos;&#65;&#x41;&#x1F600;&#000000065;</Data>" + tail,
		head + "<Data Name=\"a'b\">\r\nx\ry\n\r\n</Data>" + tail,
		head + "<Data Name='a'\n\t x = 'y'z='1'  >b</Data  >" + tail,
		head + "<Data Name=a>b</Data>" + tail, head + "<Data Name>b</Data>" + tail, head + "<Data Name='a>b</Data>" + tail, head + "<Data Name='a<b'>b</Data>" + tail,
		head + "<Data>a]]>b</Data>" + tail, head + "<Data>a]]&gt;b]]</Data>" + tail, head + "<Data><![CDATA[a]]]]>b</Data>" + tail, head + "<Data><![CDATA[]]></Data>" + tail,
		head + "<Data><![CDATA[<x>&amp;\r\n]]>c<![CDATA[d]]></Data>" + tail, head + "<Data><![CDATA[a</Data>" + tail, head + "<Data><![CDAT[a]]></Data>" + tail,
		head + "<Data>a<!-- c -->b</Data>" + tail, head + "<Data>a<!-- c -- d -->b</Data>" + tail, head + "<!--->--><!---->" + tail, head + "<!-- a" + tail, head + "<!-->" + tail,
		head + "<Data>a<?pi x?>b</Data>" + tail, head + "<? x?>" + tail, head + "<?pi" + tail, head + "<!DOCTYPE x>" + tail, head + "<!x" + tail, head + "<!" + tail,
		head + "<Data>&nbsp;</Data>" + tail, head + "<Data>&amp</Data>" + tail, head + "<Data>& </Data>" + tail, head + "<Data>&#X41;</Data>" + tail, head + "<Data>&#;&#x;</Data>" + tail,
		head + "<Data>&#65</Data>" + tail, head + "<Data>&#-65;</Data>" + tail, head + "<Data>&#1_0;</Data>" + tail, head + "<Data>&#xD800;&#0;&#xFFFE;&#99999999999;</Data>" + tail, head + "<Data>&;</Data>" + tail,
		head + "<1a/>" + tail, head + "<-a/>" + tail, head + "<.a/>" + tail, head + "<a.-1/>" + tail, head + "< a/>" + tail, head + "<a:b:c/>" + tail, head + "<:a>1</:a><a:>2</a:><:/>" + tail,
		head + "<n:Data Name='x'>1</n:Data>" + tail, head + "<n:a>1</m:a>" + tail, head + "<ä>1</ä>" + tail, head + "<a/ >" + tail, head + "<a / b='c'/>" + tail, head + "<a></a b='c'>" + tail,
		head + "<a><b>1</a></b>" + tail, head + "text" + tail, head + " \n " + tail, head + "text<Data>a</Data>more" + tail, head + "<Data>a<b>c</b>d</Data>" + tail, head + "<Data>a<b/>d<b>e</b></Data>" + tail,
		head + strings.Repeat("<a>", 62) + "x" + strings.Repeat("</a>", 62) + tail, head + strings.Repeat("<a>", 63) + "x" + strings.Repeat("</a>", 63) + tail, head + strings.Repeat("<a>", 64) + "x" + strings.Repeat("</a>", 64) + tail,
		"<Event><System><EventID>1<x>2</x></EventID><Channel> c<y/>d </Channel></System><UserData>x<E xmlns='y'><A>b</A></E></UserData><EventData>t</EventData></Event>",
		"<Event><System><EventID>x</EventID></System></Event>", "<Event><EventData><Data>1</Data></EventData></Event>", "<Event><System><EventID>1</EventID></System><Other><x>1</x></Other></Event>",
		"<Event><System><EventID>1</EventID></System><RenderingInfo><Message>m\r\nn</Message><Channel> c </Channel><Provider>p</Provider></RenderingInfo></Event>",
		"<Event><System><EventID>1</EventID><TimeCreated xmlns:SystemTime='x' SystemTime='2024-03-05T16:40:00Z'/></System></Event>",
	} {
		sameAsOracle(t, []byte(in))
	}
}

// FuzzOracle looks for a text that the package reads otherwise than the oracle.
func FuzzOracle(f *testing.F) {
	for _, s := range []string{ev(1), sysmonStart(1), "<Event><System><EventID>1</EventID></System><UserData><a x='&#65;'><![CDATA[b]]>&lt;\r\n<!-- c --></a></UserData></Event>"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) { sameAsOracle(t, data) })
}
