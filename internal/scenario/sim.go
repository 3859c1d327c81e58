package scenario

import "context"

// sim is a world while it runs. One goroutine runs all hosts, so that the
// order of events and dice is always the same.
type sim struct {
	cfg      Config
	out      Emitter
	err      error // the first error of the emitter
	agenda   agenda
	now      ticks
	from, to ticks // what the logs cover
	dice     random
	programs *catalog
	machines []*machine
	truth    book
	events   int64
	event    Event // lent to the emitter again and again

	userBySID                            map[string]*account
	system, localService, networkService *account
	admin, backup                        *account
}

// Generate runs the world of c and gives each record to out, in the order of
// time for each host and log. Memory grows with the number of live processes
// only, and with the truth unless c.OmitTruth. It fails on an unusable Config,
// an error of out, and when ctx ends.
func Generate(ctx context.Context, c Config, out Emitter) (*Truth, error) {
	if err := c.check(); err != nil {
		return nil, err
	}
	s := &sim{cfg: c, out: out, dice: random{state: c.Seed}, programs: newCatalog(), userBySID: map[string]*account{}}
	s.dice.next()
	s.from = ticksOf(c.Start.UTC())
	s.to = s.from + ticks(c.Days)*day
	if !c.OmitTruth {
		s.truth = book{&Truth{Start: s.from.time(), End: s.to.time()}}
	}
	s.buildCompany()
	s.planHosts()
	if c.Intrusion {
		s.planIntrusion()
	}
	if err := s.run(ctx); err != nil {
		return nil, err
	}
	if s.truth.Truth != nil {
		s.truth.Events = s.events
	}
	return s.truth.Truth, nil
}

// run carries out the agenda until the logs end.
func (s *sim) run(ctx context.Context) error {
	for n := 0; ; n++ {
		next, ok := s.agenda.take()
		if !ok || next.at >= s.to {
			return s.err
		}
		if n%256 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		s.now = next.at
		next.run()
		if s.err != nil {
			return s.err
		}
	}
}

// machineOf is the nth host of a role.
func (s *sim) machineOf(role Role, nth int) *machine {
	for _, m := range s.machines {
		if m.host.Role == role {
			if nth == 0 {
				return m
			}
			nth--
		}
	}
	return nil
}

// emit numbers the event and gives it away. It says at what time the record
// was written; 0 if it lies before the logs begin.
func (s *sim) emit(m *machine, log *logBook, at ticks) ticks {
	at = max(at, log.last+microsecond)
	if at < s.from || s.err != nil {
		return 0
	}
	log.last = at
	log.records++
	s.event.RecordID, s.event.Time, s.event.Computer = log.records, at.time(), m.host.Name
	s.events++
	s.err = s.out.Event(m.host, &s.event)
	return at
}

// logBook is the state of one log of one host.
type logBook struct {
	records uint64
	last    ticks
}
