package api

import "github.com/procgraph/procgraph/graph"

// Items is a list that is not paged.
type Items[T any] struct {
	Items []T `json:"items"`
}

// StoreView names the store.
type StoreView struct {
	Name     string `json:"name"`
	Location string `json:"location"`
	Cypher   bool   `json:"cypher"`
}

// StatsView sums up the case and names its store.
type StatsView struct {
	graph.Stats
	Store StoreView `json:"store"`
}

// AttemptRow is a logon attempt with names.
type AttemptRow struct {
	graph.LogonAttempt
	HostName       string `json:"host_name,omitempty"`
	UserName       string `json:"user_name,omitempty"`
	TargetUserName string `json:"target_user_name,omitempty"`
	// ProcessImage is the image of the process that asked.
	ProcessImage string `json:"process_image,omitempty"`
}

// ChildrenView is a page of children with their number by image name.
type ChildrenView struct {
	graph.List[graph.ProcessRow]
	ByImage []graph.ImageCount `json:"by_image"`
}

// AncestorsView is the chain above a process, root first.
type AncestorsView struct {
	Items []graph.ProcessRow `json:"items"`
	// More says that the chain goes on above.
	More bool `json:"more"`
}

// ClaimView is a parent that one log names.
type ClaimView struct {
	Source  string           `json:"source"`
	Process graph.ProcessRow `json:"process"`
}

// ProcessView is everything that is known of one process.
type ProcessView struct {
	Process         graph.ProcessRow   `json:"process"`
	Parent          *graph.ProcessRow  `json:"parent,omitempty"`
	Session         *graph.SessionRow  `json:"session,omitempty"`
	StartedByName   string             `json:"started_by_name,omitempty"`
	Claims          []ClaimView        `json:"claims"`
	Sources         []SourceRecord     `json:"sources"`
	Decoded         []Decoded          `json:"decoded"`
	Warnings        []graph.Warning    `json:"warnings"`
	Standouts       []graph.Standout   `json:"standouts"`
	PossibleOrigins []graph.SessionRow `json:"remote_origins_possible"`
}

// NamedValue is one field of a record.
type NamedValue struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// SourceRecord is a log record as it was read.
type SourceRecord struct {
	Log      string     `json:"log"`
	EventID  uint32     `json:"event_id"`
	RecordID uint64     `json:"record_id,omitempty"`
	File     string     `json:"file,omitempty"`
	Computer string     `json:"computer"`
	Time     graph.Time `json:"time,omitzero"`
	// TimeZone tells what Time's digits mean: utc, none (local, no zone) or doubtful (a false Z).
	TimeZone string       `json:"time_zone,omitempty"`
	UtcTime  graph.Time   `json:"utc_time,omitzero"`
	Fields   []NamedValue `json:"fields"`
	Flaws    []string     `json:"flaws,omitempty"`
}

// ClassView is a class of warnings in plain words.
type ClassView struct {
	Class   graph.WarningClass `json:"class"`
	Count   int                `json:"count"`
	Title   string             `json:"title"`
	Meaning string             `json:"meaning"`
	Advice  string             `json:"advice"`
}

// WarningsView is a page of warnings with the classes.
type WarningsView struct {
	graph.List[WarningRow]
	Classes []ClassView `json:"classes"`
}

// EventView is an event that the inputs hold.
type EventView struct {
	graph.EventCount
	Title string `json:"title,omitempty"`
}

// MissingEvent is an event that procgraph would use and no input holds.
type MissingEvent struct {
	Provider string `json:"provider"`
	EventID  uint32 `json:"event_id"`
	Title    string `json:"title"`
	// Consequence is what is therefore not visible, How what would bring it.
	Consequence string `json:"consequence"`
	How         string `json:"how"`
}

// FilesView is the loss report of each input with the events present and absent.
type FilesView struct {
	Items   []graph.FileReport `json:"items"`
	Events  []EventView        `json:"events"`
	Missing []MissingEvent     `json:"missing"`
}

func sourceRecord(o graph.Observation) SourceRecord {
	r := SourceRecord{
		Log: o.Log, EventID: o.EventID, RecordID: o.RecordID, File: o.File, Computer: o.Computer,
		Time: o.Time.Time, UtcTime: o.UtcTime.Time, Fields: []NamedValue{},
	}
	switch o.Time.Zone {
	case graph.ZoneUTC:
		r.TimeZone = "utc"
	case graph.ZoneNone:
		r.TimeZone = "none"
	case graph.ZoneDoubtful:
		r.TimeZone = "doubtful"
	}
	for _, v := range o.Values {
		r.Fields = append(r.Fields, NamedValue{v.Field.String(), v.Text})
	}
	for _, f := range o.Flaws {
		r.Flaws = append(r.Flaws, f.String())
	}
	return r
}
