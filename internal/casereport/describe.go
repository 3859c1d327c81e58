package casereport

import (
	"context"
	"errors"
	"fmt"

	"github.com/procgraph/procgraph/graph"
)

// Thing is a note with what is known of what it is about: the member of its kind is
// set, unless the thing is gone.
type Thing struct {
	graph.Note
	// Title names the thing; Where is its host's name, Host the key; At its start.
	Title, Where, Host string
	At                 graph.Time
	// Gone says that the case has no such thing any more: its logs were taken out, or
	// a later record gave it another key. Title is then its key.
	Gone    bool
	Process *graph.ProcessRow
	Session *graph.SessionRow
	User    *graph.UserSummary
	Summary *graph.HostSummary // of a host
}

// Describe returns the notes of a case in their order, each with its thing.
func Describe(ctx context.Context, r graph.Reader) ([]Thing, error) {
	notes, err := r.Notes(ctx)
	if err != nil {
		return nil, err
	}
	d := describer{ctx: ctx, r: r}
	things := make([]Thing, 0, len(notes))
	for _, n := range notes {
		t, err := d.thing(n)
		if err != nil {
			return nil, err
		}
		things = append(things, t)
	}
	return things, nil
}

// About describes the thing of one note.
func About(ctx context.Context, r graph.Reader, n graph.Note) (Thing, error) {
	d := describer{ctx: ctx, r: r}
	return d.thing(n)
}

// describer looks things up; hosts are read when the first is asked for.
type describer struct {
	ctx   context.Context
	r     graph.Reader
	hosts map[string]*graph.HostSummary
}

func (d *describer) thing(n graph.Note) (Thing, error) {
	t := Thing{Note: n}
	var err error
	switch n.Kind {
	case graph.KindProcess:
		err = d.process(&t)
	case graph.KindSession:
		err = d.session(&t)
	case graph.KindUser:
		err = d.user(&t)
	case graph.KindHost:
		err = d.host(&t)
	default:
		err = graph.ErrNotFound
	}
	if errors.Is(err, graph.ErrNotFound) {
		t.Gone, t.Title, err = true, n.About, nil
	}
	if err != nil {
		return t, fmt.Errorf("looking up %s %q: %w", n.Kind, n.About, err)
	}
	return t, nil
}

func (d *describer) process(t *Thing) error {
	p, err := d.r.Process(d.ctx, t.About)
	if err == nil {
		t.Process, t.Title, t.Where, t.Host, t.At = &p, processTitle(&p), p.HostName, p.Host, p.Begun()
	}
	return err
}

func (d *describer) session(t *Thing) error {
	s, err := d.r.Session(d.ctx, t.About)
	if err == nil {
		t.Session, t.Title, t.Where, t.Host, t.At = &s, sessionTitle(&s), s.HostName, s.Host, s.Begun()
	}
	return err
}

func (d *describer) user(t *Thing) error {
	u, err := d.r.User(d.ctx, t.About)
	if err != nil {
		return err
	}
	t.User, t.Title = &u, u.Name
	if t.Title == "" {
		t.Title = u.SID
	}
	return nil
}

func (d *describer) host(t *Thing) error {
	if d.hosts == nil {
		var err error
		if d.hosts, err = graph.HostsByKey(d.ctx, d.r); err != nil {
			return err
		}
	}
	h := d.hosts[t.About]
	if h == nil {
		return graph.ErrNotFound
	}
	t.Summary, t.Title, t.Where, t.Host, t.At = h, h.Name, h.Name, h.Key, h.First
	return nil
}
