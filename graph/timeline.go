package graph

// Activity counts the processes that began in a span of time, in parts of equal length.
type Activity struct {
	// From and To are the first and the last moment counted: those of the filter,
	// else the first and the last start there is. Both are unknown when nothing is counted.
	From Time `json:"from,omitzero"`
	To   Time `json:"to,omitzero"`
	// Counts are the starts in each part; the parts begin Step apart, in ticks of 100 ns.
	Counts []int `json:"counts"`
	Step   int64 `json:"step"`
	// Total is the sum of Counts. Outside counts the matching processes that began
	// before From or after To, Timeless those whose start is not known.
	Total    int `json:"total"`
	Outside  int `json:"outside"`
	Timeless int `json:"timeless"`
}

// MaxBuckets bounds the parts of an Activity.
const MaxBuckets = 4000

// TimelineEventKind says what an event of a timeline is.
type TimelineEventKind string

// The events of a timeline, in the order in which they stand at the same moment
// where the records' numbers do not tell them apart.
const (
	SessionStarted TimelineEventKind = "session-start"
	ProcessStarted TimelineEventKind = "process-start"
	ProcessEnded   TimelineEventKind = "process-end"
	SessionEnded   TimelineEventKind = "session-end"
)

// TimelineEvent is a recorded start or end of a process or a logon session: its Process
// or its Session is set.
type TimelineEvent struct {
	Time  Time              `json:"time"`
	Event TimelineEventKind `json:"event"`
	// Source is the record that tells of it, where one was kept.
	Source  *Source     `json:"source,omitempty"`
	Process *ProcessRow `json:"process,omitempty"`
	Session *SessionRow `json:"session,omitempty"`
	// Cursor is the event's place, for TimelinePage.
	Cursor string `json:"cursor"`
}

// TimelinePage asks for at most Limit events: those after the place After, those
// before the place Before (the nearest to it), else those at or after the moment
// At; an unknown moment is the beginning. After and Before at once are ErrInvalid.
// Before may be TimelineEnd.
type TimelinePage struct {
	After, Before string
	At            Time
	Limit         int
}

// TimelineEnd is the place behind every event.
const TimelineEnd = "end"

// Timeline is a part of all events, in the order of time.
type Timeline struct {
	Items []TimelineEvent `json:"items"`
	// More says that there are further events in the direction that was asked for.
	More bool `json:"more"`
}
