package scenario

import (
	"bufio"
	"context"
	"io"
	"unicode/utf8"
)

// WriteJSONLines generates the world of c and writes one record a line in the
// shape of evtx_dump (the evtx crate): {"Event":{"#attributes":...,"System":
// {...},"EventData":{...}}}. Of the common shapes it alone keeps every member
// of System and all seven digits of the time, and names no collector, so that
// a graph made from it differs from one made from WriteEVTX's files in the
// names of files only. Hosts and logs are interleaved by time.
func WriteJSONLines(ctx context.Context, w io.Writer, c Config) (*Truth, error) {
	out := &lineWriter{buffer: bufio.NewWriterSize(w, 1<<18)}
	truth, err := Generate(ctx, c, out)
	if flushed := out.buffer.Flush(); err == nil {
		err = flushed
	}
	if err != nil {
		return nil, err
	}
	return truth, nil
}

type lineWriter struct {
	buffer *bufio.Writer
	line   []byte
}

// Event implements Emitter.
func (w *lineWriter) Event(_ *Host, e *Event) error {
	w.line = appendLine(w.line[:0], e)
	_, err := w.buffer.Write(w.line)
	return err
}

// appendLine writes one record and the end of its line.
func appendLine(b []byte, e *Event) []byte {
	b = append(b, `{"Event":{"#attributes":{"xmlns":"http://schemas.microsoft.com/win/2004/08/events/event"},"System":{"Provider":{"#attributes":{"Name":`...)
	b = appendText(b, e.Provider)
	if e.ProviderGUID != "" {
		b = append(b, `,"Guid":"`...)
		b = append(appendUpper(b, e.ProviderGUID), '"')
	}
	b = append(b, `}},"EventID":`...)
	if e.Qualifiers != 0 {
		b = append(b, `{"#attributes":{"Qualifiers":`...)
		b = appendDigits(b, int64(e.Qualifiers), 1)
		b = append(b, `},"#text":`...)
		b = append(appendDigits(b, int64(e.EventID), 1), '}')
	} else {
		b = appendDigits(b, int64(e.EventID), 1)
	}
	b = appendNumber(b, `,"Version":`, uint64(e.Version))
	b = appendNumber(b, `,"Level":`, uint64(e.Level))
	b = appendNumber(b, `,"Task":`, uint64(e.Task))
	b = appendNumber(b, `,"Opcode":`, uint64(e.Opcode))
	b = append(b, `,"Keywords":"`...)
	b = append(appendHex(b, e.Keywords), `","TimeCreated":{"#attributes":{"SystemTime":"`...)
	b = ticksOf(e.Time).appendMoment(b, 'T', 7)
	b = appendNumber(b, `Z"}},"EventRecordID":`, e.RecordID)
	b = appendNumber(b, `,"Correlation":null,"Execution":{"#attributes":{"ProcessID":`, uint64(e.ProcessID))
	b = appendNumber(b, `,"ThreadID":`, uint64(e.ThreadID))
	b = append(b, `}},"Channel":`...)
	b = append(appendText(b, e.Channel), `,"Computer":`...)
	b = append(appendText(b, e.Computer), `,"Security":`...)
	if e.UserSID == "" {
		b = append(b, `null}`...)
	} else {
		b = append(append(b, `{"#attributes":{"UserID":`...), '"')
		b = append(append(b, e.UserSID...), `"}}}`...)
	}
	return append(appendPayload(b, e), "}}\n"...)
}

func appendPayload(b []byte, e *Event) []byte {
	if e.UserData == "" {
		b = append(b, `,"EventData":`...)
		if len(e.Data) == 0 {
			return append(b, `null`...)
		}
		return append(appendFields(append(b, '{'), e.Data), '}')
	}
	b = append(b, `,"UserData":{`...)
	b = append(appendText(b, e.UserData), `:{"#attributes":{"xmlns":`...)
	b = append(appendText(b, e.Namespace), `},`...)
	return append(appendFields(b, e.Data), `}}`...)
}

func appendFields(b []byte, fields []Field) []byte {
	for i := range fields {
		f := &fields[i]
		if i > 0 {
			b = append(b, ',')
		}
		b = append(append(append(b, '"'), f.Name...), `":`...)
		switch f.Type {
		case UInt32Field:
			b = appendDigits(b, int64(f.Number), 1)
		case HexField, Hex32Field:
			b = append(appendHex(append(b, '"'), f.Number), '"')
		case GUIDField:
			b = append(appendUpper(append(b, '"'), f.Text), '"')
		case TimeField:
			b = append(ticks(f.Number).appendMoment(append(b, '"'), 'T', 7), `Z"`...)
		default:
			b = appendText(b, f.Text)
		}
	}
	return b
}

func appendNumber(b []byte, before string, n uint64) []byte {
	return appendDigits(append(b, before...), int64(n), 1)
}

func appendHex(b []byte, n uint64) []byte {
	const digits = "0123456789abcdef"
	b = append(b, "0x"...)
	shift := 60
	for shift > 0 && n>>shift == 0 {
		shift -= 4
	}
	for ; shift >= 0; shift -= 4 {
		b = append(b, digits[n>>shift&15])
	}
	return b
}

// appendUpper writes a GUID the way evtx_dump does.
func appendUpper(b []byte, s string) []byte {
	for i := range len(s) {
		c := s[i]
		if c >= 'a' && c <= 'z' {
			c -= 'a' - 'A'
		}
		b = append(b, c)
	}
	return b
}

// appendText writes a JSON string; characters beyond ASCII stand as they are.
func appendText(b []byte, s string) []byte {
	const digits = "0123456789abcdef"
	b = append(b, '"')
	from := 0
	for i := range len(s) {
		c := s[i]
		if c >= ' ' && c != '"' && c != '\\' || c >= utf8.RuneSelf {
			continue
		}
		b = append(b, s[from:i]...)
		from = i + 1
		switch c {
		case '"', '\\':
			b = append(b, '\\', c)
		case '\n':
			b = append(b, `\n`...)
		case '\r':
			b = append(b, `\r`...)
		case '\t':
			b = append(b, `\t`...)
		default:
			b = append(b, `\u00`...)
			b = append(b, digits[c>>4], digits[c&15])
		}
	}
	return append(append(b, s[from:]...), '"')
}
