package scenario

import (
	"context"
	"slices"
	"sync"
	"testing"
)

// record is an Event that was kept.
type record struct {
	host *Host
	Event
}

func (r *record) field(name string) Field {
	for _, f := range r.Data {
		if f.Name == name {
			return f
		}
	}
	return Field{Name: "(none)"}
}

// collector keeps all events.
type collector struct{ records []record }

func (c *collector) Event(host *Host, e *Event) error {
	kept := record{host, *e}
	kept.Data = slices.Clone(e.Data)
	c.records = append(c.records, kept)
	return nil
}

// of lists a host's records of one event ID.
func (c *collector) of(host string, id uint32) []*record {
	var found []*record
	for i := range c.records {
		if r := &c.records[i]; r.EventID == id && (host == "" || r.host.NetBIOS == host) {
			found = append(found, r)
		}
	}
	return found
}

// discard counts nothing and keeps nothing.
type discard struct{}

func (discard) Event(*Host, *Event) error   { return nil }
func (discard) Write(p []byte) (int, error) { return len(p), nil }

// worldOf generates each of the worlds once for all tests, which only read.
var worldOf = func() map[string]func() (*Truth, *collector, error) {
	all := map[string]func() (*Truth, *collector, error){}
	for name, c := range worlds() {
		type result struct {
			truth *Truth
			out   *collector
			err   error
		}
		once := sync.OnceValue(func() result {
			out := &collector{}
			truth, err := Generate(context.Background(), c, out)
			return result{truth, out, err}
		})
		all[name] = func() (*Truth, *collector, error) { r := once(); return r.truth, r.out, r.err }
	}
	return all
}()

func world(t testing.TB, name string) (*Truth, *collector) {
	t.Helper()
	truth, out, err := worldOf[name]()
	if err != nil {
		t.Fatal(err)
	}
	return truth, out
}

// worlds are the configurations that the properties are tested on.
func worlds() map[string]Config {
	weekend := Scale(9000, 8)
	weekend.Days, weekend.Seed = 6, 99 // Tuesday to Sunday
	other := Demo()
	other.Seed, other.Hosts, other.Processes = 7, 9, 4000
	return map[string]Config{"demo": Demo(), "weekend": weekend, "another seed": other, "small": {Seed: 11, Start: demoStart, Days: 2, Hosts: 6, Processes: 900, Intrusion: true},
		"crowded": {Seed: 3, Start: demoStart, Days: 1, Hosts: 5, Processes: 9000}}
}
