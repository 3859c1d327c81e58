package scenario

import (
	"errors"
	"fmt"
	"time"
)

// Config describes a world to generate. The same Config gives the same events,
// byte for byte, on every machine.
type Config struct {
	// Seed picks one of many worlds of the same shape.
	Seed uint64
	// Start is the first moment that the logs cover. Hosts that never sleep
	// were up before it, and what they had started by then is in no log.
	Start time.Time
	// Days is the length of the logs in days of 24 hours.
	Days int
	// Hosts is the number of hosts: one domain controller, one jump host, file
	// servers, and for the rest workstations.
	Hosts int
	// Processes is the approximate number of process starts that all logs
	// together record. What booting and logging on takes is a lower bound.
	Processes int
	// Intrusion adds the hand-written intrusion of STORY.md on the last day.
	Intrusion bool
	// OmitTruth leaves the ground truth out (Generate returns nil), so that
	// memory does not grow with the number of processes.
	OmitTruth bool
}

// minimumHosts is one of each role and a second workstation.
const minimumHosts = 5

// maximumHosts keeps addresses, names and open files within their bounds.
const maximumHosts = 1000

// processesPerHostDay is what Scale takes for a busy host's day.
const processesPerHostDay = 4000

// demoStart is a Tuesday in winter, when London's local time is UTC.
var demoStart = time.Date(2025, time.November, 4, 0, 0, 0, 0, time.UTC)

// Demo is the world of the demo: six hosts over two working days, some
// thousand processes, and the intrusion of STORY.md on the second day.
func Demo() Config {
	return Config{Seed: 4711, Start: demoStart, Days: 2, Hosts: 6, Processes: 6000, Intrusion: true}
}

// Scale is a world of about the given number of processes on the given number
// of hosts, without the intrusion; its logs are as many days long as busy
// hosts need for that. A process makes about three records on average: three
// million processes are some ten million records.
func Scale(processes, hosts int) Config {
	days := 2
	if hosts > 0 {
		days = max(2, (processes+hosts*processesPerHostDay-1)/(hosts*processesPerHostDay))
	}
	return Config{Seed: 1, Start: demoStart, Days: days, Hosts: hosts, Processes: processes}
}

// check says what makes c unusable.
func (c Config) check() error {
	var problems []error
	if c.Hosts < minimumHosts || c.Hosts > maximumHosts {
		problems = append(problems, fmt.Errorf("hosts must be %d to %d, not %d", minimumHosts, maximumHosts, c.Hosts))
	}
	if c.Days < 1 || c.Days > 366 {
		problems = append(problems, fmt.Errorf("days must be 1 to 366, not %d", c.Days))
	}
	if c.Processes < 0 {
		problems = append(problems, fmt.Errorf("processes must not be negative: %d", c.Processes))
	}
	if c.Start.Year() < 1980 || c.Start.Year() > 2100 {
		problems = append(problems, fmt.Errorf("start must be between the years 1980 and 2100, not %s", c.Start))
	}
	if len(problems) > 0 {
		return fmt.Errorf("scenario: unusable configuration: %w", errors.Join(problems...))
	}
	return nil
}
