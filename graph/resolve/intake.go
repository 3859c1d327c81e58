package resolve

import "github.com/procgraph/procgraph/graph"

// Records gathers the observations of one host before they are resolved, packed:
// some hundred bytes each, whatever their texts. It is not safe for concurrent use.
type Records struct {
	facts   *factsBuilder
	clock   *clock
	texts   *texts
	origins map[origin]*origin
	// Starts and ends of processes are kept apart from the others: they are dropped sooner.
	processes, others pool
	events            []*event
	skew              skew
}

// pool allocates events, many at once.
type pool struct {
	packer packer
	slab   []event
}

func (p *pool) event() *event {
	if len(p.slab) == 0 {
		p.slab = make([]event, eventSlab)
	}
	e := &p.slab[0]
	p.slab = p.slab[1:]
	return e
}

// NewRecords returns an empty set.
func NewRecords() *Records {
	return &Records{facts: newFactsBuilder(), clock: newClock(), texts: newTexts(), origins: map[origin]*origin{}}
}

// eventSlab is how many events are allocated at once.
const eventSlab = 512

// Len is the number of records that are more than evidence for times and addresses.
func (r *Records) Len() int { return len(r.events) }

// Add takes in an observation of a computer that is one of the host's
// spellings. What it needs is copied; o is the caller's.
func (r *Records) Add(o *graph.StoredObservation) {
	r.facts.spelling(o.Computer)
	r.clock.note(o)
	switch o.Event {
	case graph.ZoneEvidence:
		return
	case graph.HostAddress:
		if addr, local := address(o.Text(graph.SourceAddress)); !local && identifiesHost(addr) {
			r.facts.address(AddressFact{addr, o.UtcTime.Ticks})
		}
		return
	}
	r.skew.note(o)
	p := &r.others
	if o.Event == graph.ProcessStart || o.Event == graph.ProcessEnd {
		p = &r.processes
	}
	e := p.event()
	*e = event{
		origin: r.origin(o.Log, o.File), at: o.UtcTime.Time, logged: o.Time.Time, zone: o.Time.Zone, pid: pidOf(o.Text(graph.ProcessPID)),
		packed: p.packer.pack(o.Values, r.texts), ID: o.ID, RecordID: o.RecordID, EventID: o.EventID, Event: o.Event, resent: o.Resent,
	}
	for _, f := range o.Flaws {
		e.flag(f)
	}
	r.events = append(r.events, e)
}

func (r *Records) origin(log, file string) *origin {
	key := origin{log, file, r.texts}
	o := r.origins[key]
	if o == nil {
		o = &key
		r.origins[key] = o
	}
	return o
}
