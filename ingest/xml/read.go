package xml

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/procgraph/procgraph/ingest/winevent"
	"github.com/procgraph/procgraph/ingest/xml/decodetext"
)

// ShapeXML is the Record.Shape of events read by this package.
const ShapeXML = "xml"

// DefaultMaxEvent is the largest <Event> element that is read, in bytes. The
// event log itself holds no record above 64 KiB of binary XML.
const DefaultMaxEvent = 16 << 20

// Options of Read. The zero value reads everything.
type Options struct {
	// Want decides which events' data is decoded; nil wants all.
	Want winevent.Want
	// Progress, if not nil, is called now and then with the number of bytes
	// read from the input so far.
	Progress func(bytesRead int64)
	// MaxEvent bounds one event in bytes of UTF-8; 0 is DefaultMaxEvent.
	MaxEvent int64
}

// Summary counts what Read found.
type Summary struct {
	// Values is the number of events seen, whole or broken.
	Values int
	// Records and Rejected add up to Values, but for a refused DOCTYPE.
	Records, Rejected int
}

// Recognise says whether a file that begins with first is one of Windows events
// in XML. A few hundred bytes are enough for plain documents; with a long text
// before the first event on a line, more are needed.
func Recognise(first []byte) bool {
	head := decodetext.Head(first)
	trimmed := bytes.TrimLeft(head, " \t\r\n")
	if len(trimmed) == 0 || trimmed[0] == '{' {
		return false
	}
	for _, tag := range []string{"<Events", "<Event"} {
		for rest := head; ; {
			i := bytes.Index(rest, []byte(tag))
			if i < 0 {
				break
			}
			rest = rest[i+len(tag):]
			if len(rest) == 0 || isDelimiter(rest[0]) {
				return true
			}
		}
	}
	return false
}

func isDelimiter(c byte) bool {
	return c == '>' || c == '/' || c == ' ' || c == '\t' || c == '\r' || c == '\n'
}

// Read reads all events of r into sink, in order. It returns the first error
// of the reader, of the sink or of ctx; events that cannot be used are no
// errors but go to sink.Reject.
//
// Place.Line and Place.Offset count in the decoded text.
func Read(ctx context.Context, r io.Reader, o Options, sink winevent.Sink) (Summary, error) {
	if o.MaxEvent <= 0 {
		o.MaxEvent = DefaultMaxEvent
	}
	counted := decodetext.CountReads(r, o.Progress)
	rd := &reader{
		framer: newFramer(decodetext.NewReader(counted), int(o.MaxEvent)),
		want:   o.Want,
		sink:   sink,
	}
	err := rd.run(ctx)
	return rd.sum, err
}

type reader struct {
	framer *framer
	decode decoder
	want   winevent.Want
	sink   winevent.Sink
	sum    Summary
}

func (r *reader) run(ctx context.Context) error {
	for n := 0; ; n++ {
		if n%64 == 0 {
			if err := ctx.Err(); err != nil {
				return err
			}
		}
		f, err := r.framer.next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if err := r.deliver(f); err != nil {
			return err
		}
		if f.problem == problemDoctype && r.sum.Values == 0 {
			// What follows may be the declaration's own entities, not events.
			return nil
		}
	}
}

func (r *reader) deliver(f frame) error {
	if f.problem != problemDoctype {
		r.sum.Values++
	}
	place := winevent.Place{Line: f.line, Offset: f.offset, Record: uint64(r.sum.Values)}
	if f.problem != "" {
		return r.reject(place, string(f.problem))
	}
	legal, repaired := legalise(f.event)
	rec, err := r.decode.event(legal, r.want)
	if err != nil {
		return r.reject(place, fmt.Sprintf("broken event: %v", err))
	}
	rec.Place, rec.Repaired = place, repaired
	rec.Channel = originChannel(rec.Channel, rec.Provider)
	r.sum.Records++
	return r.sink.Record(rec)
}

func (r *reader) reject(place winevent.Place, reason string) error {
	r.sum.Rejected++
	return r.sink.Reject(winevent.Reject{Place: place, Reason: reason})
}

// originChannel replaces the channel of Windows event forwarding by the
// provider's own, where that has only one.
func originChannel(channel, provider string) string {
	if !strings.EqualFold(channel, "ForwardedEvents") {
		return channel
	}
	if own, ok := OnlyChannel(provider); ok {
		return own
	}
	return channel
}

// OnlyChannel returns the channel of a provider that writes to one channel only
// (of the providers that matter for the process graph).
func OnlyChannel(provider string) (channel string, ok bool) {
	switch {
	case strings.EqualFold(provider, "Microsoft-Windows-Security-Auditing"):
		return "Security", true
	case strings.EqualFold(provider, "Microsoft-Windows-Sysmon"):
		return "Microsoft-Windows-Sysmon/Operational", true
	}
	return "", false
}
